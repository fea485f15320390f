//! Cantus: an instrument a person can play with one switch.
//!
//! The rooms of the house, lowest first; imports point only downwards.

// Nothing that comes from outside may end the program; tests may.
#![warn(clippy::unwrap_used, clippy::expect_used)]

pub mod chance;
pub mod math;
pub mod nearest;
pub mod time;

pub mod music;

pub mod input;

pub mod access;

pub mod play;

pub mod sound;

pub mod band;

pub mod engine;

pub mod document;

pub mod preset;

pub mod person;

pub mod files;

#[cfg(feature = "app")]
pub mod live;

#[cfg(feature = "app")]
pub mod device;

pub mod session;

#[cfg(feature = "app")]
pub mod ui;

pub mod cli;
