//! What a loop holds: notes with their place, in layers.

use arrayvec::ArrayVec;

use crate::music::Pitch;
use crate::play::Velocity;

/// Most notes of a loop, all layers together: 16 bars of eighths in four layers.
const MOST_NOTES: usize = 256;

/// A note of the loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Taped {
    /// Beats after the start of the loop.
    pub at: f64,
    /// Length in beats.
    pub beats: f64,
    /// As it sounded when it was recorded; it is fitted to the harmony whenever it comes back.
    pub pitch: Pitch,
    pub velocity: Velocity,
    layer: u32,
}

/// The notes, in the order they were recorded.
#[derive(Clone, Debug)]
pub(super) struct Tape {
    notes: Box<ArrayVec<Taped, MOST_NOTES>>,
    layer: u32,
    most_layers: usize,
}

impl Tape {
    /// An empty tape; where a layer more than `most_layers` comes the oldest goes. Allocates.
    pub(super) fn new(most_layers: usize) -> Self {
        Tape { notes: Box::new(ArrayVec::new()), layer: 0, most_layers }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    pub(super) fn notes(&self) -> &[Taped] {
        &self.notes
    }

    /// What comes from now on is a layer of its own, unless the present one is empty.
    pub(super) fn next_layer(&mut self) {
        if self.notes.last().is_some_and(|note| note.layer == self.layer) {
            self.layer = self.layer.wrapping_add(1);
        }
    }

    /// Records a note. A full tape drops its oldest layer, or the oldest note of its only one.
    pub(super) fn record(&mut self, at: f64, beats: f64, pitch: Pitch, velocity: Velocity) {
        if self.notes.is_full() {
            self.drop_oldest();
        }
        if self.notes.is_full() {
            self.notes.remove(0);
        }
        self.notes.push(Taped { at, beats, pitch, velocity, layer: self.layer });
        if self.layers() > self.most_layers {
            self.drop_oldest();
        }
    }

    /// Layers that hold a note.
    pub(super) fn layers(&self) -> usize {
        let changes = self.notes.windows(2).filter(|pair| pair[0].layer != pair[1].layer).count();
        changes + usize::from(!self.notes.is_empty())
    }

    fn drop_oldest(&mut self) {
        let Some(oldest) = self.notes.first().map(|note| note.layer) else { return };
        if oldest != self.layer {
            self.notes.retain(|note| note.layer != oldest);
        }
    }

    /// Takes the newest layer away.
    pub(super) fn undo(&mut self) {
        if let Some(newest) = self.notes.last().map(|note| note.layer) {
            self.notes.retain(|note| note.layer != newest);
        }
    }

    pub(super) fn clear(&mut self) {
        self.notes.clear();
        self.layer = 0;
    }

    /// Places in a loop of `beats` from now on.
    pub(super) fn wrap(&mut self, beats: f64) {
        for note in self.notes.iter_mut() {
            note.at = note.at.rem_euclid(beats);
            note.beats = note.beats.min(beats);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Layers come and go whole; the tape never holds more than it has room for.
    #[test]
    fn layers_are_undone_and_bounded() {
        let mut tape = Tape::new(3);
        for layer in 0..5 {
            tape.next_layer();
            tape.record(f64::from(layer), 1.0, 60.0, 80.0);
            tape.record(f64::from(layer) + 0.5, 1.0, 62.0, 80.0);
        }
        assert_eq!((tape.layers(), tape.notes().len()), (3, 6));
        tape.undo();
        assert_eq!(tape.notes().last().unwrap().at, 3.5);
        tape.undo();
        tape.undo();
        tape.undo();
        assert!(tape.is_empty());
        for note in 0..2000 {
            tape.record(f64::from(note), 1.0, 60.0, 80.0);
        }
        assert_eq!(tape.notes().len(), MOST_NOTES);
        assert_eq!(tape.notes().last().unwrap().at, 1999.0);
    }
}
