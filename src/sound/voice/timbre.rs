//! A timbre: a patch turned into the numbers that voices work with.

use super::envelope::Envelope;
use super::tables::{self, Wavetable};
use super::waves::Wave;
use super::{CONTROL_FRAMES, LANES};
use crate::math;
use crate::sound::patch::{FilterKind, OFF_DB, Patch};

/// Lowest and highest frequency of an oscillator, in Hz and as part of the rate.
const LOWEST_HZ: f32 = 8.0;
const HIGHEST_OF_RATE: f32 = 0.45;

/// Time constant in which a note's level follows what it is set to, in seconds: 10 ms
/// brings it 95 % of the way.
const LEVEL_FOLLOWS_S: f32 = 0.0033;

/// A sound at one rate, ready for voices.
#[derive(Clone, Debug)]
pub struct Timbre {
    pub(super) rate_hz: f32,
    /// Factors of frequency.
    transpose: f32,
    first_detune: f32,
    second_detune: f32,
    pub(super) bend: f32,
    spread: f32,
    pub(super) wave: &'static Wavetable,
    pub(super) second_wave: &'static Wavetable,
    pub(super) sine: &'static Wavetable,
    pub(super) gain: f32,
    pub(super) second_gain: f32,
    pub(super) second_follow: f32,
    pub(super) second_phase: i32,
    second_ratio: f32,
    pub(super) sub_gain: f32,
    pub(super) noise_gain: f32,
    pub(super) strike_gain: f32,
    pub(super) kind: FilterKind,
    cutoff_log2: f32,
    pub(super) damping: f32,
    pub(super) key_follow: f32,
    pub(super) sweep_octaves: f32,
    pub(super) amp: Envelope,
    pub(super) sweep: Envelope,
    lfo_turns: f32,
    lfo_delay_steps: f32,
    lfo_rise_steps: f32,
    pub(super) vibrato_octaves: f32,
    pub(super) tremolo: f32,
    pub(super) lfo_filter_octaves: f32,
    pub(super) lfo_pan: f32,
    level_db: f32,
    velocity_db: f32,
    velocity_octaves: f32,
    decay_halvings: f32,
    register_db: [f32; 6],
    pub(super) level_step: f32,
    pub(super) cutoff_ceiling_log2: f32,
    /// Attacks up to this rise a step are finished even when the note is released in them.
    pub(super) short_attack: f32,
}

/// What a new note brings to its lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Onset {
    pub hz: f32,
    pub second_hz: f32,
    pub widest_hz: f32,
    pub widest_second_hz: f32,
    pub amp: f32,
    pub cutoff_log2: f32,
    pub decay_speed: f32,
    pub pan: (f32, f32),
    pub lfo_turns: f32,
    pub lfo_onset: f32,
    pub lfo_rise: f32,
    pub seed: i32,
}

/// Gain of a level where [`OFF_DB`] means none.
fn gain_or_off(db: f32) -> f32 {
    if db <= OFF_DB { 0.0 } else { math::db_to_gain(db) }
}

/// `value`, or `low` if it is not a number, held between `low` and `high`.
fn hold(value: f32, low: f32, high: f32) -> f32 {
    if value.is_nan() { low } else { value.clamp(low, high) }
}

impl Timbre {
    /// The timbre of `patch` at `rate_hz`. Allocates; builds the tables it needs.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let step_hz = rate_hz / CONTROL_FRAMES as f32;
        let (second, filter, lfo) = (&patch.second, &patch.filter, &patch.lfo);
        let second_gain = gain_or_off(second.level_db);
        let gain = gain_or_off(patch.oscillator.level_db);
        let power = gain * gain + second_gain * second_gain;
        let second_share = if power > 0.0 { second_gain * second_gain / power } else { 0.0 };
        let steps = |ms: f32| ms.max(0.0) / 1000.0 * step_hz;
        Timbre {
            rate_hz,
            transpose: math::exp2(patch.transpose_semitones / 12.0),
            first_detune: math::exp2(-second.detune_cents / 1200.0 * second_share),
            second_detune: math::exp2(second.detune_cents / 1200.0 * (1.0 - second_share)),
            bend: math::exp2(lfo.vibrato_cents / 1200.0),
            spread: patch.spread,
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
            amp: Envelope::new(rate_hz, &patch.amp_envelope),
            sweep: Envelope::new(rate_hz, &patch.filter_envelope),
            lfo_turns: lfo.rate_hz / step_hz,
            lfo_delay_steps: steps(lfo.delay_ms),
            lfo_rise_steps: steps(lfo.rise_ms).max(1.0),
            vibrato_octaves: lfo.vibrato_cents / 1200.0,
            tremolo: (1.0 - math::db_to_gain(-lfo.tremolo_db)) / 2.0,
            lfo_filter_octaves: lfo.filter_octaves,
            lfo_pan: lfo.pan,
            level_db: patch.loudness.level_db,
            velocity_db: patch.velocity.level_db,
            velocity_octaves: patch.velocity.brightness_octaves,
            decay_halvings: patch.register.decay_halvings,
            register_db: patch.loudness.register_db,
            level_step: 1.0 - math::exp(-1.0 / (LEVEL_FOLLOWS_S * step_hz)),
            cutoff_ceiling_log2: math::log2(HIGHEST_OF_RATE * rate_hz),
            short_attack: CONTROL_FRAMES as f32 / (0.020 * rate_hz),
        }
    }

    /// Whether the LFO moves anything.
    pub(super) fn has_lfo(&self) -> bool {
        self.vibrato_octaves != 0.0
            || self.tremolo != 0.0
            || self.lfo_filter_octaves != 0.0
            || self.lfo_pan != 0.0
    }

    /// What a note of `hz` and `velocity`, the `count`th of its synth, starts with.
    pub(super) fn onset(&self, hz: f32, velocity: f32, count: u32) -> Onset {
        let highest_hz = HIGHEST_OF_RATE * self.rate_hz;
        let hz = hold(hz, LOWEST_HZ, highest_hz);
        let sounding_hz = hold(hz * self.transpose, LOWEST_HZ, highest_hz);
        let octave = math::log2(hz / MIDDLE_C_HZ);
        let doublings = math::log2(hold(velocity, 1.0, 127.0) / 80.0);
        let first_hz = sounding_hz * self.first_detune;
        let second_hz = hold(sounding_hz * self.second_detune * self.second_ratio, LOWEST_HZ, highest_hz);
        // Golden-ratio steps spread any run of notes evenly, whatever its length.
        let seed = count.wrapping_mul(0x9E37_79B9);
        let even = seed as f32 / 4_294_967_296.0;
        let angle = (1.0 + (2.0 * even - 1.0) * self.spread) * math::PI / 4.0;
        let wander = 0.94 + 0.12 * (seed.wrapping_mul(0x85EB_CA6B) >> 8) as f32 / 16_777_216.0;
        let decibels = self.level_db + self.velocity_db * doublings + self.register_trim(octave);
        Onset {
            hz: first_hz,
            second_hz,
            widest_hz: first_hz * self.bend,
            widest_second_hz: second_hz * self.bend,
            amp: math::db_to_gain(hold(decibels, -80.0, 24.0)),
            cutoff_log2: self.cutoff_log2 + self.key_follow * octave + self.velocity_octaves * doublings,
            decay_speed: math::exp2(self.decay_halvings * octave),
            pan: (math::cos(angle) * std::f32::consts::SQRT_2, math::sin(angle) * std::f32::consts::SQRT_2),
            lfo_turns: self.lfo_turns * wander,
            lfo_onset: -self.lfo_delay_steps / self.lfo_rise_steps,
            lfo_rise: 1.0 / self.lfo_rise_steps,
            seed: (seed | 1) as i32,
        }
    }

    /// The note at which the first oscillator sounds `hz`.
    pub(super) fn note_hz(&self, hz: f32) -> f32 {
        hz / (self.transpose * self.first_detune)
    }

    /// Level of the register trim `octave` octaves above middle C.
    fn register_trim(&self, octave: f32) -> f32 {
        let place = hold(octave + 2.0, 0.0, 5.0);
        let below = (place as usize).min(4);
        let (low, high) = (self.register_db[below], self.register_db[below + 1]);
        low + (high - low) * (place - below as f32)
    }
}

/// Middle C where A4 is 440 Hz.
const MIDDLE_C_HZ: f32 = 261.625_58;

/// Numbers of the lanes of a pack.
pub(super) const LANE_NUMBERS: std::ops::Range<usize> = 0..LANES;
