//! The laws of the voice bank and of the shipped patches.

mod play;
mod patches;
mod spectrum;
