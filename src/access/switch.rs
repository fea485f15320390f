//! One physical switch: its contact and what its press does.

use super::choice::Choice;
use super::condition::{Contact, ContactTiming, Edge, State};
use super::gesture::{Gestures, Teller};
use super::hold::{Hold, HoldTiming, Touch};
use super::{BodySetup, MenuOpens, NextBy, NextGesture, SwitchTiming};
use crate::input::{MAX_SWITCHES, Role, RoleEvent, RoleValue, Slot};
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

/// What holds for all switches of a body.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    timings: [RoleTiming; MAX_SWITCHES],
    /// A menu is open: every press is a choice.
    pub(super) choosing: bool,
    /// The menu's own switch: its presses always are.
    chooser: Option<u8>,
    /// One bit a role that is held to play and whose long press opens the menu.
    holding: u16,
    /// One bit a role whose long press opens the menu.
    opening: u16,
}

impl Rules {
    pub(super) fn new(rate_hz: f64, setup: &BodySetup) -> Self {
        Rules {
            timings: std::array::from_fn(|n| RoleTiming::new(rate_hz, &setup.switches[n], setup)),
            choosing: false,
            chooser: match setup.menu.opens {
                MenuOpens::Switch(number) => Some(number),
                _ => None,
            },
            holding: 0,
            opening: match (setup.menu.opens, setup.next) {
                (
                    MenuOpens::LongPress,
                    Some(NextGesture { role: Role::Switch(next), by: NextBy::LongPress }),
                ) => !(1 << next),
                (MenuOpens::LongPress, _) => u16::MAX,
                _ => 0,
            },
        }
    }

    /// These roles are held to play, one bit each.
    pub(super) fn set_holding(&mut self, roles: u16) {
        self.holding = roles & self.opening;
    }

    fn of(&self, role: Option<u8>) -> Option<&RoleTiming> {
        self.timings.get(usize::from(role?))
    }

    fn chooses(&self, role: Option<u8>) -> bool {
        self.choosing || (role.is_some() && role == self.chooser)
    }

    fn holds(&self, role: Option<u8>) -> bool {
        role.is_some_and(|role| self.holding >> role & 1 == 1)
    }
}

/// One physical switch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Switch {
    /// Place of its switch role, once it has been seen.
    role: Option<u8>,
    contact: Contact,
    hold: Hold,
    /// The press under way, where it plays nothing.
    choice: Choice,
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

    /// Whether the hand is on it, whatever that means.
    pub(super) fn is_pressed(&self) -> bool {
        !self.contact.is_open()
    }

    /// How far a hold has come on its way to a long press, 0 to 1.
    pub(super) fn long_press_share(&self, now: Frames) -> f32 {
        self.hold.long_press_share(now)
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
    pub(super) fn handle(&mut self, now: Frames, event: &RoleEvent, rules: &Rules, out: &mut Gestures) {
        let Some(timing) = rules.of(self.role) else { return };
        // What was due by now came before this.
        self.wake(now, event.slot, rules, out);
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
                    self.pressed(now, touch, rules, &mut teller);
                }
                return;
            }
            if self.contact.is_open() {
                self.touch = touch;
            }
            self.contact.down(now, &timing.contact, pulse);
        }
        self.wake(now, event.slot, rules, out);
    }

    /// What is due by `now`.
    pub(super) fn wake(&mut self, now: Frames, slot: Slot, rules: &Rules, out: &mut Gestures) {
        let Some(timing) = rules.of(self.role) else { return };
        let mut teller = self.teller(slot, out);
        let counts = match self.contact.wake(now, &timing.contact) {
            Some(Edge::Press) => self.pressed(now, self.touch, rules, &mut teller),
            Some(Edge::Release) if self.choice.is_under_way() => {
                self.choice.let_go(&mut teller);
                true
            }
            Some(Edge::Release) => {
                self.hold.let_go(now, &timing.hold, &mut teller);
                true
            }
            None => true,
        };
        let held = self.contact.is_held();
        let too_long = self.hold.wake(now, held, &timing.hold, &mut teller);
        let chosen_too_long = self.choice.wake(now, held, &mut teller);
        if !counts || too_long || chosen_too_long {
            self.contact.refuse();
        }
    }

    /// When something is due by itself.
    pub(super) fn deadline(&self, rules: &Rules) -> Option<Frames> {
        let timing = rules.of(self.role)?;
        let contact = self.contact.deadline(&timing.contact);
        let held = self.contact.is_held();
        [contact, self.hold.deadline(held), self.choice.deadline(held)].into_iter().flatten().min()
    }

    /// Its device is gone: what sounds is released, and it is up.
    pub(super) fn lose(&mut self, now: Frames, slot: Slot, out: &mut Gestures) {
        let mut teller = self.teller(slot, out);
        self.hold.lose(now, &mut teller);
        self.choice.lose(&mut teller);
        self.contact = Contact::default();
    }

    /// Its sound has ended elsewhere; a press that is held has to be made anew.
    pub(super) fn forget(&mut self) {
        self.hold.forget();
        self.choice = Choice::default();
        self.contact.refuse();
    }

    /// A press was accepted. False where `out` has no room: it is refused.
    fn pressed(&mut self, now: Frames, touch: Touch, rules: &Rules, out: &mut Teller) -> bool {
        let Some(timing) = rules.of(self.role) else { return false };
        if rules.chooses(self.role) {
            return self.choice.begin(now, touch.pulse, timing.hold.max_hold(), out);
        }
        self.choice.forget_pulse();
        self.hold.press(now, touch, rules.holds(self.role), &timing.hold, out)
    }

    fn teller<'a>(&self, slot: Slot, out: &'a mut Gestures) -> Teller<'a> {
        Teller { role: Role::Switch(self.role.unwrap_or(0)), slot, out }
    }
}
