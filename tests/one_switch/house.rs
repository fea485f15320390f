//! A session whose output is driven by hand: time passes only when the test lets it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cantus::access::MenuItem;
use cantus::engine::{BAND_LANE, MenuSnapshot, NoteRecord, Notice, Snapshot};
use cantus::session::{Keep, News, Session, Wanted};

use crate::hand::{Hand, PERIOD, RATE_HZ, now, wanted};

/// What time passes in, in seconds.
const PERIOD_S: f64 = PERIOD as f64 / RATE_HZ as f64;

/// How the person of the house moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moves {
    Auto,
    Step,
    Inverse,
    Pulse,
}

impl Moves {
    pub fn all() -> [Moves; 4] {
        [Moves::Auto, Moves::Step, Moves::Inverse, Moves::Pulse]
    }

    /// Their person file: one switch, every item in the menu, no words aloud.
    fn person(self) -> String {
        let (style, pulse) = match self {
            Moves::Auto | Moves::Pulse => ("auto", self == Moves::Pulse),
            Moves::Step => ("step", false),
            Moves::Inverse => ("inverse", false),
        };
        let items: Vec<String> = MenuItem::choices().map(|item| format!("\"{}\"", item.row().id)).collect();
        format!(
            "format = 1\nname = \"x\"\nabout = \"x\"\n[[bind]]\nrole = \"a\"\ncontrol = \"key:space\"\n\
             [switch.a]\nlong_press_ms = 1500\npulse = {pulse}\n\
             [scan]\nstyle = \"{style}\"\ninterval_ms = 400\nfirst_extra_ms = 0\nloops = 5\n\
             [menu]\nspeech = \"off\"\nitems = [{}]\n",
            items.join(", ")
        )
    }
}

/// A session and somebody with one switch, who sees what the screen shows.
pub struct House {
    pub session: Session,
    pub notes: Vec<NoteRecord>,
    pub notices: Vec<Notice>,
    pub said: Vec<String>,
    pub alerts: Vec<String>,
    hand: Hand,
    moves: Moves,
    start: Instant,
    rounds: u32,
}

impl House {
    pub fn new(folder: &Path, moves: Moves, keep: Keep) -> Self {
        let person = folder.join("x.person.toml");
        std::fs::write(&person, moves.person()).unwrap();
        let wish = wanted("first-notes", &person.display().to_string());
        let (mut session, hand) = Hand::start(Wanted { keep, ..wish });
        session.keep_in(Some(folder.join("music")));
        let (notes, notices, said, alerts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        House { session, notes, notices, said, alerts, hand, moves, start: now(), rounds: 0 }
    }

    pub fn snapshot(&mut self) -> Snapshot {
        self.session.snapshot()
    }

    pub fn menu(&mut self) -> MenuSnapshot {
        self.snapshot().menu.expect("a menu")
    }

    /// Lets so many seconds pass.
    pub fn pass(&mut self, seconds: f64) {
        let end = self.snapshot().frame + (seconds * f64::from(RATE_HZ)) as u64;
        while self.snapshot().frame < end {
            self.hand.play(PERIOD_S);
            self.rounds += 1;
            if self.rounds.is_multiple_of(8) {
                self.round();
            }
            // Time is made faster here than a disk is asked to be: the recorder, which looks every
            // 20 ms for up to 2.7 s of sound, is let in.
            if self.rounds.is_multiple_of(RATE_HZ / 2 / PERIOD as u32) {
                std::thread::park_timeout(Duration::from_millis(25));
            }
        }
        self.round();
    }

    fn round(&mut self) {
        let now = self.start + Duration::from_millis(10) * self.rounds;
        let News { said, alerts, notes, notices, .. } = self.session.round(now).unwrap();
        self.said.extend(said);
        self.alerts.extend(alerts.into_iter().map(|alert| alert.what));
        self.notes.extend(notes);
        self.notices.extend(notices);
    }

    pub fn down(&mut self) {
        self.hand.press("key:space");
        self.pass(0.05);
    }

    pub fn up(&mut self) {
        self.hand.release("key:space");
        self.pass(0.05);
    }

    pub fn press(&mut self) {
        self.down();
        self.pass(0.1);
        self.up();
    }

    /// Lets time pass until it is so; far longer than it ever takes.
    pub fn until(&mut self, what: &str, is_so: impl Fn(&MenuSnapshot) -> bool) {
        for _ in 0..2000 {
            if is_so(&self.menu()) {
                return;
            }
            self.pass(0.02);
        }
        panic!("{:?}: never came about: {what}", self.moves);
    }

    /// Opens the menu as this person does.
    pub fn open(&mut self) {
        if self.moves == Moves::Pulse {
            self.until("an offer", |menu| menu.offered);
            self.press();
        } else {
            self.down();
            self.until("an open menu", |menu| menu.open);
            self.up();
        }
        self.until("a menu that scans", |menu| menu.open && !menu.waits_for_release);
    }

    /// Takes an item as this person does, watching the light.
    pub fn take(&mut self, item: MenuItem) {
        let taken =
            |house: &House| house.notices.iter().filter(|notice| **notice == Notice::MenuTaken(item)).count();
        let before = taken(self);
        self.open();
        let lit = move |menu: &MenuSnapshot| menu.lit == Some(item);
        match self.moves {
            Moves::Auto | Moves::Pulse => {
                self.until(item.row().id, lit);
                self.pass(0.15);
                self.press();
            }
            Moves::Step => {
                while !lit(&self.menu()) {
                    self.press();
                }
                self.until("it is taken", |menu| !menu.open || menu.again);
            }
            Moves::Inverse => {
                self.down();
                self.until(item.row().id, lit);
                self.pass(0.15);
                self.up();
            }
        }
        self.until("a closed menu", |menu| !menu.open);
        if item != MenuItem::Leave {
            self.told("what was taken", |house| taken(house) > before);
        }
    }

    /// Waits for what other threads hand on, while time passes.
    pub fn told(&mut self, what: &str, is_so: impl Fn(&House) -> bool) {
        for _ in 0..5000 {
            self.pass(0.002);
            if is_so(self) {
                // What was answered takes effect.
                return self.pass(0.05);
            }
            std::thread::park_timeout(Duration::from_millis(1));
        }
        panic!("{:?}: never told: {what}", self.moves);
    }

    /// Notes of players that began.
    pub fn played(&self) -> usize {
        self.notes.iter().filter(|note| note.on && note.part < BAND_LANE).count()
    }

    /// Notes of players that began and have not ended.
    pub fn hanging(&self) -> isize {
        self.notes.iter().filter(|note| note.part < BAND_LANE).map(|note| if note.on { 1 } else { -1 }).sum()
    }

    pub fn has_said(&self, words: &str) -> bool {
        self.said.iter().any(|said| said.contains(words))
    }

    /// Ends the session.
    pub fn finish(self) -> (Vec<NoteRecord>, Vec<Notice>) {
        let House { session, notes, notices, mut hand, .. } = self;
        // The last commands and notes need a callback to take effect.
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let pump = std::thread::spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                hand.play(PERIOD_S);
                std::thread::park_timeout(Duration::from_millis(1));
            }
        });
        session.finish().unwrap();
        stop.store(true, Ordering::Release);
        pump.join().unwrap();
        (notes, notices)
    }
}
