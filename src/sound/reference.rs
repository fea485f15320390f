//! The yardstick: the least that an alias-free synth voice with a moving filter costs.
//!
//! Written by hand for one sound and nothing else: two detuned wavetable saws, a
//! resonant low-pass whose cutoff an envelope moves, amplifier and pan, eight voices a
//! pack, coefficients every 16 frames and straight in between. `cantus bench` times it
//! in the same run as the real bank, so that the ratio says what the bank's features cost.

use wide::{f32x8, i32x8};

use super::Bus;
use super::breath::Breath;
use super::drums::{Drums, Hit};
use super::fm::Fm;
use super::patch::{Adsr, EngineId, Filter, LoudnessTrim, Oscillator, Patch, Second, Wave};
use super::plucked::Plucked;
use super::struck::{MAX_MODES, Mode, Struck};
use super::voice::tables::{self, Period};
use super::voice::{CONTROL_FRAMES, LANES, lanes, read};
use crate::math;
use crate::time::BLOCK_FRAMES;

/// Eight voices.
#[derive(Clone, Debug)]
struct Pack {
    period: [&'static Period; LANES],
    phase1: i32x8,
    phase2: i32x8,
    step1: i32x8,
    step2: i32x8,
    state1: f32x8,
    state2: f32x8,
    a: [f32x8; 3],
    env: f32x8,
    gain: f32x8,
    pan_left: f32x8,
    pan_right: f32x8,
}

/// A fixed number of voices that sound for ever.
#[derive(Clone, Debug)]
pub struct ReferenceKernel {
    packs: Vec<Pack>,
    rate_hz: f32,
    /// Factor of the envelope a control step.
    keep: f32x8,
}

impl ReferenceKernel {
    /// At least `voices` voices (the next multiple of 8) at `rate_hz`, on pitches from C2 upwards.
    /// Allocates.
    pub fn new(rate_hz: f32, voices: usize) -> Self {
        let saw = tables::table(Wave::Saw);
        let packs = (0..voices.div_ceil(LANES))
            .map(|pack| {
                let hz: [f32; LANES] = std::array::from_fn(|lane| {
                    65.406 * math::exp2(((pack * LANES + lane) % 48) as f32 / 12.0)
                });
                let step = |cents: f32| {
                    let bend = math::exp2(cents / 1200.0) / rate_hz;
                    i32x8::new(hz.map(|hz| (f64::from(hz * bend) * 4_294_967_296.0) as i32))
                };
                Pack {
                    period: hz.map(|hz| saw.version(hz * 1.01, rate_hz)),
                    phase1: i32x8::ZERO,
                    phase2: i32x8::ZERO,
                    step1: step(-4.0),
                    step2: step(4.0),
                    state1: f32x8::ZERO,
                    state2: f32x8::ZERO,
                    a: [f32x8::ZERO; 3],
                    env: f32x8::ONE,
                    gain: f32x8::splat(0.05),
                    pan_left: f32x8::splat(0.7),
                    pan_right: f32x8::splat(0.7),
                }
            })
            .collect();
        ReferenceKernel { packs, rate_hz, keep: f32x8::splat(0.9997) }
    }

    /// Adds the next block to `bus`.
    pub fn render_block(&mut self, bus: &mut Bus) {
        let mut left = [f32x8::ZERO; BLOCK_FRAMES];
        let mut right = [f32x8::ZERO; BLOCK_FRAMES];
        for pack in &mut self.packs {
            for start in (0..BLOCK_FRAMES).step_by(CONTROL_FRAMES) {
                let span = start..start + CONTROL_FRAMES;
                pack.render(self.rate_hz, self.keep, &mut left[span.clone()], &mut right[span]);
            }
        }
        for frame in 0..BLOCK_FRAMES {
            bus.left[frame] += left[frame].reduce_add();
            bus.right[frame] += right[frame].reduce_add();
        }
    }
}

impl Pack {
    fn render(&mut self, rate_hz: f32, keep: f32x8, left: &mut [f32x8], right: &mut [f32x8]) {
        let one = f32x8::ONE;
        self.env *= keep;
        let cutoff = self.env * f32x8::splat(4.0) + f32x8::splat(8.6);
        let g = lanes::tan(lanes::exp2_positive(cutoff) * f32x8::splat(math::PI / rate_hz));
        let a1 = one / (one + g * (g + f32x8::splat(0.6)));
        let goal = [a1, g * a1, g * g * a1];
        let share = f32x8::splat(1.0 / CONTROL_FRAMES as f32);
        let step: [f32x8; 3] = std::array::from_fn(|i| (goal[i] - self.a[i]) * share);
        let goal_gain = (self.env + f32x8::splat(0.1)) * f32x8::splat(0.05);
        let gain_step = (goal_gain - self.gain) * share;
        let [mut a1, mut a2, mut a3] = self.a;
        let (mut s1, mut s2, mut gain) = (self.state1, self.state2, self.gain);
        let (mut phase1, mut phase2) = (self.phase1, self.phase2);
        for (left, right) in left.iter_mut().zip(right) {
            let input = read(&self.period, phase1) + read(&self.period, phase2);
            phase1 += self.step1;
            phase2 += self.step2;
            let rest = input - s2;
            let band = a1 * s1 + a2 * rest;
            let low = s2 + a2 * s1 + a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            let y = low * gain;
            *left += y * self.pan_left;
            *right += y * self.pan_right;
            a1 += step[0];
            a2 += step[1];
            a3 += step[2];
            gain += gain_step;
        }
        self.a = goal;
        self.gain = goal_gain;
        (self.state1, self.state2) = (s1, s2);
        (self.phase1, self.phase2) = (phase1, phase2);
    }
}

/// The patch that does in the real bank what the reference does: two detuned saws, a
/// resonant low-pass that an envelope moves all the time, no LFO, no noise.
pub fn bench_patch() -> Patch {
    let slow = Adsr { attack_ms: 5.0, decay_ms: 60_000.0, sustain: 0.1, release_ms: 2000.0 };
    Patch {
        name: String::from("Bench"),
        about: String::from("Two saws through a moving filter, to time the bank with."),
        oscillator: Oscillator { wave: Wave::Saw, level_db: 0.0 },
        second: Second { wave: Wave::Saw, level_db: 0.0, detune_cents: 8.0, ..Second::default() },
        filter: Filter {
            cutoff_hz: 400.0,
            resonance: 0.7,
            key_follow: 0.0,
            envelope_octaves: 4.0,
            ..Filter::default()
        },
        amp_envelope: slow.clone(),
        filter_envelope: slow,
        loudness: LoudnessTrim { level_db: -30.0, ..LoudnessTrim::default() },
        ..Patch::default()
    }
}

/// A patch that keeps every stage of `engine` at work for as long as it is timed.
pub fn bench_patch_of(engine: EngineId) -> Patch {
    let held = Adsr { attack_ms: 5.0, decay_ms: 60_000.0, sustain: 1.0, release_ms: 2000.0 };
    let plain = Patch {
        engine,
        amp_envelope: held.clone(),
        filter_envelope: held,
        loudness: LoudnessTrim { level_db: -30.0, ..LoudnessTrim::default() },
        ..Patch::default()
    };
    match engine {
        EngineId::Subtractive => bench_patch(),
        EngineId::Struck => {
            let mode = |number: i32| Mode { ratio: number as f32, level_db: -12.0, ..Mode::default() };
            let modes = (1..=MAX_MODES as i32).map(mode).collect();
            Patch { struck: Struck { modes, decay_s: 60.0, ..Struck::default() }, ..plain }
        }
        EngineId::Plucked => {
            let plucked = Plucked { decay_s: 30.0, body_db: -6.0, ..Plucked::default() };
            Patch { plucked, ..plain }
        }
        EngineId::Fm => {
            let fm = Fm { index: 3.0, feedback: 0.5, second_db: -6.0, ..Fm::default() };
            Patch { fm, ..plain }
        }
        EngineId::Drums => {
            let hit = Hit {
                keys: vec![36],
                tone_db: 0.0,
                tone_ms: 8000.0,
                second_db: 0.0,
                noise_db: 0.0,
                noise_ms: 8000.0,
                metal_db: 0.0,
                ..Hit::default()
            };
            Patch { drums: Drums { hits: vec![hit] }, ..plain }
        }
        EngineId::Breath => {
            let breath = Breath { air_db: -30.0, ..Breath::default() };
            Patch { breath, ..plain }
        }
    }
}
