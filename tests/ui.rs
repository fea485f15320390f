//! The window without a display: a session that is moved by hand, pictures that are the same on
//! every machine.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "ui/by_hand.rs"]
mod by_hand;
#[path = "ui/hand.rs"]
mod hand;
#[path = "ui/picture.rs"]
mod picture;
#[path = "ui/raster.rs"]
mod raster;
