//! A stretch of the song that plays by itself, in tempo.

use crate::play::Velocity;
use crate::time::Frames;

/// What plays by itself: the step that is due, and where it stops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub step: usize,
    end: usize,
    pub velocity: Velocity,
    /// When the step is due, in frames with fraction, so that nothing drifts.
    at: f64,
}

impl Run {
    /// From `step`, due at `now`, up to the step before `end`.
    pub(super) fn new(now: Frames, step: usize, end: usize, velocity: Velocity) -> Self {
        Run { step, end, velocity, at: now as f64 }
    }

    /// When its step is due.
    pub(super) fn at(self) -> Frames {
        self.at.round() as Frames
    }

    /// What is left after its step, `frames` later; none at its end.
    pub(super) fn after(self, frames: f64) -> Option<Self> {
        // A step of no length would be due for ever.
        let at = self.at + frames.max(1.0);
        (self.step + 1 < self.end).then_some(Run { step: self.step + 1, at, ..self })
    }
}
