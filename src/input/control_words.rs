//! Controls in plain words: “Space bar”, “Button A”, “left stick, sideways”.

use super::{Control, MidiControl, MouseButton, PadControl, PadStick};
use crate::music::{Pitch, pitch_name};

/// What `control` of a device of this name is called by people who hold it.
pub fn control_words(control: Control, device_name: &str) -> String {
    match control {
        Control::Key(_) => key_words(&name_of(control)),
        Control::Pad(PadControl::Button(_)) => button_words(&name_of(control), device_name),
        Control::Pad(PadControl::Code(code)) => format!("button {code}"),
        Control::Pad(PadControl::AxisCode(code)) => format!("axis {code}"),
        Control::Pad(PadControl::Stick(stick)) => stick_words(stick).to_owned(),
        Control::Midi(MidiControl::Note(note)) => format!("Key {}", pitch_name(Pitch::from(note))),
        Control::Midi(MidiControl::Cc(1)) => "modulation wheel".to_owned(),
        Control::Midi(MidiControl::Cc(2)) => "breath".to_owned(),
        Control::Midi(MidiControl::Cc(64)) => "sustain pedal".to_owned(),
        Control::Midi(MidiControl::Cc(number)) => format!("controller {number}"),
        Control::Midi(MidiControl::Bend) => "pitch bend".to_owned(),
        Control::Midi(MidiControl::Pressure) => "pressure on the keys".to_owned(),
        Control::Mouse(MouseButton::Left) => "left mouse button".to_owned(),
        Control::Mouse(MouseButton::Right) => "right mouse button".to_owned(),
        Control::Mouse(MouseButton::Middle) => "middle mouse button".to_owned(),
        Control::Touch => "a touch".to_owned(),
    }
}

/// The name in files, without its kind.
fn name_of(control: Control) -> String {
    let name = control.to_string();
    name.split_once(':').map_or(name.clone(), |(_, name)| name.to_owned())
}

fn key_words(name: &str) -> String {
    match name {
        "space" => "Space bar".to_owned(),
        "enter" => "Enter key".to_owned(),
        _ if name.chars().count() == 1 => format!("Key {}", name.to_uppercase()),
        _ => match name.strip_prefix('f').filter(|number| number.parse::<u8>().is_ok()) {
            Some(number) => format!("Key F{number}"),
            None => format!("Key {}", name.replace('_', " ")),
        },
    }
}

fn button_words(name: &str, device_name: &str) -> String {
    let device = device_name.to_lowercase();
    // What is printed on the four buttons, where it is known.
    let printed = ["xbox", "x-box"].iter().any(|make| device.contains(make));
    match (name, printed) {
        ("south", true) => "Button A".to_owned(),
        ("east", true) => "Button B".to_owned(),
        ("west", true) => "Button X".to_owned(),
        ("north", true) => "Button Y".to_owned(),
        ("south", false) => "lower button".to_owned(),
        ("east", false) => "right button".to_owned(),
        ("west", false) => "left button".to_owned(),
        ("north", false) => "upper button".to_owned(),
        ("left_thumb", _) => "left stick, pressed".to_owned(),
        ("right_thumb", _) => "right stick, pressed".to_owned(),
        _ => match name.strip_prefix("dpad_") {
            Some(way) => format!("cross, {way}"),
            None => format!("{} button", name.replace('_', " ")),
        },
    }
}

fn stick_words(stick: PadStick) -> &'static str {
    match stick {
        PadStick::LeftX => "left stick, sideways",
        PadStick::LeftY => "left stick, up and down",
        PadStick::RightX => "right stick, sideways",
        PadStick::RightY => "right stick, up and down",
        PadStick::LeftTrigger => "left trigger",
        PadStick::RightTrigger => "right trigger",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Controls are called what people call them.
    #[test]
    fn controls_have_words() {
        for (name, device, words) in [
            ("key:space", "Keyboard X", "Space bar"),
            ("key:f5", "Keyboard X", "Key F5"),
            ("key:a", "Keyboard X", "Key A"),
            ("key:left_shift", "Keyboard X", "Key left shift"),
            ("pad:south", "Microsoft X-Box Adaptive Controller", "Button A"),
            ("pad:south", "Some pad", "lower button"),
            ("pad:dpad_up", "Some pad", "cross, up"),
            ("pad:code288", "Box of buttons", "button 288"),
            ("pad:lstick.x", "Some pad", "left stick, sideways"),
            ("midi:note60", "Keys", "Key C4"),
            ("midi:cc2", "Breath", "breath"),
            ("touch:any", "Screen", "a touch"),
        ] {
            assert_eq!(control_words(name.parse().unwrap(), device), words);
        }
    }
}
