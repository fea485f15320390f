//! `cantus play`: live, in the terminal.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::alone::{Alone, Request};
use super::args::{MidiClock, PlayArgs};
use super::status::StatusLine;
use super::{CommandError, steer};
use crate::device::audio::{CpalBackend, find_output};
use crate::device::awake::Awake;
use crate::device::focus::Focus;
use crate::device::{midi, pad};
use crate::live::{AudioChoice, AudioError, device_memory_path};
use crate::person::DEFAULT_PERSON;
use crate::preset::{Catalogue, DEFAULT_PRESET};
use crate::session::settings::settings_path;
use crate::session::{Action, Keep, Session, Wanted};

/// How often the status line is drawn and files are written.
pub(super) const ROUND: Duration = Duration::from_millis(33);

pub(super) fn play(args: &PlayArgs) -> Result<(), CommandError> {
    // First of all, while there is one thread only.
    pad::prepare();
    crate::device::audio::hush_alsa();
    catch_ends();
    let mut session = Session::start(wanted(args)?).map_err(CommandError::new)?;
    let (ask, asked) = channel();
    let (alone, requests) = channel();
    open_inputs(&mut session, ask, requests);

    let result = run(args, &mut session, &asked, &Alone::new(alone));
    let finished = session.finish().map_err(CommandError::new);
    for alert in finished.iter().flatten() {
        eprintln!("{}", alert.what);
    }
    result.and(finished.map(drop))
}

/// What the arguments ask for.
pub(super) fn wanted(args: &PlayArgs) -> Result<Wanted, CommandError> {
    let Ok(audio) = args.audio.as_deref().unwrap_or("default").parse::<AudioChoice>();
    // A name that is nowhere is a slip of the keyboard; a known device that is away is waited for.
    if let (
        AudioChoice::Device(_),
        Err(error @ (AudioError::NotFound { .. } | AudioError::NotBuilt { .. })),
    ) = (&audio, find_output(&audio))
    {
        return Err(CommandError::new(format!("{error}. {}", error.advice())));
    }
    if args.midi_clock == MidiClock::Out && args.midi_out.is_none() {
        return Err(CommandError::new(
            "A clock needs somewhere to go: say where with --midi-out PORT, or --midi-out virtual for a port \
             of our own. `cantus list devices` shows the ports there are.",
        ));
    }
    Ok(Wanted {
        catalogue: Catalogue::of_this_user(),
        preset: args.preset.clone().unwrap_or_else(|| DEFAULT_PRESET.to_owned()),
        person: args.person.clone().unwrap_or_else(|| DEFAULT_PERSON.to_owned()),
        backend: Box::new(CpalBackend::new()),
        audio,
        buffer_frames: args.buffer,
        demo: args.demo,
        follow_clock: args.midi_clock == MidiClock::In,
        tell_clock: args.midi_clock == MidiClock::Out,
        keep: Keep {
            record: args.record.clone(),
            stems: args.stems.clone(),
            journal: args.journal.clone(),
            notes: args.notes.clone(),
            midi: args.midi.clone(),
            midi_out: args.midi_out.clone(),
            latency: args.latency.clone(),
        },
        settings: settings_path(),
        memory: device_memory_path(),
    })
}

/// A signal ends the program in order, so that files are whole.
pub(super) fn catch_ends() {
    #[cfg(target_os = "linux")]
    crate::device::terminal::catch_ends();
}

/// Whether one has come.
pub(super) fn is_asked_to_end() -> bool {
    #[cfg(target_os = "linux")]
    return crate::device::terminal::signals() > 0;
    #[cfg(not(target_os = "linux"))]
    false
}

/// What the people at the terminal ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// End the program.
    End,
    /// A key that nobody plays on, by event code.
    Key(u16),
}

/// One thread a source of input.
pub(super) fn open_inputs(
    session: &mut Session,
    ask: std::sync::mpsc::Sender<Ask>,
    requests: Receiver<Request>,
) {
    let focus = Arc::new(Focus::default());
    #[cfg(target_os = "linux")]
    {
        use crate::device::{keyboard, terminal};
        let confirmed = session.person().switch_boxes.clone();
        let options = keyboard::KeyboardOptions { confirmed, requests: Some(requests) };
        let seen = Arc::clone(&focus);
        session.listen("keyboard", move |port| keyboard::run(port, &seen, &options));
        session.listen("terminal", move |port| {
            terminal::run(port, &focus, |asked| {
                let _ = ask.send(match asked {
                    terminal::Asked::Key(key) => Ask::Key(key),
                    _ => Ask::End,
                });
            });
        });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (focus, ask, requests);
    session.listen("gamepads", pad::run);
    session.listen("MIDI", midi::run);
}

/// What is played, and to press.
fn greeting(session: &Session) -> String {
    let press = format!("{}: press to play.", session.music_name());
    match session.programme().set_list() {
        Some(list) => format!("{}, {}: {}\n{press}", list.name, session.programme().place_told(), list.about),
        None => press,
    }
}

fn run(
    args: &PlayArgs,
    session: &mut Session,
    asked: &Receiver<Ask>,
    alone: &Alone,
) -> Result<(), CommandError> {
    let mut line = StatusLine::new();
    let end = args.for_seconds.map(|seconds| now() + Duration::from_secs_f64(seconds));
    line.say(&greeting(session));
    line.say(steer::KEYS);
    line.say("tap the tempo t   count in c   loops: take the last layer away u, empty them x");
    let mut awake = Awake::default();
    loop {
        while let Ok(ask) = asked.try_recv() {
            match ask {
                Ask::End => return Ok(()),
                // Whoever is at the keys has come: any of them answers a call.
                Ask::Key(_) if session.is_calling() => line.say(&session.act(&Action::Acknowledge)),
                Ask::Key(key) => {
                    let said = steer::action(key).map(|action| session.act(&action));
                    if let Some(said) = said.or_else(|| alone.key(key, &session.devices())) {
                        line.say(&said);
                    }
                }
            }
        }
        let news = session.round(now()).map_err(CommandError::new)?;
        news.said.iter().for_each(|said| line.say(said));
        news.alerts.iter().for_each(|alert| line.alert(alert));
        line.draw(&session.snapshot(), &session.status(), &session.music_name());
        awake.round(now(), session.snapshot().voices > 0);
        let left = end.map_or(ROUND, |end| end.saturating_duration_since(now()).min(ROUND));
        if is_asked_to_end() || left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left);
    }
}

#[allow(clippy::disallowed_methods, reason = "the length of `--for` is counted by the wall clock")]
fn now() -> Instant {
    Instant::now()
}
