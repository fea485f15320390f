//! A patch: a sound as data.

mod check;
mod label;
mod tables;

use serde::{Deserialize, Serialize};

use super::breath::Breath;
use super::drums::Drums;
use super::fm::Fm;
use super::plucked::Plucked;
use super::struck::Struck;

pub use super::engines::EngineId;
pub use super::voice::drive::DriveSetup;
pub use super::voice::waves::Wave;
pub use check::PatchError;
pub(super) use check::Ranges;
pub use label::{FAMILIES, Family, Temper};
pub use tables::{
    Adsr, Filter, FilterKind, Lfo, LoudnessTrim, Noise, Oscillator, RegisterCurve, Second, Sub, VelocityCurve,
};

/// The file format that this program reads.
pub const FORMAT: u32 = 1;

/// A sound as data, read from a `*.patch.toml` file.
///
/// A voice engine makes the sound: with the default one, two oscillators, a
/// sub-oscillator and noise go through a filter. Every engine has an amplifier, a second
/// envelope and one slow oscillator that moves pitch, level, filter and place. Tables of
/// an engine that is not chosen stay away; everything left out has a default.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Patch {
    /// Version of the file format: 1.
    pub format: u32,
    /// Name for people.
    pub name: String,
    /// What it sounds like and what it is good for, in a sentence.
    pub about: String,
    /// What it is like.
    pub family: Family,
    /// How it feels, from tender to fierce.
    pub temper: Temper,
    /// What makes the sound.
    pub engine: EngineId,
    /// Where it sounds, in semitones from the note played, −24 to 24.
    pub transpose_semitones: f32,
    /// How far notes are spread between left and right, 0 (all in the middle) to 1.
    pub spread: f32,
    /// The oscillator that carries the pitch (this and the next four: engine `subtractive`).
    pub oscillator: Oscillator,
    /// A second oscillator, beside or above the first.
    pub second: Second,
    /// A sine one octave below.
    pub sub: Sub,
    /// Breath, bow or hammer noise.
    pub noise: Noise,
    /// The filter.
    pub filter: Filter,
    /// What the engine `struck` plays.
    pub struck: Struck,
    /// What the engine `plucked` plays.
    pub plucked: Plucked,
    /// What the engine `fm` plays.
    pub fm: Fm,
    /// What the engine `drums` plays.
    pub drums: Drums,
    /// What the engine `breath` plays.
    pub breath: Breath,
    /// An amplifier that the voices are driven through.
    pub drive: DriveSetup,
    /// The envelope of the loudness.
    pub amp_envelope: Adsr,
    /// The second envelope: of the filter, of FM's index, of a wind's chiff. Second oscillator and
    /// noise may follow it too.
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

impl Default for Patch {
    /// A plain soft tone.
    fn default() -> Self {
        Patch {
            format: FORMAT,
            name: String::from("Plain"),
            about: String::from("A plain soft tone."),
            family: Family::default(),
            temper: Temper::default(),
            engine: EngineId::Subtractive,
            transpose_semitones: 0.0,
            spread: 0.2,
            oscillator: Oscillator::default(),
            second: Second::default(),
            sub: Sub::default(),
            noise: Noise::default(),
            filter: Filter::default(),
            struck: Struck::default(),
            plucked: Plucked::default(),
            fm: Fm::default(),
            drums: Drums::default(),
            breath: Breath::default(),
            drive: DriveSetup::default(),
            amp_envelope: Adsr::default(),
            filter_envelope: Adsr::default(),
            lfo: Lfo::default(),
            velocity: VelocityCurve::default(),
            register: RegisterCurve::default(),
            loudness: LoudnessTrim::default(),
        }
    }
}

/// The level that means off, in dB.
pub const OFF_DB: f32 = -60.0;
