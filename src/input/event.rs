//! Timed events, before and after the person's bindings.

use super::{Control, Role};
use crate::time::Frames;

/// A physical control as the engine knows it: the binder numbers each control of
/// each device when it is first seen.
pub type Slot = u8;

/// What a control did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ControlValue {
    /// Pressed; with a MIDI velocity, 1 to 127, where the control has one.
    Down {
        /// MIDI velocity, 1 to 127.
        velocity: Option<u8>,
    },
    /// Released.
    Up,
    /// Moved: buttons 0/1, triggers and controllers 0 to 1, sticks and bend −1 to 1.
    Moved(f32),
}

/// Something that happened on a device, stamped where it happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ControlEvent {
    /// When, on the engine's time line.
    pub at: Frames,
    /// Number of the device, given by whoever opened it; 0 in traces without a selector.
    pub device: u16,
    /// Which control.
    pub control: Control,
    /// What it did.
    pub value: ControlValue,
}

/// A message of a MIDI clock (MIDI 1.0: 24 ticks a quarter note).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockMessage {
    /// A tick.
    Tick,
    /// The next tick is the beginning.
    Start,
    /// The next tick goes on from where it stopped, or from the position told since.
    Continue,
    /// The place is held.
    Stop,
    /// Where *continue* goes on, in sixteenths from the beginning.
    Position(u16),
}

/// What a role's control did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RoleValue {
    /// Pressed; with a MIDI velocity, 1 to 127, where the control has one.
    Down {
        /// MIDI velocity, 1 to 127.
        velocity: Option<u8>,
    },
    /// Released.
    Up,
    /// Moved, in the control's own range (see [`ControlValue::Moved`]).
    Moved(f32),
    /// The device is gone: its switch releases, its latches and timers end.
    Lost,
    /// A MIDI clock; role and slot mean nothing.
    Clock(ClockMessage),
}

/// An event as the engine takes it: no names, nothing to look up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoleEvent {
    /// When, on the engine's time line.
    pub at: Frames,
    /// Which physical control. Lockout and hold count per slot; a role bound to
    /// several controls is down while any of them is.
    pub slot: Slot,
    /// What the person file makes of the control.
    pub role: Role,
    /// What it did.
    pub value: RoleValue,
    /// MIDI note number where the control is a key of a MIDI keyboard.
    pub note: Option<u8>,
    /// The control has no meaningful release (piezo or auto-release switch, terminal).
    pub pulse: bool,
    /// Bound with every other MIDI key or pedal: it yields to a leader, where the music has one.
    pub yields: bool,
}

impl RoleEvent {
    /// What the control of switch A does that a test or a measurement presses.
    pub fn of_a(at: Frames, value: RoleValue) -> Self {
        RoleEvent { at, slot: 0, role: Role::A, value, note: None, pulse: false, yields: false }
    }

    /// A message of a MIDI clock.
    pub fn clock(at: Frames, message: ClockMessage) -> Self {
        RoleEvent {
            at,
            slot: Slot::MAX,
            role: Role::A,
            value: RoleValue::Clock(message),
            note: None,
            pulse: false,
            yields: false,
        }
    }
}
