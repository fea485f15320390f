//! What `steer` promises.

use super::*;
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

fn word(name: &'static str, value: &str) -> (&'static str, OptionValue) {
    (name, OptionValue::Choice(value.to_owned()))
}

fn tap(stage: &mut Rehearsal, switch: u8) {
    stage.press(switch);
    stage.release(switch);
}

/// Notes that start within `ms` from now.
fn notes_in(stage: &mut Rehearsal, ms: u64) -> usize {
    let before = stage.pitches().len();
    stage.wait_ms(ms);
    stage.pitches().len() - before
}

/// Nothing sounds before the first press; then it plays on by itself, each layer at once; after
/// sixteen bars without a press (43 s at 90 BPM) it ends on its own, and is silent for good.
#[test]
fn starts_by_a_press_and_ends_by_itself() {
    for layer in ["pad", "melody", "bass"] {
        let mut stage = Rehearsal::new(&ROW, &[word("plays", layer)]);
        assert_eq!(notes_in(&mut stage, 20_000), 0);
        tap(&mut stage, 0);
        assert!(!stage.sounding().is_empty(), "{layer}");
        assert!(notes_in(&mut stage, 40_000) >= 5, "{layer}");
        stage.wait_ms(15_000);
        assert!(stage.sounding().is_empty(), "{layer}");
        assert_eq!(notes_in(&mut stage, 600_000), 0);
        assert_eq!(
            stage.pitches().last().map(|pitch| pitch % 12.0).filter(|_| layer != "pad"),
            if layer == "pad" { None } else { Some(0.0) }
        );
    }
}

/// Denser has more notes, sparser fewer; brighter is higher, darker lower.
#[test]
fn switches_steer() {
    let mean = |stage: &Rehearsal, from: usize| {
        let pitches = &stage.pitches()[from..];
        pitches.iter().sum::<f32>() / pitches.len() as f32
    };
    let options = [word("plays", "melody"), word("d", "darker")];
    let mut stage = Rehearsal::new(&ROW, &options);
    tap(&mut stage, 0);
    let plain = notes_in(&mut stage, 16_000);
    (0..3).for_each(|_| tap(&mut stage, 1));
    let dense = notes_in(&mut stage, 16_000);
    (0..4).for_each(|_| tap(&mut stage, 2));
    let sparse = notes_in(&mut stage, 16_000);
    assert!(dense > 2 * plain && sparse < plain, "{plain} {dense} {sparse}");
    (0..3).for_each(|_| tap(&mut stage, 1));
    let from = stage.pitches().len();
    (0..3).for_each(|_| tap(&mut stage, 3));
    stage.wait_ms(16_000);
    let dark = mean(&stage, from);
    let options = [word("plays", "melody"), word("d", "brighter")];
    let mut stage = Rehearsal::new(&ROW, &options);
    tap(&mut stage, 0);
    (0..3).for_each(|_| tap(&mut stage, 3));
    stage.wait_ms(30_000);
    assert!(mean(&stage, 0) > dark + 4.0, "{} {dark}", mean(&stage, 0));
}

/// Each density has more notes than the one before, or as many. The docs show the figures.
#[test]
fn densities_grow() {
    let page = include_str!("../../../docs/modes/steer.md");
    let mut lacking = String::new();
    for layer in ["pad", "melody", "bass"] {
        let mut rates = Vec::new();
        for density in 0..=DENSEST {
            let mut stage = Rehearsal::new(&ROW, &[word("plays", layer)]);
            tap(&mut stage, 0);
            (0..1usize.saturating_sub(density)).for_each(|_| tap(&mut stage, 2));
            (1..density).for_each(|_| tap(&mut stage, 1));
            // Ten bars of four beats at 90 BPM.
            rates.push(notes_in(&mut stage, 26_667) as f64 / 10.0);
        }
        assert!(rates.windows(2).all(|pair| pair[0] <= pair[1]) && rates[0] < rates[4], "{rates:?}");
        let cells: Vec<String> = rates.iter().map(|rate| format!("{rate:.1}")).collect();
        let row = format!("| `{layer}` | {} |", cells.join(" | "));
        lacking += &if page.contains(&row) { String::new() } else { row + "\n" };
    }
    assert!(lacking.is_empty(), "docs/modes/steer.md lacks\n{lacking}");
}

/// With `pace` quick presses make it dense, slow ones sparse.
#[test]
fn pace_is_density() {
    let notes = |every_ms: u64| {
        let mut stage = Rehearsal::new(&ROW, &[word("plays", "melody"), word("a", "pace")]);
        for _ in 0..6 {
            tap(&mut stage, 0);
            stage.wait_ms(every_ms);
        }
        notes_in(&mut stage, 16_000)
    };
    let [quick, slow] = [400, 4000].map(notes);
    assert!(quick > 2 * slow, "{quick} {slow}");
}

/// *Finish* ends it within two bars where the chord is at home; *silence* ends it now.
#[test]
fn finish_and_silence_end_it() {
    let mut stage = Rehearsal::new(&ROW, &[word("plays", "melody")]);
    tap(&mut stage, 0);
    stage.wait_ms(9000);
    stage.finish();
    stage.wait_ms(9000);
    assert!(stage.sounding().is_empty());
    assert_eq!(notes_in(&mut stage, 60_000), 0);
    tap(&mut stage, 0);
    stage.wait_ms(3000);
    stage.silence();
    assert_eq!(notes_in(&mut stage, 60_000), 0);
    tap(&mut stage, 0);
    assert!(!stage.sounding().is_empty());
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), plays in 0usize..3, a in 0usize..7) {
        let options = [word("plays", ["pad", "melody", "bass"][plays]), word("a", DOES[a])];
        keeps_the_laws(&ROW, &options, &acts);
    }
}
