//! Pitches and metres as several kinds of file write them.

use toml::Spanned;

use super::PitchName;
use crate::document::Findings;
use crate::music::Pitch;
use crate::time::Metre;

/// The pitch that is written, where it is one within `range`.
pub(super) fn pitch(
    written: &Spanned<PitchName>,
    range: std::ops::RangeInclusive<Pitch>,
    findings: &mut Findings<'_>,
) -> Option<Pitch> {
    match written.get_ref().pitch() {
        Ok(pitch) if range.contains(&pitch) => Some(pitch),
        Ok(pitch) => {
            let (low, high) = (range.start(), range.end());
            findings.add(written.span(), format!("this is MIDI note {pitch}; expected {low} to {high}"));
            None
        }
        Err(message) => {
            findings.add(written.span(), message);
            None
        }
    }
}

/// The metre that is written; 4/4 where it is none.
pub(super) fn metre_of(written: &Spanned<String>, findings: &mut Findings<'_>) -> Metre {
    let numbers = written.get_ref().split_once('/').and_then(|(beats, unit)| {
        Some(Metre { beats: beats.trim().parse().ok()?, unit: unit.trim().parse().ok()? })
    });
    match numbers.filter(|metre| (1..=16).contains(&metre.beats) && [2, 4, 8, 16].contains(&metre.unit)) {
        Some(metre) => metre,
        None => {
            findings.add(
                written.span(),
                "expected beats in a bar (1 to 16) over the note value of a beat (2, 4, 8 or 16), as in \"3/4\"",
            );
            Metre::default()
        }
    }
}
