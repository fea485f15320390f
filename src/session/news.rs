//! What a session has to tell, and the words for what it lacks.

use crate::document::DocumentError;
use crate::engine::{NoteRecord, Notice};
use crate::live::{Alert, AlertLevel};

/// What there is to tell since the last round.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Plain sentences.
    pub said: Vec<String>,
    /// What a carer should know.
    pub alerts: Vec<Alert>,
    /// Notes that began or ended, in order.
    pub notes: Vec<NoteRecord>,
    /// What else the engine told, in order.
    pub notices: Vec<Notice>,
    /// There was a sleep: whatever was held is held no more.
    pub slept: bool,
}

/// A sound that a preset names and that cannot be had.
pub(super) fn lacking(warning: &DocumentError) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: warning.message.clone(),
        still: "All parts play.".to_owned(),
        advice: format!(
            "Put the file where line {} of {} looks for it; `cantus list soundfonts` shows the fonts that \
             are found.",
            warning.line,
            warning.path.display()
        ),
    }
}

/// What was set is not there the next time.
pub(super) fn not_remembered(error: std::io::Error) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("What was set could not be remembered: {error}."),
        still: "Everything that was played is kept.".to_owned(),
        advice: "Look whether the disk is full or write-protected.".to_owned(),
    }
}

/// Changes that nobody kept the last time are made again, of `names`.
pub(super) fn restored(names: &str) -> Alert {
    Alert {
        level: AlertLevel::Note,
        what: format!("Changes that were not kept the last time are back: {names}."),
        still: "Nothing of them is lost.".to_owned(),
        advice: "Keep them at the desk, or take them back there.".to_owned(),
    }
}
