//! The display itself, where no desktop stands between: X11's own screen saver and the power saving
//! of its screens (DPMS).
//!
//! `ScreenSaverSuspend` of the MIT-SCREEN-SAVER extension, version 1.1, stops the clocks of both until
//! it is taken back or the connection it came by is closed.

use x11rb::connection::Connection as _;
use x11rb::protocol::screensaver::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::{Kept, Way};

#[derive(Default)]
pub(super) struct Display {
    held: Option<RustConnection>,
    /// Whether it was asked already.
    asked: bool,
}

impl Way for Display {
    fn hold(&mut self) -> Kept {
        if !std::mem::replace(&mut self.asked, true) {
            let held = suspend();
            self.held = held.map_err(|error| tracing::debug!(%error, "no screen saver of X11")).ok();
        }
        if self.held.is_some() { Kept::Yes } else { Kept::No }
    }

    fn release(&mut self) {
        self.asked = false;
        if let Some(connection) = self.held.take() {
            // Where that fails, closing the connection says the same.
            let _ = connection.screensaver_suspend(0).map(|asked| asked.check());
        }
    }
}

fn suspend() -> Result<RustConnection, Box<dyn std::error::Error>> {
    // In a Wayland session it is not the X server that lets screens go dark.
    if std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty()) {
        return Err("a Wayland session".into());
    }
    let (connection, _) = RustConnection::connect(None)?;
    let version = connection.screensaver_query_version(1, 1)?.reply()?;
    if (version.server_major_version, version.server_minor_version) < (1, 1) {
        return Err("it cannot be suspended".into());
    }
    connection.screensaver_suspend(1)?.check()?;
    connection.flush()?;
    Ok(connection)
}
