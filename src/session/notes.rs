//! The notes file: what sounded, as a table.

use std::io::{self, Write};

use crate::engine::{GlideRecord, NoteRecord};
use crate::time::frames_to_seconds;

/// Writes `time_s,part,event,pitch,velocity`, one note event a line.
///
/// `time_s` is the first frame of the onset (or release) in the output, `part` counts
/// from 0, `pitch` is a fractional MIDI number, `velocity` is 0 for releases. A `glide`
/// says where a sounding note of the part glides to; the note's release then repeats the
/// pitch of its onset, so that `on` and `off` always pair.
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

    /// Writes the beginning of a glide.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn glide(&mut self, glide: &GlideRecord) -> io::Result<()> {
        let time_s = frames_to_seconds(glide.at, self.rate_hz);
        writeln!(self.out, "{time_s:.6},{},glide,{:.3},0.0", glide.part, glide.pitch)
    }

    /// Writes notes and glides, each in order of time, as one list in order of time.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn rows(&mut self, notes: &[NoteRecord], mut glides: &[GlideRecord]) -> io::Result<()> {
        for note in notes {
            while let Some((first, rest)) = glides.split_first().filter(|(first, _)| first.at < note.at) {
                self.glide(first)?;
                glides = rest;
            }
            self.note(note)?;
        }
        glides.iter().try_for_each(|glide| self.glide(glide))
    }

    /// Makes sure that everything is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
