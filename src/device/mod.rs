//! Devices: sound out, and every way of pressing a switch in.
//!
//! Each source of input is one thread that blocks on its device, stamps what happens
//! with the kernel's own time where there is one, and speaks to its
//! [`Port`](crate::live::Port). It plays no music and knows no bindings; it asks the
//! port which controls are wanted and looks at no others.

pub mod at_login;
pub mod audio;
pub mod awake;
pub mod clock;
pub mod focus;
mod guarded;
#[cfg(target_os = "linux")]
pub mod keyboard;
pub mod midi;
pub mod pad;
pub mod room;
pub mod speech;
#[cfg(target_os = "linux")]
pub mod terminal;
#[cfg(target_os = "linux")]
pub mod x11_keys;
