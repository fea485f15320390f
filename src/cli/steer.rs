//! Keys of the terminal that steer: louder, softer, next, silence.

use crate::session::Action;

/// What the keys do, in a line for people.
pub(super) const KEYS: &str = "louder +   softer -   next n   previous p   lead home f   silence s   take switch box g   answer a call a   end q";

/// Linux event codes of the keys that steer.
const KEY_MINUS: u16 = 12;
const KEY_EQUAL: u16 = 13;
const KEY_T: u16 = 20;
const KEY_U: u16 = 22;
const KEY_P: u16 = 25;
const KEY_A: u16 = 30;
const KEY_S: u16 = 31;
const KEY_F: u16 = 33;
const KEY_X: u16 = 45;
const KEY_C: u16 = 46;
const KEY_N: u16 = 49;
const KEY_KEYPAD_MINUS: u16 = 74;
const KEY_KEYPAD_PLUS: u16 = 78;

/// What a key asks for, if anything.
pub(super) fn action(key: u16) -> Option<Action> {
    Some(match key {
        KEY_EQUAL | KEY_KEYPAD_PLUS => Action::Louder,
        KEY_MINUS | KEY_KEYPAD_MINUS => Action::Softer,
        KEY_A => Action::Acknowledge,
        KEY_S => Action::Silence,
        KEY_F => Action::Finish,
        KEY_T => Action::Tap,
        KEY_C => Action::CountIn,
        KEY_U => Action::UndoLoops,
        KEY_X => Action::ClearLoops,
        KEY_N => Action::Next,
        KEY_P => Action::Previous,
        _ => return None,
    })
}
