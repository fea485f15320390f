//! Keeps the screen from going dark while somebody plays: presses of a gamepad or a switch box
//! do not count as activity everywhere.
//!
//! A command of the system holds an inhibitor of idleness and sleep for as long as the program in
//! it runs, which is until the pipe it reads from is closed; so it ends with this program, however
//! that ends. Where none is there, playing goes on and the room check says that the screen may go
//! dark.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the screen stays on after the last sound.
const STAYS: Duration = Duration::from_secs(600);

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
        let mut awake = Awake::default();
        for _ in 0..=COMMANDS.len() {
            awake.hold();
            if awake.held.is_some() {
                std::thread::sleep(ANSWERS);
            }
        }
        awake.hold();
        awake.kept()
    }
}

/// How long a command takes at most to find that nobody answers it.
const ANSWERS: Duration = Duration::from_millis(150);

/// Holds the inhibitor.
#[derive(Debug, Default)]
pub struct Awake {
    until: Option<Instant>,
    held: Option<Child>,
    /// Commands that were found not to hold.
    tried: usize,
}

/// Commands that hold an inhibitor for as long as what follows runs: the login manager's, which
/// most desktops heed, and GNOME's own.
const COMMANDS: [(&str, &[&str]); 2] = [
    (
        "systemd-inhibit",
        &["--what=idle:sleep", "--who=Cantus", "--why=Somebody plays", "--mode=block", "cat"],
    ),
    ("gnome-session-inhibit", &["--inhibit", "idle:suspend", "--reason", "Somebody plays", "cat"]),
];

impl Awake {
    /// To be called now and then, with whether something sounds.
    pub fn round(&mut self, now: Instant, sounds: bool) {
        if sounds {
            self.until = Some(now + STAYS);
        }
        if self.until.is_some_and(|until| now < until) {
            self.hold();
        } else {
            self.release();
        }
    }

    /// Whether the screen stays on, as far as was tried.
    pub fn kept(&self) -> Kept {
        match (&self.held, self.tried) {
            (Some(_), _) => Kept::Yes,
            (None, tried) if tried == COMMANDS.len() => Kept::No,
            (None, _) => Kept::Unknown,
        }
    }

    fn hold(&mut self) {
        // One that ends by itself holds nothing: no login manager answers it.
        if self.held.as_mut().is_some_and(|held| !matches!(held.try_wait(), Ok(None))) {
            self.held = None;
            self.tried += 1;
        }
        while self.held.is_none()
            && let Some((program, arguments)) = COMMANDS.get(self.tried)
        {
            self.held = inhibit(program, arguments);
            if self.held.is_none() {
                self.tried += 1;
            }
        }
    }

    fn release(&mut self) {
        if let Some(mut held) = self.held.take() {
            // The end of its input ends it.
            drop(held.stdin.take());
            let _ = held.wait();
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.release();
    }
}

fn inhibit(program: &str, arguments: &[&str]) -> Option<Child> {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| tracing::debug!(%error, program, "does not keep the screen on"))
        .ok()
}
