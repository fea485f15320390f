//! The notes of a mode that sound, each until its switch is released or its time is over.

use arrayvec::ArrayVec;

use super::{Intent, Intents, NoteId, Velocity, playable};
use crate::input::Slot;
use crate::music::Pitch;
use crate::time::Frames;

/// Most notes that one mode sounds at once: one a switch role.
pub const MAX_SOUNDING: usize = 16;

/// What ends a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The release of this control.
    Release(Slot),
    /// This moment.
    Time(Frames),
    /// The mode itself.
    Told,
}

/// Notes that sound, with what ends them.
#[derive(Clone, Debug, Default)]
pub struct Sounding {
    notes: ArrayVec<(NoteId, Until), MAX_SOUNDING>,
    last_id: NoteId,
}

impl Sounding {
    /// Starts a note. One that waits for the same release is released first; where all
    /// places are taken, the oldest note is.
    pub fn start(&mut self, until: Until, pitch: Pitch, velocity: Velocity, out: &mut Intents) -> NoteId {
        if let Until::Release(slot) = until {
            self.release(slot, out);
        }
        if self.notes.is_full() {
            self.end(0, out);
        }
        self.last_id = self.last_id.wrapping_add(1);
        let note = self.last_id;
        let velocity = playable(velocity);
        let _ = out.try_push(Intent::On { note, pitch, velocity });
        self.notes.push((note, until));
        note
    }

    /// A control was released.
    pub fn release(&mut self, slot: Slot, out: &mut Intents) {
        self.end_where(|until| until == Until::Release(slot), out);
    }

    /// When the next note ends by itself.
    pub fn next_deadline(&self) -> Option<Frames> {
        let times = self.notes.iter().filter_map(|&(_, until)| match until {
            Until::Time(at) => Some(at),
            _ => None,
        });
        times.min()
    }

    /// Ends the notes whose time is over.
    pub fn wake(&mut self, now: Frames, out: &mut Intents) {
        self.end_where(|until| matches!(until, Until::Time(at) if at <= now), out);
    }

    /// Ends all notes.
    pub fn end_all(&mut self, out: &mut Intents) {
        self.end_where(|_| true, out);
    }

    /// The note that was started last, while it sounds.
    pub fn newest(&self) -> Option<NoteId> {
        self.notes.last().map(|&(note, _)| note)
    }

    /// Forgets all notes: they were silenced elsewhere.
    pub fn forget(&mut self) {
        self.notes.clear();
    }

    fn end_where(&mut self, ends: impl Fn(Until) -> bool, out: &mut Intents) {
        while let Some(place) = self.notes.iter().position(|&(_, until)| ends(until)) {
            self.end(place, out);
        }
    }

    fn end(&mut self, place: usize, out: &mut Intents) {
        let (note, _) = self.notes.remove(place);
        let _ = out.try_push(Intent::Off { note });
    }
}
