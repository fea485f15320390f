//! How the notes of a pack move: envelopes, levels, slow oscillator, glides.

use wide::f32x8;

use super::common::{Common, Onset};
use super::ramp::set;
use super::seats::Seats;
use super::{CONTROL_FRAMES, LANE_NUMBERS, lanes};
use crate::math;

/// Most octaves that a glide may go.
const MOST_OCTAVES: f32 = 15.0;

/// How far one step moves things, and what it does to pitch.
#[derive(Clone, Copy, Debug)]
pub struct Moves {
    /// Length of the step as part of a control period.
    pub share: f32x8,
    /// What a ramp moves each frame, as part of its way.
    pub per_frame: f32x8,
    /// Factor of frequency: vibrato and glides.
    pub pitch: f32x8,
    /// Octaves above where each lane glides to.
    pub glide: f32x8,
    /// Lanes that glide.
    pub gliding: u8,
    /// Whether `pitch` may differ from what it was.
    pub bends: bool,
    /// The slow oscillator, −1 to 1.
    pub swing: f32x8,
}

impl Seats {
    /// Envelopes, levels, slow oscillator and glides, `frames` frames on.
    pub fn advance(&mut self, common: &Common, frames: usize) -> Moves {
        let share = f32x8::splat(frames as f32 / CONTROL_FRAMES as f32);
        let per_frame = f32x8::splat(if frames == 0 { 0.0 } else { 1.0 / frames as f32 });
        let one = f32x8::ONE;

        self.env = self.env * self.env_keep + self.env_add * share;
        self.sweep = self.sweep * self.sweep_keep + self.sweep_add * share;
        self.turn_attacks(common);
        self.ring *= one - (one - self.ring_keep) * share;
        self.level += (self.level_goal - self.level) * f32x8::splat(common.level_step) * share;
        // A level that heads for nothing must arrive, or it ends in denormal numbers.
        self.level = self.level & self.level.simd_gt(f32x8::splat(1e-6));
        self.fade = (self.fade - self.fade_step * share).max(f32x8::ZERO);

        let mut gain = self.amp * self.level * self.fade;
        let attack = self.env_keep.simd_ge(one);
        self.loudness = gain * attack.select(one, self.env) * self.ring + self.not_for_stealing;
        gain *= self.env;
        let gliding = self.gliding;
        let mut pitch = one;
        if gliding != 0 {
            gain *= self.advance_glides(share);
            pitch = power_of_2(self.glide);
        }
        let (mut pan, mut swing) = (f32x8::ZERO, f32x8::ZERO);
        if common.has_lfo() {
            self.lfo_onset = (self.lfo_onset + self.lfo_rise * share).min(one);
            self.lfo_phase += self.lfo_turns * share;
            self.lfo_phase -= self.lfo_phase.simd_ge(one) & one;
            swing = lanes::sine_of_turns(self.lfo_phase) * self.lfo_onset.max(f32x8::ZERO);
            let dip = f32x8::splat(common.tremolo);
            gain *= one - dip * self.lfo_onset.max(f32x8::ZERO) - dip * swing;
            pan = swing * f32x8::splat(common.lfo_pan);
            let bend = swing * f32x8::splat(common.vibrato_octaves * std::f32::consts::LN_2);
            pitch *= one + bend + bend * bend * f32x8::splat(0.5);
        }
        self.left.head(gain * self.pan_left * (one - pan), per_frame);
        self.right.head(gain * self.pan_right * (one + pan), per_frame);
        let bends = gliding != 0 || common.vibrato_octaves != 0.0;
        Moves { share, per_frame, pitch, glide: self.glide, gliding, bends, swing }
    }

    /// Turns attacks that have reached the top into decays, or into releases that wait.
    fn turn_attacks(&mut self, common: &Common) {
        let one = f32x8::ONE;
        let topped = |value: f32x8, keep: f32x8| (value.simd_ge(one) & keep.simd_ge(one)).to_bitmask();
        let (amp, sweep) = (topped(self.env, self.env_keep), topped(self.sweep, self.sweep_keep));
        if amp | sweep == 0 {
            return;
        }
        for lane in LANE_NUMBERS {
            let speed = self.decay_speed.as_array()[lane];
            if sweep >> lane & 1 == 1 {
                let decay = common.sweep.decay(speed);
                set(&mut self.sweep, lane, 1.0);
                set(&mut self.sweep_keep, lane, decay.keep);
                set(&mut self.sweep_add, lane, decay.add);
            }
            if amp >> lane & 1 == 1 {
                set(&mut self.env, lane, 1.0);
                if self.early >> lane & 1 == 1 {
                    self.early &= !(1 << lane);
                    self.fall(lane, common);
                } else {
                    self.follow(lane, common.amp.decay(speed));
                }
            }
        }
    }

    /// Moves glides on by `share` of a step. Returns factors of amplitude.
    ///
    /// How far a note still is from where it glides to falls to exactly 0 in a straight
    /// line, so a glide ends on the exact pitch, however it was cut.
    fn advance_glides(&mut self, share: f32x8) -> f32x8 {
        let left = (self.glide.abs() - self.glide_step * share).max(f32x8::ZERO);
        self.glide = left.copysign(self.glide);
        let arrived = left.simd_le(f32x8::ZERO).to_bitmask() as u8;
        self.gliding &= !arrived;
        power_of_2(self.glide * self.glide_level)
    }

    /// Sends the note in `lane` to that of `onset` within `steps` control steps, from wherever
    /// it is. Returns how many octaves its goal moves; none where it stays.
    pub fn glide_to(&mut self, lane: usize, common: &Common, onset: &Onset, steps: f32) -> Option<f32> {
        let middle = common.onset(self.note_hz.as_array()[lane], 80.0, 0);
        let now = self.glide.as_array()[lane];
        let octaves = now + middle.octave - onset.octave;
        if octaves.abs() < 1e-6 || octaves.abs() >= MOST_OCTAVES {
            return None;
        }
        let louder = onset.amp / middle.amp;
        let level = now * self.glide_level.as_array()[lane] - math::log2(louder);
        set(&mut self.glide, lane, octaves);
        set(&mut self.glide_step, lane, octaves.abs() / steps.max(1.0));
        set(&mut self.glide_level, lane, (level / octaves).clamp(-8.0, 8.0));
        let amp = self.amp.as_array()[lane];
        set(&mut self.amp, lane, amp * louder);
        set(&mut self.note_hz, lane, onset.note_hz);
        set(&mut self.decay_speed, lane, onset.decay_speed);
        self.gliding |= 1 << lane;
        Some(onset.octave - middle.octave)
    }
}

/// 2 to the power of `octaves`, from −15 to 15; of 0 it is exactly 1.
fn power_of_2(octaves: f32x8) -> f32x8 {
    let most = f32x8::splat(MOST_OCTAVES);
    let held = octaves.fast_max(-most).fast_min(most);
    lanes::exp2_positive(held + most) * f32x8::splat(1.0 / 32_768.0)
}
