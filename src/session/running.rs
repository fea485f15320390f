//! A session under way: live play, what is kept of it, what is remembered of it.
//!
//! Terminal and window both hold one. They say what is wanted ([`Session::act`]) and show how
//! it stands; what playing means is the same for both.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::acting::Action;
use super::binding::Listening;
use super::demo::Demo;
use super::error::SessionError;
use super::fitting::Fitting;
use super::keep::Keep;
use super::keeping::Keeping;
use super::losses::LossTeller;
use super::midi_lanes::plan;
use super::midi_out::{self, MidiOut};
use super::news::{News, lacking, not_remembered};
use super::notebook::Notebook;
use super::offline::Script;
use super::open_music::OpenMusic;
use super::opening::{self, Opened};
use super::own_menu::OwnMenu;
use super::person_steps::PersonSteps;
use super::programme::Programme;
use super::settings::Settings;
use super::slept::Slept;
use crate::engine::{Command, Engine, Music, MusicSetup, Notice};
use crate::input::trace::{Header, TraceCommand};
use crate::input::{DeskEdit, PersonEdit};
use crate::live::{Alert, AudioBackend, AudioChoice, Feed, Live, LiveSetup, Port, suspended_ns};
use crate::person::Binder;
use crate::preset::Catalogue;

/// Rate that is asked for, in Hz.
const RATE_HZ: u32 = 48_000;
/// How long notes that are held at the end may take to fade: the longest period (4096
/// frames) and a little.
const ENDING: Duration = Duration::from_millis(100);

/// How long a piece plays at least before a gesture goes on: a hand that trembles goes on once.
const GOING_ON: Duration = Duration::from_millis(1000);

/// What a session begins with.
pub struct Wanted {
    /// Where presets and persons are found.
    pub catalogue: Catalogue,
    /// The preset or the set list: a name in the catalogue, or a path.
    pub preset: String,
    /// The person, likewise.
    pub person: String,
    /// Where outputs come from.
    pub backend: Box<dyn AudioBackend>,
    /// The wanted output.
    pub audio: AudioChoice,
    /// Frames in a period, where they are fixed.
    pub buffer_frames: Option<u32>,
    /// Whether the preset's demonstration is played first.
    pub demo: bool,
    /// Whether the music follows MIDI clocks.
    pub follow_clock: bool,
    /// Whether the port that is played to is told the beat.
    pub tell_clock: bool,
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
    /// What is played one after the other, and where in it the music is.
    pub(super) programme: Programme,
    /// The piece that plays: its name in the catalogue, or its path.
    pub(super) playing: String,
    /// When the person's gesture went on last.
    gone_on: Option<Instant>,
    /// The music as it was opened: what a new engine begins with.
    pub(super) setup: Arc<Mutex<MusicSetup>>,
    /// The music as it is now.
    pub(super) music: OpenMusic,
    /// The picture of the piece, where it has one.
    pub(super) picture: Option<PathBuf>,
    /// The preset's file as it was opened, and the changes that were kept of it.
    pub(super) opened_text: String,
    pub(super) kept_edits: Vec<DeskEdit>,
    /// What a new engine has still to be told.
    pub(super) changes_again: VecDeque<TraceCommand>,
    pub(super) settings: Settings,
    pub(super) notebook: Notebook,
    /// Whether piece and person are copies of the user's own.
    pub(super) own_copies: (bool, bool),
    /// What the player set by their own menu.
    pub(super) own: OwnMenu,
    /// Name of who plays in the catalogue, or the path.
    pub(super) person_id: String,
    /// What was changed of them since the file was read.
    pub(super) person_edits: Vec<PersonEdit>,
    /// Each change of them, with the way back.
    pub(super) person_steps: PersonSteps,
    pub(super) listening: Option<Listening>,
    pub(super) fitting: Fitting,
    losses: LossTeller,
    slept: Slept,
    demo: Option<Demo>,
    tells_clock: bool,
    engine_rebuilds: u32,
    threads: Vec<JoinHandle<()>>,
    pub(super) said: Vec<String>,
    /// What a piece of music that was opened lacks.
    pub(super) lacks: Vec<Alert>,
    /// News of a round that met an error.
    untold: News,
}

impl Session {
    /// Opens preset and person and begins to play them.
    ///
    /// # Errors
    /// Where a file is not right or cannot be written. A device that is missing is none.
    pub fn start(wanted: Wanted) -> Result<Self, SessionError> {
        let programme = Programme::open(&wanted.catalogue, &wanted.preset).map_err(SessionError::File)?;
        let Opened { content: preset, fingerprint } =
            opening::preset(&wanted.catalogue, &programme.piece().preset).map_err(SessionError::File)?;
        let person = opening::person(&wanted.catalogue, &wanted.person).map_err(SessionError::File)?;
        let demo = match wanted.demo {
            true => Some(
                opening::demo(&wanted.catalogue, &programme.piece().preset).map_err(SessionError::File)?,
            ),
            false => None,
        };
        let header = Header {
            rate_hz: None,
            seed: Some(preset.setup.seed),
            preset: Some(fingerprint),
            person: Some(person.fingerprint),
        };
        let sheet = opening::sheet(&wanted.catalogue, &wanted.person).map_err(SessionError::File)?;
        let person = person.content;
        let lacks = preset.warnings.iter().map(lacking).collect();
        let own = OwnMenu::new(preset.sound_rings);
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
        let settings = wanted.settings.as_deref().map(Settings::open).unwrap_or_default();
        let remembered = settings.clone();
        // Begun before play is: the clock's *start* must not wait for it.
        let (give_feed, feed) = channel();
        let choice = wanted.keep.midi_out.as_deref();
        let midi_out = choice.map(|choice| midi_out(choice, feed, &locked(&setup))).transpose()?;
        let first = first_commands(settings.level_db, wanted.tell_clock);
        let (first_commands, written) = first.into_iter().unzip();
        let mut live = Live::start(LiveSetup {
            factory: Box::new(factory),
            binder: Binder::new(&person),
            backend: wanted.backend,
            audio: wanted.audio,
            buffer_frames: wanted.buffer_frames,
            rate_hz: RATE_HZ,
            memory: wanted.memory,
            record: true,
            feed: midi_out.is_some().then_some(give_feed),
            stems: wanted.keep.stems.is_some(),
            first_commands,
        })?;
        live.follow_clock(wanted.follow_clock);
        let rate_hz = f64::from(live.status().output.rate_hz);
        let demo =
            demo.map(|trace| Demo::new(Script::new(&trace, &mut Binder::new(&person), rate_hz), rate_hz));
        let kept = locked(&setup).clone();
        let keeping = Keeping::start(&wanted.keep, &mut live, header, &kept, midi_out, written)?;
        let mut session = Session {
            music: OpenMusic::new(wanted.catalogue.clone(), kept, settings.level_db).played_by(sheet),
            opened_text: opening::preset_text(&wanted.catalogue, &programme.piece().preset),
            picture: preset.picture,
            kept_edits: Vec::new(),
            changes_again: VecDeque::new(),
            live,
            keeping,
            catalogue: wanted.catalogue,
            playing: programme.piece().preset.clone(),
            programme,
            gone_on: None,
            setup,
            notebook: Notebook::open(wanted.settings, &remembered),
            own_copies: (false, false),
            settings,
            own,
            person_id: wanted.person,
            person_edits: Vec::new(),
            person_steps: PersonSteps::default(),
            listening: None,
            fitting: Fitting::default(),
            losses: LossTeller::default(),
            slept: Slept::default(),
            demo,
            tells_clock: wanted.tell_clock,
            engine_rebuilds: 0,
            threads: Vec::new(),
            said: Vec::new(),
            lacks,
            untold: News::default(),
        };
        session.settings.played(&session.playing, &session.person_id);
        session.look_for_copies();
        session.set_piece();
        session.restore();
        Ok(session)
    }

    /// Opens a source of input: `run` reads it in a thread of its own until its port says to
    /// stop. A source that cannot be opened is told with the next round's news and left out.
    pub fn listen(&mut self, name: &str, run: impl FnOnce(Box<dyn Port>) + Send + 'static) {
        let Some(port) = self.port(name) else { return };
        let named = std::thread::Builder::new().name(format!("cantus-{name}"));
        match named.spawn(move || run(port)) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => self.said.push(format!("{name} cannot be heard: {error}.")),
        }
    }

    /// A way in for a source of input that has a thread already. Where there is none left, that
    /// is told with the next round's news.
    pub fn port(&mut self, name: &str) -> Option<Box<dyn Port>> {
        self.live.port(name).map_err(|error| self.said.push(format!("{error}."))).ok()
    }

    /// Rounds were kept waiting for so long by this program itself: that was no sleep.
    pub fn waited(&mut self, by: Duration) {
        self.slept.waited(by);
    }

    /// Writes what happened and does what is due; to be called many times a second.
    ///
    /// # Errors
    /// Where a file cannot be written any more. The news comes with the next round then.
    pub fn round(&mut self, now: Instant) -> Result<News, SessionError> {
        if self.slept.since(now, Duration::from_nanos(suspended_ns())) {
            self.live.let_go();
            self.untold.slept = true;
        }
        let happened = self.keeping.round(&mut self.live);
        let status = self.live.status();
        // An engine that was built anew knows nothing of what was set.
        if status.engine_rebuilds != self.engine_rebuilds {
            self.engine_rebuilds = status.engine_rebuilds;
            for (command, written) in first_commands(self.settings.level_db, self.tells_clock) {
                self.send(command, written);
            }
            self.set_piece();
            self.set_own();
            self.change_again();
        }
        self.send_changes_again();
        self.show();
        if happened.notices.contains(&Notice::Next) {
            self.go_on(now);
        }
        self.fit_round(&happened);
        let (mut said, mut alerts) = (Vec::new(), self.live.alerts());
        self.serve_menu(&happened.notices, &mut said, &mut alerts);
        let snapshot = self.live.snapshot();
        alerts.extend(self.speak_menu(&snapshot));
        self.said.append(&mut said);
        let mut news = std::mem::take(&mut self.untold);
        news.said.append(&mut self.said);
        news.alerts.append(&mut self.lacks);
        news.alerts.extend(alerts);
        news.notes.extend(happened.notes);
        news.notices.extend(happened.notices);
        news.said.extend(self.keeping.said());
        news.alerts.extend(self.keeping.alerts());
        news.alerts.extend(self.losses.tell(now, status.losses));
        news.alerts.extend(self.write_down(now));
        if let Err(error) = self.keeping.check() {
            self.untold = news;
            return Err(error);
        }
        Ok(news)
    }

    /// Sends the level that is set.
    pub(super) fn set_level(&mut self) {
        let level_db = self.settings.level_db;
        self.send(Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
    }

    /// Sends what the piece has of its own: in the journal, commands behind its preset.
    pub(super) fn set_piece(&mut self) {
        let piece = self.programme.piece();
        let (tempo_bpm, root) = (piece.tempo_bpm, piece.root);
        if let Some(bpm) = tempo_bpm {
            self.send(Command::Tempo(bpm), TraceCommand::Tempo(bpm));
        }
        if let Some(root) = root {
            self.send(Command::Root(root), TraceCommand::Root(root));
        }
    }

    /// The person asks for the next piece: a gesture does so in a set list only.
    fn go_on(&mut self, now: Instant) {
        let is_soon = self.gone_on.is_some_and(|then| now.saturating_duration_since(then) < GOING_ON);
        if self.programme.set_list().is_some() && !is_soon {
            self.gone_on = Some(now);
            let said = self.act(&Action::Next);
            self.said.push(said);
        }
    }

    /// Goes on with the demonstration, where one is under way.
    fn show(&mut self) {
        let Some(demo) = &mut self.demo else { return };
        let commands = demo.round(&mut self.live);
        let is_over = demo.is_over();
        for written in commands {
            let rate_hz = f64::from(self.live.status().output.rate_hz);
            match opening::command(&self.catalogue, &written, rate_hz) {
                Ok(command) => {
                    self.keeping.send(&self.live, command, written);
                }
                Err(error) => self.said.push(error),
            }
        }
        if is_over {
            self.demo = None;
            self.said.push("That was how it can sound. Now it is yours: press to play.".to_owned());
        }
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
        let drafts = self.drafts();
        for thread in self.threads {
            let _ = thread.join();
        }
        self.keeping.round(&mut self.live);
        let remembered = self.notebook.close(&self.settings, &drafts);
        self.keeping.finish(&mut self.live)?;
        Ok(remembered.err().map(not_remembered).into_iter().collect())
    }
}

/// What an engine is told before its first frame.
fn first_commands(level_db: f32, tells_clock: bool) -> Vec<(Command, TraceCommand)> {
    let level = (Command::MasterLevel(level_db), TraceCommand::MasterLevel(level_db));
    let clock = (Command::ClockOut(true), TraceCommand::ClockOut(true));
    std::iter::once(level).chain(tells_clock.then_some(clock)).collect()
}

/// What plays to another instrument: what the feed brings that comes.
fn midi_out(choice: &str, coming: Receiver<Feed>, setup: &MusicSetup) -> Result<MidiOut, SessionError> {
    let Ok(choice) = choice.parse();
    Ok(MidiOut::start(midi_out::Opened::open(choice)?, coming, plan(setup))?)
}

pub(super) fn locked(setup: &Mutex<MusicSetup>) -> MutexGuard<'_, MusicSetup> {
    setup.lock().unwrap_or_else(PoisonError::into_inner)
}
