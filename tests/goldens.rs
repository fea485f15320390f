//! Fingerprints of every shipped preset, so that a change of sound or music is seen.
//!
//! Quantised (milliseconds, cents, half decibels): they hold on every machine. Accept new
//! ones with `INSTA_UPDATE=always cargo test --test goldens`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use cantus::engine::BAND_LANE;
use cantus::sound::loudness::Loudness;
use common::{RATE_HZ, Rendered, person, preset, preset_ids, render};

/// Somebody plays a tune on the first switch with a rest in it, a few notes on the second,
/// leans from left to right and back, and breathes three times.
const PRESSES: &[(&str, &[(f64, f64)])] = &[
    (
        "a#0",
        &[
            (0.200, 0.450),
            (0.713, 0.900),
            (1.301, 1.800),
            (1.950, 2.100),
            (2.333, 3.100),
            (5.000, 5.300),
            (5.600, 6.400),
        ],
    ),
    ("b#1", &[(1.000, 1.600), (3.400, 3.900), (5.250, 5.500)]),
];
const SECONDS: f64 = 8.0;
/// Loudness is told for each of these stretches.
const STRETCH_S: f64 = 0.5;

fn trace() -> String {
    let mut text = String::new();
    for (switch, presses) in PRESSES {
        for (down, up) in *presses {
            writeln!(text, "{down} {switch} down\n{up} {switch} up").unwrap();
        }
    }
    for step in 0..32 {
        let at = 0.1 + f64::from(step) * 0.2;
        // A triangle, and humps: no arithmetic that could differ between machines.
        let lean = (f64::from((step + 8) % 32) / 8.0 - 2.0).abs() - 1.0;
        let breath = f64::from([0, 3, 6, 8, 7, 4, 1, 0][step as usize % 8]) / 10.0;
        writeln!(text, "{at:.1} axis1#8 {lean:.3}\n{at:.1} axis2#9 {breath:.1}").unwrap();
    }
    text
}

fn fingerprint(rendered: &Rendered) -> String {
    let mut text = String::from("ms part cents@velocity\n");
    let mut onsets: BTreeMap<(u64, u8), Vec<String>> = BTreeMap::new();
    let mut band: BTreeMap<u8, (usize, f32)> = BTreeMap::new();
    for note in rendered.ons() {
        if note.part >= BAND_LANE {
            let (count, pitches) = band.entry(note.part).or_default();
            (*count, *pitches) = (*count + 1, *pitches + note.pitch);
            continue;
        }
        let at_ms = (note.at as f64 * 1000.0 / RATE_HZ).round() as u64;
        let told = format!("{:.0}@{:.0}", note.pitch * 100.0, note.velocity);
        onsets.entry((at_ms, note.part)).or_default().push(told);
    }
    for ((at_ms, part), notes) in onsets {
        writeln!(text, "{at_ms} {part} {}", notes.join(" ")).unwrap();
    }
    for (lane, (count, pitches)) in band {
        writeln!(text, "band {lane}: {count} notes, {:.1} on the average", pitches / count as f32).unwrap();
    }
    writeln!(text, "hanging {}", rendered.hanging()).unwrap();
    let (left, right) = (rendered.left(), rendered.right());
    let stretch = (STRETCH_S * RATE_HZ) as usize;
    text += "LUFS";
    for (left, right) in left.chunks(stretch).zip(right.chunks(stretch)) {
        let mut loudness = Loudness::new(RATE_HZ as f32);
        loudness.add(left, right);
        let lufs = (loudness.momentary_max() * 2.0).round() / 2.0;
        if lufs < -70.0 { text += " -" } else { write!(text, " {lufs:.1}").unwrap() }
    }
    text + "\n"
}

/// Every preset plays the notes it played, as loudly as it did.
#[test]
fn presets_sound_as_before() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let text = fingerprint(&render(&preset(&id), &anyone, &trace(), SECONDS, 512));
        assert!(text.lines().count() < 160, "{id}: a fingerprint is short");
        insta::assert_snapshot!(id, text);
    }
}
