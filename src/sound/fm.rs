//! The FM engine: one sine moves the phase of another.
//!
//! John Chowning, “The synthesis of complex audio spectra by means of frequency modulation”,
//! Journal of the Audio Engineering Society 21(7), 1973. The index (how far the phase moves)
//! follows the second envelope and velocity; it is held so low that the sidebands that count
//! stay under half the rate (Carson's rule).

use serde::{Deserialize, Serialize};
use wide::{f32x8, i32x8};

use super::mix::gain_or_off;
use super::patch::{OFF_DB, Patch, Ranges};
use super::voice::common::{Common, Onset};
use super::voice::lanes;
use super::voice::moves::Moves;
use super::voice::pack::Tone;
use super::voice::ramp::{Ramp, copy, set};
use super::voice::seats::Seats;
use crate::math;

/// What the FM engine plays: a carrier and what modulates it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Fm {
    /// Frequency of the carrier as a multiple of the pitch, 0.25 to 16.
    pub ratio: f32,
    /// Frequency of the modulator as a multiple of the pitch, 0.25 to 20.
    pub modulator_ratio: f32,
    /// How far the phase moves while the note sounds, 0 to 12 radians, at velocity 80.
    pub index: f32,
    /// What is added at the top of the filter envelope, 0 to 12 radians.
    pub strike_index: f32,
    /// How much of the index is lost an octave higher, 0 (none) to 2 (to a quarter).
    pub index_halvings: f32,
    /// How far the modulator moves its own phase, 0 to 1.2 radians: rougher, up to noise.
    pub feedback: f32,
    /// Level of a second carrier, −60 (off) to 0 dB.
    pub second_db: f32,
    /// Its frequency as a multiple of the pitch, 0.25 to 16.
    pub second_ratio: f32,
    /// Distance between the carriers, 0 to 50 cents, half to either side.
    pub detune_cents: f32,
}

impl Default for Fm {
    fn default() -> Self {
        Fm {
            ratio: 1.0,
            modulator_ratio: 1.0,
            index: 1.0,
            strike_index: 0.0,
            index_halvings: 0.5,
            feedback: 0.0,
            second_db: OFF_DB,
            second_ratio: 1.0,
            detune_cents: 0.0,
        }
    }
}

impl Fm {
    /// Every number with its range.
    pub(super) fn ranges(&self, rows: &mut Ranges) {
        rows.row("fm.ratio", self.ratio, 0.25, 16.0);
        rows.row("fm.modulator_ratio", self.modulator_ratio, 0.25, 20.0);
        rows.row("fm.index", self.index, 0.0, 12.0);
        rows.row("fm.strike_index", self.strike_index, 0.0, 12.0);
        rows.row("fm.index_halvings", self.index_halvings, 0.0, 2.0);
        rows.row("fm.feedback", self.feedback, 0.0, 1.2);
        rows.row("fm.second_db", self.second_db, OFF_DB, 0.0);
        rows.row("fm.second_ratio", self.second_ratio, 0.25, 16.0);
        rows.row("fm.detune_cents", self.detune_cents, 0.0, 50.0);
    }
}

/// An FM sound at one rate.
#[derive(Clone, Debug)]
pub struct Timbre {
    common: Common,
    ratios: [f32; 3],
    index: f32,
    strike_index: f32,
    index_halvings: f32,
    feedback: f32,
    second_gain: f32,
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let fm = &patch.fm;
        let second_gain = gain_or_off(fm.second_db);
        let half = if second_gain > 0.0 { math::exp2(fm.detune_cents / 2400.0) } else { 1.0 };
        Timbre {
            common: Common::new(rate_hz, patch),
            ratios: [fm.modulator_ratio, fm.ratio / half, fm.second_ratio * half],
            index: fm.index,
            strike_index: fm.strike_index,
            index_halvings: fm.index_halvings,
            feedback: fm.feedback,
            second_gain,
        }
    }

    /// Turns a frame of modulator, carrier and second carrier.
    fn turns(&self, onset: &Onset) -> [f32; 3] {
        self.ratios.map(|ratio| (onset.hz * ratio / self.common.rate_hz).min(0.45))
    }

    /// Radians that the index of this note may be multiplied up to.
    fn most_index(turns: [f32; 3]) -> f32 {
        let highest = turns[1].max(turns[2]);
        ((0.45 - highest) / turns[0].max(1e-4) - 1.0).clamp(0.0, 24.0)
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct FmTone {
    /// Modulator, carrier, second carrier: phases in 2^32nds of a turn.
    phase: [i32x8; 3],
    step: [i32x8; 3],
    /// Steps without vibrato and glides.
    base: [f32x8; 3],
    /// Factor of the index: velocity and register.
    index_factor: f32x8,
    most_index: f32x8,
    index: Ramp,
    /// Last output of the modulator.
    last: f32x8,
}

impl FmTone {
    fn aim(&mut self, lane: usize, turns: [f32; 3]) {
        for (base, turns) in self.base.iter_mut().zip(turns) {
            set(base, lane, turns * 4_294_967_296.0);
        }
        set(&mut self.most_index, lane, Timbre::most_index(turns));
    }
}

impl Tone for FmTone {
    type Timbre = Timbre;
    type Memory = ();

    fn new(_: &Timbre) -> (Self, ()) {
        let tone = FmTone {
            phase: [i32x8::ZERO; 3],
            step: [i32x8::ZERO; 3],
            base: [f32x8::ZERO; 3],
            index_factor: f32x8::ZERO,
            most_index: f32x8::ZERO,
            index: Ramp::default(),
            last: f32x8::ZERO,
        };
        (tone, ())
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        self.aim(lane, timbre.turns(onset));
        for (place, phase) in self.phase.iter_mut().enumerate() {
            phase.as_mut_array()[lane] = 0;
            self.step[place].as_mut_array()[lane] = self.base[place].as_array()[lane] as i32;
        }
        let factor = math::exp2(onset.brighter - timbre.index_halvings * onset.octave);
        set(&mut self.index_factor, lane, factor);
        self.index.clear_lane(lane);
        set(&mut self.last, lane, 0.0);
    }

    fn retune(&mut self, lane: usize, timbre: &Timbre, onset: &Onset, octaves: f32) {
        self.aim(lane, timbre.turns(onset));
        let factor = self.index_factor.as_array()[lane];
        set(&mut self.index_factor, lane, factor * math::exp2(-timbre.index_halvings * octaves));
    }

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        for place in 0..3 {
            self.phase[place].as_mut_array()[lane] = from.phase[place].as_array()[other];
            self.step[place].as_mut_array()[lane] = from.step[place].as_array()[other];
            copy(&mut self.base[place], lane, &from.base[place], other);
        }
        copy(&mut self.index_factor, lane, &from.index_factor, other);
        copy(&mut self.most_index, lane, &from.most_index, other);
        self.index.copy_lane(lane, &from.index, other);
        copy(&mut self.last, lane, &from.last, other);
    }

    fn clear(&mut self, lane: usize) {
        set(&mut self.index_factor, lane, 0.0);
        set(&mut self.last, lane, 0.0);
    }

    fn advance(&mut self, timbre: &Timbre, seats: &Seats, moves: &Moves) {
        if moves.bends {
            for (step, base) in self.step.iter_mut().zip(&self.base) {
                *step = (*base * moves.pitch).fast_trunc_int();
            }
        }
        let index = f32x8::splat(timbre.index) + f32x8::splat(timbre.strike_index) * seats.sweep;
        // The slow oscillator opens the index as it opens a filter.
        let swing = f32x8::ONE + moves.swing * f32x8::splat(0.5 * timbre.common.lfo_filter_octaves);
        let index = (index * self.index_factor * swing.fast_max(f32x8::ZERO)).fast_min(self.most_index);
        self.index.head(index * f32x8::splat(1.0 / math::TAU), moves.per_frame);
    }

    fn render(&mut self, timbre: &Timbre, _: &mut (), mix: &mut [f32x8]) {
        let [mut modulator, mut carrier, mut second] = self.phase;
        let feedback = f32x8::splat(timbre.feedback / math::TAU);
        let second_gain = f32x8::splat(timbre.second_gain);
        let (mut last, mut index) = (self.last, self.index.now);
        for sample in mix.iter_mut() {
            last = lanes::sine(modulator, last * feedback);
            let moved = last * index;
            *sample = lanes::sine(carrier, moved);
            if timbre.second_gain > 0.0 {
                *sample += lanes::sine(second, moved) * second_gain;
            }
            modulator += self.step[0];
            carrier += self.step[1];
            second += self.step[2];
            index += self.index.step;
        }
        self.phase = [modulator, carrier, second];
        (self.last, self.index.now) = (last, index);
    }
}
