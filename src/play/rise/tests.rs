//! What `rise` promises.

use super::*;
use crate::play::OptionValue;
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

fn word(name: &'static str, value: &str) -> (&'static str, OptionValue) {
    (name, OptionValue::Choice(value.to_owned()))
}

fn hold(stage: &mut Rehearsal, ms: u64) -> Vec<Pitch> {
    let before = stage.pitches().len();
    stage.press(0);
    stage.wait_ms(ms);
    stage.release(0);
    stage.wait_ms(4000);
    stage.pitches()[before..].to_vec()
}

/// Held, it climbs the scale note by note, each at its time, one at a time; let go, the
/// note that was reached swells, fades and ends in `sing_ms`.
#[test]
fn climbs_and_sings() {
    let mut stage = Rehearsal::new(&ROW, &[("resolves", OptionValue::Flag(false))]);
    let climb = hold(&mut stage, 1400);
    let steps: Vec<Pitch> = climb.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(climb.len(), 5, "{climb:?}");
    assert!(steps.iter().all(|step| (1.0..=2.0).contains(step)), "{climb:?}");
    assert_eq!(stage.log().last().map(|(at, _)| *at), Some((1400 + 3000) * 48));
    let levels: Vec<f32> = stage
        .log()
        .iter()
        .filter_map(|(_, intent)| match intent {
            Intent::Level { level, .. } => Some(*level),
            _ => None,
        })
        .collect();
    let loudest = levels.iter().copied().fold(0.0, f32::max);
    assert!(loudest > 0.99 && levels.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.02));
}

/// Let go outside the chord it resolves by a step; what sings is a tone of the chord.
#[test]
fn resolves() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    for ms in [100, 400, 750, 1100, 1400, 1700, 2100] {
        let climb = hold(&mut stage, ms);
        let last = climb[climb.len() - 1];
        assert!([0.0, 4.0, 7.0].contains(&(last % 12.0)), "{climb:?}");
    }
}

/// It turns at the end of the register, and short presses begin on changing tones.
#[test]
fn never_stands_still() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    let climb = hold(&mut stage, 12_000);
    assert!(climb.windows(2).all(|pair| pair[0] != pair[1]), "{climb:?}");
    assert!(climb.contains(&84.0) && climb[climb.len() - 1] < 84.0);
    let starts: Vec<Pitch> = (0..12).map(|_| hold(&mut stage, 80)[0]).collect();
    assert!(starts.windows(2).filter(|pair| pair[0] == pair[1]).count() < 2, "{starts:?}");
}

/// Gliding, one note goes all the way; down goes down.
#[test]
fn glides_down() {
    let mut stage = Rehearsal::new(&ROW, &[word("by", "glide"), word("direction", "down")]);
    assert_eq!(hold(&mut stage, 1000).len(), 1);
    let glides: Vec<Pitch> = stage
        .log()
        .iter()
        .filter_map(|(_, intent)| match intent {
            Intent::Glide { pitch, .. } => Some(*pitch),
            _ => None,
        })
        .collect();
    assert!(glides.len() >= 3 && glides[..3].windows(2).all(|pair| pair[0] > pair[1]), "{glides:?}");
}

/// After *finish* the next press is the root, held.
#[test]
fn finish_is_the_root() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    hold(&mut stage, 900);
    stage.finish();
    assert_eq!(hold(&mut stage, 900), [48.0]);
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), direction in 0usize..3, takes in 0usize..2, by in 0usize..2) {
        let options = [
            word("direction", ["up", "down", "alternate"][direction]),
            word("takes", ["lock", "chord"][takes]),
            word("by", ["steps", "glide"][by]),
        ];
        keeps_the_laws(&ROW, &options, &acts);
    }
}
