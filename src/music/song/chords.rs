//! Chords of a song, bar by bar: `I | IV V | vi | % `.

use super::words::{SongError, SongErrorKind as Kind, Word, rounded, split_length, words};
use super::{MAX_SONG_NOTES, Melody};
use crate::music::numeral::Numeral;
use crate::music::{Chord, Scale};

/// How far chords may be off the length of their bar.
const HAIR_BEATS: f64 = 1e-3;

/// Reads chords in Roman numerals, as many bars of them as `melody` has after its upbeat.
///
/// Chords without a length share what their bar has left equally; an empty bar or `%` stays
/// on the chord before. Line ends mean nothing.
///
/// # Errors
/// The first chord that cannot be read, a bar that is not filled, another number of bars
/// than the melody has.
pub fn read_chords(text: &str, scale: &Scale, melody: &Melody) -> Result<Vec<(f64, Chord)>, SongError> {
    let mut chords: Vec<(f64, Chord)> = Vec::new();
    let mut bar = Bar::default();
    let mut done = 0;
    let mut at_beats = melody.upbeat_beats;
    let mut end = 1;
    for (column, word) in words(text) {
        end = column;
        match word {
            Word::LineEnd => {}
            Word::Text("%") => bar.column = bar.column.or(Some(column)),
            Word::Text(word) => {
                let (name, beats) = split_length(column, word)?;
                let numeral = Numeral::read(name)
                    .map_err(|(at, kind)| SongError { column: column + at, kind: Kind::Chord(kind) })?;
                bar.column = bar.column.or(Some(column));
                if chords.len() + bar.chords.len() == MAX_SONG_NOTES {
                    return Err(SongError { column, kind: Kind::TooMany });
                }
                bar.chords.push((numeral.chord(scale), beats));
            }
            Word::BarLine => {
                close(&mut bar, &mut chords, column, &mut at_beats, melody.bars.get(done))?;
                done += 1;
            }
        }
    }
    if bar.column.is_some() {
        close(&mut bar, &mut chords, end, &mut at_beats, melody.bars.get(done))?;
        done += 1;
    }
    if done != melody.bars.len() {
        return Err(SongError { column: end, kind: Kind::Bars { found: done, wanted: melody.bars.len() } });
    }
    Ok(chords)
}

#[derive(Default)]
struct Bar {
    /// Where it begins.
    column: Option<usize>,
    chords: Vec<(Chord, Option<f64>)>,
}

/// Adds the chords of a bar that is over.
fn close(
    bar: &mut Bar,
    chords: &mut Vec<(f64, Chord)>,
    column: usize,
    at_beats: &mut f64,
    bar_beats: Option<&f64>,
) -> Result<(), SongError> {
    let column = bar.column.take().unwrap_or(column);
    // Bars beyond the melody are counted and told at the end.
    let Some(&wanted) = bar_beats else {
        bar.chords.clear();
        return Ok(());
    };
    let fixed: f64 = bar.chords.iter().filter_map(|(_, beats)| *beats).sum();
    let open = bar.chords.iter().filter(|(_, beats)| beats.is_none()).count();
    let left = wanted - fixed;
    let is_filled =
        bar.chords.is_empty() || if open > 0 { left > HAIR_BEATS } else { left.abs() <= HAIR_BEATS };
    if !is_filled {
        return Err(SongError { column, kind: Kind::ChordBar { found: rounded(fixed), wanted } });
    }
    if chords.is_empty() && bar.chords.is_empty() {
        return Err(SongError { column, kind: Kind::FirstChord });
    }
    let mut at = *at_beats;
    for (chord, beats) in bar.chords.drain(..) {
        if chords.last().is_none_or(|(_, before)| *before != chord) {
            chords.push((at, chord));
        }
        at += beats.unwrap_or(left / open.max(1) as f64);
    }
    *at_beats += wanted;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::read_melody;
    use super::*;
    use crate::time::Metre;

    fn read(text: &str) -> Result<Vec<(f64, String)>, SongError> {
        let melody = read_melody("G4 | C5:4 | B4:4 | C:4 | D:3", Metre::default()).unwrap();
        let chords = read_chords(text, &Scale::major(), &melody)?;
        Ok(chords.iter().map(|(at, chord)| (*at, chord.name(60.0).to_string())).collect())
    }

    /// Chords share their bar, or take the beats they name; an empty bar changes nothing.
    #[test]
    fn chords_share_their_bar() {
        let named = |rows: &[(f64, &str)]| {
            rows.iter().map(|(at, name)| (*at, (*name).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            read("I | IV V | % | vi:1 V7").unwrap(),
            named(&[(1.0, "C"), (5.0, "F"), (7.0, "G"), (13.0, "Am"), (14.0, "G7")])
        );
        assert_eq!(read("I | | I |\n V |").unwrap(), named(&[(1.0, "C"), (13.0, "G")]));
    }

    /// An error stands at the character that is wrong.
    #[test]
    fn errors_have_a_place() {
        let error = |text: &str| read(text).unwrap_err();
        assert_eq!(error("I | H | I | I").column, 5);
        assert_eq!(error("I | V:1 V:1 | I | I").kind, Kind::ChordBar { found: 2.0, wanted: 4.0 });
        assert_eq!(error("I | V:4 I | I | I").column, 5);
        assert_eq!(error("% | I | I | I").kind, Kind::FirstChord);
        assert_eq!(error("I | V | I").kind, Kind::Bars { found: 3, wanted: 4 });
        assert_eq!(error("I | V | I | I | I").kind, Kind::Bars { found: 5, wanted: 4 });
    }

    proptest::proptest! {
        /// Whatever comes in, what comes out is in order.
        #[test]
        fn never_panics(text in "[IViv|%:/0-9.7 \n]{0,60}", any in "\\PC{0,30}") {
            let melody = read_melody("C4:4 | D:4", Metre::default()).unwrap();
            for text in [text, any] {
                if let Ok(chords) = read_chords(&text, &Scale::major(), &melody) {
                    assert!(chords.windows(2).all(|pair| pair[0].0 < pair[1].0));
                    assert!(chords.len() <= text.len());
                }
            }
        }
    }
}
