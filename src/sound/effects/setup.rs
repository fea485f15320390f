//! Effects as data: the tables of a preset's part.

use serde::Deserialize;

/// The level that means off, in dB.
pub(super) const OFF_DB: f32 = -60.0;
/// Longest echo, in beats: 4 s at the slowest tempo.
pub(super) const MAX_BEATS: f32 = 2.0;

/// Effects of one part, in the order of their working: tone, chorus, delay.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectsSetup {
    /// Darker or brighter.
    pub tone: Option<ToneSetup>,
    /// Several of the same, never quite together.
    pub chorus: Option<ChorusSetup>,
    /// Echoes in the tempo of the music.
    pub delay: Option<DelaySetup>,
}

/// Darker or brighter: first-order shelves, which bend gently.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ToneSetup {
    /// Brighter above 800 Hz by half of this and as much softer below, -12 to 12 dB.
    #[schemars(range(min = -12, max = 12))]
    pub tilt_db: f32,
    /// Louder or softer below 200 Hz, -18 to 12 dB.
    #[schemars(range(min = -18, max = 12))]
    pub low_db: f32,
    /// Louder or softer above 4 kHz, -18 to 12 dB.
    #[schemars(range(min = -18, max = 12))]
    pub high_db: f32,
}

/// Several of the same, never quite together.
#[derive(Clone, Debug, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChorusSetup {
    /// How much of it, 0 (none) to 1 (as much as of the plain sound).
    #[schemars(range(min = 0, max = 1))]
    pub mix: f32,
    /// How far its voices go out of tune to either side, 0 to 30 cents.
    #[schemars(range(min = 0, max = 30))]
    pub depth_cents: f32,
    /// How often they do so, 0.1 to 5 Hz.
    #[schemars(range(min = 0.1, max = 5))]
    pub rate_hz: f32,
}

impl Default for ChorusSetup {
    fn default() -> Self {
        ChorusSetup { mix: 0.5, depth_cents: 8.0, rate_hz: 0.5 }
    }
}

/// Echoes in the tempo of the music.
#[derive(Clone, Debug, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DelaySetup {
    /// Time to the first echo and between echoes, 0.125 to 2 beats.
    #[schemars(range(min = 0.125, max = 2))]
    pub beats: f32,
    /// How much of each echo comes back once more, 0 (one echo) to 0.8.
    #[schemars(range(min = 0, max = 0.8))]
    pub feedback: f32,
    /// Level of the first echo, -60 (off) to 0 dB.
    #[schemars(range(min = -60, max = 0))]
    pub level_db: f32,
    /// How bright later echoes stay, 0 (each much darker) to 1 (as they were).
    #[schemars(range(min = 0, max = 1))]
    pub brightness: f32,
    /// Echoes come from left and right in turn.
    pub ping_pong: bool,
}

impl Default for DelaySetup {
    fn default() -> Self {
        DelaySetup { beats: 0.75, feedback: 0.375, level_db: -12.0, brightness: 0.5, ping_pong: false }
    }
}

/// `value` within a range; `default` where it is no number.
pub(super) fn bounded(value: f32, low: f32, high: f32, default: f32) -> f32 {
    if value.is_nan() { default } else { value.clamp(low, high) }
}
