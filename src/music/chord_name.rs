//! What musicians call a chord.

use std::fmt::Write;

use arrayvec::ArrayString;

use super::{Chord, Key, Pitch};

/// Name of a chord: `Am7`, `C/E`.
pub type ChordName = ArrayString<16>;

const NOTES: [&str; 12] = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];

/// Semitones above the root as a set of bits, and what that chord is called.
const QUALITIES: &[(u16, &str)] = &[
    (set(&[0, 4, 7]), ""),
    (set(&[0, 3, 7]), "m"),
    (set(&[0, 4, 7, 10]), "7"),
    (set(&[0, 4, 7, 11]), "maj7"),
    (set(&[0, 3, 7, 10]), "m7"),
    (set(&[0, 3, 7, 11]), "mM7"),
    (set(&[0, 3, 6]), "dim"),
    (set(&[0, 3, 6, 9]), "dim7"),
    (set(&[0, 3, 6, 10]), "m7b5"),
    (set(&[0, 4, 8]), "aug"),
    (set(&[0, 5, 7]), "sus4"),
    (set(&[0, 2, 7]), "sus2"),
    (set(&[0, 5, 7, 10]), "7sus4"),
    (set(&[0, 4, 7, 9]), "6"),
    (set(&[0, 3, 7, 9]), "m6"),
    (set(&[0, 2, 4, 7]), "add9"),
    (set(&[0, 2, 3, 7]), "madd9"),
    (set(&[0, 2, 4, 7, 10]), "9"),
    (set(&[0, 2, 4, 7, 11]), "maj9"),
    (set(&[0, 2, 3, 7, 10]), "m9"),
    (set(&[0, 2, 5, 7, 10]), "9sus4"),
    (set(&[0, 1, 4, 7, 10]), "7b9"),
    (set(&[0, 4, 8, 10]), "7#5"),
    (set(&[0, 4, 6, 10]), "7b5"),
    (set(&[0, 4, 7, 9, 10]), "13"),
    (set(&[0, 7]), "5"),
    (set(&[0]), ""),
];

/// A set of semitones as bits.
pub(super) const fn set(semitones: &[u8]) -> u16 {
    let mut bits = 0;
    let mut place = 0;
    while place < semitones.len() {
        bits |= 1 << semitones[place];
        place += 1;
    }
    bits
}

impl Chord {
    /// The chord's name where the harmony's root is `root`, as near as twelve names to
    /// the octave come: tones count to the nearest semitone. A chord that has no name
    /// is called after its bass with `*`.
    pub fn name(&self, root: Pitch) -> ChordName {
        let mut name = ChordName::new();
        let mut classes = [0u8; super::MAX_CHORD_TONES];
        let tones = self.tones();
        for (class, tone) in classes.iter_mut().zip(tones) {
            let semitone = (root + tone / 100.0).round();
            *class = (semitone as i32).rem_euclid(12) as u8;
        }
        let classes = &classes[..tones.len()];
        let Some(&bass) = classes.first() else {
            return name;
        };
        for &candidate in classes {
            let bits = classes.iter().fold(0u16, |bits, class| bits | 1 << ((class + 12 - candidate) % 12));
            if let Some((_, quality)) = QUALITIES.iter().find(|(set, _)| *set == bits) {
                let _ = write!(name, "{}{quality}", NOTES[usize::from(candidate)]);
                if candidate != bass {
                    let _ = write!(name, "/{}", NOTES[usize::from(bass)]);
                }
                return name;
            }
        }
        // A chord over a bass of its own: `F/G`.
        let above = |class: u8, root: u8| 1u16 << ((class + 12 - root) % 12);
        for &candidate in classes.iter().filter(|class| **class != bass) {
            let others = classes.iter().filter(|class| **class != bass);
            let bits = others.fold(0u16, |bits, class| bits | above(*class, candidate));
            let triads = bits.count_ones() >= 3;
            if let Some((_, quality)) = QUALITIES.iter().find(|(set, _)| triads && *set == bits) {
                let (root, bass) = (NOTES[usize::from(candidate)], NOTES[usize::from(bass)]);
                let _ = write!(name, "{root}{quality}/{bass}");
                return name;
            }
        }
        let _ = write!(name, "{}*", NOTES[usize::from(bass)]);
        name
    }
}

impl Key {
    /// The key's name: `C major`, `A minor`.
    pub fn name(self) -> ChordName {
        let mut name = ChordName::new();
        let mode = if self.minor { "minor" } else { "major" };
        let _ = write!(name, "{} {mode}", NOTES[usize::from(self.tonic % 12)]);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chords are called what a musician calls them, bass last where it is not the root.
    #[test]
    fn names() {
        let name = |root, tones: &[f32]| Chord::new(tones).name(root).to_string();
        assert_eq!(name(60.0, &[0.0, 400.0, 700.0]), "C");
        assert_eq!(name(60.0, &[900.0, 1200.0, 1600.0, 1900.0]), "Am7");
        assert_eq!(name(62.0, &[700.0, 1100.0, 1400.0, 1700.0]), "A7");
        assert_eq!(name(60.0, &[400.0, 700.0, 1200.0]), "C/E");
        assert_eq!(name(60.0, &[1100.0, 1400.0, 1700.0]), "Bdim");
        assert_eq!(name(60.0, &[0.0, 100.0, 200.0]), "C*");
        assert_eq!(name(60.0, &[]), "");
        assert_eq!(name(f32::NAN, &[0.0]), "C");
        assert_eq!(name(60.0, &[0.0, 386.0, 702.0]), "C");
    }
}
