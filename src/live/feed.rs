//! What sounds, on its way to another instrument: a ring of its own, filled on the audio
//! thread where somebody asked for it.

use rtrb::{Consumer, Producer, RingBuffer};

use super::clock::ClockLine;
use super::clock_cell::ClockReader;
use crate::engine::{ClockTold, GlideRecord, NoteRecord};
use crate::input::ClockMessage;

/// What waits at most.
const WAITING: usize = 4096;
/// Of these, room that only ends of notes may take.
const END_ROOM: usize = 2048;

/// Something that sounds, or stops to, or tells the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outgoing {
    /// A note started or ended.
    Note(NoteRecord),
    /// A note glides.
    Glide(GlideRecord),
    /// The clock goes on.
    Clock(ClockTold),
    /// The engine was built anew: frames begin at 0, and nothing sounds.
    Anew,
}

/// The audio thread's end.
pub(super) struct FeedEnd(Producer<Outgoing>);

impl FeedEnd {
    /// Sends it on; returns whether there was room. Ends, of notes and of the clock, have room
    /// of their own.
    pub(super) fn push(&mut self, outgoing: Outgoing) -> bool {
        let ends = matches!(
            outgoing,
            Outgoing::Note(NoteRecord { on: false, .. })
                | Outgoing::Clock(ClockTold { message: ClockMessage::Stop, .. })
                | Outgoing::Anew
        );
        (ends || self.0.slots() > END_ROOM) && self.0.push(outgoing).is_ok()
    }
}

/// The other end, with the clock that says when a frame leaves.
pub struct Feed {
    ring: Consumer<Outgoing>,
    clock: ClockReader,
}

impl Feed {
    /// The next, if there is one.
    pub fn pop(&mut self) -> Option<Outgoing> {
        self.ring.pop().ok()
    }

    /// Where time is; none before the first callback.
    pub fn line(&self) -> Option<ClockLine> {
        self.clock.read()
    }
}

pub(super) fn feed(clock: ClockReader) -> (FeedEnd, Feed) {
    let (push, ring) = RingBuffer::new(WAITING);
    (FeedEnd(push), Feed { ring, clock })
}
