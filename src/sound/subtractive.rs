//! The subtractive engine: two oscillators, sub-oscillator and noise through a filter.

use wide::{f32x8, i32x8};

use super::mix::gain_or_off;
use super::patch::{FilterKind, Patch};
use super::voice::common::{Common, LOWEST_HZ, Onset, hold};
use super::voice::moves::Moves;
use super::voice::oscillator::Oscillators;
use super::voice::pack::Tone;
use super::voice::ramp::{Ramp, copy, set};
use super::voice::seats::Seats;
use super::voice::tables::{self, Wavetable};
use super::voice::waves::Wave;
use super::voice::{LANE_NUMBERS, lanes, noise};
use crate::math;

/// A subtractive sound at one rate, ready for voices.
#[derive(Clone, Debug)]
pub struct Timbre {
    common: Common,
    /// Factors of frequency.
    first_detune: f32,
    second_detune: f32,
    bend: f32,
    wave: &'static Wavetable,
    second_wave: &'static Wavetable,
    sine: &'static Wavetable,
    gain: f32,
    second_gain: f32,
    second_follow: f32,
    second_phase: i32,
    second_ratio: f32,
    sub_gain: f32,
    noise_gain: f32,
    strike_gain: f32,
    kind: FilterKind,
    cutoff_log2: f32,
    damping: f32,
    key_follow: f32,
    sweep_octaves: f32,
    cutoff_ceiling_log2: f32,
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`. Allocates; builds the tables it needs.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let (second, filter) = (&patch.second, &patch.filter);
        let second_gain = gain_or_off(second.level_db);
        let gain = gain_or_off(patch.oscillator.level_db);
        let power = gain * gain + second_gain * second_gain;
        let second_share = if power > 0.0 { second_gain * second_gain / power } else { 0.0 };
        let common = Common::new(rate_hz, patch);
        Timbre {
            first_detune: math::exp2(-second.detune_cents / 1200.0 * second_share),
            second_detune: math::exp2(second.detune_cents / 1200.0 * (1.0 - second_share)),
            bend: math::exp2(common.vibrato_octaves),
            wave: tables::table(patch.oscillator.wave),
            second_wave: tables::table(if second_gain > 0.0 { second.wave } else { patch.oscillator.wave }),
            sine: tables::table(Wave::Sine),
            gain,
            second_gain,
            second_follow: second.follow_envelope,
            second_phase: (f64::from(second.phase) * 4_294_967_296.0) as i64 as i32,
            second_ratio: second.ratio,
            sub_gain: gain_or_off(patch.sub.level_db),
            noise_gain: gain_or_off(patch.noise.level_db),
            strike_gain: gain_or_off(patch.noise.strike_db),
            kind: filter.kind,
            cutoff_log2: math::log2(filter.cutoff_hz.max(20.0)),
            damping: 2.0 - 1.9 * filter.resonance.clamp(0.0, 1.0),
            key_follow: filter.key_follow,
            sweep_octaves: filter.envelope_octaves,
            cutoff_ceiling_log2: math::log2(common.highest_hz()),
            common,
        }
    }

    fn first_hz(&self, onset: &Onset) -> f32 {
        onset.hz * self.first_detune
    }

    fn second_hz(&self, onset: &Onset) -> f32 {
        let hz = onset.hz * self.second_detune * self.second_ratio;
        hold(hz, LOWEST_HZ, self.common.highest_hz())
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct Subtractive {
    first: Oscillators,
    second: Oscillators,
    sub: Oscillators,
    noise_state: i32x8,
    second_gain: Ramp,
    noise_gain: Ramp,
    state1: f32x8,
    state2: f32x8,
    a1: Ramp,
    a2: Ramp,
    a3: Ramp,
    cutoff_log2: f32x8,
}

impl Tone for Subtractive {
    type Timbre = Timbre;
    type Memory = ();

    fn new(timbre: &Timbre) -> (Self, ()) {
        let period = timbre.sine.version(440.0, timbre.common.rate_hz);
        let tone = Subtractive {
            first: Oscillators::new(period),
            second: Oscillators::new(period),
            sub: Oscillators::new(period),
            noise_state: i32x8::ONE,
            second_gain: Ramp::default(),
            noise_gain: Ramp::default(),
            state1: f32x8::ZERO,
            state2: f32x8::ZERO,
            a1: Ramp::default(),
            a2: Ramp::default(),
            a3: Ramp::default(),
            cutoff_log2: f32x8::ZERO,
        };
        (tone, ())
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        let rate_hz = timbre.common.rate_hz;
        let (first_hz, second_hz) = (timbre.first_hz(onset), timbre.second_hz(onset));
        self.first.start(lane, timbre.wave.version(first_hz * timbre.bend, rate_hz), 0, first_hz, rate_hz);
        if timbre.second_gain > 0.0 {
            let period = timbre.second_wave.version(second_hz * timbre.bend, rate_hz);
            self.second.start(lane, period, timbre.second_phase, second_hz, rate_hz);
        }
        if timbre.sub_gain > 0.0 {
            self.sub.start(lane, timbre.sine.version(first_hz, rate_hz), 0, first_hz / 2.0, rate_hz);
        }
        self.noise_state.as_mut_array()[lane] = onset.seed;
        for ramp in [&mut self.second_gain, &mut self.noise_gain, &mut self.a1, &mut self.a2, &mut self.a3] {
            ramp.clear_lane(lane);
        }
        set(&mut self.state1, lane, 0.0);
        set(&mut self.state2, lane, 0.0);
        let cutoff = timbre.cutoff_log2 + timbre.key_follow * onset.octave + onset.brighter;
        set(&mut self.cutoff_log2, lane, cutoff);
    }

    fn retune(&mut self, lane: usize, timbre: &Timbre, onset: &Onset, octaves: f32) {
        let rate_hz = timbre.common.rate_hz;
        self.first.head_for(lane, timbre.first_hz(onset), rate_hz);
        self.second.head_for(lane, timbre.second_hz(onset), rate_hz);
        self.sub.head_for(lane, timbre.first_hz(onset) / 2.0, rate_hz);
        let cutoff = self.cutoff_log2.as_array()[lane];
        set(&mut self.cutoff_log2, lane, cutoff + timbre.key_follow * octaves);
    }

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        self.first.copy_lane(lane, &from.first, other);
        self.second.copy_lane(lane, &from.second, other);
        self.sub.copy_lane(lane, &from.sub, other);
        self.noise_state.as_mut_array()[lane] = from.noise_state.as_array()[other];
        for (to, from) in [
            (&mut self.second_gain, &from.second_gain),
            (&mut self.noise_gain, &from.noise_gain),
            (&mut self.a1, &from.a1),
            (&mut self.a2, &from.a2),
            (&mut self.a3, &from.a3),
        ] {
            to.copy_lane(lane, from, other);
        }
        copy(&mut self.state1, lane, &from.state1, other);
        copy(&mut self.state2, lane, &from.state2, other);
        copy(&mut self.cutoff_log2, lane, &from.cutoff_log2, other);
    }

    fn clear(&mut self, lane: usize) {
        set(&mut self.state1, lane, 0.0);
        set(&mut self.state2, lane, 0.0);
    }

    fn advance(&mut self, timbre: &Timbre, seats: &Seats, moves: &Moves) {
        let (one, per_frame) = (f32x8::ONE, moves.per_frame);
        let rate_hz = timbre.common.rate_hz;
        if moves.bends {
            for lane in LANE_NUMBERS.filter(|lane| moves.gliding >> lane & 1 == 1) {
                let widest = moves.pitch.as_array()[lane] * timbre.bend;
                self.first.fit(lane, timbre.wave, widest, rate_hz);
                if timbre.second_gain > 0.0 {
                    self.second.fit(lane, timbre.second_wave, widest, rate_hz);
                }
            }
            self.first.bend(moves.pitch);
            self.second.bend(moves.pitch);
            self.sub.bend(moves.pitch);
        }
        let sweep = seats.sweep * f32x8::splat(timbre.sweep_octaves);
        let swing = moves.swing * f32x8::splat(timbre.common.lfo_filter_octaves);
        let glide = moves.glide * f32x8::splat(timbre.key_follow);
        let cutoff = self.cutoff_log2 + sweep + swing + glide;
        let ceiling = f32x8::splat(timbre.cutoff_ceiling_log2);
        let cutoff = cutoff.fast_max(f32x8::splat(4.3)).fast_min(ceiling);
        let g = lanes::tan(lanes::exp2_positive(cutoff) * f32x8::splat(math::PI / rate_hz));
        let a1 = one / (one + g * (g + f32x8::splat(timbre.damping)));
        let a2 = g * a1;
        self.a1.head(a1, per_frame);
        self.a2.head(a2, per_frame);
        self.a3.head(g * a2, per_frame);
        if timbre.second_gain > 0.0 {
            let follow = f32x8::splat(timbre.second_follow);
            let share = one - follow + follow * seats.sweep;
            self.second_gain.head(share * f32x8::splat(timbre.second_gain), per_frame);
        }
        if timbre.noise_gain + timbre.strike_gain > 0.0 {
            let strike = seats.sweep * f32x8::splat(timbre.strike_gain);
            self.noise_gain.head(strike + f32x8::splat(timbre.noise_gain), per_frame);
        }
    }

    fn render(&mut self, timbre: &Timbre, _: &mut (), mix: &mut [f32x8]) {
        self.oscillate(timbre, mix);
        let damping = f32x8::splat(timbre.damping);
        match timbre.kind {
            FilterKind::Low => self.filter(mix, |_, _, low| low),
            FilterKind::Band => self.filter(mix, |_, band, _| damping * band),
            FilterKind::High => self.filter(mix, |all, band, low| all - damping * band - low),
        }
    }
}

impl Subtractive {
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
            let (state, gain) = (&mut self.noise_state, &mut self.noise_gain);
            for sample in mix.iter_mut() {
                *sample += noise(state) * gain.now;
                gain.now += gain.step;
            }
        }
    }

    /// The trapezoidal state-variable filter in Andrew Simper's form (Cytomic, “Linear
    /// trapezoidal state variable filter”, 2013).
    #[inline(always)]
    fn filter(&mut self, mix: &mut [f32x8], output: impl Fn(f32x8, f32x8, f32x8) -> f32x8) {
        let (mut s1, mut s2) = (self.state1, self.state2);
        let (mut a1, mut a2, mut a3) = (self.a1.now, self.a2.now, self.a3.now);
        for sample in mix {
            let input = *sample;
            let rest = input - s2;
            let band = a1 * s1 + a2 * rest;
            let low = s2 + a2 * s1 + a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            *sample = output(input, band, low);
            a1 += self.a1.step;
            a2 += self.a2.step;
            a3 += self.a3.step;
        }
        self.state1 = s1;
        self.state2 = s2;
        self.a1.now = a1;
        self.a2.now = a2;
        self.a3.now = a3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::voice::CONTROL_FRAMES;
    use crate::sound::voice::pack::{Pack, Sums};

    /// A held note that is played at level 0 comes to exact zeros, not to denormal numbers, which
    /// some processors compute a hundred times slower.
    #[test]
    fn levels_arrive_at_zero() {
        let timbre = Timbre::new(48_000.0, &Patch::default());
        let mut pack: Pack<Subtractive> = Pack::new(&timbre);
        pack.start(0, &timbre, 1, 0, &timbre.common.onset(440.0, 80.0, 0));
        pack.begin(&timbre, CONTROL_FRAMES);
        let mut sums = Sums::SILENT;
        for step in 0..30_000 {
            if step == 300 {
                pack.seats.set_level(0, 0.0);
            }
            pack.control(&timbre);
            pack.render(&timbre, 0, CONTROL_FRAMES, &mut sums);
            let [level, gain, gain_step] = pack.seats.motion(0);
            let states = [pack.tone.state1, pack.tone.state2].map(|row| row.to_array()[0]);
            for value in [level, gain, gain_step, states[0], states[1]] {
                assert!(!value.is_subnormal(), "{step}");
            }
        }
        assert_eq!(pack.seats.motion(0)[..2], [0.0, 0.0]);
    }
}
