//! Commands of the system that hold an inhibitor of idleness and sleep for as long as the program
//! in them runs, which is until the pipe it reads from is closed.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Kept, REASON, Way};

/// The login manager's, which most desktops heed, and GNOME's own. The reason goes before the
/// last word, which is the program.
pub(super) const COMMANDS: [(&str, &[&str]); 2] = [
    ("systemd-inhibit", &["--what=idle:sleep", "--who=Cantus", "--mode=block", "--why", "cat"]),
    ("gnome-session-inhibit", &["--inhibit", "idle:suspend", "--reason", "cat"]),
];

/// How often and how long one is waited for that is to end.
const LOOKS: usize = 50;
const LOOK: Duration = Duration::from_millis(10);

/// The first of them that holds.
#[derive(Debug, Default)]
pub(super) struct Commands {
    held: Option<Child>,
    /// Commands that were found not to hold.
    tried: usize,
}

impl Way for Commands {
    fn hold(&mut self) -> Kept {
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
        if self.held.is_some() { Kept::Yes } else { Kept::No }
    }

    fn release(&mut self) {
        let Some(mut held) = self.held.take() else { return };
        // The end of its input ends it, unless nobody has answered it yet.
        drop(held.stdin.take());
        for _ in 0..LOOKS {
            if !matches!(held.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(LOOK);
        }
        let _ = held.kill();
        let _ = held.wait();
    }
}

fn inhibit(program: &str, arguments: &[&str]) -> Option<Child> {
    let (last, first) = arguments.split_last()?;
    Command::new(program)
        .args(first)
        .args([REASON, last])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| tracing::debug!(%error, program, "does not keep the screen on"))
        .ok()
}
