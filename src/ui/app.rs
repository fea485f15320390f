//! All of the window but the system's part of it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui;

use super::alerts::Alerts;
use super::library::Library;
use super::look::{Look, Theme};
use super::opening::{self, Folder};
use super::page::{Page, Pages, PagesShown};
use super::picture::{Photo, Small};
use super::retelling::retell;
use super::system_letters::SystemLetters;
use super::told::Told;
use super::view::View;
use super::words::{Language, Words};
use super::{desk, page, shortcuts, stage, start};
use crate::device::at_login::at_login_path;
use crate::device::awake::Kept;
use crate::device::room::RoomFacts;
use crate::engine::{LeaderSnapshot, MAX_LANES, MenuSnapshot, Snapshot, SwitchSnapshot};
use crate::input::{Control, MAX_SWITCHES};
use crate::live::{Alert, HeardControl, LiveStatus};
use crate::play::ModeStatus;
use crate::preset::{FileKind, picture};
use crate::session::{Session, SessionError};

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// The first minute.
    #[default]
    Start,
    /// For the player.
    Stage,
    /// For the person beside them.
    Desk,
}

/// The window: a session, and what is shown of it.
pub struct Window {
    pub(super) session: Session,
    pub(super) screen: Screen,
    pub(super) words: Words,
    told: Told,
    pub(super) look: Look,
    pub(super) look_is_new: bool,
    pub(super) alerts: Alerts,
    /// The last thing that was done, in a sentence.
    pub(super) said: String,
    /// What is wrong with a file that was not opened.
    pub(super) problem: Option<String>,
    pub(super) library: Library,
    /// The folder that somebody looks into for a file.
    pub(super) folder: Option<Folder>,
    snapshot: Snapshot,
    status: LiveStatus,
    heard: Option<HeardControl>,
    pub(super) pages: Pages,
    devices: Vec<(crate::live::DeviceId, crate::live::DeviceKind, String)>,
    stage: stage::Memory,
    pub(super) desk: desk::Memory,
    photo: Photo,
    pictures: Small,
    pub(super) letters: SystemLetters,
    letters_are_new: bool,
    /// When the recording that runs began, in the instrument's seconds.
    recording_from: Option<f64>,
    /// There was a sleep, and nobody asked for it yet.
    slept: bool,
    /// What the last picture showed.
    pictured: Option<Pictured>,
}

/// What a picture shows beside what moves by itself: where it changes, a new one is due.
#[derive(Clone, Debug, PartialEq)]
struct Pictured {
    screen: Screen,
    switches: [SwitchSnapshot; MAX_SWITCHES],
    modes: [ModeStatus; MAX_LANES],
    menu: Option<MenuSnapshot>,
    calling: bool,
    resting: bool,
    leader: Option<LeaderSnapshot>,
    standing_in: bool,
    devices: usize,
    alerts: usize,
    said: String,
    heard: Option<HeardControl>,
    pages: PagesShown,
    unsaved: (bool, bool),
    recording_s: Option<u64>,
    last_kept: Option<PathBuf>,
}

impl Window {
    /// A window on `session` that looks and speaks as its settings say.
    pub fn of(session: Session) -> Self {
        let settings = session.settings();
        let (language, look) = (Language::remembered(settings), Look::remembered(settings));
        Window::new(session, language, look)
    }

    /// A window on `session` with a look and a language of its own.
    pub fn new(mut session: Session, language: Language, look: Look) -> Self {
        Window {
            screen: if session.settings().begun { Screen::Stage } else { Screen::Start },
            words: Words::new(language),
            told: Told::default(),
            look,
            look_is_new: true,
            alerts: Alerts::default(),
            said: String::new(),
            problem: None,
            library: Library::default(),
            folder: None,
            snapshot: session.snapshot(),
            status: session.status(),
            heard: None,
            pages: Pages::default(),
            devices: session.devices(),
            stage: stage::Memory::default(),
            desk: desk::Memory::default(),
            photo: Photo::default(),
            pictures: Small::default(),
            letters: SystemLetters::default(),
            letters_are_new: false,
            recording_from: None,
            pictured: None,
            slept: false,
            session,
        }
    }

    /// What is shown.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Its colours.
    pub fn theme(&self) -> Theme {
        self.look.theme
    }

    /// Shows another screen.
    pub fn show(&mut self, screen: Screen) {
        self.screen = screen;
    }

    /// The screen as keys see it: on a page that waits for presses they play, and click nothing.
    pub fn screen_of_keys(&self) -> Screen {
        match self.pages.shown_page() {
            Some(Page::Fit | Page::Bind) => Screen::Start,
            Some(Page::Numbers | Page::Room) => Screen::Desk,
            None => self.screen,
        }
    }

    /// What was seen of the room, instead of looking.
    pub fn room_is(&mut self, room: RoomFacts) {
        self.pages.room_is(room);
    }

    /// Whether the screen stays on while somebody plays.
    pub fn awake_is(&mut self, kept: Kept) {
        self.pages.awake_is(kept);
    }

    /// Looks round the room, and where it is written whether this starts with the desktop.
    pub fn look_round(&mut self) {
        self.pages.start_by(at_login_path());
        self.pages.look_round(self.session.person().switch_boxes.clone());
    }

    /// Letters that the window's own font lacks are looked for among the fonts of the system.
    pub fn look_for_letters(&mut self) {
        self.letters.look();
    }

    /// Whether letters are still being looked for.
    pub fn awaits_letters(&self) -> bool {
        self.letters.is_looking()
    }

    /// The session behind it.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// How the instrument stood in the last round.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether a control is bound to anything, of whatever device.
    pub fn binds(&self, control: Control) -> bool {
        self.session.person().bindings.uses(control)
    }

    /// Tells somebody something.
    pub fn alert(&mut self, alert: Alert) {
        self.alerts.push(alert);
    }

    /// Whether a picture drawn now would differ from the last.
    pub fn wants_picture(&self) -> bool {
        let moves = match self.screen {
            _ if self.pages.shown_page().is_some() => self.pages.moves() && self.snapshot.voices > 0,
            Screen::Start => false,
            Screen::Stage => self.stage.moves(),
            // Meters move until the last voice has rung out.
            Screen::Desk => self.snapshot.voices > 0,
        };
        moves
            || self.letters_are_new
            || self.photo.is_fresh()
            || self.pictures.is_fresh()
            || self.pictured.as_ref() != Some(&self.pictured())
    }

    /// Whether pictures that were seen are still being read.
    pub fn awaits_pictures(&self) -> bool {
        self.photo.is_coming() || self.pictures.is_coming()
    }

    fn pictured(&self) -> Pictured {
        let snapshot = &self.snapshot;
        Pictured {
            screen: self.screen,
            switches: snapshot.switches,
            modes: snapshot.parts.map(|part| part.mode),
            menu: snapshot.menu,
            calling: snapshot.calling,
            resting: snapshot.resting,
            leader: snapshot.leader,
            standing_in: self.status.standing_in,
            devices: self.devices.len(),
            alerts: self.alerts.iter().count(),
            said: self.said.clone(),
            heard: self.heard.clone(),
            pages: self.pages.shown(),
            unsaved: self.session.unsaved(),
            recording_s: self.recording_from.map(|from| (self.seconds() - from) as u64),
            last_kept: self.session.last_kept().map(Path::to_owned),
        }
    }

    /// The next round was kept waiting for so long by this program itself.
    pub(super) fn waited(&mut self, by: Duration) {
        self.session.waited(by);
    }

    /// Whether there was a sleep since this was asked last: nothing is held any more.
    pub fn take_slept(&mut self) -> bool {
        std::mem::take(&mut self.slept)
    }

    /// Takes in what happened since the last round; many times a second, shown or not.
    ///
    /// # Errors
    /// Where what is kept cannot be written any more.
    pub fn round(&mut self, now: Instant) -> Result<(), SessionError> {
        let news = self.session.round(now)?;
        self.slept |= news.slept;
        news.alerts.into_iter().for_each(|alert| self.alerts.push(alert));
        if let Some(said) = news.said.into_iter().next_back() {
            self.said = said;
        }
        self.stage.hear(&news.notes);
        self.snapshot = self.session.snapshot();
        self.status = self.session.status();
        self.devices = self.session.devices();
        self.heard = self.session.last_heard();
        let alert = self.photo.follow(self.session.picture());
        alert.into_iter().chain(self.pictures.take_in()).for_each(|alert| self.alerts.push(alert));
        if self.letters.take_in() {
            // Names are read again in them.
            self.library.presets.clear();
            self.letters_are_new = true;
        }
        let seconds = self.seconds();
        self.recording_from =
            self.session.is_recording().then(|| self.recording_from.unwrap_or(seconds).min(seconds));
        self.pages.round(&mut self.session, &self.status);
        Ok(())
    }

    /// Draws the screen that is shown and does what is wished on it.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        if std::mem::take(&mut self.look_is_new) {
            self.look.apply(ui.ctx());
        }
        if self.screen == Screen::Desk && self.library.presets.is_empty() {
            let fonts = std::mem::take(&mut self.library.fonts);
            let read = Library::read(self.session.catalogue(), &self.words, &mut self.letters);
            self.library = Library { fonts, ..read };
        }
        self.name(ui.ctx());
        self.pictures.begin();
        self.letters_are_new = false;
        self.letters.apply(ui.ctx());
        self.pictured = Some(self.pictured());
        let (names, retold) = self.names();
        let said = retell(self.told.tell(&self.words, &self.said), &retold);
        let mut wishes = Vec::new();
        let view = View {
            snapshot: &self.snapshot,
            status: &self.status,
            music: &self.session.arrangement().setup,
            arrangement: self.session.arrangement(),
            preset: self.session.preset(),
            person: self.session.person(),
            person_id: self.session.person_id(),
            devices: &self.devices,
            heard: self.heard.as_ref(),
            pages: &self.pages,
            alerts: &self.alerts,
            problem: self.problem.as_deref(),
            said: &said,
            undo_redo: if self.pages.change_the_person() {
                self.pages.undo_redo
            } else {
                self.session.can_undo_redo()
            },
            library: &self.library,
            settings: self.session.settings(),
            unsaved: self.session.unsaved(),
            own_copies: self.session.own_copies(),
            recording_s: self.recording_from.map(|from| self.seconds() - from),
            last_kept: self.session.last_kept(),
            photo: self.photo.texture(ui.ctx()),
            names: names.each_ref().map(String::as_str),
            retold: &retold,
            drawing: match self.session.picture() {
                Some(_) => None,
                None => picture(FileKind::Preset, self.session.preset(), None),
            },
            pictures: &self.pictures,
            words: &self.words,
            told: &self.told,
            look: &self.look,
        };
        self.stage.move_on(&view);
        opening::dropped(ui, &view, &mut wishes);
        shortcuts::take(ui, self.screen, &mut wishes);
        egui::CentralPanel::default().show(ui, |ui| match self.screen {
            _ if page::show(ui, &view, self.screen == Screen::Desk, &mut wishes) => {}
            Screen::Start => start::show(ui, &view, &mut wishes),
            Screen::Stage => stage::show(ui, &view, &mut self.stage, &mut wishes),
            Screen::Desk => desk::show(ui, &view, &mut self.desk, &mut wishes),
        });
        if let Some(folder) = &self.folder {
            opening::list(ui, &view, folder, &mut wishes);
        }
        wishes.into_iter().for_each(|wish| self.grant(wish));
    }

    /// The instrument's own time, in seconds.
    fn seconds(&self) -> f64 {
        self.snapshot.frame as f64 / f64::from(self.status.output.rate_hz.max(1))
    }

    /// Names the window for those who do not see its title.
    fn name(&self, ctx: &egui::Context) {
        let screen = match self.screen {
            Screen::Start => "start-name",
            Screen::Stage => "stage-name",
            Screen::Desk => "desk-name",
        };
        let name = format!("{} – {}", self.words.say("window-name"), self.words.say(screen));
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(name));
    }

    /// Ends the session.
    ///
    /// # Errors
    /// Where a file could not be written whole.
    pub fn finish(self) -> Result<(), SessionError> {
        self.session.finish().map(drop)
    }
}
