//! What is to be kept of live play, and where.

use std::path::PathBuf;

/// What is kept of live play, each in a file of its own; none keeps nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// The sound as heard, as a WAV file.
    pub record: Option<PathBuf>,
    /// The sound of each part by itself, as WAV files in a folder.
    pub stems: Option<PathBuf>,
    /// A trace that replays to the same sound.
    pub journal: Option<PathBuf>,
    /// A table of the notes.
    pub notes: Option<PathBuf>,
    /// What sounds, as a standard MIDI file.
    pub midi: Option<PathBuf>,
    /// The port that what sounds goes to: a part of its name, or `virtual`.
    pub midi_out: Option<String>,
    /// A table of what is added to each press on its way.
    pub latency: Option<PathBuf>,
}
