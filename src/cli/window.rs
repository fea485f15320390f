//! `cantus` without a command: the window, or the terminal where there is none.

use std::sync::Arc;

use super::CommandError;
use super::args::PlayArgs;
use super::play::{self, wanted};
use crate::device::focus::Focus;
use crate::device::{midi, pad};
use crate::session::Session;
use crate::session::settings::{Settings, settings_path};
use crate::ui::{self, OpenError};

/// Opens the window on what `args` ask for, and else on what was played last.
pub(super) fn window(args: &PlayArgs) -> Result<(), CommandError> {
    if !has_display() {
        eprintln!("There is no display here, so Cantus plays in the terminal.");
        return play::play(args);
    }
    // First of all, while there is one thread only.
    pad::prepare();
    play::catch_ends();
    crate::device::audio::hush_alsa();
    // What was played last may be gone: then it begins as it did the first time.
    let mut session = start(&remembering(args)).or_else(|_| start(args))?;
    if session.crashed() {
        session.came_back();
    }
    let focus = Arc::new(Focus::default());
    let plays_keys = !listen(&mut session, &focus);
    let port = session.port("the window");
    match ui::open(session, focus, port, plays_keys, play::is_asked_to_end) {
        Ok(()) => Ok(()),
        Err(error @ OpenError::NoWindow(_)) => {
            eprintln!(
                "Sorry: {error}.\nCantus plays on in the terminal. To see the window, install OpenGL: on Debian and \
                 Ubuntu `apt-get install libgl1 libegl1 libgl1-mesa-dri libxkbcommon-x11-0`, then start Cantus anew."
            );
            play::play(args)
        }
        Err(error) => Err(CommandError::new(error)),
    }
}

fn start(args: &PlayArgs) -> Result<Session, CommandError> {
    Session::start(wanted(args)?).map_err(CommandError::new)
}

/// One thread a source of input. Says whether one of them reads the keys of the display.
fn listen(session: &mut Session, focus: &Arc<Focus>) -> bool {
    let mut is_read = false;
    #[cfg(target_os = "linux")]
    {
        use crate::device::{keyboard, x11_keys};
        let confirmed = session.person().switch_boxes.clone();
        let options = keyboard::KeyboardOptions { confirmed, requests: None };
        let seen = Arc::clone(focus);
        session.listen("keyboard", move |port| keyboard::run(port, &seen, &options));
        if let Some(keys) = x11_keys::open() {
            let seen = Arc::clone(focus);
            session.listen("the display's keyboard", move |port| keys.run(port, &seen));
            is_read = true;
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = focus;
    session.listen("gamepads", pad::run);
    session.listen("MIDI", midi::run);
    is_read
}

/// Whether a window has a place to be.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The piece and the person of the last time, where `args` name none.
fn remembering(args: &PlayArgs) -> PlayArgs {
    let settings = settings_path().map(|path| Settings::open(&path)).unwrap_or_default();
    let mut args = args.clone();
    args.preset = args.preset.or(settings.preset);
    args.person = args.person.or(settings.person);
    args
}
