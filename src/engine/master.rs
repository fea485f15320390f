//! The master level.

use super::Stems;
use crate::math;
use crate::sound::Bus;

/// Time constant of every change, in ms.
const SMOOTHING_MS: f32 = 10.0;
/// Softest and loudest level, in dB.
const LEVEL_DB: (f32, f32) = (-60.0, 0.0);

/// The master level, smoothed.
pub(super) struct Master {
    gain: f32,
    level_db: f32,
    target: f32,
    keep: f32,
}

impl Master {
    /// At 0 dB.
    pub(super) fn new(rate_hz: f32) -> Self {
        Master { level_db: 0.0, gain: 1.0, target: 1.0, keep: math::exp(-1000.0 / (SMOOTHING_MS * rate_hz)) }
    }

    /// Moves to a level in dB; what is no number changes nothing.
    pub(super) fn set_level_db(&mut self, level_db: f32) {
        if level_db.is_finite() {
            self.level_db = level_db.clamp(LEVEL_DB.0, LEVEL_DB.1);
            self.target = math::db_to_gain(self.level_db);
        }
    }

    /// The level that is set, in dB.
    pub(super) fn level_db(&self) -> f32 {
        self.level_db
    }

    /// Applies it to frames `from..to` of `out`, and of the stems, where they are kept.
    pub(super) fn apply(&mut self, from: usize, to: usize, out: &mut Bus, mut stems: Option<&mut Stems>) {
        for frame in from..to {
            self.gain = self.target + (self.gain - self.target) * self.keep;
            out.left[frame] *= self.gain;
            out.right[frame] *= self.gain;
            if let Some(stems) = stems.as_deref_mut() {
                stems.scale(frame, self.gain);
            }
        }
    }
}
