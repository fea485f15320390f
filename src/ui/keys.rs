//! Whose a key or a click of the window is: the player's, or the helper's.
//!
//! A key that is bound as a switch plays, and never clicks what happens to have focus. It is the
//! helper's where it goes into a text field; with Ctrl, Alt or the system's key; and on the desk
//! for as long as somebody moves about there by keyboard (from a press of Tab, or of a key in a text
//! field, until the mouse is used, or nothing was pressed for a while). Keys of a switch box that is read from the kernel
//! play even then, and only play.
//!
//! Clicks and touches play on the stage and in the first minute, where they hit no button:
//! eye-gaze and blink systems and many switch boxes send them. Only the window knows where the
//! pointer is, so nobody else reads them ([`super::fingers`]).

use eframe::egui::{self, Event, Key, Modifiers};

use super::app::Screen;
use super::fingers::{Fingers, hits_a_button};
use super::key_codes::code;
use crate::input::{Control, ControlValue, MouseButton};
use crate::live::{DeviceId, DeviceKind, Port, WINDOW_KEYS, WINDOW_POINTER, monotonic_ns};

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
    fingers: Fingers,
    /// Until when keys are the helper's, in seconds of the window.
    helper_until: f64,
    left: Left,
}

/// Events that were sorted and left to the widgets, of a window that was not drawn since: they
/// come once more, before the next ones.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    /// Pictures drawn until then.
    pass: u64,
    events: usize,
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
            let keyboard = port.arrived(DeviceKind::Keyboard, WINDOW_KEYS, "window/keys");
            let mouse = port.arrived(DeviceKind::Mouse, WINDOW_POINTER, "window/pointer");
            Way { port, keyboard, mouse }
        });
        Keys {
            way,
            plays_keys,
            held: Vec::new(),
            fingers: Fingers::default(),
            helper_until: 0.0,
            left: Left::default(),
        }
    }

    /// Whether somebody moves about the desk by keyboard, or writes.
    pub fn are_the_helpers(&self, ctx: &egui::Context, screen: Screen, now: f64) -> bool {
        ctx.text_edit_focused() || self.is_helping(ctx, screen, now)
    }

    fn is_helping(&self, ctx: &egui::Context, screen: Screen, now: f64) -> bool {
        screen == Screen::Desk && now < self.helper_until && ctx.memory(|memory| memory.focused()).is_some()
    }

    /// Takes the keys that play out of `input`. `bound` says which controls are bound, of whatever
    /// device, `claimed` whether the key that arrives now plays from the kernel already.
    pub fn sort(
        &mut self,
        ctx: &egui::Context,
        input: &mut egui::RawInput,
        screen: Screen,
        bound: impl Fn(Control) -> bool,
        claimed: impl Fn() -> bool,
    ) {
        let now = input.time.unwrap_or_default();
        let pass = ctx.cumulative_pass_nr();
        let known = if self.left.pass == pass { self.left.events } else { 0 };
        let mut eats_text = false;
        let mut events = std::mem::take(&mut input.events).into_iter();
        input.events.extend(events.by_ref().take(known));
        for event in events {
            match &event {
                Event::Key { key, physical_key, pressed, modifiers, .. } => {
                    let control = self.control(*key, *physical_key);
                    let is_ours = control.is_some_and(|control| self.wants(control));
                    let claimed = (is_ours || control.is_some_and(&bound)) && claimed();
                    let place = Place {
                        text: ctx.text_edit_focused(),
                        helper: self.is_helping(ctx, screen, now),
                        claimed,
                    };
                    let ends = !pressed && control.is_some_and(|control| self.held.contains(&control));
                    if ends || plays(is_ours || claimed, *modifiers, place) {
                        eats_text = *pressed;
                        // What the kernel told already plays once.
                        if let Some(control) = control
                            && (self.plays_keys && !claimed || !pressed)
                        {
                            self.play(control, *pressed);
                        }
                        continue;
                    }
                    eats_text = false;
                    if *pressed && (*key == Key::Tab || place.helper || place.text) {
                        self.helper_until = now + HELPER_S;
                    }
                }
                Event::Text(_) if eats_text => continue,
                Event::Touch { device_id, id, phase, pos, .. } => {
                    let plays = screen != Screen::Desk && !hits_a_button(ctx, *pos);
                    if let Some(down) = self.fingers.touch((*device_id, *id), *phase, plays) {
                        self.play(Control::Touch, down);
                    }
                }
                Event::PointerButton { pos, button, pressed, .. } => {
                    self.helper_until = 0.0;
                    self.click(ctx, screen, *pos, *button, *pressed);
                }
                _ => {}
            }
            input.events.push(event);
        }
        self.left = Left { pass, events: input.events.len() };
        self.let_focus_go(ctx, screen, now);
    }

    /// The control that a key is: by its place, as everything else names keys. Keyboards on the
    /// screen and from afar make places up: where nothing is bound to that place, a key is what it
    /// writes.
    fn control(&self, key: Key, place: Option<Key>) -> Option<Control> {
        let [place, written] = [place, Some(key)].map(|key| key.and_then(code).map(Control::Key));
        let counts = |control: &Control| self.held.contains(control) || self.wants(*control);
        place.filter(counts).or(written.filter(counts)).or(place).or(written)
    }

    /// Whether a key of the window is bound to anything, or somebody presses to bind.
    fn wants(&self, control: Control) -> bool {
        self.way.as_ref().is_some_and(|way| way.port.wants(way.keyboard, control))
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
        // What touches is told as a click as well.
        let plays = screen != Screen::Desk && !self.fingers.touch_now() && !hits_a_button(ctx, at);
        if plays || !down {
            self.play(Control::Mouse(button), down);
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
        self.fingers = Fingers::default();
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
}
