//! The first minute: press, be heard, play.

use cantus::ui::{LANGUAGES, Language, Screen};

use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn start(language: Language) -> Shown {
    Shown::new("first-notes", language, Screen::Start, SIZE)
}

/// A carer who follows only the screen comes to the first notes: one press is heard and named,
/// the next one plays on the stage, and both of them sounded.
#[test]
fn two_presses_lead_to_the_stage() {
    let mut shown = start(LANGUAGES[0]);
    assert!(shown.has("Press your switch"));
    shown.press("key:space");
    assert!(shown.has("I heard you: Space bar. Press again"), "{:?}", shown.0.root());
    assert!(shown.has("on Hand"));
    assert!(shown.0.state_mut().window.session().snapshot().parts[0].last_pitch.is_some());
    assert_eq!(shown.screen(), Screen::Start);
    shown.press("key:space");
    assert_eq!(shown.screen(), Screen::Stage);
}

/// The same in German, with another control named in plain words.
#[test]
fn the_first_minute_speaks_german() {
    let mut shown = start(Language::of_code("de").unwrap());
    assert!(shown.has("Drücke deinen Schalter"));
    shown.press("pad:south");
    assert!(shown.has("Gehört: die untere Taste am Gamepad. Drücke noch einmal"));
    shown.press("pad:south");
    assert_eq!(shown.screen(), Screen::Stage);
}

/// Another switch is found by pressing it: while it is listened nothing sounds, then it plays alone.
#[test]
fn another_switch_is_bound_by_pressing() {
    let mut shown = start(LANGUAGES[0]);
    shown.click("Another switch");
    assert!(shown.has("Press the switch that is to play"));
    shown.press("key:f9");
    assert!(shown.has("I heard the f9 key") || shown.has("I heard the F9 key"));
    assert_eq!(shown.0.state_mut().window.session().snapshot().switches[0].presses, 0);
    shown.click("Only this one plays");
    shown.press("key:f9");
    assert_eq!(shown.0.state_mut().window.session().snapshot().switches[0].presses, 1);
    shown.press("key:space");
    assert_eq!(shown.0.state_mut().window.session().snapshot().switches[0].presses, 1, "only this one");
}

/// Nobody has to press to go on.
#[test]
fn there_is_a_way_without_a_switch() {
    let mut shown = start(LANGUAGES[0]);
    shown.click("Desk");
    assert_eq!(shown.screen(), Screen::Desk);
    shown.click("Stage");
    assert_eq!(shown.screen(), Screen::Stage);
}
