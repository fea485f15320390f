//! A session to test: played by hand from the test, kept in a folder of its own.

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use cantus::engine::{Engine, Music};
use cantus::input::{ControlValue, trace};
use cantus::live::{
    AudioBackend, AudioChoice, AudioError, DeviceKind, Port, RunningOutput, StreamWish, monotonic_ns,
};
use cantus::person::Binder;
use cantus::preset::Catalogue;
use cantus::session::offline::{Kept, Offline, Script};
use cantus::session::open_music::OpenMusic;
use cantus::session::{Keep, News, Session, Wanted, opening};
use tempfile::TempDir;

use crate::common::{RATE_HZ, person, preset};

/// A machine without outputs: sessions here play to nobody.
struct NoOutputs;

impl AudioBackend for NoOutputs {
    fn open(
        &mut self,
        _choice: &AudioChoice,
        _wish: &StreamWish<'_>,
    ) -> Result<Box<dyn RunningOutput>, AudioError> {
        Err(AudioError::NoOutput("nothing is plugged in".to_owned()))
    }
}

/// A session under way.
pub struct Run {
    pub session: Session,
    pub folder: TempDir,
    hand: Sender<(String, ControlValue)>,
    /// Everything that was told.
    pub news: News,
    /// The time of the session's rounds.
    now: Instant,
}

impl Run {
    /// `preset` played by `person` on a keyboard of the test's own.
    pub fn start(preset: &str, person: &str) -> Run {
        Run::in_folder(tempfile::tempdir().unwrap(), preset, person)
    }

    /// Ends without a word, as where the program was killed, and starts anew on the same machine.
    pub fn killed_and_started(self, preset: &str, person: &str) -> Run {
        let Run { session, folder, hand, .. } = self;
        drop(hand);
        drop(session);
        Run::in_folder(folder, preset, person)
    }

    /// Ends as it should and starts anew on the same machine.
    pub fn ended_and_started(self, preset: &str, person: &str) -> Run {
        let Run { session, folder, hand, .. } = self;
        drop(hand);
        session.finish().unwrap();
        Run::in_folder(folder, preset, person)
    }

    fn in_folder(folder: TempDir, preset: &str, person: &str) -> Run {
        let keep = Keep {
            record: Some(folder.path().join("heard.wav")),
            journal: Some(folder.path().join("played.trace")),
            ..Keep::default()
        };
        let wanted = Wanted {
            catalogue: Catalogue::with_folder(folder.path().join("own")),
            preset: preset.to_owned(),
            demo: false,
            person: person.to_owned(),
            backend: Box::new(NoOutputs),
            audio: AudioChoice::Null,
            buffer_frames: None,
            follow_clock: false,
            tell_clock: false,
            keep,
            settings: Some(folder.path().join("settings.toml")),
            memory: None,
        };
        let mut session = Session::start(wanted).unwrap();
        let (hand, pressed) = channel::<(String, ControlValue)>();
        session.listen("test", move |mut port: Box<dyn Port>| {
            let device = port.arrived(DeviceKind::Keyboard, "Test keyboard", "test");
            while let Ok((control, value)) = pressed.recv() {
                let control = control.parse().unwrap();
                if port.wants(device, control) {
                    port.event(device, monotonic_ns(), control, value);
                }
            }
        });
        Run { session, folder, hand, news: News::default(), now: now() }
    }

    pub fn send(&mut self, control: &str, value: ControlValue) {
        self.hand.send((control.to_owned(), value)).unwrap();
    }

    pub fn down(&mut self, control: &str) {
        self.send(control, ControlValue::Down { velocity: None });
    }

    pub fn up(&mut self, control: &str) {
        self.send(control, ControlValue::Up);
    }

    /// Presses and lets go, and waits until both were played.
    pub fn press(&mut self, control: &str) {
        // The press before has been over for longer than any lockout.
        self.play_on(24_000);
        let before = self.presses();
        self.down(control);
        self.until("the press", |run| run.presses() > before);
        self.up(control);
        self.until("the release", |run| run.session.snapshot().switches.iter().all(|switch| !switch.down));
    }

    pub fn presses(&mut self) -> u32 {
        self.session.snapshot().switches.iter().map(|switch| switch.presses).sum()
    }

    /// The next round is so much later.
    pub fn later(&mut self, by: Duration) {
        self.now += by;
        self.round();
    }

    pub fn round(&mut self) {
        let news = self.session.round(self.now).unwrap();
        self.news.said.extend(news.said);
        self.news.alerts.extend(news.alerts);
        self.news.notes.extend(news.notes);
        self.news.notices.extend(news.notices);
    }

    /// Goes on until `done`; far longer than it ever takes.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&mut Run) -> bool) {
        for _ in 0..120_000 {
            self.round();
            if done(self) {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(1));
        }
        panic!("never came about: {what}");
    }

    /// Plays on for so many frames.
    pub fn play_on(&mut self, frames: u64) {
        let until = self.session.snapshot().frame + frames;
        self.until("time", |run| run.session.snapshot().frame >= until);
    }

    /// Ends the session and replays its journal: what was heard, and what the replay sounds like.
    pub fn replay(self, preset_id: &str, person_id: &str) -> Replay {
        let Run { session, folder, hand, .. } = self;
        drop(hand);
        session.finish().unwrap();
        let path = |name: &str| -> PathBuf { folder.path().join(name) };
        let journal = std::fs::read_to_string(path("played.trace")).unwrap();
        let heard: Vec<f32> = hound::WavReader::open(path("heard.wav"))
            .unwrap()
            .into_samples::<f32>()
            .map(Result::unwrap)
            .collect();
        let parsed = trace::parse(&journal).unwrap_or_else(|errors| panic!("{}\n{journal}", errors[0]));
        let (setup, person) = (preset(preset_id), person(person_id));
        let engine = Engine::new(RATE_HZ, person.body.clone(), Music::build(RATE_HZ, &setup).unwrap());
        let mut offline = Offline::new(engine, Script::new(&parsed, &mut Binder::new(&person), RATE_HZ));
        let mut music = OpenMusic::new(Catalogue::shipped(), setup, 0.0)
            .played_by(opening::sheet(&Catalogue::shipped(), person_id).unwrap());
        let mut again = vec![0.0; heard.len()];
        let mut kept = Kept::default();
        offline.render(&mut again, &mut kept, &mut |command| music.command(command, RATE_HZ)).unwrap();
        Replay { journal, heard, again }
    }
}

/// When the rounds of a session begin; they move on only where a test says so.
#[allow(clippy::disallowed_methods, reason = "an instant can be had from the clock only")]
fn now() -> Instant {
    Instant::now()
}

/// A session that is over.
pub struct Replay {
    pub journal: String,
    pub heard: Vec<f32>,
    pub again: Vec<f32>,
}

impl Replay {
    /// The replay is what was heard, to the bit, and not silence.
    pub fn assert_equal(&self) {
        let differs = self.heard.iter().zip(&self.again).position(|(a, b)| a != b);
        assert_eq!(differs, None, "of {} samples; the journal:\n{}", self.heard.len(), self.journal);
        assert!(self.heard.iter().any(|sample| *sample != 0.0), "nothing was heard:\n{}", self.journal);
    }
}
