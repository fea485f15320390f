//! One physical switch: its contact and what its press does.

use super::condition::{Contact, ContactTiming, Edge, State};
use super::gesture::{Gestures, Teller};
use super::hold::{Hold, HoldTiming, Touch};
use super::{BodySetup, SwitchTiming};
use crate::input::{Role, RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// A continuous control bound to a switch is down from here: the middle of its way, as
/// MIDI has it for pedals (controller values from 64 on).
const DOWN_FROM: f32 = 0.5;
/// It is up again below this, so that a hand at the border does not chatter.
const UP_BELOW: f32 = 0.4;

/// What a switch is doing right now, from the least to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SwitchState {
    /// Nobody presses it.
    #[default]
    Up,
    /// Pressed, but the press does not count: it came within the lockout, was held too long,
    /// or began before the music was silenced. It has to be let go first.
    Ignored,
    /// Pressed, but not yet for the acceptance time.
    Waiting,
    /// Let go, and sounding on: a latch, or a pulse whose length is not over.
    SoundsOn,
    /// Held, as accepted.
    Held,
}

impl SwitchState {
    /// How many there are.
    pub(super) const COUNT: usize = 5;
    const ALL: [SwitchState; Self::COUNT] = [
        SwitchState::Up,
        SwitchState::Ignored,
        SwitchState::Waiting,
        SwitchState::SoundsOn,
        SwitchState::Held,
    ];

    /// The most that any of several controls is doing, from how many do each.
    pub(super) fn most(counts: &[u16; Self::COUNT]) -> Self {
        let busy = Self::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0);
        busy.map(|(state, _)| state).max().unwrap_or_default()
    }
}

/// Timing of one switch role, in frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoleTiming {
    contact: ContactTiming,
    hold: HoldTiming,
    pulse: bool,
}

impl RoleTiming {
    pub(super) fn new(rate_hz: f64, timing: &SwitchTiming, setup: &BodySetup) -> Self {
        RoleTiming {
            contact: ContactTiming::new(rate_hz, timing),
            hold: HoldTiming::new(rate_hz, timing, setup.max_hold_ms),
            pulse: timing.pulse,
        }
    }
}

/// One physical switch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Switch {
    /// Place of its switch role, once it has been seen.
    role: Option<u8>,
    contact: Contact,
    hold: Hold,
    /// What came with the press that is waiting to be accepted.
    touch: Touch,
}

impl Switch {
    /// Place of the role that it plays, once it has been seen.
    pub(super) fn role(&self) -> Option<u8> {
        self.role
    }

    /// Whether a press was told whose end was not.
    pub(super) fn sounds(&self) -> bool {
        self.hold.sounds()
    }

    /// What it is doing.
    pub(super) fn state(&self) -> SwitchState {
        match self.contact.state() {
            State::Closed => SwitchState::Held,
            State::Pending { .. } => SwitchState::Waiting,
            State::Open | State::Waiting if self.sounds() => SwitchState::SoundsOn,
            State::Waiting => SwitchState::Ignored,
            State::Open => SwitchState::Up,
        }
    }

    /// Makes it a switch of `role`; false where it still is one of another.
    pub(super) fn adopt(&mut self, role: u8) -> bool {
        if !self.sounds() {
            if self.role != Some(role) {
                *self = Switch { role: Some(role), ..Switch::default() };
            }
            return true;
        }
        self.role == Some(role)
    }

    /// It did something.
    pub(super) fn handle(
        &mut self,
        now: Frames,
        event: &RoleEvent,
        timings: &[RoleTiming],
        out: &mut Gestures,
    ) {
        let Some(timing) = self.timing(timings) else { return };
        // What was due by now came before this.
        self.wake(now, event.slot, timings, out);
        let down = match event.value {
            RoleValue::Down { .. } => true,
            RoleValue::Up => false,
            RoleValue::Moved(value) if value >= DOWN_FROM => true,
            RoleValue::Moved(value) if value < UP_BELOW => false,
            RoleValue::Moved(_) | RoleValue::Lost | RoleValue::Clock(_) => return,
        };
        if !down {
            self.contact.up(now);
        } else {
            let velocity = match event.value {
                RoleValue::Down { velocity } => velocity,
                _ => None,
            };
            let pulse = event.pulse || timing.pulse;
            let touch = Touch { velocity, note: event.note, pulse };
            let mut teller = self.teller(event.slot, out);
            if pulse && self.contact.taps() {
                if self.contact.tap(now, &timing.contact).is_some() {
                    self.hold.press(now, touch, &timing.hold, &mut teller);
                }
                return;
            }
            if self.contact.is_open() {
                self.touch = touch;
            }
            self.contact.down(now, &timing.contact, pulse);
        }
        self.wake(now, event.slot, timings, out);
    }

    /// What is due by `now`.
    pub(super) fn wake(&mut self, now: Frames, slot: Slot, timings: &[RoleTiming], out: &mut Gestures) {
        let Some(timing) = self.timing(timings) else { return };
        let mut teller = self.teller(slot, out);
        let counts = match self.contact.wake(now, &timing.contact) {
            Some(Edge::Press) => self.hold.press(now, self.touch, &timing.hold, &mut teller),
            Some(Edge::Release) => {
                self.hold.let_go(now, &timing.hold, &mut teller);
                true
            }
            None => true,
        };
        let too_long = self.hold.wake(now, self.contact.is_held(), &timing.hold, &mut teller);
        if !counts || too_long {
            self.contact.refuse();
        }
    }

    /// When something is due by itself.
    pub(super) fn deadline(&self, timings: &[RoleTiming]) -> Option<Frames> {
        let timing = self.timing(timings)?;
        let contact = self.contact.deadline(&timing.contact);
        contact.into_iter().chain(self.hold.deadline(self.contact.is_held())).min()
    }

    /// Its device is gone: what sounds is released, and it is up.
    pub(super) fn lose(&mut self, now: Frames, slot: Slot, out: &mut Gestures) {
        let mut teller = self.teller(slot, out);
        self.hold.lose(now, &mut teller);
        self.contact = Contact::default();
    }

    /// Its sound has ended elsewhere; a press that is held has to be made anew.
    pub(super) fn forget(&mut self) {
        self.hold.forget();
        self.contact.refuse();
    }

    fn timing<'a>(&self, timings: &'a [RoleTiming]) -> Option<&'a RoleTiming> {
        timings.get(usize::from(self.role?))
    }

    fn teller<'a>(&self, slot: Slot, out: &'a mut Gestures) -> Teller<'a> {
        Teller { role: Role::Switch(self.role.unwrap_or(0)), slot, out }
    }
}
