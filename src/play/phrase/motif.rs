//! Motifs: a few notes with a shape and a rhythm, and what can be made of them.

use arrayvec::ArrayVec;

use crate::chance::Chance;

/// Most notes of a motif.
pub(super) const MAX_NOTES: usize = 8;

/// A note of a motif: steps above its first note, and its length in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MotifNote {
    pub(super) step: i32,
    pub(super) units: u8,
}

/// A few notes with a shape and a rhythm.
pub(super) type Motif = ArrayVec<MotifNote, MAX_NOTES>;

/// How a motif is changed when it comes again: the means of melodic development, as in
/// Schoenberg, *Fundamentals of Musical Composition*, chapters 3 and 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// As it is.
    Same,
    /// As it is, from another step.
    Sequence,
    /// Up becomes down.
    Invert,
    /// Its rhythm begins in another place.
    Shift,
    /// From its last note to its first.
    Reverse,
    /// Its first half twice, the second time a step further.
    Head,
    /// A note between its widest step.
    Ornament,
}

/// Groups of lengths that rhythms are made of; each fills two or four units.
const CELLS: [&[u8]; 6] = [&[2, 2], &[3, 1], &[1, 1, 2], &[2, 1, 1], &[1, 1], &[2]];
const CELL_WEIGHTS: [f32; 6] = [3.0, 2.0, 3.0, 1.5, 2.5, 2.0];

/// Sizes of the steps inside a motif, and how often: near to sung melodies without repeats
/// (half of all intervals are steps, a fifth thirds; `docs/modes/wander.md`).
const STEPS: [i32; 4] = [1, 2, 3, 4];
const STEP_WEIGHTS: [f32; 4] = [6.0, 2.4, 0.9, 0.4];

/// Farthest that a motif goes from its first note, in steps.
const WIDEST: i32 = 5;

/// How often a motif is drawn anew that only goes one way: a scale is no tune.
const TRIES: usize = 6;

/// A new motif of `notes` notes.
pub(super) fn draw(notes: usize, chance: &mut Chance) -> Motif {
    let notes = notes.clamp(2, MAX_NOTES);
    let mut motif = draw_any(notes, chance);
    for _ in 0..TRIES {
        let by = |pair: &[MotifNote]| pair[1].step - pair[0].step;
        let turns = motif.windows(3).any(|three| by(&three[..2]) * by(&three[1..]) < 0);
        let leaps = motif.windows(2).any(|pair| by(pair).abs() > 1);
        if notes < 4 || (turns && leaps) {
            break;
        }
        motif = draw_any(notes, chance);
    }
    motif
}

fn draw_any(notes: usize, chance: &mut Chance) -> Motif {
    let mut lengths: ArrayVec<u8, { MAX_NOTES + 4 }> = ArrayVec::new();
    while lengths.len() < notes {
        let cell = CELLS[chance.weighted(&CELL_WEIGHTS)];
        cell.iter().for_each(|units| lengths.push(*units));
    }
    let mut motif = Motif::new();
    let (mut step, mut rises, mut leapt) = (0, chance.happens(0.6), false);
    for &units in lengths.iter().take(notes) {
        motif.push(MotifNote { step, units });
        let width = STEPS[chance.weighted(&STEP_WEIGHTS)];
        // After a leap it turns; else it mostly goes on.
        rises = if leapt || !chance.happens(0.62) { !rises } else { rises };
        leapt = width > 2;
        let by = if rises { width } else { -width };
        if (step + by).abs() > WIDEST {
            rises = !rises;
        }
        step += if rises { width } else { -width };
    }
    if let Some(last) = motif.last_mut() {
        last.units = last.units.max(2);
    }
    motif
}

/// What `change` makes of a motif.
pub(super) fn changed(motif: &Motif, change: Change) -> Motif {
    let mut new = motif.clone();
    let count = new.len();
    match change {
        Change::Same | Change::Sequence => {}
        Change::Invert => new.iter_mut().for_each(|note| note.step = -note.step),
        Change::Shift => {
            for (place, note) in new.iter_mut().enumerate() {
                note.units = motif[(place + 1) % count].units;
            }
        }
        Change::Reverse => {
            let last = motif.last().map_or(0, |note| note.step);
            for (place, note) in new.iter_mut().enumerate() {
                note.step = motif[count - 1 - place].step - last;
            }
        }
        Change::Head => {
            let half = count.div_ceil(2);
            for place in half..count {
                let of = motif[place - half];
                let further = if motif[half - 1].step >= 0 { 1 } else { -1 };
                new[place] = MotifNote { step: of.step + further, units: of.units };
            }
        }
        Change::Ornament => {
            let gap = |pair: &[MotifNote]| (pair[1].step - pair[0].step).abs();
            let widest = (0..count.saturating_sub(1)).max_by_key(|&at| gap(&motif[at..at + 2]));
            if let Some(at) = widest
                && !new.is_full()
                && gap(&motif[at..at + 2]) > 1
            {
                let between = (motif[at].step + motif[at + 1].step) / 2;
                new[at].units = (motif[at].units / 2).max(1);
                new.insert(at + 1, MotifNote { step: between, units: (motif[at].units / 2).max(1) });
            }
        }
    }
    new
}

/// A motif that has grown out of another: one note moved, now and then another rhythm.
pub(super) fn grown(motif: &Motif, chance: &mut Chance) -> Motif {
    let mut new = motif.clone();
    if let Some(note) = new.get_mut(1 + chance.below(motif.len().saturating_sub(1).max(1))) {
        note.step += if chance.happens(0.5) { 1 } else { -1 };
    }
    if chance.happens(0.4) {
        let rhythm = draw(motif.len(), chance);
        for (note, other) in new.iter_mut().zip(&rhythm) {
            note.units = other.units;
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn motif(notes: &[(i32, u8)]) -> Motif {
        notes.iter().map(|&(step, units)| MotifNote { step, units }).collect()
    }

    /// Each change does what it is called, on a motif that shows it.
    #[test]
    fn changes() {
        let theme = motif(&[(0, 3), (1, 1), (4, 2), (3, 2)]);
        assert_eq!(changed(&theme, Change::Same), theme);
        assert_eq!(changed(&theme, Change::Invert), motif(&[(0, 3), (-1, 1), (-4, 2), (-3, 2)]));
        assert_eq!(changed(&theme, Change::Shift), motif(&[(0, 1), (1, 2), (4, 2), (3, 3)]));
        assert_eq!(changed(&theme, Change::Reverse), motif(&[(0, 3), (1, 1), (-2, 2), (-3, 2)]));
        assert_eq!(changed(&theme, Change::Head), motif(&[(0, 3), (1, 1), (1, 3), (2, 1)]));
        assert_eq!(changed(&theme, Change::Ornament), motif(&[(0, 3), (1, 1), (2, 1), (4, 2), (3, 2)]));
    }

    /// Drawn motifs have the notes asked for, stay within a sixth of their first note, never
    /// repeat a note at once and end on a long one.
    #[test]
    fn drawn_motifs_sing() {
        let mut chance = Chance::new(3);
        for round in 0..2000 {
            let notes = 2 + round % 7;
            let motif = draw(notes, &mut chance);
            assert_eq!(motif.len(), notes);
            assert!(motif.iter().all(|note| note.step.abs() <= WIDEST && note.units > 0), "{motif:?}");
            assert!(motif.windows(2).all(|pair| pair[0].step != pair[1].step), "{motif:?}");
            assert!(motif.last().is_some_and(|note| note.units >= 2));
        }
    }
}
