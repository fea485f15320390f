//! What the melody remembers: motifs to come back to, and what it must not loop.

use arrayvec::ArrayVec;

use super::contour::Span;
use super::phrase::MAX_NOTES;
use crate::music::Pitch;

/// Phrases of a verse that are remembered, one for each letter of its form.
pub(super) const LETTERS: usize = 4;
/// Notes in which a pattern must not come too often.
const HISTORY: usize = 600;
/// Place for them: a power of two, so that going round costs nothing.
const RING: usize = 1024;
/// Notes of a pattern.
pub(super) const PATTERN: usize = 8;

/// Intervals nearer than this are the same, in semitones.
const SAME: Pitch = 0.05;

/// Intervals that would make a pattern recur, one entry for each time it was heard.
pub(super) type Echoes = ArrayVec<Pitch, 16>;

/// How many of `echoes` are `interval`.
pub(super) fn heard(echoes: &Echoes, interval: Pitch) -> usize {
    echoes.iter().filter(|&&echo| (echo - interval).abs() < SAME).count()
}

/// The pitches of a phrase, to come back to.
pub(super) type Motif = ArrayVec<Pitch, MAX_NOTES>;

/// The motifs of this verse and the last few hundred notes.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    /// One motif a letter; empty where it was not played yet.
    pub(super) motifs: [Motif; LETTERS],
    ring: [Pitch; RING],
    count: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Memory { motifs: Default::default(), ring: [0.0; RING], count: 0 }
    }
}

impl Memory {
    /// A note sounded.
    pub(super) fn note(&mut self, pitch: Pitch) {
        self.ring[self.count % RING] = pitch;
        self.count += 1;
    }

    /// The intervals that followed where the last seven notes were heard before, at
    /// any height: taking one of them again makes a pattern of eight notes recur.
    pub(super) fn echoes(&self) -> Echoes {
        let mut echoes = Echoes::new();
        for end in 0..self.len().saturating_sub(PATTERN - 1) {
            let shift = self.back(0) - self.back(end + 1);
            // From the last note backwards, where most patterns differ at once.
            let same = (1..PATTERN - 1)
                .all(|place| (self.back(place) - self.back(end + 1 + place) - shift).abs() < SAME);
            if same && !echoes.is_full() {
                echoes.push(self.back(end) - self.back(end + 1));
            }
        }
        echoes
    }

    /// The last seven notes, once there are seven.
    pub(super) fn span(&self) -> Option<Span> {
        (self.len() >= PATTERN - 1).then(|| Span(std::array::from_fn(|place| self.back(PATTERN - 2 - place))))
    }

    /// The note `back` notes before the latest.
    fn back(&self, back: usize) -> Pitch {
        self.ring[self.count.wrapping_sub(1 + back) % RING]
    }

    /// How many notes there are to look back on.
    fn len(&self) -> usize {
        self.count.min(HISTORY)
    }
}
