//! What melody, chords and lyrics have in common: words with their places, lengths, errors.

use crate::music::ProgressionErrorKind;

/// Shortest and longest that a note, a rest or a chord may last, in beats.
const BEATS: std::ops::RangeInclusive<f64> = 0.03..=64.0;

/// What is wrong with a text of a song, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("character {column}: {kind}")]
pub struct SongError {
    /// Place in characters from the start of the text, from 1; line ends count.
    pub column: usize,
    /// What is wrong there.
    pub kind: SongErrorKind,
}

/// What can be wrong with a text of a song.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SongErrorKind {
    /// No notes.
    #[error("a melody has at least one note, such as C4")]
    Empty,
    /// More notes or chords than a song may have.
    #[error("a song has at most {0} notes and {0} chords", super::MAX_SONG_NOTES)]
    TooMany,
    /// Not a note.
    #[error(
        "expected a note such as C4, F#4:2 or B:1/2, a rest r, ~ to hold the note before, or a bar line |, \
         not `{0}`"
    )]
    Note(String),
    /// The first note has no octave.
    #[error("the first note says its octave, as in `{0}4` (C4 is middle C); later ones stay in it")]
    Octave(String),
    /// A note that no MIDI note number has.
    #[error("`{0}` lies outside of MIDI notes 0 to 127 (C-1 to G9)")]
    Pitch(String),
    /// Not a length.
    #[error("after : comes a length in beats, 1/32 to 64, such as 2, 1.5 or 1/2, not `{0}`")]
    Length(String),
    /// `~` with nothing to hold.
    #[error("~ holds the note before it, and there is none")]
    NothingToHold,
    /// A bar of another length than the metre says.
    #[error("this bar has {found} beats; the metre has {wanted}{}", if *.may_be_short { " at most" } else { "" })]
    Bar {
        /// Its length in beats.
        found: f64,
        /// Beats in a bar.
        wanted: f64,
        /// The first or last bar.
        may_be_short: bool,
    },
    /// A line without a note.
    #[error("each line is a phrase, and this one has no note")]
    EmptyPhrase,
    /// Not a chord.
    #[error(transparent)]
    Chord(#[from] ProgressionErrorKind),
    /// Chords that fill more or less than their bar.
    #[error("these chords last {found} beats; their bar has {wanted}")]
    ChordBar {
        /// Their length in beats.
        found: f64,
        /// Beats in the bar.
        wanted: f64,
    },
    /// Another number of bars than the melody has.
    #[error("there are chords for {found} bars; the melody has {wanted} (an upbeat has no chord)")]
    Bars {
        /// Bars with chords.
        found: usize,
        /// Bars of the melody after its upbeat.
        wanted: usize,
    },
    /// The first bar says to stay on the chord before.
    #[error("the first bar names its chord")]
    FirstChord,
    /// More syllables than notes.
    #[error("there are {found} syllables for {notes} notes; write _ where a syllable goes on over a note")]
    Syllables {
        /// Syllables.
        found: usize,
        /// Notes.
        notes: usize,
    },
}

/// A word, `|`, or the end of a line, with its place in characters from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word<'a> {
    Text(&'a str),
    BarLine,
    LineEnd,
}

/// The words of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, Word<'_>)> {
    let mut column = 0;
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            let at = column + 1;
            let length = match first {
                '\n' | '|' => first.len_utf8(),
                blank if blank.is_whitespace() => {
                    rest = &rest[blank.len_utf8()..];
                    column += 1;
                    continue;
                }
                _ => rest.find(|c: char| c.is_whitespace() || c == '|').unwrap_or(rest.len()),
            };
            let (word, behind) = rest.split_at(length);
            rest = behind;
            column += word.chars().count();
            let word = match first {
                '\n' => Word::LineEnd,
                '|' => Word::BarLine,
                _ => Word::Text(word),
            };
            return Some((at, word));
        }
    })
}

/// A word in front of its `:length`, and the length in beats where it has one.
pub(super) fn split_length(at: usize, word: &str) -> Result<(&str, Option<f64>), SongError> {
    let Some((what, length)) = word.split_once(':') else { return Ok((word, None)) };
    match beats(length) {
        Some(beats) => Ok((what, Some(beats))),
        None => Err(SongError {
            column: at + what.chars().count() + 1,
            kind: SongErrorKind::Length(short(length)),
        }),
    }
}

fn beats(text: &str) -> Option<f64> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|_| !text.starts_with(['+', '-']));
    let beats = match text.split_once('/') {
        Some((above, below)) => number(above)? / number(below)?,
        None => number(text)?,
    };
    BEATS.contains(&beats).then_some(beats)
}

/// A word as an error shows it.
pub(super) fn short(word: &str) -> String {
    word.chars().take(24).collect()
}

/// The length as an error shows it: thirds are not written out.
pub(super) fn rounded(beats: f64) -> f64 {
    (beats * 1000.0).round() / 1000.0
}

/// Reads what is sung: syllables parted by blanks, line ends and `-`, one a note; `_` where a
/// syllable goes on over a further note. One that its word goes on behind keeps its `-`.
///
/// # Errors
/// Where there are more syllables than `notes`.
pub fn read_lyrics(text: &str, notes: usize) -> Result<Vec<String>, SongError> {
    let mut syllables: Vec<String> = Vec::new();
    let mut over = None;
    let mut found = 0;
    for (at, word) in words(text) {
        let Word::Text(word) = word else { continue };
        let mut syllables_of = word.split('-').filter(|syllable| !syllable.is_empty()).peekable();
        while let Some(syllable) = syllables_of.next() {
            found += 1;
            if found > notes {
                over.get_or_insert(at);
                continue;
            }
            let joins = if syllables_of.peek().is_some() { "-" } else { "" };
            syllables.push(if syllable == "_" { String::new() } else { short(syllable) + joins });
        }
    }
    match over {
        Some(column) => Err(SongError { column, kind: SongErrorKind::Syllables { found, notes } }),
        None => Ok(syllables),
    }
}
