//! Somebody leads on a MIDI keyboard: who plays what, what sounds, what is released.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::document::Document;
use cantus::engine::{LEADER_LANE, MusicSetup};
use cantus::input::{LeaderRole, Role};
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
    preset("[leader]\npatch = \"soft_piano\"\nchords = false\n[[part]]\nmode = \"keys\"\npatch = \"flute\"\n")
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

/// Chords of a leader, one a second from 0.5 s on, as trace lines.
fn chords(chords: &[&[u8]]) -> String {
    let mut text = String::new();
    for (place, keys) in chords.iter().enumerate() {
        for (finger, key) in keys.iter().enumerate() {
            let down = 0.5 + place as f64 + 0.02 * finger as f64;
            text += &format!("{down:.3} midi:note{key} down 80\n{:.3} midi:note{key} up\n", down + 0.9);
        }
    }
    text
}

/// Every press lands in the chord that the leader plays, from the block after its last key
/// on; the snapshot tells the chord; after the hands have gone it stays.
#[test]
fn presses_land_in_the_leaders_chord() {
    let setup = common::preset("follow-me");
    let mut trace = chords(&[&[48, 52, 55], &[50, 53, 57, 60], &[47, 50, 55, 65], &[50, 54, 57]]);
    for press in 0..24 {
        // The first of them two frames into the block after the last key.
        let at = 0.5 + f64::from(press / 4) + [0.0615, 0.3, 0.5, 0.8][press as usize % 4];
        trace += &format!("{at:.4} key:space down\n{:.4} key:space up\n", at + 0.1);
    }
    let sets: [&[i32]; 6] = [&[0, 4, 7], &[2, 5, 9, 0], &[11, 2, 7, 5], &[2, 6, 9], &[2, 6, 9], &[2, 6, 9]];
    let rendered = render(&setup, &person("anyone"), &trace, 7.0, 64);
    let played: Vec<_> = rendered.ons().into_iter().filter(|note| note.part == 0).collect();
    assert!(played.len() >= 24);
    for note in played {
        let place = ((note.at as f64 / common::RATE_HZ - 0.5) as usize).min(5);
        let class = (note.pitch.round() as i32).rem_euclid(12);
        assert!(sets[place].contains(&class), "{note:?} is not in {:?}", sets[place]);
    }
}

/// With `sounding = "glide"` a held note moves into the new chord and stays one note; with
/// `finish` it stays where it is.
#[test]
fn sounding_notes_glide_or_finish() {
    let with = |sounding: &str| {
        let head = format!("[leader]\npatch = \"soft_piano\"\nsounding = \"{sounding}\"\n");
        preset(&(head + "[[part]]\nmode = \"keys\"\npatch = \"flute\"\n"))
    };
    let trace = chords(&[&[48, 52, 55], &[49, 53, 56]]) + "1.0 key:space down\n2.2 key:space up\n";
    let end = |sounding: &str| {
        let setup = with(sounding);
        let mut offline = common::offline(&setup, &person("anyone"), &trace);
        let mut kept = cantus::session::offline::Kept::default();
        let mut out = vec![0.0; 2 * 96_000];
        offline.render(&mut out, &mut kept, &mut common::resolve).unwrap();
        let shown = offline.engine().snapshot();
        assert!(shown.leader.unwrap().chord.is_some());
        (shown.parts[0].sounding().to_vec(), kept.notes.iter().filter(|note| note.part == 0).count())
    };
    let (glided, notes) = end("glide");
    let (stayed, _) = end("finish");
    assert_eq!(notes, 1, "a note that glides is one note");
    let class = |pitches: &[f32]| (pitches[0].round() as i32).rem_euclid(12);
    assert!([1, 5, 8].contains(&class(&glided)), "{glided:?}");
    assert!([0, 4, 7].contains(&class(&stayed)), "{stayed:?}");
}

/// Whatever mode sounds at a change of chord: with `glide` all that sounds is in the new chord
/// a moment later, with `finish` no note is bent, and both ways what starts from then on is in
/// the new chord.
#[test]
fn every_mode_glides_or_finishes() {
    let mut sounded = Vec::new();
    for row in cantus::play::registry::MODES.iter().filter(|row| !row.unpitched) {
        for sounding in ["glide", "finish"] {
            let setup = preset(&format!(
                "[leader]\npatch = \"soft_piano\"\nsounding = \"{sounding}\"\n[[part]]\nmode = \"{}\"\n\
                 roles = [\"a\", \"axis1\"]\nlistens = \"leader\"\npatch = \"flute\"\n{}",
                row.id,
                if row.id == "song" { "[part.options]\nsong = \"frere_jacques\"\n" } else { "" }
            ));
            let trace = chords(&[&[48, 52, 55], &[49, 53, 56]])
                + "1.0 a#200 down\n1.0 axis1#201 0.3\n1.1 axis1#201 0.6\n2.6 a#200 up\n";
            let mut offline = common::offline(&setup, &person("anyone"), &trace);
            let mut kept = cantus::session::offline::Kept::default();
            let mut out = vec![0.0; 2 * (1.9 * common::RATE_HZ) as usize];
            offline.render(&mut out, &mut kept, &mut common::resolve).unwrap();
            let of_new = |pitch: f32| [1, 5, 8].contains(&(pitch.round() as i32).rem_euclid(12));
            let changed = (1.541 * common::RATE_HZ) as u64;
            let late = |at: u64| at > changed + 64;
            let mut ons = kept.notes.iter().filter(|note| note.part == 0 && note.on && late(note.at));
            assert!(ons.all(|note| of_new(note.pitch)), "{} starts outside the chord", row.id);
            let snapshot = offline.engine().snapshot();
            let now = snapshot.parts[0].sounding();
            if sounding == "glide" {
                assert!(now.iter().all(|pitch| of_new(*pitch)), "{}: {now:?} stays behind", row.id);
                sounded.extend((!now.is_empty()).then_some(row.id));
            } else if row.id != "rise" {
                assert!(kept.glides.iter().all(|glide| glide.part != 0), "{} bends what sounds", row.id);
            }
        }
    }
    assert!(sounded.len() >= 10, "only {sounded:?} sounded");
}

/// The frequency of `sound`, in Hz, by the period that it repeats best with.
fn frequency(sound: &[f32]) -> f64 {
    let alike = |lag: usize| sound.iter().zip(&sound[lag..]).map(|(a, b)| f64::from(a * b)).sum::<f64>();
    let lag = (100..300).max_by(|a, b| alike(*a).total_cmp(&alike(*b))).unwrap();
    let (before, at, after) = (alike(lag - 1), alike(lag), alike(lag + 1));
    common::RATE_HZ / (lag as f64 + 0.5 * (before - after) / (before - 2.0 * at + after))
}

/// The wheel bends what sounds and what starts by up to two semitones, free of the lock; let go,
/// it comes back to the pitch of the lock. Players stay where they are.
#[test]
fn the_wheel_bends() {
    let setup = preset(
        "root = \"C4\"\nscale = \"major\"\n[leader]\npatch = \"flute\"\nlock = \"scale\"\nchords = false\n\
         [[part]]\nmode = \"keys\"\npatch = \"flute\"\n",
    );
    let trace = "0.1 midi:note60 down 90\n0.15 key:space down\n0.2 key:space up\n1.2 midi:bend 1\n\
                 2.2 midi:bend -0.25\n2.3 midi:note63 down 90\n2.5 midi:note63 up\n3.2 midi:bend 0\n4.2 midi:note60 up\n";
    let rendered = render(&setup, &person("one-switch"), trace, 4.5, 64);
    let glides: Vec<(u8, f32)> = rendered.kept.glides.iter().map(|glide| (glide.part, glide.pitch)).collect();
    assert_eq!(glides, [(L, 62.0), (L, 59.5), (L, 60.0)]);
    let started: Vec<f32> =
        rendered.ons().iter().filter(|note| note.part == L).map(|note| note.pitch).collect();
    assert_eq!(started, [60.0, 61.5], "the second is D, bent");
    let left = rendered.left();
    for (from_s, pitch) in [(0.7, 60.0), (1.7, 62.0), (2.8, 59.5), (3.7, 60.0)] {
        let from = (from_s * common::RATE_HZ) as usize;
        let hz = frequency(&left[from..from + 4800]);
        let cents = 1200.0 * (hz / (440.0 * 2f64.powf((pitch - 69.0) / 12.0))).log2();
        assert!(cents.abs() < 12.0, "{pitch} at {from_s} s is {cents:.1} cents off");
    }
}

/// A wheel that is lost comes back to rest, and one that a person bound is theirs.
#[test]
fn a_lost_wheel_rests() {
    let trace = "0.1 midi[Piano]:bend 1\n0.2 midi[Piano]:note60 down 90\n0.3 !lost Piano\n\
                 0.4 midi[Other]:note60 down 90\n0.5 midi[Other]:note60 up\n";
    let pitches = |who: &Person| -> Vec<f32> {
        render(&led(), who, trace, 1.0, 64).ons().iter().map(|note| note.pitch).collect()
    };
    assert_eq!(pitches(&person("one-switch")), [62.0, 60.0]);
    let mine = bound("[[bind]]\ncontrols = [\"midi:bend\"]\nrole = \"axis1\"\n");
    assert_eq!(pitches(&mine), [60.0, 60.0]);
}

/// In a preset that follows the key, root and scale move to it, and the family stays.
#[test]
fn the_key_is_followed() {
    let mut trace = String::new();
    // A minor, E7 and D minor, a bar each, for twelve seconds.
    for bar in 0..12 {
        let keys: &[u8] = [&[57, 60, 64][..], &[57, 60, 64], &[56, 59, 64], &[57, 62, 65]][bar % 4];
        for key in keys {
            trace += &format!("{bar}.1 midi:note{key} down 80\n{bar}.9 midi:note{key} up\n");
        }
    }
    let setup = common::preset("your-key");
    let mut offline = common::offline(&setup, &person("anyone"), &trace);
    let mut out = vec![0.0; 2 * 48_000 * 12];
    let mut kept = cantus::session::offline::Kept::default();
    offline.render(&mut out, &mut kept, &mut common::resolve).unwrap();
    let shown = offline.engine().snapshot();
    assert_eq!(shown.leader.unwrap().key.map(|key| key.name().to_string()).as_deref(), Some("A minor"));
    assert_eq!(shown.harmony.root, 57.0);
    assert_eq!(shown.harmony.scale.degrees(), [0.0, 300.0, 500.0, 700.0, 1000.0]);
}

/// A file of two tracks, three chords and a tempo that halves after the first.
fn midi_file() -> Vec<u8> {
    let chunk = |name: &[u8], body: &[u8]| [name, &(body.len() as u32).to_be_bytes(), body].concat();
    let tempo = chunk(
        b"MTrk",
        &[0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20, 96, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0xFF, 0x2F, 0],
    );
    let mut notes = vec![0, 0xE0, 0, 0x60];
    for chord in [[48u8, 52, 55], [53, 57, 60], [55, 59, 62]] {
        for key in chord {
            notes.extend([0, 0x90, key, 80]);
        }
        for (place, key) in chord.into_iter().enumerate() {
            notes.extend([if place == 0 { 96 } else { 0 }, 0x80, key, 0]);
        }
        if chord[0] == 48 {
            notes.extend([0, 0xE0, 0, 0x40]);
        }
    }
    notes.extend([0, 0x99, 36, 100, 0, 0xFF, 0x2F, 0]);
    [chunk(b"MThd", &[0, 1, 0, 2, 0, 96]), tempo, chunk(b"MTrk", &notes)].concat()
}

/// A MIDI file leads with its tempo map and without its drums; a broken one is an error, never
/// a panic.
#[test]
fn a_midi_file_leads() {
    use cantus::session::leader_file::events;
    let bytes = midi_file();
    let played = events(&bytes, 48_000.0).unwrap();
    let downs: Vec<(u64, u8)> = played
        .iter()
        .filter(|event| matches!(event.value, cantus::input::RoleValue::Down { .. }))
        .filter_map(|event| Some((event.at, event.note?)))
        .collect();
    assert_eq!(downs.len(), 9);
    let bends: Vec<(u64, f32)> = played
        .iter()
        .filter(|event| event.role == Role::Leader(LeaderRole::Bend))
        .filter_map(|event| match event.value {
            cantus::input::RoleValue::Moved(place) => Some((event.at, place)),
            _ => None,
        })
        .collect();
    assert_eq!(bends, [(0, 0.5), (24_000, 0.0)]);
    assert_eq!((downs[0], downs[3], downs[6]), ((0, 48), (24_000, 53), (72_000, 55)), "the tempo halves");
    for cut in 0..bytes.len() {
        let _ = events(&bytes[..cut], 48_000.0);
    }
    let mut chance = cantus::chance::Chance::new(5);
    for _ in 0..2000 {
        let mut broken = bytes.clone();
        for _ in 0..1 + chance.below(4) {
            let place = chance.below(broken.len());
            broken[place] = chance.bits() as u8;
        }
        let _ = events(&broken, 48_000.0);
    }
    assert!(events(b"RIFF", 48_000.0).is_err());
}
