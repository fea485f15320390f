//! Takes: many melodies by each player, their figures, and the table they make.

use std::sync::OnceLock;

use cantus::chance::Chance;

use crate::players::{Key, Player, Rhythm, keys, sampler};
use crate::statistics::{Note, ROWS, measure};

const SEEDS: [u64; 3] = [1, 2, 3];
/// Steady at one press a beat and off the beat; free around half a second and, slower and
/// freer, around a second.
const RHYTHMS: [Rhythm; 4] =
    [Rhythm::Steady(0.625), Rhythm::Steady(0.45), Rhythm::LogNormal(0.5, 0.35), Rhythm::LogNormal(0.9, 0.5)];
/// Notes of a take: so many that some 360 leaps and phrase ends are counted in each, and
/// chance alone (two standard errors of a share) stays under 6 points.
const NOTES: usize = 3000;

/// One melody and its figures.
pub struct Take {
    pub name: String,
    pub notes: Vec<Note>,
    pub figures: [f32; ROWS.len()],
}

/// One take for each of five scales, three seeds and four rhythms.
fn takes(play: impl Fn(&Key, u64, Rhythm) -> Vec<Note>) -> Vec<Take> {
    let mut takes = Vec::new();
    for key in keys() {
        for seed in SEEDS {
            for rhythm in RHYTHMS {
                let notes = play(&key, seed, rhythm);
                let figures = measure(&notes, key.harmony().root, &key.scale, key.triad);
                takes.push(Take { name: format!("{}, seed {seed}, {rhythm:?}", key.name), notes, figures });
            }
        }
    }
    takes
}

/// The hand that presses: its chance has nothing to do with the melody's.
fn hand(seed: u64) -> Chance {
    Chance::new(seed).fork(0x4a4d)
}

/// Takes of `wander` with its defaults.
pub fn wander() -> &'static [Take] {
    static TAKES: OnceLock<Vec<Take>> = OnceLock::new();
    TAKES.get_or_init(|| {
        takes(|key, seed, rhythm| Player::new(seed, key.harmony()).play(NOTES, rhythm, &mut hand(seed)))
    })
}

/// Takes of the first-order sampler.
pub fn sampled() -> &'static [Take] {
    static TAKES: OnceLock<Vec<Take>> = OnceLock::new();
    TAKES.get_or_init(|| takes(|key, seed, rhythm| sampler(key, seed, NOTES, rhythm, &mut hand(seed))))
}

/// Mean, least and greatest figure of a row.
pub fn spread(takes: &[Take], row: usize) -> (f32, f32, f32) {
    let figures = || takes.iter().map(|take| take.figures[row]);
    let mean = figures().sum::<f32>() / takes.len() as f32;
    (mean, figures().fold(f32::INFINITY, f32::min), figures().fold(f32::NEG_INFINITY, f32::max))
}

/// The table as `docs/modes/wander.md` shows it.
pub fn table(wander: &[Take], sampled: &[Take]) -> String {
    let mut lines = vec![
        "| row | folk songs | wander | wander, least to most | first-order sampler |".to_owned(),
        "|---|---:|---:|---:|---:|".to_owned(),
    ];
    for (place, row) in ROWS.iter().enumerate() {
        let (mean, least, most) = spread(wander, place);
        let (control, _, _) = spread(sampled, place);
        let mark = if row.is_met(control) { "" } else { " ✗" };
        lines.push(format!(
            "| {} | {} | {mean:.1} | {least:.1} to {most:.1} | {control:.1}{mark} |",
            row.name, row.songs
        ));
    }
    lines.join("\n")
}
