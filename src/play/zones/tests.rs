//! What `zones` promises.

use super::*;
use crate::play::OptionValue;
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

fn word(name: &'static str, value: &str) -> (&'static str, OptionValue) {
    (name, OptionValue::Choice(value.to_owned()))
}

/// The axis chooses without a sound, the switch sounds what is chosen, and another zone
/// while it is held is the next note.
#[test]
fn switch_sounds_the_zone() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    stage.axis(0, 0.5);
    assert_eq!(stage.status(), ModeStatus { lit: Some(55.0), place: Some((4, 8)) });
    assert!(stage.pitches().is_empty());
    stage.press(0);
    stage.axis(0, 0.99);
    stage.axis(0, 0.0);
    assert_eq!(stage.sounding(), [48.0]);
    assert_eq!(stage.pitches(), [55.0, 60.0, 48.0]);
    stage.release(0);
    assert!(stage.sounding().is_empty());
    stage.axis(0, 0.6);
    assert_eq!(stage.pitches().len(), 3);
}

/// `glide = "hold"` keeps the note that was pressed.
#[test]
fn hold_keeps_the_note() {
    let mut stage = Rehearsal::new(&ROW, &[word("glide", "hold")]);
    stage.axis(0, 0.2);
    stage.press(0);
    stage.axis(0, 0.9);
    assert_eq!(stage.sounding(), [50.0]);
}

/// A tremor on a border changes nothing; going on beyond the hysteresis does, there and
/// back once each.
#[test]
fn no_flutter_at_a_border() {
    let mut stage = Rehearsal::new(&ROW, &[word("sound_by", "move")]);
    stage.axis(0, 0.24);
    for _ in 0..100 {
        stage.axis(0, 0.255);
        stage.axis(0, 0.245);
    }
    assert!(stage.pitches().is_empty());
    stage.axis(0, 0.28);
    for _ in 0..100 {
        stage.axis(0, 0.245);
        stage.axis(0, 0.255);
    }
    assert_eq!(stage.pitches(), [52.0]);
    stage.axis(0, 0.22);
    assert_eq!(stage.pitches(), [52.0, 50.0]);
}

/// With `sound_by = "move"` a zone sounds when it is entered, for its length; where the
/// axis happens to be at first sounds nothing.
#[test]
fn moving_sounds() {
    let mut stage = Rehearsal::new(&ROW, &[word("sound_by", "move")]);
    stage.axis(0, 0.9);
    assert!(stage.pitches().is_empty());
    stage.axis(0, 0.1);
    assert_eq!(stage.sounding(), [48.0]);
    stage.wait_ms(1200);
    assert!(stage.sounding().is_empty());
}

/// With `sound_by = "axis2"` the breath starts the note, shapes it and ends it, and
/// does not flutter at its threshold.
#[test]
fn breath_shapes() {
    let mut stage = Rehearsal::new(&ROW, &[word("sound_by", "axis2")]);
    stage.axis(0, 0.0);
    for strength in [0.02, 0.5, 0.04, 0.8, 0.01] {
        stage.axis(1, strength);
    }
    let log: Vec<Intent> = stage.log().iter().map(|(_, intent)| *intent).collect();
    assert_eq!(
        log,
        [
            Intent::On { note: 1, pitch: 48.0, velocity: 80.0 },
            Intent::Level { note: 1, level: 0.5 },
            Intent::Level { note: 1, level: 0.04 },
            Intent::Level { note: 1, level: 0.8 },
            Intent::Off { note: 1 },
        ]
    );
}

/// After *silence* a breath that goes on stays silent; the next one plays.
#[test]
fn silence_ends_a_breath() {
    let mut stage = Rehearsal::new(&ROW, &[word("sound_by", "axis2")]);
    stage.axis(1, 0.5);
    stage.silence();
    stage.axis(1, 0.6);
    stage.axis(0, 0.9);
    assert!(stage.sounding().is_empty());
    stage.axis(1, 0.0);
    stage.axis(1, 0.6);
    assert_eq!(stage.sounding(), [60.0]);
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), by in 0usize..3, glide in 0usize..2, zones in 2u8..=24) {
        let options = [
            word("sound_by", ["switch", "move", "axis2"][by]),
            word("glide", ["new_note", "hold"][glide]),
            ("zones", OptionValue::Number(f64::from(zones))),
        ];
        keeps_the_laws(&ROW, &options, &acts);
    }
}

/// With `walks` a switch alone goes from zone to zone, none twice in a row, and whoever moves
/// chooses from then on.
#[test]
fn walks_until_it_is_moved() {
    let mut stage = Rehearsal::new(&ROW, &[("walks", OptionValue::Flag(true))]);
    for _ in 0..40 {
        stage.press(0);
        stage.release(0);
    }
    let pitches = stage.pitches();
    assert!(pitches.windows(2).all(|pair| pair[0] != pair[1]), "{pitches:?}");
    let mut different = pitches.clone();
    different.sort_by(f32::total_cmp);
    different.dedup();
    assert!(different.len() >= 6, "{pitches:?}");
    stage.axis(0, 0.5);
    for _ in 0..3 {
        stage.press(0);
        stage.release(0);
    }
    assert_eq!(stage.pitches()[40..], [55.0; 3]);
}
