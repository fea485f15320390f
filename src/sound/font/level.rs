//! How loud a preset is, so that fonts and patches fit together.

use std::sync::Arc;

use super::{Font, FontPlayer};
use crate::math;
use crate::sound::Bus;
use crate::sound::loudness::{Loudness, SILENCE_DB};
use crate::time::BLOCK_FRAMES;

/// Rate at which it is measured, in Hz.
const RATE_HZ: f32 = 32_000.0;
/// Loudest 3 s of eight notes at velocity 80, in LUFS: what all patches are brought to.
const TARGET_LUFS: f64 = -24.0;
/// Most that is given or taken, in dB.
const MOST_DB: f64 = 30.0;
/// Keys that are played, and those of a drum kit: kick, snare, hats, tom, cymbal.
const KEYS: [i32; 8] = [60, 55, 58, 63, 65, 66, 61, 56];
const DRUM_KEYS: [i32; 8] = [36, 42, 38, 42, 36, 46, 38, 45];
/// Time from note to note and length of each, in blocks: 0.45 s and 0.4 s, a calm melody.
const APART_BLOCKS: usize = 225;
const HELD_BLOCKS: usize = 200;

/// The gain that brings it to the common loudness; none where nothing sounds.
pub(super) fn gain(font: &Font, drums: bool) -> Option<f32> {
    let mut player = FontPlayer::new(RATE_HZ, Arc::new(font.clone()));
    let mut meter = Loudness::new(RATE_HZ);
    let keys = if drums { DRUM_KEYS } else { nearby(font) };
    for (note, key) in keys.into_iter().enumerate() {
        let note = note as u32;
        player.note_on(note, 440.0 * math::exp2((key - 69) as f32 / 12.0), 80.0);
        for block in 0..APART_BLOCKS {
            if block == HELD_BLOCKS {
                player.note_off(note);
            }
            let mut bus = Bus::silent();
            player.render(0, BLOCK_FRAMES, &mut bus);
            meter.add(&bus.left, &bus.right);
        }
    }
    let lufs = meter.short_term_max();
    if lufs <= SILENCE_DB + 1.0 {
        // Nothing at these keys; somewhere else there may be.
        return font.regions.iter().any(|region| region.keys[0] <= region.keys[1]).then_some(1.0);
    }
    Some(math::db_to_gain((TARGET_LUFS - lufs).clamp(-MOST_DB, MOST_DB) as f32))
}

/// The keys moved by octaves to where the preset has most of its range.
fn nearby(font: &Font) -> [i32; 8] {
    let low = font.regions.iter().map(|region| region.keys[0]).min().unwrap_or(0);
    let high = font.regions.iter().map(|region| region.keys[1]).max().unwrap_or(127);
    let mut octaves = 0;
    while 66 + 12 * octaves > high && octaves > -4 {
        octaves -= 1;
    }
    while 55 + 12 * octaves < low && octaves < 4 {
        octaves += 1;
    }
    KEYS.map(|key| key + 12 * octaves)
}
