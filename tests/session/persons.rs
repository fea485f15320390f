//! Another person while music plays.

use cantus::input::PersonEdit;

use crate::run::Run;

fn edit(run: &mut Run, text: &str) {
    let edit: PersonEdit = text.parse().unwrap();
    run.session.edit_person(&edit).unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// Somebody else plays while the music goes on: what was held is let go, their switch and their
/// timing hold, and all of it replays.
#[test]
fn somebody_else_plays() {
    let mut run = Run::start("first-notes", "anyone");
    run.session.act(&cantus::session::Action::Louder);
    run.down("key:space");
    run.until("the press", |run| run.session.snapshot().switches[0].down);
    let beat = run.session.snapshot().beat.beat;
    assert_eq!(run.session.set_person("one-switch").unwrap(), "One switch plays.");
    run.until("the release", |run| !run.session.snapshot().switches[0].down);
    run.up("key:space");
    // Two presses within their lockout are one.
    edit(&mut run, "set switch.a.lockout_ms 2000");
    let before = run.presses();
    run.press("key:space");
    run.down("key:space");
    run.up("key:space");
    run.play_on(4800);
    assert_eq!(run.presses(), before + 1);
    assert!(run.session.snapshot().beat.beat > beat, "the music began anew");
    assert!(run.session.set_person("nobody").unwrap_err().contains("nobody"));
    assert_eq!(run.session.person().name, "One switch");
    let replay = run.replay("first-notes", "anyone");
    assert!(replay.journal.contains("!person one-switch"), "{}", replay.journal);
    assert!(replay.journal.contains("!body set switch.a.lockout_ms 2000"), "{}", replay.journal);
    replay.assert_equal();
}

/// A binding changes at once, whatever is held by the old one ends, and the journal names no key.
#[test]
fn bindings_change_while_playing() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.act(&cantus::session::Action::Louder);
    run.down("key:space");
    run.until("the press", |run| run.session.snapshot().switches[0].down);
    edit(&mut run, "bind a key:f5");
    run.until("the release", |run| !run.session.snapshot().switches[0].down);
    run.up("key:space");
    let before = run.presses();
    run.down("key:space");
    run.play_on(9600);
    assert_eq!(run.presses(), before, "a key that is bound no more plays");
    run.press("key:f5");
    let replay = run.replay("first-notes", "one-switch");
    assert!(!replay.journal.contains("key:"), "{}", replay.journal);
    replay.assert_equal();
}
