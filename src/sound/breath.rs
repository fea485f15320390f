//! The breath engine: winds as a reed or lip, and breath that rushes through a tuned pipe.
//!
//! The tone is a wave whose strength trembles with the breath; noise through a narrow
//! resonance at the pitch (or a harmonic) is the air in the pipe, noise beside it the air
//! that misses. The pressure is the amplifier's envelope, the chiff of the onset the second.

use serde::{Deserialize, Serialize};
use wide::{f32x8, i32x8};

use super::mix::gain_or_off;
use super::patch::{OFF_DB, Patch, Ranges};
use super::voice::common::{Common, Onset};
use super::voice::moves::Moves;
use super::voice::oscillator::Oscillators;
use super::voice::pack::Tone;
use super::voice::ramp::{Ramp, copy, set};
use super::voice::seats::Seats;
use super::voice::tables::{self, Wavetable};
use super::voice::waves::Wave;
use super::voice::{LANE_NUMBERS, lanes, noise};
use crate::math;

/// What the breath engine plays: a mouthpiece, a pipe and air.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Breath {
    /// Waveform of the mouthpiece.
    pub wave: Wave,
    /// Its level, −60 (off) to 0 dB.
    pub tone_db: f32,
    /// How unsteady it is, 0 to 1.
    pub flutter: f32,
    /// Level of the air in the pipe, −60 (off) to 0 dB.
    pub pipe_db: f32,
    /// Resonance of the pipe as a multiple of the pitch, 0.5 to 8.
    pub pipe_ratio: f32,
    /// How narrow it is: centre by width, 2 to 200.
    pub pipe_q: f32,
    /// Level of the air that misses the pipe, −60 (off) to 0 dB.
    pub air_db: f32,
    /// Level of air added at the top of the filter envelope, −60 (off) to 0 dB: the chiff.
    pub chiff_db: f32,
    /// Cutoff over all at middle C and velocity 80, 100 to 20000 Hz.
    pub cutoff_hz: f32,
    /// How far it follows the pitch, 0 to 1.
    pub key_follow: f32,
    /// How far the filter envelope opens it, −4 to 4 octaves.
    pub envelope_octaves: f32,
}

impl Default for Breath {
    fn default() -> Self {
        Breath {
            wave: Wave::Flute,
            tone_db: -6.0,
            flutter: 0.2,
            pipe_db: -12.0,
            pipe_ratio: 1.0,
            pipe_q: 40.0,
            air_db: -40.0,
            chiff_db: -24.0,
            cutoff_hz: 3000.0,
            key_follow: 0.5,
            envelope_octaves: 0.0,
        }
    }
}

impl Breath {
    /// Every number with its range.
    pub(super) fn ranges(&self, rows: &mut Ranges) {
        rows.row("breath.tone_db", self.tone_db, OFF_DB, 0.0);
        rows.row("breath.flutter", self.flutter, 0.0, 1.0);
        rows.row("breath.pipe_db", self.pipe_db, OFF_DB, 0.0);
        rows.row("breath.pipe_ratio", self.pipe_ratio, 0.5, 8.0);
        rows.row("breath.pipe_q", self.pipe_q, 2.0, 200.0);
        rows.row("breath.air_db", self.air_db, OFF_DB, 0.0);
        rows.row("breath.chiff_db", self.chiff_db, OFF_DB, 0.0);
        rows.row("breath.cutoff_hz", self.cutoff_hz, 100.0, 20_000.0);
        rows.row("breath.key_follow", self.key_follow, 0.0, 1.0);
        rows.row("breath.envelope_octaves", self.envelope_octaves, -4.0, 4.0);
    }
}

/// A wind at one rate.
#[derive(Clone, Debug)]
pub struct Timbre {
    common: Common,
    wave: &'static Wavetable,
    bend: f32,
    tone_gain: f32,
    flutter: f32,
    pipe_gain: f32,
    pipe_ratio: f32,
    pipe_damping: f32,
    air_gain: f32,
    chiff_gain: f32,
    cutoff_log2: f32,
    key_follow: f32,
    sweep_octaves: f32,
    ceiling_log2: f32,
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`. Allocates; builds the table it needs.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let breath = &patch.breath;
        let common = Common::new(rate_hz, patch);
        Timbre {
            wave: tables::table(breath.wave),
            bend: math::exp2(common.vibrato_octaves),
            tone_gain: gain_or_off(breath.tone_db),
            flutter: breath.flutter,
            // What a narrower resonance lets through is made up for.
            pipe_gain: gain_or_off(breath.pipe_db) * breath.pipe_q.sqrt() * 2.0,
            pipe_ratio: breath.pipe_ratio,
            pipe_damping: 1.0 / breath.pipe_q,
            air_gain: gain_or_off(breath.air_db),
            chiff_gain: gain_or_off(breath.chiff_db),
            cutoff_log2: math::log2(breath.cutoff_hz),
            key_follow: breath.key_follow,
            sweep_octaves: breath.envelope_octaves,
            ceiling_log2: math::log2(common.highest_hz()),
            common,
        }
    }
}

/// A state-variable filter of each lane.
#[derive(Clone, Debug, Default)]
struct Filters {
    s1: f32x8,
    s2: f32x8,
    a1: Ramp,
    a2: Ramp,
    a3: Ramp,
}

impl Filters {
    fn clear_lane(&mut self, lane: usize) {
        set(&mut self.s1, lane, 0.0);
        set(&mut self.s2, lane, 0.0);
        for ramp in [&mut self.a1, &mut self.a2, &mut self.a3] {
            ramp.clear_lane(lane);
        }
    }

    fn copy_lane(&mut self, lane: usize, from: &Filters, other: usize) {
        copy(&mut self.s1, lane, &from.s1, other);
        copy(&mut self.s2, lane, &from.s2, other);
        self.a1.copy_lane(lane, &from.a1, other);
        self.a2.copy_lane(lane, &from.a2, other);
        self.a3.copy_lane(lane, &from.a3, other);
    }

    /// Heads for a cutoff, `g` its warped frequency.
    fn head(&mut self, g: f32x8, damping: f32, per_frame: f32x8) {
        let a1 = f32x8::ONE / (f32x8::ONE + g * (g + f32x8::splat(damping)));
        let a2 = g * a1;
        self.a1.head(a1, per_frame);
        self.a2.head(a2, per_frame);
        self.a3.head(g * a2, per_frame);
    }

    /// Band and low of the next sample.
    #[inline(always)]
    fn next(&mut self, input: f32x8) -> (f32x8, f32x8) {
        let rest = input - self.s2;
        let band = self.a1.now * self.s1 + self.a2.now * rest;
        let low = self.s2 + self.a2.now * self.s1 + self.a3.now * rest;
        self.s1 = band + band - self.s1;
        self.s2 = low + low - self.s2;
        self.a1.now += self.a1.step;
        self.a2.now += self.a2.step;
        self.a3.now += self.a3.step;
        (band, low)
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub struct BreathTone {
    mouth: Oscillators,
    mouth_gain: Ramp,
    flutter: f32x8,
    flutter_state: i32x8,
    noise_state: i32x8,
    air_gain: Ramp,
    pipe: Filters,
    over_all: Filters,
    /// Where the lane glides to, in Hz.
    hz: f32x8,
    cutoff_log2: f32x8,
}

/// Butterworth's damping: no resonance.
const FLAT: f32 = std::f32::consts::SQRT_2;

impl Tone for BreathTone {
    type Timbre = Timbre;
    type Memory = ();

    fn new(timbre: &Timbre) -> (Self, ()) {
        let tone = BreathTone {
            mouth: Oscillators::new(timbre.wave.version(440.0, timbre.common.rate_hz)),
            mouth_gain: Ramp::default(),
            flutter: f32x8::ZERO,
            flutter_state: i32x8::ONE,
            noise_state: i32x8::ONE,
            air_gain: Ramp::default(),
            pipe: Filters::default(),
            over_all: Filters::default(),
            hz: f32x8::splat(440.0),
            cutoff_log2: f32x8::splat(10.0),
        };
        (tone, ())
    }

    fn common(timbre: &Timbre) -> &Common {
        &timbre.common
    }

    fn start(&mut self, lane: usize, timbre: &Timbre, onset: &Onset) {
        let rate_hz = timbre.common.rate_hz;
        self.mouth.start(lane, timbre.wave.version(onset.hz * timbre.bend, rate_hz), 0, onset.hz, rate_hz);
        self.noise_state.as_mut_array()[lane] = onset.seed;
        self.flutter_state.as_mut_array()[lane] = onset.seed;
        self.mouth_gain.clear_lane(lane);
        self.air_gain.clear_lane(lane);
        self.pipe.clear_lane(lane);
        self.over_all.clear_lane(lane);
        set(&mut self.flutter, lane, 0.0);
        set(&mut self.hz, lane, onset.hz);
        let cutoff = timbre.cutoff_log2 + timbre.key_follow * onset.octave + onset.brighter;
        set(&mut self.cutoff_log2, lane, cutoff);
    }

    fn retune(&mut self, lane: usize, timbre: &Timbre, onset: &Onset, octaves: f32) {
        self.mouth.head_for(lane, onset.hz, timbre.common.rate_hz);
        set(&mut self.hz, lane, onset.hz);
        let cutoff = self.cutoff_log2.as_array()[lane];
        set(&mut self.cutoff_log2, lane, cutoff + timbre.key_follow * octaves);
    }

    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        self.mouth.copy_lane(lane, &from.mouth, other);
        self.mouth_gain.copy_lane(lane, &from.mouth_gain, other);
        self.air_gain.copy_lane(lane, &from.air_gain, other);
        self.pipe.copy_lane(lane, &from.pipe, other);
        self.over_all.copy_lane(lane, &from.over_all, other);
        copy(&mut self.flutter, lane, &from.flutter, other);
        copy(&mut self.hz, lane, &from.hz, other);
        copy(&mut self.cutoff_log2, lane, &from.cutoff_log2, other);
        self.noise_state.as_mut_array()[lane] = from.noise_state.as_array()[other];
        self.flutter_state.as_mut_array()[lane] = from.flutter_state.as_array()[other];
    }

    fn clear(&mut self, lane: usize) {
        self.pipe.clear_lane(lane);
        self.over_all.clear_lane(lane);
        set(&mut self.flutter, lane, 0.0);
    }

    fn advance(&mut self, timbre: &Timbre, seats: &Seats, moves: &Moves) {
        let rate_hz = timbre.common.rate_hz;
        if moves.bends {
            for lane in LANE_NUMBERS.filter(|lane| moves.gliding >> lane & 1 == 1) {
                let widest = moves.pitch.as_array()[lane] * timbre.bend;
                self.mouth.fit(lane, timbre.wave, widest, rate_hz);
            }
            self.mouth.bend(moves.pitch);
        }
        // Breath trembles at about 10 Hz: noise at the control rate, smoothed.
        let pull = f32x8::splat(0.02) * moves.share;
        self.flutter += (noise(&mut self.flutter_state) - self.flutter) * pull;
        let steady = f32x8::ONE + self.flutter * f32x8::splat(5.0 * timbre.flutter);
        self.mouth_gain.head(f32x8::splat(timbre.tone_gain) * steady, moves.per_frame);
        let chiff = seats.sweep * f32x8::splat(timbre.chiff_gain);
        self.air_gain.head(chiff + f32x8::splat(timbre.air_gain), moves.per_frame);

        let per_hz = f32x8::splat(math::PI / rate_hz);
        if timbre.pipe_gain > 0.0 {
            let hz = self.hz * moves.pitch * f32x8::splat(timbre.pipe_ratio);
            let angle = hz * per_hz;
            self.pipe.head(
                lanes::tan(angle.fast_min(f32x8::splat(1.41))),
                timbre.pipe_damping,
                moves.per_frame,
            );
        }
        let cutoff = self.cutoff_log2
            + seats.sweep * f32x8::splat(timbre.sweep_octaves)
            + moves.swing * f32x8::splat(timbre.common.lfo_filter_octaves)
            + moves.glide * f32x8::splat(timbre.key_follow);
        let cutoff = cutoff.fast_max(f32x8::splat(4.3)).fast_min(f32x8::splat(timbre.ceiling_log2));
        self.over_all.head(lanes::tan(lanes::exp2_positive(cutoff) * per_hz), FLAT, moves.per_frame);
    }

    fn render(&mut self, timbre: &Timbre, _: &mut (), mix: &mut [f32x8]) {
        for sample in mix.iter_mut() {
            *sample = self.mouth.next() * self.mouth_gain.now;
            self.mouth_gain.now += self.mouth_gain.step;
        }
        let gain = f32x8::splat(timbre.pipe_gain * timbre.pipe_damping);
        let piped = timbre.pipe_gain > 0.0;
        for sample in mix.iter_mut() {
            let air = noise(&mut self.noise_state);
            *sample += air * self.air_gain.now;
            self.air_gain.now += self.air_gain.step;
            if piped {
                *sample += self.pipe.next(air).0 * gain;
            }
        }
        for sample in mix {
            *sample = self.over_all.next(*sample).1;
        }
    }
}
