//! Keeping what was changed.

use cantus::document::Document;
use cantus::preset::{Catalogue, FileKind};
use cantus::session::opening;

use crate::run::Run;

/// What is kept is the user's own and comes before the shipped one, which stays as it is; what was
/// taken back is not in it.
#[test]
fn copies_are_the_users_own() {
    let mut run = Run::start("first-notes", "one-switch");
    assert_eq!(run.session.unsaved(), (false, false));
    run.session.edit(&"patch 0 flute".parse().unwrap()).unwrap();
    run.session.edit(&"tempo 77".parse().unwrap()).unwrap();
    run.session.edit_person(&"set switch.a.lockout_ms 333".parse().unwrap()).unwrap();
    assert_eq!(run.session.unsaved(), (true, true));
    run.session.save_preset().unwrap();
    let said = run.session.save_person().unwrap();
    assert!(said.starts_with("Kept as ") && said.contains("one-switch.person.toml"), "{said}");
    assert_eq!(run.session.unsaved(), (false, false));
    run.session.undo().unwrap();
    assert!(run.session.unsaved().0);
    run.session.save_preset().unwrap();
    let own = Catalogue::with_folder(run.folder.path().join("own"));
    let kept = opening::preset(&own, "first-notes").unwrap().content.setup;
    let shipped = opening::preset(&Catalogue::shipped(), "first-notes").unwrap().content.setup;
    assert_eq!(kept.parts[0].patch.name, "Flute");
    assert_eq!(kept.tempo_bpm, shipped.tempo_bpm);
    assert_ne!(shipped.parts[0].patch.name, "Flute");
    let person: Document = own.document(FileKind::Person, "one-switch", std::path::Path::new("")).unwrap();
    assert!(person.text().contains("lockout_ms = 333") && person.text().contains("# What switch boxes"));
}

/// The shipped piece and person come back, and play; the user's own copies are put aside, not lost.
/// What was not kept goes where it is asked to.
#[test]
fn the_shipped_ones_come_back() {
    let mut run = Run::start("first-notes", "one-switch");
    let shipped = run.session.music().parts[0].patch.name.clone();
    assert_eq!(run.session.own_copies(), (false, false));
    run.session.edit(&"patch 0 flute".parse().unwrap()).unwrap();
    run.session.edit_person(&"set switch.a.lockout_ms 333".parse().unwrap()).unwrap();
    run.session.save_preset().unwrap();
    run.session.save_person().unwrap();
    assert_eq!(run.session.own_copies(), (true, true));
    run.session.edit(&"tempo 77".parse().unwrap()).unwrap();
    run.session.reopen_preset().unwrap();
    assert_ne!(run.session.music().tempo_bpm, 77.0);
    assert_eq!(run.session.music().parts[0].patch.name, "Flute");
    assert_eq!(run.session.unsaved(), (false, false));
    let said = run.session.ship_preset().unwrap();
    assert!(said.ends_with("first-notes.preset.toml.bak."), "{said}");
    run.session.ship_person().unwrap();
    assert_eq!(run.session.own_copies(), (false, false));
    assert_eq!(run.session.music().parts[0].patch.name, shipped);
    let text = run.session.person_sheet().text().to_owned();
    assert!(!text.contains("lockout_ms = 333"));
    assert!(run.session.ship_preset().is_err(), "there is none to put aside");
    let aside = run.folder.path().join("own/presets/first-notes.preset.toml.bak");
    assert!(std::fs::read_to_string(aside).unwrap().contains("flute"));
    run.press("key:space");
}
