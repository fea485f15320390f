//! Numbers that are none, and numbers beyond reason.

use super::frames;

/// No sane mix exceeds this (+24 dBFS); what does is cut before it reaches a filter.
const BEYOND_REASON: f32 = 16.0;
/// Time to fade out what stands in for a bad sample, in ms.
const OUT_MS: f32 = 1.0;
/// Silence after the last bad sample, in ms: voices get time to start anew.
const MUTED_MS: f32 = 20.0;
/// Time to come back, in ms.
const IN_MS: f32 = 20.0;

/// Keeps NaN and infinity out: holds the last good frame, fades it out, waits, fades in.
#[derive(Clone, Debug)]
pub(super) struct Input {
    gain: f32,
    out_step: f32,
    in_step: f32,
    muted_frames: u32,
    muted_left: u32,
    held: [f32; 2],
}

impl Input {
    pub fn new(rate_hz: f32) -> Self {
        Input {
            gain: 1.0,
            out_step: 1.0 / frames(rate_hz, OUT_MS) as f32,
            in_step: 1.0 / frames(rate_hz, IN_MS) as f32,
            muted_frames: frames(rate_hz, MUTED_MS),
            muted_left: 0,
            held: [0.0; 2],
        }
    }

    /// The frame to go on with, and whether the one that came was finite.
    pub fn next(&mut self, frame: [f32; 2]) -> ([f32; 2], bool) {
        let finite = frame[0].is_finite() && frame[1].is_finite();
        if !finite {
            self.muted_left = self.muted_frames;
        }
        if self.muted_left > 0 {
            self.muted_left -= u32::from(finite);
            self.gain = (self.gain - self.out_step).max(0.0);
        } else {
            self.gain = (self.gain + self.in_step).min(1.0);
            self.held = frame.map(|sample| sample.clamp(-BEYOND_REASON, BEYOND_REASON));
        }
        (self.held.map(|sample| sample * self.gain), finite)
    }
}
