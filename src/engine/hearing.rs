//! Who hears whom: notes on their way to the parts that listen.

use super::{
    Applied, ClockTold, GlideRecord, LEADER_LANE, NoteRecord, Notice, PartSetup, Retired, SetupError, Sink,
};
use crate::play::Heard;

/// Notes that can wait to be heard: several times what the fullest answer of a mode holds.
const HEARD_ROOM: usize = 256;

/// Notes that were played and have not been heard yet, in their order.
pub(super) struct Hearing {
    waiting: Vec<Heard>,
    next: usize,
    /// One bit for each lane that somebody listens to.
    lanes: u32,
}

impl Hearing {
    /// Who hears whom among `parts`. Allocates.
    ///
    /// # Errors
    /// The first part that would hear itself, directly or through others, or that listens
    /// to a lane that is not there.
    pub(super) fn new(parts: &[PartSetup]) -> Result<Self, SetupError> {
        let listens: Vec<Option<u8>> = parts.iter().map(|part| part.listens).collect();
        let mut lanes = 0;
        for (number, lane) in listens.iter().enumerate() {
            if let Some(lane) = lane {
                if hears_itself(number, &listens) || !is_lane(*lane, parts.len()) {
                    return Err(SetupError::Listens(number as u8));
                }
                lanes |= 1 << lane;
            }
        }
        Ok(Hearing { waiting: Vec::with_capacity(HEARD_ROOM), next: 0, lanes })
    }

    /// The next note to be heard.
    pub(super) fn next(&mut self) -> Option<Heard> {
        match self.waiting.get(self.next) {
            Some(heard) => {
                self.next += 1;
                Some(*heard)
            }
            None => {
                self.forget();
                None
            }
        }
    }

    /// Nothing waits any more.
    pub(super) fn forget(&mut self) {
        self.waiting.clear();
        self.next = 0;
    }

    /// A sink that passes everything on to `sink` and keeps the notes that somebody hears.
    pub(super) fn tapping<'a>(&'a mut self, sink: &'a mut dyn Sink) -> Tapping<'a> {
        Tapping { hearing: self, sink }
    }

    fn keep(&mut self, note: &NoteRecord) {
        let wanted = self.lanes & (1u32.checked_shl(u32::from(note.part)).unwrap_or(0)) != 0;
        if wanted && self.waiting.len() < HEARD_ROOM {
            self.waiting.push(Heard {
                lane: note.part,
                on: note.on,
                note: note.note,
                pitch: note.pitch,
                velocity: note.velocity,
            });
        }
    }
}

fn is_lane(lane: u8, parts: usize) -> bool {
    lane == LEADER_LANE || usize::from(lane) < parts
}

/// Whether following who hears whom from `number` leads back to it.
pub(crate) fn hears_itself(number: usize, listens: &[Option<u8>]) -> bool {
    let mut here = number;
    for _ in 0..=listens.len() {
        match listens.get(here).copied().flatten() {
            Some(lane) if usize::from(lane) == number => return true,
            Some(lane) => here = usize::from(lane),
            None => return false,
        }
    }
    // A ring that `number` only leads into is told of those that are part of it.
    false
}

/// A sink between the parts and whoever takes what leaves the engine.
pub(super) struct Tapping<'a> {
    hearing: &'a mut Hearing,
    sink: &'a mut dyn Sink,
}

impl Sink for Tapping<'_> {
    fn note(&mut self, note: NoteRecord) {
        self.hearing.keep(&note);
        self.sink.note(note);
    }

    fn glide(&mut self, glide: GlideRecord) {
        self.sink.glide(glide);
    }

    fn applied(&mut self, applied: Applied) {
        self.sink.applied(applied);
    }

    fn notice(&mut self, notice: Notice) {
        self.sink.notice(notice);
    }

    fn clock(&mut self, told: ClockTold) {
        self.sink.clock(told);
    }

    fn retired(&mut self, retired: Retired) -> Result<(), Retired> {
        self.sink.retired(retired)
    }
}

#[cfg(test)]
mod tests {
    use super::hears_itself;

    /// Chains are fine; whoever is part of a ring hears itself, whoever only leads into one
    /// does not.
    #[test]
    fn rings_are_found() {
        let chain = [Some(8), Some(0), Some(1), None];
        assert!((0..4).all(|number| !hears_itself(number, &chain)));
        let ring = [Some(1), Some(2), Some(1), Some(3), Some(0)];
        let found: Vec<bool> = (0..5).map(|number| hears_itself(number, &ring)).collect();
        assert_eq!(found, [false, true, true, true, false]);
    }
}
