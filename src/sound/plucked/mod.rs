//! The plucked engine: a string as a delay line that feeds back on itself.
//!
//! Karplus and Strong, “Digital synthesis of plucked-string and drum timbres”, Computer Music
//! Journal 7(2), 1983, tuned by an allpass as Jaffe and Smith do, “Extensions of the
//! Karplus-Strong plucked-string algorithm”, same issue. The allpass and the damping are
//! computed for the delay they have at the fundamental itself, so it is in tune to the
//! rounding of the arithmetic. The string is woken by a smooth push and pull instead of noise:
//! every note of a pitch is the same, and as loud as its neighbours.

mod patch;

use wide::f32x8;

use super::mix::gain_or_off;
use super::patch::Patch;
use super::voice::common::{Common, Onset, fall_per_step};
use super::voice::moves::Moves;
use super::voice::pack::Tone;
use super::voice::ramp::{copy, set};
use super::voice::seats::Seats;
use super::voice::{LANE_NUMBERS, LANES};
use crate::math;

pub use patch::Plucked;

/// Lowest pitch of a string, in Hz; lower notes sound there.
const LOWEST_HZ: f32 = 25.0;

/// A plucked sound at one rate.
#[derive(Clone, Debug)]
pub struct Timbre {
    common: Common,
    decay_s: f32,
    damping: f32,
    position: f32,
    width: f32,
    body: f32,
    body_damping: f32,
    /// Filter coefficients of the body.
    a1: f32,
    a2: f32,
    a3: f32,
    /// Frames of the longest string, a power of two.
    frames: usize,
}

/// A string in figures.
#[derive(Clone, Copy, Debug)]
struct Tuning {
    /// Whole frames of delay.
    whole: i32,
    allpass: f32,
    /// What comes back of this frame and of the one before.
    now: f32,
    before: f32,
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let plucked = &patch.plucked;
        let g = math::tan(math::PI * plucked.body_hz / rate_hz);
        let damping = 2.0 - 1.9 * plucked.body_resonance;
        let a1 = 1.0 / (1.0 + g * (g + damping));
        Timbre {
            common: Common::new(rate_hz, patch),
            decay_s: plucked.decay_s,
            damping: plucked.damping_db_per_s,
            position: plucked.position,
            width: plucked.width,
            body: gain_or_off(plucked.body_db),
            body_damping: damping,
            a1,
            a2: g * a1,
            a3: g * g * a1,
            frames: ((rate_hz / LOWEST_HZ) as usize + 4).next_power_of_two(),
        }
    }

    fn decay_s(&self, onset: &Onset) -> f32 {
        self.decay_s / onset.decay_speed
    }

    /// The string that sounds `hz` and dies away in `decay_s`.
    fn tuning(&self, hz: f32, decay_s: f32) -> Tuning {
        let rate_hz = self.common.rate_hz;
        let hz = hz.clamp(LOWEST_HZ, rate_hz / 8.0);
        let period = rate_hz / hz;
        let w = math::TAU * hz / rate_hz;
        // A sum of this frame and the last, shares 1 - s and s, loses about s(1-s)w²/2 each
        // period; s so that what lies at 2 kHz loses `damping` more each second.
        let at = math::TAU * 2000.0 / rate_hz;
        let wanted = (self.damping / 8.686 / hz * 2.0 / (at * at)).min(0.25);
        let s = 0.5 - (0.25 - wanted).max(0.0).sqrt();
        let (real, imaginary) = (1.0 - s + s * math::cos(w), s * math::sin(w));
        let kept = (real * real + imaginary * imaginary).sqrt();
        let damping_delay = math::atan2(imaginary, real) / w;
        let gain = (math::exp2(-9.965_784 / (hz * decay_s)) / kept).min(0.999_98);
        let rest = period - damping_delay;
        let whole = (rest - 0.3).floor().max(1.0);
        let fraction = rest - whole;
        let allpass = math::sin((1.0 - fraction) * w / 2.0) / math::sin((1.0 + fraction) * w / 2.0);
        Tuning { whole: whole as i32, allpass, now: gain * (1.0 - s), before: gain * s }
    }
}

/// The strings of eight lanes: frames one after another, lanes side by side.
#[derive(Clone, Debug)]
pub struct Strings {
    frames: Vec<[f32; LANES]>,
    /// Where the next frame goes; counts on for ever.
    at: usize,
}

impl Strings {
    fn get(&self, back: usize, lane: usize) -> f32 {
        self.frames[self.at.wrapping_sub(back) & (self.frames.len() - 1)][lane]
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct PluckedTone {
    whole: [i32; LANES],
    allpass: f32x8,
    /// Last output of the allpass.
    last: f32x8,
    now: f32x8,
    before: f32x8,
    /// Frames since the onset.
    age: f32x8,
    /// Age from which the string reads its own frames.
    first: f32x8,
    /// Push: one part its length, its strength, and when the pull follows.
    push_rate: f32x8,
    push: f32x8,
    pull_at: f32x8,
    pushing: bool,
    state1: f32x8,
    state2: f32x8,
    /// Where the lane glides to, in Hz, and its decay in seconds.
    hz: f32x8,
    decay_s: f32x8,
}

impl PluckedTone {
    fn tune(&mut self, lane: usize, timbre: &Timbre, bend: f32) {
        let tuning = timbre.tuning(self.hz.as_array()[lane] * bend, self.decay_s.as_array()[lane]);
        self.whole[lane] = tuning.whole;
        set(&mut self.allpass, lane, tuning.allpass);
        set(&mut self.now, lane, tuning.now);
        set(&mut self.before, lane, tuning.before);
    }
}

/// A bell from 0 to 1 and back over `t` from 0 to 1, 0 outside.
#[inline(always)]
fn bell(t: f32x8) -> f32x8 {
    let t = t.fast_max(f32x8::ZERO).fast_min(f32x8::ONE);
    let arch = t * (f32x8::ONE - t);
    arch * arch * f32x8::splat(16.0)
}

impl Tone for PluckedTone {
    type Timbre = Timbre;
    type Memory = Strings;

    fn new(timbre: &Timbre) -> (Self, Strings) {
        let zero = f32x8::ZERO;
        let tone = PluckedTone {
            whole: [1; LANES],
            allpass: zero,
            last: zero,
            now: zero,
            before: zero,
            age: zero,
            first: f32x8::splat(f32::INFINITY),
            push_rate: zero,
            push: zero,
            pull_at: zero,
            pushing: false,
            state1: zero,
            state2: zero,
            hz: f32x8::splat(440.0),
            decay_s: f32x8::ONE,
        };
        (tone, Strings { frames: vec![[0.0; LANES]; timbre.frames], at: 0 })
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn prepare(timbre: &Timbre, onset: &mut Onset) {
        onset.ring_keep = fall_per_step(timbre.decay_s(onset), timbre.common.rate_hz);
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        set(&mut self.hz, lane, onset.hz);
        set(&mut self.decay_s, lane, timbre.decay_s(onset));
        self.tune(lane, timbre, 1.0);
        let period = timbre.common.rate_hz / onset.hz.max(LOWEST_HZ);
        // A harder pluck is a sharper one; no push is shorter than three frames.
        let width = (timbre.width * math::exp2(-onset.brighter)).clamp(0.02, 0.7);
        let frames = (period * width).max(3.0);
        for (row, value) in [
            (&mut self.last, 0.0),
            (&mut self.age, 0.0),
            (&mut self.first, self.whole[lane] as f32 + 1.0),
            (&mut self.push_rate, 1.0 / frames),
            // As much fundamental for a wide push as for a sharp one.
            (&mut self.push, period / frames),
            (&mut self.pull_at, timbre.position * period),
            (&mut self.state1, 0.0),
            (&mut self.state2, 0.0),
        ] {
            set(row, lane, value);
        }
        self.pushing = true;
    }

    fn retune(&mut self, lane: usize, timbre: &Timbre, onset: &Onset, _: f32) {
        set(&mut self.hz, lane, onset.hz);
        set(&mut self.decay_s, lane, timbre.decay_s(onset));
    }

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        self.whole[lane] = from.whole[other];
        for (to, from) in [
            (&mut self.allpass, &from.allpass),
            (&mut self.last, &from.last),
            (&mut self.now, &from.now),
            (&mut self.before, &from.before),
            (&mut self.age, &from.age),
            (&mut self.first, &from.first),
            (&mut self.push_rate, &from.push_rate),
            (&mut self.push, &from.push),
            (&mut self.pull_at, &from.pull_at),
            (&mut self.state1, &from.state1),
            (&mut self.state2, &from.state2),
            (&mut self.hz, &from.hz),
            (&mut self.decay_s, &from.decay_s),
        ] {
            copy(to, lane, from, other);
        }
        self.pushing |= from.pushing;
    }

    fn copy_memory(&self, memory: &mut Strings, lane: usize, from: &Strings, other: usize) {
        let mask = memory.frames.len() - 1;
        for back in 1..=(self.whole[lane] as usize + 2).min(mask) {
            memory.frames[memory.at.wrapping_sub(back) & mask][lane] = from.get(back, other);
        }
    }

    fn move_memory(&self, memory: &mut Strings, lane: usize, other: usize) {
        let mask = memory.frames.len() - 1;
        for back in 1..=(self.whole[lane] as usize + 2).min(mask) {
            let frame = &mut memory.frames[memory.at.wrapping_sub(back) & mask];
            frame[lane] = frame[other];
        }
    }

    fn clear(&mut self, lane: usize) {
        set(&mut self.push, lane, 0.0);
        set(&mut self.first, lane, f32::INFINITY);
        set(&mut self.last, lane, 0.0);
        set(&mut self.state1, lane, 0.0);
        set(&mut self.state2, lane, 0.0);
    }

    fn advance(&mut self, timbre: &Timbre, _: &Seats, moves: &Moves) {
        let over = self.pull_at * self.push_rate + f32x8::ONE;
        let pushes = (self.age * self.push_rate).simd_lt(over) & self.push.simd_gt(f32x8::ZERO);
        self.pushing = pushes.to_bitmask() != 0;
        if moves.gliding != 0 {
            for lane in LANE_NUMBERS.filter(|lane| moves.gliding >> lane & 1 == 1) {
                self.tune(lane, timbre, moves.pitch.as_array()[lane]);
            }
        }
    }

    fn render(&mut self, timbre: &Timbre, memory: &mut Strings, mix: &mut [f32x8]) {
        let mask = memory.frames.len() - 1;
        let (mut last, mut age) = (self.last, self.age);
        for sample in mix.iter_mut() {
            let at = memory.at;
            let read = |lane: usize, back: usize| {
                memory.frames[at.wrapping_sub(self.whole[lane] as usize + back) & mask][lane]
            };
            let own = age.simd_ge(self.first);
            let here = f32x8::new(std::array::from_fn(|lane| read(lane, 0))) & own;
            let next = f32x8::new(std::array::from_fn(|lane| read(lane, 1))) & own;
            let passed = self.allpass * (here - last) + next;
            let mut string = self.now * passed + self.before * last;
            last = passed;
            if self.pushing {
                let t = age * self.push_rate;
                string += self.push * (bell(t) - bell(t - self.pull_at * self.push_rate));
            }
            age += f32x8::ONE;
            memory.frames[at & mask] = string.to_array();
            memory.at = at.wrapping_add(1);
            *sample = string;
        }
        (self.last, self.age) = (last, age);
        if timbre.body > 0.0 {
            self.resonate(timbre, mix);
        }
    }
}

impl PluckedTone {
    /// Adds what the body makes of the string.
    fn resonate(&mut self, timbre: &Timbre, mix: &mut [f32x8]) {
        let [a1, a2, a3] = [timbre.a1, timbre.a2, timbre.a3].map(f32x8::splat);
        let gain = f32x8::splat(timbre.body * timbre.body_damping);
        let (mut s1, mut s2) = (self.state1, self.state2);
        for sample in mix {
            let rest = *sample - s2;
            let band = a1 * s1 + a2 * rest;
            let low = s2 + a2 * s1 + a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            *sample += band * gain;
        }
        (self.state1, self.state2) = (s1, s2);
    }
}
