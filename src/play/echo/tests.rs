//! Phrases by chance, and what is answered.

use proptest::prelude::*;

use super::*;
use crate::play::rehearsal::{RATE_HZ, Rehearsal, keeps_the_laws, random_acts};
use crate::play::{Intent, OptionValue};

/// An onset and a pitch.
type Onset = (Frames, Pitch);

/// Somebody plays a phrase of `onsets` notes; what it was, in frames after its first onset.
fn play_phrase(stage: &mut Rehearsal, chance: &mut Chance, onsets: usize) -> Vec<Onset> {
    let mut pitch = 60.0 + chance.below(12) as f32;
    let mut phrase: Vec<Onset> = Vec::new();
    let start = stage.now;
    for note in 0..onsets {
        phrase.push((stage.now - start, pitch));
        stage.hear(true, note as u32, pitch);
        let length_ms = 90 + chance.below(500) as u64;
        stage.wait_ms(length_ms);
        stage.hear(false, note as u32, pitch);
        if note + 1 < onsets {
            stage.wait_ms(chance.below(200) as u64);
        }
        pitch = (pitch + chance.below(9) as f32 - 4.0).clamp(40.0, 90.0);
    }
    phrase
}

/// What sounded since entry `from` of the log, from `start` on.
fn answered(stage: &Rehearsal, from: usize, start: Frames) -> Vec<Onset> {
    let on = |(at, intent): &(Frames, Intent)| match intent {
        Intent::On { pitch, .. } => Some((at - start, *pitch)),
        _ => None,
    };
    stage.log()[from..].iter().filter_map(on).collect()
}

/// The share of the phrase's onsets that have one of the answer within 20 ms.
fn matched(phrase: &[Onset], answer: &[Onset]) -> f64 {
    let near = |at: &Frames| answer.iter().any(|(other, _)| at.abs_diff(*other) <= 960);
    phrase.iter().filter(|(at, _)| near(at)).count() as f64 / phrase.len() as f64
}

/// Over 400 generated phrases of one to sixteen notes, each answered three times: every
/// answer has at least 70 % of the onsets, begins with the press, and none is the one before.
#[test]
fn answers_have_the_rhythm_and_never_repeat() {
    let mut chance = Chance::new(5);
    let (mut shares, mut with_contour, mut contours) = (Vec::new(), 0, 0);
    for run in 0..40 {
        let mut stage = Rehearsal::new(&ROW, &[]);
        let mut before: Vec<Onset> = Vec::new();
        for _ in 0..10 {
            let onsets = 1 + chance.below(16);
            let phrase = play_phrase(&mut stage, &mut chance, onsets);
            stage.wait_ms(700 + chance.below(900) as u64);
            let mut heard = phrase.clone();
            heard.retain(|(at, _)| *at <= seconds_to_frames(8.0, RATE_HZ));
            for _ in 0..3 {
                let (from, start) = (stage.log().len(), stage.now);
                stage.press(0);
                stage.wait_ms(60);
                stage.release(0);
                stage.wait_ms(9_500);
                let answer = answered(&stage, from, start);
                assert_eq!(answer[0].0, 0, "run {run}: the press sounds at once");
                let share = matched(&heard, &answer);
                assert!(share >= 0.7, "run {run}: {share} of {heard:?} in {answer:?}");
                assert_ne!(answer, before, "run {run}: twice the same");
                shares.push(share);
                if heard.len() > 3 && answer.len() == heard.len() {
                    contours += 1;
                    let turns = |notes: &[Onset]| -> Vec<bool> {
                        notes.windows(2).map(|pair| pair[1].1 >= pair[0].1).collect()
                    };
                    let same = turns(&heard).iter().zip(turns(&answer)).filter(|(a, b)| **a == *b).count();
                    let share = same as f64 / (heard.len() - 1) as f64;
                    with_contour += usize::from(share >= 0.7 || share <= 0.3);
                }
                before = answer;
            }
        }
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    println!(
        "{} answers: {:.1} % of onsets matched, least {:.1} %",
        shares.len(),
        mean * 100.0,
        shares.iter().fold(1.0f64, |least, share| least.min(*share)) * 100.0
    );
    println!("contour kept or mirrored: {with_contour} of {contours}");
    assert!(mean > 0.9);
    assert!(with_contour as f64 > contours as f64 * 0.7, "{with_contour} of {contours}");
}

/// By notes each press is the next note of an answer, held while it is pressed, and a run of
/// presses through one answer is never the run before.
#[test]
fn notes_are_answered_one_by_one() {
    let mut stage = Rehearsal::new(&ROW, &[("answers", OptionValue::Choice("notes".to_owned()))]);
    let mut chance = Chance::new(3);
    let phrase = play_phrase(&mut stage, &mut chance, 3);
    stage.wait_ms(1000);
    let mut before = Vec::new();
    for _ in 0..50 {
        let mut run = Vec::new();
        for _ in 0..64 {
            stage.press(0);
            assert_eq!(stage.sounding().len(), 1);
            run.push(stage.sounding()[0]);
            stage.wait_ms(400);
            assert_eq!(stage.sounding().len(), 1, "held while pressed");
            stage.release(0);
            assert!(stage.sounding().is_empty());
            if stage.status().place.is_none() {
                break;
            }
        }
        assert!(run.len() >= phrase.len(), "{run:?}");
        assert_ne!(run, before);
        before = run;
    }
}

/// Nothing sounds without a press, whatever is heard.
#[test]
fn silence_is_never_filled() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    let mut chance = Chance::new(4);
    for _ in 0..20 {
        play_phrase(&mut stage, &mut chance, 6);
        stage.wait_ms(5_000);
    }
    assert!(stage.log().is_empty());
}

/// The pause that ends a phrase grows with the time that the player takes to answer.
#[test]
fn the_gap_fits_the_player() {
    let gap_after = |response_ms: u64| {
        let mut listening = Listening::new(RATE_HZ);
        let mut now = 0;
        for note in 0..6 {
            let heard = Heard { lane: 8, on: true, note, pitch: 60.0, velocity: 80.0 };
            listening.hear(now, heard);
            listening.hear(now + 9_600, Heard { on: false, ..heard });
            now += 9_600 + response_ms * 48;
            listening.answered(now);
            now += 48_000;
        }
        listening.gap() as f64 / 48.0
    };
    assert_eq!(gap_after(300), 350.0);
    assert_eq!(gap_after(1500), 750.0);
    assert_eq!(gap_after(3000), 1500.0);
    assert_eq!(gap_after(9000), 2500.0);
}

/// After *finish* the next answer ends on the root.
#[test]
fn finish_ends_on_the_root() {
    for seed in 0..20 {
        let mut stage = Rehearsal::new(&ROW, &[]);
        play_phrase(&mut stage, &mut Chance::new(seed), 5);
        stage.wait_ms(1000);
        stage.finish();
        stage.press(0);
        stage.wait_ms(10_000);
        let last = stage.pitches().last().copied().unwrap();
        assert_eq!(last.rem_euclid(12.0), 0.0, "seed {seed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The laws of every mode hold, whatever is played and heard.
    #[test]
    fn laws_hold(acts in random_acts(), by_notes in any::<bool>()) {
        let word = if by_notes { "notes" } else { "phrase" };
        keeps_the_laws(&ROW, &[("answers", OptionValue::Choice(word.to_owned()))], &acts);
    }
}
