//! No shipped preset is monotonous for whoever has one switch: what presses bring differs
//! from press to press, goes up and down, and uses more than a few notes.
//!
//! `cargo test --test monotony -- --nocapture` prints the table.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::fmt::Write;

use cantus::chance::Chance;
use cantus::engine::{Engine, Music, MusicSetup, NoteRecord};
use cantus::input::{RoleEvent, RoleValue};
use cantus::session::offline::Kept;
use common::{RATE_HZ, person, preset, preset_ids, render};

/// Presses of a performance, and how long it lasts at most, in s.
const PRESSES: usize = 56;
const SECONDS: f64 = 62.0;
/// Modes whose notes have no pitch to speak of, or are somebody else's: drums, sounds.
const LEFT_OUT: &[&str] = &["beat", "cue"];
/// Time in which somebody who waits for a note answers its light, in s: slow, as people are who scan.
const ANSWER_S: f64 = 0.35;

/// Somebody plays one switch: presses 0.3 to 1.4 s apart, some held long, some short, with a
/// rest after every ninth.
fn performance() -> (String, Vec<u64>) {
    let mut chance = Chance::new(5);
    let (mut text, mut presses) = (String::new(), Vec::new());
    let mut at = 0.4;
    for press in 0..PRESSES {
        let interval = f64::from(0.3 * 4.5f32.powf(chance.unit()));
        let held = interval * f64::from(chance.between(0.25, 0.85));
        writeln!(text, "{at:.4} key:space down\n{:.4} key:space up", at + held).unwrap();
        presses.push((at * RATE_HZ) as u64);
        at += interval + if press % 9 == 8 { 3.2 } else { 0.0 };
    }
    (text, presses)
}

/// What was heard of one part.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    /// Notes.
    notes: usize,
    /// Entropy of its pitches, in bits: 2 is as varied as four notes equally often.
    entropy: f64,
    /// Different pitches.
    different: usize,
    /// Share of presses that brought the same as the press before, in per cent.
    same: f64,
    /// Most presses in a row that brought the same.
    run: usize,
    /// Share of moving intervals that turn the direction, in per cent.
    turns: f64,
}

fn figures(notes: &[NoteRecord], presses: &[u64]) -> Figures {
    let cents = |note: &NoteRecord| (note.pitch * 100.0).round() as i32;
    let mut pitches: Vec<i32> = notes.iter().map(cents).collect();
    let moves: Vec<i32> = pitches.windows(2).map(|pair| pair[1] - pair[0]).filter(|by| *by != 0).collect();
    let turning = moves.windows(2).filter(|pair| (pair[0] > 0) != (pair[1] > 0)).count();
    // What each press brought: the pitches that began before the next one.
    let brought: Vec<Vec<i32>> = presses
        .iter()
        .enumerate()
        .map(|(place, &at)| {
            let end = presses.get(place + 1).copied().unwrap_or(u64::MAX);
            notes.iter().filter(|note| (at..end).contains(&note.at)).map(cents).collect()
        })
        .collect();
    let same: Vec<bool> = brought.windows(2).map(|pair| pair[0] == pair[1]).collect();
    let run = same.split(|same| !same).map(|run| run.len() + 1).max().unwrap_or(0);
    pitches.sort_unstable();
    let counts: Vec<f64> = pitches.chunk_by(|one, other| one == other).map(|run| run.len() as f64).collect();
    let total = pitches.len().max(1) as f64;
    Figures {
        notes: pitches.len(),
        entropy: counts.iter().map(|count| -count / total * (count / total).log2()).sum(),
        different: counts.len(),
        same: 100.0 * same.iter().filter(|same| **same).count() as f64 / same.len() as f64,
        run,
        turns: 100.0 * turning as f64 / moves.len().saturating_sub(1).max(1) as f64,
    }
}

/// Somebody scans who chooses: they have a place of the list in mind, not the one they took last, wait
/// until it is lit, and press when they have seen it. (Regular presses in a scan would take whatever
/// happens to be lit, which says nothing of what can be played.)
fn choosing(setup: &MusicSetup) -> (Vec<NoteRecord>, Vec<u64>) {
    let mut engine = Engine::new(RATE_HZ, person("scanner").body, Music::build(RATE_HZ, setup).unwrap());
    let mut chance = Chance::new(7);
    let (mut kept, mut presses) = (Kept::default(), Vec::new());
    let (mut wanted, mut seen_at, mut pressed_at): (u16, Option<u64>, Option<u64>) = (0, None, None);
    let hand = |engine: &mut Engine, value: RoleValue| {
        engine.event(RoleEvent::of_a(engine.frame(), value));
    };
    let mut out = [0.0; 128];
    while presses.len() < PRESSES {
        engine.render(&mut out, &mut kept);
        let now = engine.frame();
        assert!(now < (1_200.0 * RATE_HZ) as u64, "{} presses only", presses.len());
        let Some((place, of)) = engine.snapshot().parts[0].mode.place else { continue };
        match (seen_at, pressed_at) {
            (_, Some(at)) if now > at + (0.3 * RATE_HZ) as u64 => {
                hand(&mut engine, RoleValue::Up);
                pressed_at = None;
                wanted = (wanted + 1 + chance.below(usize::from(of) - 1) as u16) % of;
            }
            (_, Some(_)) => {}
            (Some(at), _) if place == wanted && now > at + (ANSWER_S * RATE_HZ) as u64 => {
                hand(&mut engine, RoleValue::Down { velocity: None });
                presses.push(now);
                (seen_at, pressed_at) = (None, Some(now));
            }
            (Some(_), _) if place != wanted => seen_at = None,
            (None, _) if place == wanted => seen_at = Some(now),
            _ => {}
        }
    }
    for _ in 0..RATE_HZ as usize / 64 {
        engine.render(&mut out, &mut kept);
    }
    (kept.notes.into_iter().filter(|note| note.on).collect(), presses)
}

/// Figures of each pitched part that one switch plays, the most varied first.
fn parts(setup: &MusicSetup) -> Vec<(String, Figures)> {
    let (notes, presses) = if setup.parts.iter().all(|part| part.mode == "scan") {
        choosing(setup)
    } else {
        let (trace, presses) = performance();
        (render(setup, &person("anyone"), &trace, SECONDS, 64).ons(), presses)
    };
    let mut parts: Vec<(String, Figures)> = setup
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !LEFT_OUT.contains(&part.mode))
        .map(|(number, part)| {
            let own: Vec<NoteRecord> =
                notes.iter().filter(|note| usize::from(note.part) == number).copied().collect();
            (part.name.clone(), figures(&own, &presses))
        })
        .filter(|(_, figures)| figures.notes > 0)
        .collect();
    parts.sort_by(|one, other| other.1.entropy.total_cmp(&one.1.entropy));
    parts
}

/// What is monotonous in a part.
fn monotonous(figures: &Figures) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    hold(figures.entropy >= 2.15, format!("pitch entropy {:.2} bits", figures.entropy));
    hold(figures.different >= 5, format!("{} different pitches", figures.different));
    hold(figures.same <= 15.0, format!("{:.0} % of the presses repeat", figures.same));
    hold(figures.run <= 4, format!("{} times the same in a row", figures.run));
    hold((18.0..=80.0).contains(&figures.turns), format!("{:.0} % turns", figures.turns));
    wrong
}

/// Every shipped preset, played with one switch in a varied rhythm, or in a scan by somebody who chooses,
/// has a part whose pitches
/// have at least 2.15 bits of entropy and five different notes, that repeats itself on at most
/// 15 % of the presses and never more than four times in a row, and that neither runs one way
/// nor flutters. (Sung melodies: 23 % repeats, 2.6 to 2.9 bits within a song; the least varied
/// part that ships is a choir of three tones in one chord, and five bells have 2.3 bits.)
#[test]
fn one_switch_is_never_monotonous() {
    let mut dull = String::new();
    println!("preset, part: notes, entropy (bits), different, same (%), run, turns (%)");
    for id in preset_ids() {
        let setup = preset(&id);
        let parts = parts(&setup);
        assert!(
            !parts.is_empty() || setup.parts.iter().all(|part| LEFT_OUT.contains(&part.mode)),
            "{id} is silent"
        );
        for (name, f) in &parts {
            println!(
                "{id:18} {name:14} {:4} {:5.2} {:3} {:4.0} {:3} {:4.0}",
                f.notes, f.entropy, f.different, f.same, f.run, f.turns
            );
        }
        if !parts.is_empty() && parts.iter().all(|(_, figures)| !monotonous(figures).is_empty()) {
            for (name, figures) in &parts {
                writeln!(dull, "{id}, {name}: {}", monotonous(figures).join(", ")).unwrap();
            }
        }
    }
    assert!(dull.is_empty(), "monotonous with one switch:\n{dull}");
}

/// The test above tells music from a doorbell: one note again and again, two notes in turn and
/// an endless scale are all found dull.
#[test]
fn doorbells_are_found_dull() {
    let (_, presses) = performance();
    let tune = |pitch: &dyn Fn(usize) -> f32| -> Vec<String> {
        let note = |(place, &at): (usize, &u64)| NoteRecord {
            at,
            part: 0,
            on: true,
            pitch: pitch(place),
            velocity: 80.0,
            note: place as u32,
        };
        let notes: Vec<NoteRecord> = presses.iter().enumerate().map(note).collect();
        monotonous(&figures(&notes, &presses))
    };
    assert!(tune(&|_| 60.0).len() >= 4);
    assert!(tune(&|place| [60.0, 64.0][place % 2]).len() >= 2);
    assert!(!tune(&|place| 40.0 + place as f32).is_empty());
    assert!(!tune(&|place| [60.0, 62.0, 64.0][place / 5 % 3]).is_empty());
    assert!(tune(&|place| [60.0, 62.0, 64.0, 67.0, 64.0, 62.0, 69.0, 67.0][place * 3 % 8]).is_empty());
}
