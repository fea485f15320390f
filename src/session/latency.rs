//! The latency file: what Cantus adds to each press, as a table.

use std::io::{self, Write};

use crate::live::PressTiming;

/// Writes `stamp_ns,frame,late_frames,callback_ns,callback_frame,own_us,clock_restarts`, one press
/// a line.
///
/// `stamp_ns` is when the press was made and `callback_ns` when the callback that took it
/// began, both on the monotonic clock. `frame` is the engine frame on which it took effect,
/// `late_frames` how much later that is than it should have been, `callback_frame` the
/// first frame of the callback. `own_us` is Cantus' own share in microseconds, see
/// [`PressTiming::own_share_ns`]. `clock_restarts` grows where the device lost frames.
pub struct LatencyFile<W: Write> {
    out: W,
    rate_hz: f64,
}

impl<W: Write> LatencyFile<W> {
    /// Starts the table.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(mut out: W, rate_hz: f64) -> io::Result<Self> {
        writeln!(out, "stamp_ns,frame,late_frames,callback_ns,callback_frame,own_us,clock_restarts")?;
        Ok(LatencyFile { out, rate_hz })
    }

    /// Writes one press.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn press(&mut self, timing: &PressTiming) -> io::Result<()> {
        let taken = &timing.taken;
        let own_us = timing.own_share_ns(self.rate_hz) as f64 / 1000.0;
        writeln!(
            self.out,
            "{},{},{},{},{},{own_us:.3},{}",
            timing.stamp_ns,
            taken.frame,
            taken.late_frames,
            taken.callback_ns,
            taken.callback_frame,
            taken.clock_restarts
        )
    }

    /// Makes sure that everything is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
