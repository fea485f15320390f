//! Rounds of the session in a thread of their own, and when a picture is due.
//!
//! What was played is written and what the player asked for is done however long painting takes,
//! and while the window is hidden. A picture is drawn only where it would differ from the last.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use eframe::egui;

use super::app::Window;
use super::window::Shared;
use crate::device::awake::Awake;
use crate::live::{Alert, AlertLevel};
use crate::session::SessionError;

/// From one round to the next: a frame of the picture at its fastest.
const ROUND: Duration = Duration::from_millis(16);

/// How long a window has for closing when the system wants the program to end.
const CLOSES_WITHIN: Duration = Duration::from_secs(1);

/// The thread; it ends when this is dropped.
pub(super) struct Rounds {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins; none where the system has no threads left, and the window shows what stood last.
/// `asked_to_end` says whether the system wants the program to end, as it does at log-out.
pub(super) fn start(shared: &Arc<Shared>, ctx: egui::Context, asked_to_end: fn() -> bool) -> Option<Rounds> {
    let (stop, stopped) = channel();
    let shared = Arc::clone(shared);
    let named = std::thread::Builder::new().name("cantus-rounds".to_owned());
    let thread = named.spawn(move || run(&shared, &ctx, &stopped, asked_to_end)).ok()?;
    Some(Rounds { stop: Some(stop), thread: Some(thread) })
}

impl Drop for Rounds {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(shared: &Shared, ctx: &egui::Context, stopped: &Receiver<()>, asked_to_end: fn() -> bool) {
    let mut due = now();
    let mut asked: Option<Instant> = None;
    let mut told = false;
    let mut awake = Awake::default();
    while stopped.recv_timeout(ROUND) == Err(RecvTimeoutError::Timeout) {
        let woke = now();
        let mut shown = shared.window();
        let Some(window) = shown.as_mut() else { return };
        let now = now();
        window.waited(now.saturating_duration_since(woke));
        if asked_to_end() {
            let since = now.saturating_duration_since(*asked.get_or_insert(now));
            if since >= CLOSES_WITHIN {
                // A hidden window hears nothing; what is kept is made whole without it.
                let Some(Err(error)) = shown.take().map(Window::finish) else { std::process::exit(0) };
                eprintln!("{}", not_kept(&error).what);
                std::process::exit(1);
            }
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            ctx.request_repaint();
        }
        if let Err(error) = window.round(now)
            && !std::mem::replace(&mut told, true)
        {
            window.alert(not_kept(&error));
        }
        let sounds = window.snapshot().voices > 0;
        let is_due = window.wants_picture() && now >= due;
        window.awake_is(awake.kept());
        drop(shown);
        awake.round(now, sounds);
        if is_due {
            // A little early rather than a whole round late.
            due = now + shared.pacing().interval() - ROUND / 4;
            ctx.request_repaint();
        }
    }
}

/// What is kept cannot be written any more; the music plays on.
fn not_kept(error: &SessionError) -> Alert {
    Alert {
        level: AlertLevel::Severe,
        what: format!("What is played is not kept any more: {error}."),
        still: "The music plays on, and what was kept until now is there.".to_owned(),
        advice: "Look whether the disk is full or write-protected, then start Cantus anew.".to_owned(),
    }
}

#[allow(clippy::disallowed_methods, reason = "the window lives in the time of people")]
pub(super) fn now() -> Instant {
    Instant::now()
}
