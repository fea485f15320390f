//! The body: from what a control does to what its person means.
//!
//! [`Body`] holds one conditioner a physical control and one fit an axis. It is a
//! pure timed machine: `handle`, `next_deadline`, `wake`.
//!
//! `condition` says which edges of a contact are a press, `hold` what a press does;
//! `axis` and `one_euro` fit and smooth what moves. `check` and `learn` serve the person
//! file and never run on the audio thread.

mod axis;
mod bells;
mod body;
mod check;
mod choice;
mod condition;
mod drift;
mod due;
mod gesture;
mod hold;
mod learn;
mod menu;
mod one_euro;
mod press_fit;
mod rhythm;
mod self_repeat;
mod setup;
mod switch;

pub use bells::Bells;
pub use body::Body;
pub use check::{AccessError, Setting};
pub use drift::{Drift, DriftWatch, Misfit};
pub use gesture::{Gesture, GestureKind, Gestures};
pub use learn::LearnError;
pub use menu::{MENU_ITEMS, MenuItem, MenuItems, MenuOpens, MenuRow, MenuSetup};
pub use press_fit::{Contact, FitError, FitProposal, Found, LEAST_ANSWERS};
pub use rhythm::Intervals;
pub use self_repeat::SelfRepeat;
pub use setup::{AxisFit, BodySetup, Latch, NextBy, NextGesture, ScanSetup, ScanStyle, SwitchTiming};
pub use switch::SwitchState;
