//! No onset from silence is quicker than the softest attack.

use super::ceiling::STRAIGHT;
use super::{GuardSetup, frames, pull};
use crate::math::db_to_gain;

/// How long a peak stands for the sound's envelope, in ms: half a period of 20 Hz.
const HOLD_MS: f32 = 25.0;
/// Time constant with which the envelope then falls, in ms.
const RELEASE_MS: f32 = 30.0;
/// A rise by up to this factor (3 dB) is no onset and passes at once.
const TOLERATED: f32 = 1.412_537_5;
/// Level relative to the ceiling under which an onset may be quicker, in dB: it cannot startle.
/// It lets an attack that obeys the rule already pass nearly untouched, because
/// at its beginning nobody can know how high it will rise.
const PLAIN_DB: f32 = -12.0;

/// Rides the gain at onsets.
///
/// `allowed` climbs to the envelope of the input in a straight line that takes the softest
/// attack from zero, however loud the onset is; output peaks stay under it. A peak-hold
/// envelope is immune to the waveform, so tones and chords that go on are not touched.
#[derive(Clone, Debug)]
pub(super) struct Attack {
    envelope: f32,
    hold_left: u32,
    allowed: f32,
    hold_frames: u32,
    release: f32,
    /// Share of the onset's level that `allowed` climbs in a frame.
    slope: f32,
    plain: f32,
    /// Level at which a sound that goes on will be held by the limiter, so no onset ends higher.
    highest: f32,
}

impl Attack {
    pub fn new(rate_hz: f32, setup: &GuardSetup) -> Self {
        let mut attack = Attack {
            envelope: 0.0,
            hold_left: 0,
            allowed: 0.0,
            hold_frames: frames(rate_hz, HOLD_MS),
            release: 1.0 - pull(rate_hz, RELEASE_MS),
            slope: 0.0,
            plain: 0.0,
            highest: 0.0,
        };
        attack.set_setup(rate_hz, setup);
        attack
    }

    pub fn set_setup(&mut self, rate_hz: f32, setup: &GuardSetup) {
        let ceiling = db_to_gain(setup.ceiling_db);
        self.highest = ceiling * STRAIGHT;
        self.plain = ceiling * db_to_gain(PLAIN_DB);
        self.slope = 1.0 / (TOLERATED * frames(rate_hz, setup.softest_attack_ms) as f32);
    }

    /// Gain for a frame whose larger sample is `peak`.
    pub fn next(&mut self, peak: f32) -> f32 {
        if peak >= self.envelope {
            self.envelope = peak;
            self.hold_left = self.hold_frames;
        } else if self.hold_left > 0 {
            self.hold_left -= 1;
        } else {
            self.envelope *= self.release;
            // Far under hearing, far above denormals.
            if self.envelope < 1e-12 {
                self.envelope = 0.0;
            }
        }
        let climb = self.envelope.min(self.highest).max(self.plain) * self.slope;
        self.allowed = (self.allowed + climb).min(self.envelope);
        let held_to = self.allowed * TOLERATED;
        if self.envelope > held_to { held_to / self.envelope } else { 1.0 }
    }

    /// Whether the sound is loud enough for its onset to matter.
    pub fn is_plain(&self) -> bool {
        self.envelope > self.plain
    }
}
