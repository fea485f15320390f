use std::sync::Arc;

use super::*;
use crate::music::{Scale, Song, read_chords, read_melody};
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};
use crate::play::{Intent, OptionValue};
use crate::time::Metre;

/// Two phrases with an upbeat, four bars, a chord a bar: G | C E G | A F D | B3 C ….
fn song() -> OptionValue {
    let melody = read_melody("G4 | C5 E G:2 | A G F E |\n F D B4 C5 | C:3", Metre::default()).unwrap();
    let scale = Scale::major();
    let chords = read_chords("I | IV | V | I", &scale, &melody).unwrap();
    let key = (72.0, scale);
    OptionValue::Song(Arc::new(
        Song::new("Try".to_owned(), key, (Metre::default(), 90.0), &melody, chords).unwrap(),
    ))
}

const TUNE: [Pitch; 13] = [55.0, 60.0, 64.0, 67.0, 69.0, 67.0, 65.0, 64.0, 65.0, 62.0, 59.0, 60.0, 60.0];

fn word(name: &'static str, value: &str) -> (&'static str, OptionValue) {
    (name, OptionValue::Choice(value.to_owned()))
}

fn stage(set: &[(&'static str, OptionValue)]) -> Rehearsal {
    let mut options = vec![("song", song())];
    options.extend_from_slice(set);
    Rehearsal::new(&ROW, &options)
}

fn tap(stage: &mut Rehearsal, wait_ms: u64) {
    stage.press(0);
    stage.wait_ms(wait_ms / 2);
    stage.release(0);
    stage.wait_ms(wait_ms - wait_ms / 2);
}

/// Each press is the next note, in the octave that lies in the middle of the register, for as
/// long as it is held; behind the last one the song begins again.
#[test]
fn presses_are_the_tune() {
    let mut stage = stage(&[]);
    for _ in 0..14 {
        tap(&mut stage, 500);
        assert!(stage.sounding().is_empty());
    }
    let lowest = TUNE.map(|pitch| pitch);
    let pitches = stage.pitches();
    let shift = pitches[0] - lowest[0];
    assert_eq!(shift.rem_euclid(12.0), 0.0);
    assert_eq!(pitches[..13], lowest.map(|pitch| pitch + shift));
    assert_eq!(pitches[13], pitches[0]);
    let middle = 66.0;
    let centre = (pitches.iter().copied().fold(f32::MAX, f32::min)
        + pitches.iter().copied().fold(0.0, f32::max))
        / 2.0;
    assert!((centre - middle).abs() <= 6.0, "{centre}");
}

/// A rest makes no press wait: the song goes on at the beginning of its phrase, once, and
/// then at the next note, so that who rests after every note gets through it all the same.
#[test]
fn rests_resume_the_phrase_once() {
    let mut stage = stage(&[]);
    for _ in 0..10 {
        tap(&mut stage, 500);
    }
    stage.wait_ms(8000);
    tap(&mut stage, 500);
    assert_eq!(stage.pitches()[10], stage.pitches()[8]);
    let mut slow = Rehearsal::new(&ROW, &[("song", song())]);
    for _ in 0..20 {
        tap(&mut slow, 7000);
    }
    let pitches = slow.pitches();
    let end = pitches.iter().rposition(|pitch| *pitch == pitches[0]).unwrap();
    assert!(end > 13, "{pitches:?}");
}

/// A slow player's usual pauses are no rests.
#[test]
fn slow_players_go_on() {
    let mut stage = stage(&[("rest_ms", OptionValue::Number(2000.0))]);
    for _ in 0..4 {
        tap(&mut stage, 1500);
    }
    for _ in 0..9 {
        tap(&mut stage, 4000);
    }
    let shift = stage.pitches()[0] - TUNE[0];
    assert_eq!(stage.pitches(), TUNE.map(|pitch| pitch + shift));
}

/// With `at_end = "rest"` the last note comes again until there was a rest.
#[test]
fn the_end_may_wait_for_a_rest() {
    let mut stage = stage(&[word("at_end", "rest")]);
    for _ in 0..16 {
        tap(&mut stage, 500);
    }
    let pitches = stage.pitches();
    assert_eq!(pitches[13..], [pitches[12]; 3]);
    stage.wait_ms(7000);
    tap(&mut stage, 500);
    assert_eq!(stage.pitches()[16], pitches[0]);
}

/// Chords come with the first note of their bar, stay over its other notes, lie near one
/// another, and end soon after the last press.
#[test]
fn chords_move_along() {
    let mut stage = stage(&[word("play", "melody_and_chords")]);
    tap(&mut stage, 500);
    assert_eq!(stage.sounding().len(), 0, "the upbeat is alone");
    stage.press(0);
    assert_eq!(stage.sounding().len(), 4);
    stage.release(0);
    assert_eq!(stage.sounding().len(), 3);
    let first: f32 = stage.sounding().iter().sum();
    tap(&mut stage, 500);
    tap(&mut stage, 500);
    stage.press(0);
    stage.release(0);
    let second: f32 = stage.sounding().iter().sum();
    assert!((first - second).abs() <= 9.0, "{first} {second}");
    stage.wait_ms(4000);
    assert!(stage.sounding().is_empty());
}

/// With `play = "chords"` each press is the next chord; the bass is alone and low.
#[test]
fn chords_and_bass_alone() {
    let mut chords = stage(&[word("play", "chords")]);
    for _ in 0..4 {
        tap(&mut chords, 400);
    }
    assert_eq!(chords.pitches().len(), 12);
    let mut bass = stage(&[word("play", "bass")]);
    for _ in 0..13 {
        tap(&mut bass, 400);
    }
    assert_eq!(bass.pitches(), [48.0, 53.0, 55.0, 48.0]);
}

/// A phrase a press: its notes follow in tempo, by themselves, with their rests; a press that
/// comes early goes on to the next.
#[test]
fn a_phrase_a_press() {
    let mut stage = stage(&[word("press", "phrase")]);
    tap(&mut stage, 10_000);
    assert_eq!(stage.pitches().len(), 8);
    let ons: Vec<Frames> = stage
        .log()
        .iter()
        .filter(|(_, intent)| matches!(intent, Intent::On { .. }))
        .map(|(at, _)| *at)
        .collect();
    // 90 beats a minute: 32 000 frames a beat.
    assert_eq!(ons, [0, 1, 2, 3, 5, 6, 7, 8].map(|beat| beat * 32_000));
    tap(&mut stage, 1000);
    tap(&mut stage, 10_000);
    let pitches = stage.pitches();
    assert_eq!(pitches[8] - pitches[0], TUNE[8] - TUNE[0]);
    assert_eq!(pitches[10], pitches[0], "the next press begins the song again");
}

/// Held, the song plays in tempo; let go, it stops at once and goes on from there.
#[test]
fn hold_to_play() {
    let mut stage = stage(&[word("press", "hold")]);
    stage.press(0);
    stage.wait_ms(1500);
    stage.release(0);
    assert_eq!((stage.pitches().len(), stage.sounding().len()), (3, 0));
    stage.wait_ms(1000);
    stage.press(0);
    assert_eq!(stage.pitches()[3] - stage.pitches()[0], TUNE[3] - TUNE[0]);
}

/// With `length = "written"` a tap sounds as long as its note, at the player's own pace.
#[test]
fn written_lengths_follow_the_pace() {
    let mut stage = stage(&[word("length", "written")]);
    for _ in 0..4 {
        stage.press(0);
        stage.release(0);
        stage.wait_ms(400);
    }
    assert_eq!(stage.sounding().len(), 1, "two beats of 400 ms");
    stage.wait_ms(400);
    assert!(stage.sounding().is_empty());
}

/// *Finish* leaves three notes, the last three of the song.
#[test]
fn finish_leads_home() {
    let mut stage = stage(&[]);
    tap(&mut stage, 500);
    stage.finish();
    for _ in 0..3 {
        tap(&mut stage, 500);
    }
    let pitches = stage.pitches();
    assert_eq!(pitches[3] - pitches[0], TUNE[12] - TUNE[0]);
    assert_eq!(pitches.len(), 4);
}

/// Another root moves the song; a scale of its own bends it.
#[test]
fn roots_and_scales_move_the_song() {
    let mut stage = stage(&[]);
    stage.harmony.root = 62.0;
    for _ in 0..3 {
        tap(&mut stage, 500);
    }
    let pitches = stage.pitches();
    assert_eq!(pitches[1].rem_euclid(12.0), 2.0);
    assert_eq!(pitches[2] - pitches[1], 4.0);
    stage.harmony.scale = Scale::new(&[0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0], 1200.0).unwrap();
    for _ in 0..13 {
        tap(&mut stage, 500);
    }
    assert_eq!(stage.pitches()[15] - stage.pitches()[14], 3.0);
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), play in 0usize..5, press in 0usize..3, length in 0usize..2, end in 0usize..2) {
        let options = [
            ("song", song()),
            word("play", ["melody", "melody_and_chords", "chords", "accompaniment", "bass"][play]),
            word("press", ["note", "phrase", "hold"][press]),
            word("length", ["held", "written"][length]),
            word("at_end", ["round", "rest"][end]),
        ];
        keeps_the_laws(&ROW, &options, &acts);
    }
}
