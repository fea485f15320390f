//! Steering from the terminal: louder, softer, next, silence.

use std::sync::{Arc, Mutex, PoisonError};

use super::keeping::Keeping;
use super::play::build;
use crate::engine::{Command, MusicSetup};
use crate::input::trace::TraceCommand;
use crate::live::Live;
use crate::play::Edit;
use crate::preset::Catalogue;
use crate::session::opening::{self, Opened};
use crate::session::programme::Programme;
use crate::session::settings::{LEVEL_DB, Settings};

/// One step of loudness, in dB: clearly heard, never a jump.
const STEP_DB: f32 = 3.0;

/// Linux event codes of the keys that steer.
const KEY_MINUS: u16 = 12;
const KEY_EQUAL: u16 = 13;
const KEY_T: u16 = 20;
const KEY_U: u16 = 22;
const KEY_P: u16 = 25;
const KEY_S: u16 = 31;
const KEY_F: u16 = 33;
const KEY_X: u16 = 45;
const KEY_C: u16 = 46;
const KEY_N: u16 = 49;
const KEY_KEYPAD_MINUS: u16 = 74;
const KEY_KEYPAD_PLUS: u16 = 78;

/// What is played and how loud, and the way to other music.
pub(super) struct Steering {
    catalogue: Catalogue,
    programme: Programme,
    setup: Arc<Mutex<MusicSetup>>,
    settings: Settings,
    engine_rebuilds: u32,
}

impl Steering {
    pub(super) fn new(
        catalogue: Catalogue,
        programme: Programme,
        setup: Arc<Mutex<MusicSetup>>,
        settings: Option<Settings>,
    ) -> Self {
        let settings = settings.unwrap_or_default();
        Steering { catalogue, programme, setup, settings, engine_rebuilds: 0 }
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings
    }

    /// Name of the music for people.
    pub(super) fn preset_name(&self) -> String {
        self.setup.lock().unwrap_or_else(PoisonError::into_inner).name.clone()
    }

    /// What is said first: what is played, and to press.
    pub(super) fn greeting(&self) -> String {
        let press = format!("{}: press to play.", self.preset_name());
        match self.programme.set_list() {
            Some(list) => format!("{}, {}: {}\n{press}", list.name, self.programme.place_told(), list.about),
            None => press,
        }
    }

    /// Sets what was remembered, and what the first piece has of its own.
    pub(super) fn start(&mut self, live: &Live, keeping: &mut Keeping) {
        self.set_level(live, keeping);
        self.adjust(live, keeping);
    }

    /// An engine that was built anew knows nothing of what was set.
    pub(super) fn round(&mut self, live: &mut Live, keeping: &mut Keeping) {
        let engine_rebuilds = live.status().engine_rebuilds;
        if engine_rebuilds != self.engine_rebuilds {
            self.engine_rebuilds = engine_rebuilds;
            self.start(live, keeping);
        }
    }

    fn set_level(&self, live: &Live, keeping: &mut Keeping) {
        let level_db = self.settings.level_db;
        keeping.send(live, Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
    }

    /// Sets what the piece has of its own: the journal has it as commands behind the preset.
    fn adjust(&self, live: &Live, keeping: &mut Keeping) {
        let piece = self.programme.piece();
        if let Some(bpm) = piece.tempo_bpm {
            keeping.send(live, Command::Tempo(bpm), TraceCommand::Tempo(bpm));
        }
        if let Some(root) = piece.root {
            keeping.send(live, Command::Root(root), TraceCommand::Root(root));
        }
    }

    /// Does what the person's gesture asks for, where a set list is played.
    pub(super) fn next(&mut self, live: &mut Live, keeping: &mut Keeping) -> Option<String> {
        self.programme.set_list()?;
        Some(self.other_piece(1, live, keeping))
    }

    /// Does what a key asks for and says what was done; none where the key means nothing.
    pub(super) fn key(&mut self, key: u16, live: &mut Live, keeping: &mut Keeping) -> Option<String> {
        match key {
            KEY_EQUAL | KEY_KEYPAD_PLUS => Some(self.louder(STEP_DB, live, keeping)),
            KEY_MINUS | KEY_KEYPAD_MINUS => Some(self.louder(-STEP_DB, live, keeping)),
            KEY_S => {
                keeping.send(live, Command::Silence, TraceCommand::Silence);
                Some("Silence. The next press plays again.".to_owned())
            }
            KEY_F => {
                keeping.send(live, Command::Finish, TraceCommand::Finish);
                Some("The next presses lead home.".to_owned())
            }
            KEY_T => {
                keeping.send(live, Command::Tap, TraceCommand::Tap);
                Some("Tap: two to eight taps set the tempo.".to_owned())
            }
            KEY_C => {
                keeping.send(live, Command::CountIn(1), TraceCommand::CountIn(1));
                Some("One bar is counted in.".to_owned())
            }
            KEY_U => Some(self.edit(Edit::Undo, live, keeping)),
            KEY_X => Some(self.edit(Edit::Clear, live, keeping)),
            KEY_N => Some(self.other_piece(1, live, keeping)),
            KEY_P => Some(self.other_piece(-1, live, keeping)),
            _ => None,
        }
    }

    fn edit(&self, edit: Edit, live: &Live, keeping: &mut Keeping) -> String {
        let clear = edit == Edit::Clear;
        keeping.send(live, Command::Edit { part: None, edit }, TraceCommand::Recorded { part: None, clear });
        let said = if clear { "Loops are empty." } else { "The last layer of every loop is gone." };
        said.to_owned()
    }

    fn louder(&mut self, by_db: f32, live: &Live, keeping: &mut Keeping) -> String {
        let level_db = (self.settings.level_db + by_db).clamp(*LEVEL_DB.start(), *LEVEL_DB.end());
        self.settings.level_db = level_db;
        self.set_level(live, keeping);
        let steps = ((level_db - LEVEL_DB.start()) / STEP_DB).round();
        let all = ((LEVEL_DB.end() - LEVEL_DB.start()) / STEP_DB).round();
        format!("Loudness {steps} of {all}.")
    }

    fn other_piece(&mut self, by: isize, live: &mut Live, keeping: &mut Keeping) -> String {
        let id = self.programme.step(by).preset.clone();
        let opened = match opening::preset(&self.catalogue, &id) {
            Ok(opened) => opened,
            Err(errors) => {
                let reason = errors.first().map(ToString::to_string).unwrap_or_default();
                return format!("{reason}\nThe music before plays on.");
            }
        };
        let rate_hz = f64::from(live.status().output.rate_hz);
        let Opened { content: opened, fingerprint } = opened;
        match build(&opened.setup, rate_hz) {
            Ok(music) => {
                if !keeping.send_music(live, music, &id, &fingerprint, &opened.setup) {
                    self.programme.step(-by);
                    return "Too much at once: the music before plays on. Try again.".to_owned();
                }
                self.adjust(live, keeping);
                let place = self.programme.place_told();
                let place = if place.is_empty() { place } else { format!("{place}  ") };
                let mut said = format!("{place}{}: {}", opened.setup.name, opened.about);
                for warning in &opened.warnings {
                    said += &format!("\n{}", warning.message);
                }
                *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = opened.setup;
                said
            }
            Err(error) => format!("{error}\nThe music before plays on."),
        }
    }
}
