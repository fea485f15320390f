//! What pages show, taken in every round.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use super::Page;
use crate::access::Drift;
use crate::device::at_login::starts_at_login;
use crate::device::awake::Kept;
use crate::device::room::{RoomFacts, look_round};
use crate::input::Role;
use crate::live::{Alert, LiveStatus};
use crate::session::learning::{Learned, Travel};
use crate::session::room::{Facts, SoundFacts, findings};
use crate::session::{FitState, Heard, Session};

/// What is being listened for.
#[derive(Clone, Debug, PartialEq)]
pub struct Listening {
    /// What it is to play.
    pub role: Role,
    /// The control that was pressed.
    pub heard: Option<Heard>,
    /// How far the axis has been moved so far.
    pub travel: Option<Travel>,
    /// What was learned of it, with the roles that it plays already; or why nothing was.
    pub learned: Option<Result<(Learned, Vec<Role>), String>>,
}

impl Listening {
    /// For what is to play `role`, of which nothing is heard yet.
    pub fn new(role: Role) -> Self {
        Listening { role, heard: None, travel: None, learned: None }
    }
}

/// What pages show.
pub struct Pages {
    /// The page that is open.
    pub open: Option<Page>,
    /// How the fit stands.
    pub fit: Option<FitState>,
    /// What is listened for.
    pub listening: Option<Listening>,
    /// The switch whose numbers are shown.
    pub role: Role,
    /// Whether a change of the person can be taken back, and whether one can be made again.
    pub undo_redo: (bool, bool),
    /// What of the switch does not fit, as presses show.
    pub drift: Option<Drift>,
    /// What is to be known of the room.
    pub findings: Vec<Alert>,
    /// Whether Cantus starts with the desktop; none where it cannot.
    pub at_login: Option<bool>,
    pub(super) at_login_path: Option<PathBuf>,
    facts: Facts,
    seen: Option<Receiver<RoomFacts>>,
}

impl Default for Pages {
    fn default() -> Self {
        Pages {
            open: None,
            fit: None,
            listening: None,
            role: Role::A,
            undo_redo: (false, false),
            drift: None,
            findings: Vec::new(),
            at_login: None,
            at_login_path: None,
            facts: Facts::default(),
            seen: None,
        }
    }
}

/// What of the pages a picture shows: where it changes, a new one is due.
#[derive(Clone, Debug, PartialEq)]
pub struct PagesShown {
    open: Option<Page>,
    fit: Option<FitState>,
    listening: Option<Listening>,
    drift: Option<Drift>,
    findings: Vec<Alert>,
    undo_redo: (bool, bool),
}

impl Pages {
    /// The page that is shown: binding comes by itself where it is listened.
    pub fn shown_page(&self) -> Option<Page> {
        self.open.or(self.listening.is_some().then_some(Page::Bind))
    }

    /// Whether the page changes who plays: taking back means that here, not the music.
    pub fn change_the_person(&self) -> bool {
        self.shown_page().is_some_and(Page::changes_the_person)
    }

    /// Takes in how everything stands.
    pub fn round(&mut self, session: &mut Session, status: &LiveStatus) {
        let was_there = self.fit.is_some();
        self.fit = session.fit();
        self.role = session.fitted_role().unwrap_or(self.role);
        // Done by the switch itself: back to where one was.
        if was_there && self.fit.is_none() && self.open == Some(Page::Fit) {
            self.open = None;
        }
        self.undo_redo = session.can_undo_redo_person();
        self.drift = session.drift();
        if let Some(listening) = &mut self.listening {
            listening.heard = session.binding_heard();
            listening.travel = session.axis_travel();
        }
        if let Some(seen) = self.seen.as_ref().and_then(|seen| seen.try_recv().ok()) {
            self.seen = None;
            self.room_is(seen);
        }
        let sound = SoundFacts {
            output: status.output.name.clone(),
            latency_ms: status.latency_ms().round(),
            is_away: status.standing_in,
        };
        let facts = Facts { sound, self_repeats: session.self_repeats(), ..self.facts.clone() };
        if facts != self.facts {
            self.facts = facts;
            self.findings = findings(&self.facts);
        }
    }

    /// What a picture of them shows.
    pub fn shown(&self) -> PagesShown {
        PagesShown {
            open: self.open,
            fit: self.fit.clone(),
            listening: self.listening.clone(),
            drift: self.drift,
            findings: self.findings.clone(),
            undo_redo: self.undo_redo,
        }
    }

    /// Whether what is shown moves by itself, as far as the switch moves it.
    pub fn moves(&self) -> bool {
        self.listening.is_some() || self.open == Some(Page::Bind)
    }

    /// Looks round the room, in a thread of its own: that asks other programs.
    pub fn look_round(&mut self, confirmed: Vec<String>) {
        let (tell, seen) = channel();
        let look = move || drop(tell.send(look_round(&confirmed)));
        let named = std::thread::Builder::new().name("cantus-room".to_owned());
        self.seen = named.spawn(look).is_ok().then_some(seen);
    }

    /// What was seen of the room.
    pub fn room_is(&mut self, room: RoomFacts) {
        self.facts.room = room;
        self.findings = findings(&self.facts);
    }

    /// Whether the screen stays on, as is found while somebody plays.
    pub fn awake_is(&mut self, kept: Kept) {
        if kept != Kept::Unknown && kept != self.facts.room.awake {
            self.room_is(RoomFacts { awake: kept, ..self.facts.room.clone() });
        }
    }

    /// Where it is written whether Cantus starts with the desktop.
    pub fn start_by(&mut self, path: Option<PathBuf>) {
        self.at_login = path.as_deref().map(starts_at_login);
        self.at_login_path = path;
    }
}
