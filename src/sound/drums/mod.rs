//! The drum engine: a kit of synthesised hits, one for each percussion key.
//!
//! A hit is a tone whose pitch falls, as of a skin, and noise or metal through a filter, as
//! of wires, sticks and cymbals; each dies away by itself. Keys are those of General MIDI
//! level 1 percussion (36 kick, 38 snare, 42 closed hat …); a key without a hit plays the
//! nearest that has one. Releases mean nothing, and hits of one group silence each other, as
//! a hat that closes does.

mod patch;
mod timbre;

use wide::{f32x8, i32x8};

use super::patch::FilterKind;
use super::voice::common::{Common, Onset};
use super::voice::moves::Moves;
use super::voice::pack::Tone;
use super::voice::ramp::{Ramp, copy, set};
use super::voice::seats::Seats;
use super::voice::{LANE_NUMBERS, LANES, lanes, noise};
use crate::math;

pub use patch::{Drums, Hit, MAX_HITS};
pub use timbre::Timbre;

/// Frequencies of the metal's square waves as multiples of the lowest: no two share a harmonic,
/// so they clang.
const METAL: [f32; 6] = [1.0, 1.483, 1.800, 2.546, 2.630, 3.897];

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct DrumTone {
    phase: [i32x8; 2],
    step: [i32x8; 2],
    base: [f32x8; 2],
    bend: f32x8,
    bend_keep: f32x8,
    tone_env: f32x8,
    tone_keep: f32x8,
    tone_gain: f32x8,
    tone: Ramp,
    second_share: f32x8,
    noise_env: f32x8,
    noise_keep: f32x8,
    tail_env: f32x8,
    tail_keep: f32x8,
    rush: Ramp,
    noise_gain: f32x8,
    noise_state: i32x8,
    metal_gain: f32x8,
    metal_phase: [i32x8; METAL.len()],
    metal_step: [i32x8; METAL.len()],
    /// Filter: coefficients, state, and how much of input, band and low it gives.
    a1: f32x8,
    a2: f32x8,
    a3: f32x8,
    s1: f32x8,
    s2: f32x8,
    mix: [f32x8; 3],
    bursts: [u8; LANES],
    burst_steps: [u8; LANES],
    burst_left: [u8; LANES],
    has_tone: bool,
    has_rush: bool,
    has_metal: bool,
}

impl DrumTone {
    fn rows(&mut self) -> [&mut f32x8; 19] {
        let [low, band, all] = &mut self.mix;
        let [first, second] = &mut self.base;
        [
            first,
            second,
            &mut self.bend,
            &mut self.bend_keep,
            &mut self.tone_env,
            &mut self.tone_keep,
            &mut self.tone_gain,
            &mut self.second_share,
            &mut self.noise_env,
            &mut self.noise_keep,
            &mut self.tail_env,
            &mut self.tail_keep,
            &mut self.noise_gain,
            &mut self.metal_gain,
            &mut self.s1,
            &mut self.s2,
            low,
            band,
            all,
        ]
    }
}

impl Tone for DrumTone {
    type Timbre = Timbre;
    type Memory = ();

    fn new(_: &Timbre) -> (Self, ()) {
        let (zero, none) = (f32x8::ZERO, i32x8::ZERO);
        let tone = DrumTone {
            phase: [none; 2],
            step: [none; 2],
            base: [zero; 2],
            bend: zero,
            bend_keep: zero,
            tone_env: zero,
            tone_keep: zero,
            tone_gain: zero,
            tone: Ramp::default(),
            second_share: zero,
            noise_env: zero,
            noise_keep: zero,
            tail_env: zero,
            tail_keep: zero,
            rush: Ramp::default(),
            noise_gain: zero,
            noise_state: i32x8::ONE,
            metal_gain: zero,
            metal_phase: [none; METAL.len()],
            metal_step: [none; METAL.len()],
            a1: zero,
            a2: zero,
            a3: zero,
            s1: zero,
            s2: zero,
            mix: [zero; 3],
            bursts: [0; LANES],
            burst_steps: [1; LANES],
            burst_left: [0; LANES],
            has_tone: false,
            has_rush: false,
            has_metal: false,
        };
        (tone, ())
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn prepare(timbre: &Timbre, onset: &mut Onset) {
        let hit = timbre.hit(onset.note_hz);
        onset.amp *= hit.gain;
        onset.pan = hit.pan;
        onset.ring_keep = hit.ring_keep;
        onset.group = hit.group;
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        let hit = *timbre.hit(onset.note_hz);
        let turns = 4_294_967_296.0;
        // Struck harder, a skin is stretched further.
        let bend = hit.bend * math::exp2(0.3 * onset.brighter);
        let (mixed_low, mixed_band, mixed_all) = match hit.kind {
            FilterKind::Low => (1.0, 0.0, 0.0),
            FilterKind::Band => (0.0, hit.damping, 0.0),
            FilterKind::High => (-1.0, -hit.damping, 1.0),
        };
        let cutoff_hz = math::exp2(hit.noise_log2 + onset.brighter).clamp(40.0, 0.44 * timbre.common.rate_hz);
        let g = math::tan(math::PI * cutoff_hz / timbre.common.rate_hz);
        let a1 = 1.0 / (1.0 + g * (g + hit.damping));
        let values = [
            hit.tone_turns * turns,
            hit.tone_turns * hit.second_ratio * turns,
            bend.min(6.0),
            hit.bend_keep,
            1.0,
            hit.tone_keep,
            hit.tone_gain,
            hit.second_gain,
            1.0,
            hit.noise_keep,
            hit.tail_share,
            hit.tail_keep,
            hit.noise_gain,
            hit.metal_gain,
            0.0,
            0.0,
            mixed_low,
            mixed_band,
            mixed_all,
        ];
        for (row, value) in self.rows().into_iter().zip(values) {
            set(row, lane, value);
        }
        set(&mut self.a1, lane, a1);
        set(&mut self.a2, lane, g * a1);
        set(&mut self.a3, lane, g * g * a1);
        self.tone.clear_lane(lane);
        self.rush.clear_lane(lane);
        for phase in &mut self.phase {
            phase.as_mut_array()[lane] = 0;
        }
        self.noise_state.as_mut_array()[lane] = onset.seed;
        for ((phase, step), ratio) in self.metal_phase.iter_mut().zip(&mut self.metal_step).zip(METAL) {
            phase.as_mut_array()[lane] = 0;
            step.as_mut_array()[lane] = (hit.metal_turns * ratio * turns).min(2.0e9) as i32;
        }
        self.bursts[lane] = hit.bursts;
        self.burst_steps[lane] = hit.burst_steps;
        self.burst_left[lane] = hit.burst_steps;
    }

    fn retune(&mut self, _: usize, _: &Timbre, _: &Onset, _: f32) {}

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        let mut from = from.clone();
        for (to, from) in self.rows().into_iter().zip(from.rows()) {
            copy(to, lane, from, other);
        }
        copy(&mut self.a1, lane, &from.a1, other);
        copy(&mut self.a2, lane, &from.a2, other);
        copy(&mut self.a3, lane, &from.a3, other);
        self.tone.copy_lane(lane, &from.tone, other);
        self.rush.copy_lane(lane, &from.rush, other);
        let whole = |to: &mut i32x8, from: &i32x8| to.as_mut_array()[lane] = from.as_array()[other];
        for place in 0..2 {
            whole(&mut self.phase[place], &from.phase[place]);
            whole(&mut self.step[place], &from.step[place]);
        }
        for place in 0..METAL.len() {
            whole(&mut self.metal_phase[place], &from.metal_phase[place]);
            whole(&mut self.metal_step[place], &from.metal_step[place]);
        }
        whole(&mut self.noise_state, &from.noise_state);
        self.bursts[lane] = from.bursts[other];
        self.burst_steps[lane] = from.burst_steps[other];
        self.burst_left[lane] = from.burst_left[other];
        self.has_tone |= from.has_tone;
        self.has_rush |= from.has_rush;
        self.has_metal |= from.has_metal;
    }

    fn clear(&mut self, lane: usize) {
        for row in self.rows() {
            set(row, lane, 0.0);
        }
        self.tone.clear_lane(lane);
        self.rush.clear_lane(lane);
        self.bursts[lane] = 0;
    }

    fn advance(&mut self, _: &Timbre, _: &Seats, moves: &Moves) {
        let (one, share) = (f32x8::ONE, moves.share);
        let least = f32x8::splat(1e-7);
        for (env, keep) in [
            (&mut self.tone_env, self.tone_keep),
            (&mut self.noise_env, self.noise_keep),
            (&mut self.tail_env, self.tail_keep),
            (&mut self.bend, self.bend_keep),
        ] {
            *env *= one - (one - keep) * share;
            *env &= env.simd_gt(least);
        }
        // Between the steps of a partial period no burst is due.
        if moves.share.as_array()[0] >= 1.0 {
            self.burst();
        }
        let factor = lanes::exp2_positive(self.bend);
        for (step, base) in self.step.iter_mut().zip(self.base) {
            *step = (base * factor).fast_trunc_int();
        }
        self.tone.head(self.tone_env * self.tone_gain, moves.per_frame);
        self.rush.head(self.noise_env + self.tail_env, moves.per_frame);
        let any = |row: f32x8| row.simd_gt(f32x8::ZERO).to_bitmask() != 0;
        self.has_tone = any(self.tone_env * self.tone_gain) || any(self.tone.now);
        self.has_rush = any((self.noise_env + self.tail_env) * (self.noise_gain + self.metal_gain));
        self.has_metal = self.has_rush && any(self.metal_gain);
    }

    fn render(&mut self, _: &Timbre, _: &mut (), mix: &mut [f32x8]) {
        if self.has_tone {
            let [mut first, mut second] = self.phase;
            let mut gain = self.tone.now;
            for sample in mix.iter_mut() {
                let tone =
                    lanes::sine(first, f32x8::ZERO) + lanes::sine(second, f32x8::ZERO) * self.second_share;
                *sample = tone * gain;
                first += self.step[0];
                second += self.step[1];
                gain += self.tone.step;
            }
            self.phase = [first, second];
            self.tone.now = gain;
        }
        if self.has_rush {
            self.rush(mix);
        }
    }
}

impl DrumTone {
    /// Starts the noise anew in lanes whose next clap is due.
    fn burst(&mut self) {
        for lane in LANE_NUMBERS {
            if self.bursts[lane] == 0 {
                continue;
            }
            self.burst_left[lane] = self.burst_left[lane].saturating_sub(1);
            if self.burst_left[lane] == 0 {
                self.burst_left[lane] = self.burst_steps[lane];
                self.bursts[lane] -= 1;
                set(&mut self.noise_env, lane, 1.0);
            }
        }
    }

    /// Noise and metal through the filter.
    fn rush(&mut self, mix: &mut [f32x8]) {
        let mut gain = self.rush.now;
        let (mut s1, mut s2) = (self.s1, self.s2);
        let [low_share, band_share, all_share] = self.mix;
        for sample in mix {
            let mut input = noise(&mut self.noise_state) * self.noise_gain;
            if self.has_metal {
                let mut sum = i32x8::ZERO;
                for (phase, step) in self.metal_phase.iter_mut().zip(self.metal_step) {
                    sum += (*phase >> 31) | i32x8::ONE;
                    *phase += step;
                }
                input += f32x8::from_i32x8(sum) * self.metal_gain;
            }
            let rest = input - s2;
            let band = self.a1 * s1 + self.a2 * rest;
            let low = s2 + self.a2 * s1 + self.a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            *sample += (input * all_share + band * band_share + low * low_share) * gain;
            gain += self.rush.step;
        }
        (self.s1, self.s2) = (s1, s2);
        self.rush.now = gain;
    }
}
