//! Presets: what is played, as a file; and the catalogue of all files, shipped and own.

mod catalogue;
mod file;
mod leading;
mod listens;
mod pitch_name;
mod read;
mod resource;

pub use catalogue::{Catalogue, Entry, FileKind};
pub use read::Preset;
pub use resource::{read_patch, read_scale};

use pitch_name::PitchName;

/// The preset that is played where none is named.
pub const DEFAULT_PRESET: &str = "first-notes";

/// JSON Schema of the preset file.
pub fn schema() -> serde_json::Value {
    crate::document::plain_schema::<file::PresetFile>()
}
