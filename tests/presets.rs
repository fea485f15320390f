//! Every shipped preset with every shipped person: it sounds, in tune, at a loudness that
//! fits the others, and comes to its end.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;

use cantus::engine::{BAND_LANE, NoteRecord};
use cantus::input::{Control, ControlName, MidiControl, PadControl, PadStick, Role};
use cantus::math;
use cantus::music::LockSet;
use cantus::person::{Pattern, Person};
use cantus::preset::{Catalogue, FileKind};
use cantus::session::offline::Kept;
use cantus::sound::loudness::Loudness;
use common::{RATE_HZ, person, preset, preset_ids};

/// How long somebody plays, and how long the sound may last after that, in s.
const PLAYS_S: f64 = 6.0;
const ENDS_S: f64 = 15.0;
/// What counts as silence at the end.
const SILENT_DB: f32 = -70.0;

/// How a control moves.
enum Movement {
    Switch,
    /// 0 to 1, as breath or a trigger.
    Strength,
    /// −1 to 1, as a stick.
    Lean,
}

fn movement(control: Control) -> Movement {
    match control {
        Control::Pad(PadControl::Stick(PadStick::LeftTrigger | PadStick::RightTrigger))
        | Control::Midi(MidiControl::Cc(_) | MidiControl::Pressure) => Movement::Strength,
        Control::Pad(PadControl::Stick(_) | PadControl::AxisCode(_)) | Control::Midi(MidiControl::Bend) => {
            Movement::Lean
        }
        _ => Movement::Switch,
    }
}

/// One control for each role of a person, as a trace names it: the first that is bound.
fn controls(person: &Person) -> Vec<ControlName> {
    let mut seen = BTreeSet::new();
    let mut controls: Vec<ControlName> = Vec::new();
    for row in person.bindings.rows() {
        if !seen.insert(row.role) {
            continue;
        }
        let control = match row.pattern {
            Pattern::One(control) => control,
            Pattern::AnyPadButton => "pad:south".parse().unwrap(),
            Pattern::AnyMidiNote => "midi:note60".parse().unwrap(),
            Pattern::AnyMouseButton => "mouse:left".parse().unwrap(),
        };
        let name = ControlName { device: row.device.clone(), control };
        if !controls.contains(&name) {
            controls.push(name);
        }
    }
    controls
}

/// A person plays: steady presses, a lean to both sides, breaths. Everything is at rest at
/// the end, and every switch was pressed an even number of times, for those that latch.
fn played(person: &Person, seconds: f64, hold_s: f64, every_s: f64) -> String {
    let mut text = format!("{seconds:.4} !band stop\n");
    for (place, name) in controls(person).iter().enumerate() {
        let offset = 0.3 + 0.053 * place as f64;
        match movement(name.control) {
            Movement::Switch => {
                let presses = (((seconds - offset) / every_s) as u32) & !1;
                for press in 0..presses {
                    let down = offset + f64::from(press) * every_s;
                    writeln!(text, "{down:.4} {name} down\n{:.4} {name} up", down + hold_s).unwrap();
                }
            }
            continuous => {
                let is_lean = matches!(continuous, Movement::Lean);
                let (top, period_s) = if is_lean { (0.9, 5.0) } else { (0.75, 1.3) };
                for step in 0..(seconds / 0.03) as u32 {
                    let at = f64::from(step) * 0.03;
                    let turn = (at / period_s * std::f64::consts::TAU).sin();
                    let value = if is_lean { top * turn } else { (top * turn).max(0.0) };
                    writeln!(text, "{:.4} {name} {value:.4}", 0.2 + at).unwrap();
                }
                writeln!(text, "{:.4} {name} 0", seconds + 0.3).unwrap();
            }
        }
    }
    text
}

/// What one performance gave.
struct Performance {
    audio: Vec<f32>,
    notes: Vec<NoteRecord>,
}

/// Renders until it has rung out or `ENDS_S` after the end of playing; every pitch must be
/// in the lock that holds at its onset.
fn perform(id: &str, who: &str, person: &Person, trace: &str, seconds: f64) -> Performance {
    let setup = preset(id);
    let mut offline = common::offline(&setup, person, trace);
    let mut kept = Kept::default();
    let mut audio = Vec::new();
    let mut seen = 0;
    while !offline.is_over() && (audio.len() / 2) as f64 <= (seconds + ENDS_S) * RATE_HZ {
        let before = offline.engine().snapshot().harmony;
        let mut out = [0.0; 128];
        offline.render(&mut out, &mut kept, &mut common::resolve).unwrap();
        audio.extend(out);
        let after = offline.engine().snapshot().harmony;
        for note in kept.notes[seen..].iter().filter(|note| note.on && note.part < BAND_LANE) {
            let lock = match setup.parts.get(usize::from(note.part)) {
                Some(part) => part.lock,
                None => setup.leader.as_ref().unwrap().lock,
            };
            let is_allowed = [before, after].iter().any(|harmony| {
                [true, false].iter().any(|strong| LockSet::new(harmony, lock, *strong).contains(note.pitch))
            });
            assert!(is_allowed, "{id}, {who}: {} is out of tune", note.pitch);
        }
        seen = kept.notes.len();
    }
    Performance { audio, notes: kept.notes }
}

fn peak_db(audio: &[f32]) -> f32 {
    math::gain_to_db(audio.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs())))
}

fn person_ids() -> Vec<String> {
    Catalogue::shipped().ids(FileKind::Person)
}

/// Every person plays every preset, on the controls of their own: it sounds, every part that
/// they have a role for, in tune, never over −9 dBFS, every note ends, and there is silence
/// within 15 s.
#[test]
fn everybody_plays_everything() {
    for who in person_ids() {
        let body = person(&who);
        let trace = played(&body, PLAYS_S, 0.5, 0.9);
        let roles: BTreeSet<Role> = body.bindings.rows().iter().map(|row| row.role).collect();
        for id in preset_ids() {
            let trace = format!("{trace}{}", common::led_home(&preset(&id), PLAYS_S + 0.4));
            let performance = perform(&id, &who, &body, &trace, PLAYS_S);
            let (ons, offs): (Vec<&NoteRecord>, Vec<_>) = performance.notes.iter().partition(|note| note.on);
            assert!(!ons.is_empty(), "{id} does not sound for {who}");
            // What plays on by itself takes its time to come home (tests/laws.rs).
            let plays_on = common::way_home_s(&preset(&id)) > 0.0;
            assert!(plays_on || ons.len() == offs.len(), "{id}, {who}: notes hang");
            for (number, part) in preset(&id).parts.iter().enumerate() {
                // A part of movements sounds for who has all of them.
                let axes = || part.roles.iter().filter(|role| matches!(role, Role::Axis(_)));
                let can = if axes().count() > 0 {
                    axes().all(|role| roles.contains(role))
                } else {
                    part.roles.iter().any(|role| roles.contains(role))
                };
                let sounds = ons.iter().any(|note| usize::from(note.part) == number);
                assert!(sounds || !can, "{id}: {} does not sound for {who}", part.name);
            }
            let peak = peak_db(&performance.audio);
            assert!(peak <= -9.0 + 1e-4, "{id}, {who}: {peak} dBFS");
            let tail = &performance.audio[performance.audio.len() - RATE_HZ as usize / 5..];
            assert!(
                plays_on || peak_db(tail) < SILENT_DB,
                "{id}, {who}: {} dBFS after {ENDS_S} s",
                peak_db(tail)
            );
        }
    }
}

/// Whoever has one switch and nothing else plays every preset with it.
#[test]
fn one_switch_is_enough() {
    let anyone = person("anyone");
    let presses: String = (0..8).map(|n| format!("{0}.2 key:space down\n{0}.7 key:space up\n", n)).collect();
    let presses = presses + "8.0 !band stop\n";
    for id in preset_ids() {
        let performance = perform(&id, "one switch", &anyone, &presses, 8.0);
        let mut onsets: Vec<u64> =
            performance.notes.iter().filter(|note| note.on).map(|note| note.at).collect();
        onsets.dedup();
        assert!(onsets.len() >= 8, "{id}: 8 presses, {} onsets", onsets.len());
    }
}

/// Presets are equally loud, so that going from one to the next startles nobody: played
/// steadily, each has −27 to −22 LUFS, and none differs by more than 4 LU from another.
#[test]
fn presets_are_equally_loud() {
    let anyone = person("anyone");
    let trace = played(&anyone, 20.0, 0.4, 0.6);
    let mut all = Vec::new();
    for id in preset_ids() {
        let performance = perform(&id, "anyone", &anyone, &trace, 20.0);
        let (left, right): (Vec<f32>, Vec<f32>) =
            performance.audio.chunks(2).map(|frame| (frame[0], frame[1])).unzip();
        let mut loudness = Loudness::new(RATE_HZ as f32);
        loudness.add(&left, &right);
        println!("{id:20} {:6.1} LUFS, peak {:5.1} dBFS", loudness.integrated(), loudness.sample_peak_db());
        all.push((loudness.integrated(), id));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (softest, loudest) = (&all[0], &all[all.len() - 1]);
    assert!(softest.0 >= -27.0 && loudest.0 <= -22.0, "{softest:?}, {loudest:?}");
    assert!(loudest.0 - softest.0 <= 4.0, "{softest:?}, {loudest:?}");
}
