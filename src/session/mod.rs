//! Keeping what was played: offline rendering, recordings, notes, MIDI files, journals; and
//! opening what is played.

pub mod journal;
#[cfg(feature = "app")]
pub mod latency;
pub mod learning;
pub mod midi_file;
pub mod notes;
pub mod offline;
pub mod opening;
#[cfg(feature = "app")]
pub mod recorder;
#[cfg(feature = "app")]
pub mod settings;
pub mod wav;
