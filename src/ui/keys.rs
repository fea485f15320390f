//! Whose a key of the window is: the player's, or the helper's.
//!
//! A key that is bound as a switch plays, and never clicks what happens to have focus. It is the
//! helper's where it goes into a text field; with Ctrl, Alt or the system's key; and on the desk
//! for as long as somebody moves about there by keyboard (from a press of Tab until the mouse is
//! used, or nothing was pressed for a while). Keys of a switch box that is read from the kernel
//! play even then, and only play.

use eframe::egui::{self, Event, Key, Modifiers};

use super::app::Screen;
use crate::input::{Control, ControlValue};
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

/// Sorts the keys of the window.
pub struct Keys {
    /// Where keys play that nothing else reads.
    port: Option<(Box<dyn Port>, DeviceId)>,
    held: Vec<u16>,
    /// Until when keys are the helper's, in seconds of the window.
    helper_until: f64,
}

impl Keys {
    /// `port` takes the keys that play, where no thread of its own reads them.
    pub fn new(port: Option<Box<dyn Port>>) -> Self {
        let port = port.map(|mut port| {
            let device = port.arrived(DeviceKind::Keyboard, "Keyboard of the window", "window/keys");
            (port, device)
        });
        Keys { port, held: Vec::new(), helper_until: 0.0 }
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
                    let ends = !pressed && code.is_some_and(|code| self.held.contains(&code));
                    if ends || plays(is_bound, *modifiers, place) {
                        eats_text = *pressed;
                        if let Some(code) = code {
                            self.play(code, *pressed, claimed);
                        }
                        continue;
                    }
                    eats_text = false;
                    if *pressed && (*key == Key::Tab || place.helper) {
                        self.helper_until = now + HELPER_S;
                    }
                }
                Event::Text(_) if eats_text => continue,
                Event::PointerButton { pressed: true, .. } => self.helper_until = 0.0,
                _ => {}
            }
            input.events.push(event);
        }
        self.let_focus_go(ctx, screen, now);
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

    fn play(&mut self, code: u16, pressed: bool, claimed: bool) {
        let Some((port, device)) = &mut self.port else { return };
        let place = self.held.iter().position(|held| *held == code);
        let value = match (pressed, place) {
            // A repeat is no press.
            (true, None) if !claimed => {
                self.held.push(code);
                ControlValue::Down { velocity: None }
            }
            (false, Some(place)) => {
                self.held.swap_remove(place);
                ControlValue::Up
            }
            _ => return,
        };
        port.event(*device, monotonic_ns(), Control::Key(code), value);
    }

    /// The window lost focus, or is hidden: nothing is held.
    pub fn release_all(&mut self) {
        let Some((port, device)) = &mut self.port else { return };
        for code in self.held.drain(..) {
            port.event(*device, monotonic_ns(), Control::Key(code), ControlValue::Up);
        }
    }
}

/// The kernel's code of a key.
#[rustfmt::skip] // One table, a few rows.
fn code(key: Key) -> Option<u16> {
    const LETTERS: [(Key, u16); 26] = [
        (Key::Q, 16),
        (Key::W, 17),
        (Key::E, 18),
        (Key::R, 19),
        (Key::T, 20),
        (Key::Y, 21),
        (Key::U, 22),
        (Key::I, 23),
        (Key::O, 24),
        (Key::P, 25),
        (Key::A, 30),
        (Key::S, 31),
        (Key::D, 32),
        (Key::F, 33),
        (Key::G, 34),
        (Key::H, 35),
        (Key::J, 36),
        (Key::K, 37),
        (Key::L, 38),
        (Key::Z, 44),
        (Key::X, 45),
        (Key::C, 46),
        (Key::V, 47),
        (Key::B, 48),
        (Key::N, 49),
        (Key::M, 50),
    ];
    const OTHERS: [(Key, u16); 54] = [
        (Key::Escape, 1),
        (Key::Num1, 2),
        (Key::Num2, 3),
        (Key::Num3, 4),
        (Key::Num4, 5),
        (Key::Num5, 6),
        (Key::Num6, 7),
        (Key::Num7, 8),
        (Key::Num8, 9),
        (Key::Num9, 10),
        (Key::Num0, 11),
        (Key::Minus, 12),
        (Key::Equals, 13),
        (Key::Backspace, 14),
        (Key::Tab, 15),
        (Key::OpenBracket, 26),
        (Key::CloseBracket, 27),
        (Key::Enter, 28),
        (Key::ControlLeft, 29),
        (Key::Semicolon, 39),
        (Key::Quote, 40),
        (Key::Backtick, 41),
        (Key::ShiftLeft, 42),
        (Key::Backslash, 43),
        (Key::Comma, 51),
        (Key::Period, 52),
        (Key::Slash, 53),
        (Key::ShiftRight, 54),
        (Key::AltLeft, 56),
        (Key::Space, 57),
        (Key::CapsLock, 58),
        (Key::F1, 59),
        (Key::F2, 60),
        (Key::F3, 61),
        (Key::F4, 62),
        (Key::F5, 63),
        (Key::F6, 64),
        (Key::F7, 65),
        (Key::F8, 66),
        (Key::F9, 67),
        (Key::F10, 68),
        (Key::F11, 87),
        (Key::F12, 88),
        (Key::ControlRight, 97),
        (Key::AltRight, 100),
        (Key::Home, 102),
        (Key::ArrowUp, 103),
        (Key::PageUp, 104),
        (Key::ArrowLeft, 105),
        (Key::ArrowRight, 106),
        (Key::End, 107),
        (Key::ArrowDown, 108),
        (Key::PageDown, 109),
        (Key::Insert, 110),
    ];
    LETTERS
        .iter()
        .chain(&OTHERS)
        .chain(&[(Key::Delete, 111)])
        .find(|(known, _)| *known == key)
        .map(|(_, code)| *code)
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

    /// Codes are those by which keys have names: each key of the table one of its own.
    #[test]
    fn codes_have_names() {
        let keys =
            [(Key::Space, "key:space"), (Key::Enter, "key:enter"), (Key::A, "key:a"), (Key::F12, "key:f12")];
        for (key, name) in keys {
            assert_eq!(code(key).map(|code| Control::Key(code).to_string()).as_deref(), Some(name));
        }
        let codes: Vec<u16> = Key::ALL.iter().filter_map(|key| code(*key)).collect();
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert!(codes.len() == distinct.len() && codes.len() > 75);
    }
}
