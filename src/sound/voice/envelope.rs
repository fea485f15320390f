//! The arithmetic of an attack-decay-sustain-release envelope.
//!
//! One step of an envelope is `value · keep + add`. In the attack `keep` is 1 and
//! `add` the rise; in decay and release the value falls towards its goal by a
//! constant factor. Switching stages changes the two numbers.

use super::CONTROL_FRAMES;
use crate::math;

/// One step of an envelope, of [`CONTROL_FRAMES`] frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Factor of the value.
    pub keep: f32,
    /// What is then added.
    pub add: f32,
}

/// An envelope as steps, at one rate.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    attack: Step,
    /// Base-2 logarithm of the decay's factor a step.
    decay_log2: f32,
    release_log2: f32,
    sustain: f32,
}

/// Base-2 logarithm of the factor a step that falls by 60 dB in `ms`.
fn fall_log2(ms: f32, rate_hz: f32) -> f32 {
    let steps = ms / 1000.0 * rate_hz / CONTROL_FRAMES as f32;
    -9.965_784 / steps.max(1.0)
}

impl Envelope {
    /// The envelope at `rate_hz`.
    pub fn new(rate_hz: f32, setup: &crate::sound::patch::Adsr) -> Self {
        let attack_frames = (setup.attack_ms / 1000.0 * rate_hz).max(1.0);
        Envelope {
            attack: Step { keep: 1.0, add: CONTROL_FRAMES as f32 / attack_frames },
            decay_log2: fall_log2(setup.decay_ms, rate_hz),
            release_log2: fall_log2(setup.release_ms, rate_hz),
            sustain: setup.sustain,
        }
    }

    /// Rise from 0 to 1.
    pub fn attack(&self) -> Step {
        self.attack
    }

    /// Fall to the sustain level, `speed` times as fast as written.
    pub fn decay(&self, speed: f32) -> Step {
        let keep = math::exp2(self.decay_log2 * speed);
        Step { keep, add: self.sustain * (1.0 - keep) }
    }

    /// Fall to silence, `speed` times as fast as written.
    pub fn release(&self, speed: f32) -> Step {
        Step { keep: math::exp2(self.release_log2 * speed), add: 0.0 }
    }
}
