//! Pages that change who plays, found by name: taken back and made again, bound and tried out, left
//! without harm.

use cantus::input::Role;
use cantus::ui::{LANGUAGES, Look, Screen};
use eframe::egui::{Key, Modifiers, accesskit};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::fit::{answer_bells, scan_ms};
use crate::hand::HandWindow;
use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];

fn desk() -> Shown {
    Shown::of(HandWindow::new("first-notes", "one-switch", LANGUAGES[0], Look::default(), Screen::Desk), SIZE)
}

fn lockout_ms(shown: &mut Shown) -> f32 {
    shown.session().person().body.switches[0].lockout_ms
}

fn can(shown: &Shown, name: &str) -> bool {
    !shown.0.get_by_label(name).accesskit_node().is_disabled()
}

fn key(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.0.key_press_modifiers(modifiers, key);
    shown.draw();
    shown.play(0.02);
}

/// On every number, the keys and both pairs of buttons take the person's changes back and make them
/// again, at once in what plays, and leave the music alone; on the desk they are the music's.
#[test]
fn numbers_go_back_and_forth() {
    let mut shown = desk();
    shown.session().edit(&"tempo 77".parse().unwrap()).unwrap();
    shown.click("Every number");
    assert!(!can(&shown, "Undo") && !can(&shown, "Redo"), "nothing of the person was changed");
    let before = lockout_ms(&mut shown);
    shown.0.get_by_role_and_label(accesskit::Role::SpinButton, "Ignore repeats for").focus();
    shown.draw();
    for _ in 0..2 {
        key(&mut shown, Modifiers::NONE, Key::ArrowUp);
    }
    let after = lockout_ms(&mut shown);
    assert_eq!(after, before + 20.0);
    let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    type Step = fn(&mut Shown);
    let ways: [(Step, Step); 4] = [
        (|shown| shown.click("Undo"), |shown| shown.click("Redo")),
        (|shown| shown.click("Take the last change back"), |shown| shown.click("Make it again")),
        (
            |shown| key(shown, Modifiers::COMMAND, Key::Z),
            |shown| key(shown, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z),
        ),
        (|shown| key(shown, Modifiers::COMMAND, Key::Z), |shown| key(shown, Modifiers::COMMAND, Key::Y)),
    ];
    for (back, again) in ways {
        for step in [1.0, 2.0] {
            back(&mut shown);
            assert_eq!(lockout_ms(&mut shown), after - 10.0 * step);
        }
        assert!(!can(&shown, "Undo") && shown.tells("The switch is as it was before."));
        for step in [1.0, 2.0] {
            again(&mut shown);
            assert_eq!(lockout_ms(&mut shown), before + 10.0 * step);
        }
        assert!(!can(&shown, "Redo") && shown.tells("The change holds again."));
    }
    assert_eq!(shown.session().music().tempo_bpm, 77.0);
    // Within the new lockout a second press is none, with the old one it was one.
    shown.session().edit_person(&"set switch.a.lockout_ms 900".parse().unwrap()).unwrap();
    shown.play(1.0);
    let presses = |shown: &mut Shown| shown.session().snapshot().switches[0].presses;
    for (lockout_ms, counted) in [(900.0, 1), (after, 2)] {
        let before = presses(&mut shown);
        for _ in 0..2 {
            shown.press("key:space");
        }
        assert_eq!(presses(&mut shown) - before, counted, "{lockout_ms}");
        shown.play(1.0);
        if lockout_ms == 900.0 {
            shown.click("Undo");
        }
    }
    shown.click("Back");
    key(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(lockout_ms(&mut shown), after);
    assert_ne!(shown.session().music().tempo_bpm, 77.0);
    key(&mut shown, ctrl_shift, Key::Z);
    assert_eq!(shown.session().music().tempo_bpm, 77.0);
}

/// *Take it back* is there as long as the fit is the last change, whoever made another; Ctrl+Z takes
/// it back as well.
#[test]
fn taking_a_fit_back_hides_when_it_is_over() {
    let mut shown = desk();
    let before = scan_ms(&mut shown);
    shown.click("Fit to this person");
    shown.click("Begin");
    answer_bells(&mut shown, ("Press when you hear the bell", "Now"), 1.0, 0.3);
    shown.click("Use this");
    assert!(shown.has("Take it back"));
    shown.session().edit_person(&"set switch.a.lockout_ms 333".parse().unwrap()).unwrap();
    shown.play(0.05);
    assert!(!shown.has("Take it back"), "another change is the last one");
    key(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_ne!(lockout_ms(&mut shown), 333.0);
    assert_ne!(scan_ms(&mut shown), before);
    assert!(shown.has("Take it back"), "it is the last one again");
    key(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(scan_ms(&mut shown), before);
    assert!(!shown.has("Take it back"));
}

/// An axis is moved as far as is comfortable, its range is shown, taken, and tried out on the same
/// page: a small movement is all of it; one change takes it back.
#[test]
fn an_axis_is_learned_and_tried_out() {
    let mut shown = desk();
    let before = shown.session().person().clone();
    shown.click("Switches and axes");
    shown.choose("Change Axis 1");
    assert!(shown.has("Move it as far as is comfortable") && !shown.has("That is comfortable"));
    shown.0.state_mut().hand.has_moved("pad:lstick.x", &[0.0], 0.95);
    shown.play(0.05);
    shown.click("That is comfortable");
    assert!(shown.tells("at least"), "too little is told, and it can go on: {:?}", shown.0.root());
    let there_and_back = [0.2, 0.4, 0.4, 0.4, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0].repeat(4);
    shown.0.state_mut().hand.has_moved("pad:lstick.x", &there_and_back, 0.8);
    shown.play(0.05);
    assert!(shown.tells("% to 40 %"), "the range so far: {:?}", shown.0.root());
    shown.click("That is comfortable");
    assert!(shown.tells("I heard") && shown.tells("Used from 0 % to"), "{:?}", shown.0.root());
    assert_eq!(shown.session().person(), &before, "nothing is taken before somebody says so");
    shown.click("Play with this");
    assert!(shown.has("Switches of One switch"));
    let fit = shown.session().person().body.axes[0];
    assert!(fit.low.abs() < 0.05 && (fit.high - 0.4).abs() < 0.05, "{fit:?}");
    shown.0.state_mut().hand.moves("pad:lstick.x", 0.4);
    shown.play(0.5);
    assert!(shown.session().snapshot().axes[0] > 0.9);
    shown.click("Undo");
    assert_eq!(shown.session().person(), &before);
}

/// A switch that plays another role already may play both: it is warned before, and both light up where
/// it is tried out.
#[test]
fn a_switch_may_play_both() {
    let mut shown = desk();
    shown.click("Switches and axes");
    shown.click("Change Switch B");
    shown.press("key:space");
    assert!(shown.tells("It plays A already, and would play both."), "{:?}", shown.0.root());
    assert_eq!(shown.session().snapshot().switches[0].presses, 0, "nothing plays while it is listened");
    shown.click("This one plays too");
    shown.0.state_mut().hand.press("key:space");
    shown.play(0.1);
    assert_eq!(shown.0.query_all_by_label("pressed").count(), 2);
    let presses = shown.session().snapshot().switches.map(|switch| switch.presses);
    assert_eq!(presses[..2], [1, 1]);
    shown.0.state_mut().hand.release("key:space");
    shown.play(0.1);
    key(&mut shown, Modifiers::COMMAND, Key::Z);
    let roles = |role| move |row: &&cantus::person::Binding| row.role == role;
    assert_eq!(shown.session().person().bindings.rows().iter().filter(roles(Role::Switch(1))).count(), 0);
    assert!(shown.session().person().bindings.rows().iter().filter(roles(Role::A)).count() > 1);
}

/// Every page is left as it was found, in the middle of whatever it does: Escape only makes silence,
/// nothing is changed, nothing goes on listening or ringing, and the switch plays.
#[test]
fn pages_are_left_without_harm() {
    type Way = &'static [&'static str];
    let ways: [(Way, &str); 8] = [
        (&["Fit to this person"], "Back"),
        (&["Fit to this person", "Begin"], "Back"),
        (&["Every number"], "Back"),
        (&["Switches and axes"], "Back"),
        (&["Switches and axes", "Change Switch B"], "Stage"),
        (&["Switches and axes", "Change Axis 1"], "Leave it as it was"),
        (&["Switches and axes", "Every number", "Fit to this person", "Begin"], "Stage"),
        (&["Room check"], "Back"),
    ];
    for (way, out) in ways {
        let mut shown = desk();
        let before = shown.session().person().clone();
        way.iter().for_each(|name| shown.choose(name));
        key(&mut shown, Modifiers::NONE, Key::Escape);
        shown.choose(out);
        if shown.has("Back") {
            shown.choose("Back");
        }
        let session = shown.session();
        assert_eq!(
            (session.person(), session.fit(), session.unsaved()),
            (&before, None, (false, false)),
            "{way:?}"
        );
        assert_eq!(session.binding_heard(), None);
        shown.play(0.5);
        shown.press("key:space");
        assert_eq!(shown.session().snapshot().switches[0].presses, 1, "{way:?}");
    }
}
