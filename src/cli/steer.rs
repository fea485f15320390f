//! Steering from the terminal: louder, softer, next, silence.

use std::sync::{Arc, Mutex, PoisonError};

use super::keeping::Keeping;
use super::play::build;
use crate::engine::{Command, MusicSetup};
use crate::input::trace::TraceCommand;
use crate::live::Live;
use crate::play::Edit;
use crate::preset::{Catalogue, FileKind};
use crate::session::opening::{self, Opened};
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
    preset: String,
    setup: Arc<Mutex<MusicSetup>>,
    settings: Settings,
    tells_clock: bool,
    engine_rebuilds: u32,
}

impl Steering {
    pub(super) fn new(
        catalogue: Catalogue,
        preset: &str,
        setup: Arc<Mutex<MusicSetup>>,
        settings: Option<Settings>,
        tells_clock: bool,
    ) -> Self {
        let settings = settings.unwrap_or_default();
        Steering { catalogue, preset: preset.to_owned(), setup, settings, tells_clock, engine_rebuilds: 0 }
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings
    }

    /// Name of the music for people.
    pub(super) fn preset_name(&self) -> String {
        self.setup.lock().unwrap_or_else(PoisonError::into_inner).name.clone()
    }

    /// What an engine is told before its first frame, as the journal writes it too.
    pub(super) fn first_commands(&self) -> Vec<(Command, TraceCommand)> {
        let level_db = self.settings.level_db;
        let level = (Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
        let clock = (Command::ClockOut(true), TraceCommand::ClockOut(true));
        std::iter::once(level).chain(self.tells_clock.then_some(clock)).collect()
    }

    /// An engine that was built anew knows nothing of what was set.
    pub(super) fn round(&mut self, live: &mut Live, keeping: &mut Keeping) {
        let engine_rebuilds = live.status().engine_rebuilds;
        if engine_rebuilds != self.engine_rebuilds {
            self.engine_rebuilds = engine_rebuilds;
            for (command, written) in self.first_commands() {
                keeping.send(live, command, written);
            }
        }
    }

    fn set_level(&self, live: &Live, keeping: &mut Keeping) {
        let level_db = self.settings.level_db;
        keeping.send(live, Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
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
            KEY_N => Some(self.other_preset(1, live, keeping)),
            KEY_P => Some(self.other_preset(-1, live, keeping)),
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

    fn other_preset(&mut self, by: isize, live: &mut Live, keeping: &mut Keeping) -> String {
        let ids = self.catalogue.ids(FileKind::Preset);
        let here = ids.iter().position(|id| *id == self.preset);
        let place = match here {
            Some(place) => (place as isize + by).rem_euclid(ids.len().max(1) as isize) as usize,
            None => 0,
        };
        let Some(id) = ids.get(place) else { return "There are no presets.".to_owned() };
        let opened = match opening::preset(&self.catalogue, id) {
            Ok(opened) => opened,
            Err(errors) => {
                let reason = errors.first().map(ToString::to_string).unwrap_or_default();
                self.preset.clone_from(id);
                return format!("{reason}\nThe music before plays on.");
            }
        };
        let rate_hz = f64::from(live.status().output.rate_hz);
        let Opened { content: opened, fingerprint } = opened;
        match build(&opened.setup, rate_hz) {
            Ok(music) => {
                if !keeping.send_music(live, music, id, &fingerprint, &opened.setup) {
                    return "Too much at once: the music before plays on. Try again.".to_owned();
                }
                self.preset.clone_from(id);
                let mut said = format!("{}: {}", opened.setup.name, opened.about);
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
