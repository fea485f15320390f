//! What all voice engines have in common: amplifier, place, slow oscillator, register.

use super::CONTROL_FRAMES;
use super::drive::Amplifier;
use super::envelope::Envelope;
use crate::math;
use crate::sound::patch::Patch;

/// Lowest frequency of an oscillator, in Hz.
pub const LOWEST_HZ: f32 = 8.0;
/// Highest, as part of the rate.
pub const HIGHEST_OF_RATE: f32 = 0.45;

/// Time constant in which a note's level follows what it is set to, in seconds: 10 ms
/// brings it 95 % of the way.
const LEVEL_FOLLOWS_S: f32 = 0.0033;

/// Attacks up to this are finished even when the note is released in them, in seconds.
const SHORT_ATTACK_S: f32 = 0.020;

/// Middle C where A4 is 440 Hz.
const MIDDLE_C_HZ: f32 = 261.625_58;

/// The common part of a patch at one rate.
#[derive(Clone, Debug)]
pub struct Common {
    /// Frames per second.
    pub rate_hz: f32,
    transpose: f32,
    spread: f32,
    pub(super) amp: Envelope,
    pub(super) sweep: Envelope,
    lfo_turns: f32,
    lfo_delay_steps: f32,
    lfo_rise_steps: f32,
    /// How far vibrato moves the pitch, in octaves.
    pub vibrato_octaves: f32,
    pub(super) tremolo: f32,
    /// How far the slow oscillator moves the filter, in octaves.
    pub lfo_filter_octaves: f32,
    pub(super) lfo_pan: f32,
    level_db: f32,
    velocity_db: f32,
    velocity_octaves: f32,
    decay_halvings: f32,
    register_db: [f32; 6],
    pub(super) level_step: f32,
    pub(super) short_attack: f32,
    /// Notes ring out by themselves: releases mean nothing.
    pub(super) one_shot: bool,
    /// What the voice is driven through, where it is.
    pub(super) amplifier: Option<Amplifier>,
}

/// What a new note brings to its lane. An engine may change it before the note starts.
#[derive(Clone, Copy, Debug)]
pub struct Onset {
    /// Frequency of the note played.
    pub note_hz: f32,
    /// Frequency at which it sounds, transposition included.
    pub hz: f32,
    /// Octaves above middle C.
    pub octave: f32,
    /// Doublings of velocity above 80.
    pub doublings: f32,
    /// Octaves that velocity adds to its brightness.
    pub brighter: f32,
    /// Amplitude.
    pub amp: f32,
    /// How many times as fast as written it decays.
    pub decay_speed: f32,
    /// Gains of left and right.
    pub pan: (f32, f32),
    /// Natural decay: factor a control step, 1 where only the envelope ends it.
    pub ring_keep: f32,
    /// Notes of the same group silence each other; 0 is none.
    pub group: u8,
    /// Never 0.
    pub seed: i32,
    pub(super) lfo_turns: f32,
    pub(super) lfo_onset: f32,
    pub(super) lfo_rise: f32,
}

/// `value`, or `low` if it is not a number, held between `low` and `high`.
pub fn hold(value: f32, low: f32, high: f32) -> f32 {
    if value.is_nan() { low } else { value.clamp(low, high) }
}

/// Gains of left and right by the equal-power law, `side` from −1 to 1; 1 in the middle.
pub fn pan_gains(side: f32) -> (f32, f32) {
    let angle = (1.0 + side) * math::PI / 4.0;
    (math::cos(angle) * std::f32::consts::SQRT_2, math::sin(angle) * std::f32::consts::SQRT_2)
}

/// Factor a control step of something that falls by 60 dB in `seconds`.
pub fn fall_per_step(seconds: f32, rate_hz: f32) -> f32 {
    math::exp2(-9.965_784 * CONTROL_FRAMES as f32 / (seconds.max(0.001) * rate_hz))
}

impl Common {
    /// The common part of `patch` at `rate_hz`.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let step_hz = rate_hz / CONTROL_FRAMES as f32;
        let lfo = &patch.lfo;
        let steps = |ms: f32| ms.max(0.0) / 1000.0 * step_hz;
        Common {
            rate_hz,
            transpose: math::exp2(patch.transpose_semitones / 12.0),
            spread: patch.spread,
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
            short_attack: CONTROL_FRAMES as f32 / (SHORT_ATTACK_S * rate_hz),
            one_shot: !patch.engine.is_pitched(),
            amplifier: Amplifier::new(rate_hz, &patch.drive),
        }
    }

    /// Whether the slow oscillator moves anything.
    pub(super) fn has_lfo(&self) -> bool {
        self.vibrato_octaves != 0.0
            || self.tremolo != 0.0
            || self.lfo_filter_octaves != 0.0
            || self.lfo_pan != 0.0
    }

    /// Highest frequency that may sound.
    pub fn highest_hz(&self) -> f32 {
        HIGHEST_OF_RATE * self.rate_hz
    }

    /// What a note of `hz` and `velocity`, the `count`th of its synth, starts with.
    pub fn onset(&self, hz: f32, velocity: f32, count: u32) -> Onset {
        let note_hz = hold(hz, LOWEST_HZ, self.highest_hz());
        let octave = math::log2(note_hz / MIDDLE_C_HZ);
        let doublings = math::log2(hold(velocity, 1.0, 127.0) / 80.0);
        // Golden-ratio steps spread any run of notes evenly, whatever its length.
        let seed = count.wrapping_mul(0x9E37_79B9);
        let even = seed as f32 / 4_294_967_296.0;
        let wander = 0.94 + 0.12 * (seed.wrapping_mul(0x85EB_CA6B) >> 8) as f32 / 16_777_216.0;
        let decibels = self.level_db + self.velocity_db * doublings + self.register_trim(octave);
        Onset {
            note_hz,
            hz: hold(note_hz * self.transpose, LOWEST_HZ, self.highest_hz()),
            octave,
            doublings,
            brighter: self.velocity_octaves * doublings,
            amp: math::db_to_gain(hold(decibels, -80.0, 24.0)),
            decay_speed: math::exp2(self.decay_halvings * octave),
            pan: pan_gains((2.0 * even - 1.0) * self.spread),
            ring_keep: 1.0,
            group: 0,
            seed: (seed | 1) as i32,
            lfo_turns: self.lfo_turns * wander,
            lfo_onset: -self.lfo_delay_steps / self.lfo_rise_steps,
            lfo_rise: 1.0 / self.lfo_rise_steps,
        }
    }

    /// Level of the register trim `octave` octaves above middle C.
    fn register_trim(&self, octave: f32) -> f32 {
        let place = hold(octave + 2.0, 0.0, 5.0);
        let below = (place as usize).min(4);
        let (low, high) = (self.register_db[below], self.register_db[below + 1]);
        low + (high - low) * (place - below as f32)
    }
}
