//! A scale as a data file, `ID.scale.toml`.

use serde::{Deserialize, Serialize};

use super::{Scale, ScaleError};

/// The version of the scale file that this program reads and writes.
pub const SCALE_FORMAT: u32 = 1;

/// A scale: which pitches there are above the root, and how often they repeat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleFile {
    /// Version of the file format, 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Name for people.
    pub name: String,
    /// How it sounds, in one sentence.
    pub about: String,
    /// Where it comes from, and what the cents are an approximation of.
    pub origin: String,
    /// Words to find it by, in lower case.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Degrees in cents above the root: 1 to 64, the first is 0, ascending, below the
    /// period.
    #[schemars(length(min = 1, max = 64))]
    pub cents: Vec<f32>,
    /// After how many cents the degrees repeat, 100 to 4800: 1200, the octave, where
    /// nothing is said.
    #[serde(default = "octave_cents")]
    #[schemars(range(min = 100, max = 4800))]
    pub period_cents: f32,
}

fn octave_cents() -> f32 {
    1200.0
}

/// A scale file that makes no scale.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScaleFileError {
    /// Written for another version of the program.
    #[error("this scale file has format {0}, and this program reads format {SCALE_FORMAT}")]
    Format(u32),
    /// Degrees or period that make no scale.
    #[error(transparent)]
    Scale(#[from] ScaleError),
}

impl ScaleFile {
    /// The scale it describes.
    ///
    /// # Errors
    /// Where the format is another one, or degrees and period make no scale.
    pub fn to_scale(&self) -> Result<Scale, ScaleFileError> {
        if self.format != SCALE_FORMAT {
            return Err(ScaleFileError::Format(self.format));
        }
        Ok(Scale::new(&self.cents, self.period_cents)?)
    }
}
