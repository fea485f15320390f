//! A window as people find their way in it: by the names of things.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cantus::session::Session;
use cantus::ui::{Language, Look, Screen};
use eframe::egui::{self, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::hand::HandWindow;

/// A file in somebody's hand.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A window that is moved by hand and found by name.
pub struct Shown(pub Harness<'static, HandWindow>);

impl Shown {
    /// `screen` in a window of so many points, in its designed look.
    pub fn new(preset: &str, language: Language, screen: Screen, size: [f32; 2]) -> Self {
        Shown::of(HandWindow::new(preset, "anyone", language, Look::default(), screen), size)
    }

    /// The desk on a machine whose files are in `folder`.
    pub fn at_home(folder: &Path, preset: &str) -> Self {
        let mut shown = HandWindow::at_home(folder, preset, "anyone");
        shown.window.show(Screen::Desk);
        Shown::of(shown, [1280.0, 800.0])
    }

    /// The session behind it.
    pub fn session(&mut self) -> &mut Session {
        self.0.state_mut().window.session()
    }

    /// Drops a file on it.
    pub fn drop_file(&mut self, path: &Path) {
        self.0.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.0.step();
        self.draw();
    }

    /// Plays on until `done`; far longer than it ever takes.
    pub fn wait_for(&mut self, what: &str, mut done: impl FnMut(&mut Shown) -> bool) {
        for _ in 0..60_000 {
            self.0.state_mut().play(0.002);
            if done(self) {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(1));
        }
        panic!("never came about: {what}");
    }

    /// This window, in so many points.
    pub fn of(shown: HandWindow, size: [f32; 2]) -> Self {
        let draw = |ui: &mut egui::Ui, shown: &mut HandWindow| shown.window.ui(ui);
        let harness = Harness::builder().with_size(Vec2::from(size)).build_ui_state(draw, shown);
        let mut shown = Shown(harness);
        shown.play(0.02);
        shown
    }

    /// Plays on for so many seconds and draws what is there then.
    pub fn play(&mut self, seconds: f64) {
        self.0.state_mut().play(seconds);
        self.draw();
    }

    /// Draws a few frames: what was clicked acts, and what it changed is seen.
    pub fn draw(&mut self) {
        self.0.run_steps(3);
    }

    /// Presses a switch for a tenth of a second.
    pub fn press(&mut self, control: &str) {
        self.0.state_mut().hand.press(control);
        self.play(0.1);
        self.0.state_mut().hand.release(control);
        self.play(0.2);
    }

    /// Clicks what has this name.
    pub fn click(&mut self, name: &str) {
        self.0.get_by_label(name).click();
        self.draw();
        self.play(0.02);
    }

    /// Uses what has this name as a screen reader does, wherever it has been scrolled to.
    pub fn choose(&mut self, name: &str) {
        self.0.get_by_label(name).click_accesskit();
        self.draw();
        self.play(0.02);
    }

    /// Whether something has this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.query_all_by_label(name).next().is_some()
    }

    /// Whether something has this in its name.
    pub fn tells(&self, part: &str) -> bool {
        self.0.query_all_by_label_contains(part).next().is_some()
    }

    /// What is shown.
    pub fn screen(&self) -> Screen {
        self.0.state().window.screen()
    }
}
