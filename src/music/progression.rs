//! Chord progressions in Roman numerals.
//!
//! Chords stand in a row, parted by spaces, commas, dashes or bar lines; `:2` gives a
//! chord two beats, otherwise it lasts a bar: `I vi IV V`, `ii7:2 V7:2 | Imaj7`.
//!
//! A chord is a numeral, `I` to `VII`, with an accidental in front (`bVII`, `#iv`), a
//! quality behind and a bass or a target after a slash.
//!
//! What a numeral means depends on the scale, so that a progression stays in tune when
//! the scale is changed:
//!
//! - **Scales of seven notes**: the degree of that number, thirds stacked in the scale.
//!   Plain numerals and `7`, `9`, `6`, `5`, `add9`, `sus2`, `sus4`, `7sus4` take every
//!   tone from the scale, whatever the case: `V` in natural minor is a minor chord.
//!   Qualities that name their chord (`maj m dim ° o aug + maj7 dom7 m7 dim7 ø maj9 m9`)
//!   are exact, in or out of the scale: `Vmaj` in minor has a leading tone. A numeral
//!   with an accidental is counted from the major scale: where the scale has that pitch
//!   it is that degree, else the chord is built on the pitch itself, major for upper
//!   case, minor for lower.
//! - **Other scales**: the numeral is read in major, its third as large as its case
//!   says, and each tone becomes the nearest degree of the scale. Nothing leaves the
//!   scale; tones that fall together are one.
//!
//! An exact tone within 35 cents of a degree is that degree, so just and stretched
//! scales keep their own thirds. `/3`, `/5` or `/7` puts that chord tone into the bass;
//! `V7/V` is the chord as it would be if the target were the tonic.

use super::numeral::Numeral;
use super::{Chord, Scale};

/// Most chords in a progression.
pub const MAX_CHORDS: usize = 64;

/// Shortest and longest that a chord may last, in beats.
pub const CHORD_BEATS: std::ops::RangeInclusive<f64> = 0.25..=64.0;

/// Chords with their lengths, repeated without end.
#[derive(Clone, Debug, PartialEq)]
pub struct Progression {
    changes: Vec<(Chord, f64)>,
    beats: f64,
}

/// What is wrong with a progression, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {kind}")]
pub struct ProgressionError {
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub kind: ProgressionErrorKind,
}

/// What can be wrong with a progression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProgressionErrorKind {
    /// No chords.
    #[error("a progression has at least one chord, such as I vi IV V")]
    Empty,
    /// More than [`MAX_CHORDS`].
    #[error("a progression has at most {MAX_CHORDS} chords")]
    TooMany,
    /// Not a numeral.
    #[error("expected a Roman numeral, I to VII or i to vii, not `{word}`{}", hint(.near))]
    Numeral {
        /// The word as written.
        word: String,
        /// What was probably meant.
        near: Option<&'static str>,
    },
    /// Not a quality.
    #[error("`{found}` is no kind of chord{}", hint(.near))]
    Quality {
        /// What follows the numeral.
        found: String,
        /// What was probably meant.
        near: Option<&'static str>,
    },
    /// Not a bass.
    #[error("after / comes a tone that the chord has (3, 5 or 7) or a numeral, not `{0}`")]
    Bass(String),
    /// Not a length.
    #[error("after : comes a length of 0.25 to 64 beats, not `{0}`")]
    Length(String),
}

fn hint(near: &Option<&'static str>) -> String {
    near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"))
}

impl Progression {
    /// Reads a progression for `scale`, where a chord without a length lasts
    /// `bar_beats` beats.
    ///
    /// # Errors
    /// Where there are no chords or too many, or one of them cannot be read; says where
    /// and what was probably meant.
    pub fn parse(text: &str, scale: &Scale, bar_beats: f64) -> Result<Self, ProgressionError> {
        let mut changes = Vec::new();
        for (column, word) in words(text) {
            let error = |at: usize, kind| ProgressionError { column: column + at, kind };
            if changes.len() == MAX_CHORDS {
                return Err(error(0, ProgressionErrorKind::TooMany));
            }
            let (chord, beats) = match word.split_once(':') {
                None => (word, bar_beats),
                Some((chord, length)) => {
                    let beats = length.parse().ok().filter(|beats| CHORD_BEATS.contains(beats));
                    let at = chord.chars().count() + 1;
                    let bad = || ProgressionErrorKind::Length(length.chars().take(24).collect());
                    (chord, beats.ok_or_else(|| error(at, bad()))?)
                }
            };
            let numeral = Numeral::read(chord).map_err(|(at, kind)| error(at, kind))?;
            changes.push((numeral.chord(scale), beats));
        }
        Self::new(changes).ok_or(ProgressionError { column: 1, kind: ProgressionErrorKind::Empty })
    }

    /// A progression of chords and their lengths in beats; none where there are no
    /// chords, or a length is none.
    pub fn new(changes: Vec<(Chord, f64)>) -> Option<Self> {
        let beats: f64 = changes.iter().map(|(_, beats)| beats).sum();
        let sound = changes.iter().all(|(_, beats)| *beats > 0.0) && beats.is_finite();
        (sound && !changes.is_empty()).then_some(Progression { changes, beats })
    }

    /// The chords with their lengths in beats.
    pub fn changes(&self) -> &[(Chord, f64)] {
        &self.changes
    }

    /// The same, for a setup to keep.
    pub fn into_changes(self) -> Vec<(Chord, f64)> {
        self.changes
    }

    /// After how many beats it repeats.
    pub fn beats(&self) -> f64 {
        self.beats
    }

    /// The chord that sounds `beat` beats after the start. Allocates nothing.
    pub fn at(&self, beat: f64) -> Chord {
        self.changes[self.place(beat).0].0
    }

    /// Which chord sounds `beat` beats after the start, and for how many beats more.
    pub fn place(&self, beat: f64) -> (usize, f64) {
        let mut left = if beat.is_finite() { beat.rem_euclid(self.beats) } else { 0.0 };
        for (place, (_, beats)) in self.changes.iter().enumerate() {
            if left < *beats {
                return (place, beats - left);
            }
            left -= beats;
        }
        // Rounding may leave a place at the very end, which is the start.
        (0, self.changes[0].1)
    }
}

/// Words with the column, from 1, at which each starts.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '|' | '-' | '–');
    let mut column = 1;
    text.split(parts).filter_map(move |word| {
        let start = column;
        column += word.chars().count() + 1;
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::LockSet;

    const MINOR: [f32; 7] = [0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0];

    fn names(text: &str, scale: &Scale) -> Vec<String> {
        let progression = Progression::parse(text, scale, 4.0).unwrap();
        progression.changes().iter().map(|(chord, _)| chord.name(60.0).to_string()).collect()
    }

    fn minor() -> Scale {
        Scale::new(&MINOR, 1200.0).unwrap()
    }

    /// Common progressions in major and minor are the chords that musicians expect.
    #[test]
    fn known_progressions() {
        let major = Scale::major();
        assert_eq!(names("I vi IV V", &major), ["C", "Am", "F", "G"]);
        assert_eq!(names("ii7 V7 Imaj7", &major), ["Dm7", "G7", "Cmaj7"]);
        assert_eq!(names("I-V-vi-iii, IV | I", &major), ["C", "G", "Am", "Em", "F", "C"]);
        assert_eq!(
            names("vii° viio I+ Isus2 Vsus4 V7sus4 I6", &major),
            ["Bdim", "Bdim", "Caug", "Csus2", "Gsus4", "G7sus4", "C6"]
        );
        assert_eq!(
            names("I/3 V7/7 V/V V7/ii viiø bVII ivm iv", &major),
            ["C/E", "G7/F", "D", "A7", "Bm7b5", "Bb", "Fm", "F"]
        );
        assert_eq!(names("i bVII bVI V", &minor()), ["Cm", "Bb", "Ab", "Gm"]);
        assert_eq!(names("i VII VI Vmaj Vdom7 ii°", &minor()), ["Cm", "Bb", "Ab", "G", "G7", "Ddim"]);
    }

    /// Lengths are beats; without one a chord lasts a bar; the whole repeats for ever.
    #[test]
    fn lengths() {
        let progression = Progression::parse("I:2 IV:1.5 V", &Scale::major(), 3.0).unwrap();
        assert_eq!(progression.beats(), 6.5);
        assert_eq!(progression.place(0.0), (0, 2.0));
        assert_eq!(progression.place(2.0), (1, 1.5));
        assert_eq!(progression.place(6.5 + 3.5), (2, 3.0));
        assert_eq!(progression.at(-1.0), progression.at(5.5));
        assert_eq!(progression.at(f64::NAN), progression.at(0.0));
    }

    /// In scales without seven notes every tone of every chord is a degree.
    #[test]
    fn other_scales_stay_in_tune() {
        let slendro = Scale::new(&[0.0, 231.0, 474.0, 717.0, 955.0], 1208.0).unwrap();
        let twelve = std::array::from_fn::<f32, 12, _>(|step| step as f32 * 100.0);
        let one = Scale::new(&[0.0], 1200.0).unwrap();
        for scale in [slendro, Scale::new(&twelve, 1200.0).unwrap(), one] {
            let text = "I ii7 iii IV9 V7 vi vii° bVII #iv V7/V I/3 Isus4";
            for (chord, _) in Progression::parse(text, &scale, 4.0).unwrap().changes() {
                let harmony = crate::music::Harmony { root: 60.0, scale, chord: *chord };
                let tones = LockSet::chord(&harmony);
                for step in 0..tones.len() as i32 {
                    assert!(LockSet::scale(&harmony).contains(tones.pitch(step)), "{chord:?}");
                }
            }
        }
        assert_eq!(names("i IV V7 vii", &Scale::new(&twelve, 1200.0).unwrap()), ["Cm", "F", "G7", "Bdim"]);
    }

    /// A just scale keeps its own thirds under explicit qualities.
    #[test]
    fn just_scales_keep_their_tuning() {
        let just = [0.0, 203.91, 386.31, 498.04, 701.96, 884.36, 1088.27];
        let just = Scale::new(&just, 1200.0).unwrap();
        let progression = Progression::parse("Imaj7 vii°", &just, 4.0).unwrap();
        assert_eq!(progression.at(0.0).tones(), [0.0, 386.31, 701.96, 1088.27]);
        assert_eq!(progression.at(4.0).tones(), [1088.27, 1403.91, 1698.04]);
    }

    /// An error names its column and what was probably meant.
    #[test]
    fn errors_say_where_and_what() {
        let error = |text: &str| Progression::parse(text, &Scale::major(), 4.0).unwrap_err();
        assert_eq!(error("  ").kind, ProgressionErrorKind::Empty);
        assert_eq!(error("I vi IIV V").column, 6);
        assert!(error("I vi IIV V").to_string().contains("did you mean `I"), "{}", error("I IIV"));
        assert!(error("I Vi").to_string().contains("`VI`"), "{}", error("I Vi"));
        assert_eq!(error("I Vmaj8").column, 4);
        assert!(error("I Vmaj8").to_string().contains("did you mean `maj`"));
        assert_eq!(error("I V:x").column, 5);
        assert_eq!(error("I:0").column, 3);
        assert_eq!(error("I/7").column, 3);
        assert_eq!(error("I V/X").column, 5);
        assert_eq!(error("Am F C G").column, 1);
        assert_eq!(error(&"I ".repeat(65)).kind, ProgressionErrorKind::TooMany);
    }

    proptest::proptest! {
        /// Nothing that comes in makes the parser panic; every chord that leaves it is finite.
        #[test]
        fn never_panics(text in "[IVivb#♭°ø+:/ a-z0-9.-]{0,40}", any in "\\PC{0,20}") {
            for text in [text, any] {
                if let Ok(progression) = Progression::parse(&text, &Scale::major(), 4.0) {
                    for (chord, beats) in progression.changes() {
                        assert!(chord.tones().iter().all(|tone| tone.is_finite()) && *beats > 0.0);
                        assert!(!chord.tones().is_empty());
                    }
                }
            }
        }
    }
}
