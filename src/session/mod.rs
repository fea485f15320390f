//! Keeping what was played: offline rendering, WAV, notes, MIDI files, journals.

pub mod journal;
pub mod midi_file;
pub mod notes;
pub mod offline;
pub mod opening;
