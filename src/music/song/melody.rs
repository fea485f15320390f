//! Melodies as text.
//!
//! ```text
//! E4 E F G | G F E D | C C D E | E:1.5 D:1/2 D:2
//! E E F G | G F E D | C C D E | D:1.5 C:1/2 C:2
//! ```
//!
//! A note is a letter, `#` or `b` where needed, an octave where it is another than that of
//! the note before (C4 is middle C), and a length in beats after `:`, one beat without. `r`
//! is a rest, `~` holds the note before for longer, `|` is a bar line, each line a phrase. The
//! first bar may be an upbeat and the last one cut short; all others are as long as the metre
//! says.

use super::MAX_SONG_NOTES;
use super::words::{SongError, SongErrorKind as Kind, Word, rounded, short, split_length, words};
use crate::music::Pitch;
use crate::time::Metre;

/// How far a bar may be off its length: lengths of a third do not add up exactly.
const HAIR_BEATS: f64 = 1e-3;

/// A note as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MelodyNote {
    /// MIDI note number.
    pub pitch: Pitch,
    /// When it is, in beats from the start.
    pub at_beats: f64,
    /// How long it is, in beats.
    pub beats: f64,
}

/// A melody: notes one after the other, cut into phrases and bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Melody {
    /// The notes, in order.
    pub notes: Vec<MelodyNote>,
    /// Numbers of the notes that phrases begin with, the first 0.
    pub phrases: Vec<usize>,
    /// Length of the upbeat, in beats; 0 where there is none.
    pub upbeat_beats: f64,
    /// Lengths of the bars after the upbeat, in beats: only the last may be short.
    pub bars: Vec<f64>,
}

/// Reads a melody in `metre`.
///
/// # Errors
/// The first thing that cannot be read, or a bar of the wrong length, with its place.
pub fn read_melody(text: &str, metre: Metre) -> Result<Melody, SongError> {
    let mut reading = Reading::default();
    for (column, word) in words(text) {
        match word {
            Word::Text(word) => reading.word(column, word)?,
            Word::BarLine => reading.bar_line(column),
            Word::LineEnd => reading.melody_line_end(),
        }
    }
    reading.finish(metre)
}

#[derive(Default)]
struct Reading {
    melody: Melody,
    octave: Option<i32>,
    at_beats: f64,
    /// A phrase begins with the next note.
    phrase_due: bool,
    /// Bars as they are written: place and length.
    bars: Vec<(usize, f64)>,
    bar: Option<(usize, f64)>,
    /// `~` may follow.
    holds: bool,
}

impl Reading {
    fn word(&mut self, column: usize, word: &str) -> Result<(), SongError> {
        let (what, beats) = split_length(column, word)?;
        let beats = beats.unwrap_or(1.0);
        match what {
            "r" | "R" => self.holds = false,
            "~" => {
                let note = self.melody.notes.last_mut().filter(|_| self.holds);
                let Some(note) = note else { return Err(SongError { column, kind: Kind::NothingToHold }) };
                note.beats += beats;
            }
            _ => {
                let pitch = self.pitch(column, what)?;
                if self.melody.notes.len() == MAX_SONG_NOTES {
                    return Err(SongError { column, kind: Kind::TooMany });
                }
                if self.melody.notes.is_empty() || self.phrase_due {
                    self.melody.phrases.push(self.melody.notes.len());
                    self.phrase_due = false;
                }
                self.melody.notes.push(MelodyNote { pitch, at_beats: self.at_beats, beats });
                self.holds = true;
            }
        }
        self.at_beats += beats;
        self.bar.get_or_insert((column, 0.0)).1 += beats;
        Ok(())
    }

    fn pitch(&mut self, column: usize, what: &str) -> Result<Pitch, SongError> {
        let bad = |kind: fn(String) -> Kind| SongError { column, kind: kind(short(what)) };
        let mut letters = what.chars();
        let step = match letters.next().map(|letter| letter.to_ascii_uppercase()) {
            Some('C') => 0,
            Some('D') => 2,
            Some('E') => 4,
            Some('F') => 5,
            Some('G') => 7,
            Some('A') => 9,
            Some('B') => 11,
            _ => return Err(bad(Kind::Note)),
        };
        let rest = letters.as_str();
        let octave = rest.trim_start_matches(['#', '♯', 'b', '♭']);
        let signs = &rest[..rest.len() - octave.len()];
        if signs.chars().count() > 2 {
            return Err(bad(Kind::Note));
        }
        let shift: i32 = signs.chars().map(|sign| if matches!(sign, '#' | '♯') { 1 } else { -1 }).sum();
        if !octave.is_empty() {
            let number =
                octave.parse().ok().filter(|number| !octave.starts_with('+') && (-1..=9).contains(number));
            self.octave = Some(number.ok_or_else(|| bad(Kind::Note))?);
        }
        let octave = self.octave.ok_or_else(|| bad(Kind::Octave))?;
        let pitch = (octave + 1) * 12 + step + shift;
        if (0..=127).contains(&pitch) { Ok(pitch as Pitch) } else { Err(bad(Kind::Pitch)) }
    }

    fn bar_line(&mut self, _column: usize) {
        self.bars.extend(self.bar.take());
    }

    fn melody_line_end(&mut self) {
        self.phrase_due = true;
    }

    fn finish(mut self, metre: Metre) -> Result<Melody, SongError> {
        self.bar_line(0);
        if self.melody.notes.is_empty() {
            return Err(SongError { column: 1, kind: Kind::Empty });
        }
        let wanted = f64::from(metre.beats.max(1));
        let last = self.bars.len() - 1;
        for (place, &(column, found)) in self.bars.iter().enumerate() {
            let may_be_short = place == 0 || place == last;
            if found > wanted + HAIR_BEATS || (!may_be_short && found < wanted - HAIR_BEATS) {
                let kind = Kind::Bar { found: rounded(found), wanted, may_be_short };
                return Err(SongError { column, kind });
            }
        }
        let is_upbeat = last > 0 && self.bars[0].1 < wanted - HAIR_BEATS;
        self.melody.upbeat_beats = if is_upbeat { self.bars[0].1 } else { 0.0 };
        self.melody.bars = self.bars[usize::from(is_upbeat)..].iter().map(|(_, beats)| *beats).collect();
        Ok(self.melody)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Melody, SongError> {
        read_melody(text, Metre { beats: 3, unit: 4 })
    }

    fn pitches(text: &str) -> Vec<Pitch> {
        read(text).unwrap().notes.iter().map(|note| note.pitch).collect()
    }

    /// Octaves hold until another is named, lengths are beats, bars and phrases are kept.
    #[test]
    fn what_is_written_is_read() {
        let melody = read("\nG4 | C5:1.5 B4:1/2 Bb | ~:2\nr | F#:3 |\n").unwrap();
        assert_eq!(pitches("G4 | C5:1.5 B4:1/2 Bb | ~:2\nr | F#:3 |"), [67.0, 72.0, 71.0, 70.0, 66.0]);
        let beats: Vec<f64> = melody.notes.iter().map(|note| note.beats).collect();
        assert_eq!(beats, [1.0, 1.5, 0.5, 3.0, 3.0]);
        let at: Vec<f64> = melody.notes.iter().map(|note| note.at_beats).collect();
        assert_eq!(at, [0.0, 1.0, 2.5, 3.0, 7.0]);
        assert_eq!(melody.phrases, [0, 4]);
        assert_eq!(melody.upbeat_beats, 1.0);
        assert_eq!(melody.bars, [3.0, 3.0, 3.0]);
    }

    /// Triplets fill their bar.
    #[test]
    fn thirds_add_up() {
        let melody = read("C4:1/3 D:1/3 E:1/3 F:1/3 G:1/3 A:1/3 B:1/3 B:1/3 B:1/3 | C:3").unwrap();
        assert_eq!(melody.bars.len(), 2);
        assert_eq!(melody.upbeat_beats, 0.0);
    }

    /// An error stands at the character that is wrong.
    #[test]
    fn errors_have_a_place() {
        let error = |text: &str| read(text).unwrap_err();
        assert_eq!(error(" \n ").kind, Kind::Empty);
        assert_eq!((error("C4 H D").column, error("C4 H D").kind), (4, Kind::Note("H".to_owned())));
        assert_eq!((error("C D").column, error("C D").kind), (1, Kind::Octave("C".to_owned())));
        assert_eq!(error("C4\nD:x E").column, 6);
        assert_eq!(error("C4:0").kind, Kind::Length("0".to_owned()));
        assert_eq!(error("r ~").kind, Kind::NothingToHold);
        assert_eq!(error("A9").kind, Kind::Pitch("A9".to_owned()));
        let bar = error("C4 | C D E |\n C D | E:3");
        assert_eq!((bar.column, bar.kind), (15, Kind::Bar { found: 2.0, wanted: 3.0, may_be_short: false }));
        assert!(error("C4 D E F | G:3").to_string().contains("3 at most"));
    }

    proptest::proptest! {
        /// Whatever comes in, what comes out is finite, in order, and bounded.
        #[test]
        fn never_panics(text in "[A-Ga-gr~|:/0-9.# \n-]{0,80}", any in "\\PC{0,30}") {
            for text in [text, any] {
                if let Ok(melody) = read(&text) {
                    assert!(!melody.notes.is_empty() && melody.phrases[0] == 0);
                    assert!(melody.notes.iter().all(|note| note.beats > 0.0 && note.at_beats.is_finite()));
                    assert!(melody.notes.windows(2).all(|pair| pair[0].at_beats < pair[1].at_beats));
                }
            }
        }
    }
}
