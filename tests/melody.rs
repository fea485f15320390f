//! Laws of `wander`: its melodies move as sung melodies do (`docs/modes/wander.md`).

#[path = "melody/players.rs"]
mod players;
#[path = "melody/statistics.rs"]
mod statistics;

use cantus::chance::Chance;
use players::{Key, Player, Rhythm, keys, sampler};
use statistics::{Note, ROWS, Recurrence, measure, recurrence};

const SEEDS: [u64; 3] = [1, 2, 3];
const RHYTHMS: [Rhythm; 4] =
    [Rhythm::Steady(0.625), Rhythm::Steady(0.45), Rhythm::LogNormal(0.5, 0.35), Rhythm::LogNormal(0.9, 0.5)];
/// Notes of a take: so many that chance alone moves no row by more than some 5 points.
const NOTES: usize = 3000;

type Figures = [f32; ROWS.len()];

struct Take {
    name: String,
    notes: Vec<Note>,
    figures: Figures,
}

fn takes(play: impl Fn(&Key, u64, Rhythm) -> Vec<Note>) -> Vec<Take> {
    let mut takes = Vec::new();
    for key in keys() {
        for seed in SEEDS {
            for rhythm in RHYTHMS {
                let notes = play(&key, seed, rhythm);
                let figures = measure(&notes, key.harmony().root, &key.scale, key.triad);
                takes.push(Take { name: format!("{} seed {seed} {rhythm:?}", key.name), notes, figures });
            }
        }
    }
    takes
}

fn wander(key: &Key, seed: u64, rhythm: Rhythm) -> Vec<Note> {
    Player::new(seed, key.harmony()).play(NOTES, rhythm, &mut Chance::new(seed ^ 0x5eed))
}

fn spread(takes: &[Take], row: usize) -> (f32, f32, f32) {
    let figures = || takes.iter().map(|take| take.figures[row]);
    let mean = figures().sum::<f32>() / takes.len() as f32;
    (mean, figures().fold(f32::INFINITY, f32::min), figures().fold(f32::NEG_INFINITY, f32::max))
}

#[test]
fn look() {
    let wander = takes(wander);
    let control =
        takes(|key, seed, rhythm| sampler(key, seed, NOTES, rhythm, &mut Chance::new(seed ^ 0x5eed)));
    for (place, row) in ROWS.iter().enumerate() {
        let (mean, low, high) = spread(&wander, place);
        let (cmean, clow, chigh) = spread(&control, place);
        let bad = wander.iter().filter(|take| !row.is_met(take.figures[place])).count();
        let cbad = control.iter().filter(|take| !row.is_met(take.figures[place])).count();
        println!(
            "{:36} {:5.1} | {mean:5.1} ({low:5.1}..{high:5.1}) bad {bad:2} | {cmean:5.1} ({clow:5.1}..{chigh:5.1}) bad {cbad:2}",
            row.name, row.songs
        );
    }
    for key in 0..5 {
        let of = &wander[key * 12..key * 12 + 12];
        println!(
            "{:20} {:?}",
            of[0].name,
            (0..ROWS.len()).map(|row| spread(of, row).0.round()).collect::<Vec<_>>()
        );
    }
    for set in [&wander, &control] {
        let r: Vec<Recurrence> = set.iter().flat_map(|take| take.notes.chunks(600).map(recurrence)).collect();
        println!(
            "600: share {:.1} most {}",
            r.iter().map(|r| r.share).sum::<f32>() / r.len() as f32,
            r.iter().map(|r| r.most).max().unwrap()
        );
        let r: Vec<Recurrence> = set.iter().flat_map(|take| take.notes.chunks(52).map(recurrence)).collect();
        println!(
            "52: share {:.1} most {}",
            r.iter().map(|r| r.share).sum::<f32>() / r.len() as f32,
            r.iter().map(|r| r.most).max().unwrap()
        );
    }
    for (name, set) in [("wander", &wander), ("control", &control)] {
        let (mut ends, mut steps, mut below, mut phrases) = (0, 0, 0, Vec::new());
        for take in set {
            for phrase in take.notes.split_inclusive(|note| note.end) {
                if phrase.len() < 4 {
                    continue;
                }
                ends += 1;
                let last = phrase[phrase.len() - 1].pitch;
                let gap = (last - phrase[phrase.len() - 2].pitch).abs();
                steps += usize::from(gap > 0.1 && gap < 3.1);
                below +=
                    usize::from(last < phrase.iter().map(|n| n.pitch).sum::<f32>() / phrase.len() as f32);
                phrases.push(phrase.len());
            }
        }
        phrases.sort();
        println!(
            "{name}: ends by step {:.1} below mean {:.1} len {:?}",
            100.0 * steps as f32 / ends as f32,
            100.0 * below as f32 / ends as f32,
            [0.1, 0.25, 0.5, 0.75, 0.9].map(|p| phrases[(p * (phrases.len() - 1) as f32) as usize])
        );
    }
    let mut dump = String::new();
    for take in wander.iter().chain(&control) {
        for n in &take.notes {
            dump.push_str(&format!("{} {} {} ", n.pitch, u8::from(n.strong), u8::from(n.end)));
        }
        dump.push('\n');
    }
    std::fs::write("/tmp/wander/dump.txt", dump).unwrap();
    let line: Vec<String> = wander[0].notes[..160]
        .iter()
        .map(|n| format!("{}{}{}", n.pitch, if n.strong { "'" } else { "" }, if n.end { " |\n" } else { "" }))
        .collect();
    println!("{}", line.join(" "));
}
