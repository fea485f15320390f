//! A string, a finger and a body as data.

use serde::{Deserialize, Serialize};

use crate::sound::patch::{OFF_DB, Ranges};

/// What the plucked engine plays: a string, a finger and a body.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plucked {
    /// Time in which the note falls by 60 dB at middle C, 0.1 to 30 s.
    pub decay_s: f32,
    /// How much faster what lies at 2 kHz dies away, 0 to 400 dB a second.
    pub damping_db_per_s: f32,
    /// Where the string is plucked, 0.02 (at its end) to 0.5 (in the middle).
    pub position: f32,
    /// Width of the plucking finger as part of the string at velocity 80, 0.02 (a plectrum) to 0.5
    /// (a thumb).
    pub width: f32,
    /// Resonance of the body, 60 to 2000 Hz.
    pub body_hz: f32,
    /// Its level, −60 (none) to 12 dB.
    pub body_db: f32,
    /// How narrow it is, 0 to 1.
    pub body_resonance: f32,
}

impl Default for Plucked {
    fn default() -> Self {
        Plucked {
            decay_s: 3.0,
            damping_db_per_s: 40.0,
            position: 0.2,
            width: 0.15,
            body_hz: 200.0,
            body_db: OFF_DB,
            body_resonance: 0.5,
        }
    }
}

impl Plucked {
    /// Every number with its range.
    pub(in crate::sound) fn ranges(&self, rows: &mut Ranges) {
        rows.row("plucked.decay_s", self.decay_s, 0.1, 30.0);
        rows.row("plucked.damping_db_per_s", self.damping_db_per_s, 0.0, 400.0);
        rows.row("plucked.position", self.position, 0.02, 0.5);
        rows.row("plucked.width", self.width, 0.02, 0.5);
        rows.row("plucked.body_hz", self.body_hz, 60.0, 2000.0);
        rows.row("plucked.body_db", self.body_db, OFF_DB, 12.0);
        rows.row("plucked.body_resonance", self.body_resonance, 0.0, 1.0);
    }
}
