//! Key and chords of a tune that names none.

use super::melody::Melody;
use crate::music::numeral::Numeral;
use crate::music::{Chord, Pitch, Scale};
use crate::time::Metre;

/// How well each step above the tonic fits a major and a minor key: probe-tone ratings
/// (Krumhansl and Kessler, *Tracing the dynamic changes in perceived tonal organization*,
/// Psychological Review 89, 1982).
const MAJOR: [f64; 12] = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const MINOR: [f64; 12] = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];
/// How much the last note counts more: tunes end on their tonic (beats).
const LAST_BEATS: f64 = 4.0;

/// Degrees of natural minor, in cents.
const MINOR_CENTS: [f32; 7] = [0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0];

/// Root and scale: what the file's key signature says (sharps, minor), else the key that the
/// notes fit best. The signature of C major is written by programs that know no key, and so
/// counts as none.
pub(super) fn key_of(melody: &Melody, signature: Option<(i8, bool)>) -> (Pitch, Scale) {
    let (class, minor) = match signature {
        Some((sharps, minor)) if sharps != 0 || minor => {
            let major = (i32::from(sharps) * 7).rem_euclid(12);
            (if minor { (major + 9) % 12 } else { major } as usize, minor)
        }
        _ => best_key(melody),
    };
    let scale = if minor { Scale::new(&MINOR_CENTS, 1200.0).unwrap_or_default() } else { Scale::major() };
    let mean = melody.notes.iter().map(|note| note.pitch).sum::<f32>() / melody.notes.len().max(1) as f32;
    // The root nearest below the middle of the tune.
    let root = class as f32 + ((mean - class as f32) / 12.0).floor() * 12.0;
    (root.clamp(0.0, 127.0), scale)
}

fn best_key(melody: &Melody) -> (usize, bool) {
    let mut weights = [0.0; 12];
    for note in &melody.notes {
        weights[note.pitch as usize % 12] += note.beats;
    }
    if let Some(last) = melody.notes.last() {
        weights[last.pitch as usize % 12] += LAST_BEATS;
    }
    let keys = (0..12).flat_map(|class| [(class, false), (class, true)]);
    let fit =
        |(class, minor): (usize, bool)| correlation(&weights, if minor { &MINOR } else { &MAJOR }, class);
    keys.max_by(|one, other| fit(*one).total_cmp(&fit(*other))).unwrap_or((0, false))
}

fn correlation(weights: &[f64; 12], profile: &[f64; 12], tonic: usize) -> f64 {
    let mean = |values: &[f64; 12]| values.iter().sum::<f64>() / 12.0;
    let (weight_mean, profile_mean) = (mean(weights), mean(profile));
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for step in 0..12 {
        let weight = weights[(tonic + step) % 12] - weight_mean;
        let fits = profile[step] - profile_mean;
        both += weight * fits;
        one += weight * weight;
        other += fits * fits;
    }
    if one > 0.0 { both / (one * other).sqrt() } else { 0.0 }
}

/// A chord for each bar that holds most of its notes, the common chords of the key before
/// the rare ones, the tonic first and last.
pub(super) fn harmonise(melody: &Melody, root: Pitch, scale: &Scale, metre: Metre) -> Vec<(f64, Chord)> {
    let is_minor = scale.degrees().get(2).is_some_and(|third| *third < 350.0);
    let names: [(&str, f64); 6] = if is_minor {
        [("i", 0.12), ("Vmaj", 0.08), ("iv", 0.08), ("VI", 0.04), ("III", 0.04), ("VII", 0.04)]
    } else {
        [("I", 0.12), ("V", 0.08), ("IV", 0.08), ("vi", 0.04), ("ii", 0.03), ("iii", 0.0)]
    };
    let choices: Vec<(Chord, f64)> = names
        .iter()
        .filter_map(|(name, likely)| Some((Numeral::read(name).ok()?.chord(scale), *likely)))
        .collect();
    let bar_beats = f64::from(metre.beats.max(1));
    let mut chords: Vec<(f64, Chord)> = Vec::new();
    let mut at = melody.upbeat_beats;
    let mut from = 0;
    for bar in 0..melody.bars.len() {
        from += melody.notes[from..].iter().take_while(|note| note.at_beats + note.beats <= at).count();
        let here = || melody.notes[from..].iter().take_while(|note| note.at_beats < at + bar_beats);
        let home = bar == 0 || bar + 1 == melody.bars.len();
        let fit = |place: usize| {
            let (chord, likely) = &choices[place];
            let inside = here()
                .filter(|note| has(chord, note.pitch - root))
                .map(|note| (note.at_beats + note.beats).min(at + bar_beats) - note.at_beats.max(at));
            inside.sum::<f64>() / bar_beats + likely + if home && place == 0 { 0.3 } else { 0.0 }
        };
        let best = (0..choices.len()).max_by(|one, other| fit(*one).total_cmp(&fit(*other)));
        if let Some((chord, _)) = best.map(|best| choices[best])
            && chords.last().is_none_or(|(_, before)| *before != chord)
        {
            chords.push((at, chord));
        }
        at += bar_beats;
    }
    chords
}

fn has(chord: &Chord, above_root: f32) -> bool {
    chord.tones().iter().any(|tone| {
        let apart = (tone / 100.0 - above_root).rem_euclid(12.0);
        apart.min(12.0 - apart) < 0.5
    })
}
