//! Controls and their names: `key:space`, `pad:lstick.x`, `midi:note60`.

use std::fmt;
use std::str::FromStr;

use super::key_names;

/// A stick's axis, or a trigger read as a continuous control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PadStick {
    /// `lstick.x`, left to right.
    LeftX,
    /// `lstick.y`, down to up.
    LeftY,
    /// `rstick.x`, left to right.
    RightX,
    /// `rstick.y`, down to up.
    RightY,
    /// `ltrigger`, 0 to 1: how far the left trigger is pulled.
    LeftTrigger,
    /// `rtrigger`, 0 to 1: how far the right trigger is pulled.
    RightTrigger,
}

/// A control of a gamepad or of a box of buttons that calls itself a joystick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PadControl {
    /// A button with a name; its place in the list of pad buttons.
    Button(u8),
    /// A button without a name, by the code the system gives it (`pad:code288`).
    Code(u16),
    /// A stick or trigger as a continuous control.
    Stick(PadStick),
    /// An axis without a name, by code (`pad:axis40`).
    AxisCode(u16),
}

impl PadControl {
    /// The button of this Linux event code: by name where it has one.
    pub fn from_code(code: u16) -> Self {
        key_names::PAD_BUTTONS
            .iter()
            .position(|row| row.1 == code)
            .map_or(PadControl::Code(code), |place| PadControl::Button(place as u8))
    }
}

/// A control of a MIDI device. Channels are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MidiControl {
    /// A key, 0 to 127 (60 is middle C).
    Note(u8),
    /// A controller, 0 to 127 (2 is breath, 64 the sustain pedal).
    Cc(u8),
    /// Pitch bend, −1 to 1.
    Bend,
    /// Channel pressure, 0 to 1.
    Pressure,
}

/// A button of a mouse, or of an interface that says it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MouseButton {
    /// `mouse:left`
    Left,
    /// `mouse:right`
    Right,
    /// `mouse:middle`
    Middle,
}

/// A physical control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Control {
    /// A key, by its Linux event code.
    Key(u16),
    /// A control of a gamepad.
    Pad(PadControl),
    /// A control of a MIDI device.
    Midi(MidiControl),
    /// A button of a mouse.
    Mouse(MouseButton),
    /// A touch anywhere (`touch:any`).
    Touch,
}

/// A control's name that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// No `kind:` in front, or an unknown one.
    #[error("`{0}` is not a control: expected `key:…`, `pad:…`, `midi:…`, `mouse:…` or `touch:any`")]
    Kind(String),
    /// The kind is known, the name behind it is not.
    #[error("`{name}` is not a {kind} control{}", match nearest { Some(near) => format!(": did you mean `{near}`?"), None => String::new() })]
    Name {
        /// `key`, `pad`, `midi`, `mouse` or `touch`.
        kind: &'static str,
        /// What was written.
        name: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// A selector without its closing bracket, or an empty one.
    #[error("`{0}`: a device selector is written in brackets: `pad[Xbox Adaptive Controller]:south`")]
    Selector(String),
}

/// A control's name as people write it: the control, and optionally which device.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ControlName {
    /// Part of the device's name, where given in brackets.
    pub device: Option<String>,
    /// The control.
    pub control: Control,
}

impl FromStr for ControlName {
    type Err = ControlError;

    fn from_str(text: &str) -> Result<Self, ControlError> {
        let (device, plain) = split_selector(text)?;
        Ok(ControlName { device, control: plain.parse()? })
    }
}

impl fmt::Display for ControlName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.control.to_string();
        match (&self.device, plain.split_once(':')) {
            (Some(device), Some((kind, name))) => write!(f, "{kind}[{device}]:{name}"),
            _ => f.write_str(&plain),
        }
    }
}

/// Takes the bracketed device selector out of `kind[device]:name`.
pub(crate) fn split_selector(text: &str) -> Result<(Option<String>, String), ControlError> {
    let bad = || ControlError::Selector(text.to_owned());
    let Some(open) = text.find('[') else {
        return if text.contains(']') { Err(bad()) } else { Ok((None, text.to_owned())) };
    };
    let close = text.rfind("]:").ok_or_else(bad)?;
    if close <= open + 1 {
        return Err(bad());
    }
    let device = text[open + 1..close].trim();
    if device.is_empty() {
        return Err(bad());
    }
    Ok((Some(device.to_owned()), format!("{}{}", &text[..open], &text[close + 1..])))
}

impl FromStr for Control {
    type Err = ControlError;

    fn from_str(text: &str) -> Result<Self, ControlError> {
        let Some((kind, name)) = text.split_once(':') else {
            return Err(ControlError::Kind(text.to_owned()));
        };
        let unknown = |kind, nearest| ControlError::Name { kind, name: text.to_owned(), nearest };
        match kind {
            "key" => key_names::key_code(name).map(Control::Key).ok_or_else(|| {
                unknown("key", key_names::nearest_key(name).map(|near| format!("key:{near}")))
            }),
            "pad" => pad(name).map(Control::Pad).ok_or_else(|| {
                unknown("pad", key_names::nearest_pad(name).map(|near| format!("pad:{near}")))
            }),
            "midi" => {
                midi(name).map(Control::Midi).ok_or_else(|| unknown("midi", Some("midi:note60".to_owned())))
            }
            "mouse" => match name {
                "left" => Ok(Control::Mouse(MouseButton::Left)),
                "right" => Ok(Control::Mouse(MouseButton::Right)),
                "middle" => Ok(Control::Mouse(MouseButton::Middle)),
                _ => Err(unknown("mouse", Some("mouse:left".to_owned()))),
            },
            "touch" if name == "any" => Ok(Control::Touch),
            "touch" => Err(unknown("touch", Some("touch:any".to_owned()))),
            _ => Err(ControlError::Kind(text.to_owned())),
        }
    }
}

const STICKS: [(PadStick, &str); 6] = [
    (PadStick::LeftX, "lstick.x"),
    (PadStick::LeftY, "lstick.y"),
    (PadStick::RightX, "rstick.x"),
    (PadStick::RightY, "rstick.y"),
    (PadStick::LeftTrigger, "ltrigger"),
    (PadStick::RightTrigger, "rtrigger"),
];

fn pad(name: &str) -> Option<PadControl> {
    if let Some(place) = key_names::pad_button(name) {
        return Some(PadControl::Button(place));
    }
    if let Some((stick, _)) = STICKS.iter().find(|(_, stick)| *stick == name) {
        return Some(PadControl::Stick(*stick));
    }
    if let Some(code) = name.strip_prefix("code") {
        return code.parse().ok().map(PadControl::Code);
    }
    name.strip_prefix("axis").and_then(|code| code.parse().ok()).map(PadControl::AxisCode)
}

fn midi(name: &str) -> Option<MidiControl> {
    let number =
        |prefix: &str| name.strip_prefix(prefix).and_then(|n| n.parse::<u8>().ok()).filter(|n| *n < 128);
    match name {
        "bend" => Some(MidiControl::Bend),
        "pressure" => Some(MidiControl::Pressure),
        "sustain" => Some(MidiControl::Cc(64)),
        "breath" => Some(MidiControl::Cc(2)),
        _ => number("note").map(MidiControl::Note).or_else(|| number("cc").map(MidiControl::Cc)),
    }
}

impl fmt::Display for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Control::Key(code) => match key_names::key_name(*code) {
                Some(name) => write!(f, "key:{name}"),
                None => write!(f, "key:code{code}"),
            },
            Control::Pad(PadControl::Button(place)) => {
                write!(
                    f,
                    "pad:{}",
                    key_names::PAD_BUTTONS.get(usize::from(*place)).map_or("unknown", |row| row.0)
                )
            }
            Control::Pad(PadControl::Code(code)) => write!(f, "pad:code{code}"),
            Control::Pad(PadControl::AxisCode(code)) => write!(f, "pad:axis{code}"),
            Control::Pad(PadControl::Stick(stick)) => {
                write!(f, "pad:{}", STICKS.iter().find(|(s, _)| s == stick).map_or("unknown", |row| row.1))
            }
            Control::Midi(MidiControl::Note(note)) => write!(f, "midi:note{note}"),
            Control::Midi(MidiControl::Cc(number)) => write!(f, "midi:cc{number}"),
            Control::Midi(MidiControl::Bend) => f.write_str("midi:bend"),
            Control::Midi(MidiControl::Pressure) => f.write_str("midi:pressure"),
            Control::Mouse(MouseButton::Left) => f.write_str("mouse:left"),
            Control::Mouse(MouseButton::Right) => f.write_str("mouse:right"),
            Control::Mouse(MouseButton::Middle) => f.write_str("mouse:middle"),
            Control::Touch => f.write_str("touch:any"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed for a control is read back as the same control.
    #[test]
    fn names_round_trip() {
        let names = [
            "key:space",
            "key:f5",
            "key:enter",
            "key:a",
            "pad:south",
            "pad:left_trigger",
            "pad:lstick.x",
            "pad:code288",
            "pad:axis40",
            "pad:rtrigger",
            "midi:note60",
            "midi:cc2",
            "midi:bend",
            "midi:pressure",
            "mouse:left",
            "touch:any",
            "key:code700",
        ];
        for name in names {
            let control: ControlName = name.parse().unwrap();
            assert_eq!(control.to_string(), name);
        }
    }

    /// A device selector may hold spaces and colons, and survives printing.
    #[test]
    fn selectors_round_trip() {
        let name = "pad[Xbox Adaptive Controller]:south";
        let control: ControlName = name.parse().unwrap();
        assert_eq!(control.device.as_deref(), Some("Xbox Adaptive Controller"));
        assert_eq!(control.to_string(), name);
    }

    /// A misspelt control names the nearest one there is.
    #[test]
    fn errors_suggest() {
        let error = "key:spcae".parse::<Control>().unwrap_err().to_string();
        assert!(error.contains("key:space"), "{error}");
        assert!("space".parse::<Control>().is_err());
        assert!("midi:note128".parse::<Control>().is_err());
        assert!("pad[]:south".parse::<ControlName>().is_err());
    }
}
