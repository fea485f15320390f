//! The engine itself: a fixed grid of blocks, cut at events and deadlines.

use super::{Command, Music, Sink, Snapshot};
use crate::access::BodySetup;
use crate::input::RoleEvent;
use crate::time::Frames;

/// The instrument.
pub struct Engine {
    rate_hz: f64,
    frame: Frames,
}

impl Engine {
    /// An engine at `rate_hz` for one body, playing `music`. Allocates.
    pub fn new(rate_hz: f64, body: BodySetup, music: Box<Music>) -> Self {
        let _ = (body, music);
        Engine { rate_hz, frame: 0 }
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        self.rate_hz
    }

    /// The first frame that is not rendered yet: an event for an earlier one plays here.
    pub fn frame(&self) -> Frames {
        self.frame
    }

    /// Takes an event for its moment `event.at`; one that is too late plays at once and
    /// is counted. Returns whether there was room; releases have room of their own.
    pub fn event(&mut self, event: RoleEvent) -> bool {
        let _ = event;
        true
    }

    /// Takes a command for the moment `at`.
    ///
    /// # Errors
    /// The command itself, where the queue is full; *silence* has room of its own.
    pub fn command(&mut self, at: Frames, command: Command) -> Result<(), Command> {
        let _ = (at, command);
        Ok(())
    }

    /// Renders interleaved stereo, as many frames as `out` holds pairs.
    pub fn render(&mut self, out: &mut [f32], sink: &mut dyn Sink) {
        let _ = sink;
        out.fill(0.0);
        self.frame += (out.len() / 2) as Frames;
    }

    /// The state after the last block.
    pub fn snapshot(&self) -> Snapshot {
        unimplemented!("the engine is being built")
    }
}
