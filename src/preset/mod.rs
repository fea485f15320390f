//! Presets: what is played, as a file; and the catalogue of all files, shipped and own.

mod band;
mod catalogue;
mod demo;
mod file;
mod kind;
mod leading;
mod listens;
mod named;
mod picture;
mod pitch_name;
mod read;
mod resource;
mod set_list;
mod sheet;
mod song_file;
mod song_shelf;
mod sound_ring;
mod sounds;
mod source;
mod style_file;
mod summary;
mod timing;

pub use catalogue::{Catalogue, Entry, Place};
pub use kind::FileKind;
pub use picture::picture;
pub use read::Preset;
pub use resource::{read_patch, read_scale};
pub use set_list::{Piece, SetList};
pub use sheet::{DRUM_PATCH, LEADER_PATCH, PITCHED_PATCH, edited_preset};
pub use song_file::{SongSheet, find_song, is_midi, read_midi_song, read_song};
pub use sounds::{FontFile, font_file};
pub use style_file::read_style;

use pitch_name::PitchName;

/// The preset that is played where none is named.
pub const DEFAULT_PRESET: &str = "first-notes";

/// JSON Schema of the preset file.
pub fn schema() -> serde_json::Value {
    crate::document::plain_schema::<file::PresetFile>()
}

/// JSON Schema of the song file.
pub fn song_schema() -> serde_json::Value {
    crate::document::plain_schema::<song_file::SongFile>()
}

/// JSON Schema of the style file.
pub fn style_schema() -> serde_json::Value {
    crate::document::plain_schema::<style_file::StyleFile>()
}

/// JSON Schema of the set list file.
pub fn set_list_schema() -> serde_json::Value {
    crate::document::plain_schema::<set_list::SetListFile>()
}
