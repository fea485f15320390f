//! One person's controls, conditioned.

use arrayvec::ArrayVec;

use super::BodySetup;
use crate::input::{Role, RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// What a person meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GestureKind {
    /// An accepted press.
    Press {
        /// MIDI velocity, where the control has one.
        velocity: Option<u8>,
        /// MIDI note number, where the control is a key.
        note: Option<u8>,
    },
    /// The end of an accepted press.
    Release,
    /// Held for as long as a long press takes; the press has sounded before.
    LongPress,
    /// A second press soon after the first; both have sounded.
    DoublePress,
    /// An axis moved, 0 to 1 within the learned range.
    Axis(f32),
    /// Held so long that it counts as stuck: the music lets go, and nothing more
    /// comes from this control until it is released.
    Stuck,
}

/// A gesture of one control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gesture {
    /// The role.
    pub role: Role,
    /// The physical control.
    pub slot: Slot,
    /// What was meant.
    pub kind: GestureKind,
}

/// Gestures of one call.
pub type Gestures = ArrayVec<Gesture, 32>;

/// One person's controls.
pub struct Body {
    setup: BodySetup,
}

impl Body {
    /// The body of `setup`, at `rate_hz` frames per second.
    pub fn new(rate_hz: f64, setup: BodySetup) -> Self {
        let _ = rate_hz;
        Body { setup }
    }

    /// How this body moves.
    pub fn setup(&self) -> &BodySetup {
        &self.setup
    }

    /// A control did something at `now`.
    pub fn handle(&mut self, now: Frames, event: &RoleEvent, out: &mut Gestures) {
        let _ = now;
        let kind = match event.value {
            RoleValue::Down { velocity } => GestureKind::Press { velocity, note: event.note },
            RoleValue::Up | RoleValue::Lost => GestureKind::Release,
            RoleValue::Moved(value) => GestureKind::Axis(value),
        };
        let _ = out.try_push(Gesture { role: event.role, slot: event.slot, kind });
    }

    /// When something is due by itself.
    pub fn next_deadline(&self) -> Option<Frames> {
        None
    }

    /// The moment of [`next_deadline`](Self::next_deadline) has come.
    pub fn wake(&mut self, now: Frames, out: &mut Gestures) {
        let _ = (now, out);
    }

    /// Whether any control of `role` is down, as accepted.
    pub fn is_down(&self, role: Role) -> bool {
        let _ = role;
        false
    }

    /// All latches and held presses end without a gesture: the music was silenced or
    /// replaced. Controls that are down must be released and pressed anew.
    pub fn forget_held(&mut self) {}
}
