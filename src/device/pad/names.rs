//! What the gamepad library calls things, as controls.

use gilrs::ev::Code;
use gilrs::{Axis, Button};

use crate::input::{PadControl, PadStick};

/// Kinds of event codes (`linux/input-event-codes.h`).
const EV_KEY: u32 = 1;
const EV_ABS: u32 = 3;

/// What a button is made of, for asking the kernel about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A key code.
    Key(u16),
    /// An axis: a trigger that counts as pressed, or a hat's direction.
    Axis(u16),
    /// Not from the kernel.
    Other,
}

impl Source {
    pub(super) fn of(code: Code) -> Source {
        let packed = code.into_u32();
        let number = (packed & 0xffff) as u16;
        match packed >> 16 {
            EV_KEY if cfg!(target_os = "linux") => Source::Key(number),
            EV_ABS if cfg!(target_os = "linux") => Source::Axis(number),
            _ => Source::Other,
        }
    }
}

/// The control of a button. Buttons without a name go by code.
///
/// Where `kernel_names` holds, the kernel's own names are right and the library's table of
/// names is not asked.
pub(super) fn button(button: Button, code: Code, kernel_names: bool) -> PadControl {
    if kernel_names && let Source::Key(code) = Source::of(code) {
        return PadControl::from_code(code);
    }
    let number = match button {
        Button::South => 304,
        Button::East => 305,
        Button::C => 306,
        Button::North => 307,
        Button::West => 308,
        Button::Z => 309,
        Button::LeftTrigger => 310,
        Button::RightTrigger => 311,
        Button::LeftTrigger2 => 312,
        Button::RightTrigger2 => 313,
        Button::Select => 314,
        Button::Start => 315,
        Button::Mode => 316,
        Button::LeftThumb => 317,
        Button::RightThumb => 318,
        Button::DPadUp => 544,
        Button::DPadDown => 545,
        Button::DPadLeft => 546,
        Button::DPadRight => 547,
        Button::Unknown => (code.into_u32() & 0xffff) as u16,
    };
    PadControl::from_code(number)
}

/// The trigger that a button's value is, as a continuous control.
pub(super) fn trigger(button: Button) -> Option<PadStick> {
    match button {
        Button::LeftTrigger2 => Some(PadStick::LeftTrigger),
        Button::RightTrigger2 => Some(PadStick::RightTrigger),
        _ => None,
    }
}

/// What an axis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AxisControl {
    /// A continuous control.
    Continuous(PadControl),
    /// A hat: pressed below, pressed above its middle.
    Hat(PadControl, PadControl),
    /// A trigger that the library takes for an axis: how far, and as a button.
    Trigger(PadControl, PadControl),
}

/// A trigger counts as pressed from here on, of 0 to 1.
pub(super) const TRIGGER_DOWN: f32 = 0.5;
/// A pressed trigger counts as released from here on, of 0 to 1.
pub(super) const TRIGGER_UP: f32 = 0.35;

/// The control of an axis. `z_are_triggers`: where the second stick has axes of its own,
/// the axes Z and RZ are the triggers (the kernel's `Documentation/input/gamepad.rst`, as
/// the xpad driver does); the library names them so only for gamepads in its table.
pub(super) fn axis(axis: Axis, code: Code, z_are_triggers: bool) -> AxisControl {
    let stick = |stick| AxisControl::Continuous(PadControl::Stick(stick));
    match axis {
        Axis::LeftStickX => stick(PadStick::LeftX),
        Axis::LeftStickY => stick(PadStick::LeftY),
        Axis::RightStickX => stick(PadStick::RightX),
        Axis::RightStickY => stick(PadStick::RightY),
        Axis::DPadX => AxisControl::Hat(PadControl::from_code(546), PadControl::from_code(547)),
        Axis::DPadY => AxisControl::Hat(PadControl::from_code(545), PadControl::from_code(544)),
        Axis::LeftZ if z_are_triggers => {
            AxisControl::Trigger(PadControl::Stick(PadStick::LeftTrigger), PadControl::from_code(312))
        }
        Axis::RightZ if z_are_triggers => {
            AxisControl::Trigger(PadControl::Stick(PadStick::RightTrigger), PadControl::from_code(313))
        }
        Axis::LeftZ | Axis::RightZ | Axis::Unknown => {
            AxisControl::Continuous(PadControl::AxisCode((code.into_u32() & 0xffff) as u16))
        }
    }
}
