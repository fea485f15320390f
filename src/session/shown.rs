//! What a screen shows of a session beside its state.

use std::path::Path;

use super::programme::Programme;
use super::running::Session;
use crate::engine::{MusicSetup, Snapshot};
use crate::live::{DeviceId, DeviceKind, HeardControl, LiveStatus};
use crate::preset::Catalogue;

impl Session {
    /// Where presets, persons and sounds are found.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What is played: its name in the catalogue, or its path.
    pub fn preset(&self) -> &str {
        &self.playing
    }

    /// The bound control that was pressed last.
    pub fn last_heard(&self) -> Option<HeardControl> {
        self.live.last_heard()
    }

    /// The picture of what is played, where it has one.
    pub fn picture(&self) -> Option<&Path> {
        self.picture.as_deref()
    }

    /// The state after the last callback.
    pub fn snapshot(&mut self) -> Snapshot {
        self.live.snapshot()
    }

    /// How live play stands.
    pub fn status(&mut self) -> LiveStatus {
        self.live.status()
    }

    /// Input devices that are there: number, kind and name.
    pub fn devices(&self) -> Vec<(DeviceId, DeviceKind, String)> {
        self.live.devices()
    }

    /// Name of the music for people.
    pub fn music_name(&self) -> String {
        self.music.arrangement().setup.name.clone()
    }

    /// What is played.
    pub fn music(&self) -> MusicSetup {
        self.music.arrangement().setup.clone()
    }

    /// What is played and where in it the music is, for people.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }
}
