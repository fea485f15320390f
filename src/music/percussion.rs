//! Drums by name: the percussion keys of General MIDI (MIDI Manufacturers Association,
//! *General MIDI System Level 1*, 1991), in which the pitch of a note says which drum it is.

use super::Pitch;
use crate::nearest::nearest;

/// Drums that patterns and the mode `beat` know, with their percussion keys.
pub const DRUMS: [(&str, u8); 24] = [
    ("kick", 36),
    ("stick", 37),
    ("snare", 38),
    ("clap", 39),
    ("floor_tom", 41),
    ("closed_hat", 42),
    ("pedal_hat", 44),
    ("low_tom", 45),
    ("open_hat", 46),
    ("mid_tom", 47),
    ("crash", 49),
    ("high_tom", 50),
    ("ride", 51),
    ("ride_bell", 53),
    ("tambourine", 54),
    ("cowbell", 56),
    ("high_bongo", 60),
    ("low_bongo", 61),
    ("high_conga", 63),
    ("low_conga", 64),
    ("shaker", 70),
    ("claves", 75),
    ("wood_block", 76),
    ("triangle", 81),
];

/// The pitch of the drum called `name`.
///
/// # Errors
/// A sentence with the nearest name there is.
pub fn drum(name: &str) -> Result<Pitch, String> {
    if let Some((_, key)) = DRUMS.iter().find(|(drum, _)| *drum == name) {
        return Ok(Pitch::from(*key));
    }
    let names = DRUMS.iter().map(|(drum, _)| *drum);
    Err(match nearest(name, names.clone()) {
        Some(near) => format!("there is no drum `{name}`: did you mean `{near}`?"),
        None => format!("there is no drum `{name}`; there is {}", names.collect::<Vec<_>>().join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Drums are found by name, and a slip of the pen gets the name that was meant.
    #[test]
    fn drums_have_names() {
        assert_eq!(drum("snare"), Ok(38.0));
        assert!(drum("snair").unwrap_err().ends_with("did you mean `snare`?"));
        assert!(DRUMS.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }
}
