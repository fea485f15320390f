//! Demonstrations: small traces and the notes they give, to read like a score.
//!
//! `tests/demos/PRESET.trace` is played in that preset; the notes are kept as a snapshot, a
//! line for each press and for each note: when (s), part, note, cents beside it, velocity, and
//! how long. Accept new ones with `INSTA_UPDATE=always cargo test --test demos`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::fmt::Write;
use std::path::Path;

use cantus::input::trace;
use common::{RATE_HZ, person, preset, preset_ids, render};

/// How long after the last line a demonstration is listened to, in s.
const TAIL_S: f64 = 8.0;

const NAMES: [&str; 12] = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

fn note_name(pitch: f32) -> String {
    let near = pitch.round() as i32;
    let cents = ((pitch - near as f32) * 100.0).round() as i32;
    let name = format!("{}{}", NAMES[near.rem_euclid(12) as usize], near.div_euclid(12) - 1);
    if cents == 0 { name } else { format!("{name}{cents:+}") }
}

fn demos() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/demos");
    let mut demos: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "trace"))
        .map(|path| {
            let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (id, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    demos.sort();
    demos
}

/// Seconds of the last line of a trace.
fn length_s(text: &str) -> f64 {
    let starts = text.lines().filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    starts.fold(0.0, f64::max)
}

/// Every demonstration is of a shipped preset, is a good trace, and plays what is kept: each
/// press sounds at once, on the frame of its moment, and every note ends.
#[test]
fn demonstrations_are_kept() {
    let ids = preset_ids();
    for (id, text) in demos() {
        assert!(ids.contains(&id), "there is no preset for tests/demos/{id}.trace");
        trace::parse(&text).unwrap_or_else(|errors| panic!("{id}: {}", errors[0]));
        let setup = preset(&id);
        let rendered = render(&setup, &person("anyone"), &text, length_s(&text) + TAIL_S, 64);
        let mut score = String::new();
        let mut presses = text
            .lines()
            .filter(|line| line.ends_with(" down"))
            .filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok())
            .peekable();
        for note in rendered.ons() {
            let at = note.at as f64 / RATE_HZ;
            while let Some(press) = presses.next_if(|press| *press <= at + 1e-6) {
                writeln!(score, "{press:.3} press").unwrap();
                let sounds = rendered.ons().iter().any(|on| on.at == (press * RATE_HZ).round() as u64);
                assert!(sounds, "{id}: the press at {press} s does not sound at once");
            }
            let end =
                rendered.kept.notes.iter().find(|off| {
                    !off.on && off.part == note.part && off.note == note.note && off.at >= note.at
                });
            let long = end.map_or_else(
                || "rings".to_owned(),
                |off| format!("{:.3}", (off.at - note.at) as f64 / RATE_HZ),
            );
            let part = &setup.parts[usize::from(note.part)].name;
            writeln!(score, "{at:.3}   {part}: {} v{:.0} {long}", note_name(note.pitch), note.velocity)
                .unwrap();
        }
        insta::with_settings!({ snapshot_path => "demos", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(id, score);
        });
    }
}
