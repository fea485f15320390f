//! The stems on their way to files: a ring of its own, filled on the audio thread where
//! somebody asked for it.

use rtrb::{Consumer, Producer, RingBuffer};

use crate::engine::Stems;

/// Blocks that wait at most: 1.4 s at 48 kHz.
const WAITING: usize = 1024;

/// The audio thread's end.
pub(super) struct StemsEnd(Producer<Stems>);

impl StemsEnd {
    /// Copies a block; returns whether there was room.
    pub(super) fn push(&mut self, stems: &Stems) -> bool {
        self.0.push(stems.clone()).is_ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.slots() == self.0.buffer().capacity() || self.0.is_abandoned()
    }
}

/// The other end.
pub struct StemsTap(Consumer<Stems>);

impl StemsTap {
    /// The next block, if there is one.
    pub fn pop(&mut self) -> Option<Stems> {
        self.0.pop().ok()
    }
}

pub(super) fn stems() -> (StemsEnd, StemsTap) {
    let (push, ring) = RingBuffer::new(WAITING);
    (StemsEnd(push), StemsTap(ring))
}
