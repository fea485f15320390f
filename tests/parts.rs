//! What every part takes whatever its mode: who moves the chords, how loud a press is, a seed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::document::Document;
use cantus::engine::{MusicSetup, NoteRecord};
use cantus::music::{Harmony, LockSet, Progression, Scale};
use cantus::preset::{Catalogue, Preset};
use common::{Rendered, person, render};

/// A preset of two parts, with lines for the top and for each part.
fn preset(top: &str, first: &str, second: &str) -> Result<MusicSetup, String> {
    let text = format!(
        "format = 1\nname = \"Test\"\nabout = \"A test.\"\n{top}\n[[part]]\nmode = \"wander\"\nroles = [\"a\", \"b\"]\n\
         lock = \"chord\"\npatch = \"kalimba\"\n{first}\n[[part]]\nmode = \"wander\"\nroles = [\"a\"]\nlock = \"chord\"\n\
         register = [\"C2\", \"C4\"]\npatch = \"bass\"\n{second}\n"
    );
    let document = Document::new("test.preset.toml", text);
    let read = Preset::read(&document, &Catalogue::shipped());
    read.map(|preset| preset.setup).map_err(|errors| errors[0].to_string())
}

fn play(setup: &MusicSetup, trace: &str) -> Rendered {
    render(setup, &person("anyone"), trace, 12.0, 64)
}

/// Presses of `a`, one a second, `b` half a second after each.
fn presses(a: usize, b: usize) -> String {
    let press = |at: f64, role: &str| format!("{at} {role} down\n{} {role} up\n", at + 0.3);
    let all = (0..a).map(|n| press(n as f64 + 1.0, "a#1"));
    all.chain((0..b).map(|n| press(n as f64 + 1.5, "b#2"))).collect()
}

fn in_chord(note: &NoteRecord, chord: usize) -> bool {
    let progression = Progression::parse("I IV V", &Scale::major(), 4.0).unwrap();
    let harmony = Harmony { chord: progression.changes()[chord % 3].0, ..Harmony::default() };
    LockSet::chord(&harmony).contains(note.pitch)
}

/// Every press of the part that leads brings the next chord, the first press the first, and
/// every part plays that press in the new chord, whichever of them leads. Presses of a part
/// that does not lead stay in the chord.
#[test]
fn presses_lead_the_harmony() {
    let top = "progression = \"I IV V\"\nprogression_by = \"presses\"";
    for (first, second) in [("leads = true", ""), ("", "leads = true")] {
        let setup = preset(top, first, second).unwrap();
        let notes = play(&setup, &presses(9, 0)).ons();
        assert_eq!(notes.len(), 18);
        for (press, pair) in notes.chunks(2).enumerate() {
            assert!(pair.iter().all(|note| in_chord(note, press)), "press {press}: {pair:?}");
        }
    }
    let setup = preset(top, "", "leads = true").unwrap();
    let notes = play(&setup, &presses(6, 6)).ons();
    for (press, group) in notes.chunks(3).enumerate() {
        assert!(group.iter().all(|note| in_chord(note, press)), "press {press}: {group:?}");
    }
}

/// What a progression by presses lacks is told, with the place.
#[test]
fn leading_hangs_together() {
    let by = "progression = \"I IV V\"\nprogression_by = \"presses\"";
    let told = |top: &str, first: &str| preset(top, first, "").unwrap_err();
    assert!(told(by, "").contains("`leads = true`"), "{}", told(by, ""));
    assert!(told("progression_by = \"presses\"", "leads = true").contains("`progression`"));
    assert!(told("progression = \"I IV V\"", "leads = true").contains("progression_by"));
    assert!(told("", "velocity = 60").contains("expression = \"fixed\""));
}

/// Loudness is the control's, the rhythm's or fixed, as the part says, within the person's range.
#[test]
fn expression_is_the_parts_own() {
    let midi = "1 midi:note60 down 33\n1.4 midi:note60 up\n2 midi:note60 down 99\n2.4 midi:note60 up\n";
    let velocities = |line: &str| -> Vec<f32> {
        let setup = preset("", line, "level_db = 0").unwrap();
        let notes = play(&setup, midi).ons();
        notes.iter().filter(|note| note.part == 0).map(|note| note.velocity).collect()
    };
    assert_eq!(velocities(""), [33.0, 99.0]);
    assert_eq!(velocities("expression = \"control\""), [33.0, 99.0]);
    assert_eq!(velocities("expression = \"rhythm\""), [72.0, 80.0]);
    assert_eq!(velocities("expression = \"fixed\""), [80.0, 80.0]);
    assert_eq!(velocities("expression = \"fixed\"\nvelocity = 50"), [50.0, 50.0]);
    let loudest = person("anyone").body.loudest_velocity;
    assert_eq!(velocities("expression = \"fixed\"\nvelocity = 127"), [loudest; 2]);
}

/// A part's own seed makes its melody another one and leaves the others as they are.
#[test]
fn a_part_may_have_its_own_seed() {
    let pitches = |first: &str| -> [Vec<f32>; 2] {
        let notes = play(&preset("", first, "").unwrap(), &presses(10, 0)).ons();
        [0, 1].map(|part| notes.iter().filter(|n| n.part == part).map(|n| n.pitch).collect())
    };
    let [plain, seeded, again] = ["", "seed = 5", "seed = 5"].map(pitches);
    assert_eq!(seeded, again);
    assert_ne!(plain[0], seeded[0]);
    assert_eq!(plain[1], seeded[1]);
}

/// A journal needs nothing more than the presses: the same trace gives the same samples in any
/// device buffer, chords moved by presses included.
#[test]
fn leading_replays() {
    let top = "progression = \"I IV V\"\nprogression_by = \"presses\"";
    let setup = preset(top, "leads = true", "").unwrap();
    let trace = presses(5, 5) + "5.7 !finish\n";
    let [one, other] = [64, 7].map(|buffer| render(&setup, &person("anyone"), &trace, 9.0, buffer));
    assert!(one.audio == other.audio);
}
