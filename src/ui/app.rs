//! All of the window but the system's part of it.

use std::time::Instant;

use eframe::egui;

use super::alerts::Alerts;
use super::look::Look;
use super::view::View;
use super::wish::Wish;
use super::words::{Language, Words};
use super::{desk, stage, start};
use crate::engine::{LeaderSnapshot, MAX_LANES, MenuSnapshot, MusicSetup, Snapshot, SwitchSnapshot};
use crate::input::{Control, MAX_SWITCHES};
use crate::live::{Alert, LiveStatus};
use crate::person::Binder;
use crate::play::ModeStatus;
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
    session: Session,
    screen: Screen,
    words: Words,
    look: Look,
    look_is_new: bool,
    alerts: Alerts,
    /// The last thing that was done, in a sentence.
    said: String,
    music: MusicSetup,
    snapshot: Snapshot,
    status: LiveStatus,
    devices: Vec<(crate::live::DeviceId, crate::live::DeviceKind, String)>,
    stage: stage::Memory,
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
}

impl Window {
    /// A window on `session`.
    pub fn new(mut session: Session, language: Language, look: Look) -> Self {
        Window {
            screen: Screen::default(),
            words: Words::new(language),
            look,
            look_is_new: true,
            alerts: Alerts::default(),
            said: String::new(),
            music: session.music(),
            snapshot: session.snapshot(),
            status: session.status(),
            devices: session.devices(),
            stage: stage::Memory::default(),
            pictured: None,
            session,
        }
    }

    /// What is shown.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Shows another screen.
    pub fn show(&mut self, screen: Screen) {
        self.screen = screen;
    }

    /// The session behind it.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// How the instrument stood in the last round.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether a control is bound to anything.
    pub fn binds(&self, control: Control) -> bool {
        Binder::new(self.session.person()).wants("", control)
    }

    /// Tells somebody something.
    pub fn alert(&mut self, alert: Alert) {
        self.alerts.push(alert);
    }

    /// Whether a picture drawn now would differ from the last.
    pub fn wants_picture(&self) -> bool {
        let moves = match self.screen {
            Screen::Start => false,
            Screen::Stage => self.stage.moves(),
            // Meters move until the last voice has rung out.
            Screen::Desk => self.snapshot.voices > 0,
        };
        moves || self.pictured.as_ref() != Some(&self.pictured())
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
        }
    }

    /// Takes in what happened since the last round; many times a second, shown or not.
    ///
    /// # Errors
    /// Where what is kept cannot be written any more.
    pub fn round(&mut self, now: Instant) -> Result<(), SessionError> {
        let news = self.session.round(now)?;
        news.alerts.into_iter().for_each(|alert| self.alerts.push(alert));
        if let Some(said) = news.said.into_iter().next_back() {
            self.said = said;
        }
        self.stage.hear(&news.notes);
        self.snapshot = self.session.snapshot();
        self.status = self.session.status();
        self.devices = self.session.devices();
        Ok(())
    }

    /// Draws the screen that is shown and does what is wished on it.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        if std::mem::take(&mut self.look_is_new) {
            self.look.apply(ui.ctx());
        }
        self.pictured = Some(self.pictured());
        let mut wishes = Vec::new();
        let view = View {
            snapshot: &self.snapshot,
            status: &self.status,
            music: &self.music,
            person: self.session.person(),
            devices: &self.devices,
            alerts: &self.alerts,
            words: &self.words,
            look: &self.look,
        };
        self.stage.move_on(&view);
        egui::CentralPanel::default().show(ui, |ui| match self.screen {
            Screen::Start => start::show(ui, &view, &mut wishes),
            Screen::Stage => stage::show(ui, &view, &mut self.stage, &mut wishes),
            Screen::Desk => desk::show(ui, &view, &mut wishes),
        });
        wishes.into_iter().for_each(|wish| self.grant(wish));
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Act(action) => {
                self.said = self.session.act(&action);
                self.music = self.session.music();
            }
            Wish::Open(preset) => {
                self.said = self.session.open(&preset);
                self.music = self.session.music();
            }
            Wish::Show(screen) => self.screen = screen,
            Wish::Theme(theme) => {
                self.look.set_theme(theme);
                self.look_is_new = true;
            }
            Wish::Size(size) => {
                self.look.size = size.clamp(1.0, 4.0);
                self.look_is_new = true;
            }
            Wish::Language(language) => self.words = Words::new(language),
            Wish::Dismiss(place) => self.alerts.dismiss(place),
        }
    }

    /// Ends the session.
    ///
    /// # Errors
    /// Where a file could not be written whole.
    pub fn finish(self) -> Result<(), SessionError> {
        self.session.finish().map(drop)
    }
}
