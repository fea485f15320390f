//! How the voices of a pack move and sound.

use wide::{f32x8, i32x8};

use super::CONTROL_FRAMES;
use super::lanes;
use super::pack::Pack;
use super::ramp::set;
use super::timbre::{LANE_NUMBERS, Timbre};
use crate::math;
use crate::sound::patch::FilterKind;

/// Sum of a part's voices over one control period, one lane sum each side.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Left.
    pub left: [f32x8; CONTROL_FRAMES],
    /// Right.
    pub right: [f32x8; CONTROL_FRAMES],
}

impl Sums {
    /// Silence.
    pub const SILENT: Sums =
        Sums { left: [f32x8::ZERO; CONTROL_FRAMES], right: [f32x8::ZERO; CONTROL_FRAMES] };
}

impl Pack {
    /// One control step for all lanes that have sounded.
    pub fn control(&mut self, timbre: &Timbre) {
        if self.fresh == 0 {
            self.advance(timbre, CONTROL_FRAMES);
            return;
        }
        let before = self.clone();
        self.advance(timbre, CONTROL_FRAMES);
        for lane in LANE_NUMBERS.filter(|lane| before.fresh >> lane & 1 == 1) {
            self.copy_lane(lane, &before, lane);
        }
    }

    /// Prepares lanes that have not sounded yet for the rest of the control period.
    pub fn begin(&mut self, timbre: &Timbre, frames: usize) {
        let fresh = self.fresh;
        let mut ahead = self.clone();
        // First the values at the onset itself, then the way to the next control step.
        ahead.advance(timbre, 0);
        ahead.advance(timbre, frames);
        for lane in LANE_NUMBERS.filter(|lane| fresh >> lane & 1 == 1) {
            self.copy_lane(lane, &ahead, lane);
        }
        self.fresh = 0;
    }

    /// Envelopes, LFO, levels and filter, `frames` frames on.
    fn advance(&mut self, timbre: &Timbre, frames: usize) {
        let share = f32x8::splat(frames as f32 / CONTROL_FRAMES as f32);
        let per_frame = f32x8::splat(if frames == 0 { 0.0 } else { 1.0 / frames as f32 });
        let one = f32x8::ONE;

        self.env = self.env * self.env_keep + self.env_add * share;
        self.sweep = self.sweep * self.sweep_keep + self.sweep_add * share;
        self.turn_attacks(timbre);
        self.level += (self.level_goal - self.level) * f32x8::splat(timbre.level_step) * share;
        // A level that heads for nothing must arrive, or it ends in denormal numbers.
        self.level = self.level & self.level.simd_gt(f32x8::splat(1e-6));
        self.fade = (self.fade - self.fade_step * share).max(f32x8::ZERO);

        let mut gain = self.amp * self.level * self.fade;
        let mut cutoff = self.cutoff_log2 + self.sweep * f32x8::splat(timbre.sweep_octaves);
        let gliding = self.gliding != 0;
        let mut factor = one;
        if gliding {
            let (pitch, level) = self.advance_glides(timbre, share);
            factor = pitch;
            gain *= level;
            cutoff += self.glide * f32x8::splat(timbre.key_follow);
        }
        let attack = self.env_keep.simd_ge(one);
        self.loudness = gain * attack.select(one, self.env) + self.not_for_stealing;
        gain *= self.env;
        let mut pan = f32x8::ZERO;
        if timbre.has_lfo() {
            self.lfo_onset = (self.lfo_onset + self.lfo_rise * share).min(one);
            self.lfo_phase += self.lfo_turns * share;
            self.lfo_phase -= self.lfo_phase.simd_ge(one) & one;
            let swing = lanes::sine_of_turns(self.lfo_phase) * self.lfo_onset.max(f32x8::ZERO);
            cutoff += swing * f32x8::splat(timbre.lfo_filter_octaves);
            let dip = f32x8::splat(timbre.tremolo);
            gain *= one - dip * self.lfo_onset.max(f32x8::ZERO) - dip * swing;
            pan = swing * f32x8::splat(timbre.lfo_pan);
            if timbre.vibrato_octaves != 0.0 {
                let bend = swing * f32x8::splat(timbre.vibrato_octaves * std::f32::consts::LN_2);
                factor *= one + bend + bend * bend * f32x8::splat(0.5);
            }
        }
        if gliding || timbre.vibrato_octaves != 0.0 {
            self.first.bend(factor);
            self.second.bend(factor);
            self.sub.bend(factor);
        }
        self.left.head(gain * self.pan_left * (one - pan), per_frame);
        self.right.head(gain * self.pan_right * (one + pan), per_frame);

        let ceiling = f32x8::splat(timbre.cutoff_ceiling_log2);
        let cutoff = cutoff.fast_max(f32x8::splat(4.3)).fast_min(ceiling);
        let g = lanes::tan(lanes::exp2_positive(cutoff) * f32x8::splat(math::PI / timbre.rate_hz));
        let a1 = one / (one + g * (g + f32x8::splat(timbre.damping)));
        let a2 = g * a1;
        self.a1.head(a1, per_frame);
        self.a2.head(a2, per_frame);
        self.a3.head(g * a2, per_frame);

        if timbre.second_gain > 0.0 {
            let follow = f32x8::splat(timbre.second_follow);
            let share = one - follow + follow * self.sweep;
            self.second_gain.head(share * f32x8::splat(timbre.second_gain), per_frame);
        }
        if timbre.noise_gain + timbre.strike_gain > 0.0 {
            let strike = self.sweep * f32x8::splat(timbre.strike_gain);
            self.noise_gain.head(strike + f32x8::splat(timbre.noise_gain), per_frame);
        }
    }

    /// Turns attacks that have reached the top into decays, or into releases that wait.
    fn turn_attacks(&mut self, timbre: &Timbre) {
        let one = f32x8::ONE;
        let topped = |value: f32x8, keep: f32x8| (value.simd_ge(one) & keep.simd_ge(one)).to_bitmask();
        let (amp, sweep) = (topped(self.env, self.env_keep), topped(self.sweep, self.sweep_keep));
        if amp | sweep == 0 {
            return;
        }
        for lane in LANE_NUMBERS {
            let speed = self.decay_speed.as_array()[lane];
            if sweep >> lane & 1 == 1 {
                let decay = timbre.sweep.decay(speed);
                set(&mut self.sweep, lane, 1.0);
                set(&mut self.sweep_keep, lane, decay.keep);
                set(&mut self.sweep_add, lane, decay.add);
            }
            if amp >> lane & 1 == 1 {
                set(&mut self.env, lane, 1.0);
                if self.early >> lane & 1 == 1 {
                    self.early &= !(1 << lane);
                    self.fall(lane, timbre);
                } else {
                    self.follow(lane, timbre.amp.decay(speed));
                }
            }
        }
    }

    /// Adds frames `from..to` of a control period to `sums`.
    pub fn render(&mut self, timbre: &Timbre, from: usize, to: usize, sums: &mut Sums) {
        let mut mix = [f32x8::ZERO; CONTROL_FRAMES];
        let mix = &mut mix[from..to];
        self.oscillate(timbre, mix);
        let (left, right) = (&mut sums.left[from..to], &mut sums.right[from..to]);
        let damping = f32x8::splat(timbre.damping);
        match timbre.kind {
            FilterKind::Low => self.filter(mix, left, right, |_, _, low| low),
            FilterKind::Band => self.filter(mix, left, right, |_, band, _| damping * band),
            FilterKind::High => self.filter(mix, left, right, |all, band, low| all - damping * band - low),
        }
    }

    /// Oscillators and noise into `mix`.
    fn oscillate(&mut self, timbre: &Timbre, mix: &mut [f32x8]) {
        let gain = f32x8::splat(timbre.gain);
        let oscillators = &mut self.first;
        for sample in mix.iter_mut() {
            *sample = oscillators.next() * gain;
        }
        if timbre.second_gain > 0.0 {
            let (oscillators, gain) = (&mut self.second, &mut self.second_gain);
            for sample in mix.iter_mut() {
                *sample += oscillators.next() * gain.now;
                gain.now += gain.step;
            }
        }
        if timbre.sub_gain > 0.0 {
            let gain = f32x8::splat(timbre.sub_gain);
            for sample in mix.iter_mut() {
                *sample += self.sub.next() * gain;
            }
        }
        if timbre.noise_gain + timbre.strike_gain > 0.0 {
            let (mut x, gain) = (self.noise_state, &mut self.noise_gain);
            for sample in mix.iter_mut() {
                // Marsaglia, Xorshift RNGs, 2003: shifts 13, 17, 5.
                x ^= x << 13;
                x ^= (x >> 17) & i32x8::splat(0x7FFF);
                x ^= x << 5;
                *sample += f32x8::from_i32x8(x) * f32x8::splat(1.0 / 2_147_483_648.0) * gain.now;
                gain.now += gain.step;
            }
            self.noise_state = x;
        }
    }

    /// The trapezoidal state-variable filter in Andrew Simper's form (Cytomic, “Linear
    /// trapezoidal state variable filter”, 2013), then amplifier and pan.
    #[inline(always)]
    fn filter(
        &mut self,
        mix: &[f32x8],
        left: &mut [f32x8],
        right: &mut [f32x8],
        output: impl Fn(f32x8, f32x8, f32x8) -> f32x8,
    ) {
        let (mut s1, mut s2) = (self.state1, self.state2);
        let (mut a1, mut a2, mut a3) = (self.a1.now, self.a2.now, self.a3.now);
        let (mut gain_left, mut gain_right) = (self.left.now, self.right.now);
        for ((&input, left), right) in mix.iter().zip(left).zip(right) {
            let rest = input - s2;
            let band = a1 * s1 + a2 * rest;
            let low = s2 + a2 * s1 + a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            let y = output(input, band, low);
            *left += y * gain_left;
            *right += y * gain_right;
            a1 += self.a1.step;
            a2 += self.a2.step;
            a3 += self.a3.step;
            gain_left += self.left.step;
            gain_right += self.right.step;
        }
        self.state1 = s1;
        self.state2 = s2;
        self.a1.now = a1;
        self.a2.now = a2;
        self.a3.now = a3;
        self.left.now = gain_left;
        self.right.now = gain_right;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::patch::Patch;

    /// A held note that is played at level 0 comes to exact zeros, not to denormal numbers, which
    /// some processors compute a hundred times slower.
    #[test]
    fn levels_arrive_at_zero() {
        let timbre = Timbre::new(48_000.0, &Patch::default());
        let mut pack = Pack::new(&timbre);
        pack.start(0, &timbre, 1, 0, 440.0, 80.0);
        pack.begin(&timbre, CONTROL_FRAMES);
        let mut sums = Sums::SILENT;
        for step in 0..30_000 {
            if step == 300 {
                pack.set_level(0, 0.0);
            }
            pack.control(&timbre);
            pack.render(&timbre, 0, CONTROL_FRAMES, &mut sums);
            for row in
                [pack.level, pack.left.now, pack.left.step, pack.env, pack.sweep, pack.state1, pack.state2]
            {
                assert!(row.to_array().iter().all(|value| !value.is_subnormal()), "{step}");
            }
        }
        assert_eq!(pack.level.to_array()[0], 0.0);
        assert_eq!(pack.left.now.to_array()[0], 0.0);
    }
}
