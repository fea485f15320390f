//! The system's window around [`Window`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use eframe::egui;

use super::app::Window;
use super::keys::Keys;
use super::pacing::Pacing;
use super::rounds::{self, Rounds};
use crate::device::focus::{Focus, FocusState};
use crate::live::{Port, monotonic_ns};
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

/// Opens the window on `session` and returns when it is closed. `port` takes clicks and touches,
/// and with `plays_keys` the keys of the window, where no thread of their own reads them. Once the
/// system asked the program to end, as `asked_to_end` tells, it closes as by hand.
///
/// # Errors
/// Where no window can be shown, or a file could not be written.
pub fn open(
    session: Session,
    focus: Arc<Focus>,
    port: Option<Box<dyn Port>>,
    plays_keys: bool,
    asked_to_end: fn() -> bool,
) -> Result<(), OpenError> {
    focus.mouse_comes_from_elsewhere(true);
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Cantus")
            .with_app_id("cantus")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([640.0, 480.0]),
        ..Default::default()
    };
    let mut window = Window::of(session);
    window.look_round();
    window.look_for_letters();
    let outcome = Arc::new(Outcome::default());
    let told = Arc::clone(&outcome);
    let create = move |context: &eframe::CreationContext<'_>| {
        let shared = Arc::new(Shared { window: Mutex::new(Some(window)), pacing: Mutex::default() });
        let rounds = rounds::start(&shared, context.egui_ctx.clone(), asked_to_end);
        Ok(Box::new(Shown {
            shared,
            rounds,
            keys: Keys::new(port, plays_keys),
            focus,
            outcome: told,
            drawn: None,
        }) as _)
    };
    eframe::run_native("cantus", options, Box::new(create))
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

/// What the system's window and the rounds share.
pub(super) struct Shared {
    /// There until the window closes.
    window: Mutex<Option<Window>>,
    pacing: Mutex<Pacing>,
}

impl Shared {
    pub(super) fn window(&self) -> MutexGuard<'_, Option<Window>> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pacing(&self) -> MutexGuard<'_, Pacing> {
        self.pacing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Shown {
    shared: Arc<Shared>,
    rounds: Option<Rounds>,
    keys: Keys,
    focus: Arc<Focus>,
    outcome: Arc<Outcome>,
    /// When the last picture was drawn.
    drawn: Option<Instant>,
}

impl eframe::App for Shown {
    /// Keys that play never reach the widgets.
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        let mut window = self.shared.window();
        let Some(window) = &mut *window else { return };
        if window.take_slept() {
            self.keys.release_all();
        }
        let window = &*window;
        let focus = &self.focus;
        let bound = |control| window.binds(control);
        self.keys.sort(ctx, input, window.screen_of_keys(), bound, || focus.is_claimed(monotonic_ns()));
    }

    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        let now = ctx.input(|input| input.time);
        let screen = self.shared.window().as_ref().map(Window::screen_of_keys).unwrap_or_default();
        let here = has_somebody(ctx) && !self.keys.are_the_helpers(ctx, screen, now);
        let state = if here { FocusState::Here } else { FocusState::Elsewhere };
        if self.focus.state() != state {
            self.focus.set(state);
        }
        if !here {
            self.keys.release_all();
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.outcome.drawn.store(true, Ordering::Release);
        let now = rounds::now();
        if let Some(before) = self.drawn.replace(now) {
            self.shared.pacing().drawn(now.saturating_duration_since(before).as_secs_f64());
        }
        if let Some(window) = &mut *self.shared.window() {
            window.ui(ui);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.focus.set(FocusState::Elsewhere);
        self.keys.release_all();
        drop(self.rounds.take());
        let window = self.shared.window().take();
        if let Some(Err(error)) = window.map(Window::finish) {
            self.outcome.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}

/// Whether the window is seen, and keys that are pressed now are meant for it.
fn has_somebody(ctx: &egui::Context) -> bool {
    // Of a window that is not drawn, egui takes in what is raw and nothing else.
    ctx.input(|input| input.raw.focused && input.viewport().visible() != Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A window that loses focus has nobody any more, also where it is not drawn since.
    #[test]
    fn focus_is_lost_unseen() {
        let ctx = egui::Context::default();
        let with = |focused| egui::RawInput { focused, ..egui::RawInput::default() };
        let mut drawn = ctx.run_ui(with(true), |ui| assert!(has_somebody(ui.ctx())));
        drawn.textures_delta.clear();
        let _ = ctx.run_logic(&with(false), |ctx| assert!(!has_somebody(ctx)));
        let _ = ctx.run_logic(&with(true), |ctx| assert!(has_somebody(ctx)));
    }
}
