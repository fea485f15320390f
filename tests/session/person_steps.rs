//! Changes of who plays, taken back and made again.

use std::path::Path;

use cantus::input::PersonEdit;
use cantus::live::AudioChoice;
use cantus::preset::Catalogue;
use cantus::session::{FitState, Session, Wanted};

use crate::fit::{answer_bells, press};
use crate::hand::{Hand, wanted};
use crate::run::Run;

fn edit(text: &str) -> PersonEdit {
    text.parse().unwrap()
}

fn lockout_ms(session: &Session) -> f32 {
    session.person().body.switches[0].lockout_ms
}

/// Numbers, bindings and axes are taken back and made again, twenty of them, each as it was to the
/// letter of its file; what is made after that is the last there is. All of it replays.
#[test]
fn changes_go_back_and_forth() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.act(&cantus::session::Action::Louder);
    run.press("key:space");
    assert_eq!(run.session.can_undo_redo_person(), (false, false));
    let mut texts = vec![run.session.person_sheet().text().to_owned()];
    let mut edits: Vec<PersonEdit> =
        (0..18).map(|step| edit(&format!("set switch.a.lockout_ms {}", 100 + step))).collect();
    edits.extend(["bind a key:f5", "also a key:space", "fit axis1 -0.2 0.4 0.5 0.1"].map(edit));
    for edit in &edits {
        run.session.edit_person(edit).unwrap();
        run.play_on(64);
        texts.push(run.session.person_sheet().text().to_owned());
    }
    for text in texts.iter().rev().skip(1).take(20) {
        run.session.undo_person().unwrap();
        run.play_on(64);
        assert_eq!(run.session.person_sheet().text(), text);
    }
    assert!(run.session.undo_person().is_err(), "twenty steps");
    for text in texts.iter().skip(2) {
        run.session.redo_person().unwrap();
        run.play_on(64);
        assert_eq!(run.session.person_sheet().text(), text);
    }
    assert!(run.session.redo_person().is_err());
    run.press("key:f5");
    run.session.undo_person().unwrap();
    run.session.edit_person(&edit("set scan.interval_ms 1234")).unwrap();
    assert_eq!(run.session.can_undo_redo_person(), (true, false));
    run.press("key:space");
    run.replay("first-notes", "one-switch").assert_equal();
}

/// What was taken back needs no keeping; what was taken back after it was kept does, and is there after
/// a crash.
#[test]
fn what_is_taken_back_is_a_change_where_it_was_kept() {
    let mut run = Run::start("first-notes", "one-switch");
    let before = run.session.person().clone();
    for text in ["set switch.a.lockout_ms 333", "bind a key:f5"] {
        run.session.edit_person(&edit(text)).unwrap();
    }
    for _ in 0..2 {
        run.session.undo_person().unwrap();
    }
    assert_eq!(run.session.unsaved(), (false, false));
    for _ in 0..2 {
        run.session.redo_person().unwrap();
    }
    run.session.save_person().unwrap();
    for _ in 0..2 {
        run.session.undo_person().unwrap();
    }
    assert_eq!(run.session.unsaved(), (false, true));
    run.round();
    let run = run.killed_and_started("first-notes", "one-switch");
    assert_eq!(run.session.unsaved(), (false, true));
    assert_eq!(
        (&run.session.person().body, &run.session.person().bindings),
        (&before.body, &before.bindings)
    );
}

/// Several settings are one change: taken back as one, and none of it holds where one is wrong.
#[test]
fn changes_are_taken_back_as_one() {
    let (mut session, _hand) = Hand::start(wanted("first-notes", "one-switch"));
    let before = session.person().body.clone();
    let both = [edit("set switch.a.lockout_ms 333"), edit("set scan.interval_ms 2222")];
    session.change_person(&both).unwrap();
    assert_eq!(session.person().body.switches[0].lockout_ms, 333.0);
    let wrong = [edit("set switch.a.lockout_ms 444"), edit("set scan.interval_ms 7")];
    assert!(session.change_person(&wrong).is_err());
    assert_eq!(session.person().body.switches[0].lockout_ms, 333.0);
    session.undo_person().unwrap();
    assert_eq!(session.person().body, before);
    assert!(session.undo_person().is_err());
}

/// A session that was fitted and has kept it, with the user's own files in `folder`.
fn fitted(folder: &Path, before: impl FnOnce(&mut Session)) -> (Session, Hand) {
    let (mut session, mut hand) = Hand::start(Wanted {
        catalogue: Catalogue::with_folder(folder),
        audio: AudioChoice::Default,
        ..wanted("first-notes", "one-switch")
    });
    before(&mut session);
    answer_bells(&mut session, &mut hand, |hand| {
        [0.5, 0.25].into_iter().for_each(|after_s| press(hand, after_s, 0.15));
    });
    session.accept_fit().unwrap();
    assert!(
        matches!(session.fit(), Some(FitState::Accepted { is_kept: true, can_take_back: true, .. })),
        "{:?}",
        session.fit()
    );
    (session, hand)
}

/// A fit that is taken back leaves the files as they were: no copy where there was none; made again, it
/// is kept again.
#[test]
fn a_fit_taken_back_leaves_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("persons/one-switch.person.toml");
    let mut before = 0.0;
    let (mut session, _hand) = fitted(folder.path(), |session| before = lockout_ms(session));
    let fitted_ms = lockout_ms(&session);
    let kept = std::fs::read_to_string(&own).unwrap();
    assert!(session.own_copies().1 && fitted_ms != before);
    session.undo_person().unwrap();
    assert!(!own.exists() && !session.own_copies().1);
    assert_eq!((lockout_ms(&session), session.unsaved().1, session.fit()), (before, false, None));
    session.redo_person().unwrap();
    assert_eq!(std::fs::read_to_string(&own).unwrap(), kept);
    assert_eq!((lockout_ms(&session), session.unsaved().1), (fitted_ms, false));
    session.undo_person().unwrap();
    assert!(!own.exists());
}

/// The copy that was there before comes back byte for byte, and what nobody had kept before is still
/// to be kept.
#[test]
fn a_fit_taken_back_leaves_the_former_copy() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("persons/one-switch.person.toml");
    let shipped = Catalogue::shipped();
    let document = shipped.document(cantus::preset::FileKind::Person, "one-switch", Path::new("")).unwrap();
    let former = format!("# Our own remarks.\r\n{}", document.text());
    std::fs::create_dir_all(own.parent().unwrap()).unwrap();
    std::fs::write(&own, &former).unwrap();
    let unkept = edit("set scan.interval_ms 1750");
    let (mut session, _hand) = fitted(folder.path(), |session| session.edit_person(&unkept).unwrap());
    assert_ne!(std::fs::read_to_string(&own).unwrap(), former);
    session.undo_person().unwrap();
    assert_eq!(std::fs::read_to_string(&own).unwrap(), former);
    assert_eq!((session.person().body.scan.interval_ms, session.unsaved().1), (1750.0, true));
    session.undo_person().unwrap();
    assert!(!session.unsaved().1);
}

/// Where something else was kept since, the file is left alone, and what was taken back is to be kept.
#[test]
fn what_was_kept_since_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("persons/one-switch.person.toml");
    let (mut session, _hand) = fitted(folder.path(), |_| ());
    session.edit_person(&edit("set scan.interval_ms 1750")).unwrap();
    assert!(
        matches!(session.fit(), Some(FitState::Accepted { can_take_back: false, .. })),
        "another change is the last one now"
    );
    session.save_person().unwrap();
    let kept = std::fs::read_to_string(&own).unwrap();
    for _ in 0..2 {
        session.undo_person().unwrap();
    }
    assert_eq!(std::fs::read_to_string(&own).unwrap(), kept);
    assert!(session.own_copies().1 && session.unsaved().1);
}

/// Somebody else's changes are not taken back.
#[test]
fn steps_are_of_one_person() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.edit_person(&edit("set switch.a.lockout_ms 333")).unwrap();
    run.session.set_person("anyone").unwrap();
    assert_eq!(run.session.can_undo_redo_person(), (false, false));
    let before = run.session.person_sheet().text().to_owned();
    assert!(run.session.undo_person().is_err());
    assert_eq!(run.session.person_sheet().text(), before);
}
