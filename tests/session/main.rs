//! A session without devices: what is asked of it, and that all of it replays.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod binding;
#[path = "../common/mod.rs"]
mod common;
mod edits;
mod fit;
#[allow(dead_code, reason = "the window's tests use all of it")]
#[path = "../ui/hand.rs"]
mod hand;
mod person_steps;
mod persons;
mod run;
mod saving;
mod unsaved;
