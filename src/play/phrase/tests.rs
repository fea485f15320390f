//! What `phrase` promises.

use super::*;
use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};
use crate::play::{Intent, OptionValue};

/// Presses `count` times, `every_ms` apart; the pitches of each press.
fn press(stage: &mut Rehearsal, count: usize, every_ms: u64) -> Vec<Vec<Pitch>> {
    let one = |_| {
        let before = stage.pitches().len();
        stage.press(0);
        stage.wait_ms(60);
        stage.release(0);
        stage.wait_ms(every_ms - 60);
        stage.pitches()[before..].to_vec()
    };
    (0..count).map(one).collect()
}

/// A press sounds at once and its motif goes on by itself on the grid of half beats (a third
/// of a second at 90 BPM), one note at a time, and ends on a tone of the chord.
#[test]
fn a_press_is_a_phrase() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    stage.wait_ms(130);
    let phrases = press(&mut stage, 12, 4870);
    for phrase in &phrases {
        assert!((2..=6).contains(&phrase.len()), "{phrases:?}");
        assert!([0.0, 4.0, 7.0].contains(&(phrase[phrase.len() - 1] % 12.0)), "{phrase:?}");
        assert!([0.0, 4.0, 7.0].contains(&(phrase[0] % 12.0)), "{phrase:?}");
    }
    let mut sounding = 0;
    for (at, intent) in stage.log() {
        match intent {
            Intent::On { .. } => {
                let since_press = (at / 48 + 4870 - 130) % 4870;
                let off_grid = *at as f64 / 16_000.0 - (*at as f64 / 16_000.0).round();
                assert!(since_press == 0 || off_grid.abs() < 0.01, "{at}");
                sounding += 1;
            }
            Intent::Off { .. } => sounding -= 1,
            _ => {}
        }
        assert!(sounding <= 1, "phrases overlap at {at}");
    }
}

/// Pressed faster, more notes come in a second, though each phrase has fewer; phrases stay
/// different. The docs show the figures.
#[test]
fn fast_presses_are_denser() {
    let page = include_str!("../../../docs/modes/phrase.md");
    let (mut lacking, mut densities) = (String::new(), Vec::new());
    for every_ms in [300, 500, 800, 1200, 2000, 4000] {
        let mut stage = Rehearsal::new(&ROW, &[]);
        let mut phrases = press(&mut stage, 64, every_ms);
        let notes = phrases.iter().map(Vec::len).sum::<usize>() as f64;
        let density = notes / (64.0 * every_ms as f64 / 1000.0);
        phrases.sort_by(|one, other| one.partial_cmp(other).unwrap());
        phrases.dedup();
        let row = format!("| {every_ms} | {:.1} | {density:.1} | {} |", notes / 64.0, phrases.len());
        lacking += &if page.contains(&row) { String::new() } else { row + "\n" };
        densities.push(density);
    }
    assert!(densities.windows(2).all(|pair| pair[0] > 0.95 * pair[1]), "{densities:?}");
    assert!(densities[0] > 2.0 * densities[4], "{densities:?}");
    assert!(lacking.is_empty(), "docs/modes/phrase.md lacks\n{lacking}");
}

/// Motifs come back developed: of 32 presses half are different phrases, and none
/// begins with the note that sounded last.
#[test]
fn motifs_develop() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    let phrases = press(&mut stage, 32, 2500);
    let mut different = phrases.clone();
    different.sort_by(|one, other| one.partial_cmp(other).unwrap());
    different.dedup();
    assert!(different.len() >= 16, "{} of 32 differ: {phrases:?}", different.len());
    assert!(phrases.windows(2).all(|pair| pair[0].last() != pair[1].first()), "{phrases:?}");
}

/// Held, the last note goes on until it is let go. *Finish* makes the next phrase end on the
/// root.
#[test]
fn holds_and_comes_home() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    stage.press(0);
    stage.wait_ms(20_000);
    assert_eq!(stage.sounding().len(), 1);
    stage.release(0);
    assert!(stage.sounding().is_empty());
    press(&mut stage, 2, 2000);
    stage.finish();
    let last = press(&mut stage, 1, 6000).remove(0);
    assert_eq!(last[last.len() - 1] % 12.0, 0.0, "{last:?}");
}

/// A slow player's pauses are no rests: the motif is developed for them, too.
#[test]
fn slow_players_are_not_resting() {
    let mut stage = Rehearsal::new(&ROW, &[]);
    let mut phrases = press(&mut stage, 24, 6000);
    phrases.sort_by(|one, other| one.partial_cmp(other).unwrap());
    phrases.dedup();
    assert!(phrases.len() >= 12, "{} of 24 differ: {phrases:?}", phrases.len());
}

proptest::proptest! {
    /// Notes are in the lock and the register, and all end, whatever is played.
    #[test]
    fn laws(acts in random_acts(), notes in 2u8..=7, unit in 1u8..=8) {
        let options = [
            ("notes", OptionValue::Number(f64::from(notes))),
            ("unit", OptionValue::Number(f64::from(unit) / 4.0)),
        ];
        keeps_the_laws(&ROW, &options, &acts);
    }
}
