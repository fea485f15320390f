//! What is changed at the desk is kept where somebody says so, and comes back the next time.

use cantus::session::notebook::PACE;
use cantus::ui::{LANGUAGES, Language, Screen, Theme};
use eframe::egui::{Key, Modifiers, accesskit::Toggled};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::hand::HandWindow;
use crate::screen::Shown;

/// Whether what has this name can be used.
fn can(shown: &Shown, name: &str) -> bool {
    !shown.0.get_by_label(name).accesskit_node().is_disabled()
}

/// Looking at the desk changes nothing: levels that lie between the steps of a fader stay as they are.
#[test]
fn looking_changes_nothing() {
    for preset in ["night-ride", "backroom-shuffle", "blues-corner", "two-voices"] {
        let mut shown = Shown::new(preset, LANGUAGES[0], Screen::Desk, [1280.0, 800.0]);
        shown.play(0.1);
        assert_eq!(shown.session().unsaved(), (false, false), "{preset}");
    }
}

/// A change says that it is not kept yet; *Keep* keeps it as the user's own, *As shipped* brings the
/// shipped one back, and nothing is asked.
#[test]
fn a_change_is_kept_and_the_shipped_one_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    assert!(shown.has("Unchanged") && !can(&shown, "Keep: First notes"));
    shown.choose("Sound: Kalimba");
    shown.choose("Bells");
    assert!(shown.has("Changed, not kept yet"));
    shown.0.key_press_modifiers(Modifiers::COMMAND, Key::S);
    shown.draw();
    assert!(shown.has("Your own version") && !shown.has("Changed, not kept yet"));
    let own = folder.path().join("own/presets/first-notes.preset.toml");
    assert!(std::fs::read_to_string(&own).unwrap().contains("bells"));
    shown.choose("Mute: Melody");
    assert!(!shown.has("Changed, not kept yet"), "who is silent for now is no change of the piece");
    shown.choose("As shipped: First notes");
    assert!(shown.has("Sound: Kalimba") && !own.exists());
    assert!(shown.tells("put aside as"));
}

/// What was not kept goes where somebody says so; a change that is undone needs no keeping.
#[test]
fn changes_are_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Sound: Kalimba");
    shown.choose("Bells");
    shown.choose("Undo");
    assert!(!can(&shown, "Keep: First notes"));
    shown.choose("Redo");
    shown.choose("Discard changes: First notes");
    assert!(shown.has("Sound: Kalimba") && !can(&shown, "Keep: First notes"));
}

/// What the window looks like, how loud it is, what is liked and who plays what is there at the next
/// start, from one file.
#[test]
fn everything_is_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Favourite: Calm night");
    shown.choose("Colours: Dark");
    shown.choose("High contrast");
    shown.choose("Move less");
    shown.choose("Names of notes");
    shown.choose("Stage");
    shown.session().act(&cantus::session::Action::Louder);
    shown.session().open("calm-night");
    let loud = shown.session().settings().level_db;
    shown.0.state_mut().later(PACE);
    let (preset, person) = ("calm-night", "anyone");
    drop(shown);
    let shown = HandWindow::at_home(folder.path(), preset, person);
    let mut shown = Shown::of(shown, [1280.0, 800.0]);
    assert_eq!(shown.screen(), Screen::Stage);
    assert_eq!(shown.0.state().window.theme(), Theme::HighContrast);
    let settings = shown.session().settings().clone();
    assert!(settings.reduced_motion && settings.note_names);
    assert_eq!((settings.level_db, settings.favourites), (loud, vec!["calm-night".to_owned()]));
    assert_eq!(settings.recent[..2], ["calm-night", "first-notes"]);
    assert!(!folder.path().join("window.toml").exists());
}

/// After a crash the desk says what is back.
#[test]
fn a_crash_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Sound: Kalimba");
    shown.choose("Bells");
    shown.0.state_mut().later(PACE);
    drop(shown);
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.wait_for("the change", |shown| shown.session().unsaved().0);
    shown.draw();
    assert!(shown.tells("Changes that were not kept the last time are back: First notes."));
    assert!(shown.has("Sound: Bells"));
}

/// A recording begins and ends with one button, which shows that it runs; then the desk says which
/// file it is, and *Keep that* keeps what was played before.
#[test]
fn a_recording_says_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    let is_on =
        |shown: &Shown| shown.0.get_by_label("Record").accesskit_node().toggled() == Some(Toggled::True);
    assert!(!is_on(&shown));
    shown.choose("Record");
    assert!(is_on(&shown));
    shown.press("key:space");
    shown.choose("Record");
    assert!(!is_on(&shown));
    shown.wait_for("the recording", |shown| shown.session().last_kept().is_some());
    shown.draw();
    let file = shown.session().last_kept().unwrap().to_owned();
    assert!(file.starts_with(folder.path().join("music")) && file.exists());
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(shown.tells(&name));
    shown.choose("Keep that");
    shown.wait_for("what was played", |shown| shown.session().last_kept() != Some(&file));
}

/// All of it in German, with names of notes as they are called there.
#[test]
fn the_desk_speaks_german() {
    let german = Language::of_code("de").unwrap();
    let mut shown = Shown::new("first-notes", german, Screen::Desk, [1280.0, 800.0]);
    assert!(shown.has("Erste Töne") && shown.has("Unverändert") && shown.has("Klang: Kalimba"));
    shown.session().edit(&"root 59".parse().unwrap()).unwrap();
    shown.play(0.05);
    assert!(shown.has("Grundton: H"), "B is H");
    shown.session().edit(&"root 58".parse().unwrap()).unwrap();
    shown.play(0.05);
    assert!(shown.has("Grundton: B"));
    let english = Shown::new("first-notes", LANGUAGES[0], Screen::Desk, [1280.0, 800.0]);
    assert!(english.has("First notes"));
}
