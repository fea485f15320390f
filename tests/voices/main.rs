//! The laws of the voice bank and of the shipped patches.

mod bank;
mod clicks;
mod file;
mod graph;
mod kits;
mod patches;
mod play;
mod plucked;
mod spectrum;
mod tone;
