//! Devices, controls and roles in plain words: “Space bar”, “button A of the gamepad”, “Switch B”.
//!
//! Everything below the window names controls as person files do (`key:space`); what people call them
//! stands in the files of texts alone.

use fluent_bundle::FluentValue;

use super::words::Words;
use crate::input::{Control, ControlName, MidiControl, PadControl, Role};
use crate::live::{HeardControl, stands_for_all};
use crate::person::Pattern;

/// Parts of the names of gamepads that have letters on their four buttons.
const LETTERED: [&str; 2] = ["xbox", "x-box"];

/// A control of a device of this name, in plain words.
pub fn control_name(words: &Words, control: Control, device: &str) -> String {
    let written = control.to_string();
    let name = written.split_once(':').map_or(written.as_str(), |(_, name)| name);
    let key = name.replace(['_', '.'], "-");
    let said = |key: &str, value: &str| words.say_with(key, &[("name", FluentValue::from(value))]);
    match control {
        Control::Key(code) => match name.strip_prefix("keypad").filter(|rest| rest.len() == 1) {
            Some(digit) => said("heard-keypad", digit),
            None if name.starts_with("code") => said("heard-key-code", &code.to_string()),
            None => words.say_or(&format!("key-{key}"), &said("heard-key", &name.to_uppercase())),
        },
        Control::Pad(PadControl::Code(code)) => said("heard-pad-code", &code.to_string()),
        Control::Pad(PadControl::AxisCode(code)) => said("heard-pad-axis", &code.to_string()),
        Control::Pad(_) => match letter(name, device) {
            Some(letter) => said("heard-pad", letter),
            None => words.say(&format!("pad-{key}")),
        },
        Control::Midi(MidiControl::Note(note)) => said("heard-note", &words.note_name(f32::from(note))),
        Control::Midi(MidiControl::Cc(number)) => {
            words.say_or(&format!("midi-{key}"), &said("heard-midi", &number.to_string()))
        }
        Control::Midi(_) => words.say(&format!("midi-{key}")),
        Control::Mouse(_) => words.say(&format!("mouse-{key}")),
        Control::Touch => words.say("heard-touch"),
    }
}

/// The letter on one of the four buttons of a gamepad, where it is known to have one.
fn letter(button: &str, device: &str) -> Option<&'static str> {
    let device = device.to_lowercase();
    LETTERED.iter().find(|part| device.contains(*part))?;
    match button {
        "south" => Some("A"),
        "east" => Some("B"),
        "west" => Some("X"),
        "north" => Some("Y"),
        _ => None,
    }
}

/// What plays a role, in plain words: one control, or any of a kind. `device` is what is known of the
/// device's name.
pub fn pattern_name(words: &Words, pattern: Pattern, device: &str) -> String {
    match pattern {
        Pattern::One(control) => control_name(words, control, device),
        Pattern::AnyPadButton => words.say("heard-any-pad"),
        Pattern::AnyMidiNote => words.say("heard-any-midi"),
        Pattern::AnyMouseButton => words.say("heard-any-mouse"),
    }
}

/// A control as person files name it, in plain words; as it is written where it is none.
pub fn written_name(words: &Words, written: &str, device: &str) -> String {
    let name = written.parse::<ControlName>();
    name.map_or_else(|_| written.to_owned(), |name| control_name(words, name.control, device))
}

/// A role: “Switch A”, “Axis 1”.
pub fn role_name(words: &Words, role: Role) -> String {
    match role {
        Role::Switch(_) => {
            words.say_with("role-switch", &[("letter", role.to_string().to_uppercase().into())])
        }
        Role::Axis(number) => words.say_with("role-axis", &[("number", (number + 1).into())]),
        Role::Leader(_) => words.say("role-leader"),
    }
}

/// What was heard, and from which device; no name where that would tell nothing.
pub fn heard(words: &Words, heard: &HeardControl) -> (String, String) {
    let HeardControl { control, device_name, .. } = heard;
    let device = if stands_for_all(device_name) { String::new() } else { device_name.clone() };
    (control_name(words, *control, device_name), device)
}
