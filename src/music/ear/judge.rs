//! From weighed keys to a chord.
//!
//! A *reading* says of every key whether it is a tone of the chord, melody above it, or neither:
//! a slip, or a finger on its way up. Its score sums the evidence for that and takes off how
//! uncommon the chord is. The best reading wins; all of it is in natural log-odds, roughly.

use arrayvec::ArrayVec;

use super::shapes::{ALTERED, FIFTH, SEVENTHS, SHAPES, above};
use super::two::{of_bass, of_two};
use super::{HeardChord, MELODY_APART};

/// A key and what speaks for its being a tone of the chord, in log-odds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weighed {
    pub key: u8,
    pub weight: f32,
}

impl Weighed {
    /// A key that was just struck.
    pub(super) fn struck(key: u8) -> Self {
        Weighed { key, weight: STRUCK }
    }
}

/// Most keys that are looked at: more than ten fingers.
pub(super) const MOST: usize = 16;
/// A few keys, ascending.
pub(super) type Keys = ArrayVec<Weighed, MOST>;

/// What a key that was just struck weighs.
pub(super) const STRUCK: f32 = 3.5;
/// From this weight on a key may be a tone of a chord.
const LEAST: f32 = -0.5;
/// What speaks for a key above a chord being melody; above two keys and a gap that one hand
/// does not reach; and above two keys otherwise, where it may well be their third.
const OVER_CHORD: f32 = 5.5;
const OVER_PAIR: f32 = 6.0;
const OVER_PAIR_NEAR: f32 = 0.6;
/// Semitones of that gap.
const HANDS_APART: u8 = 10;
/// Most keys of a melody at once.
const MELODY_KEYS: usize = 2;
/// What a chord that costs 1 in the table costs here.
const UNCOMMON: f32 = 9.0;
/// What a tone costs that is not there, another bass than the root, and a bass that is no tone
/// of the chord.
const MISSING: f32 = 1.0;
const INVERTED: f32 = 0.7;
const OWN_BASS: f32 = 2.9;
/// Semitones from a bass of its own to the chord above.
const BASS_APART: u8 = 5;
/// What speaks for two keys meaning a chord: fewer keys are fewer chances to be wrong.
const PAIR: f32 = 0.8;
/// What it costs that one does.
const SINGLE: f32 = 5.8;
/// The widest pair of keys that one hand plays, and the highest it starts on (G4).
const TENTH: u8 = 16;
const HIGHEST: u8 = 67;
/// Up to here (B2) a key alone stands for a chord.
const LOW: u8 = 47;

/// What keys may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub chord: HeardChord,
    pub score: f32,
    /// How many pitch classes of the chord are there.
    pub tones: u32,
    /// The lowest of its keys.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
}

impl Reading {
    /// Whether the chord is no guess.
    pub(super) fn is_whole(&self) -> bool {
        self.tones >= 3
    }
}

/// The best reading of `keys`, ascending, in `scale`; `pairs` is added to what two keys score.
pub(super) fn read(keys: &[Weighed], scale: u16, pairs: f32) -> Option<Reading> {
    let mut best: Option<Reading> = None;
    let mut melody = 0;
    for top in (keys.len().saturating_sub(MELODY_KEYS)..=keys.len()).rev() {
        let mut apart = u8::MAX;
        if let Some(key) = keys.get(top) {
            apart = top.checked_sub(1).map_or(0, |below| key.key - keys[below].key);
            melody += 1;
            if apart < MELODY_APART {
                continue;
            }
        }
        let chord = &keys[..top];
        for reading in [full(chord), over_bass(chord), few(chord, scale, pairs)] {
            let Some(reading) = reading else { continue };
            let each = match (reading.tones, apart) {
                (3.., _) => OVER_CHORD,
                (_, HANDS_APART..) => OVER_PAIR,
                _ => OVER_PAIR_NEAR,
            };
            let reading = Reading { score: reading.score + each * melody as f32, ..reading };
            if best.is_none_or(|best| reading.score > best.score) {
                best = Some(reading);
            }
        }
    }
    best
}

/// The likeliest chord of three tones and more.
fn full(keys: &[Weighed]) -> Option<Reading> {
    let mut weights = [0.0f32; 12];
    let mut played = 0u16;
    for key in keys.iter().filter(|key| key.weight > LEAST) {
        let class = usize::from(key.key % 12);
        weights[class] += key.weight;
        played |= 1 << class;
    }
    if played.count_ones() < 3 {
        return None;
    }
    let mut best: Option<(f32, u16, u32)> = None;
    let is_in = |key: &&Weighed, tones: u16| key.weight > LEAST && tones >> (key.key % 12) & 1 == 1;
    let lowest = |tones| keys.iter().find(|key| is_in(key, tones)).map(|key| key.key);
    for root in (0..12).filter(|root| played >> root & 1 == 1) {
        for shape in &SHAPES {
            if above(root, shape.needed) & !played != 0 {
                continue;
            }
            let tones = above(root, shape.tones);
            let there = (tones & played).count_ones();
            if there < 3 {
                continue;
            }
            let of_chord = |(class, weight): (usize, &f32)| (tones >> class & 1 == 1).then_some(*weight);
            let explained: f32 = weights.iter().enumerate().filter_map(of_chord).sum();
            let missing = (tones & !played).count_ones() as f32 * MISSING;
            let inverted = if lowest(tones).is_some_and(|bass| bass % 12 == root) { 0.0 } else { INVERTED };
            let score = explained - missing - inverted - shape.cost * UNCOMMON;
            if best.is_none_or(|(other, ..)| score > other) {
                let sevenths = shape.tones & SEVENTHS != 0 && shape.tones & ALTERED == 0;
                let implied = if sevenths { above(root, FIFTH) } else { 0 };
                best = Some((score, tones & (played | implied), there));
            }
        }
    }
    let (score, pitch_classes, tones) = best?;
    let lowest = lowest(pitch_classes)?;
    let highest = keys.iter().rfind(|key| is_in(key, pitch_classes))?.key;
    let chord = HeardChord { pitch_classes, bass: lowest % 12 };
    Some(Reading { chord, score, tones, lowest, highest })
}

/// A chord over a bass that is none of its tones.
fn over_bass(keys: &[Weighed]) -> Option<Reading> {
    let (bass, rest) = keys.split_first()?;
    if rest.len() < 3 || bass.weight <= LEAST || rest[0].key - bass.key < BASS_APART {
        return None;
    }
    let reading = full(rest)?;
    let class = bass.key % 12;
    let chord = HeardChord { pitch_classes: reading.chord.pitch_classes | 1 << class, bass: class };
    let score = reading.score + bass.weight - OWN_BASS;
    Some(Reading { chord, score, lowest: bass.key, ..reading })
}

/// What two keys, or one, stand for.
fn few(keys: &[Weighed], scale: u16, pairs: f32) -> Option<Reading> {
    let mut there = keys.iter().filter(|key| key.weight > LEAST);
    let low = there.next()?;
    let mut high: Option<&Weighed> = None;
    let mut score = low.weight;
    for key in there {
        let doubles = key.key % 12 == low.key % 12 || high.is_some_and(|high| high.key % 12 == key.key % 12);
        if !doubles && high.is_some() {
            return None;
        }
        score += key.weight;
        if !doubles {
            high = Some(key);
        }
    }
    let (chord, tones, cost) = match high {
        Some(high) if low.key <= HIGHEST && high.key <= low.key + TENTH => {
            (of_two(low.key, high.key, scale)?, 2, -PAIR - pairs)
        }
        None if low.key <= LOW => (of_bass(low.key, scale)?, 1, SINGLE),
        _ => return None,
    };
    let highest = high.unwrap_or(low).key;
    Some(Reading { chord, score: score - cost, tones, lowest: low.key, highest })
}
