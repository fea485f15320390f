//! What comes in: controls by name, roles, timed events, traces.
//!
//! A *control* is a physical thing (`key:space`, `pad:south`, `midi:cc2`). A
//! *role* is what the person file makes of it (`a`, `b`, `axis1`) and what presets
//! speak of. Devices push [`ControlEvent`]s; the person's bindings turn them into
//! [`RoleEvent`]s, which are all that the engine ever sees.

mod band_command;
mod control;
mod desk_edit;
#[cfg(test)]
mod desk_edit_tests;
mod event;
mod key_names;
mod person_edit;
mod role;
pub mod trace;

pub use band_command::BandCommand;
pub use control::{Control, ControlError, ControlName, MidiControl, MouseButton, PadControl, PadStick};
pub use desk_edit::{ChordSource, DeskCommand, DeskEdit, lock_name};
pub use event::{ClockMessage, ControlEvent, ControlValue, RoleEvent, RoleValue, Slot};
pub use person_edit::PersonEdit;
pub use role::{LeaderRole, MAX_AXES, MAX_SWITCHES, Role, RoleError};
