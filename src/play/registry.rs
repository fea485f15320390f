//! The registry: every mode is one row. Window, command line and docs read it.

use super::{Build, OptionSpec, Options, PlayMode};

/// A mode as the rest of the program knows it.
pub struct ModeRow {
    /// Name in preset files.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// What it is to play, in one sentence.
    pub about: &'static str,
    /// What roles do in this mode, for docs: `("a", "plays the next note")`.
    pub roles: &'static [(&'static str, &'static str)],
    /// Its options.
    pub options: &'static [OptionSpec],
    /// Holding a switch sounds on purpose (so a long press is told apart later).
    pub holds: bool,
    /// Its pitches are percussion keys ([`crate::music::DRUMS`]): no lock and no register
    /// touch them, and MIDI files have them on channel 10.
    pub unpitched: bool,
    /// Builds it.
    pub build: fn(&Options, Build) -> Box<dyn PlayMode>,
}

/// All modes, in the order people meet them.
#[rustfmt::skip] // One line a mode.
pub const MODES: &[ModeRow] = &[
    super::wander::ROW,
    super::keys::ROW,
    super::scan::ROW,
    super::zones::ROW,
    super::swell::ROW,
    super::beat::ROW,
    super::song::ROW,
    super::cue::ROW,
    super::phrase::ROW,
    super::chords::ROW,
    super::arp::ROW,
    super::rise::ROW,
    super::steer::ROW,
    super::echo::ROW,
    super::looping::ROW,
];

/// The row of a mode.
pub fn find(id: &str) -> Option<&'static ModeRow> {
    MODES.iter().find(|row| row.id == id)
}
