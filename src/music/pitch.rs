//! Pitch as a fractional MIDI note number.

use crate::math;

/// A fractional MIDI note number: 60 is middle C, 60.5 a quarter tone above.
pub type Pitch = f32;

/// Frequencies that A4 (MIDI note 69) may be tuned to, in Hz.
pub const A4_HZ: std::ops::RangeInclusive<f32> = 400.0..=480.0;

/// Frequency in Hz of `pitch` where A4 is `a4_hz`.
pub fn pitch_to_hz(pitch: Pitch, a4_hz: f32) -> f32 {
    a4_hz * math::exp2((pitch - 69.0) / 12.0)
}

/// Names of the twelve keys, the flats that people use more than their sharps.
const NAMES: [&str; 12] = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];

/// Semitones from C up to the natural note of this capital letter, 0 to 11; none for what is no note.
pub fn natural_note(letter: char) -> Option<u8> {
    Some(match letter {
        'C' => 0,
        'D' => 2,
        'E' => 4,
        'F' => 5,
        'G' => 7,
        'A' => 9,
        'B' => 11,
        _ => return None,
    })
}

/// Name of the nearest key, with cents where the pitch lies beside it: `C4` is middle C.
pub fn pitch_name(pitch: Pitch) -> String {
    let key = pitch.round();
    let cents = ((pitch - key) * 100.0).round() as i32;
    let name = NAMES[(key as i32).rem_euclid(12) as usize];
    let octave = (key as i32).div_euclid(12) - 1;
    if cents == 0 { format!("{name}{octave}") } else { format!("{name}{octave}{cents:+}") }
}

/// `cents` as a difference of pitch.
pub fn cents(cents: f32) -> Pitch {
    cents / 100.0
}

/// The lowest and highest pitch of a part, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Register {
    /// Lowest pitch.
    pub low: Pitch,
    /// Highest pitch, at least an octave above the lowest.
    pub high: Pitch,
}

impl Register {
    /// Whether `pitch` lies in the register, a cent of tolerance at both ends.
    pub fn contains(&self, pitch: Pitch) -> bool {
        pitch >= self.low - 0.01 && pitch <= self.high + 0.01
    }

    /// Every MIDI note number: what percussion has.
    pub const ALL: Register = Register { low: 0.0, high: 127.0 };

    /// The middle of the register.
    pub fn centre(&self) -> Pitch {
        (self.low + self.high) / 2.0
    }
}

impl Default for Register {
    fn default() -> Self {
        Register { low: 48.0, high: 84.0 }
    }
}
