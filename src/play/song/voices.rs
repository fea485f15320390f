//! The notes of a song that sound: its melody, and what goes with it.

use arrayvec::ArrayVec;

use crate::input::Slot;
use crate::music::Pitch;
use crate::play::{Intent, Intents, NoteId, Velocity, playable};
use crate::time::Frames;

/// Most notes at once: a note of the melody and a chord, with room for one that is ending.
const MOST: usize = 12;

/// What ends a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// The release of this control: a note of the melody.
    Release(Slot),
    /// This moment: a note of the melody.
    At(Frames),
    /// The next chord: a note of the backing.
    Told,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Voices {
    notes: ArrayVec<(NoteId, Ends), MOST>,
    last_id: NoteId,
}

impl Voices {
    pub(super) fn start(&mut self, ends: Ends, pitch: Pitch, velocity: Velocity, out: &mut Intents) {
        if self.notes.is_full() {
            let (note, _) = self.notes.remove(0);
            let _ = out.try_push(Intent::Off { note });
        }
        self.last_id = self.last_id.wrapping_add(1);
        let note = self.last_id;
        let velocity = playable(velocity);
        if out.try_push(Intent::On { note, pitch, velocity }).is_ok() {
            self.notes.push((note, ends));
        }
    }

    /// A control was released.
    pub(super) fn release(&mut self, slot: Slot, out: &mut Intents) {
        self.end_where(|ends| ends == Ends::Release(slot), out);
    }

    pub(super) fn end_melody(&mut self, out: &mut Intents) {
        self.end_where(|ends| ends != Ends::Told, out);
    }

    pub(super) fn end_backing(&mut self, out: &mut Intents) {
        self.end_where(|ends| ends == Ends::Told, out);
    }

    /// When the next note ends by itself.
    pub(super) fn next_deadline(&self) -> Option<Frames> {
        let times = self.notes.iter().filter_map(|&(_, ends)| match ends {
            Ends::At(at) => Some(at),
            _ => None,
        });
        times.min()
    }

    /// Ends the notes whose time is over.
    pub(super) fn wake(&mut self, now: Frames, out: &mut Intents) {
        self.end_where(|ends| matches!(ends, Ends::At(at) if at <= now), out);
    }

    /// Forgets all notes: they were silenced elsewhere.
    pub(super) fn forget(&mut self) {
        self.notes.clear();
    }

    fn end_where(&mut self, ends: impl Fn(Ends) -> bool, out: &mut Intents) {
        self.notes.retain(|&mut (note, end)| {
            // A note whose end finds no room stays, so that it ends later.
            !(ends(end) && out.try_push(Intent::Off { note }).is_ok())
        });
    }
}
