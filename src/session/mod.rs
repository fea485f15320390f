//! Keeping what was played: offline rendering, recordings, notes, MIDI files, journals; and
//! opening what is played. [`Session`] is all of it under way.

#[cfg(feature = "app")]
mod acting;
mod arranging;
#[cfg(feature = "app")]
mod binding;
#[cfg(feature = "app")]
mod demo;
#[cfg(feature = "app")]
mod drafts;
#[cfg(feature = "app")]
mod editing;
#[cfg(feature = "app")]
pub mod ending;
#[cfg(feature = "app")]
mod error;
#[cfg(feature = "app")]
mod fit_changes;
#[cfg(feature = "app")]
mod fitting;
mod general_midi;
pub mod journal;
#[cfg(feature = "app")]
mod keep;
#[cfg(feature = "app")]
mod keeping;
#[cfg(feature = "app")]
mod kept_files;
#[cfg(feature = "app")]
pub mod last_minutes;
#[cfg(feature = "app")]
mod last_played;
#[cfg(feature = "app")]
pub mod latency;
pub mod leader_file;
pub mod learning;
#[cfg(feature = "app")]
mod losses;
pub mod midi_channels;
pub mod midi_clock;
pub mod midi_file;
pub mod midi_lanes;
pub mod midi_message;
#[cfg(feature = "app")]
pub mod midi_out;
#[cfg(feature = "app")]
pub mod music_folder;
#[cfg(feature = "app")]
mod news;
#[cfg(feature = "app")]
pub mod notebook;
pub mod notes;
pub mod offline;
pub mod open_music;
pub mod opening;
#[cfg(feature = "app")]
mod own_menu;
#[cfg(feature = "app")]
mod pen;
#[cfg(feature = "app")]
mod person_steps;
mod playing;
#[cfg(feature = "app")]
mod press_watch;
pub mod programme;
#[cfg(feature = "app")]
pub mod recorder;
#[cfg(feature = "app")]
pub mod room;
#[cfg(feature = "app")]
mod running;
#[cfg(feature = "app")]
mod saving;
#[cfg(feature = "app")]
pub mod settings;
#[cfg(feature = "app")]
mod shown;
#[cfg(feature = "app")]
mod slept;
pub mod stem_files;
#[cfg(feature = "app")]
pub mod stem_recorder;
pub mod wav;
#[cfg(feature = "app")]
mod who;

use std::path::{Path, PathBuf};

#[cfg(feature = "app")]
pub use self::{
    acting::Action,
    binding::Heard,
    error::SessionError,
    fit_changes::{FitChange, FitChanges, fit_changes},
    fitting::FitState,
    keep::Keep,
    news::News,
    own_menu::Labels,
    running::{Session, Wanted},
};

/// The file that goes on where `path` had to end: `NAME.wav` for the first, `NAME-2.wav` for the
/// second.
pub fn numbered(path: &Path, number: u32) -> PathBuf {
    if number <= 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("-{number}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}
