//! The journal: a trace of what was applied, which replays to the same sound.
//!
//! It holds frames and roles, never keys: a journal says how somebody played, not what
//! was typed.

use std::io::{self, Write};

use crate::engine::Applied;
use crate::input::RoleValue;
use crate::input::trace::{Entry, Header, Moment, TraceCommand, What, header_line};
use crate::time::Frames;

/// Writes a journal while it happens.
pub struct Journal<W: Write> {
    out: W,
}

impl<W: Write> Journal<W> {
    /// Starts a journal.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(mut out: W, header: &Header) -> io::Result<Self> {
        writeln!(out, "{}", header_line(header))?;
        Ok(Journal { out })
    }

    /// Keeps an input that took effect.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn applied(&mut self, applied: &Applied) -> io::Result<()> {
        let event = applied.event;
        if let RoleValue::Clock(message) = event.value {
            return self.line(event.at, What::Clock(message));
        }
        self.line(
            event.at,
            What::Role {
                role: event.role,
                slot: event.slot,
                value: event.value,
                note: event.note,
                pulse: event.pulse,
            },
        )
    }

    /// Keeps a command that took effect.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn command(&mut self, at: Frames, command: TraceCommand) -> io::Result<()> {
        self.line(at, What::Command(command))
    }

    fn line(&mut self, at: Frames, what: What) -> io::Result<()> {
        writeln!(self.out, "{}", Entry { at: Moment::Frame(at), line: 0, what })
    }

    /// Makes sure that everything is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
