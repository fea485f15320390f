//! The engine: a pure function of its trace.
//!
//! Parts, harmony and transport; timed events and commands in, audio, notes and a
//! snapshot out. It reads no clock, opens no device and allocates nothing after it
//! is built.

mod assist;
mod backing;
mod carry;
mod changing_body;
mod click;
mod clock_in;
mod clock_out;
mod command;
mod core;
mod follower;
#[cfg(test)]
mod follower_tests;
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
mod revision;
mod scanning;
mod setup;
mod shown;
mod taps;
mod tempo_told;
mod timing;
mod transport;

pub use assist::JUST_LATE_MS;
pub use command::{Command, LostReason};
pub use core::Engine;
pub(crate) use hearing::hears_itself;
pub use lane::{BAND_LANE, LEADER_LANE, MAX_LANES};
pub use music::Music;
pub(crate) use music::fitted;
pub use report::{
    Applied, ClockTold, GlideRecord, LeaderSnapshot, NoteRecord, Notice, PartSnapshot, Retired, Sink,
    Snapshot, SwitchSnapshot,
};
pub use revision::{Arrangement, Revision};
pub use setup::{
    AssistSetup, Expression, Grid, LeaderSetup, MAX_PARTS, MusicSetup, PartSetup, ProgressionBy, SetupError,
};
pub use tempo_told::TempoMark;
