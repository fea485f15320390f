//! What was set and what was changed is there the next time, however the time before ended.

use cantus::session::Action;
use cantus::session::notebook::PACE;
use cantus::session::settings::Settings;

use crate::run::Run;

fn edit(run: &mut Run, text: &str) {
    run.session.edit(&text.parse().unwrap()).unwrap();
}

/// The session was killed between a change and keeping it: the next one has it, says so, and can take
/// it back. It is there once more if that one is killed too, and not after it was kept.
#[test]
fn changes_survive_a_crash() {
    let mut run = Run::start("first-notes", "one-switch");
    let shipped = run.session.music().tempo_bpm;
    edit(&mut run, "patch 0 flute");
    edit(&mut run, "tempo 77");
    run.session.edit_person(&"set switch.a.lockout_ms 333".parse().unwrap()).unwrap();
    run.round();
    for _ in 0..2 {
        run = run.killed_and_started("first-notes", "one-switch");
        run.until("the changes", |run| run.session.music().tempo_bpm == 77.0);
        assert_eq!(run.session.music().parts[0].patch.name, "Flute");
        assert!(run.session.person_sheet().text().contains("lockout_ms = 333"));
        assert_eq!(run.session.unsaved(), (true, true));
        let told =
            |run: &Run| run.news.alerts.iter().any(|alert| alert.what.contains("not kept the last time"));
        assert!(told(&run), "{:?}", run.news.alerts);
        run.later(PACE);
    }
    run.session.undo().unwrap();
    assert_eq!(run.session.music().tempo_bpm, shipped);
    run.session.redo().unwrap();
    run.session.save_preset().unwrap();
    run.session.save_person().unwrap();
    run.later(PACE);
    run = run.killed_and_started("first-notes", "one-switch");
    run.round();
    assert_eq!(run.session.unsaved(), (false, false));
    assert_eq!(run.session.music().tempo_bpm, 77.0);
    assert!(run.news.alerts.iter().all(|alert| !alert.what.contains("kept")), "{:?}", run.news.alerts);
}

/// A crash is told, and one within the first minute leaves that to come.
#[test]
fn a_crash_is_no_first_minute() {
    let mut run = Run::start("first-notes", "anyone");
    run.session.came_back();
    run.round();
    assert!(run.news.alerts.iter().any(|alert| alert.what.contains("without warning")));
    assert!(!run.session.settings().begun);
}

/// A change that brings the program down at once does so once.
#[test]
fn a_change_that_kills_is_not_there_again() {
    let mut run = Run::start("first-notes", "anyone");
    edit(&mut run, "tempo 77");
    run.round();
    run = run.killed_and_started("first-notes", "anyone");
    run.round();
    run = run.killed_and_started("first-notes", "anyone");
    run.round();
    assert_eq!(run.session.unsaved(), (false, false));
}

/// Whoever closes the program without keeping finds their changes the next time as well, and nothing of
/// them once they were taken back.
#[test]
fn a_clean_end_keeps_what_was_not_kept() {
    let mut run = Run::start("first-notes", "anyone");
    edit(&mut run, "tempo 77");
    run.round();
    let file = run.folder.path().join("unsaved.toml");
    for _ in 0..2 {
        run = run.ended_and_started("first-notes", "anyone");
        run.until("the change", |run| run.session.music().tempo_bpm == 77.0);
        assert_eq!(run.session.unsaved(), (true, false));
    }
    run.session.reopen_preset().unwrap();
    run = run.ended_and_started("first-notes", "anyone");
    run.round();
    assert_eq!(run.session.unsaved(), (false, false));
    assert!(!file.exists());
}

/// A file of changes that is broken costs nothing, and one change in it that is no more costs itself:
/// the session starts and plays.
#[test]
fn a_broken_file_costs_nothing() {
    let mut run = Run::start("first-notes", "anyone");
    for (rubbish, is_restored) in [
        ("][", false),
        ("format = 1\n[[preset]]\nname = \"first-notes\"\nedits = [\"patch 0 nothing\"]", false),
        ("format = 1\n[[preset]]\nname = \"first-notes\"\nedits = [\"nonsense\", \"tempo 77\"]", true),
    ] {
        std::fs::write(run.folder.path().join("unsaved.toml"), rubbish).unwrap();
        run = run.killed_and_started("first-notes", "anyone");
        run.press("key:space");
        assert_eq!(run.session.unsaved(), (is_restored, false), "{rubbish}");
    }
}

/// A hand that moves a fader all the time has the file written once a second, and in the end as it
/// stands.
#[test]
fn writing_is_paced() {
    let mut run = Run::start("first-notes", "anyone");
    let file = run.folder.path().join("unsaved.toml");
    let holds = |part: &str| std::fs::read_to_string(&file).is_ok_and(|text| text.contains(part));
    edit(&mut run, "tempo 70");
    run.until("the file", |_| holds("tempo 70"));
    let first = std::fs::read_to_string(&file).unwrap();
    for bpm in 71..90 {
        edit(&mut run, &format!("tempo {bpm}"));
        run.later(PACE / 40);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), first);
    }
    run.later(PACE);
    run.until("the file as it stands", |_| holds("tempo 89"));
}

/// Going to another piece and back keeps what was changed, for as long as nobody says otherwise.
#[test]
fn another_piece_and_back() {
    let mut run = Run::start("first-notes", "anyone");
    edit(&mut run, "tempo 77");
    run.session.act(&Action::Next);
    run.round();
    assert_ne!(run.session.preset(), "first-notes");
    assert!(!run.session.unsaved().0);
    run.session.act(&Action::Previous);
    run.until("the change", |run| run.session.music().tempo_bpm == 77.0);
    run.session.reopen_preset().unwrap();
    run.round();
    assert_ne!(run.session.music().tempo_bpm, 77.0);
    assert!(!run.session.unsaved().0);
}

/// How loud it was set, what was played and what the window looks like is remembered soon after,
/// also where the session is killed; how loud and who is silent is no change of the piece.
#[test]
fn settings_survive_a_crash() {
    let mut run = Run::start("first-notes", "anyone");
    run.session.act(&Action::Louder);
    edit(&mut run, "mute 0");
    edit(&mut run, "master -9");
    run.session.remember(|settings| settings.begun = true);
    run.round();
    run.session.open("calm-night");
    run.session.remember(|settings| settings.favourites.push("calm-night".to_owned()));
    assert_eq!(run.session.unsaved(), (false, false));
    run.later(PACE);
    let run = run.killed_and_started("calm-night", "anyone");
    let read = Settings::open(&run.folder.path().join("settings.toml"));
    assert_eq!((read.level_db, read.preset.as_deref(), read.begun), (-9.0, Some("calm-night"), true));
    assert_eq!(read.recent, ["calm-night", "first-notes"]);
    assert_eq!(read.favourites, ["calm-night"]);
    assert_eq!(run.session.settings(), &read);
}
