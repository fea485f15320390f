//! Devices: sound out, and every way of pressing a switch in.
//! (being built)

pub mod audio;
