//! Alerts: what a carer is told.

/// How much an alert matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertLevel {
    /// Good to know; nothing is wrong.
    Note,
    /// Something does not work, the instrument plays on.
    Warning,
    /// There is no sound, or no way to play.
    Severe,
}

/// Something to tell, in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// How much it matters.
    pub level: AlertLevel,
    /// What happened.
    pub what: String,
    /// What still works.
    pub still: String,
    /// What to try.
    pub advice: String,
}
