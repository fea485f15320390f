//! What less than three tones stand for.

use super::HeardChord;
use super::shapes::above;

/// What two keys stand for: thirds and sixths are a triad's, fifths and fourths a chord of the
/// scale, whose pitch classes are `scale`; sevenths a seventh chord. None where it could be anything.
pub(super) fn of_two(low: u8, high: u8, scale: u16) -> Option<HeardChord> {
    let bass = low % 12;
    let (low, high) = (low % 12, high % 12);
    let interval = (high + 12 - low) % 12;
    let has = |root: u8, semitones: u8| scale >> ((root + semitones) % 12) & 1 == 1;
    let of_scale = |root: u8| {
        // The third that the scale has; major where it has both or none.
        let minor = has(root, 3) && !has(root, 4);
        above(root, if minor { 0b1000_1001 } else { 0b1001_0001 })
    };
    const MAJOR: u16 = 0b1001_0001;
    const MINOR: u16 = 0b1000_1001;
    let pitch_classes = match interval {
        3 => above(low, MINOR),
        4 => above(low, MAJOR),
        5 => of_scale(high),
        7 => of_scale(low),
        8 => above(high, MAJOR),
        9 => above(high, MINOR),
        10 => of_scale(low) | 1 << high,
        11 => above(low, MAJOR) | 1 << high,
        _ => return None,
    };
    Some(HeardChord { pitch_classes, bass })
}

/// What a bass alone stands for: the triad of the scale on it.
pub(super) fn of_bass(key: u8, scale: u16) -> Option<HeardChord> {
    let bass = key % 12;
    let has = |semitones: u8| scale >> ((bass + semitones) % 12) & 1 == 1;
    let third = if has(4) { 4 } else { 3 };
    let fifth = if has(7) || !has(6) { 7 } else { 6 };
    let tones = 1 | 1 << third | 1 << fifth;
    has(0).then_some(HeardChord { pitch_classes: above(bass, tones), bass })
}
