//! Keyboards, switch boxes, mice and touch screens, read from the kernel's event devices.
//!
//! Switch boxes that are known or confirmed play without focus; ordinary keyboards only
//! while the terminal or the stage has it. What nobody bound is not looked at. Gamepads
//! are left to [`super::pad`].

mod classify;
mod edges;
mod grab;
mod list;
mod nodes;
mod open;
mod reader;
mod switches;
mod typing;
mod waker;

pub use classify::{Facts, Owner, needs_focus, owner};
pub use grab::{Grab, GrabRefusal, TRIAL_NS};
pub use list::{InputDevice, Readable, list_devices};
pub use reader::{KeyboardOptions, Request, run};
pub use switches::{KNOWN, KnownSwitch, NAME_PARTS};
pub use typing::{TypingAids, typing_aids};
pub use waker::Waker;

pub(super) use classify::control;
pub(super) use edges::{Edge, Edges};
pub(super) use nodes::{NodeId, facts, list as list_nodes, udev_record, udev_runs};
pub(super) use open::OpenDevice;
