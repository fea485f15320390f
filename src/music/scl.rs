//! Scala scale files (`.scl`), of which thousands are free to use.
//!
//! Format: <https://www.huygens-fokker.org/scala/scl_format.html>. Lines that start
//! with `!` are comments; the first other line describes the scale, the second says
//! how many pitches follow, each further one gives a pitch above the root: a ratio
//! (`3/2`), a whole number (`2`, which is `2/1`) or, where it holds a full stop, cents
//! (`701.955`). What follows a value on its line is ignored. The last pitch is the
//! period.
//!
//! Pitches may come in any order, be negative or lie above the period: each is moved
//! by whole periods into the one above the root, they are sorted, and pitches less
//! than a cent apart become one.

use super::{MAX_DEGREES, Scale, ScaleError};

/// A scale read from a Scala file.
#[derive(Clone, Debug, PartialEq)]
pub struct SclScale {
    /// The file's own description, which may be empty.
    pub description: String,
    /// The scale.
    pub scale: Scale,
}

/// What is wrong with a Scala file, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct SclError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub kind: SclErrorKind,
}

/// What can be wrong with a Scala file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SclErrorKind {
    /// The file ended before its description.
    #[error("the file ends before the line that describes the scale")]
    NoDescription,
    /// The file ended before the number of pitches.
    #[error("the file ends before the number of pitches")]
    NoCount,
    /// The number of pitches is none.
    #[error("expected the number of pitches, 1 to {MAX_DEGREES}, not `{0}`")]
    Count(String),
    /// The file ended before its last pitch.
    #[error("the file ends after {found} of {expected} pitches")]
    Missing {
        /// Pitches it has.
        found: usize,
        /// Pitches it says it has.
        expected: usize,
    },
    /// A pitch that is neither ratio nor cents.
    #[error("expected a ratio such as 3/2 or cents such as 701.955, not `{0}`")]
    Pitch(String),
    /// Pitches that make no scale.
    #[error("{0}")]
    Scale(ScaleError),
}

/// Reads a Scala file from its bytes: UTF-8, or ISO 8859-1 as the format has it.
///
/// # Errors
/// As [`parse_scl`].
pub fn parse_scl_bytes(bytes: &[u8]) -> Result<SclScale, SclError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse_scl(text),
        Err(_) => parse_scl(&bytes.iter().map(|&byte| char::from(byte)).collect::<String>()),
    }
}

/// Reads a Scala file.
///
/// # Errors
/// Where a part is missing, a pitch is none, or the period lies outside 100 to 4800
/// cents. The file may hold up to 64 pitches, the period included.
pub fn parse_scl(text: &str) -> Result<SclScale, SclError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let mut next = move || lines.by_ref().find(|(_, line)| !line.starts_with('!'));
    let end = text.lines().count() + 1;
    let at_end = |kind| SclError { line: end, column: 1, kind };

    let (_, description) = next().ok_or_else(|| at_end(SclErrorKind::NoDescription))?;
    let (line, content) = next().ok_or_else(|| at_end(SclErrorKind::NoCount))?;
    let (column, word) = first_word(content);
    let count = match word.parse::<usize>() {
        Ok(count) if (1..=MAX_DEGREES).contains(&count) => count,
        _ => return Err(SclError { line, column, kind: SclErrorKind::Count(short(word)) }),
    };

    let mut pitches = [0.0f64; MAX_DEGREES];
    let mut last = (line, column);
    for (found, pitch) in pitches[..count].iter_mut().enumerate() {
        let (line, content) =
            next().ok_or_else(|| at_end(SclErrorKind::Missing { found, expected: count }))?;
        let (column, word) = first_word(content);
        *pitch = pitch_cents(word).ok_or_else(|| SclError {
            line,
            column,
            kind: SclErrorKind::Pitch(short(word)),
        })?;
        last = (line, column);
    }
    let period = pitches[count - 1];
    fold(&pitches[..count - 1], period)
        .map(|scale| SclScale { description: description.trim().to_owned(), scale })
        .map_err(|error| SclError { line: last.0, column: last.1, kind: SclErrorKind::Scale(error) })
}

/// The first word of a line and its column.
fn first_word(line: &str) -> (usize, &str) {
    let start = line.trim_start();
    let column = line.chars().count() - start.chars().count() + 1;
    (column, start.split_whitespace().next().unwrap_or_default())
}

/// As much of a word as an error message needs.
fn short(word: &str) -> String {
    word.chars().take(24).collect()
}

fn pitch_cents(word: &str) -> Option<f64> {
    if word.contains('.') {
        return word.parse().ok().filter(|cents: &f64| cents.abs() <= 1e6);
    }
    let (over, under) = word.split_once('/').unwrap_or((word, "1"));
    let whole = |digits: &str| digits.parse::<u64>().ok().filter(|&number| number > 0);
    Some(1200.0 * (libm::log2(whole(over)? as f64) - libm::log2(whole(under)? as f64)))
}

fn fold(pitches: &[f64], period: f64) -> Result<Scale, ScaleError> {
    if !(100.0..=4800.001).contains(&period) {
        return Err(ScaleError::Period(period as f32));
    }
    let mut sorted = [0.0f64; MAX_DEGREES];
    let folded = &mut sorted[..=pitches.len()];
    for (place, pitch) in folded[1..].iter_mut().zip(pitches) {
        *place = pitch - (pitch / period).floor() * period;
    }
    folded.sort_by(f64::total_cmp);
    let mut degrees = [0.0f32; MAX_DEGREES];
    let mut len = 1;
    for &cents in folded.iter() {
        let cents = cents as f32;
        let apart = cents - degrees[len - 1] >= 1.0 && cents <= period as f32 - 1.0;
        if apart {
            degrees[len] = cents;
            len += 1;
        }
    }
    Scale::new(&degrees[..len], (period as f32).min(4800.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degrees(text: &str) -> Vec<f32> {
        parse_scl(text).unwrap().scale.degrees().to_vec()
    }

    /// Comments, ratios, whole numbers, cents and trailing words all read as the format says.
    #[test]
    fn reads_every_form() {
        let text =
            "! meantone.scl\n!\nJust  \n 4 notes\n!\n 9/8 E\\\n\t386.31371 cents\n3/2! pure\n 2\n! end";
        let error = parse_scl(text).unwrap_err();
        assert_eq!((error.line, error.column), (8, 1), "3/2! is one word: {error}");
        let scl = parse_scl(&text.replace("3/2!", "3/2 !")).unwrap();
        assert_eq!(scl.description, "Just");
        assert_eq!(scl.scale.period_cents(), 1200.0);
        for (got, wanted) in scl.scale.degrees().iter().zip([0.0, 203.91, 386.314, 701.955]) {
            assert!((got - wanted).abs() < 0.001, "{got} {wanted}");
        }
        assert_eq!(scl.scale.degrees().len(), 4);
    }

    /// Pitches out of order, negative, doubled or above the period find their place.
    #[test]
    fn folds_and_sorts() {
        assert_eq!(degrees("x\n5\n700.\n-500.0\n1400.\n700.4\n2/1"), [0.0, 200.0, 700.0]);
        assert_eq!(degrees("x\n1\n3"), [0.0]);
        assert_eq!(degrees("\n2\n1/1\n2/1"), [0.0]);
    }

    /// An error gives its line and column and what was expected.
    #[test]
    fn errors_say_where() {
        let place = |text: &str| {
            let error = parse_scl(text).unwrap_err();
            (error.line, error.column)
        };
        assert_eq!(place(""), (1, 1));
        assert_eq!(place("x"), (2, 1));
        assert_eq!(place("x\n  many"), (2, 3));
        assert_eq!(place("x\n65"), (2, 1));
        assert_eq!(place("x\n2\n3/2"), (4, 1));
        assert_eq!(place("x\n2\n3/0\n2"), (3, 1));
        assert_eq!(place("x\n2\n  -3/2\n2"), (3, 3));
        assert_eq!(place("x\n1\n50.0"), (3, 1));
        assert_eq!(place("x\n1\nnan."), (3, 1));
        assert!(parse_scl("x\n1\n50.0").unwrap_err().to_string().contains("100 to 4800"));
    }

    /// A file in the format's old encoding is read like any other.
    #[test]
    fn latin_1_is_read() {
        let scl = parse_scl_bytes(b"Gamme fran\xe7aise\n1\n2/1").unwrap();
        assert_eq!(scl.description, "Gamme française");
    }

    proptest::proptest! {
        /// Nothing that comes in makes the parser panic, and every scale that leaves it is one.
        #[test]
        fn never_panics(text in "[-0-9./! a\n\t\u{e9}]{0,200}", bytes in proptest::collection::vec(0u8..=255, 0..200)) {
            let _ = parse_scl_bytes(&bytes);
            for text in [text.clone(), format!("x\n3\n{text}")] {
                if let Ok(scl) = parse_scl(&text) {
                    Scale::new(scl.scale.degrees(), scl.scale.period_cents()).unwrap();
                }
            }
        }
    }
}
