//! A kit in the numbers that voices work with.

use super::{Hit, MAX_HITS, METAL};
use crate::math;
use crate::sound::mix::gain_or_off;
use crate::sound::patch::{FilterKind, OFF_DB, Patch};
use crate::sound::voice::CONTROL_FRAMES;
use crate::sound::voice::common::{Common, fall_per_step, pan_gains};

/// A hit in the numbers that voices work with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub gain: f32,
    pub pan: (f32, f32),
    /// Turns a frame.
    pub tone_turns: f32,
    pub tone_gain: f32,
    pub second_ratio: f32,
    pub second_gain: f32,
    pub tone_keep: f32,
    pub bend: f32,
    pub bend_keep: f32,
    pub noise_gain: f32,
    pub metal_gain: f32,
    pub metal_turns: f32,
    pub noise_keep: f32,
    pub tail_share: f32,
    pub tail_keep: f32,
    pub noise_log2: f32,
    pub damping: f32,
    pub kind: FilterKind,
    pub bursts: u8,
    pub burst_steps: u8,
    pub group: u8,
    pub ring_keep: f32,
}

/// A kit at one rate.
#[derive(Clone, Debug)]
pub struct Timbre {
    pub(super) common: Common,
    hits: Vec<Numbers>,
    /// Hit of each key.
    of_key: [u8; 128],
}

impl Timbre {
    /// The kit of `patch` at `rate_hz`. Allocates.
    pub fn new(rate_hz: f32, patch: &Patch) -> Self {
        let standard = [Hit::default()];
        let hits = if patch.drums.hits.is_empty() { &standard[..] } else { &patch.drums.hits };
        let hits = &hits[..hits.len().min(MAX_HITS)];
        let common = Common::new(rate_hz, patch);
        let of_key = std::array::from_fn(|key| {
            let far = |hit: &Hit| hit.keys.iter().map(|&k| k.abs_diff(key as u8)).min().unwrap_or(u8::MAX);
            let nearest = hits.iter().enumerate().min_by_key(|(_, hit)| far(hit));
            nearest.map_or(0, |(place, _)| place as u8)
        });
        Timbre { hits: hits.iter().map(|hit| numbers(hit, rate_hz)).collect(), of_key, common }
    }

    /// The hit that a note of this frequency plays, where A4 is 440 Hz.
    pub(super) fn hit(&self, note_hz: f32) -> &Numbers {
        let key = (69.0 + 12.0 * math::log2(note_hz / 440.0)).round().clamp(0.0, 127.0);
        let place = usize::from(self.of_key[key as usize]);
        self.hits.get(place).unwrap_or(&self.hits[0])
    }
}

fn numbers(hit: &Hit, rate_hz: f32) -> Numbers {
    let keep = |ms: f32| fall_per_step(ms / 1000.0, rate_hz);
    let noise_ms = if hit.tail_db > OFF_DB { hit.tail_ms.max(hit.noise_ms) } else { hit.noise_ms };
    let burst_steps = hit.burst_ms / 1000.0 * rate_hz / CONTROL_FRAMES as f32;
    let longest_ms = (noise_ms + f32::from(hit.bursts) * hit.burst_ms).max(hit.tone_ms);
    Numbers {
        gain: math::db_to_gain(hit.level_db),
        pan: pan_gains(hit.side),
        tone_turns: hit.tone_hz / rate_hz,
        tone_gain: gain_or_off(hit.tone_db),
        second_ratio: hit.second_ratio,
        second_gain: gain_or_off(hit.second_db),
        tone_keep: keep(hit.tone_ms),
        bend: hit.bend_octaves,
        bend_keep: keep(hit.bend_ms),
        noise_gain: gain_or_off(hit.noise_db),
        metal_gain: gain_or_off(hit.metal_db) / METAL.len() as f32 * 2.0,
        metal_turns: hit.metal_hz / rate_hz,
        noise_keep: keep(hit.noise_ms),
        tail_share: gain_or_off(hit.tail_db),
        tail_keep: keep(hit.tail_ms),
        noise_log2: math::log2(hit.noise_hz),
        damping: 2.0 - 1.9 * hit.noise_resonance,
        kind: hit.noise_filter,
        bursts: hit.bursts,
        burst_steps: burst_steps.round().clamp(1.0, 255.0) as u8,
        group: hit.group,
        ring_keep: keep(longest_ms),
    }
}
