//! Notes that glide to another pitch.
//!
//! A lane's oscillators hold the frequency at the end of its glide; how far the note still
//! is from it, in octaves, falls to exactly 0 in a straight line. So a glide ends on the
//! exact pitch, however it was cut, and goes on from where it is when it is sent elsewhere.

use wide::f32x8;

use super::lanes;
use super::pack::Pack;
use super::ramp::set;
use super::timbre::{LANE_NUMBERS, Timbre};
use crate::math;

/// Octaves added to keep the argument of the exponential positive.
const ABOVE: f32 = 15.0;

/// A velocity at which to compare registers; any would do.
const MIDDLE_VELOCITY: f32 = 80.0;

impl Pack {
    /// Sends the note in `lane` to `hz` within `steps` control steps.
    pub(crate) fn glide_to(&mut self, lane: usize, timbre: &Timbre, hz: f32, steps: f32) {
        let to = timbre.onset(hz, MIDDLE_VELOCITY, self.born[lane]);
        let from = timbre.onset(timbre.note_hz(self.first.hz(lane, timbre.rate_hz)), MIDDLE_VELOCITY, 0);
        let now = self.glide.as_array()[lane];
        let octaves = now + math::log2(from.hz / to.hz);
        if octaves.abs() < 1e-6 || octaves.abs() >= ABOVE {
            return;
        }
        let (amp, cutoff) = (self.amp.as_array()[lane], self.cutoff_log2.as_array()[lane]);
        let louder = to.amp / from.amp;
        let level = now * self.glide_level.as_array()[lane] - math::log2(louder);
        set(&mut self.glide, lane, octaves);
        set(&mut self.glide_step, lane, octaves.abs() / steps.max(1.0));
        set(&mut self.glide_level, lane, (level / octaves).clamp(-8.0, 8.0));
        set(&mut self.amp, lane, amp * louder);
        set(&mut self.cutoff_log2, lane, cutoff + to.cutoff_log2 - from.cutoff_log2);
        set(&mut self.decay_speed, lane, to.decay_speed);
        self.first.head_for(lane, to.hz, timbre.rate_hz);
        self.second.head_for(lane, to.second_hz, timbre.rate_hz);
        self.sub.head_for(lane, to.hz / 2.0, timbre.rate_hz);
        self.gliding |= 1 << lane;
    }

    /// Moves glides on by `share` of a step. Returns factors of frequency and of amplitude.
    pub(super) fn advance_glides(&mut self, timbre: &Timbre, share: f32x8) -> (f32x8, f32x8) {
        let step = self.glide_step * share;
        let left = (self.glide.abs() - step).max(f32x8::ZERO);
        self.glide = left.copysign(self.glide);
        let factor = power_of_2(self.glide);
        let gliding = self.gliding;
        for lane in LANE_NUMBERS.filter(|lane| gliding >> lane & 1 == 1) {
            let bend = factor.as_array()[lane];
            let widest = bend * timbre.bend;
            self.first.fit(lane, timbre.wave, widest, timbre.rate_hz);
            if timbre.second_gain > 0.0 {
                self.second.fit(lane, timbre.second_wave, widest, timbre.rate_hz);
            }
            if left.as_array()[lane] == 0.0 {
                self.gliding &= !(1 << lane);
            }
        }
        (factor, power_of_2(self.glide * self.glide_level))
    }
}

/// 2 to the power of `octaves`, from −15 to 15; of 0 it is exactly 1.
fn power_of_2(octaves: f32x8) -> f32x8 {
    let held = octaves.fast_max(f32x8::splat(-ABOVE)).fast_min(f32x8::splat(ABOVE));
    lanes::exp2_positive(held + f32x8::splat(ABOVE)) * f32x8::splat(1.0 / 32_768.0)
}
