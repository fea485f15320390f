//! The one-minute fit and what belongs to it, found by name.

use std::time::Duration;

use cantus::access::MenuOpens;
use cantus::device::awake::Kept;
use cantus::device::room::RoomFacts;
use cantus::ui::{LANGUAGES, Language, Look, Screen};

use crate::hand::HandWindow;
use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn shown(person: &str, screen: Screen, language: Language) -> Shown {
    Shown::of(HandWindow::new("first-notes", person, language, Look::default(), screen), SIZE)
}

/// Answers every bell after `after_s`, holding for `hold_s`, for as long as `headline` is there.
/// Bells are told by a thread of their own: time waits for it now and then.
pub fn answer_bells(shown: &mut Shown, (headline, now): (&str, &str), after_s: f64, hold_s: f64) {
    for _ in 0..6000 {
        if !shown.has(headline) {
            return;
        }
        if shown.has(now) {
            shown.play(after_s);
            shown.0.state_mut().hand.press("key:space");
            shown.play(hold_s);
            shown.0.state_mut().hand.release("key:space");
        }
        shown.play(0.05);
        std::thread::park_timeout(Duration::from_millis(1));
    }
    panic!("the bells never end");
}

pub fn scan_ms(shown: &mut Shown) -> f32 {
    shown.0.state_mut().window.session().person().body.scan.interval_ms
}

/// From the desk to a switch that fits, with the switch alone once it has begun: bells are answered,
/// what was found is told, one press accepts it, the next plays on. What was accepted can be taken
/// back.
#[test]
fn one_switch_fits_itself() {
    let mut shown = shown("one-switch", Screen::Desk, LANGUAGES[0]);
    let before = scan_ms(&mut shown);
    shown.click("Fit to this person");
    shown.click("Begin");
    assert!(shown.has("Press when you hear the bell"));
    // Holding opens no menu while bells ring.
    answer_bells(&mut shown, ("Press when you hear the bell", "Now"), 1.0, 2.0);
    assert!(shown.has("This is what I found"), "{:?}", shown.0.root());
    assert!(shown.tells("bells were answered"));
    assert!(!shown.0.state_mut().window.session().snapshot().menu.is_some_and(|menu| menu.open));
    // A press that comes with the last bell accepts nothing.
    shown.press("key:space");
    assert!(shown.has("This is what I found"));
    assert_eq!(scan_ms(&mut shown), before);
    shown.play(2.5);
    shown.press("key:space");
    assert!(shown.has("The switch fits One switch now."), "{:?}", shown.0.root());
    // Nothing is called kept that could not be.
    assert!(shown.tells("There is no folder of your own") && !shown.tells("It is kept"));
    assert!(shown.has("The next press plays on."));
    let fitted = scan_ms(&mut shown);
    assert!(fitted >= 1500.0, "{fitted}");
    shown.click("Take it back");
    assert_eq!(scan_ms(&mut shown), before);
    assert!(shown.has("The switch is as it was before."), "told on the desk");
}

/// A switch that gives pulses gets a menu that opens otherwise: everything that accepting changes is
/// listed before, what is kept is told, and all of it is taken back as one.
#[test]
fn a_pulse_switch_is_told_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::of(HandWindow::at_home(folder.path(), "first-notes", "one-switch"), SIZE);
    shown.0.state_mut().window.show(Screen::Desk);
    shown.draw();
    let body = |shown: &mut Shown| shown.0.state_mut().window.session().person().body.clone();
    let before = body(&mut shown);
    assert_eq!(before.menu.opens, MenuOpens::LongPress);
    shown.click("Fit to this person");
    shown.click("Begin");
    answer_bells(&mut shown, ("Press when you hear the bell", "Now"), 1.0, 0.02);
    assert!(shown.has("The menu opens after a rest instead of a long press."), "{:?}", shown.0.root());
    shown.click("Use this");
    assert_eq!(body(&mut shown).menu.opens, MenuOpens::Rest);
    assert!(shown.has("It is kept for the next time.") && shown.has("The next press plays on."));
    shown.click("Take it back");
    assert_eq!(body(&mut shown), before);
}

/// The player's own press leads back to where they were, and leaves what was accepted.
#[test]
fn the_next_press_plays_on() {
    let mut shown = shown("one-switch", Screen::Stage, Language::of_code("de").unwrap());
    // From the first minute it is reached as well.
    shown.0.state_mut().window.show(Screen::Start);
    shown.draw();
    shown.click("An diese Person anpassen");
    shown.click("Anfangen");
    let words = ("Drücke, wenn du die Glocke hörst", "Jetzt");
    answer_bells(&mut shown, words, 1.0, 0.3);
    assert!(shown.has("Das habe ich gefunden"));
    // How late the answers come is up to the threads; the mark of the language is not.
    let tells = |mark: char| {
        (10..30).any(|tenths| shown.tells(&format!("{}{mark}{} s nach", tenths / 10, tenths % 10)))
    };
    assert!(tells(',') && !tells('.'), "{:?}", shown.0.root());
    shown.click("So nehmen");
    assert!(shown.tells("Der Schalter passt jetzt zu "));
    shown.play(2.5);
    shown.press("key:space");
    assert!(!shown.has("Weiterspielen"));
    assert!(scan_ms(&mut shown) >= 1500.0);
    assert_eq!(shown.screen(), Screen::Stage);
}

/// Where nobody answers, nothing is made up and nothing changes.
#[test]
fn silence_is_no_answer() {
    let mut shown = shown("one-switch", Screen::Desk, LANGUAGES[0]);
    let before = shown.0.state_mut().window.session().person().clone();
    shown.click("Fit to this person");
    shown.click("Begin");
    for _ in 0..4000 {
        if !shown.has("Press when you hear the bell") {
            break;
        }
        shown.play(0.1);
        std::thread::park_timeout(Duration::from_millis(1));
    }
    assert!(shown.has("That is too little to go by"), "{:?}", shown.0.root());
    assert!(shown.tells("0 of 4 bells were answered"));
    shown.click("Leave it as it was");
    let after = shown.0.state_mut().window.session().person().clone();
    assert_eq!(before, after);
    assert_eq!(shown.screen(), Screen::Desk);
}

/// A number that is stepped by keyboard holds at once while music plays, and is taken back, by the
/// button or by Ctrl+Z, which leaves the music alone there; all of them have names, units and ranges.
#[test]
fn numbers_are_turned_by_keyboard() {
    use eframe::egui::{Key, Modifiers, accesskit};
    use egui_kittest::kittest::Queryable;
    let mut shown = shown("one-switch", Screen::Desk, LANGUAGES[0]);
    shown.click("Every number");
    let lockout =
        |shown: &mut Shown| shown.0.state_mut().window.session().person().body.switches[0].lockout_ms;
    let before = lockout(&mut shown);
    let tempo = |shown: &mut Shown| shown.0.state_mut().window.session().music().tempo_bpm;
    shown.0.state_mut().window.session().edit(&"tempo 77".parse().unwrap()).unwrap();
    for by_key in [false, true] {
        shown.0.get_by_role_and_label(accesskit::Role::SpinButton, "Ignore repeats for").focus();
        shown.draw();
        shown.0.key_press(Key::ArrowUp);
        shown.draw();
        shown.play(0.02);
        assert_eq!(lockout(&mut shown), before + 10.0);
        if by_key {
            shown.0.key_press_modifiers(Modifiers::COMMAND, Key::Z);
            shown.draw();
        } else {
            shown.click("Take the last change back");
        }
        assert_eq!((lockout(&mut shown), tempo(&mut shown)), (before, 77.0));
    }
    for name in
        ["Press counts after", "Each choice is lit for", "Never louder than", "Softest beginning of a note"]
    {
        assert!(shown.has(name), "{name}");
    }
    assert!(shown.tells("0 to 5000 ms."));
    shown.click("Back");
    assert!(shown.has("Silence"), "the desk again");
}

/// A switch of another role is bound by pressing, told with what it plays already, and tried out
/// with sound on the same page.
#[test]
fn roles_are_bound_by_pressing() {
    let mut shown = shown("one-switch", Screen::Desk, LANGUAGES[0]);
    shown.click("Switches and axes");
    shown.click("Change Switch B");
    assert!(shown.has("Press the switch that is to play"));
    shown.press("key:space");
    assert!(shown.tells("It plays A already"), "{:?}", shown.0.root());
    shown.click("Leave it as it was");
    shown.click("Change Switch B");
    shown.press("key:f9");
    shown.click("Only this one plays");
    assert!(shown.tells("F9") || shown.tells("f9"));
    shown.0.state_mut().hand.press("key:f9");
    shown.play(0.1);
    assert!(shown.has("pressed"), "it lights up");
    assert_eq!(shown.0.state_mut().window.session().snapshot().switches[1].presses, 1);
    shown.0.state_mut().hand.release("key:f9");
    shown.play(0.1);
}

/// The room check says what is, what still works and what to do; the desk says how much matters, and
/// nothing where all is well.
#[test]
fn the_room_is_told() {
    let mut shown = shown("one-switch", Screen::Desk, LANGUAGES[0]);
    shown.click("Room check");
    assert!(shown.has("Nothing stands in the way."));
    shown.click("Back");
    let room = RoomFacts { slow_keys: Some(true), awake: Kept::No, ..RoomFacts::default() };
    shown.0.state_mut().window.room_is(room);
    shown.play(0.05);
    assert!(shown.has("One thing to look at"), "{:?}", shown.0.root());
    shown.click("Room check");
    for part in ["Slow keys are on", "Switch them off in the desktop's", "The screen may go dark"] {
        assert!(shown.tells(part), "{part}");
    }
    shown.click("Back");
    assert!(shown.has("Every number"));
}
