//! Patterns as text: one sign a cell, bars parted by `|`, blanks for the eye only.
//!
//! | sign | meaning |
//! |---|---|
//! | `.` | nothing |
//! | `x` | play: the drum; the whole chord; the root |
//! | `X` | the same, stronger |
//! | `o` | the same, softer |
//! | `-` | what was played sounds on |
//! | `1` | bass: the chord's bass tone; chords and pad: the lowest tone of the voicing |
//! | `2` … `6` | chords and pad: that tone of the voicing, from the lowest |
//! | `3`, `5`, `8` | bass: third and fifth of the chord, octave of its bass tone |
//! | `a` | bass: a step of the scale that leads to the next bass tone |

use super::Instrument;

/// Most bars in one row.
pub const MAX_BARS: usize = 8;

/// What one cell starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The drum, the whole chord, the root.
    All,
    /// The bass tone of the chord.
    Root,
    /// The third above it, where the chord has one.
    Third,
    /// The fifth above it, where the chord has one.
    Fifth,
    /// The octave of the bass tone.
    Octave,
    /// A step of the scale that leads to the next bass tone.
    Approach,
    /// This tone of the voicing, from 0, the lowest.
    Voice(u8),
}

/// How strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accent {
    /// `o`
    Soft,
    /// `x` and digits
    Plain,
    /// `X`
    Strong,
}

/// Something to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What.
    pub tone: Tone,
    /// How strongly.
    pub accent: Accent,
    /// For how many cells.
    pub cells: u16,
}

/// What is wrong with a pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct GridError {
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub message: String,
}

/// Reads a pattern of whole bars of `cells_a_bar` cells for `instrument`: for each cell,
/// what starts there.
///
/// # Errors
/// The first sign that this instrument does not know, a `-` with nothing before it, a bar
/// that is too short or too long, no bars or more than [`MAX_BARS`].
pub fn parse(text: &str, instrument: Instrument, cells_a_bar: usize) -> Result<Vec<Option<Hit>>, GridError> {
    let error = |column: usize, message: String| GridError { column, message };
    let mut cells: Vec<Option<Hit>> = Vec::new();
    let mut held: Option<usize> = None;
    let mut bar_column = 1;
    let mut in_bar = 0;
    let is_whole = |count: usize, column: usize| {
        if count == cells_a_bar {
            return Ok(());
        }
        Err(error(column, format!("a bar has {cells_a_bar} cells here, this one has {count}")))
    };
    let trimmed = text.trim_end().trim_end_matches('|');
    for (column, sign) in trimmed.chars().enumerate().map(|(place, sign)| (place + 1, sign)) {
        if sign.is_whitespace() {
            continue;
        }
        if sign == '|' {
            if !(in_bar == 0 && cells.is_empty()) {
                is_whole(in_bar, bar_column)?;
            }
            (in_bar, bar_column) = (0, column + 1);
            continue;
        }
        if cells.len() == MAX_BARS * cells_a_bar {
            return Err(error(column, format!("a row has at most {MAX_BARS} bars")));
        }
        in_bar += 1;
        match sign {
            '.' => {
                cells.push(None);
                held = None;
            }
            '-' => {
                let Some(Some(hit)) = held.and_then(|place| cells.get_mut(place)) else {
                    return Err(error(
                        column,
                        "there is nothing before this `-` that could sound on".to_owned(),
                    ));
                };
                hit.cells += 1;
                cells.push(None);
            }
            sign => {
                let (tone, accent) = read(sign, instrument).map_err(|message| error(column, message))?;
                held = Some(cells.len());
                cells.push(Some(Hit { tone, accent, cells: 1 }));
            }
        }
    }
    if cells.is_empty() {
        return Err(error(1, format!("a row has a bar at least: {cells_a_bar} cells, such as x or .")));
    }
    is_whole(in_bar, bar_column)?;
    Ok(cells)
}

fn read(sign: char, instrument: Instrument) -> Result<(Tone, Accent), String> {
    let tone = match (instrument, sign) {
        (_, 'x') => return Ok((Tone::All, Accent::Plain)),
        (_, 'X') => return Ok((Tone::All, Accent::Strong)),
        (_, 'o') => return Ok((Tone::All, Accent::Soft)),
        (Instrument::Bass, '1') => Tone::Root,
        (Instrument::Bass, '3') => Tone::Third,
        (Instrument::Bass, '5') => Tone::Fifth,
        (Instrument::Bass, '8') => Tone::Octave,
        (Instrument::Bass, 'a') => Tone::Approach,
        (Instrument::Chords | Instrument::Pad, '1'..='6') => Tone::Voice(sign as u8 - b'1'),
        _ => {
            let signs = match instrument {
                Instrument::Drums => "x X o - .",
                Instrument::Bass => "1 3 5 8 a x X o - .",
                Instrument::Chords | Instrument::Pad => "x X o 1 2 3 4 5 6 - .",
            };
            return Err(format!("`{sign}` means nothing to the {}: it knows {signs}", instrument.id()));
        }
    };
    Ok((tone, Accent::Plain))
}

#[cfg(test)]
mod unit {
    use super::*;

    fn fault(text: &str, instrument: Instrument) -> GridError {
        parse(text, instrument, 4).unwrap_err()
    }

    /// Signs are hits with their lengths; blanks and outer bar lines are for the eye.
    #[test]
    fn rows_read() {
        let row = parse("| x-.X | o--- |", Instrument::Drums, 4).unwrap();
        let hits: Vec<(usize, u16, Accent)> = row
            .iter()
            .enumerate()
            .filter_map(|(place, hit)| hit.map(|hit| (place, hit.cells, hit.accent)))
            .collect();
        assert_eq!(hits, [(0, 2, Accent::Plain), (3, 1, Accent::Strong), (4, 4, Accent::Soft)]);
        let bass = parse("1 5 8 a", Instrument::Bass, 4).unwrap();
        let tones: Vec<Tone> = bass.iter().flatten().map(|hit| hit.tone).collect();
        assert_eq!(tones, [Tone::Root, Tone::Fifth, Tone::Octave, Tone::Approach]);
        assert_eq!(parse("x---|----", Instrument::Pad, 4).unwrap()[0].unwrap().cells, 8);
    }

    /// Faults have the column and say what was expected.
    #[test]
    fn faults_have_places() {
        assert_eq!(fault("x..", Instrument::Drums).column, 1);
        assert_eq!(fault("x...|x....", Instrument::Drums).column, 6);
        assert!(fault("x.a.", Instrument::Drums).to_string().contains("`a` means nothing to the drums"));
        assert_eq!(fault("-x..", Instrument::Pad).column, 1);
        assert_eq!(fault("x.-.", Instrument::Pad).column, 3);
        assert!(fault(" | ", Instrument::Pad).message.contains("a bar at least"));
        assert!(fault(&"x...|".repeat(9), Instrument::Drums).message.contains("at most 8"));
    }

    proptest::proptest! {
        /// No text does worse than an error, and what reads is whole bars.
        #[test]
        fn never_panics(text in "[xXo.|a1-9 -]{0,80}|\\PC{0,40}", cells in 1usize..32) {
            for instrument in Instrument::ALL {
                if let Ok(row) = parse(&text, instrument, cells) {
                    proptest::prop_assert!(row.len() % cells == 0 && row.len() <= MAX_BARS * cells);
                }
            }
        }
    }
}
