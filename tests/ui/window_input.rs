//! Keys, clicks and touches that come through the window's own events, on the way that they take
//! where nobody else reads them.

use std::time::Duration;

use cantus::ui::{Keys, LANGUAGES, Look, Screen};
use eframe::egui::{self, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2};

use crate::hand::HandWindow;

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
/// From one frame to the next: long enough for a release to count as one.
const FRAME_S: f64 = 0.1;
/// Where nothing can be clicked, on the stage and in the first minute.
const FREE: Pos2 = Pos2::new(640.0, 500.0);

/// A window with its events.
struct Sat {
    shown: HandWindow,
    keys: Keys,
    ctx: egui::Context,
    seconds: f64,
    /// Events of a window that is not drawn, as its frame keeps them.
    pending: Vec<Event>,
    /// Everything that has a name, and where it is.
    named: Vec<(String, Rect)>,
}

impl Sat {
    fn new(screen: Screen) -> Self {
        let mut shown = HandWindow::new("first-notes", "anyone", LANGUAGES[0], Look::default(), screen);
        let keys = Keys::new(shown.window.session().port("the window"), true);
        let ctx = egui::Context::default();
        ctx.enable_accesskit();
        let mut sat = Sat { shown, keys, ctx, seconds: 0.0, pending: Vec::new(), named: Vec::new() };
        sat.frame([]);
        sat.frame([]);
        sat
    }

    fn sort(&mut self, events: impl IntoIterator<Item = Event>) -> RawInput {
        self.seconds += FRAME_S;
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.seconds),
            focused: true,
            events: std::mem::take(&mut self.pending),
            ..RawInput::default()
        };
        input.events.extend(events);
        let screen = self.shown.window.screen_of_keys();
        let window = &self.shown.window;
        self.keys.sort(&self.ctx, &mut input, screen, |control| window.binds(control), || false);
        input
    }

    /// A frame with these events, and a little music.
    fn frame(&mut self, events: impl IntoIterator<Item = Event>) {
        let input = self.sort(events);
        let mut output = self.ctx.run_ui(input, |ui| self.shown.window.ui(ui));
        output.textures_delta.clear();
        let update = output.platform_output.accesskit_update.unwrap();
        self.named = update
            .nodes
            .iter()
            .filter_map(|(_, node)| {
                let bounds = node.bounds()?;
                let rect = [[bounds.x0, bounds.y0], [bounds.x1, bounds.y1]].map(|at| at.map(|at| at as f32));
                Some((
                    node.label().or(node.value())?.to_owned(),
                    Rect::from_min_max(rect[0].into(), rect[1].into()),
                ))
            })
            .collect();
        self.shown.play(FRAME_S);
    }

    /// As [`frame`](Self::frame), of a window that is not drawn.
    fn hidden(&mut self, events: impl IntoIterator<Item = Event>) {
        self.pending = self.sort(events).events;
        self.shown.play(FRAME_S);
    }

    /// The middle of what has this name.
    fn at(&self, name: &str) -> Pos2 {
        let found = self.named.iter().find(|(known, _)| known == name);
        found.unwrap_or_else(|| panic!("no {name:?} in {:?}", self.named)).1.center()
    }

    fn presses(&mut self) -> u32 {
        self.shown.window.session().snapshot().switches.iter().map(|switch| switch.presses).sum()
    }

    fn is_held(&mut self) -> bool {
        self.shown.window.session().snapshot().switches.iter().any(|switch| switch.down)
    }

    /// A key goes down and up, each in a frame of its own.
    fn press(&mut self, of: Key) {
        self.frame([key(of, of, true)]);
        self.frame([key(of, of, false)]);
    }

    /// A finger taps, as the window's system tells it.
    fn tap(&mut self, at: Pos2) {
        self.frame(finger(1, TouchPhase::Start, at));
        self.frame(finger(1, TouchPhase::End, at));
    }
}

/// A key that writes `key` at the place of `place` on the board.
fn key(key: Key, place: Key, pressed: bool) -> Event {
    Event::Key { key, physical_key: Some(place), pressed, repeat: false, modifiers: Modifiers::NONE }
}

/// A finger, and the click that the system's window makes of the first one.
fn finger(id: u64, phase: TouchPhase, at: Pos2) -> Vec<Event> {
    let touch =
        Event::Touch { device_id: egui::TouchDeviceId(0), id: id.into(), phase, pos: at, force: None };
    let click = |pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match (id, phase) {
        (1, TouchPhase::Start) => vec![touch, Event::PointerMoved(at), click(true)],
        (1, TouchPhase::End) => vec![touch, click(false), Event::PointerGone],
        _ => vec![touch],
    }
}

/// Two presses of a key of the window lead through the first minute; a repeat is no press, and
/// nothing is held when the window goes out of sight.
#[test]
fn keys_of_the_window_play() {
    let mut sat = Sat::new(Screen::Start);
    let space = |down| key(Key::Space, Key::Space, down);
    sat.frame([space(true)]);
    (0..20).for_each(|_| sat.frame([space(true)]));
    assert_eq!((sat.presses(), sat.is_held()), (1, true));
    sat.frame([space(false)]);
    sat.press(Key::Space);
    assert_eq!((sat.presses(), sat.is_held()), (2, false));
    sat.frame([]);
    assert_eq!(sat.shown.window.screen(), Screen::Stage);
    sat.frame([space(true)]);
    sat.keys.release_all();
    sat.frame([]);
    assert_eq!((sat.presses(), sat.is_held()), (3, false));
}

/// A key is known by its place on the board, or, where that is bound to nothing, by what it
/// writes: keyboards on the screen make places up. Pressed, it is one key and not two.
#[test]
fn a_key_is_its_place_or_what_it_writes() {
    let mut sat = Sat::new(Screen::Stage);
    for (writes, place, plays) in [
        (Key::Space, Key::Escape, true),
        (Key::A, Key::Space, true),
        (Key::Enter, Key::Space, true),
        (Key::A, Key::Q, false),
    ] {
        let before = sat.presses();
        sat.frame([key(writes, place, true)]);
        assert_eq!(sat.is_held(), plays, "{writes:?} at the place of {place:?}");
        sat.frame([key(writes, place, false)]);
        assert_eq!((sat.presses() - before, sat.is_held()), (u32::from(plays), false));
    }
}

/// What happens while the window is not drawn plays once, though its events are kept until it is.
#[test]
fn what_is_kept_for_later_plays_once() {
    let mut sat = Sat::new(Screen::Stage);
    sat.hidden(finger(1, TouchPhase::Start, FREE));
    assert_eq!((sat.presses(), sat.is_held()), (1, true));
    sat.hidden(finger(1, TouchPhase::End, FREE));
    sat.hidden([key(Key::Space, Key::Space, true), key(Key::Space, Key::Space, false)]);
    sat.hidden([]);
    sat.frame([]);
    sat.frame([]);
    assert_eq!((sat.presses(), sat.is_held()), (2, false));
}

/// A bound space or enter clicks no button of the stage, even one that has focus; on the desk
/// it does for those who move about by keyboard, and after a while it plays again.
#[test]
fn a_switch_clicks_nothing() {
    let mut sat = Sat::new(Screen::Stage);
    sat.press(Key::Tab);
    for (times, of) in [(1, Key::Space), (2, Key::Enter)] {
        sat.press(of);
        sat.frame([]);
        assert_eq!((sat.shown.window.screen(), sat.presses()), (Screen::Stage, times));
    }
    let mut sat = Sat::new(Screen::Desk);
    sat.press(Key::Tab);
    sat.press(Key::Space);
    assert_eq!(sat.presses(), 0, "it is the helper's");
    sat.seconds += 15.0;
    sat.press(Key::Space);
    sat.press(Key::Space);
    assert_eq!(sat.presses(), 2, "nothing has focus any more");
    sat.press(Key::Tab);
    sat.press(Key::Space);
    assert_eq!(sat.presses(), 2, "until somebody moves about again");
}

/// A key that nobody bound is heard where somebody presses to bind, and bound as any such key: the
/// next time it may come by another way.
#[test]
fn a_key_of_the_window_is_bound_by_pressing() {
    let mut sat = Sat::new(Screen::Start);
    sat.press(Key::G);
    assert_eq!(sat.presses(), 0);
    sat.tap(sat.at("Another switch"));
    sat.frame([]);
    sat.press(Key::G);
    sat.frame([]);
    sat.tap(sat.at("Only this one plays"));
    sat.frame([]);
    let before = sat.presses();
    sat.press(Key::G);
    sat.press(Key::Space);
    assert_eq!(sat.presses() - before, 1, "only this one");
    let bound: Vec<String> =
        sat.shown.window.session().person().bindings.rows().iter().map(|row| format!("{row:?}")).collect();
    assert!(bound.iter().all(|row| !row.contains("of the window")), "{bound:?}");
}

/// Who held a switch while the computer slept holds nothing afterwards, and the next press plays.
#[test]
fn what_is_held_over_a_sleep_is_let_go() {
    let mut sat = Sat::new(Screen::Stage);
    sat.shown.hand.press("key:space");
    sat.frame([]);
    assert_eq!((sat.presses(), sat.is_held()), (1, true));
    sat.shown.later(Duration::from_secs(60));
    sat.frame([]);
    sat.frame([]);
    assert_eq!((sat.presses(), sat.is_held()), (1, false));
    sat.shown.hand.release("key:space");
    sat.frame([]);
    sat.shown.hand.press("key:space");
    sat.frame([]);
    assert_eq!((sat.presses(), sat.is_held()), (2, true));
}

/// A touch plays once, for as long as it lasts, where nothing can be clicked; and a touch of a
/// button is the button's alone, and presses it once.
#[test]
fn a_touch_plays_or_clicks() {
    let mut sat = Sat::new(Screen::Stage);
    sat.frame(finger(1, TouchPhase::Start, FREE));
    sat.frame(finger(1, TouchPhase::Move, FREE + Vec2::new(40.0, 0.0)));
    assert_eq!((sat.presses(), sat.is_held()), (1, true));
    sat.frame(finger(1, TouchPhase::End, FREE + Vec2::new(40.0, 0.0)));
    assert_eq!((sat.presses(), sat.is_held()), (1, false));
    sat.tap(sat.at("Desk"));
    sat.frame([]);
    assert_eq!((sat.shown.window.screen(), sat.presses()), (Screen::Desk, 1));

    // On the desk nothing but its own things is touched, each of them once.
    sat.frame([]);
    for (button, told) in [("Louder", "Loudness 9 of"), ("Silence", "Silence. The next press plays again")] {
        sat.tap(sat.at(button));
        sat.frame([]);
        assert!(sat.named.iter().any(|(name, _)| name.contains(told)), "{told}");
        assert_eq!(sat.presses(), 1);
    }
    sat.tap(sat.at("Stage"));
    sat.frame([]);
    assert_eq!((sat.shown.window.screen(), sat.presses()), (Screen::Stage, 1));
}

/// Each finger counts for itself: one that began on a button plays nothing, and the others hold the
/// note until the last of them is lifted.
#[test]
fn fingers_count_for_themselves() {
    let mut sat = Sat::new(Screen::Start);
    let button = sat.at("Another switch");
    sat.frame(finger(2, TouchPhase::Start, button));
    assert_eq!((sat.presses(), sat.is_held()), (0, false));
    sat.frame(finger(3, TouchPhase::Start, FREE));
    sat.frame(finger(4, TouchPhase::Start, FREE));
    sat.frame(finger(3, TouchPhase::End, FREE));
    assert_eq!((sat.presses(), sat.is_held()), (1, true));
    sat.frame(finger(4, TouchPhase::End, FREE));
    assert_eq!((sat.presses(), sat.is_held()), (1, false), "though the other still touches");
    sat.frame(finger(2, TouchPhase::End, button));
    assert_eq!((sat.presses(), sat.is_held()), (1, false));
}
