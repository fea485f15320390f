//! A clock line that one thread writes and many read, without waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering, fence};

use super::ClockLine;

/// A sequence lock of atomics: the writer never waits; a reader that met a write tries
/// again. Written by the audio callback, read by input threads.
#[derive(Debug, Default)]
struct Cell {
    /// Odd while a write is under way; 0 before the first.
    sequence: AtomicU64,
    at_ns: AtomicU64,
    frame: AtomicU64,
    ns_per_frame: AtomicU64,
    lead_frames: AtomicU64,
}

/// The writer's end; there is one.
#[derive(Debug)]
pub struct ClockWriter(Arc<Cell>);

/// A reader's end.
#[derive(Clone, Debug)]
pub struct ClockReader(Arc<Cell>);

/// A cell in which nothing has been written yet.
pub fn clock_cell() -> (ClockWriter, ClockReader) {
    let cell = Arc::new(Cell::default());
    (ClockWriter(Arc::clone(&cell)), ClockReader(cell))
}

impl ClockWriter {
    /// Replaces the line. Takes a bounded number of steps.
    pub fn write(&mut self, line: ClockLine) {
        let cell = &*self.0;
        let sequence = cell.sequence.load(Ordering::Relaxed);
        cell.sequence.store(sequence + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        cell.at_ns.store(line.at_ns, Ordering::Relaxed);
        cell.frame.store(line.frame, Ordering::Relaxed);
        cell.ns_per_frame.store(line.ns_per_frame.to_bits(), Ordering::Relaxed);
        cell.lead_frames.store(line.lead_frames, Ordering::Relaxed);
        cell.sequence.store(sequence + 2, Ordering::Release);
    }
}

impl ClockReader {
    /// The line, once there is one.
    pub fn read(&self) -> Option<ClockLine> {
        let cell = &*self.0;
        loop {
            let before = cell.sequence.load(Ordering::Acquire);
            if before == 0 {
                return None;
            }
            let line = ClockLine {
                at_ns: cell.at_ns.load(Ordering::Relaxed),
                frame: cell.frame.load(Ordering::Relaxed),
                ns_per_frame: f64::from_bits(cell.ns_per_frame.load(Ordering::Relaxed)),
                lead_frames: cell.lead_frames.load(Ordering::Relaxed),
            };
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && cell.sequence.load(Ordering::Relaxed) == before {
                return Some(line);
            }
            std::hint::spin_loop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader sees whole lines only, never parts of two.
    #[test]
    fn lines_are_never_torn() {
        let (mut writer, reader) = clock_cell();
        assert_eq!(reader.read(), None);
        let line = |n: u64| ClockLine { at_ns: n, frame: n, ns_per_frame: n as f64, lead_frames: n };
        let writing = std::thread::spawn(move || {
            for n in 1..200_000 {
                writer.write(line(n));
            }
        });
        let mut seen = 0;
        while seen < 199_999 {
            if let Some(read) = reader.read() {
                assert_eq!(read, line(read.at_ns));
                assert!(read.at_ns >= seen);
                seen = read.at_ns;
            }
        }
        writing.join().unwrap();
    }
}
