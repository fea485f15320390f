//! A session under way: live play, what is kept of it, what is remembered of it.
//!
//! Terminal and window both hold one. They say what is wanted ([`Session::act`]) and show how
//! it stands; what playing means is the same for both.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::binding::Listening;
use super::error::SessionError;
use super::keep::Keep;
use super::keeping::Keeping;
use super::losses::LossTeller;
use super::open_music::OpenMusic;
use super::opening::{self, Opened};
use super::settings::Settings;
use crate::engine::{Command, Engine, Music, MusicSetup, NoteRecord, Notice, Snapshot};
use crate::input::trace::{Header, TraceCommand};
use crate::input::{DeskEdit, PersonEdit};
use crate::live::{
    Alert, AlertLevel, AudioBackend, AudioChoice, DeviceId, DeviceKind, Live, LiveSetup, LiveStatus, Port,
};
use crate::person::Binder;
use crate::preset::Catalogue;

/// Rate that is asked for, in Hz.
const RATE_HZ: u32 = 48_000;
/// How long notes that are held at the end may take to fade: the longest period (4096
/// frames) and a little.
const ENDING: Duration = Duration::from_millis(100);

/// What a session begins with.
pub struct Wanted {
    /// Where presets and persons are found.
    pub catalogue: Catalogue,
    /// The preset: a name in the catalogue, or a path.
    pub preset: String,
    /// The person, likewise.
    pub person: String,
    /// Where outputs come from.
    pub backend: Box<dyn AudioBackend>,
    /// The wanted output.
    pub audio: AudioChoice,
    /// Frames in a period, where they are fixed.
    pub buffer_frames: Option<u32>,
    /// Whether the music follows MIDI clocks.
    pub follow_clock: bool,
    /// What is kept.
    pub keep: Keep,
    /// Where it is remembered how loud it was set.
    pub settings: Option<PathBuf>,
    /// Where it is remembered what audio devices need.
    pub memory: Option<PathBuf>,
}

/// A session under way.
pub struct Session {
    pub(super) live: Live,
    pub(super) keeping: Keeping,
    pub(super) catalogue: Catalogue,
    /// Name of the preset in the catalogue, or its path.
    pub(super) preset: String,
    /// The music as it was opened: what a new engine begins with.
    pub(super) setup: Arc<Mutex<MusicSetup>>,
    /// The music as it is now.
    pub(super) music: OpenMusic,
    /// The preset's file as it was opened, and the changes that were kept of it.
    pub(super) opened_text: String,
    pub(super) kept_edits: Vec<DeskEdit>,
    /// What a new engine has still to be told.
    pub(super) changes_again: VecDeque<TraceCommand>,
    pub(super) settings: Settings,
    settings_path: Option<PathBuf>,
    /// Name of who plays in the catalogue, or the path.
    pub(super) person_id: String,
    /// What was changed of them since the file was read.
    pub(super) person_edits: Vec<PersonEdit>,
    pub(super) listening: Option<Listening>,
    losses: LossTeller,
    engine_rebuilds: u32,
    threads: Vec<JoinHandle<()>>,
    said: Vec<String>,
}

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
}

impl Session {
    /// Opens preset and person and begins to play them.
    ///
    /// # Errors
    /// Where a file is not right or cannot be written. A device that is missing is none.
    pub fn start(wanted: Wanted) -> Result<Self, SessionError> {
        let Opened { content: preset, fingerprint } =
            opening::preset(&wanted.catalogue, &wanted.preset).map_err(SessionError::File)?;
        let person = opening::person(&wanted.catalogue, &wanted.person).map_err(SessionError::File)?;
        let header = Header {
            rate_hz: None,
            seed: Some(preset.setup.seed),
            preset: Some(fingerprint),
            person: Some(person.fingerprint),
        };
        let sheet = opening::sheet(&wanted.catalogue, &wanted.person).map_err(SessionError::File)?;
        let person = person.content;
        let said = preset.warnings.iter().map(ToString::to_string).collect();
        let mut first = Some(Music::build(f64::from(RATE_HZ), &preset.setup)?);
        let setup = Arc::new(Mutex::new(preset.setup));
        let factory = {
            let setup = Arc::clone(&setup);
            let body = person.body.clone();
            move |rate_hz: f64| {
                let built = first.take().filter(|_| rate_hz == f64::from(RATE_HZ));
                let music = built.map_or_else(|| Music::build(rate_hz, &locked(&setup)), Ok);
                match music {
                    Ok(music) => Engine::new(rate_hz, body.clone(), music),
                    Err(error) => unreachable!("a setup that was built before: {error}"),
                }
            }
        };
        let mut live = Live::start(LiveSetup {
            factory: Box::new(factory),
            binder: Binder::new(&person),
            backend: wanted.backend,
            audio: wanted.audio,
            buffer_frames: wanted.buffer_frames,
            rate_hz: RATE_HZ,
            memory: wanted.memory,
            record: wanted.keep.record.is_some(),
            feed: wanted.keep.midi_out.is_some(),
        })?;
        live.follow_clock(wanted.follow_clock);
        let kept = locked(&setup).clone();
        let keeping = Keeping::start(&wanted.keep, &mut live, header, &kept)?;
        let settings = wanted.settings.as_deref().map(Settings::open).unwrap_or_default();
        let mut session = Session {
            music: OpenMusic::new(wanted.catalogue.clone(), kept, settings.level_db).played_by(sheet),
            opened_text: opening::preset_text(&wanted.catalogue, &wanted.preset),
            kept_edits: Vec::new(),
            changes_again: VecDeque::new(),
            live,
            keeping,
            catalogue: wanted.catalogue,
            preset: wanted.preset,
            setup,
            settings,
            settings_path: wanted.settings,
            person_id: wanted.person,
            person_edits: Vec::new(),
            listening: None,
            losses: LossTeller::default(),
            engine_rebuilds: 0,
            threads: Vec::new(),
            said,
        };
        session.settings.played(&session.preset, &session.person_id);
        session.set_level();
        Ok(session)
    }

    /// Opens a source of input: `run` reads it in a thread of its own until its port says to
    /// stop. A source that cannot be opened is told with the next round's news and left out.
    pub fn listen(&mut self, name: &str, run: impl FnOnce(Box<dyn Port>) + Send + 'static) {
        let port = match self.live.port(name) {
            Ok(port) => port,
            Err(error) => return self.said.push(format!("{error}.")),
        };
        let named = std::thread::Builder::new().name(format!("cantus-{name}"));
        match named.spawn(move || run(port)) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => self.said.push(format!("{name} cannot be heard: {error}.")),
        }
    }

    /// Writes what happened and does what is due; to be called many times a second.
    ///
    /// # Errors
    /// Where a file cannot be written any more.
    pub fn round(&mut self, now: Instant) -> Result<News, SessionError> {
        let happened = self.keeping.round(&mut self.live);
        let status = self.live.status();
        // An engine that was built anew knows nothing of what was set.
        if status.engine_rebuilds != self.engine_rebuilds {
            self.engine_rebuilds = status.engine_rebuilds;
            self.set_level();
            self.change_again();
        }
        self.send_changes_again();
        let mut news = News {
            said: std::mem::take(&mut self.said),
            alerts: self.live.alerts(),
            notes: happened.notes,
            notices: happened.notices,
        };
        news.said.extend(self.keeping.said());
        news.alerts.extend(self.keeping.alerts());
        news.alerts.extend(self.losses.tell(now, status.losses));
        self.keeping.check()?;
        Ok(news)
    }

    /// The state after the last callback.
    pub fn snapshot(&mut self) -> Snapshot {
        self.live.snapshot()
    }

    /// How live play stands.
    pub fn status(&mut self) -> LiveStatus {
        self.live.status()
    }

    /// Input devices that are there: number, kind and name.
    pub fn devices(&self) -> Vec<(DeviceId, DeviceKind, String)> {
        self.live.devices()
    }

    /// Name of the music for people.
    pub fn music_name(&self) -> String {
        self.music.arrangement().setup.name.clone()
    }

    /// Sends the level that is set.
    pub(super) fn set_level(&mut self) {
        let level_db = self.settings.level_db;
        self.send(Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
    }

    /// Ends whatever is still held, closes devices and files, remembers what was set.
    ///
    /// # Errors
    /// Where a file could not be written whole.
    #[allow(clippy::disallowed_methods, reason = "the fade of what is held takes its time")]
    pub fn finish(mut self) -> Result<Vec<Alert>, SessionError> {
        self.keeping.send(&self.live, Command::Silence, TraceCommand::Silence);
        std::thread::sleep(ENDING);
        self.live.stop();
        for thread in self.threads {
            let _ = thread.join();
        }
        self.keeping.round(&mut self.live);
        let remembered = self.settings_path.map_or(Ok(()), |path| self.settings.save(&path));
        self.keeping.finish(&mut self.live)?;
        Ok(remembered.err().map(not_remembered).into_iter().collect())
    }
}

fn not_remembered(error: std::io::Error) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("How loud it was set could not be remembered: {error}."),
        still: "Everything that was played is kept.".to_owned(),
        advice: "Look whether the disk is full or write-protected.".to_owned(),
    }
}

pub(super) fn locked(setup: &Mutex<MusicSetup>) -> MutexGuard<'_, MusicSetup> {
    setup.lock().unwrap_or_else(PoisonError::into_inner)
}
