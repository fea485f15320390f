//! The tables of a patch: those that every engine has, and those of the subtractive one.

use serde::{Deserialize, Serialize};

use super::OFF_DB;
use crate::sound::voice::waves::Wave;

/// The oscillator that carries the pitch.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Oscillator {
    /// Waveform.
    pub wave: Wave,
    /// Level, −60 (off) to 0 dB.
    pub level_db: f32,
}

/// The second oscillator.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Second {
    /// Waveform.
    pub wave: Wave,
    /// Level, −60 (off) to 0 dB.
    pub level_db: f32,
    /// Frequency as a multiple of the first's, 0.25 to 16.
    pub ratio: f32,
    /// Distance between the two, 0 to 50 cents: the first below, the second above the pitch,
    /// the weaker the further, so that both together are in tune.
    pub detune_cents: f32,
    /// Where in its period it starts, 0 to 1.
    pub phase: f32,
    /// How much its level follows the filter envelope, 0 (constant) to 1 (wholly).
    pub follow_envelope: f32,
}

/// A sine one octave below.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Sub {
    /// Level, −60 (off) to 0 dB.
    pub level_db: f32,
}

/// Breath, bow or hammer noise, before the filter.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Noise {
    /// Level while the note sounds, −60 (off) to 0 dB.
    pub level_db: f32,
    /// Level at the top of the filter envelope, −60 (off) to 0 dB, added to the other.
    pub strike_db: f32,
}

/// What a filter lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// What lies below the cutoff.
    #[default]
    Low,
    /// What lies around it.
    Band,
    /// What lies above it.
    High,
}

/// A state-variable filter, 12 dB an octave.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// What it lets through.
    pub kind: FilterKind,
    /// Cutoff at middle C and velocity 80, 20 to 20000 Hz.
    pub cutoff_hz: f32,
    /// Resonance, 0 (none) to 1 (about to whistle).
    pub resonance: f32,
    /// How far the cutoff follows the pitch, 0 (stays) to 1 (moves with it).
    pub key_follow: f32,
    /// How far the filter envelope opens it, −8 to 8 octaves.
    pub envelope_octaves: f32,
}

/// An envelope: attack, decay, sustain, release.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Adsr {
    /// Time to rise from silence to full, 5 (drums: 1) to 5000 ms.
    pub attack_ms: f32,
    /// Time in which the rest above the sustain level falls by 60 dB, 5 to 60000 ms.
    pub decay_ms: f32,
    /// Level at which it stays while the note is held, 0 to 1.
    pub sustain: f32,
    /// Time to fall by 60 dB once the note is released, 5 to 20000 ms.
    pub release_ms: f32,
}

/// A slow oscillator.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Lfo {
    /// Frequency, 0.05 to 40 Hz; each note's differs by up to 6 %. Up to 10 Hz it sways, from 20 Hz
    /// on it is rough: a growl.
    pub rate_hz: f32,
    /// Time from the onset until it sets in, 0 to 10000 ms.
    pub delay_ms: f32,
    /// Time in which it then grows to full, 0 to 10000 ms.
    pub rise_ms: f32,
    /// How far the pitch moves to either side, 0 to 100 cents.
    pub vibrato_cents: f32,
    /// How far the level dips, 0 to 24 dB.
    pub tremolo_db: f32,
    /// How far the cutoff moves to either side, 0 to 4 octaves.
    pub filter_octaves: f32,
    /// How far the place moves to either side, 0 to 1.
    pub pan: f32,
}

/// What velocity does. Velocity 80 is the middle where nothing changes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VelocityCurve {
    /// Change of level for each doubling of velocity, 0 to 12 dB.
    pub level_db: f32,
    /// Change of cutoff for each doubling of velocity, 0 to 4 octaves.
    pub brightness_octaves: f32,
}

/// What register does. Middle C is the middle where nothing changes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RegisterCurve {
    /// How much faster decay and release become an octave higher, 0 (not) to 2 (to a quarter).
    pub decay_halvings: f32,
}

/// Level of the whole, so that patches sound equally loud.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LoudnessTrim {
    /// Level, −40 to 24 dB.
    pub level_db: f32,
    /// Level added at MIDI notes 36, 48, 60, 72, 84 and 96, −24 to 24 dB, straight in between.
    pub register_db: [f32; 6],
}

impl Default for Oscillator {
    fn default() -> Self {
        Oscillator { wave: Wave::Triangle, level_db: 0.0 }
    }
}

impl Default for Second {
    fn default() -> Self {
        Second {
            wave: Wave::Sine,
            level_db: OFF_DB,
            ratio: 1.0,
            detune_cents: 0.0,
            phase: 0.0,
            follow_envelope: 0.0,
        }
    }
}

impl Default for Sub {
    fn default() -> Self {
        Sub { level_db: OFF_DB }
    }
}

impl Default for Noise {
    fn default() -> Self {
        Noise { level_db: OFF_DB, strike_db: OFF_DB }
    }
}

impl Default for Filter {
    fn default() -> Self {
        Filter {
            kind: FilterKind::Low,
            cutoff_hz: 2000.0,
            resonance: 0.1,
            key_follow: 0.5,
            envelope_octaves: 0.0,
        }
    }
}

impl Default for Adsr {
    fn default() -> Self {
        Adsr { attack_ms: 10.0, decay_ms: 1000.0, sustain: 0.8, release_ms: 400.0 }
    }
}

impl Default for Lfo {
    fn default() -> Self {
        Lfo {
            rate_hz: 5.0,
            delay_ms: 0.0,
            rise_ms: 0.0,
            vibrato_cents: 0.0,
            tremolo_db: 0.0,
            filter_octaves: 0.0,
            pan: 0.0,
        }
    }
}

impl Default for VelocityCurve {
    fn default() -> Self {
        VelocityCurve { level_db: 6.0, brightness_octaves: 0.5 }
    }
}

impl Default for LoudnessTrim {
    fn default() -> Self {
        LoudnessTrim { level_db: -12.0, register_db: [0.0; 6] }
    }
}

impl Default for RegisterCurve {
    fn default() -> Self {
        RegisterCurve { decay_halvings: 0.0 }
    }
}
