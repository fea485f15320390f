//! What keeps a session from beginning, or from being kept.

use std::path::{Path, PathBuf};

use super::midi_out::MidiOutError;
use super::recorder::RecordError;
use crate::device::midi::OutError;
use crate::document::DocumentError;
use crate::engine::SetupError;
use crate::live::{AudioError, LiveError};

/// A session that could not begin, or could not be kept whole.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A preset or a person that is not there or not right: everything that is wrong in it.
    #[error("{}", joined(.0))]
    File(Vec<DocumentError>),
    /// Music that cannot be built.
    #[error(transparent)]
    Music(#[from] SetupError),
    /// The wanted output is nowhere.
    #[error("{0}. {advice}", advice = .0.advice())]
    Audio(AudioError),
    /// Live play did not begin.
    #[error(transparent)]
    Live(#[from] LiveError),
    /// The recording broke off.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The MIDI port does not open.
    #[error(transparent)]
    MidiPort(#[from] OutError),
    /// The MIDI port cannot be played to.
    #[error(transparent)]
    MidiOut(#[from] MidiOutError),
    /// A file that cannot be written.
    #[error("{} cannot be written: {error}", path.display())]
    CannotWrite {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

impl SessionError {
    pub(super) fn cannot_write(path: &Path, error: std::io::Error) -> Self {
        SessionError::CannotWrite { path: path.to_owned(), error }
    }
}

fn joined(errors: &[DocumentError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")
}
