//! Bindings at work: from what controls do to what roles do.

use std::collections::BTreeMap;

use arrayvec::ArrayVec;

use super::bindings::MAX_ROLES_OF_CONTROL;
use super::{Bindings, Person};
use crate::input::{Control, ControlValue, MidiControl, Role, RoleEvent, RoleValue, Slot};
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
                events.push(RoleEvent { at, slot, role: seat.role, value, note, pulse: seat.pulse });
            }
        }
        events
    }

    /// Whether any binding uses `control` of a device of this name.
    pub fn wants(&self, device_name: &str, control: Control) -> bool {
        self.bindings.wants(device_name, control)
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
        let mut slots = ArrayVec::new();
        if rows.is_empty() {
            return slots;
        }
        for row in &rows {
            if self.seats.len() < MAX_SLOTS {
                slots.push(self.seats.len() as Slot);
                self.seats.push(Seat {
                    device,
                    role: row.role,
                    threshold: row.threshold,
                    hysteresis: row.hysteresis,
                    pulse: row.pulse,
                    down: false,
                });
            }
        }
        if slots.len() < rows.len() {
            self.ignored += 1;
        }
        self.met.insert((device, control), slots.clone());
        slots
    }
}

impl Seat {
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
        }
    }
}
