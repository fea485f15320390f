//! What a screen shows of a session beside its state.

use super::running::Session;
use crate::live::PressedControl;
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
    pub fn last_heard(&self) -> Option<PressedControl> {
        self.live.last_heard()
    }
}
