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
mod gestures;
mod hearing;
mod lane;
mod leader;
mod leading;
mod leaving;
mod letting_go;
mod master;
mod menu;
mod mixdown;
mod music;
mod other_sound;
mod part;
mod player;
mod pressed;
mod progress;
mod queue;
mod report;
mod resting;
mod revision;
mod scanning;
mod setup;
mod shown;
mod stems;
mod taps;
mod tempo_told;
mod timing;
mod touch;
mod transport;

pub use assist::JUST_LATE_MS;
pub use command::{Command, LostReason};
pub use core::Engine;
pub(crate) use hearing::hears_itself;
pub use lane::{BAND_LANE, LEADER_LANE, MAX_LANES};
pub use menu::MenuSnapshot;
pub use music::Music;
pub(crate) use music::fitted;
pub use other_sound::OtherSound;
pub use report::{
    Applied, ClockTold, GlideRecord, LeaderSnapshot, NoteRecord, Notice, PartSnapshot, Retired, Sink,
    Snapshot, SwitchSnapshot,
};
pub use revision::{Arrangement, Revision};
pub use setup::{
    AssistSetup, Expression, Grid, LeaderSetup, MAX_PARTS, MusicSetup, PartSetup, ProgressionBy, SetupError,
};
pub use stems::Stems;
pub use tempo_told::TempoMark;
