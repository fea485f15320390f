//! The notes file: what sounded, as a table.

use std::io::{self, Write};

use crate::engine::NoteRecord;
use crate::time::frames_to_seconds;

/// Writes `time_s,part,event,pitch,velocity`, one note event a line.
///
/// `time_s` is the first frame of the onset (or release) in the output, `part` counts
/// from 0, `pitch` is a fractional MIDI number, `velocity` is 0 for releases.
pub struct NotesFile<W: Write> {
    out: W,
    rate_hz: f64,
}

impl<W: Write> NotesFile<W> {
    /// Starts the table.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(mut out: W, rate_hz: f64) -> io::Result<Self> {
        writeln!(out, "time_s,part,event,pitch,velocity")?;
        Ok(NotesFile { out, rate_hz })
    }

    /// Writes one note event.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn note(&mut self, note: &NoteRecord) -> io::Result<()> {
        let time_s = frames_to_seconds(note.at, self.rate_hz);
        let event = if note.on { "on" } else { "off" };
        writeln!(self.out, "{time_s:.6},{},{event},{:.3},{:.1}", note.part, note.pitch, note.velocity)
    }

    /// Makes sure that everything is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
