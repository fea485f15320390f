//! Edits of a session under way.

use cantus::input::DeskEdit;

use crate::run::Run;

fn edit(run: &mut Run, text: &str) -> String {
    let edit: DeskEdit = text.parse().unwrap();
    run.session.edit(&edit).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What is changed and taken back while somebody plays is in the journal, which replays to the
/// samples that were heard.
#[test]
fn edits_are_kept_and_replay() {
    let mut run = Run::start("first-notes", "anyone");
    run.session.act(&cantus::session::Action::Louder);
    run.press("key:space");
    let before = format!("{:?}", run.session.arrangement());
    assert!(edit(&mut run, "patch 0 flute").ends_with("Flute."));
    run.press("key:space");
    edit(&mut run, "mode 0 arp");
    edit(&mut run, "root 57");
    run.down("key:space");
    run.play_on(9000);
    let level: DeskEdit = "level 0 -3".parse().unwrap();
    run.session.edit(&level).unwrap();
    run.session.edit_on(&"level 0 -5".parse().unwrap()).unwrap();
    run.up("key:space");
    assert_eq!(run.session.arrangement().setup.parts[0].level_db, -5.0);
    for _ in 0..4 {
        let said = run.session.undo().unwrap();
        assert!(said.starts_with("Taken back: "), "{said}");
    }
    assert_eq!(format!("{:?}", run.session.arrangement()), before);
    assert_eq!(run.session.undo().unwrap_err(), "There is nothing to take back.");
    assert_eq!(run.session.can_undo_redo(), (false, true));
    run.session.redo().unwrap();
    run.press("key:space");
    run.play_on(4800);
    let replay = run.replay("first-notes", "anyone");
    assert_eq!(replay.journal.matches("!edit").count(), 10, "{}", replay.journal);
    replay.assert_equal();
}

/// What cannot be is refused with the reason, and plays on.
#[test]
fn refusals_are_told() {
    let mut run = Run::start("first-notes", "anyone");
    let refused = run.session.edit(&"patch 0 trombone".parse().unwrap()).unwrap_err();
    assert!(refused.contains("trombone"), "{refused}");
    run.press("key:space");
    assert!(!run.session.can_undo_redo().0);
}
