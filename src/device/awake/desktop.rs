//! The screen saver of a desktop, by freedesktop.org's *Idle Inhibition Service*: it stays away until
//! it is told otherwise, or whoever asked has left the bus.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

use super::{Kept, REASON, Way};

const NAME: &str = "org.freedesktop.ScreenSaver";
const PATH: &str = "/org/freedesktop/ScreenSaver";
/// How long an answer is waited for.
const ANSWERS: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
pub(super) struct Desktop {
    /// The way to it and the number it gave.
    held: Option<(Connection, u32)>,
    /// Looks until it is asked again where it did not answer: it may start later than this does.
    patience: u32,
}

const PATIENCE: u32 = 30;

impl Way for Desktop {
    fn hold(&mut self) -> Kept {
        if self.held.is_none() && self.patience == 0 {
            let held = inhibit();
            self.held = held.map_err(|error| tracing::debug!(%error, "no screen saver of a desktop")).ok();
            self.patience = PATIENCE;
        }
        self.patience = self.patience.saturating_sub(1);
        if self.held.is_some() { Kept::Yes } else { Kept::No }
    }

    fn release(&mut self) {
        self.patience = 0;
        if let Some((bus, cookie)) = self.held.take() {
            // Where that fails, leaving the bus says the same.
            let _ = bus.call_method(Some(NAME), PATH, Some(NAME), "UnInhibit", &cookie);
        }
    }
}

fn inhibit() -> zbus::Result<(Connection, u32)> {
    let bus = Builder::session()?.method_timeout(ANSWERS).build()?;
    let answer = bus.call_method(Some(NAME), PATH, Some(NAME), "Inhibit", &("Cantus", REASON))?;
    let cookie = answer.body().deserialize()?;
    Ok((bus, cookie))
}
