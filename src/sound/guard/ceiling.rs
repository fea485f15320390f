//! Peaks stay under the ceiling.

use super::{GuardSetup, frames, pull};
use crate::math::db_to_gain;

/// Share of the ceiling up to which the curve is straight and to which the limiter holds
/// (−2.5 dB): a tone held down for long is not bent at all.
pub(super) const STRAIGHT: f32 = 0.75;
/// Time constant of the limiter's grip, in ms: what is quicker meets the curve.
const GRIP_MS: f32 = 0.2;
/// How long the limiter stands still after a peak, in ms: half a period of 20 Hz.
const HOLD_MS: f32 = 25.0;
/// Time constant with which it lets go, in ms.
const RELEASE_MS: f32 = 150.0;
/// Time in which it moves to another ceiling, in ms: as long as the quickest attack that passes.
const GLIDE_MS: f32 = 5.0;

/// A fast limiter on both channels alike, then a curve on each.
///
/// The curve is a straight line with a hyperbola u/(1 + u) on top: same slope where they
/// meet, and the ceiling as asymptote, so overs are rounded and no finite input crosses it.
#[derive(Clone, Debug)]
pub(super) struct Ceiling {
    envelope: f32,
    hold_left: u32,
    hold_frames: u32,
    grip: f32,
    release: f32,
    ceiling: f32,
    /// What the ceiling moves to in a straight line, and by how much a frame: a step would click in
    /// what sounds.
    target: f32,
    glide: f32,
    glide_frames: u32,
    glide_left: u32,
}

impl Ceiling {
    pub fn new(rate_hz: f32, setup: &GuardSetup) -> Self {
        Ceiling {
            envelope: 0.0,
            hold_left: 0,
            hold_frames: frames(rate_hz, HOLD_MS),
            grip: pull(rate_hz, GRIP_MS),
            release: 1.0 - pull(rate_hz, RELEASE_MS),
            ceiling: db_to_gain(setup.ceiling_db),
            target: db_to_gain(setup.ceiling_db),
            glide: 0.0,
            glide_frames: frames(rate_hz, GLIDE_MS),
            glide_left: 0,
        }
    }

    pub fn set_setup(&mut self, setup: &GuardSetup) {
        self.target = db_to_gain(setup.ceiling_db);
        self.glide = (self.target - self.ceiling) / self.glide_frames as f32;
        self.glide_left = self.glide_frames;
    }

    /// The limiter's gain for a frame whose larger sample is `peak`.
    pub fn limit(&mut self, peak: f32) -> f32 {
        if self.glide_left > 0 {
            self.glide_left -= 1;
            self.ceiling = self.target - self.glide * self.glide_left as f32;
        }
        if peak >= self.envelope {
            self.envelope += (peak - self.envelope) * self.grip;
            self.hold_left = self.hold_frames;
        } else if self.hold_left > 0 {
            self.hold_left -= 1;
        } else {
            self.envelope *= self.release;
            if self.envelope < 1e-12 {
                self.envelope = 0.0;
            }
        }
        let straight = self.ceiling * STRAIGHT;
        if self.envelope > straight { straight / self.envelope } else { 1.0 }
    }

    /// A finite sample brought under the ceiling.
    pub fn bend(&self, sample: f32) -> f32 {
        let straight = self.ceiling * STRAIGHT;
        let over = sample.abs() - straight;
        if over <= 0.0 {
            return sample;
        }
        let room = self.ceiling - straight;
        let bent = straight + room * over / (room + over);
        bent.min(self.ceiling).copysign(sample)
    }
}
