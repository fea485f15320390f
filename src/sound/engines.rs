//! The voice engines: a row each.

use serde::{Deserialize, Serialize};

use super::bank::{Bank, Voices};
use super::patch::Patch;
use super::voice::pack::Tone;
use super::{breath, drums, fm, plucked, struck, subtractive};

/// A voice engine, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EngineId {
    /// Oscillators through a filter.
    #[default]
    Subtractive,
    /// Decaying resonances: bars, bells, bowls.
    Struck,
    /// A string: guitars, harps, lutes.
    Plucked,
    /// One sine that moves another: electric pianos, brass, bells.
    Fm,
    /// A kit of synthesised drums.
    Drums,
    /// Winds: a mouthpiece, a pipe and air.
    Breath,
}

/// Builds a bank at so many frames a second, for a patch and the bus it sounds on.
pub type Build = fn(rate_hz: f32, patch: &Patch, bus: usize) -> Box<dyn Voices>;

/// An engine in the table.
#[derive(Clone, Copy)]
pub struct EngineRow {
    /// Which.
    pub id: EngineId,
    /// Its name in patch files.
    pub name: &'static str,
    /// Whether its notes have a pitch; else they are percussion keys.
    pub pitched: bool,
    /// Whether its pitch can sway.
    pub vibrato: bool,
    /// A bank for a patch and the bus it sounds on. Allocates.
    pub build: Build,
}

/// All engines.
pub const ENGINES: [EngineRow; 6] = [
    EngineRow {
        id: EngineId::Subtractive,
        name: "subtractive",
        pitched: true,
        vibrato: true,
        build: |rate_hz, patch, bus| {
            bank::<subtractive::Subtractive>(rate_hz, patch, bus, subtractive::Timbre::new)
        },
    },
    EngineRow {
        id: EngineId::Struck,
        name: "struck",
        pitched: true,
        vibrato: false,
        build: |rate_hz, patch, bus| bank::<struck::StruckTone>(rate_hz, patch, bus, struck::Timbre::new),
    },
    EngineRow {
        id: EngineId::Plucked,
        name: "plucked",
        pitched: true,
        vibrato: false,
        build: |rate_hz, patch, bus| bank::<plucked::PluckedTone>(rate_hz, patch, bus, plucked::Timbre::new),
    },
    EngineRow {
        id: EngineId::Fm,
        name: "fm",
        pitched: true,
        vibrato: true,
        build: |rate_hz, patch, bus| bank::<fm::FmTone>(rate_hz, patch, bus, fm::Timbre::new),
    },
    EngineRow {
        id: EngineId::Drums,
        name: "drums",
        pitched: false,
        vibrato: false,
        build: |rate_hz, patch, bus| bank::<drums::DrumTone>(rate_hz, patch, bus, drums::Timbre::new),
    },
    EngineRow {
        id: EngineId::Breath,
        name: "breath",
        pitched: true,
        vibrato: true,
        build: |rate_hz, patch, bus| bank::<breath::BreathTone>(rate_hz, patch, bus, breath::Timbre::new),
    },
];

impl EngineId {
    /// Its row.
    pub fn row(self) -> &'static EngineRow {
        ENGINES.iter().find(|row| row.id == self).unwrap_or(&ENGINES[0])
    }

    /// Whether its notes have a pitch; else they are percussion keys.
    pub fn is_pitched(self) -> bool {
        self.row().pitched
    }
}

fn bank<T: Tone>(
    rate_hz: f32,
    patch: &Patch,
    bus: usize,
    timbre: impl Fn(f32, &Patch) -> T::Timbre,
) -> Box<dyn Voices> {
    Box::new(Bank::<T>::new(rate_hz, timbre(rate_hz, patch), bus))
}
