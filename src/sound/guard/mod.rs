//! The guard: the last stage before the ear.

use super::Bus;

/// What the guard holds the sound to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuardSetup {
    /// Highest sample peak, −40 to −9 dBFS.
    pub ceiling_db: f32,
    /// Shortest attack that passes, 5 to 500 ms.
    pub softest_attack_ms: f32,
}

impl Default for GuardSetup {
    fn default() -> Self {
        GuardSetup { ceiling_db: -9.0, softest_attack_ms: 5.0 }
    }
}

/// What the guard had to do in a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuardReport {
    /// It met NaN or infinity and muted it.
    pub not_finite: bool,
    /// It held the level down by more than 1 dB.
    pub limited: bool,
}

/// The guard, built at a rate.
pub struct Guard {}

impl Guard {
    /// A guard at `rate_hz`.
    pub fn new(rate_hz: f32, setup: &GuardSetup) -> Self {
        let _ = (rate_hz, setup);
        Guard {}
    }

    /// Makes frames `from..to` safe, in place.
    pub fn process(&mut self, from: usize, to: usize, bus: &mut Bus) -> GuardReport {
        let _ = (from, to, bus);
        GuardReport::default()
    }

    /// Fades in from silence within `fade_frames`: a stream was opened.
    pub fn soft_start(&mut self, fade_frames: u64) {
        let _ = fade_frames;
    }
}
