//! Devices and controls in plain words: “Space bar”, “button A of the gamepad”.

use fluent_bundle::FluentValue;

use super::words::Words;
use crate::input::{Control, MidiControl};
use crate::live::{PressedControl, stands_for_all};
use crate::person::Pattern;

/// A control in plain words.
pub fn control_name(words: &Words, control: Control) -> String {
    let written = control.to_string();
    let name = written.split_once(':').map_or(written.as_str(), |(_, name)| name);
    let said = |key: &'static str, value: &str| words.say_with(key, &[("name", FluentValue::from(value))]);
    match control {
        Control::Key(_) => match name.len() {
            1 => said("heard-key", &name.to_uppercase()),
            _ => words.say_or(
                &format!("key-{}", name.replace('_', "-")),
                &said("heard-key", &name.replace('_', " ")),
            ),
        },
        Control::Pad(_) => words.say_or(
            &format!("pad-{}", name.replace(['_', '.'], "-")),
            &said("heard-pad", &name.replace('_', " ")),
        ),
        Control::Midi(MidiControl::Note(note)) => said("heard-note", &words.note_name(f32::from(note))),
        Control::Midi(_) => said("heard-midi", name),
        Control::Mouse(_) => words.say_or(&format!("mouse-{name}"), name),
        Control::Touch => words.say("heard-touch"),
    }
}

/// What plays a role, in plain words: one control, or any of a kind.
pub fn pattern_name(words: &Words, pattern: Pattern) -> String {
    match pattern {
        Pattern::One(control) => control_name(words, control),
        Pattern::AnyPadButton => words.say("heard-any-pad"),
        Pattern::AnyMidiNote => words.say("heard-any-midi"),
        Pattern::AnyMouseButton => words.say("heard-any-mouse"),
    }
}

/// What was heard, and from which device; no name where that would tell nothing.
pub fn heard(words: &Words, heard: &PressedControl) -> (String, String) {
    let device = if stands_for_all(&heard.device) { String::new() } else { heard.device.clone() };
    (control_name(words, heard.control), device)
}
