//! The struck engine: bars, bells and bowls as sums of decaying resonances.
//!
//! A struck body rings in a few modes, each a sine that dies away by itself. Each mode is
//! a complex number turned and shrunk every frame, so its pitch is as exact as a
//! 24-bit sine and cosine: far under a cent. What the mallet does is how strongly it wakes the
//! higher modes.

use serde::{Deserialize, Serialize};
use wide::{f32x8, i32x8};

use super::mix::gain_or_off;
use super::patch::{OFF_DB, Patch, Ranges};
use super::voice::common::{Common, Onset, fall_per_step};
use super::voice::moves::Moves;
use super::voice::pack::Tone;
use super::voice::ramp::{copy, set};
use super::voice::seats::Seats;
use super::voice::{LANE_NUMBERS, noise};
use crate::math;

/// Most modes of a body.
pub const MAX_MODES: usize = 12;

/// What the struck engine plays: a body and a mallet.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Struck {
    /// The body's modes, 1 to 12, the first of which carries the pitch; one that swells counts as two.
    pub modes: Vec<Mode>,
    /// Time in which the first mode falls by 60 dB at middle C, 0.05 to 60 s.
    pub decay_s: f32,
    /// Frequency above which the mallet wakes modes less and less (12 dB an octave) at
    /// middle C and velocity 80, 50 to 20000 Hz: soft mallets lie low.
    pub mallet_hz: f32,
    /// How far that follows the pitch, 0 to 1.
    pub mallet_follow: f32,
    /// Knock of the mallet, −60 (off) to 0 dB.
    pub knock_db: f32,
    /// Time in which the knock falls by 60 dB, 5 to 500 ms.
    pub knock_ms: f32,
}

/// One mode of a struck body.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mode {
    /// Frequency as a multiple of the pitch, 0.1 to 40.
    pub ratio: f32,
    /// Level, −60 to 0 dB, before the mallet.
    pub level_db: f32,
    /// Decay time as a multiple of the first mode's, 0.005 to 2.
    pub decay: f32,
    /// Time in which it swells after the stroke, as a multiple of the first mode's decay time, 0 (at
    /// once) to 0.5: large gongs bloom.
    pub rise: f32,
}

impl Default for Mode {
    fn default() -> Self {
        Mode { ratio: 1.0, level_db: 0.0, decay: 1.0, rise: 0.0 }
    }
}

impl Default for Struck {
    fn default() -> Self {
        Struck {
            modes: vec![Mode::default()],
            decay_s: 2.0,
            mallet_hz: 2000.0,
            mallet_follow: 0.5,
            knock_db: OFF_DB,
            knock_ms: 30.0,
        }
    }
}

impl Struck {
    /// Every number with its range.
    pub(super) fn ranges(&self, rows: &mut Ranges) {
        let swelling = self.modes.iter().filter(|mode| mode.rise > 0.0).count();
        rows.row("struck.modes", (self.modes.len() + swelling) as f32, 1.0, MAX_MODES as f32);
        for (place, mode) in self.modes.iter().enumerate() {
            rows.member(Some(place));
            rows.row("struck.modes.ratio", mode.ratio, 0.1, 40.0);
            rows.row("struck.modes.level_db", mode.level_db, OFF_DB, 0.0);
            rows.row("struck.modes.decay", mode.decay, 0.005, 2.0);
            rows.row("struck.modes.rise", mode.rise, 0.0, 0.5);
        }
        rows.member(None);
        rows.row("struck.decay_s", self.decay_s, 0.05, 60.0);
        rows.row("struck.mallet_hz", self.mallet_hz, 50.0, 20_000.0);
        rows.row("struck.mallet_follow", self.mallet_follow, 0.0, 1.0);
        rows.row("struck.knock_db", self.knock_db, OFF_DB, 0.0);
        rows.row("struck.knock_ms", self.knock_ms, 5.0, 500.0);
    }
}

/// A struck sound at one rate.
#[derive(Clone, Debug)]
pub struct Timbre {
    common: Common,
    /// Ratio, gain, decay relative to the first.
    modes: arrayvec::ArrayVec<(f32, f32, f32), MAX_MODES>,
    decay_s: f32,
    longest: f32,
    mallet_log2: f32,
    mallet_follow: f32,
    knock_gain: f32,
    knock_keep: f32,
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let struck = &patch.struck;
        Timbre {
            common: Common::new(rate_hz, patch),
            modes: struck.modes.iter().flat_map(resonances).take(MAX_MODES).collect(),
            decay_s: struck.decay_s,
            longest: struck.modes.iter().map(|mode| mode.decay).fold(0.005, f32::max),
            mallet_log2: math::log2(struck.mallet_hz),
            mallet_follow: struck.mallet_follow,
            knock_gain: gain_or_off(struck.knock_db),
            knock_keep: fall_per_step(struck.knock_ms / 1000.0, rate_hz),
        }
    }
}

/// Ratio, gain and decay of what a mode is made of: where it swells, another one that dies away
/// sooner is taken from it.
fn resonances(mode: &Mode) -> impl Iterator<Item = (f32, f32, f32)> + use<> {
    let gain = gain_or_off(mode.level_db);
    let taken = (mode.rise > 0.0).then_some((mode.ratio, -gain, mode.rise));
    std::iter::once((mode.ratio, gain, mode.decay)).chain(taken)
}

/// A mode of each lane: where it is, and the turn it makes each frame.
#[derive(Clone, Copy, Debug)]
struct Resonance {
    x: f32x8,
    y: f32x8,
    turn_x: f32x8,
    turn_y: f32x8,
    /// Turn in radians and shrinking each frame, where the lane glides to.
    angle: f32x8,
    keep: f32x8,
}

const STILL: Resonance = Resonance {
    x: f32x8::ZERO,
    y: f32x8::ZERO,
    turn_x: f32x8::ZERO,
    turn_y: f32x8::ZERO,
    angle: f32x8::ZERO,
    keep: f32x8::ZERO,
};

impl Resonance {
    fn aim(&mut self, lane: usize, bend: f32, highest: f32) {
        let angle = self.angle.as_array()[lane] * bend;
        // A mode bent out of hearing dies at once.
        let keep = if angle < highest { self.keep.as_array()[lane] } else { 0.9 };
        set(&mut self.turn_x, lane, math::cos(angle) * keep);
        set(&mut self.turn_y, lane, math::sin(angle) * keep);
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct StruckTone {
    modes: [Resonance; MAX_MODES],
    knock: f32x8,
    knock_low: f32x8,
    noise_state: i32x8,
    knock_pull: f32x8,
}

impl Tone for StruckTone {
    type Timbre = Timbre;
    type Memory = ();

    fn new(_: &Timbre) -> (Self, ()) {
        let tone = StruckTone {
            modes: [STILL; MAX_MODES],
            knock: f32x8::ZERO,
            knock_low: f32x8::ZERO,
            noise_state: i32x8::ONE,
            knock_pull: f32x8::ZERO,
        };
        (tone, ())
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn prepare(timbre: &Timbre, onset: &mut Onset) {
        let seconds = timbre.decay_s * timbre.longest / onset.decay_speed;
        onset.ring_keep = fall_per_step(seconds, timbre.common.rate_hz);
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        let rate_hz = timbre.common.rate_hz;
        let mallet = timbre.mallet_log2 + timbre.mallet_follow * onset.octave + onset.brighter;
        let mallet_hz = math::exp2(mallet.clamp(4.0, 15.0));
        let wakes = |hz: f32| 1.0 / (1.0 + (hz / mallet_hz) * (hz / mallet_hz));
        // However soft the mallet, the pitch itself keeps its level.
        let first = wakes(onset.hz * timbre.modes.first().map_or(1.0, |mode| mode.0));
        for (mode, &(ratio, gain, decay)) in self.modes.iter_mut().zip(&timbre.modes) {
            let hz = onset.hz * ratio;
            let audible = f32::from(u8::from(hz < timbre.common.highest_hz()));
            let seconds = timbre.decay_s * decay / onset.decay_speed;
            set(&mut mode.x, lane, gain * audible * wakes(hz) / first);
            set(&mut mode.y, lane, 0.0);
            set(&mut mode.angle, lane, math::TAU * hz / rate_hz);
            set(&mut mode.keep, lane, math::exp2(-9.965_784 / (seconds.max(0.002) * rate_hz)));
            mode.aim(lane, 1.0, math::PI);
        }
        set(&mut self.knock, lane, timbre.knock_gain);
        set(&mut self.knock_low, lane, 0.0);
        set(&mut self.knock_pull, lane, 1.0 - math::exp(-math::TAU * mallet_hz.min(12_000.0) / rate_hz));
        self.noise_state.as_mut_array()[lane] = onset.seed;
    }

    fn retune(&mut self, lane: usize, timbre: &Timbre, onset: &Onset, _: f32) {
        for (mode, &(ratio, ..)) in self.modes.iter_mut().zip(&timbre.modes) {
            set(&mut mode.angle, lane, math::TAU * onset.hz * ratio / timbre.common.rate_hz);
        }
    }

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        for (to, from) in self.modes.iter_mut().zip(&from.modes) {
            for (to, from) in [
                (&mut to.x, &from.x),
                (&mut to.y, &from.y),
                (&mut to.turn_x, &from.turn_x),
                (&mut to.turn_y, &from.turn_y),
                (&mut to.angle, &from.angle),
                (&mut to.keep, &from.keep),
            ] {
                copy(to, lane, from, other);
            }
        }
        copy(&mut self.knock, lane, &from.knock, other);
        copy(&mut self.knock_low, lane, &from.knock_low, other);
        copy(&mut self.knock_pull, lane, &from.knock_pull, other);
        self.noise_state.as_mut_array()[lane] = from.noise_state.as_array()[other];
    }

    fn clear(&mut self, lane: usize) {
        for mode in &mut self.modes {
            set(&mut mode.x, lane, 0.0);
            set(&mut mode.y, lane, 0.0);
        }
        set(&mut self.knock, lane, 0.0);
        set(&mut self.knock_low, lane, 0.0);
    }

    fn advance(&mut self, timbre: &Timbre, _: &Seats, moves: &Moves) {
        // What has died away must not end in denormal numbers.
        let least = f32x8::splat(1e-9);
        for mode in self.modes.iter_mut().take(timbre.modes.len()) {
            let sounds = mode.x.abs().simd_gt(least) | mode.y.abs().simd_gt(least);
            mode.x &= sounds;
            mode.y &= sounds;
        }
        self.knock *= f32x8::ONE - f32x8::splat(1.0 - timbre.knock_keep) * moves.share;
        self.knock = self.knock & self.knock.simd_gt(least);
        if moves.gliding != 0 {
            let highest = timbre.common.highest_hz() * math::TAU / timbre.common.rate_hz;
            for mode in self.modes.iter_mut().take(timbre.modes.len()) {
                for lane in LANE_NUMBERS.filter(|lane| moves.gliding >> lane & 1 == 1) {
                    mode.aim(lane, moves.pitch.as_array()[lane], highest);
                }
            }
        }
    }

    fn render(&mut self, timbre: &Timbre, _: &mut (), mix: &mut [f32x8]) {
        for mode in self.modes.iter_mut().take(timbre.modes.len()) {
            let (mut x, mut y) = (mode.x, mode.y);
            let (turn_x, turn_y) = (mode.turn_x, mode.turn_y);
            for sample in mix.iter_mut() {
                *sample += y;
                let turned = x * turn_x - y * turn_y;
                y = x * turn_y + y * turn_x;
                x = turned;
            }
            (mode.x, mode.y) = (x, y);
        }
        if self.knock.simd_gt(f32x8::ZERO).to_bitmask() != 0 {
            let (mut low, pull, gain) = (self.knock_low, self.knock_pull, self.knock);
            for sample in mix.iter_mut() {
                low += (noise(&mut self.noise_state) - low) * pull;
                *sample += low * gain;
            }
            self.knock_low = low;
        }
    }
}
