//! Keys that work on every screen, whatever has focus. With Ctrl or Alt they are never a switch's
//! ([`super::keys`]); Escape is where nobody plays with it.

use eframe::egui::{self, Key, KeyboardShortcut, Modifiers, ViewportCommand};

use super::app::Screen;
use super::desk::Of;
use super::wish::Wish;
use crate::session::Action;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Silence, until the next press.
    Silence,
    /// From the stage to the desk, and back to the stage.
    ChangeScreen,
    /// Full screen, or a window again.
    FullScreen,
    /// Takes the last change back.
    Undo,
    /// Makes the change again that was taken back last.
    Redo,
    /// Keeps the music as it is.
    Keep,
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// All of them, those with more modifiers first: a shortcut takes what has more than it asks for.
pub const SHORTCUTS: [(KeyboardShortcut, Does); 7] = [
    (KeyboardShortcut::new(CTRL_SHIFT, Key::Z), Does::Redo),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::Y), Does::Redo),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::Z), Does::Undo),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::S), Does::Keep),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::D), Does::ChangeScreen),
    (KeyboardShortcut::new(Modifiers::ALT, Key::Enter), Does::FullScreen),
    (KeyboardShortcut::new(Modifiers::NONE, Key::Escape), Does::Silence),
];

/// Does what was pressed on `screen`.
pub fn take(ui: &egui::Ui, screen: Screen, wishes: &mut Vec<Wish>) {
    for (shortcut, does) in &SHORTCUTS {
        // Escape closes an open list as well.
        let pressed = ui.input_mut(|input| match does {
            Does::Silence => input.key_pressed(shortcut.logical_key),
            _ => input.consume_shortcut(shortcut),
        });
        if !pressed {
            continue;
        }
        match does {
            Does::Silence => wishes.push(Wish::Act(Action::Silence)),
            Does::ChangeScreen => {
                let other = if screen == Screen::Desk { Screen::Stage } else { Screen::Desk };
                wishes.push(Wish::Show(other));
            }
            Does::FullScreen => {
                let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Does::Undo => wishes.push(Wish::Undo),
            Does::Redo => wishes.push(Wish::Redo),
            Does::Keep => wishes.push(Wish::Keep(Of::Music)),
        }
    }
}
