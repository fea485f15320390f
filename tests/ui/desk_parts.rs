//! Who plays what with which song, and what the band does, changed at the desk.

use cantus::band::Playing;
use cantus::input::Role;
use cantus::ui::{LANGUAGES, Screen};
use eframe::egui::accesskit::Role as AkRole;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn desk(preset: &str) -> Shown {
    Shown::new(preset, LANGUAGES[0], Screen::Desk, SIZE)
}

/// Another song is found by a word of its name, plays at once, and is taken back.
#[test]
fn a_song_is_chosen() {
    let mut shown = desk("song-alone");
    shown.choose("Song: New Britain");
    shown.0.get_by_label("Search songs").focus();
    shown.draw();
    shown.0.get_by_label("Search songs").type_text("greens");
    shown.draw();
    assert!(!shown.has("Arirang"));
    shown.choose("Greensleeves");
    let song =
        |shown: &mut Shown| shown.session().music().parts[0].options.first_song().unwrap().name.clone();
    assert_eq!(song(&mut shown), "Greensleeves");
    assert!(shown.has("Song: Greensleeves"));
    shown.press("key:space");
    assert!(shown.session().snapshot().parts[0].last_pitch.is_some());
    shown.choose("Undo");
    assert_eq!(song(&mut shown), "New Britain");
}

/// A part is given to one switch, to nobody and to all again; a press of another switch does nothing
/// meanwhile.
#[test]
fn who_plays_a_part_is_chosen() {
    let mut shown = desk("first-notes");
    shown.choose("Range, notes, players");
    shown.choose("B: Melody");
    assert_eq!(shown.session().music().parts[0].roles, [Role::Switch(1)]);
    shown.press("key:space");
    assert!(shown.session().snapshot().parts[0].last_pitch.is_none(), "space is switch A");
    shown.choose("B: Melody");
    assert!(shown.has("nobody plays it"));
    shown.choose("Any switch: Melody");
    shown.press("key:space");
    assert!(shown.session().snapshot().parts[0].last_pitch.is_some());
    for _ in 0..3 {
        shown.choose("Undo");
    }
    assert!(shown.session().music().parts[0].roles.len() > 1);
}

/// The band is started, fills and comes to its end from the desk.
#[test]
fn the_band_is_led() {
    let mut shown = desk("backroom-shuffle");
    let playing = |shown: &mut Shown| shown.session().snapshot().band.unwrap().playing;
    assert!(shown.0.get_by_label("Fill").accesskit_node().is_disabled());
    shown.choose("Start");
    shown.play(0.3);
    assert_ne!(playing(&mut shown), Playing::Waiting);
    shown.choose("End");
    for _ in 0..60 {
        shown.play(0.5);
    }
    assert_eq!(playing(&mut shown), Playing::Waiting);
}

/// What the band decides cannot be moved, and says why; without a band it can, and is taken back.
#[test]
fn what_the_band_decides_says_why() {
    let shown = desk("backroom-shuffle");
    for (role, name) in [(AkRole::ComboBox, "Metre: 4/4"), (AkRole::Slider, "Swing")] {
        let node = shown.0.get_by_role_and_label(role, name);
        let node = node.accesskit_node();
        assert!(node.is_disabled(), "{name}");
        assert!(node.description().is_some_and(|told| told.contains("Blues shuffle")), "{name}");
    }
    let mut shown = desk("first-notes");
    shown.choose("Metre: 4/4");
    shown.choose("3/4");
    assert_eq!(shown.session().music().metre.beats, 3);
    shown.choose("Undo");
    assert_eq!(shown.session().music().metre.beats, 4);
}
