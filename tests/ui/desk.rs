//! What is changed at the desk acts while the music plays, and can be taken back.

use cantus::ui::{LANGUAGES, Language, Screen, Theme};
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable, by};

use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn desk(preset: &str) -> Shown {
    Shown::new(preset, LANGUAGES[0], Screen::Desk, SIZE)
}

/// A part's fader moves its level, the change is taken back with Ctrl+Z and made again with Ctrl+Y.
#[test]
fn a_level_is_changed_and_taken_back() {
    let mut shown = desk("first-notes");
    let level = |shown: &mut Shown| shown.0.state_mut().window.session().arrangement().mixed(0).unwrap().0;
    let before = level(&mut shown);
    let name = shown.0.state_mut().window.session().music().parts[0].name.clone();
    let fader = format!("Loudness of {name}");
    shown.0.get_by_label(&fader).focus();
    shown.draw();
    shown.0.key_press(Key::ArrowLeft);
    shown.draw();
    let after = level(&mut shown);
    assert!(after < before, "{before} {after}");
    shown.0.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    shown.draw();
    assert_eq!(level(&mut shown), before);
    assert!(shown.tells("Taken back"));
    shown.0.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    shown.draw();
    assert_eq!(level(&mut shown), after);
}

/// A muted part is silent at once, and sounds again when the mute is taken back with the button.
#[test]
fn a_muted_part_is_silent() {
    let mut shown = desk("first-notes");
    let name = shown.0.state_mut().window.session().music().parts[0].name.clone();
    shown.click(&format!("Mute: {name}"));
    shown.play(0.2);
    shown.0.state_mut().hand.press("key:space");
    shown.play(0.3);
    assert!(shown.0.state_mut().window.session().snapshot().peak < 1e-4);
    shown.click("Undo");
    assert!(!shown.0.state_mut().window.session().arrangement().muted[0]);
}

/// Another piece is found by a word of its name and plays at once; what plays is marked.
#[test]
fn a_piece_is_found_and_plays() {
    let mut shown = desk("first-notes");
    shown.0.get_by_role_and_label(Role::TextInput, "Search").focus();
    shown.draw();
    shown.0.get_by_role_and_label(Role::TextInput, "Search").type_text("calm night");
    shown.draw();
    shown.choose("Calm night");
    assert_eq!(shown.0.state_mut().window.session().preset(), "calm-night");
    assert!(!shown.has("First notes"), "what is not looked for is not shown");
    shown.press("key:space");
    assert!(shown.0.state_mut().window.session().snapshot().parts[0].last_pitch.is_some());
}

/// Escape is silence, wherever the focus is, and nothing else: a page stays open.
#[test]
fn escape_is_silence() {
    let mut shown = desk("hold-to-play");
    shown.0.state_mut().hand.press("key:space");
    shown.play(0.5);
    assert!(shown.0.state_mut().window.session().snapshot().peak > 1e-4);
    shown.0.get_by_role_and_label(Role::TextInput, "Search").focus();
    shown.draw();
    shown.0.key_press(Key::Escape);
    shown.draw();
    shown.play(0.2);
    assert!(shown.0.state_mut().window.session().snapshot().peak < 1e-4);
    shown.0.state_mut().hand.release("key:space");
    shown.click("Every number");
    shown.0.state_mut().hand.press("key:space");
    shown.play(0.5);
    assert!(shown.0.state_mut().window.session().snapshot().peak > 1e-4);
    shown.0.key_press(Key::Escape);
    shown.draw();
    shown.play(0.2);
    assert!(shown.0.state_mut().window.session().snapshot().peak < 1e-4);
    assert!(shown.has("Take the last change back"), "the page is still there");
}

/// Without a mouse: keys lead from every screen to the desk and back to the stage, and silence is
/// a key on all of them.
#[test]
fn keys_lead_to_every_screen() {
    let mut shown = Shown::new("hold-to-play", LANGUAGES[0], Screen::Start, SIZE);
    for screen in [Screen::Desk, Screen::Stage, Screen::Desk] {
        shown.0.key_press_modifiers(Modifiers::COMMAND, Key::D);
        shown.draw();
        assert_eq!(shown.screen(), screen);
    }
    for screen in [Screen::Start, Screen::Stage, Screen::Desk] {
        shown.0.state_mut().window.show(screen);
        shown.0.state_mut().hand.press("key:space");
        shown.play(0.5);
        assert!(shown.session().snapshot().peak > 1e-4, "{screen:?}");
        shown.0.key_press(Key::Escape);
        shown.draw();
        shown.play(0.2);
        assert!(shown.session().snapshot().peak < 1e-4, "{screen:?}");
        shown.0.state_mut().hand.release("key:space");
        shown.play(0.1);
    }
}

/// Language, colours and size change at once, and everything keeps its place in the other language.
#[test]
fn language_and_theme_are_chosen() {
    let mut shown = desk("first-notes");
    shown.click("Language: English");
    shown.click("Deutsch");
    assert!(shown.has("Stille") && !shown.has("Silence"));
    assert!(shown.has("Farben: Dunkel"));
    shown.click("Farben: Dunkel");
    shown.click("Hoher Kontrast");
    assert_eq!(shown.0.state().window.theme(), Theme::HighContrast);
}

/// With the tabulator alone every widget is reached that a hand can use.
#[test]
fn everything_is_reached_by_keyboard() {
    let mut shown = desk("first-notes");
    let mut reached = Vec::new();
    for _ in 0..50 {
        shown.0.key_press(Key::Tab);
        shown.0.run_steps(2);
        let focused = shown.0.query_all(by().predicate(|node| node.is_focused())).next();
        reached.extend(focused.and_then(|node| node.accesskit_node().label()));
    }
    for name in ["Silence", "Stage", "Search", "Mute: Melody"] {
        assert!(reached.iter().any(|label| label == name), "{name} not in {reached:?}");
    }
}

/// The window, its alerts and its sentences are told to those who do not see them: the window has a
/// name, and what was done is a live region.
#[test]
fn readers_are_told() {
    use eframe::egui::accesskit::Live;
    let mut shown = desk("first-notes");
    shown.click("Louder");
    let root = shown.0.root();
    assert_eq!(root.accesskit_node().label().as_deref(), Some("Cantus – Desk"));
    let said = shown.0.get_by_label_contains("Loudness 9 of");
    assert_eq!(said.accesskit_node().live(), Live::Polite);
}

/// German sentences for what a session says.
#[test]
fn what_was_done_is_told_in_german() {
    let german = Language::of_code("de").unwrap();
    let mut shown = Shown::new("first-notes", german, Screen::Desk, SIZE);
    shown.click("Lauter");
    assert!(shown.tells("Lautstärke 9 von"));
}
