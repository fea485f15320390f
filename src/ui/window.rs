//! The system's window around [`Window`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use eframe::egui;

use super::app::Window;
use super::remembered::remembered_path;
use crate::device::focus::{Focus, FocusState};
use crate::session::{Session, SessionError};

/// A window that did not open, or a session that could not go on.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system shows no window.
    #[error("no window can be shown: {0}")]
    NoWindow(String),
    /// What is kept could not be written.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// Opens the window on `session` and returns when it is closed.
///
/// # Errors
/// Where no window can be shown, or a file could not be written.
pub fn open(session: Session, focus: Arc<Focus>) -> Result<(), OpenError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Cantus")
            .with_app_id("cantus")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([640.0, 480.0]),
        ..Default::default()
    };
    let window = Window::remembering(session, remembered_path());
    let outcome = Arc::new(Outcome::default());
    let shown = Shown { window: Some(window), focus, outcome: Arc::clone(&outcome) };
    eframe::run_native("cantus", options, Box::new(move |_| Ok(Box::new(shown))))
        .map_err(|error| OpenError::NoWindow(error.to_string()))?;
    // Without a library that is loaded late, the system's part returns as if all were well.
    if !outcome.drawn.load(Ordering::Acquire) {
        return Err(OpenError::NoWindow("nothing was drawn".to_owned()));
    }
    let error = outcome.error.lock().unwrap_or_else(PoisonError::into_inner).take();
    error.map_or(Ok(()), |error| Err(OpenError::Session(error)))
}

/// What became of the window.
#[derive(Default)]
struct Outcome {
    drawn: AtomicBool,
    error: Mutex<Option<SessionError>>,
}

/// How often the picture is drawn anew while it moves.
const FRAME: Duration = Duration::from_millis(16);

struct Shown {
    /// There until the window closes.
    window: Option<Window>,
    focus: Arc<Focus>,
    outcome: Arc<Outcome>,
}

impl Shown {
    fn fail(&self, error: SessionError) {
        self.outcome.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

impl eframe::App for Shown {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        let focused = ctx.input(|input| input.focused);
        self.focus.set(if focused { FocusState::Here } else { FocusState::Elsewhere });
        if let Some(window) = &mut self.window
            && let Err(error) = window.round(now())
        {
            self.fail(error);
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ctx.request_repaint_after(FRAME);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.outcome.drawn.store(true, Ordering::Release);
        if let Some(window) = &mut self.window {
            window.ui(ui);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.focus.set(FocusState::Elsewhere);
        if let Some(Err(error)) = self.window.take().map(Window::finish) {
            self.fail(error);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the window lives in the time of people")]
fn now() -> Instant {
    Instant::now()
}
