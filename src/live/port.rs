//! The port through which a source of input reaches the engine.

use super::Alert;
use crate::input::{ClockMessage, Control, ControlValue};

/// Number of an opened device, unique while the program runs.
pub type DeviceId = u16;

/// What sort of thing a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// An ordinary keyboard: plays only while the terminal or the stage has focus.
    Keyboard,
    /// A switch interface, known or confirmed: plays without focus.
    SwitchBox,
    /// A mouse, or an interface that says it is one.
    Mouse,
    /// A touch screen or pad.
    Touch,
    /// A gamepad or joystick.
    Pad,
    /// A MIDI port.
    Midi,
    /// The terminal, where keys cannot be read better.
    Terminal,
}

/// The name of whatever keyboards the window has.
pub const WINDOW_KEYS: &str = "Keyboard of the window";
/// The name of whatever points in the window.
pub const WINDOW_POINTER: &str = "Pointer of the window";
/// The name of whatever keyboards the display has.
pub const DISPLAY_KEYS: &str = "Keyboard of the display";

/// Whether devices of this name are all that there are of their kind, as one: the name tells
/// nothing by which one of them could be known again.
pub fn stands_for_all(name: &str) -> bool {
    [WINDOW_KEYS, WINDOW_POINTER, DISPLAY_KEYS].contains(&name)
}

/// What an input thread speaks to; each thread has its own.
pub trait Port: Send {
    /// A device is there. `identity` stays the same when it is unplugged and plugged in
    /// again (bus, vendor, product, name; never a number the system makes up).
    fn arrived(&mut self, kind: DeviceKind, name: &str, identity: &str) -> DeviceId;

    /// A device is gone: its switches release and an alert is posted.
    fn gone(&mut self, device: DeviceId);

    /// A control did something, `stamp_ns` on the system's monotonic clock
    /// (`CLOCK_MONOTONIC`).
    fn event(&mut self, device: DeviceId, stamp_ns: u64, control: Control, value: ControlValue);

    /// A MIDI clock said something, stamped as events are. It counts where a clock is followed.
    fn clock(&mut self, stamp_ns: u64, message: ClockMessage) {
        let _ = (stamp_ns, message);
    }

    /// Whether the person's bindings use this control. Keys that nobody bound are not
    /// looked at any further. While somebody presses to bind (see
    /// [`Live::listen_for_binding`](super::Live::listen_for_binding)) any control counts.
    fn wants(&self, device: DeviceId, control: Control) -> bool;

    /// Tells somebody something.
    fn alert(&mut self, alert: Alert);

    /// Whether the program is ending and the thread should return.
    fn stopping(&self) -> bool;
}
