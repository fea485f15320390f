//! Whose a key or a click of the window is: the player's, or the helper's.
//!
//! A key that is bound as a switch plays, and never clicks what happens to have focus. It is the
//! helper's where it goes into a text field; with Ctrl, Alt or the system's key; and on the desk
//! for as long as somebody moves about there by keyboard (from a press of Tab until the mouse is
//! used, or nothing was pressed for a while). Keys of a switch box that is read from the kernel
//! play even then, and only play.
//!
//! Clicks and touches play on the stage and in the first minute, where they hit no button:
//! eye-gaze and blink systems and many switch boxes send them. Only the window knows where the
//! pointer is, so nobody else reads them.

use eframe::egui::{self, Event, Key, Modifiers};

use super::app::Screen;
use super::key_codes::code;
use crate::input::{Control, ControlValue, MouseButton};
use crate::live::{DeviceId, DeviceKind, Port, monotonic_ns};

/// How long keys stay the helper's without any being pressed, in seconds.
const HELPER_S: f64 = 15.0;

/// Where a key arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A text field has focus.
    pub text: bool,
    /// Somebody moves about the desk by keyboard.
    pub helper: bool,
    /// It came from a device that is read from the kernel and plays right now.
    pub claimed: bool,
}

/// Whether a key plays.
pub fn plays(bound: bool, modifiers: Modifiers, place: Place) -> bool {
    let is_shortcut = modifiers.ctrl || modifiers.alt || modifiers.command || modifiers.mac_cmd;
    bound && !is_shortcut && (place.claimed || !place.text && !place.helper)
}

/// Sorts the keys and clicks of the window.
pub struct Keys {
    way: Option<Way>,
    /// Where keys play that no thread of their own reads.
    plays_keys: bool,
    /// What is held: keys and buttons.
    held: Vec<Control>,
    /// Fingers that touch.
    fingers: usize,
    /// Until when keys are the helper's, in seconds of the window.
    helper_until: f64,
}

/// The way of presses to the instrument.
struct Way {
    port: Box<dyn Port>,
    keyboard: DeviceId,
    mouse: DeviceId,
}

impl Keys {
    /// Presses go through `port`; those of keys only where `plays_keys`, because no thread of
    /// their own reads them.
    pub fn new(port: Option<Box<dyn Port>>, plays_keys: bool) -> Self {
        let way = port.map(|mut port| {
            let keyboard = port.arrived(DeviceKind::Keyboard, "Keyboard of the window", "window/keys");
            let mouse = port.arrived(DeviceKind::Mouse, "Pointer of the window", "window/pointer");
            Way { port, keyboard, mouse }
        });
        Keys { way, plays_keys, held: Vec::new(), fingers: 0, helper_until: 0.0 }
    }

    /// Whether somebody moves about the desk by keyboard, or writes.
    pub fn are_the_helpers(&self, ctx: &egui::Context, screen: Screen, now: f64) -> bool {
        ctx.text_edit_focused() || self.is_helping(ctx, screen, now)
    }

    fn is_helping(&self, ctx: &egui::Context, screen: Screen, now: f64) -> bool {
        screen == Screen::Desk && now < self.helper_until && ctx.memory(|memory| memory.focused()).is_some()
    }

    /// Takes the keys that play out of `input`. `bound` says which controls are bound, `claimed`
    /// whether the key that arrives now plays from the kernel already.
    pub fn sort(
        &mut self,
        ctx: &egui::Context,
        input: &mut egui::RawInput,
        screen: Screen,
        bound: impl Fn(Control) -> bool,
        claimed: impl Fn() -> bool,
    ) {
        let now = input.time.unwrap_or_default();
        let mut eats_text = false;
        let events = std::mem::take(&mut input.events);
        for event in events {
            match &event {
                Event::Key { key, physical_key, pressed, modifiers, .. } => {
                    let code = code(physical_key.unwrap_or(*key));
                    let is_bound = code.is_some_and(|code| bound(Control::Key(code)));
                    let claimed = is_bound && claimed();
                    let place = Place {
                        text: ctx.text_edit_focused(),
                        helper: self.is_helping(ctx, screen, now),
                        claimed,
                    };
                    let ends = !pressed && code.is_some_and(|code| self.held.contains(&Control::Key(code)));
                    if ends || plays(is_bound, *modifiers, place) {
                        eats_text = *pressed;
                        // What the kernel told already plays once.
                        if let Some(code) = code
                            && (self.plays_keys && !claimed || !pressed)
                        {
                            self.play(Control::Key(code), *pressed);
                        }
                        continue;
                    }
                    eats_text = false;
                    if *pressed && (*key == Key::Tab || place.helper) {
                        self.helper_until = now + HELPER_S;
                    }
                }
                Event::Text(_) if eats_text => continue,
                Event::Touch { phase, pos, .. } => self.touch(ctx, screen, *phase, *pos),
                Event::PointerButton { pos, button, pressed, .. } => {
                    self.helper_until = 0.0;
                    self.click(ctx, screen, *pos, *button, *pressed);
                }
                _ => {}
            }
            input.events.push(event);
        }
        self.let_focus_go(ctx, screen, now);
    }

    fn click(
        &mut self,
        ctx: &egui::Context,
        screen: Screen,
        at: egui::Pos2,
        with: egui::PointerButton,
        down: bool,
    ) {
        let Some(button) = button(with) else { return };
        let plays = screen != Screen::Desk && self.fingers == 0 && !hits_a_button(ctx, at);
        if plays || !down {
            self.play(Control::Mouse(button), down);
        }
    }

    fn touch(&mut self, ctx: &egui::Context, screen: Screen, phase: egui::TouchPhase, at: egui::Pos2) {
        match phase {
            egui::TouchPhase::Start => {
                self.fingers += 1;
                if screen != Screen::Desk && !hits_a_button(ctx, at) {
                    self.play(Control::Touch, true);
                }
            }
            egui::TouchPhase::End | egui::TouchPhase::Cancel => {
                self.fingers = self.fingers.saturating_sub(1);
                if self.fingers == 0 {
                    self.play(Control::Touch, false);
                }
            }
            egui::TouchPhase::Move => {}
        }
    }

    /// Where nobody moves about by keyboard, nothing has focus that a key could click.
    fn let_focus_go(&self, ctx: &egui::Context, screen: Screen, now: f64) {
        if screen == Screen::Desk && !ctx.text_edit_focused() && now >= self.helper_until {
            ctx.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            });
        }
    }

    /// A control of the window was pressed or let go. A repeat is no press.
    fn play(&mut self, control: Control, pressed: bool) {
        let Some(way) = &mut self.way else { return };
        let place = self.held.iter().position(|held| *held == control);
        let value = match (pressed, place) {
            (true, None) => {
                self.held.push(control);
                ControlValue::Down { velocity: None }
            }
            (false, Some(place)) => {
                self.held.swap_remove(place);
                ControlValue::Up
            }
            _ => return,
        };
        way.tell(control, value);
    }

    /// The window lost focus, or is hidden: nothing is held.
    pub fn release_all(&mut self) {
        self.fingers = 0;
        let Some(way) = &mut self.way else { return };
        self.held.drain(..).for_each(|control| way.tell(control, ControlValue::Up));
    }
}

impl Way {
    fn tell(&mut self, control: Control, value: ControlValue) {
        let device = if matches!(control, Control::Key(_)) { self.keyboard } else { self.mouse };
        self.port.event(device, monotonic_ns(), control, value);
    }
}

/// Whether something that can be clicked lies there.
fn hits_a_button(ctx: &egui::Context, at: egui::Pos2) -> bool {
    ctx.viewport(|viewport| {
        let mut widgets = viewport.prev_pass.widgets.layers().flat_map(|(_, widgets)| widgets);
        widgets.any(|widget| widget.enabled && widget.sense.senses_click() && widget.rect.contains(at))
    })
}

fn button(button: egui::PointerButton) -> Option<MouseButton> {
    match button {
        egui::PointerButton::Primary => Some(MouseButton::Left),
        egui::PointerButton::Secondary => Some(MouseButton::Right),
        egui::PointerButton::Middle => Some(MouseButton::Middle),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bound key plays, unless it is written, a shortcut, or the helper's; what comes from a
    /// switch box that is read from the kernel plays even then. What is not bound never plays.
    #[test]
    fn a_key_has_one_owner() {
        let free = Place::default();
        let text = Place { text: true, ..free };
        let helper = Place { helper: true, ..free };
        assert!(plays(true, Modifiers::NONE, free));
        assert!(plays(true, Modifiers::SHIFT, free));
        for place in [text, helper] {
            assert!(!plays(true, Modifiers::NONE, place));
            assert!(plays(true, Modifiers::NONE, Place { claimed: true, ..place }));
        }
        assert!(!plays(true, Modifiers::CTRL, free) && !plays(false, Modifiers::NONE, free));
    }

    /// A window with one button, and keys that are pressed in it.
    struct Desk {
        ctx: egui::Context,
        keys: Keys,
        seconds: f64,
    }

    impl Desk {
        fn new() -> Self {
            let mut desk = Desk { ctx: egui::Context::default(), keys: Keys::new(None, true), seconds: 0.0 };
            desk.press(Screen::Desk, Key::Tab);
            desk.press(Screen::Desk, Key::Tab);
            desk
        }

        /// Presses a key where space and enter are bound; whether that clicked the button.
        fn press(&mut self, screen: Screen, key: Key) -> bool {
            self.seconds += 0.5;
            let event = |pressed| Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            };
            let mut input = egui::RawInput {
                time: Some(self.seconds),
                focused: true,
                events: vec![event(true), event(false)],
                ..egui::RawInput::default()
            };
            let bound = |control| [57, 28].map(Control::Key).contains(&control);
            self.keys.sort(&self.ctx, &mut input, screen, bound, || false);
            let mut clicked = false;
            let mut output = self.ctx.run_ui(input, |ui| clicked |= ui.button("Silence").clicked());
            output.textures_delta.clear();
            clicked
        }
    }

    /// A bound space or enter clicks no button of the stage, even one that has focus; on the desk
    /// it does for those who move about by keyboard, and after a while it plays again.
    #[test]
    fn a_switch_clicks_nothing() {
        let mut desk = Desk::new();
        assert!(desk.press(Screen::Desk, Key::Space) && desk.press(Screen::Desk, Key::Enter));
        assert!(!desk.press(Screen::Stage, Key::Space) && !desk.press(Screen::Start, Key::Enter));
        desk.seconds += HELPER_S;
        assert!(!desk.press(Screen::Desk, Key::Space), "it plays again");
        assert!(!desk.press(Screen::Desk, Key::Space), "nothing has focus any more");
        desk.press(Screen::Desk, Key::Tab);
        assert!(desk.press(Screen::Desk, Key::Space), "until somebody moves about again");
    }
}
