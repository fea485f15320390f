//! The body: from what a control does to what its person means.
//!
//! [`Body`] holds one conditioner a physical control and one fit an axis. It is a
//! pure timed machine: `handle`, `next_deadline`, `wake`.

mod body;
mod setup;

pub use body::{Body, Gesture, GestureKind, Gestures};
pub use setup::{AxisFit, BodySetup, Latch, ScanSetup, ScanStyle, SwitchTiming};
