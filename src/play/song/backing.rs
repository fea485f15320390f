//! Chords and basses that move along with a song.

use arrayvec::ArrayVec;

use super::transpose::in_register;
use crate::music::{Chord, Harmony, LockSet, MAX_CHORD_TONES, Pitch};
use crate::play::Context;

/// Most tones of a chord that sound: further ones make it thick, not richer.
const MOST_TONES: usize = 4;
/// How far below the middle of the register the first chord begins, in semitones.
const BELOW_MIDDLE: f32 = 5.0;

/// Remembers what was struck last, so that the next chord lies near it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backing {
    lowest: Option<Pitch>,
    chord: Option<Chord>,
    /// The bass took another tone than its chord's own.
    stepped: bool,
}

impl Backing {
    /// The tones of `chord` in close position, as near as can be to those before.
    pub(super) fn voiced(
        &mut self,
        chord: &Chord,
        context: &Context<'_>,
    ) -> ArrayVec<Pitch, MAX_CHORD_TONES> {
        let tones = LockSet::chord(&Harmony { chord: *chord, ..*context.harmony });
        let (first, last) = tones.steps_in(context.register);
        let count = tones.len().min(MOST_TONES) as i32;
        let wanted = self.lowest.unwrap_or(context.register.centre() - BELOW_MIDDLE);
        // Chords that drift away from the middle come back.
        let wanted = (wanted * 3.0 + context.register.centre() - BELOW_MIDDLE) / 4.0;
        let lowest = tones.nearest_step(wanted).min(last - count + 1).max(first);
        let mut pitches = ArrayVec::new();
        for step in lowest..lowest + count {
            let pitch = in_register(tones.pitch(step), context);
            if !pitches.contains(&pitch) {
                pitches.push(pitch);
            }
        }
        self.lowest = Some(tones.pitch(lowest));
        pitches
    }

    /// The bass of `chord`, low in the register; where the chord stays, its fifth and its
    /// bass in turn.
    pub(super) fn bass(&mut self, chord: &Chord, context: &Context<'_>) -> ArrayVec<Pitch, MAX_CHORD_TONES> {
        self.stepped = self.chord == Some(*chord) && !self.stepped;
        self.chord = Some(*chord);
        let tones = chord.tones();
        let tone = if self.stepped { tones.get(2) } else { None };
        let cents = tone.or(tones.first()).copied().unwrap_or(0.0);
        let above = context.harmony.root + cents / 100.0 - context.register.low;
        let pitch = context.register.low + above.rem_euclid(12.0);
        ArrayVec::from_iter([in_register(pitch, context)])
    }
}
