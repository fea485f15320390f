//! One person's controls, conditioned.

use super::BodySetup;
use super::axis::Axis;
use super::due::Deadlines;
use super::gesture::{Gestures, MOST_AT_ONCE};
use super::switch::{Rules, Switch, SwitchState};
use crate::input::{MAX_AXES, MAX_SWITCHES, Role, RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// Number of slots.
const SLOTS: usize = Slot::MAX as usize + 1;

/// One person's controls.
///
/// A pure timed machine: the calls come in order of time, and nothing is allocated
/// after construction. A slot is a switch of one role at a time; axes belong to their
/// role, and whoever moved last moves them.
pub struct Body {
    rate_hz: f64,
    setup: BodySetup,
    rules: Rules,
    switches: Box<[Switch]>,
    axes: Box<[Axis]>,
    /// Next deadline of each slot, then of each axis.
    due: Deadlines,
    /// How many slots of each role are down.
    down: [u16; MAX_SWITCHES],
    /// How many slots of each role do each thing.
    states: [[u16; SwitchState::COUNT]; MAX_SWITCHES],
}

impl Body {
    /// The body of `setup`, at `rate_hz` frames per second. Allocates.
    ///
    /// Figures out of range count as the nearest in range; [`BodySetup::check`] tells
    /// a person about them.
    pub fn new(rate_hz: f64, setup: BodySetup) -> Self {
        Body {
            rate_hz,
            rules: Rules::new(rate_hz, &setup),
            switches: vec![Switch::default(); SLOTS].into_boxed_slice(),
            axes: (0..MAX_AXES).map(|n| Axis::new(rate_hz, n, &setup)).collect(),
            due: Deadlines::new(SLOTS + MAX_AXES),
            down: [0; MAX_SWITCHES],
            states: [[0; SwitchState::COUNT]; MAX_SWITCHES],
            setup,
        }
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        self.rate_hz
    }

    /// How this body moves.
    pub fn setup(&self) -> &BodySetup {
        &self.setup
    }

    /// A control did something at `now`.
    ///
    /// Where `out` has room for fewer than three gestures a press may be refused, as if
    /// it had not been made; a release is never lost, it is told by the next
    /// [`wake`](Self::wake).
    pub fn handle(&mut self, now: Frames, event: &RoleEvent, out: &mut Gestures) {
        match (event.role, event.value) {
            (_, RoleValue::Clock(_)) => {}
            (_, RoleValue::Lost) => self.lose(now, event.slot, out),
            (Role::Switch(number), _) if usize::from(number) < MAX_SWITCHES => {
                self.change(event.slot, |switch, rules| {
                    if !switch.adopt(number) {
                        switch.lose(now, event.slot, out);
                        switch.adopt(number);
                    }
                    if switch.role() == Some(number) {
                        switch.handle(now, event, rules, out);
                    }
                });
            }
            (Role::Axis(number), value) if usize::from(number) < MAX_AXES => {
                let raw = match value {
                    RoleValue::Moved(raw) => raw,
                    RoleValue::Down { .. } => 1.0,
                    RoleValue::Up | RoleValue::Lost | RoleValue::Clock(_) => 0.0,
                };
                let number = usize::from(number);
                self.axes[number].moved(now, event.slot, raw, event.role, out);
                self.axis_changed(number);
            }
            _ => {}
        }
    }

    /// When something is due by itself.
    pub fn next_deadline(&self) -> Option<Frames> {
        self.due.first()
    }

    /// The moment of [`next_deadline`](Self::next_deadline) has come.
    ///
    /// Afterwards the next deadline is later than `now`, except where `out` was too full
    /// to tell everything: then empty it and wake again. At least 8 gestures have to fit.
    pub fn wake(&mut self, now: Frames, out: &mut Gestures) {
        let mut from = 0;
        while let Some(place) = self.due.next_due(from, now) {
            if out.remaining_capacity() < MOST_AT_ONCE {
                break;
            }
            from = place + 1;
            match Slot::try_from(place) {
                Ok(slot) => self.change(slot, |switch, rules| switch.wake(now, slot, rules, out)),
                Err(_) => {
                    let number = place - SLOTS;
                    self.axes[number].wake(now, Role::Axis(number as u8), out);
                    self.axis_changed(number);
                }
            }
        }
    }

    /// Whether any control of `role` is down, as accepted: its press was told and the end
    /// of it was not. A latched switch is down until its latch ends. An axis never is.
    pub fn is_down(&self, role: Role) -> bool {
        match role {
            Role::Switch(number) => self.down.get(usize::from(number)).is_some_and(|&count| count > 0),
            Role::Axis(_) | Role::Leader(_) => false,
        }
    }

    /// What the switch of `role` is doing: of several controls, the one that does most. An
    /// axis is always up.
    pub fn switch_state(&self, role: Role) -> SwitchState {
        match role {
            Role::Switch(number) => {
                self.states.get(usize::from(number)).map_or(SwitchState::Up, SwitchState::most)
            }
            Role::Axis(_) | Role::Leader(_) => SwitchState::Up,
        }
    }

    /// Whether the hand is on this control, whatever that means.
    pub fn is_pressed(&self, slot: Slot) -> bool {
        self.switches[usize::from(slot)].is_pressed()
    }

    /// How far a hold has come on its way to a long press, 0 to 1: the furthest, of several.
    pub fn long_press_share(&self, now: Frames) -> f32 {
        self.switches.iter().map(|switch| switch.long_press_share(now)).fold(0.0, f32::max)
    }

    /// A menu is open, or is not: from now on presses are told as
    /// [`Choose`](super::GestureKind::Choose), whatever sounds goes on.
    pub fn set_choosing(&mut self, choosing: bool) {
        self.rules.choosing = choosing;
    }

    /// The switches that are held to play, one bit a role: a long press of these that opens the
    /// menu takes longer.
    pub fn set_holding(&mut self, roles: u16) {
        self.rules.set_holding(roles);
    }

    /// All latches and held presses end without a gesture: the music was silenced or
    /// replaced. Controls that are down must be released and pressed anew.
    pub fn forget_held(&mut self) {
        for slot in 0..=Slot::MAX {
            self.change(slot, |switch, _| switch.forget());
        }
    }

    fn lose(&mut self, now: Frames, slot: Slot, out: &mut Gestures) {
        self.change(slot, |switch, _| switch.lose(now, slot, out));
        for number in 0..MAX_AXES {
            self.axes[number].lose(now, slot, Role::Axis(number as u8), out);
            self.axis_changed(number);
        }
    }

    /// Does something with a switch and keeps the books on it.
    fn change(&mut self, slot: Slot, act: impl FnOnce(&mut Switch, &Rules)) {
        let switch = &mut self.switches[usize::from(slot)];
        let (before, sounded) = (switch.role().map(|role| (role, switch.state())), switch.sounds());
        act(switch, &self.rules);
        let (after, sounds) = (switch.role().map(|role| (role, switch.state())), switch.sounds());
        let deadline = switch.deadline(&self.rules);
        if let Some((role, state)) = before {
            self.states[usize::from(role)][state as usize] -= 1;
            self.down[usize::from(role)] -= u16::from(sounded);
        }
        if let Some((role, state)) = after {
            self.states[usize::from(role)][state as usize] += 1;
            self.down[usize::from(role)] += u16::from(sounds);
        }
        self.due.set(usize::from(slot), deadline);
    }

    fn axis_changed(&mut self, number: usize) {
        let deadline = self.axes[number].deadline();
        self.due.set(SLOTS + number, deadline);
    }
}
