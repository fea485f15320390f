//! The voices of all parts.

use super::{Bus, Patch};
use crate::play::{NoteId, Velocity};

/// Voices that can sound at once.
pub const MAX_VOICES: usize = 128;

/// All voices of one piece of music: built once, then free of allocation.
pub struct Synth {}

impl Synth {
    /// A bank at `rate_hz` with one patch a part. Allocates; never call it on the audio thread.
    pub fn new(rate_hz: f32, patches: &[Patch]) -> Self {
        let _ = (rate_hz, patches);
        Synth {}
    }

    /// Starts a note of `part` on the next rendered frame. With all voices taken, the
    /// quietest is stolen without a click.
    pub fn note_on(&mut self, part: u8, note: NoteId, hz: f32, velocity: Velocity) {
        let _ = (part, note, hz, velocity);
    }

    /// Releases a note of `part`; unknown notes are ignored.
    pub fn note_off(&mut self, part: u8, note: NoteId) {
        let _ = (part, note);
    }

    /// Sets how strongly a sounding note is played, 0 to 1, smoothed over about 10 ms.
    pub fn level(&mut self, part: u8, note: NoteId, level: f32) {
        let _ = (part, note, level);
    }

    /// Fades everything that sounds within `fade_frames` and frees the voices.
    pub fn silence(&mut self, fade_frames: u64) {
        let _ = fade_frames;
    }

    /// Adds frames `from..to` of this block to each part's bus.
    pub fn render(&mut self, from: usize, to: usize, buses: &mut [Bus]) {
        let _ = (from, to, buses);
    }

    /// Voices that sound or ring out.
    pub fn sounding(&self) -> usize {
        0
    }
}
