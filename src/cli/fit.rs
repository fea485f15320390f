//! `cantus fit`: the one-minute fit in the terminal.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::CommandError;
use super::args::{FitArgs, PlayArgs};
use super::play::{Ask, ROUND, catch_ends, is_asked_to_end, open_inputs, wanted};
use super::status::StatusLine;
use crate::device::pad;
use crate::input::Role;
use crate::session::{FitState, Session};
use crate::ui::{LANGUAGES, Words, change_words, found_words};

/// Event code of Enter, which accepts where nobody plays with it.
const KEY_ENTER: u16 = 28;

pub(super) fn fit(args: &FitArgs) -> Result<(), CommandError> {
    // First of all, while there is one thread only.
    pad::prepare();
    crate::device::audio::hush_alsa();
    catch_ends();
    let play = PlayArgs { person: args.person.clone(), audio: args.audio.clone(), ..PlayArgs::default() };
    let mut session = Session::start(wanted(&play)?).map_err(CommandError::new)?;
    let (ask, asked) = channel();
    let (_alone, requests) = channel();
    open_inputs(&mut session, ask, requests);
    session.begin_fit();
    let result = run(&mut session, &asked);
    let finished = session.finish().map_err(CommandError::new);
    result.and(finished.map(drop))
}

/// Rings until it is accepted, given up, or somebody ends it.
fn run(session: &mut Session, asked: &Receiver<Ask>) -> Result<(), CommandError> {
    let words = Words::new(LANGUAGES[0]);
    let mut line = StatusLine::new();
    line.say(&format!("{}. {}", words.say("fit-press"), words.say("fit-hint")));
    line.say("end, and leave everything as it is, q");
    let mut told = None;
    loop {
        while let Ok(ask) = asked.try_recv() {
            match ask {
                Ask::Key(KEY_ENTER) if matches!(session.fit(), Some(FitState::Proposed(_))) => {
                    session.accept_fit().map_err(CommandError::new)?;
                }
                Ask::Key(_) => {}
                Ask::End => {
                    line.say("Everything is left as it was.");
                    return Ok(());
                }
            }
        }
        let news = session.round(now()).map_err(CommandError::new)?;
        news.alerts.iter().for_each(|alert| line.alert(alert));
        match session.fit() {
            None => return Ok(()),
            Some(FitState::Failed(error)) => return Err(CommandError::new(error)),
            Some(FitState::Accepted { said, is_kept, .. }) => {
                line.say(&said);
                if is_kept {
                    line.say(&words.say("fit-done-hint"));
                }
                return Ok(());
            }
            Some(state) => {
                let now = lines(&words, session, &state);
                if told.as_ref() != Some(&now) {
                    line.say(&now);
                    told = Some(now);
                }
            }
        }
        if is_asked_to_end() {
            return Ok(());
        }
        std::thread::sleep(ROUND.min(Duration::from_millis(20)));
    }
}

/// How it stands, for people.
fn lines(words: &Words, session: &Session, state: &FitState) -> String {
    let FitState::Proposed(proposal) = state else {
        let (bells, answered) = match state {
            FitState::Ringing { bells, answered, .. } => (*bells, *answered),
            _ => (0, 0),
        };
        return words.say_with("fit-count", &[("bells", bells.into()), ("answered", answered.into())]);
    };
    let role = session.fitted_role().unwrap_or(Role::A);
    let mut lines = vec![words.say("fit-found")];
    lines.extend(proposal.found.iter().map(|found| format!("  {}", found_words(words, found))));
    let changes = change_words(words, session.person(), role, proposal);
    if changes.is_empty() {
        lines.push(words.say("fit-as-it-is"));
    }
    lines.extend(changes.into_iter().map(|change| format!("· {change}")));
    lines.push("Use this: press the switch or Enter.   leave everything as it is q".to_owned());
    lines.join("\n")
}

#[allow(clippy::disallowed_methods, reason = "rounds of a session are counted by the wall clock")]
fn now() -> Instant {
    Instant::now()
}
