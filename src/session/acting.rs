//! What can be asked of a session under way: louder, softer, next, silence.

use super::news::lacking;
use super::opening::{self, Opened};
use super::programme::Programme;
use super::running::{Session, locked};
use super::settings::LEVEL_DB;
use crate::document::DocumentError;
use crate::engine::{Command, Music, SetupError};
use crate::input::BandCommand;
use crate::input::trace::TraceCommand;
use crate::play::Edit;

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
    /// The next piece of the set list, or preset of the catalogue.
    Next,
    /// The one before.
    Previous,
    /// Notes are struck one step more gently.
    Gentler,
    /// Notes are struck one step harder.
    Fiercer,
    /// The music plays on with the next sound of its family.
    AnotherSound,
    /// 6 % slower.
    Slower,
    /// 6 % faster.
    Faster,
    /// The last five minutes become files.
    KeepThat,
    /// A recording begins, or the one under way ends.
    Record,
    /// Pause until the next press.
    Rest,
    /// A chime calls somebody until it is acknowledged.
    Call,
    /// The call is answered.
    Acknowledge,
    /// The band begins, ends, or fills.
    Band(BandCommand),
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
            Action::Gentler
            | Action::Fiercer
            | Action::AnotherSound
            | Action::Slower
            | Action::Faster
            | Action::KeepThat
            | Action::Record
            | Action::Rest
            | Action::Call => self.act_for_player(action),
            Action::Acknowledge => {
                self.send(Command::Acknowledge, TraceCommand::Acknowledge);
                "The call is answered.".to_owned()
            }
            Action::Band(command) => {
                self.send(Command::Band(*command), TraceCommand::Band(*command));
                let said = match command {
                    BandCommand::Start => "The band begins.",
                    BandCommand::Stop => "The band comes to its end.",
                    BandCommand::Fill => "The next bar is a fill.",
                    BandCommand::Intensity(_) => "The band plays as it was told.",
                };
                said.to_owned()
            }
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

    /// The piece so many places further, round and round. One that cannot be opened is passed
    /// by the next time.
    fn beside(&mut self, by: isize) -> String {
        let preset = self.programme.step(by).preset.clone();
        match (self.change_music(&preset), self.programme.place_told()) {
            (Ok(said), place) if !place.is_empty() => format!("{place}  {said}"),
            (Ok(said), _) => said,
            (Err(error), _) => refused(&error),
        }
    }

    /// Opens other music while this plays on, and says what was opened, or why not. The other
    /// presets are then beside it.
    pub fn open(&mut self, preset: &str) -> String {
        self.try_open(preset).unwrap_or_else(|error| refused(&error))
    }

    /// Opens other music while this plays on, and says what was opened. The other presets are then
    /// beside it.
    ///
    /// # Errors
    /// What is wrong; the music before plays on.
    pub fn try_open(&mut self, preset: &str) -> Result<String, NotOpened> {
        let programme = Programme::open(&self.catalogue, preset).map_err(NotOpened::File)?;
        let preset = programme.piece().preset.clone();
        let before = std::mem::replace(&mut self.programme, programme);
        let opened = self.change_music(&preset);
        if opened.is_err() {
            self.programme = before;
        }
        opened
    }

    /// Says what is played now.
    pub(super) fn change_music(&mut self, preset: &str) -> Result<String, NotOpened> {
        let opened = opening::preset(&self.catalogue, preset).map_err(NotOpened::File)?;
        let rate_hz = f64::from(self.live.status().output.rate_hz);
        let Opened { content: opened, fingerprint } = opened;
        let music = Music::build(rate_hz, &opened.setup)?;
        if !self.keeping.send_music(&self.live, music, preset, &fingerprint, &opened.setup) {
            return Err(NotOpened::TooMuch);
        }
        let said = format!("{}: {}", opened.setup.name, opened.about);
        self.put_music_away();
        preset.clone_into(&mut self.playing);
        self.lacks.extend(opened.warnings.iter().map(lacking));
        self.own.begin(opened.sound_rings);
        self.music.open(opened.setup.clone());
        self.changes_again.clear();
        self.kept_edits.clear();
        self.picture = opened.picture;
        self.opened_text = opening::preset_text(&self.catalogue, preset);
        self.settings.played(preset, &self.person_id);
        *locked(&self.setup) = opened.setup;
        self.look_for_copies();
        self.set_piece();
        self.bring_music_back();
        Ok(said)
    }
}

fn refused(error: &NotOpened) -> String {
    format!("{error}\nThe music before plays on.")
}

/// Music that was not opened; the music before plays on.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotOpened {
    /// The file is not there, or not right: everything that is wrong in it.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    File(Vec<DocumentError>),
    /// It cannot be built.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// More was asked for at once than there is room for.
    #[error("Too much at once. Try again.")]
    TooMuch,
}
