//! What was heard, fitted to a scale, and scales fitted to what was heard.

use arrayvec::ArrayVec;

use super::scale::MAX_DEGREES;
use super::{Chord, HeardChord, MAX_CHORD_TONES, Pitch, Scale};

/// A tone this near to a degree, in cents, is that degree: just and stretched scales keep
/// their own thirds (the rule of progressions).
const SAME_CENTS: f32 = 35.0;
/// A degree this near to a tone that the scale lacks makes room for it.
const BESIDE_CENTS: f32 = 150.0;
/// A step up to here is a semitone, and one from here on a gap.
const SEMITONE_CENTS: f32 = 150.0;
const GAP_CENTS: f32 = 350.0;

/// The chord that was heard, in the harmony of `root` and `scale`, bass first.
pub fn chord_in(heard: HeardChord, root: Pitch, scale: &Scale) -> Chord {
    let root = if root.is_finite() { root } else { 60.0 };
    let tone = |class: u8| {
        let cents = ((f32::from(class) - root) * 100.0).rem_euclid(1200.0);
        // A tone just below the octave is the root, out by rounding.
        let cents = if cents > 1200.0 - SAME_CENTS { 0.0 } else { cents };
        let degrees = scale.degrees().iter().copied();
        degrees.filter(|degree| (degree - cents).abs() <= SAME_CENTS).fold(cents, |best, degree| {
            if best == cents || (degree - cents).abs() < (best - cents).abs() { degree } else { best }
        })
    };
    let bass = tone(heard.bass);
    let mut tones: ArrayVec<f32, MAX_CHORD_TONES> = ArrayVec::new();
    for class in (0..12u8).filter(|class| heard.pitch_classes >> class & 1 == 1 && *class != heard.bass) {
        if tones.len() + 1 < MAX_CHORD_TONES {
            let tone = tone(class);
            tones.push(if tone < bass { tone + 1200.0 } else { tone });
        }
    }
    tones.push(bass);
    tones.sort_unstable_by(f32::total_cmp);
    Chord::new(&tones)
}

/// `scale` with every tone of `chord` in it: a tone that it lacks takes the place of the
/// degree beside it, that one of two whose loss leaves the more even scale. The root and the
/// tones of the chord stay.
pub fn scale_with(scale: &Scale, chord: &Chord) -> Scale {
    let period = scale.period_cents();
    let mut degrees: ArrayVec<f32, MAX_DEGREES> = scale.degrees().iter().copied().collect();
    let folded = |tone: f32| tone - (tone / period).floor() * period;
    let near = |one: f32, other: f32, cents: f32| {
        let apart = (one - other).abs();
        apart <= cents || period - apart <= cents
    };
    for tone in chord.tones().iter().map(|tone| folded(*tone)) {
        if !tone.is_finite() || degrees.iter().any(|degree| near(*degree, tone, SAME_CENTS)) {
            continue;
        }
        let of_chord =
            |degree: f32| chord.tones().iter().any(|other| near(folded(*other), degree, SAME_CENTS));
        let mut best: Option<(u32, usize)> = None;
        for place in 1..degrees.len() {
            if near(degrees[place], tone, BESIDE_CENTS) && !of_chord(degrees[place]) {
                let mut without = degrees.clone();
                without.remove(place);
                insert(&mut without, tone);
                let roughness = roughness(&without, period);
                if best.is_none_or(|(least, _)| roughness < least) {
                    best = Some((roughness, place));
                }
            }
        }
        if let Some((_, place)) = best {
            degrees.remove(place);
        }
        insert(&mut degrees, tone);
    }
    Scale::new(&degrees, period).unwrap_or(*scale)
}

fn insert(degrees: &mut ArrayVec<f32, MAX_DEGREES>, tone: f32) {
    if !degrees.is_full() {
        let place = degrees.partition_point(|degree| *degree < tone);
        degrees.insert(place, tone);
    }
}

/// Pairs of semitones in a row, and gaps.
fn roughness(degrees: &[f32], period: f32) -> u32 {
    let step = |place: usize| match degrees.get(place + 1) {
        Some(next) => next - degrees[place],
        None => period - degrees[place],
    };
    let steps = 0..degrees.len();
    let is_small = |place: usize| step(place) < SEMITONE_CENTS;
    steps
        .map(|place| {
            let clustered = is_small(place) && is_small((place + 1) % degrees.len());
            2 * u32::from(clustered) + u32::from(step(place) >= GAP_CENTS)
        })
        .sum()
}

/// The scale for a major or minor key that is nearest to a preset's own: its own, where it has
/// that third or both or none; else the same notes from another one of them on, a minor third
/// below (or above), where that gives the third and a fifth, so that major pentatonic becomes
/// minor pentatonic; else plain major or natural minor.
pub fn scale_of_key(own: &Scale, minor: bool) -> Scale {
    let has =
        |scale: &Scale, cents: f32| scale.degrees().iter().any(|degree| (degree - cents).abs() <= SAME_CENTS);
    let (wanted, other) = if minor { (300.0, 400.0) } else { (400.0, 300.0) };
    if has(own, wanted) || !has(own, other) {
        return *own;
    }
    let from: f32 = if minor { 900.0 } else { 300.0 };
    let start = own.degrees().iter().copied().find(|degree| (degree - from).abs() <= SAME_CENTS);
    if let Some(start) = start {
        let period = own.period_cents();
        let mut turned: ArrayVec<f32, MAX_DEGREES> =
            own.degrees().iter().map(|degree| (degree - start + period) % period).collect();
        turned.sort_unstable_by(f32::total_cmp);
        if let Ok(scale) = Scale::new(&turned, period)
            && has(&scale, wanted)
            && has(&scale, 700.0)
        {
            return scale;
        }
    }
    if minor { natural_minor() } else { Scale::major() }
}

fn natural_minor() -> Scale {
    Scale::new(&[0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0], 1200.0).unwrap_or_default()
}
