//! A session played by one switch: whoever has only that reaches everything they need.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

#[allow(dead_code, reason = "the window's tests use all of it")]
#[path = "ui/hand.rs"]
mod hand;
#[path = "one_switch/house.rs"]
mod house;

use cantus::access::{BodySetup, MenuItem};
use cantus::engine::{Engine, Music, Notice};
use cantus::input::trace;
use cantus::person::{Binder, Person};
use cantus::preset::Catalogue;
use cantus::session::offline::{Kept, Offline, Script};
use cantus::session::{Action, Keep, opening};
use house::{House, Moves};

/// From a cold start, with one switch and whatever way of scanning: the first note, louder, the
/// second piece, softer, an end, a call and its end, and out of the menu again. The switch plays in
/// between, and nothing hangs.
#[test]
fn one_switch_reaches_everything() {
    for moves in Moves::all() {
        let folder = tempfile::tempdir().unwrap();
        let mut house = House::new(folder.path(), moves, Keep::default());
        house.pass(0.2);
        house.press();
        assert_eq!(house.played(), 1, "{moves:?}");
        house.take(MenuItem::Louder);
        assert!(house.has_said("Loudness 9 of 14."), "{moves:?} {:?}", house.said);
        let first = house.session.music_name();
        house.take(MenuItem::NextPiece);
        assert_ne!(house.session.music_name(), first, "{moves:?}");
        let before = house.played();
        house.press();
        assert!(house.played() > before, "{moves:?}");
        house.take(MenuItem::Softer);
        assert!(house.has_said("Loudness 8 of 14."), "{moves:?}");
        house.take(MenuItem::Finish);
        assert!(house.has_said("lead home"), "{moves:?}");
        house.take(MenuItem::Call);
        house.told("the call", |house| house.session.is_calling());
        assert!(house.snapshot().calling, "{moves:?}");
        assert!(house.alerts.iter().any(|alert| alert.contains("calling")));
        house.take(MenuItem::StopCalling);
        house.told("its end", |house| !house.session.is_calling());
        assert!(!house.snapshot().calling, "{moves:?}");
        house.take(MenuItem::Leave);
        let before = house.played();
        house.pass(0.5);
        house.press();
        assert!(house.played() > before, "{moves:?}");
        house.pass(8.0);
        assert_eq!(house.hanging(), 0, "{moves:?}");
        house.finish();
    }
}

/// Everything else that the menu offers is done, and what was done is said.
#[test]
fn what_is_taken_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::new(folder.path(), Moves::Auto, Keep::default());
    house.pass(0.2);
    house.take(MenuItem::Gentler);
    assert_eq!(house.snapshot().fierceness, -1);
    house.take(MenuItem::Fiercer);
    assert_eq!(house.snapshot().fierceness, 0);
    let bpm = house.snapshot().tempo_bpm;
    house.take(MenuItem::Slower);
    assert!((house.snapshot().tempo_bpm - bpm / 1.06).abs() < 0.01);
    house.take(MenuItem::Faster);
    assert!((house.snapshot().tempo_bpm - bpm).abs() < 0.02);
    house.take(MenuItem::AnotherSound);
    assert!(house.has_said("Another sound: soft piano."), "{:?}", house.said);
    house.take(MenuItem::Rest);
    assert!(house.snapshot().resting);
    house.press();
    assert!(!house.snapshot().resting);
    house.told("that it woke", |house| house.notices.contains(&Notice::Woken));
    house.take(MenuItem::Record);
    assert!(house.session.is_recording());
    house.press();
    house.take(MenuItem::Record);
    assert!(!house.session.is_recording());
    house.take(MenuItem::KeepThat);
    house.take(MenuItem::Silence);
    house.take(MenuItem::PreviousPiece);
    house.finish();
    let mut kept: Vec<_> =
        std::fs::read_dir(folder.path().join("music")).unwrap().map(|entry| entry.unwrap().path()).collect();
    kept.sort();
    let ending =
        |wanted: &str| kept.iter().filter(|path| path.extension().is_some_and(|end| end == wanted)).count();
    assert_eq!((ending("wav"), ending("mid"), ending("trace")), (2, 1, 1), "{kept:?}");
    for path in &kept {
        match path.extension().unwrap().to_str().unwrap() {
            "wav" => {
                let samples = hound::WavReader::open(path).unwrap().into_samples::<f32>();
                let peak = samples.map(|sample| sample.unwrap().abs()).fold(0.0, f32::max);
                assert!(peak > 0.001, "{path:?}");
            }
            "mid" => {
                let bytes = std::fs::read(path).unwrap();
                let notes = midly::Smf::parse(&bytes).unwrap().tracks.iter().flatten().count();
                assert!(notes > 10, "{path:?}");
            }
            _ => {
                let trace = trace::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
                assert!(trace.entries.len() > 20, "{path:?}");
            }
        }
    }
}

/// A call ends when somebody answers it from outside, and one answer is enough.
#[test]
fn somebody_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::new(folder.path(), Moves::Auto, Keep::default());
    house.pass(0.2);
    house.take(MenuItem::Call);
    house.session.act(&Action::Silence);
    house.pass(1.0);
    assert!(house.snapshot().calling, "silence ended a call");
    house.session.act(&Action::Acknowledge);
    house.pass(0.2);
    assert!(!house.snapshot().calling);
    house.told("its end", |house| !house.session.is_calling());
    house.finish();
}

/// The journal of a session with its menu replays to the very samples that were recorded.
#[test]
fn the_journal_replays() {
    let folder = tempfile::tempdir().unwrap();
    let (record, journal) = (folder.path().join("x.wav"), folder.path().join("x.trace"));
    let keep = Keep { record: Some(record.clone()), journal: Some(journal.clone()), ..Keep::default() };
    let mut house = House::new(folder.path(), Moves::Auto, keep);
    house.pass(0.2);
    house.press();
    house.take(MenuItem::Louder);
    house.press();
    house.take(MenuItem::AnotherSound);
    house.press();
    house.take(MenuItem::Fiercer);
    house.press();
    house.take(MenuItem::Call);
    house.pass(2.0);
    house.take(MenuItem::NextPiece);
    house.press();
    house.take(MenuItem::Rest);
    house.press();
    house.pass(1.0);
    house.finish();

    let heard: Vec<f32> =
        hound::WavReader::open(&record).unwrap().into_samples::<f32>().map(Result::unwrap).collect();
    let text = std::fs::read_to_string(&journal).unwrap();
    let catalogue = Catalogue::shipped();
    let person: Person =
        opening::person(&catalogue, &folder.path().join("x.person.toml").display().to_string())
            .unwrap()
            .content;
    let body: BodySetup = person.body.clone();
    let setup = opening::preset(&catalogue, "first-notes").unwrap().content.setup;
    let engine = Engine::new(48_000.0, body, Music::build(48_000.0, &setup).unwrap());
    let script = Script::new(&trace::parse(&text).unwrap(), &mut Binder::new(&person), 48_000.0);
    let mut offline = Offline::new(engine, script);
    let mut again = vec![0.0f32; heard.len()];
    let mut kept = Kept::default();
    offline
        .render(&mut again, &mut kept, &mut |command| opening::command(&catalogue, command, 48_000.0))
        .unwrap();
    let other = heard.iter().zip(&again).position(|(heard, again)| heard != again);
    assert_eq!(other, None, "of {} samples", heard.len());
    assert!(kept.notices.contains(&Notice::MenuTaken(MenuItem::Rest)));
}
