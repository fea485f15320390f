//! Wavetable oscillators, one a lane.

use wide::{f32x8, i32x8};

use super::LANES;
use super::ramp::{copy, set};
use super::tables::{Period, TABLE_BITS, Wavetable};

/// An oscillator of each lane.
#[derive(Clone, Debug)]
pub(crate) struct Oscillators {
    period: [&'static Period; LANES],
    phase: i32x8,
    step: i32x8,
    /// Step without vibrato.
    base: f32x8,
}

impl Oscillators {
    /// Oscillators that stand still.
    pub fn new(period: &'static Period) -> Self {
        Oscillators { period: [period; LANES], phase: i32x8::ZERO, step: i32x8::ZERO, base: f32x8::ZERO }
    }

    /// Starts the oscillator in `lane` at `hz`; `phase` in 2^32nds of a turn.
    pub fn start(&mut self, lane: usize, period: &'static Period, phase: i32, hz: f32, rate_hz: f32) {
        let turns = f64::from(hz) / f64::from(rate_hz);
        let step = (turns * 4_294_967_296.0).round() as i32;
        self.period[lane] = period;
        self.phase.as_mut_array()[lane] = phase;
        self.step.as_mut_array()[lane] = step;
        set(&mut self.base, lane, step as f32);
    }

    /// Copies lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Oscillators, other: usize) {
        self.period[lane] = from.period[other];
        self.phase.as_mut_array()[lane] = from.phase.as_array()[other];
        self.step.as_mut_array()[lane] = from.step.as_array()[other];
        copy(&mut self.base, lane, &from.base, other);
    }

    /// Frequency of `lane` as started, in Hz.
    pub fn hz(&self, lane: usize, rate_hz: f32) -> f32 {
        self.base.as_array()[lane] * (rate_hz / 4_294_967_296.0)
    }

    /// Sets the frequency of `lane`, from the next bend on.
    pub fn head_for(&mut self, lane: usize, hz: f32, rate_hz: f32) {
        let turns = f64::from(hz) / f64::from(rate_hz);
        set(&mut self.base, lane, (turns * 4_294_967_296.0) as f32);
    }

    /// Takes the richest version of `wave` that `lane` may sound, bent by `bend` at most.
    pub fn fit(&mut self, lane: usize, wave: &'static Wavetable, bend: f32, rate_hz: f32) {
        self.period[lane] = wave.version(self.hz(lane, rate_hz) * bend, rate_hz);
    }

    /// Multiplies the frequencies as started by `factor`.
    pub fn bend(&mut self, factor: f32x8) {
        self.step = (self.base * factor).fast_trunc_int();
    }

    /// The next sample of each lane.
    #[inline(always)]
    pub fn next(&mut self) -> f32x8 {
        let value = read(&self.period, self.phase);
        self.phase += self.step;
        value
    }
}

/// The samples of `period` at `phase`, straight between its points.
#[inline(always)]
pub(crate) fn read(period: &[&'static Period; LANES], phase: i32x8) -> f32x8 {
    const REST_BITS: u32 = 32 - TABLE_BITS;
    let phases = phase.to_array();
    let at = |lane: usize| (phases[lane] as u32 >> REST_BITS) as usize;
    let here = f32x8::new(std::array::from_fn(|lane| period[lane][at(lane)]));
    let next = f32x8::new(std::array::from_fn(|lane| period[lane][at(lane) + 1]));
    let rest = f32x8::from_i32x8(phase & i32x8::splat((1 << REST_BITS) - 1));
    here + (next - here) * (rest * f32x8::splat(1.0 / (1u32 << REST_BITS) as f32))
}
