//! Loops that are played, heard, layered and undone.

use proptest::prelude::*;

use super::*;
use crate::play::OptionValue;
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

fn choice(name: &'static str, word: &str) -> (&'static str, OptionValue) {
    (name, OptionValue::Choice(word.to_owned()))
}

fn number(name: &'static str, number: f64) -> (&'static str, OptionValue) {
    (name, OptionValue::Number(number))
}

/// Onsets since entry `from` of the log: frame and pitch.
fn onsets(stage: &Rehearsal, from: usize) -> Vec<(Frames, Pitch)> {
    let on = |(at, intent): &(Frames, Intent)| match intent {
        Intent::On { pitch, .. } => Some((*at, *pitch)),
        _ => None,
    };
    stage.log()[from..].iter().filter_map(on).collect()
}

/// Two bars of four at 90 BPM, in frames.
const TWO_BARS: Frames = 8 * 32_000;

/// What the player plays comes back in every later round at the same place and pitch, to the
/// frame, while nobody plays.
#[test]
fn what_is_played_comes_back() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    stage.wait_ms(700);
    for pause_ms in [400, 333, 1250] {
        stage.press(0);
        stage.wait_ms(200);
        stage.release(0);
        stage.wait_ms(pause_ms);
    }
    let played = onsets(&stage, 0);
    assert_eq!(played.len(), 3);
    for round in 1..6 {
        let from = stage.log().len();
        let left = TWO_BARS - (stage.now - (round - 1) * TWO_BARS);
        stage.wait_ms((left as f64 / 48.0) as u64 + 3900);
        let again = onsets(&stage, from);
        assert_eq!(again.len(), 3, "round {round}");
        for ((at, pitch), (again_at, again_pitch)) in played.iter().zip(again) {
            assert!(again_at.abs_diff(at + round * TWO_BARS) <= 1, "round {round}");
            assert_eq!(*pitch, again_pitch);
        }
    }
}

/// A switch starts and stops recording of what is heard; undo takes the last layer away, clear
/// everything.
#[test]
fn heard_notes_are_recorded_between_presses() {
    let mut stage = Rehearsal::new(&ROW, &[choice("records", "heard"), choice("starts", "switch")]);
    let heard = |stage: &mut Rehearsal, note, pitch| {
        stage.hear(true, note, pitch);
        stage.wait_ms(300);
        stage.hear(false, note, pitch);
        stage.wait_ms(300);
    };
    heard(&mut stage, 1, 60.0);
    stage.press(0);
    heard(&mut stage, 2, 64.0);
    heard(&mut stage, 3, 67.0);
    stage.press(0);
    heard(&mut stage, 4, 71.0);
    let round_ms = TWO_BARS / 48;
    stage.wait_ms(round_ms);
    let once = onsets(&stage, 0);
    assert_eq!(once.iter().map(|(_, pitch)| *pitch).collect::<Vec<_>>(), [64.0, 67.0]);
    stage.press(0);
    heard(&mut stage, 5, 72.0);
    stage.press(0);
    let from = stage.log().len();
    stage.wait_ms(round_ms * 2);
    assert_eq!(onsets(&stage, from).len(), 6, "three notes in two rounds");
    stage.edit(Edit::Undo);
    let from = stage.log().len();
    stage.wait_ms(round_ms * 2);
    assert_eq!(onsets(&stage, from).len(), 4, "two notes in two rounds");
    stage.edit(Edit::Clear);
    assert!(stage.sounding().is_empty());
    let from = stage.log().len();
    stage.wait_ms(round_ms * 2);
    assert_eq!(stage.log().len(), from);
}

/// A loop without a length is as long as its first recording, in whole bars.
#[test]
fn the_first_recording_gives_the_length() {
    let set = [number("bars", 0.0), choice("records", "heard"), choice("starts", "switch")];
    let mut stage = Rehearsal::new(&ROW, &set);
    stage.press(0);
    stage.hear(true, 1, 60.0);
    stage.wait_ms(500);
    stage.hear(false, 1, 60.0);
    // Three bars are 8 s: the press comes a little late.
    stage.wait_ms(7_650);
    stage.press(0);
    assert_eq!(stage.status().place.unwrap().1, 12);
    stage.wait_ms(16_100);
    let at: Vec<Frames> = onsets(&stage, 0).iter().map(|(at, _)| *at).collect();
    assert_eq!(at.len(), 2, "{at:?}");
    assert!(at[0].abs_diff(16 * 48_000) <= 1 && at[1].abs_diff(24 * 48_000) <= 1, "{at:?}");
}

/// One switch is enough: a press plays, holding it starts and stops recording.
#[test]
fn holding_starts_and_stops_recording() {
    let mut stage = Rehearsal::new(&ROW, &[choice("starts", "hold")]);
    let tap = |stage: &mut Rehearsal, held_ms: u64| {
        stage.press(0);
        stage.wait_ms(held_ms);
        stage.release(0);
        stage.wait_ms(300);
    };
    tap(&mut stage, 200);
    stage.wait_ms(12_000);
    assert_eq!(onsets(&stage, 0).len(), 1, "nothing was recorded");
    tap(&mut stage, 1600);
    tap(&mut stage, 200);
    tap(&mut stage, 200);
    tap(&mut stage, 1600);
    tap(&mut stage, 200);
    let from = stage.log().len();
    stage.wait_ms(TWO_BARS / 48);
    // The two taps and the beginning of the second hold.
    assert_eq!(onsets(&stage, from).len(), 3);
}

/// With one layer more than there may be, the oldest goes.
#[test]
fn old_layers_give_way() {
    let mut stage = Rehearsal::new(&ROW, &[number("layers", 2.0)]);
    for _ in 0..5 {
        stage.press(0);
        stage.wait_ms(100);
        stage.release(0);
        stage.wait_ms(TWO_BARS / 48 - 100);
    }
    let from = stage.log().len();
    stage.wait_ms(TWO_BARS / 48);
    assert_eq!(onsets(&stage, from).len(), 2);
}

/// Notes come back in the harmony that holds then, whatever it was when they were recorded.
#[test]
fn notes_come_back_in_tune() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    for _ in 0..8 {
        stage.press(0);
        stage.wait_ms(200);
        stage.release(0);
        stage.wait_ms(300);
    }
    // The stage holds every note to the lock.
    for root in 60..72 {
        stage.harmony.root = root as f32;
        stage.wait_ms(TWO_BARS / 48);
    }
    assert!(onsets(&stage, 0).len() > 80);
}

/// Silence clears the loop; after *finish* it ends with its round.
#[test]
fn silence_and_finish_end_it() {
    for silence in [true, false] {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.press(0);
        stage.wait_ms(100);
        stage.release(0);
        stage.wait_ms(TWO_BARS / 48 + 1000);
        if silence {
            stage.silence()
        } else {
            stage.finish()
        }
        stage.wait_ms(TWO_BARS / 48);
        let from = stage.log().len();
        stage.wait_ms(4 * TWO_BARS / 48);
        assert_eq!(stage.log().len(), from);
        assert!(stage.sounding().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The laws of every mode hold, whatever is played and heard, until the loop is cleared.
    #[test]
    fn laws_hold(acts in random_acts(), starts in 0usize..3, heard in any::<bool>(), bars in 0u8..3) {
        let set = [
            choice("starts", ["always", "switch", "hold"][starts]),
            choice("records", if heard { "heard" } else { "own" }),
            number("bars", f64::from(bars)),
        ];
        keeps_the_laws(&ROW, &set, &acts);
    }
}
