//! Keeps the screen from going dark while somebody plays: presses of a gamepad or a switch box
//! do not count as activity everywhere.
//!
//! On Linux `systemd-inhibit` holds an inhibitor of idleness and sleep with the login manager,
//! for as long as the pipe it reads from is open; so it ends with this program, however that
//! ends. Where it is missing nothing is done: playing goes on, the screen may go dark.

use std::process::Child;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long the screen stays on after the last sound.
const STAYS: Duration = Duration::from_secs(600);

/// Holds the inhibitor.
#[derive(Debug, Default)]
pub struct Awake {
    until: Option<Instant>,
    held: Option<Child>,
    is_missing: bool,
}

impl Awake {
    /// To be called now and then, with whether something sounds.
    pub fn round(&mut self, now: Instant, sounds: bool) {
        if sounds {
            self.until = Some(now + STAYS);
        }
        let wanted = self.until.is_some_and(|until| now < until);
        if wanted && self.held.is_none() && !self.is_missing {
            self.held = inhibit();
            self.is_missing = self.held.is_none();
        } else if !wanted {
            self.release();
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

#[cfg(target_os = "linux")]
fn inhibit() -> Option<Child> {
    Command::new("systemd-inhibit")
        .args(["--what=idle:sleep", "--who=Cantus", "--why=Somebody plays", "--mode=block", "cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| tracing::debug!(%error, "the screen is not kept on"))
        .ok()
}

#[cfg(not(target_os = "linux"))]
fn inhibit() -> Option<Child> {
    None
}
