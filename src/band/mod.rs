//! The band: accompaniment that follows the harmony and the player.
//!
//! A [`Style`] is data: for each of four [`Instrument`]s and each [`Section`] rows of a small
//! [grid] that say when it plays and which tone of the chord. A [`Band`] plays a style: bar by
//! bar it chooses the section and how much plays, cell by cell it finds tones in the chord
//! that holds at that moment. All that happens later is a deadline; nothing here allocates
//! after construction.

mod activity;
mod form;
pub mod grid;
mod hits;
mod player;
mod setup;
mod style;
#[cfg(test)]
mod tests;
mod tones;

pub use form::Playing;
pub use hits::{BandIntent, BandIntents};
pub use player::{Band, BandSnapshot, BandView, Beats};
pub use setup::{BandSetup, Follow, LeadIn, Start};
pub use style::{Instrument, InstrumentSetup, Row, Section, Style};
pub use tones::MAX_VOICES;
