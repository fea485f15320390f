//! A switch that stays down: an arm lies on it, or the box is broken.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::path::Path;

use cantus::engine::{MusicSetup, Notice};
use cantus::person::Person;
use cantus::preset::{Catalogue, FileKind, read_patch};
use cantus::sound::{EffectsSetup, Patch};
use common::{RATE_HZ, Rendered, person, preset, preset_ids, render};

/// After how long a switch counts as stuck, in s.
const STUCK_S: f64 = 1.0;
/// How long what it held may still sound, in s.
const FADE_S: f64 = 2.0;

fn impatient() -> Person {
    let mut person = person("two-switches");
    person.body.max_hold_ms = (STUCK_S * 1000.0) as f32;
    person
}

/// First notes with one dry part: `mode`, and the patch.
fn dry(mode: &'static str, patch: Option<Patch>) -> MusicSetup {
    let mut setup = preset("first-notes");
    setup.parts.truncate(1);
    let row = cantus::play::registry::find(mode).unwrap();
    let part = &mut setup.parts[0];
    part.mode = mode;
    part.options = cantus::play::Options::defaults(row.options);
    part.effects = EffectsSetup::default();
    part.room_db = -60.0;
    part.patch = patch.unwrap_or_else(|| part.patch.clone());
    setup
}

fn peak(rendered: &Rendered, from_s: f64, to_s: f64) -> f32 {
    let frames = (from_s * RATE_HZ) as usize..(to_s * RATE_HZ) as usize;
    rendered.audio[2 * frames.start..2 * frames.end].iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

/// Whatever its sound, what a stuck switch held is silent two seconds after it was let go of,
/// and no sound is cut off: it fades. The carer is told once, and the switch plays again once
/// it was released.
#[test]
fn what_it_held_fades_whatever_the_patch() {
    let catalogue = Catalogue::shipped();
    let stuck = 0.5 + STUCK_S;
    let played = format!("0.5 a#0 down\n{0} a#0 up\n{1} a#0 down\n{2} a#0 up\n", 5.0, 5.2, 5.6);
    for id in catalogue.ids(FileKind::Patch) {
        let document = catalogue.document(FileKind::Patch, &id, Path::new(".")).unwrap();
        let patch = read_patch(&document).unwrap();
        let rendered = render(&dry("keys", Some(patch)), &impatient(), &played, 6.0, 512);
        let before = peak(&rendered, stuck - 0.1, stuck);
        let faded = peak(&rendered, stuck + FADE_S + 0.01, 5.2);
        // The room's send is at its least, not off.
        assert!(faded < 1.0e-3 * before.max(0.01), "{id}: {faded} after {before}");
        let told = rendered.kept.notices.iter();
        let told = told.filter(|notice| matches!(notice, Notice::StuckSwitch { .. })).count();
        assert_eq!(told, 1, "{id}");
        assert!(peak(&rendered, 5.2, 5.6) > 0.003, "{id} does not play again");
        // A fade of 2 s falls by a twentieth in 100 ms; a sound may fall faster by itself.
        let at_once = peak(&rendered, stuck + 0.005, stuck + 0.1);
        assert!(at_once >= 0.25 * before, "{id} is cut off: {at_once} after {before}");
    }
}

/// In every mode a stuck switch leaves no note that its press began, two seconds later:
/// also where the mode lets notes sing out at a release.
#[test]
fn what_it_held_ends_in_every_mode() {
    for row in cantus::play::registry::MODES.iter().filter(|row| !row.unpitched) {
        // These play on by themselves, which is what they are for.
        if ["loop", "steer", "song", "phrase", "cue", "echo"].contains(&row.id) {
            continue;
        }
        let rendered = render(&dry(row.id, None), &impatient(), "0.5 a#0 down\n", 4.5, 512);
        let last = rendered.kept.notes.iter().filter(|note| !note.on).map(|note| note.at).max().unwrap_or(0);
        assert_eq!(rendered.hanging(), 0, "{}", row.id);
        assert!(last as f64 <= (0.5 + STUCK_S + FADE_S) * RATE_HZ, "{}: {last}", row.id);
        let left = peak(&rendered, 0.5 + STUCK_S + FADE_S + 0.3, 4.5);
        assert!(left < 1.0e-3, "{}: {left}", row.id);
    }
}

/// Every preset that falls silent when its switches are let go falls silent when one is stuck.
#[test]
fn presets_let_go_of_it() {
    for id in preset_ids() {
        let setup = preset(&id);
        let plays_on = setup.band.is_some()
            || setup.parts.iter().any(|part| ["loop", "steer", "cue", "song", "phrase"].contains(&part.mode));
        if plays_on {
            continue;
        }
        let rendered = render(&setup, &impatient(), "0.5 a#0 down\n", 4.5, 512);
        assert_eq!(rendered.hanging(), 0, "{id}");
    }
}
