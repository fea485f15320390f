//! A patch: a sound as data.

use serde::{Deserialize, Serialize};

pub use super::voice::waves::Wave;

/// The file format that this program reads.
pub const FORMAT: u32 = 1;

/// A sound as data, read from a `*.patch.toml` file.
///
/// One or two oscillators, a sub-oscillator and noise go through a filter and an
/// amplifier, each with its envelope; one slow oscillator moves pitch, level, filter
/// and place. Everything left out has a default.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Patch {
    /// Version of the file format: 1.
    pub format: u32,
    /// Name for people.
    pub name: String,
    /// What it sounds like and what it is good for, in a sentence.
    pub about: String,
    /// Where it sounds, in semitones from the note played, −24 to 24.
    pub transpose_semitones: f32,
    /// How far notes are spread between left and right, 0 (all in the middle) to 1.
    pub spread: f32,
    /// The oscillator that carries the pitch.
    pub oscillator: Oscillator,
    /// A second oscillator, beside or above the first.
    pub second: Second,
    /// A sine one octave below.
    pub sub: Sub,
    /// Breath, bow or hammer noise.
    pub noise: Noise,
    /// The filter.
    pub filter: Filter,
    /// The envelope of the loudness.
    pub amp_envelope: Adsr,
    /// The envelope of the filter; second oscillator and noise may follow it too.
    pub filter_envelope: Adsr,
    /// The slow oscillator.
    pub lfo: Lfo,
    /// What velocity does.
    pub velocity: VelocityCurve,
    /// What register does.
    pub register: RegisterCurve,
    /// How loud it is.
    pub loudness: LoudnessTrim,
}

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
    /// Time to rise from silence to full, 5 to 5000 ms.
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
    /// Frequency, 0.05 to 12 Hz; each note's differs by up to 6 %.
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

impl Default for Patch {
    /// A plain soft tone.
    fn default() -> Self {
        Patch {
            format: FORMAT,
            name: String::from("Plain"),
            about: String::from("A plain soft tone."),
            transpose_semitones: 0.0,
            spread: 0.2,
            oscillator: Oscillator::default(),
            second: Second::default(),
            sub: Sub::default(),
            noise: Noise::default(),
            filter: Filter::default(),
            amp_envelope: Adsr::default(),
            filter_envelope: Adsr::default(),
            lfo: Lfo::default(),
            velocity: VelocityCurve::default(),
            register: RegisterCurve::default(),
            loudness: LoudnessTrim::default(),
        }
    }
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

/// The level that means off, in dB.
pub const OFF_DB: f32 = -60.0;

/// A patch that cannot be played.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PatchError {
    /// A version of the format that this program does not know.
    #[error("`format` is {found}, this program reads {FORMAT}")]
    Format {
        /// The version found.
        found: u32,
    },
    /// A number outside its range, or not a number.
    #[error("`{field}` is {value}, it goes from {low} to {high}")]
    Range {
        /// The field, with its table.
        field: &'static str,
        /// The value found.
        value: f32,
        /// Least value.
        low: f32,
        /// Greatest value.
        high: f32,
    },
}

impl Patch {
    /// Whether every value lies in its range; the first that does not is named.
    pub fn check(&self) -> Result<(), PatchError> {
        if self.format != FORMAT {
            return Err(PatchError::Format { found: self.format });
        }
        let (second, filter, lfo) = (&self.second, &self.filter, &self.lfo);
        let (amp, sweep) = (&self.amp_envelope, &self.filter_envelope);
        let level = (OFF_DB, 0.0);
        let (attack, decay, release) = ((5.0, 5000.0), (5.0, 60_000.0), (5.0, 20_000.0));
        let rows: [(&'static str, f32, (f32, f32)); 36] = [
            ("transpose_semitones", self.transpose_semitones, (-24.0, 24.0)),
            ("spread", self.spread, (0.0, 1.0)),
            ("oscillator.level_db", self.oscillator.level_db, level),
            ("second.level_db", second.level_db, level),
            ("second.ratio", second.ratio, (0.25, 16.0)),
            ("second.detune_cents", second.detune_cents, (0.0, 50.0)),
            ("second.phase", second.phase, (0.0, 1.0)),
            ("second.follow_envelope", second.follow_envelope, (0.0, 1.0)),
            ("sub.level_db", self.sub.level_db, level),
            ("noise.level_db", self.noise.level_db, level),
            ("noise.strike_db", self.noise.strike_db, level),
            ("filter.cutoff_hz", filter.cutoff_hz, (20.0, 20_000.0)),
            ("filter.resonance", filter.resonance, (0.0, 1.0)),
            ("filter.key_follow", filter.key_follow, (0.0, 1.0)),
            ("filter.envelope_octaves", filter.envelope_octaves, (-8.0, 8.0)),
            ("amp_envelope.attack_ms", amp.attack_ms, attack),
            ("amp_envelope.decay_ms", amp.decay_ms, decay),
            ("amp_envelope.sustain", amp.sustain, (0.0, 1.0)),
            ("amp_envelope.release_ms", amp.release_ms, release),
            ("filter_envelope.attack_ms", sweep.attack_ms, attack),
            ("filter_envelope.decay_ms", sweep.decay_ms, decay),
            ("filter_envelope.sustain", sweep.sustain, (0.0, 1.0)),
            ("filter_envelope.release_ms", sweep.release_ms, release),
            ("lfo.rate_hz", lfo.rate_hz, (0.05, 12.0)),
            ("lfo.delay_ms", lfo.delay_ms, (0.0, 10_000.0)),
            ("lfo.rise_ms", lfo.rise_ms, (0.0, 10_000.0)),
            ("lfo.vibrato_cents", lfo.vibrato_cents, (0.0, 100.0)),
            ("lfo.tremolo_db", lfo.tremolo_db, (0.0, 24.0)),
            ("lfo.filter_octaves", lfo.filter_octaves, (0.0, 4.0)),
            ("lfo.pan", lfo.pan, (0.0, 1.0)),
            ("velocity.level_db", self.velocity.level_db, (0.0, 12.0)),
            ("velocity.brightness_octaves", self.velocity.brightness_octaves, (0.0, 4.0)),
            ("register.decay_halvings", self.register.decay_halvings, (0.0, 2.0)),
            ("loudness.level_db", self.loudness.level_db, (-40.0, 24.0)),
            ("loudness.register_db", least(&self.loudness.register_db), (-24.0, 24.0)),
            ("loudness.register_db", -least(&self.loudness.register_db.map(|db| -db)), (-24.0, 24.0)),
        ];
        for (field, value, (low, high)) in rows {
            // Written so that NaN fails too.
            if !(value >= low && value <= high) {
                return Err(PatchError::Range { field, value, low, high });
            }
        }
        Ok(())
    }
}

/// The least of `values`, or NaN if one is.
fn least(values: &[f32]) -> f32 {
    values.iter().fold(f32::INFINITY, |least, &v| if v.is_nan() || v < least { v } else { least })
}
