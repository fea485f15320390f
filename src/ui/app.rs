//! All of the window but the system's part of it.

use std::time::Instant;

use eframe::egui;

use super::alerts::Alerts;
use super::look::Look;
use super::view::View;
use super::wish::Wish;
use super::words::{Language, Words};
use super::{desk, stage, start};
use crate::engine::{MusicSetup, Snapshot};
use crate::live::LiveStatus;
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
