//! Names in letters that the window's own font lacks.

use cantus::ui::Screen;
use eframe::egui::{FontFamily, FontId};
use egui_kittest::kittest::Queryable;

use crate::hand::HandWindow;
use crate::screen::Shown;

/// A piece in Hebrew, a song in Chinese.
const PIECE: &str = "שלום";
const SONG: &str = "茉莉花";

fn shown(folder: &std::path::Path, looks: bool) -> Shown {
    let text = include_str!("../../presets/first-notes.preset.toml").replacen("First notes", PIECE, 1);
    std::fs::create_dir_all(folder.join("own/presets")).unwrap();
    std::fs::write(folder.join("own/presets/my-shalom.preset.toml"), text).unwrap();
    let mut shown = HandWindow::at_home(folder, "my-shalom", "anyone");
    if looks {
        shown.window.look_for_letters();
    }
    shown.window.show(Screen::Desk);
    Shown::of(shown, [1280.0, 1000.0])
}

/// Without a font for its letters a piece is told by its file, in the headline, in the list and in
/// sentences: nothing is drawn as boxes.
#[test]
fn without_a_font_names_are_told_by_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = shown(folder.path(), false);
    assert!(shown.has("My shalom") && !shown.tells(PIECE));
    shown.choose("Silence");
    let mo_li_hua =
        cantus::input::DeskEdit::Mode { part: 0, id: "song".to_owned(), song: Some("mo_li_hua".to_owned()) };
    shown.session().edit(&mo_li_hua).unwrap();
    shown.play(0.1);
    assert!(shown.tells("Mo li hua") && !shown.tells(SONG));
}

/// Where the system has a font for its letters, a piece is told in them, once it was found; where it
/// has none, by its file, as before.
#[test]
fn a_font_of_the_system_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = shown(folder.path(), true);
    shown.wait_for("an answer about letters", |shown| !shown.0.state().window.awaits_letters());
    shown.play(0.1);
    let font = FontId::new(17.0, FontFamily::Proportional);
    let is_there = shown.0.ctx.fonts_mut(|fonts| fonts.has_glyphs(&font, PIECE));
    if !is_there {
        eprintln!("SKIPPED: this system has no font with Hebrew letters");
        assert!(shown.has("My shalom"));
        return;
    }
    assert!(shown.0.query_all_by_label(PIECE).count() >= 2, "headline and row");
    assert!(!shown.has("My shalom"));
}
