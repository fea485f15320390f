//! The engine: a pure function of its trace.
//!
//! Parts, harmony and transport; timed events and commands in, audio, notes and a
//! snapshot out. It reads no clock, opens no device and allocates nothing after it
//! is built.

mod backing;
mod command;
mod core;
mod following;
mod hearing;
mod lane;
mod leader;
mod leading;
mod leaving;
mod master;
mod music;
mod part;
mod player;
mod pressed;
mod progress;
mod queue;
mod report;
mod scan_timing;
mod setup;
mod tempo_told;
mod transport;

pub use command::{Command, LostReason};
pub use core::Engine;
pub(crate) use hearing::hears_itself;
pub use lane::{BAND_LANE, LEADER_LANE, MAX_LANES};
pub use music::Music;
pub use report::{
    Applied, GlideRecord, LeaderSnapshot, NoteRecord, Notice, PartSnapshot, Sink, Snapshot, SwitchSnapshot,
};
pub use setup::{Expression, LeaderSetup, MAX_PARTS, MusicSetup, PartSetup, ProgressionBy, SetupError};
pub use tempo_told::TempoMark;
