//! What screens see.

use super::alerts::Alerts;
use super::look::Look;
use super::words::Words;
use crate::engine::{MusicSetup, Snapshot};
use crate::live::{DeviceId, DeviceKind, LiveStatus};
use crate::person::Person;

/// How everything stands at the moment of one frame of the picture.
pub struct View<'a> {
    /// The state of the instrument.
    pub snapshot: &'a Snapshot,
    /// The state of live play.
    pub status: &'a LiveStatus,
    /// What is played.
    pub music: &'a MusicSetup,
    /// Who plays.
    pub person: &'a Person,
    /// Input devices that are there.
    pub devices: &'a [(DeviceId, DeviceKind, String)],
    /// What a carer should know.
    pub alerts: &'a Alerts,
    /// Texts in the chosen language.
    pub words: &'a Words,
    /// Colours and sizes.
    pub look: &'a Look,
}

impl View<'_> {
    /// The instrument's own time, in seconds: pictures move by it, so that the same trace gives the
    /// same pictures.
    pub fn seconds(&self) -> f64 {
        self.snapshot.frame as f64 / self.rate_hz()
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        f64::from(self.status.output.rate_hz.max(1))
    }
}
