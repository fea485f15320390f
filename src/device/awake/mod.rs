//! Keeps the screen from going dark while somebody plays: presses of a gamepad or a switch box
//! do not count as activity everywhere.
//!
//! There is no one way: the login manager counts idleness and sleep (`commands`), a desktop has a
//! screen saver of its own (`desktop`), and where there is no desktop the display itself goes dark
//! (`display`). All that answer are asked, from a thread that may wait for them; each of them
//! forgets it when this program ends, however it ends. Where none answers, playing goes on and the
//! room check says that the screen may go dark.

mod commands;
#[cfg(target_os = "linux")]
mod desktop;
#[cfg(target_os = "linux")]
mod display;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What those are told who ask why.
const REASON: &str = "Somebody plays";
/// How long the screen stays on after the last sound.
const STAYS: Duration = Duration::from_secs(600);
/// How often it is looked whether it still does.
const LOOK: Duration = Duration::from_secs(1);
/// How long a command takes at most to find that nobody answers it.
const ANSWERS: Duration = Duration::from_millis(150);

/// Whether the screen stays on while somebody plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// Nobody has looked yet.
    #[default]
    Unknown,
    /// It does.
    Yes,
    /// It cannot be asked to.
    No,
}

impl Kept {
    /// Whether it could be: tries for a moment.
    pub fn could() -> Kept {
        let mut ways = Ways::default();
        for _ in 0..=commands::COMMANDS.len() {
            ways.hold();
            std::thread::sleep(ANSWERS);
        }
        ways.hold()
    }

    /// What holds where both are asked: one that does is enough.
    fn or(self, other: Kept) -> Kept {
        match (self, other) {
            (Kept::Yes, _) | (_, Kept::Yes) => Kept::Yes,
            (Kept::No, Kept::No) => Kept::No,
            _ => Kept::Unknown,
        }
    }
}

/// One of those who can be asked to keep the screen on.
trait Way: Send {
    /// Asks, and looks whether what was asked for still holds. To be called again and again.
    fn hold(&mut self) -> Kept;

    /// Asks no more.
    fn release(&mut self);
}

/// All of them that this system may have.
struct Ways(Vec<Box<dyn Way>>);

impl Default for Ways {
    fn default() -> Self {
        let mut ways: Vec<Box<dyn Way>> = vec![Box::new(commands::Commands::default())];
        #[cfg(target_os = "linux")]
        {
            ways.push(Box::new(desktop::Desktop::default()));
            ways.push(Box::new(display::Display::default()));
        }
        Ways(ways)
    }
}

impl Ways {
    fn hold(&mut self) -> Kept {
        self.0.iter_mut().map(|way| way.hold()).reduce(Kept::or).unwrap_or(Kept::No)
    }

    fn release(&mut self) {
        self.0.iter_mut().for_each(|way| way.release());
    }
}

impl Drop for Ways {
    fn drop(&mut self) {
        self.release();
    }
}

/// Keeps the screen on, from the first sound on.
#[derive(Debug, Default)]
pub struct Awake {
    until: Option<Instant>,
    is_asked: bool,
    kept: Arc<Mutex<Kept>>,
    asking: Option<(Sender<bool>, JoinHandle<()>)>,
}

impl Awake {
    /// To be called now and then, with whether something sounds.
    pub fn round(&mut self, now: Instant, sounds: bool) {
        if sounds {
            self.until = Some(now + STAYS);
        }
        let is_asked = self.until.is_some_and(|until| now < until);
        if std::mem::replace(&mut self.is_asked, is_asked) != is_asked {
            self.ask(is_asked);
        }
    }

    /// Whether the screen stays on, as far as was tried.
    pub fn kept(&self) -> Kept {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&mut self, on: bool) {
        if self.asking.is_none() {
            let (ask, asked) = channel();
            let kept = Arc::clone(&self.kept);
            let named = std::thread::Builder::new().name("cantus-awake".to_owned());
            let thread = named.spawn(move || run(&asked, &kept));
            self.asking = thread.ok().map(|thread| (ask, thread));
        }
        if let Some((ask, _)) = &self.asking {
            let _ = ask.send(on);
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some((ask, thread)) = self.asking.take() {
            drop(ask);
            let _ = thread.join();
        }
    }
}

fn run(asked: &Receiver<bool>, kept: &Mutex<Kept>) {
    let mut ways = Ways::default();
    let mut on = false;
    loop {
        match asked.recv_timeout(LOOK) {
            Ok(asked) => on = asked,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if on {
            let holds = ways.hold();
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = holds;
        } else {
            ways.release();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The screen is asked to stay on with the first sound, and no more ten minutes after the last
    /// one: a rest of a few minutes leaves it on.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "a moment to count from")]
    fn it_stays_on_for_a_rest() {
        let start = Instant::now();
        let mut awake = Awake::default();
        let asked = |awake: &mut Awake, minutes: f64, sounds: bool| {
            awake.round(start + Duration::from_secs_f64(60.0 * minutes), sounds);
            awake.is_asked
        };
        assert!(!asked(&mut awake, 0.0, false), "nothing was played yet");
        assert!(asked(&mut awake, 1.0, true) && asked(&mut awake, 10.9, false));
        assert!(asked(&mut awake, 10.95, true), "somebody plays on");
        assert!(asked(&mut awake, 20.9, false) && !asked(&mut awake, 21.0, false));
        assert!(asked(&mut awake, 90.0, true), "and again");
    }

    /// One that holds is enough, and it is not given up before all have been asked.
    #[test]
    fn one_is_enough() {
        use Kept::{No, Unknown, Yes};
        for (one, other, both) in [(No, Yes, Yes), (No, No, No), (Unknown, No, Unknown), (Unknown, Yes, Yes)]
        {
            assert_eq!((one.or(other), other.or(one)), (both, both));
        }
    }
}
