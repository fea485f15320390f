//! What `chords` promises.

use super::*;
use crate::music::{Progression, Scale};
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};
use crate::play::{Intent, OptionValue};

fn number(name: &'static str, value: f64) -> (&'static str, OptionValue) {
    (name, OptionValue::Number(value))
}

/// Upper voices of `presses` chords of a progression, without their basses.
fn led(text: &str, scale: &Scale, voices: usize, presses: usize) -> Vec<Vec<Pitch>> {
    let options =
        [number("voices", voices as f64), number("strum_ms", 0.0), ("bass", OptionValue::Flag(false))];
    let mut stage = Rehearsal::new(&ROW, &options);
    stage.register = Register { low: 48.0, high: 79.0 };
    stage.harmony.scale = *scale;
    stage.lock = crate::music::Lock::Chord;
    let progression = Progression::parse(text, scale, 1.0).unwrap();
    let chord = |press: usize| {
        stage.harmony.chord = progression.at(press as f64);
        let before = stage.pitches().len();
        stage.press(0);
        stage.wait_ms(900);
        stage.pitches()[before..].to_vec()
    };
    (0..presses).map(chord).collect()
}

/// The same chords in root position, close, each root within the octave from C3.
fn naive(text: &str, scale: &Scale, voices: usize, presses: usize) -> Vec<Vec<Pitch>> {
    let progression = Progression::parse(text, scale, 1.0).unwrap();
    let chord = |press: usize| {
        let tones = progression.at(press as f64);
        let tones = tones.tones();
        let root = 60.0 + (tones[0] / 100.0).rem_euclid(12.0);
        let voice =
            |n: usize| root + (tones[n % tones.len()] - tones[0]) / 100.0 + 12.0 * (n / tones.len()) as Pitch;
        (0..voices).map(voice).collect()
    };
    (0..presses).map(chord).collect()
}

/// Mean movement of a voice from chord to chord, the share of changes that hold a tone,
/// and the widest step of the top voice.
fn figures(chords: &[Vec<Pitch>]) -> (f32, f32, f32) {
    let (mut moved, mut voices, mut held, mut widest) = (0.0, 0.0, 0.0, 0.0f32);
    for pair in chords.windows(2) {
        for (from, to) in pair[0].iter().zip(&pair[1]) {
            moved += (to - from).abs();
            voices += 1.0;
        }
        held += f32::from(u8::from(pair[0].iter().any(|from| pair[1].contains(from))));
        widest = widest.max((pair[1][pair[1].len() - 1] - pair[0][pair[0].len() - 1]).abs());
    }
    (moved / voices, 100.0 * held / (chords.len() - 1) as f32, widest)
}

const PROGRESSIONS: [(&str, bool); 5] = [
    ("I vi IV V", false),
    ("I V vi IV", false),
    ("ii7 V7 Imaj7 vi7", false),
    ("i VII VI Vmaj", true),
    ("I iii vi ii V IV I/3 V", false),
];

/// Voices move less than half as far as in root position, never leap all together, and
/// keep common tones; the top voice does not stand still. The docs show the figures.
#[test]
fn voices_are_led() {
    let minor = Scale::new(&[0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0], 1200.0).unwrap();
    let page = include_str!("../../../docs/modes/chords.md");
    let mut lacking = String::new();
    for (text, is_minor) in PROGRESSIONS {
        let scale = if is_minor { minor } else { Scale::major() };
        for voices in [3, 4] {
            let chords = led(text, &scale, voices, 48);
            let (moved, held, widest) = figures(&chords);
            let (far, _, _) = figures(&naive(text, &scale, voices, 48));
            let row = format!("| `{text}` | {voices} | {moved:.1} | {far:.1} | {held:.0} | {widest:.0} |");
            println!("{row}\n{:?}", &chords[..8]);
            lacking += &if page.contains(&row) { String::new() } else { row.clone() + "\n" };
            assert!(moved < 0.6 * far && widest <= 7.0, "{row}");
            for pair in chords.windows(2) {
                let moves = pair[0].iter().zip(&pair[1]).map(|(from, to)| to - from);
                let together = moves.clone().all(|by| by > 4.0) || moves.clone().all(|by| by < -4.0);
                assert!(!together, "{text}: {pair:?}");
            }
            let tops: Vec<Pitch> = chords.iter().map(|chord| chord[chord.len() - 1]).collect();
            assert!(tops.windows(4).all(|four| four.iter().any(|top| *top != four[0])), "{text}: {tops:?}");
        }
    }
    assert!(lacking.is_empty(), "docs/modes/chords.md lacks\n{lacking}");
}

/// A strum starts on the press and has a string every `strum_ms`, bass first; the chord
/// rings until the next press, or its time is over.
#[test]
fn strums() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    stage.press(0);
    stage.release(0);
    stage.wait_ms(1000);
    let onsets: Vec<u64> = stage.log().iter().map(|(at, _)| at / 48).collect();
    assert_eq!(onsets, [0, 22, 44, 66, 88]);
    let first = stage.pitches();
    assert_eq!(first[0], 48.0);
    assert!(first.windows(2).all(|pair| pair[0] < pair[1]), "{first:?}");
    assert_eq!(stage.sounding().len(), 5);
    stage.press(1);
    stage.wait_ms(1000);
    assert_eq!(stage.pitches()[5..], first, "the second switch strums the same again");
    stage.wait_ms(6000);
    assert!(stage.sounding().is_empty());
}

/// Without ringing the chord ends with the press, but a tap strums all of it.
#[test]
fn held_chords() {
    let options = [("rings", OptionValue::Flag(false)), number("strum_ms", 30.0)];
    let mut stage = Rehearsal::new(&ROW, &options);
    stage.press(0);
    stage.release(0);
    stage.wait_ms(10_000);
    let ons = stage.log().iter().filter(|(_, intent)| matches!(intent, Intent::On { .. })).count();
    assert_eq!((ons, stage.sounding().len()), (5, 0));
    assert_eq!(stage.log().last().map(|(at, _)| at / 48), Some(320));
    stage.press(0);
    stage.wait_ms(3000);
    assert_eq!(stage.sounding().len(), 5);
    stage.release(0);
    assert!(stage.sounding().is_empty());
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), voices in 2u8..=5, strum in 0u8..=250, bass: bool, rings: bool) {
        let options = [
            number("voices", f64::from(voices)),
            number("strum_ms", f64::from(strum)),
            ("bass", OptionValue::Flag(bass)),
            ("rings", OptionValue::Flag(rings)),
        ];
        keeps_the_laws(&ROW, &options, &acts);
    }
}
