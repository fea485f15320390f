//! From weighted keys to a chord.

use super::HeardChord;
use super::shapes::{ALTERED, FIFTH, SEVENTHS, SHAPES, above};

/// A key with how much it counts, 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weighed {
    pub key: u8,
    pub weight: f32,
}

/// Most keys that are looked at: more than ten fingers.
pub(super) const MOST: usize = 16;
/// From this weight on a key belongs to the chord.
const COUNTS: f32 = 0.5;
/// How much may be left unexplained in a chord that is sure.
const LEFT_OVER: f32 = 0.45;
/// How uncommon a bass makes a chord that it does not belong to.
const OWN_BASS: f32 = 0.3;
/// Semitones from a bass of its own to the chord above.
const BASS_APART: u8 = 5;

/// What `keys`, ascending, are, where that is beyond doubt: three pitch classes at least that
/// make a chord, and nothing beside it but weak keys, or a bass well below. With how uncommon
/// the chord is, 0 for everyday ones.
pub(super) fn sure(keys: &[Weighed]) -> Option<(HeardChord, f32)> {
    let exact = best(keys).filter(|(_, left, ..)| *left <= LEFT_OVER);
    if let Some((chord, _, cost, _)) = exact {
        return Some((chord, cost));
    }
    let mut counted = keys.iter().filter(|key| key.weight >= COUNTS);
    let (lowest, next) = (counted.next()?.key, counted.next()?.key);
    if next - lowest < BASS_APART {
        return None;
    }
    let above: arrayvec::ArrayVec<Weighed, MOST> =
        keys.iter().filter(|key| key.key > lowest).copied().take(MOST).collect();
    let (chord, left, cost, _) = best(&above)?;
    let bass = lowest % 12;
    let pitch_classes = chord.pitch_classes | 1 << bass;
    (left <= LEFT_OVER).then_some((HeardChord { pitch_classes, bass }, cost + OWN_BASS))
}

/// The likeliest chord of `keys`, ascending; what of them it leaves unexplained, how uncommon
/// it is, and how good.
fn best(keys: &[Weighed]) -> Option<(HeardChord, f32, f32, f32)> {
    let mut weights = [0.0f32; 12];
    let mut bass = None;
    for key in keys {
        let class = usize::from(key.key % 12);
        weights[class] = weights[class].max(key.weight);
        if bass.is_none() && key.weight >= COUNTS {
            bass = Some(key.key % 12);
        }
    }
    let bass = bass?;
    let mut played = 0u16;
    let mut all = 0.0;
    for (class, weight) in weights.iter().enumerate() {
        played |= u16::from(*weight >= COUNTS) << class;
        all += weight;
    }
    if played.count_ones() < 3 {
        return None;
    }
    let mut found: Option<(HeardChord, f32, f32, f32)> = None;
    for root in 0..12 {
        if played >> root & 1 == 0 {
            continue;
        }
        for shape in &SHAPES {
            if above(root, shape.needed) & !played != 0 {
                continue;
            }
            let tones = above(root, shape.tones);
            if tones & (1 << bass) == 0 || (tones & played).count_ones() < 3 {
                continue;
            }
            let mut explained = 0.0;
            for (class, weight) in weights.iter().enumerate() {
                explained += if tones >> class & 1 == 1 { *weight } else { 0.0 };
            }
            let left = all - explained;
            let missing = (tones & !played).count_ones() as f32 * 0.35;
            let score = explained - left - missing - shape.cost + if root == bass { 0.3 } else { 0.0 };
            if found.is_none_or(|(.., other)| score > other) {
                let sevenths = shape.tones & SEVENTHS != 0 && shape.tones & ALTERED == 0;
                let implied = if sevenths { above(root, FIFTH) } else { 0 };
                let pitch_classes = tones & (played | implied);
                found = Some((HeardChord { pitch_classes, bass }, left, shape.cost, score));
            }
        }
    }
    found
}

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
