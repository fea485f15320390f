//! A kit as data.

use serde::{Deserialize, Serialize};

use crate::sound::patch::{FilterKind, OFF_DB, Ranges};

/// Most hits of a kit.
pub const MAX_HITS: usize = 64;

/// What the drum engine plays: a hit for each percussion key.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Drums {
    /// The hits, 1 to 64.
    pub hits: Vec<Hit>,
}

/// One hit: a tone whose pitch falls, and noise or metal through a filter.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Hit {
    /// General MIDI percussion keys that play it, 0 to 127 (36 kick, 38 snare, 42 closed hat …).
    pub keys: Vec<u8>,
    /// Level, −40 to 12 dB.
    pub level_db: f32,
    /// Place between left (−1) and right (1).
    pub side: f32,
    /// Pitch at which the tone ends, 20 to 8000 Hz.
    pub tone_hz: f32,
    /// Level of the tone, −60 (off) to 6 dB.
    pub tone_db: f32,
    /// Time in which the tone falls by 60 dB, 5 to 8000 ms.
    pub tone_ms: f32,
    /// How much higher it begins, 0 to 5 octaves.
    pub bend_octaves: f32,
    /// Time in which that falls to a thousandth, 5 to 2000 ms.
    pub bend_ms: f32,
    /// Second tone as a multiple of the first, 0.25 to 12.
    pub second_ratio: f32,
    /// Its level beside the first, −60 (off) to 6 dB.
    pub second_db: f32,
    /// What the filter lets through of noise and metal.
    pub noise_filter: FilterKind,
    /// Level of the noise, −60 (off) to 6 dB.
    pub noise_db: f32,
    /// Time in which noise and metal fall by 60 dB, 5 to 8000 ms.
    pub noise_ms: f32,
    /// Cutoff of the filter at velocity 80, 40 to 18000 Hz.
    pub noise_hz: f32,
    /// Its resonance, 0 to 1.
    pub noise_resonance: f32,
    /// Level of a second, slower decay beside the first, −60 (off) to 0 dB.
    pub tail_db: f32,
    /// Time in which that falls by 60 dB, 5 to 12000 ms.
    pub tail_ms: f32,
    /// Level of the metal, −60 (off) to 6 dB: six square waves that share no harmonic.
    pub metal_db: f32,
    /// Lowest of them, 50 to 4000 Hz.
    pub metal_hz: f32,
    /// How many times the noise starts anew, 0 to 12: hands, grains, rolls.
    pub bursts: u8,
    /// Time between those, 1 to 80 ms.
    pub burst_ms: f32,
    /// Hits of the same group silence each other, 1 to 15; 0 is none.
    pub group: u8,
}

impl Default for Hit {
    fn default() -> Self {
        Hit {
            keys: Vec::new(),
            level_db: 0.0,
            side: 0.0,
            tone_hz: 100.0,
            tone_db: OFF_DB,
            tone_ms: 200.0,
            bend_octaves: 0.0,
            bend_ms: 60.0,
            second_ratio: 1.5,
            second_db: OFF_DB,
            noise_filter: FilterKind::Band,
            noise_db: OFF_DB,
            noise_ms: 100.0,
            noise_hz: 2000.0,
            noise_resonance: 0.2,
            tail_db: OFF_DB,
            tail_ms: 400.0,
            metal_db: OFF_DB,
            metal_hz: 300.0,
            bursts: 0,
            burst_ms: 10.0,
            group: 0,
        }
    }
}

impl Drums {
    /// Every number with its range.
    pub(in crate::sound) fn ranges(&self, rows: &mut Ranges) {
        rows.row("drums.hits", self.hits.len() as f32, 1.0, MAX_HITS as f32);
        for (place, hit) in self.hits.iter().enumerate() {
            rows.member(Some(place));
            rows.row("drums.hits.keys", hit.keys.len() as f32, 1.0, 128.0);
            for &key in &hit.keys {
                rows.row("drums.hits.keys", f32::from(key), 0.0, 127.0);
            }
            rows.row("drums.hits.level_db", hit.level_db, -40.0, 12.0);
            rows.row("drums.hits.side", hit.side, -1.0, 1.0);
            rows.row("drums.hits.tone_hz", hit.tone_hz, 20.0, 8000.0);
            rows.row("drums.hits.tone_db", hit.tone_db, OFF_DB, 6.0);
            rows.row("drums.hits.tone_ms", hit.tone_ms, 5.0, 8000.0);
            rows.row("drums.hits.bend_octaves", hit.bend_octaves, 0.0, 5.0);
            rows.row("drums.hits.bend_ms", hit.bend_ms, 5.0, 2000.0);
            rows.row("drums.hits.second_ratio", hit.second_ratio, 0.25, 12.0);
            rows.row("drums.hits.second_db", hit.second_db, OFF_DB, 6.0);
            rows.row("drums.hits.noise_db", hit.noise_db, OFF_DB, 6.0);
            rows.row("drums.hits.noise_ms", hit.noise_ms, 5.0, 8000.0);
            rows.row("drums.hits.noise_hz", hit.noise_hz, 40.0, 18_000.0);
            rows.row("drums.hits.noise_resonance", hit.noise_resonance, 0.0, 1.0);
            rows.row("drums.hits.tail_db", hit.tail_db, OFF_DB, 0.0);
            rows.row("drums.hits.tail_ms", hit.tail_ms, 5.0, 12_000.0);
            rows.row("drums.hits.metal_db", hit.metal_db, OFF_DB, 6.0);
            rows.row("drums.hits.metal_hz", hit.metal_hz, 50.0, 4000.0);
            rows.row("drums.hits.bursts", f32::from(hit.bursts), 0.0, 12.0);
            rows.row("drums.hits.burst_ms", hit.burst_ms, 1.0, 80.0);
            rows.row("drums.hits.group", f32::from(hit.group), 0.0, 15.0);
        }
        rows.member(None);
    }
}
