//! What stands at the desk's left: pieces and people, with their pictures.

use std::path::Path;

use cantus::ui::{LANGUAGES, Screen};
use eframe::egui::{Key, Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable, by};

use crate::hand::HandWindow;
use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn desk(preset: &str) -> Shown {
    Shown::new(preset, LANGUAGES[0], Screen::Desk, SIZE)
}

/// Draws until the pictures in sight are there.
fn seen(shown: &mut Shown) {
    shown.draw();
    shown.0.state_mut().wait_for_pictures();
    shown.draw();
}

fn place(shown: &Shown, role: Role, name: &str) -> Option<Rect> {
    shown
        .0
        .query_all_by_role(role)
        .find(|node| node.accesskit_node().label().as_deref() == Some(name))
        .map(|node| node.rect())
}

fn own(folder: &Path, name: &str, text: &str) {
    let path = folder.join("own").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn person(name: &str, lines: &str) -> String {
    format!(
        "format = 1\nname = \"{name}\"\nabout = \"Plays on Mondays.\"\n{lines}\n[[bind]]\nrole = \"a\"\ncontrol = \"key:space\"\n"
    )
}

fn plays(shown: &mut Shown) -> String {
    shown.session().person_id().to_owned()
}

/// A piece has its picture in its row, at the left, and so has whoever plays; a user's copy of a
/// shipped piece keeps its picture, and a piece that has none shows its letter.
#[test]
fn pictures_are_in_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = include_str!("../../presets/backroom-shuffle.preset.toml");
    own(folder.path(), "presets/backroom-shuffle.preset.toml", shipped);
    own(
        folder.path(),
        "presets/aaa.preset.toml",
        &include_str!("../../presets/first-notes.preset.toml").replacen("First notes", "Aaa", 1),
    );
    let mut shown = HandWindow::at_home(folder.path(), "first-notes", "anyone");
    shown.window.show(Screen::Desk);
    let mut shown = Shown::of(shown, [1280.0, 1400.0]);
    seen(&mut shown);
    let entry = |shown: &Shown, name: &str| {
        let row = place(shown, Role::Button, name).unwrap();
        (row, place(shown, Role::Image, &format!("Picture of {name}")))
    };
    let (_, none) = entry(&shown, "Aaa");
    assert_eq!(none, None);
    let catalogue = cantus::preset::Catalogue::shipped();
    let bridge = catalogue
        .entries(cantus::preset::FileKind::Preset)
        .into_iter()
        .find(|entry| entry.id == "backroom-shuffle")
        .unwrap();
    let (row, picture) = entry(&shown, &bridge.name);
    let picture = picture.expect("a picture in the row");
    assert!(row.contains_rect(picture) && picture.left() - row.left() < 10.0, "{row:?} {picture:?}");
    assert!((picture.width() - 44.0).abs() < 0.6, "{picture:?}");
    assert!(place(&shown, Role::Image, "Picture of Anyone").is_some());
}

/// A person's picture that is no picture, or asks for too much, is told; the music goes on, and their
/// letter stands in its place.
#[test]
fn a_hostile_picture_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let uses = "<use href='#a'/>".repeat(9);
    own(
        folder.path(),
        "persons/kim.svg",
        &format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><g id='a'>{uses}</g></svg>"),
    );
    own(folder.path(), "persons/kim.person.toml", &person("Kim", "picture = \"kim.svg\""));
    let mut shown = Shown::at_home(folder.path(), "hold-to-play");
    shown.0.state_mut().hand.press("key:space");
    shown.choose("Who plays: Anyone");
    seen(&mut shown);
    assert!(shown.tells("kim.svg cannot be shown: it is too intricate"));
    assert!(place(&shown, Role::Image, "Picture of Kim").is_none() && shown.has("Kim"));
    shown.play(0.3);
    assert!(shown.session().snapshot().peak > 1e-4, "the music goes on");
}

/// A photo of the player stands beside their name, in the list and when they play.
#[test]
fn a_person_has_a_photo() {
    let folder = tempfile::tempdir().unwrap();
    own(folder.path(), "persons/kim.person.toml", &person("Kim", "picture = \"kim.png\""));
    image::RgbImage::from_pixel(400, 300, image::Rgb([200, 30, 30]))
        .save(folder.path().join("own/persons/kim.png"))
        .unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Who plays: Anyone");
    seen(&mut shown);
    assert!(place(&shown, Role::Image, "Picture of Kim").is_some());
    shown.choose("Kim");
    seen(&mut shown);
    assert_eq!(plays(&mut shown), "kim");
    assert!(!shown.has("Search people"), "the list has closed");
    assert!(place(&shown, Role::Image, "Picture of Kim").is_some());
}

/// People are found by a word, in the language of the window, and by a tag, their own tags among them;
/// who is chosen plays.
#[test]
fn people_are_found() {
    let folder = tempfile::tempdir().unwrap();
    own(folder.path(), "persons/kim.person.toml", &person("Kim", "tags = [\"monday\"]"));
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Who plays: Anyone");
    let field = |shown: &Shown| shown.0.get_by_role_and_label(Role::TextInput, "Search people").rect();
    assert!(field(&shown).is_positive());
    for name in ["Anyone", "Tremor", "Scanner", "Kim"] {
        assert!(
            place(&shown, Role::Button, name).is_some_and(|row| row.bottom() <= SIZE[1]),
            "{name} at one glance"
        );
    }
    shown.0.get_by_role_and_label(Role::TextInput, "Search people").focus();
    shown.draw();
    shown.0.get_by_role_and_label(Role::TextInput, "Search people").type_text("hand that shakes");
    shown.draw();
    assert!(shown.has("Tremor") && !shown.has("Scanner"));
    shown.choose("Tremor");
    assert_eq!(plays(&mut shown), "tremor");
    shown.choose("Who plays: Tremor");
    shown.choose("scanning");
    assert!(shown.has("Scanner") && shown.has("Step scanner") && !shown.has("Kim"));
    shown.choose("scanning");
    shown.choose("monday");
    assert!(!shown.has("Scanner"));
    shown.choose("Kim");
    assert_eq!(plays(&mut shown), "kim");
}

/// In a small window, or one at 200 %, the list of people stays within it, wherever its line is.
#[test]
fn the_list_stays_in_a_small_window() {
    let size = [640.0, 400.0];
    let mut shown = Shown::new("first-notes", LANGUAGES[0], Screen::Desk, size);
    shown.choose("Who plays: Anyone");
    shown.draw();
    let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, size.into());
    let field = place(&shown, Role::TextInput, "Search people").unwrap();
    assert!(window.contains_rect(field), "{field:?}");
    let rows =
        ["Anyone", "Breath", "Joystick", "No holding"].map(|name| place(&shown, Role::Button, name).unwrap());
    assert!(rows.iter().all(|row| window.contains_rect(*row)), "{rows:?}");
}

/// By keyboard alone: Enter opens the list with the field for words, Down leads to the people, Enter
/// takes one, and Escape closes the list; then what was there before has focus.
#[test]
fn people_are_chosen_by_keyboard() {
    let mut shown = desk("first-notes");
    let focused = |shown: &Shown| {
        shown
            .0
            .query_all(by().predicate(|node| node.is_focused()))
            .next()
            .and_then(|node| node.accesskit_node().label())
    };
    let press = |shown: &mut Shown, key| {
        shown.0.key_press(key);
        shown.draw();
    };
    shown.0.get_by_label("Who plays: Anyone").focus();
    shown.draw();
    press(&mut shown, Key::Enter);
    assert_eq!(focused(&shown).as_deref(), Some("Search people"));
    shown.0.get_by_role_and_label(Role::TextInput, "Search people").type_text("scan");
    shown.draw();
    press(&mut shown, Key::ArrowDown);
    assert_eq!(focused(&shown).as_deref(), Some("Scanner"));
    press(&mut shown, Key::ArrowUp);
    assert_eq!(focused(&shown).as_deref(), Some("Search people"));
    press(&mut shown, Key::ArrowDown);
    press(&mut shown, Key::ArrowRight);
    assert_eq!(focused(&shown).as_deref(), Some("Step scanner"));
    press(&mut shown, Key::Enter);
    shown.play(0.02);
    assert_eq!(plays(&mut shown), "step-scanner");
    press(&mut shown, Key::Enter);
    assert_eq!(focused(&shown).as_deref(), Some("Search people"), "the line had focus again");
    press(&mut shown, Key::Escape);
    assert!(!shown.has("Search people"));
    assert_eq!(focused(&shown).as_deref(), Some("Who plays: Step scanner"));
}

/// A favourite among the people, and who played last, come first, also after a restart.
#[test]
fn favourite_people_are_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Who plays: Anyone");
    shown.choose("Favourite: Tremor");
    shown.choose("Scanner");
    shown.0.state_mut().later(std::time::Duration::from_secs(3));
    drop(shown);
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.choose("Who plays: Anyone");
    let row = |name: &str| place(&shown, Role::Button, name).unwrap();
    let order = |rect: Rect| (rect.top() as i32, rect.left() as i32);
    assert!(order(row("Tremor")) < order(row("Anyone")), "a favourite comes first");
    assert!(order(row("Scanner")) < order(row("Breath")), "then who played lately");
    let star = shown.0.get_by_label("Favourite: Tremor");
    assert_eq!(star.accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::True));
}
