//! What a person meant, and how it is told.

use arrayvec::ArrayVec;

use crate::input::{Role, Slot};

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
    /// Held where holding plays, and on its way to a long press: told once a second, so that
    /// nobody is surprised by it.
    LongPressNear,
    /// A second press soon after the first; both have sounded.
    DoublePress,
    /// An axis moved, 0 to 1 within the learned range.
    Axis(f32),
    /// Held so long that it counts as stuck: the music lets go, and nothing more
    /// comes from this control until it is released.
    ///
    /// It stands for the release too: no [`Release`](Self::Release) follows. Whoever
    /// takes it treats it as one, with a notice to the carer.
    Stuck,
    /// An accepted press while a menu is open, or of the menu's own switch: it plays nothing,
    /// and whatever sounds goes on.
    Choose {
        /// The control gives pulses: no [`ChooseEnd`](Self::ChooseEnd) follows.
        pulse: bool,
    },
    /// The end of such a press.
    ChooseEnd {
        /// The hand let go; else it was held too long, or its control is gone.
        let_go: bool,
    },
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
///
/// Empty it between calls. One that is nearly full costs no release: see
/// [`Body::handle`](super::Body::handle) and [`Body::wake`](super::Body::wake).
pub type Gestures = ArrayVec<Gesture, 32>;

/// Most gestures that one control has to tell at one moment.
pub(super) const MOST_AT_ONCE: usize = 8;

/// Where one control tells its gestures.
pub(super) struct Teller<'a> {
    pub(super) role: Role,
    pub(super) slot: Slot,
    pub(super) out: &'a mut Gestures,
}

impl Teller<'_> {
    /// Tells a gesture; false where there is no room.
    pub(super) fn tell(&mut self, kind: GestureKind) -> bool {
        self.out.try_push(Gesture { role: self.role, slot: self.slot, kind }).is_ok()
    }

    /// Whether `count` more gestures fit.
    pub(super) fn has_room(&self, count: usize) -> bool {
        self.out.remaining_capacity() >= count
    }
}
