//! Live play: what happens between a switch and the sound, without a sound card.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "live/callback.rs"]
mod callback;
#[path = "live/fonts.rs"]
mod fonts;
#[path = "live/outputs.rs"]
mod outputs;
#[path = "live/setup.rs"]
mod setup;

use assert_no_alloc::AllocDisabler;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;
