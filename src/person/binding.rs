//! Bindings at work: from what controls do to what roles do.

use std::collections::BTreeMap;

use arrayvec::ArrayVec;

use super::bindings::{MAX_ROLES_OF_CONTROL, SUSTAIN};
use super::{Bindings, Person};
use crate::input::{Control, ControlValue, LeaderRole, MidiControl, Role, RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// What one control event becomes: usually one role event, none where nobody bound it.
pub type BoundEvents = ArrayVec<RoleEvent, MAX_ROLES_OF_CONTROL>;

/// Slots there are: controls told apart while the program runs.
pub const MAX_SLOTS: usize = Slot::MAX as usize + 1;

/// A control of a device in one of its roles; its place is its slot.
#[derive(Clone, Debug)]
struct Seat {
    device: u16,
    role: Role,
    threshold: f32,
    hysteresis: f32,
    pulse: bool,
    yields: bool,
    /// Whether a continuous control that plays a switch counts as pressed.
    down: bool,
}

/// Turns control events into role events and numbers each control it meets.
///
/// A slot belongs to one control of one device in one role, from when it is first seen
/// for as long as the program runs: a device that comes back under its number has the
/// slots it had.
#[derive(Clone, Debug)]
pub struct Binder {
    bindings: Bindings,
    seats: Vec<Seat>,
    met: BTreeMap<(u16, Control), ArrayVec<Slot, MAX_ROLES_OF_CONTROL>>,
    ignored: usize,
}

impl Binder {
    /// A binder for what `person` binds.
    pub fn new(person: &Person) -> Self {
        Binder {
            bindings: person.bindings.clone(),
            seats: Vec::with_capacity(MAX_SLOTS),
            met: BTreeMap::new(),
            ignored: 0,
        }
    }

    /// What `control` of `device` (by number and name) did, in roles. Explicit bindings
    /// beat wildcards; a device selector matches part of the name, ignoring case. A device
    /// keeps its name as long as it keeps its number.
    pub fn bind(
        &mut self,
        device: u16,
        device_name: &str,
        control: Control,
        value: ControlValue,
        at: Frames,
    ) -> BoundEvents {
        let mut events = BoundEvents::new();
        let note = match control {
            Control::Midi(MidiControl::Note(note)) => Some(note),
            _ => None,
        };
        for slot in self.slots(device, device_name, control) {
            let seat = &mut self.seats[usize::from(slot)];
            if let Some(value) = seat.take(value) {
                let Seat { role, pulse, yields, .. } = *seat;
                events.push(RoleEvent { at, slot, role, value, note, pulse, yields });
            }
        }
        events
    }

    /// Whether any binding uses `control` of a device of this name, or a leader may play it.
    pub fn wants(&self, device_name: &str, control: Control) -> bool {
        leader_role(control).is_some() || self.bindings.wants(device_name, control)
    }

    /// The device is gone: what its controls that have been seen do, each
    /// [`RoleValue::Lost`](crate::input::RoleValue::Lost).
    pub fn lost(&mut self, device: u16, at: Frames) -> Vec<RoleEvent> {
        let mut events = Vec::new();
        for (slot, seat) in self.seats.iter_mut().enumerate().filter(|(_, seat)| seat.device == device) {
            seat.down = false;
            events.push(RoleEvent {
                at,
                slot: slot as Slot,
                role: seat.role,
                value: RoleValue::Lost,
                note: None,
                pulse: seat.pulse,
                yields: false,
            });
        }
        events
    }

    /// Event codes of all keys that are bound, ascending. No other key is ever looked at.
    pub fn bound_keys(&self) -> Vec<u16> {
        self.bindings.keys()
    }

    /// Controls that are bound but ignored, because all [`MAX_SLOTS`] slots were taken when
    /// they were first seen.
    pub fn ignored_controls(&self) -> usize {
        self.ignored
    }

    fn slots(
        &mut self,
        device: u16,
        device_name: &str,
        control: Control,
    ) -> ArrayVec<Slot, MAX_ROLES_OF_CONTROL> {
        if let Some(slots) = self.met.get(&(device, control)) {
            return slots.clone();
        }
        let rows = self.bindings.of(device_name, control);
        let row = |row: &&super::bindings::Binding| Seat {
            device,
            role: row.role,
            threshold: row.threshold,
            hysteresis: row.hysteresis,
            pulse: row.pulse,
            yields: row.yields(),
            down: false,
        };
        let leads = leader_role(control).filter(|_| rows.is_empty());
        let seats: ArrayVec<Seat, MAX_ROLES_OF_CONTROL> =
            rows.iter().map(row).chain(leads.map(|role| Seat::of_leader(device, role))).collect();
        let mut slots = ArrayVec::new();
        if seats.is_empty() {
            return slots;
        }
        self.ignored += usize::from(self.seats.len() + seats.len() > MAX_SLOTS);
        for seat in seats.into_iter().take(MAX_SLOTS - self.seats.len()) {
            slots.push(self.seats.len() as Slot);
            self.seats.push(seat);
        }
        self.met.insert((device, control), slots.clone());
        slots
    }
}

/// What `control` is to a leader, where nobody bound it.
fn leader_role(control: Control) -> Option<LeaderRole> {
    match control {
        Control::Midi(MidiControl::Note(_)) => Some(LeaderRole::Keys),
        Control::Midi(MidiControl::Cc(SUSTAIN)) => Some(LeaderRole::Sustain),
        Control::Midi(MidiControl::Bend) => Some(LeaderRole::Bend),
        _ => None,
    }
}

impl Seat {
    /// A control that nobody bound and a leader may play.
    fn of_leader(device: u16, role: LeaderRole) -> Self {
        let role = Role::Leader(role);
        Seat { device, role, threshold: 0.0, hysteresis: 0.0, pulse: false, yields: false, down: false }
    }

    /// What `value` is to this role; none where it changes nothing or is no number.
    fn take(&mut self, value: ControlValue) -> Option<RoleValue> {
        match (self.role, value) {
            (_, ControlValue::Moved(moved)) if !moved.is_finite() => None,
            (Role::Switch(_), ControlValue::Down { velocity }) => {
                self.down = true;
                Some(RoleValue::Down { velocity })
            }
            (Role::Switch(_), ControlValue::Up) => {
                self.down = false;
                Some(RoleValue::Up)
            }
            (Role::Switch(_), ControlValue::Moved(moved)) => {
                let towards = if self.threshold < 0.0 { -moved } else { moved };
                let threshold = self.threshold.abs();
                if !self.down && towards >= threshold {
                    self.down = true;
                    Some(RoleValue::Down { velocity: None })
                } else if self.down && towards <= threshold - self.hysteresis {
                    self.down = false;
                    Some(RoleValue::Up)
                } else {
                    None
                }
            }
            (Role::Axis(_), ControlValue::Down { .. }) => Some(RoleValue::Moved(1.0)),
            (Role::Axis(_), ControlValue::Up) => Some(RoleValue::Moved(0.0)),
            (Role::Axis(_), ControlValue::Moved(moved)) => Some(RoleValue::Moved(moved)),
            (Role::Leader(_), ControlValue::Down { velocity }) => Some(RoleValue::Down { velocity }),
            (Role::Leader(_), ControlValue::Up) => Some(RoleValue::Up),
            (Role::Leader(_), ControlValue::Moved(moved)) => Some(RoleValue::Moved(moved)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    const PAD: &str = "Microsoft X-Box Adaptive Controller";

    fn binder(binds: &str) -> Binder {
        let text = format!("format = 1\nname = \"x\"\nabout = \"x\"\n{binds}");
        Binder::new(&Person::read(&Document::new("x.person.toml", text)).unwrap())
    }

    fn bind(controls: &str, role: &str, more: &str) -> String {
        format!("[[bind]]\ncontrols = [{controls}]\nrole = \"{role}\"\n{more}\n")
    }

    const DOWN: ControlValue = ControlValue::Down { velocity: None };

    fn events(binder: &mut Binder, device: u16, name: &str, value: ControlValue) -> BoundEvents {
        binder.bind(device, PAD, name.parse().unwrap(), value, 7)
    }

    fn roles(binder: &mut Binder, name: &str) -> Vec<String> {
        events(binder, 1, name, DOWN).iter().map(|event| event.role.to_string()).collect()
    }

    /// Explicit beats wildcard, a device selector beats none, case does not matter.
    #[test]
    fn the_most_exact_binding_wins() {
        let mut binder = binder(
            &[
                bind("\"pad:any\"", "a", ""),
                bind("\"pad[adaptive controller]:any\"", "b", ""),
                bind("\"pad:south\", \"pad:east\"", "c", ""),
                bind("\"pad[ADAPTIVE]:east\"", "d", ""),
                bind("\"pad[Other]:north\"", "e", ""),
            ]
            .concat(),
        );
        assert_eq!(roles(&mut binder, "pad:south"), ["c"]);
        assert_eq!(roles(&mut binder, "pad:east"), ["d"]);
        assert_eq!(roles(&mut binder, "pad:north"), ["b"]);
        assert_eq!(roles(&mut binder, "pad:code288"), ["b"]);
        assert_eq!(roles(&mut binder, "pad:lstick.x"), [""; 0]);
        assert_eq!(roles(&mut binder, "key:space"), [""; 0]);
        let other = binder.bind(2, "Plain pad", "pad:west".parse().unwrap(), DOWN, 0);
        assert_eq!(other[0].role, Role::A);
        assert!(binder.wants("Plain pad", "pad:west".parse().unwrap()));
        assert!(!binder.wants("Plain pad", "key:space".parse().unwrap()));
    }

    /// A control keeps its slot; controls, and the same control of another device, have
    /// slots of their own, also when the device was away.
    #[test]
    fn slots_stay() {
        let mut binder = binder(&bind("\"pad:any\", \"midi:any\"", "a", ""));
        let slot = |binder: &mut Binder, device, name| events(binder, device, name, DOWN)[0].slot;
        let first = slot(&mut binder, 1, "pad:south");
        let others = [
            slot(&mut binder, 1, "pad:east"),
            slot(&mut binder, 2, "pad:south"),
            slot(&mut binder, 3, "midi:note60"),
        ];
        assert!(!others.contains(&first));
        let lost: Vec<_> =
            binder.lost(1, 9).iter().map(|event| (event.slot, event.value, event.at)).collect();
        assert_eq!(lost, [(first, RoleValue::Lost, 9), (others[0], RoleValue::Lost, 9)]);
        assert_eq!(binder.lost(8, 9), []);
        assert_eq!(slot(&mut binder, 1, "pad:south"), first);
    }

    /// Velocity and note number of a MIDI key pass, on a switch as well as on a wildcard.
    #[test]
    fn midi_keys_pass_note_and_velocity() {
        let mut binder = binder(&bind("\"midi:any\", \"midi:sustain\"", "a", ""));
        let value = ControlValue::Down { velocity: Some(96) };
        let event = events(&mut binder, 1, "midi:note64", value)[0];
        assert_eq!(
            (event.note, event.value, event.at),
            (Some(64), RoleValue::Down { velocity: Some(96) }, 7)
        );
        let pedal = events(&mut binder, 1, "midi:cc64", ControlValue::Moved(1.0))[0];
        assert_eq!((pedal.note, pedal.value), (None, RoleValue::Down { velocity: None }));
        assert_eq!(events(&mut binder, 1, "midi:cc64", ControlValue::Moved(0.0))[0].value, RoleValue::Up);
    }

    /// A continuous control on a switch presses at its threshold and releases only behind
    /// its hysteresis; below zero it is pressed the other way; what is no number is nothing.
    #[test]
    fn thresholds_do_not_flutter() {
        let mut binder = binder(
            &[
                bind("\"midi:cc2\"", "a", "threshold = 0.3\nhysteresis = 0.1"),
                bind("\"pad:lstick.x\"", "b", "threshold = -0.5"),
            ]
            .concat(),
        );
        let mut feed = |name: &str, values: &[f32]| -> Vec<RoleValue> {
            let moved =
                values.iter().flat_map(|value| events(&mut binder, 1, name, ControlValue::Moved(*value)));
            moved.map(|event| event.value).collect()
        };
        let down = RoleValue::Down { velocity: None };
        assert_eq!(feed("midi:cc2", &[0.0, 0.29, 0.31, 0.25, 0.31, 0.21, 0.19, 0.29]), [down, RoleValue::Up]);
        assert_eq!(feed("midi:cc2", &[f32::NAN, f32::INFINITY]), []);
        assert_eq!(feed("pad:lstick.x", &[0.9, -0.4, -0.6, -0.45, -0.3, 0.9]), [down, RoleValue::Up]);
    }

    /// A lost device leaves no threshold pressed: coming back triggers nothing, and the
    /// next crossing is a press.
    #[test]
    fn a_lost_threshold_is_up() {
        let mut binder = binder(&bind("\"midi:cc2\"", "a", ""));
        assert_eq!(events(&mut binder, 1, "midi:cc2", ControlValue::Moved(1.0)).len(), 1);
        assert_eq!(binder.lost(1, 0).len(), 1);
        assert!(events(&mut binder, 1, "midi:cc2", ControlValue::Moved(0.1)).is_empty());
        assert_eq!(events(&mut binder, 1, "midi:cc2", ControlValue::Moved(0.9)).len(), 1);
    }

    /// One control may play a switch and an axis; each has its own slot.
    #[test]
    fn one_control_two_roles() {
        let mut binder = binder(&[bind("\"midi:cc2\"", "a", ""), bind("\"midi:cc2\"", "axis1", "")].concat());
        let both = events(&mut binder, 1, "midi:cc2", ControlValue::Moved(0.8));
        assert_eq!(both[0].value, RoleValue::Down { velocity: None });
        assert_eq!((both[1].role, both[1].value), (Role::Axis(0), RoleValue::Moved(0.8)));
        assert_ne!(both[0].slot, both[1].slot);
    }

    /// Pulse switches are marked, whether the file says it of the switch or of the controls.
    #[test]
    fn pulses_are_marked() {
        let mut binder = binder(&format!(
            "{}{}{}[switch.b]\npulse = true\n",
            bind("\"pad:south\"", "a", ""),
            bind("\"pad:east\"", "a", "pulse = true"),
            bind("\"pad:west\"", "b", ""),
        ));
        let pulse =
            ["pad:south", "pad:east", "pad:west"].map(|name| events(&mut binder, 1, name, DOWN)[0].pulse);
        assert_eq!(pulse, [false, true, true]);
    }

    /// When all slots are taken, further controls are ignored and counted once each; those
    /// that have a slot go on.
    #[test]
    fn full_is_said() {
        let mut binder = binder(&bind("\"midi:any\"", "a", ""));
        for device in 0..2 {
            for note in 0..128 {
                assert_eq!(events(&mut binder, device, &format!("midi:note{note}"), DOWN).len(), 1);
            }
        }
        assert_eq!(binder.ignored_controls(), 0);
        for _ in 0..3 {
            assert!(events(&mut binder, 2, "midi:note0", DOWN).is_empty());
        }
        assert_eq!(binder.ignored_controls(), 1);
        assert_eq!(events(&mut binder, 1, "midi:note127", DOWN)[0].slot, 255);
    }

    /// The keys that may be looked at are exactly those the file names.
    #[test]
    fn bound_keys_are_known() {
        let binder = binder(&bind("\"key:space\", \"key:f1\", \"pad:any\"", "a", ""));
        assert_eq!(binder.bound_keys(), [57, 59]);
    }
}
