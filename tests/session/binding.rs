//! Binding by pressing.

use cantus::input::{ControlValue, Role};

use crate::run::Run;

/// What is pressed while somebody listens is told in words and does not play, whether it was bound
/// before or not; bound, it plays the role at once.
#[test]
fn a_press_is_told_and_bound() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.act(&cantus::session::Action::Louder);
    run.down("key:space");
    run.until("the press", |run| run.session.snapshot().switches[0].down);
    run.session.listen_for_binding(Role::A);
    run.until("the release", |run| !run.session.snapshot().switches[0].down);
    let before = run.presses();
    run.up("key:space");
    run.down("key:j");
    run.until("a control", |run| run.session.binding_heard().is_some());
    run.up("key:j");
    let heard = run.session.binding_heard().unwrap();
    assert_eq!((heard.control.as_str(), heard.device.as_str()), ("key:j", "Test keyboard"));
    assert!(heard.plays.is_empty());
    run.play_on(4800);
    assert_eq!(run.presses(), before, "it played");
    assert_eq!(run.session.bind(Role::A, &heard, true).unwrap(), "Now a is key:j on Test keyboard.");
    run.session.stop_listening();
    run.press("key:j");
    run.down("key:space");
    run.play_on(9600);
    assert_eq!(run.presses(), before + 1, "what was bound before plays on");
    run.replay("first-notes", "one-switch").assert_equal();
}

/// A control that plays something already is told with what it plays.
#[test]
fn duplicates_are_told() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.listen_for_binding(Role::Switch(1));
    run.down("key:space");
    run.until("a control", |run| run.session.binding_heard().is_some());
    let heard = run.session.binding_heard().unwrap();
    assert_eq!(heard.plays, [Role::A]);
    let said = run.session.bind(Role::Switch(1), &heard, true).unwrap();
    assert_eq!(said, "Now b is key:space on Test keyboard. It plays a as well.");
}

/// An axis is learned from the control that moved furthest, with its range; one that hardly
/// moved is refused with the reason.
#[test]
fn an_axis_is_learned() {
    let mut run = Run::start("first-notes", "one-switch");
    run.session.listen_for_binding(Role::Axis(0));
    run.moved("pad:lstick.x", 0.0);
    run.until("a control", |run| run.session.axis_heard().is_err_and(|said| said.contains("only")));
    let ends = [0.1, 0.2, 0.3, 0.4, 0.3, 0.2, 0.1, 0.0, 0.0, 0.0];
    for value in ends.into_iter().cycle().take(40) {
        run.moved("pad:lstick.x", value);
        run.play_on(1600);
    }
    let learned = run.session.axis_heard().unwrap();
    let said = run.session.bind_axis(&learned).unwrap();
    assert!(said.starts_with("Now axis1 is pad:lstick.x on Test keyboard, from 0.0"), "{said}");
    let axis = &run.session.person().body.axes[0];
    assert!(axis.low.abs() < 0.05 && (axis.high - 0.4).abs() < 0.05, "{axis:?}");
    run.session.stop_listening();
    run.moved("pad:lstick.x", 0.4);
    run.until("the axis", |run| run.session.snapshot().axes[0] > 0.9);
}

impl Run {
    fn moved(&mut self, control: &str, value: f32) {
        self.send(control, ControlValue::Moved(value));
    }
}
