//! Pitches as people write them: `"F#4"`, `"Bb3"` or a MIDI note number.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::music::{Pitch, natural_note};

/// A pitch as written: a MIDI note number or a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PitchName {
    /// A MIDI note number; a fraction is a part of a semitone.
    Number(f64),
    /// A letter, sharps or flats, and the octave; C4 is middle C, MIDI note 60.
    Name(String),
}

impl PitchName {
    /// The pitch, where the name is one.
    ///
    /// # Errors
    /// A sentence that says how names are written.
    pub fn pitch(&self) -> Result<Pitch, String> {
        match self {
            PitchName::Number(number) => Ok(*number as Pitch),
            PitchName::Name(name) => named(name).ok_or_else(|| {
                format!(
                    "`{name}` is not a note: write a letter from A to G, # or b where needed, and the octave, \
                     as in \"C4\" (middle C), \"F#3\" or \"Bb2\"; or a MIDI note number"
                )
            }),
        }
    }
}

fn named(name: &str) -> Option<Pitch> {
    let mut rest = name.trim().chars();
    let step = i32::from(natural_note(rest.next()?.to_ascii_uppercase())?);
    let rest = rest.as_str();
    let octave = rest.trim_start_matches(['#', '♯', 'b', '♭']);
    let signs = &rest[..rest.len() - octave.len()];
    if signs.chars().count() > 2 {
        return None;
    }
    let shift: i32 = signs.chars().map(|sign| if matches!(sign, '#' | '♯') { 1 } else { -1 }).sum();
    if octave.starts_with('+') {
        return None;
    }
    let octave: i32 = octave.parse().ok().filter(|octave| (-1..=9).contains(octave))?;
    Some(((octave + 1) * 12 + step + shift) as Pitch)
}

impl<'de> Deserialize<'de> for PitchName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl Visitor<'_> for Written {
            type Value = PitchName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a note name such as \"D4\", or a MIDI note number")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<PitchName, E> {
                Ok(PitchName::Number(number as f64))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<PitchName, E> {
                Ok(PitchName::Number(number as f64))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<PitchName, E> {
                Ok(PitchName::Number(number))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<PitchName, E> {
                Ok(PitchName::Name(name.to_owned()))
            }
        }

        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for PitchName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PitchName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "a note name such as \"D4\", or a MIDI note number",
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 127,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names give the MIDI numbers of the usual convention, where C4 is 60.
    #[test]
    fn names_are_midi_numbers() {
        for (name, pitch) in [
            ("C4", 60.0),
            ("A4", 69.0),
            ("F#3", 54.0),
            ("Bb2", 46.0),
            ("c-1", 0.0),
            ("G9", 127.0),
            ("B♭2", 46.0),
        ] {
            assert_eq!(PitchName::Name(name.to_owned()).pitch(), Ok(pitch), "{name}");
        }
    }

    /// What is not a note is refused with a sentence.
    #[test]
    fn others_are_refused() {
        for name in ["", "H4", "C", "C44", "C#b#4", "C+4", "4", "é4"] {
            assert!(PitchName::Name(name.to_owned()).pitch().is_err(), "{name}");
        }
    }
}
