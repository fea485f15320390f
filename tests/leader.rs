//! Somebody leads on a MIDI keyboard: who plays what, what sounds, what is released.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::document::Document;
use cantus::engine::{LEADER_LANE, MusicSetup};
use cantus::person::Person;
use cantus::preset::{Catalogue, Preset};
use cantus::session::journal::Journal;
use common::{Rendered, person, render};

fn preset(text: &str) -> MusicSetup {
    let text = format!("format = 1\nname = \"x\"\nabout = \"x\"\n{text}");
    let document = Document::new("x.preset.toml", text);
    Preset::read(&document, &Catalogue::shipped()).unwrap_or_else(|errors| panic!("{}", errors[0])).setup
}

fn led() -> MusicSetup {
    preset("[leader]\npatch = \"soft_piano\"\n[[part]]\nmode = \"keys\"\npatch = \"flute\"\n")
}

fn bound(binds: &str) -> Person {
    let text = format!("format = 1\nname = \"x\"\nabout = \"x\"\n{binds}");
    Person::read(&Document::new("x.person.toml", text)).unwrap_or_else(|errors| panic!("{}", errors[0]))
}

/// Lane, on or off, pitch to the nearest key, of all notes.
fn notes(rendered: &Rendered) -> Vec<(u8, bool, i32)> {
    rendered.kept.notes.iter().map(|note| (note.part, note.on, note.pitch.round() as i32)).collect()
}

const L: u8 = LEADER_LANE;

/// MIDI keys that the person file binds only with all others are the leader's in a preset
/// that has one, and the player's in one that has none.
#[test]
fn keys_are_the_leaders_unless_bound() {
    let trace = "0.1 midi:note61 down 90\n0.3 midi:note61 up\n0.5 key:space down\n0.6 key:space up\n";
    let anyone = person("anyone");
    let alone = preset("[[part]]\nmode = \"keys\"\npatch = \"flute\"\n");
    let played = notes(&render(&alone, &anyone, trace, 1.0, 64));
    assert!(played.iter().all(|note| note.0 == 0), "{played:?}");
    assert_eq!(played[0], (0, true, 60), "in tune for a player");
    let played = notes(&render(&led(), &anyone, trace, 1.0, 64));
    assert_eq!(played[..2], [(L, true, 61), (L, false, 61)], "as played for a leader");
    assert_eq!(played[2].0, 0, "{played:?}");

    let mine = bound("[[bind]]\ncontrols = [\"midi:note61\", \"midi[Pad]:any\"]\nrole = \"a\"\n");
    let trace = "0.1 midi:note61 down 90\n0.2 midi:note61 up\n0.3 midi[Pad Box]:note40 down 90\n\
                 0.4 midi[Pad Box]:note40 up\n0.5 midi:note62 down 90\n0.6 midi:note62 up\n";
    let lanes: Vec<u8> = notes(&render(&led(), &mine, trace, 1.0, 64)).iter().map(|note| note.0).collect();
    assert_eq!(lanes, [0, 0, 0, 0, L, L], "what is bound on purpose stays the player's");
}

/// The pedal holds the leader's notes, a key struck again under it sounds anew, and a lost
/// device releases keys and pedal.
#[test]
fn pedal_and_loss() {
    let trace = "0.1 midi:note60 down 90\n0.2 midi:sustain 1\n0.3 midi:note60 up\n0.4 midi:note60 down 90\n\
                 0.5 midi:note60 up\n0.6 midi:note64 down 90\n0.7 midi:sustain 0\n0.8 midi:note64 up\n";
    let played = notes(&render(&led(), &person("one-switch"), trace, 1.0, 64));
    let expected =
        [(L, true, 60), (L, false, 60), (L, true, 60), (L, true, 64), (L, false, 60), (L, false, 64)];
    assert_eq!(played, expected);
    for who in ["one-switch", "anyone"] {
        let trace = "0.1 midi[Piano]:note60 down 90\n0.2 midi[Piano]:sustain 1\n0.3 midi[Piano]:note60 up\n\
                     0.4 midi[Piano]:note64 down 90\n0.5 !lost Piano\n";
        let rendered = render(&led(), &person(who), trace, 1.0, 64);
        assert_eq!((rendered.ons().len(), rendered.hanging()), (2, 0), "{who}");
    }
}

/// What a leader did is journalled as the leader's, and the journal replays to the same samples.
#[test]
fn a_journal_replays_the_leader() {
    let trace = "0.1 midi:note60 down 90\n0.15 key:space down\n0.2 midi:sustain 1\n0.3 midi:note60 up\n\
                 0.4 midi:note67 down 40\n0.5 key:space up\n0.6 midi:sustain 0\n0.7 midi:note67 up\n";
    let first = render(&led(), &person("anyone"), trace, 1.5, 480);
    let mut text = Vec::new();
    let mut journal = Journal::new(&mut text, &Default::default()).unwrap();
    for applied in &first.kept.applied {
        journal.applied(applied).unwrap();
    }
    journal.finish().unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(" leader#") && text.contains(" leader.sustain#"), "{text}");
    let again = render(&led(), &person("anyone"), &text, 1.5, 64);
    assert!(first.audio == again.audio, "{text}");
    assert!(first.audio.iter().any(|sample| sample.abs() > 0.01));
}

/// Music with lanes beyond its parts costs voices and buses for those it has: the leader's
/// level and mute are reached by the number of its lane.
#[test]
fn the_leaders_lane_is_mixed_by_its_number() {
    let trace = "0.0 !mute 8\n0.1 midi:note60 down 90\n0.6 midi:note60 up\n";
    let muted = render(&led(), &person("anyone"), trace, 1.0, 64);
    assert!(muted.audio.iter().all(|sample| sample.abs() < 1e-3));
    assert_eq!(muted.ons().len(), 1);
    assert_eq!(led().lanes().last().unwrap(), &(L, "Leader".to_owned()));
}
