//! What can be asked of a session under way: louder, softer, next, silence.

use super::opening::{self, Opened};
use super::running::{Session, locked};
use super::settings::LEVEL_DB;
use crate::engine::{Command, Music};
use crate::input::trace::TraceCommand;
use crate::play::Edit;
use crate::preset::FileKind;

/// One step of loudness, in dB: clearly heard, never a jump.
const STEP_DB: f32 = 3.0;

/// Something that a person asks for, whatever they ask it with.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// One step louder.
    Louder,
    /// One step softer.
    Softer,
    /// Fade everything; the next press plays again.
    Silence,
    /// The next presses lead home.
    Finish,
    /// A tap of the tempo.
    Tap,
    /// Count in a bar and begin anew.
    CountIn,
    /// Take the last layer of every loop back.
    UndoLoops,
    /// Empty every loop.
    ClearLoops,
    /// The next preset of the catalogue.
    Next,
    /// The one before.
    Previous,
}

impl Session {
    /// Does what is asked for and says what was done.
    pub fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Louder => self.louder(STEP_DB),
            Action::Softer => self.louder(-STEP_DB),
            Action::Silence => {
                self.send(Command::Silence, TraceCommand::Silence);
                "Silence. The next press plays again.".to_owned()
            }
            Action::Finish => {
                self.send(Command::Finish, TraceCommand::Finish);
                "The next presses lead home.".to_owned()
            }
            Action::Tap => {
                self.send(Command::Tap, TraceCommand::Tap);
                "Tap: two to eight taps set the tempo.".to_owned()
            }
            Action::CountIn => {
                self.send(Command::CountIn(1), TraceCommand::CountIn(1));
                "One bar is counted in.".to_owned()
            }
            Action::UndoLoops => self.change_loops(Edit::Undo, "The last layer of every loop is gone."),
            Action::ClearLoops => self.change_loops(Edit::Clear, "Loops are empty."),
            Action::Next => self.beside(1),
            Action::Previous => self.beside(-1),
        }
    }

    /// Sends a command, and remembers what it does to the music.
    pub(super) fn send(&mut self, command: Command, written: TraceCommand) -> bool {
        let fits = self.keeping.send(&self.live, command, written.clone());
        if fits {
            self.music.note(&written);
        }
        fits
    }

    fn change_loops(&mut self, edit: Edit, said: &str) -> String {
        let clear = edit == Edit::Clear;
        self.send(Command::Edit { part: None, edit }, TraceCommand::Recorded { part: None, clear });
        said.to_owned()
    }

    fn louder(&mut self, by_db: f32) -> String {
        let level_db = (self.settings.level_db + by_db).clamp(*LEVEL_DB.start(), *LEVEL_DB.end());
        self.settings.level_db = level_db;
        self.set_level();
        let steps = ((level_db - LEVEL_DB.start()) / STEP_DB).round();
        let all = ((LEVEL_DB.end() - LEVEL_DB.start()) / STEP_DB).round();
        format!("Loudness {steps} of {all}.")
    }

    /// The preset so many places further in the catalogue, round and round.
    fn beside(&mut self, by: isize) -> String {
        let ids = self.catalogue.ids(FileKind::Preset);
        let here = ids.iter().position(|id| *id == self.preset);
        let place = match here {
            Some(place) => (place as isize + by).rem_euclid(ids.len().max(1) as isize) as usize,
            None => 0,
        };
        let Some(id) = ids.get(place) else { return "There are no presets.".to_owned() };
        let said = self.open(id);
        // One that cannot be opened is passed by the next time.
        self.preset.clone_from(id);
        said
    }

    /// Opens other music while this plays on, and says what was opened, or why not.
    pub fn open(&mut self, preset: &str) -> String {
        let opened = match opening::preset(&self.catalogue, preset) {
            Ok(opened) => opened,
            Err(errors) => {
                let reason = errors.first().map(ToString::to_string).unwrap_or_default();
                return format!("{reason}\nThe music before plays on.");
            }
        };
        let rate_hz = f64::from(self.live.status().output.rate_hz);
        let Opened { content: opened, fingerprint } = opened;
        let music = match Music::build(rate_hz, &opened.setup) {
            Ok(music) => music,
            Err(error) => return format!("{error}\nThe music before plays on."),
        };
        if !self.keeping.send_music(&self.live, music, preset, &fingerprint, &opened.setup) {
            return "Too much at once: the music before plays on. Try again.".to_owned();
        }
        preset.clone_into(&mut self.preset);
        let mut said = format!("{}: {}", opened.setup.name, opened.about);
        for warning in &opened.warnings {
            said += &format!("\n{}", warning.message);
        }
        self.music.open(opened.setup.clone());
        self.changes_again.clear();
        self.kept_edits.clear();
        self.opened_text = opening::preset_text(&self.catalogue, preset);
        self.settings.played(preset, &self.person_id);
        *locked(&self.setup) = opened.setup;
        said
    }
}
