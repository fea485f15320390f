//! Files from outside: good ones play, bad ones say where they are wrong.

use cantus::ui::{LANGUAGES, Screen};

use crate::screen::Shown;

fn drop_file(shown: &mut Shown, name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    shown.drop_file(&path);
    folder
}

const PIECE: &str = include_str!("../../presets/calm-night.preset.toml");

/// A piece that is dropped on the window plays.
#[test]
fn a_dropped_piece_plays() {
    let mut shown = Shown::new("first-notes", LANGUAGES[0], Screen::Desk, [1280.0, 800.0]);
    let piece = PIECE.replace("name = \"Calm night\"", "name = \"My own night\"");
    drop_file(&mut shown, "mine.preset.toml", &piece);
    assert_eq!(shown.0.state_mut().window.session().music_name(), "My own night");
    assert!(shown.has("My own night"));
}

/// A piece that is wrong shows its line with a caret, and the music before plays on; what was read
/// goes away.
#[test]
fn a_bad_piece_shows_its_line() {
    let mut shown = Shown::new("first-notes", LANGUAGES[0], Screen::Desk, [1280.0, 800.0]);
    let line = 1 + PIECE.lines().position(|line| line.starts_with("format")).unwrap();
    drop_file(&mut shown, "bad.preset.toml", &PIECE.replacen("format = 1", "format = 7", 1));
    assert!(shown.tells(&format!("bad.preset.toml:{line}:")));
    assert!(shown.tells("^"));
    assert!(shown.has("The music before plays on."));
    assert_eq!(shown.0.state_mut().window.session().preset(), "first-notes");
    shown.click("I have read this");
    assert!(!shown.tells("bad.preset.toml"));
}

/// A kind of file that cannot be opened says which can.
#[test]
fn other_files_are_told() {
    let mut shown = Shown::new("first-notes", LANGUAGES[0], Screen::Desk, [1280.0, 800.0]);
    drop_file(&mut shown, "holiday.jpeg", "no music");
    assert!(shown.tells(".preset.toml"));
}
