//! The notes that a part may play, counted from its home.

use super::Context;
use crate::music::{LockSet, Pitch};

/// The steps of the lock inside the part's register, as rungs: rung 0 is *home*, the
/// lowest root in the register.
///
/// Where the lock is a chord, home is its lowest tone at or above the root. Where the
/// register is too narrow to hold a root, home is the lowest step there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ladder {
    first: i32,
    last: i32,
    home: i32,
    period: i32,
}

impl Ladder {
    /// The ladder of this moment: lock and register may change from call to call.
    pub fn new(context: &Context<'_>) -> Self {
        let lock = context.lock;
        let (mut first, mut last) = lock.steps_in(context.register);
        if first > last {
            first = lock.nearest_step(lock.snap_within(context.register.centre(), context.register));
            last = first;
        }
        let period = lock.len() as i32;
        let root = -((-first).div_euclid(period)) * period;
        Ladder { first, last, home: if root <= last { root } else { first }, period }
    }

    /// Pitch of a rung, always inside the register: rungs beyond its ends are taken from
    /// the nearest period inside.
    pub fn pitch(&self, lock: &LockSet, rung: i32) -> Pitch {
        lock.pitch(self.inside(self.home.saturating_add(rung)))
    }

    /// Pitch of the rung nearest to `rung` inside the register, which keeps contour: a
    /// higher rung never gives a lower pitch.
    pub fn pitch_clamped(&self, lock: &LockSet, rung: i32) -> Pitch {
        lock.pitch(self.home.saturating_add(rung).clamp(self.first, self.last))
    }

    /// The rung inside the register that `rung` is played on, see [`pitch`](Self::pitch).
    pub fn inside_rung(&self, rung: i32) -> i32 {
        self.inside(self.home.saturating_add(rung)) - self.home
    }

    /// How many rungs there are from `rung` (0 or more) to the top of the register, at
    /// least one.
    pub fn rungs_from(&self, rung: i32) -> u16 {
        (self.last - self.inside(self.home.saturating_add(rung)) + 1).clamp(1, 1024) as u16
    }

    /// The rung on which the root nearest to `pitch` lies, in the register or not.
    pub fn root_near(&self, lock: &LockSet, pitch: Pitch) -> i32 {
        let below = lock.nearest_step(pitch).div_euclid(self.period) * self.period;
        let above = below + self.period;
        let nearest = if pitch - lock.pitch(below) <= lock.pitch(above) - pitch { below } else { above };
        nearest - self.home
    }

    fn inside(&self, step: i32) -> i32 {
        let folded = if step > self.last {
            step - (step - self.last + self.period - 1) / self.period * self.period
        } else if step < self.first {
            step + (self.first - step + self.period - 1) / self.period * self.period
        } else {
            step
        };
        folded.clamp(self.first, self.last)
    }
}
