//! Plays one preset of a SoundFont.

use std::sync::Arc;

use arrayvec::ArrayVec;

use super::Font;
use super::voice::{Start, Voice};
use crate::math;
use crate::play::{NoteId, Velocity};
use crate::sound::Bus;

/// Samples that can sound at once: a note of a font is one to four.
const MAX_VOICES: usize = 64;
/// The same with those that fade after they were stolen.
const MAX_FADING: usize = 96;
/// Time in which a stolen voice fades, in ms.
const STEAL_MS: f32 = 5.0;
/// Time in which a drum that another one ends fades, in ms.
const CHOKE_MS: f32 = 15.0;

/// The voices of one part, built at a rate; free of allocation from then on.
#[derive(Clone, Debug)]
pub struct FontPlayer {
    rate_hz: f32,
    font: Arc<Font>,
    voices: ArrayVec<Voice, MAX_FADING>,
}

impl FontPlayer {
    /// A player at `rate_hz`.
    pub fn new(rate_hz: f32, font: Arc<Font>) -> Self {
        FontPlayer { rate_hz, font, voices: ArrayVec::new() }
    }

    /// Starts a note on the next rendered frame.
    ///
    /// A pitch that is no positive number is ignored.
    pub fn note_on(&mut self, note: NoteId, hz: f32, velocity: Velocity) {
        if !(hz > 0.0 && hz.is_finite()) {
            return;
        }
        self.note_off(note);
        let velocity = if velocity.is_nan() { 80.0 } else { velocity.clamp(1.0, 127.0) };
        let pitch = pitch(hz);
        let key = (pitch + 0.5).floor().clamp(0.0, 127.0) as i32;
        let step = (velocity + 0.5).floor() as i32;
        // In proportion to velocity, as patches are.
        let start = Start { note, pitch, key, gain: self.font.gain * velocity / 80.0 };
        let font = Arc::clone(&self.font);
        for (index, region) in font.regions.iter().enumerate() {
            let covers = |range: [i32; 2], value: i32| range[0] <= value && value <= range[1];
            if !covers(region.keys, key) || !covers(region.velocities, step) {
                continue;
            }
            if region.exclusive != 0 {
                let frames = CHOKE_MS / 1000.0 * self.rate_hz;
                let others = self.voices.iter_mut();
                others
                    .filter(|voice| voice.exclusive == region.exclusive && voice.note != note)
                    .for_each(|voice| voice.fade_out(frames));
            }
            if self.voices.iter().filter(|voice| !voice.fading).count() >= MAX_VOICES {
                self.steal();
            }
            if self.voices.is_full() {
                return;
            }
            self.voices.push(Voice::new(self.rate_hz, index, region, &start));
        }
    }

    /// Releases a note; unknown notes are ignored.
    pub fn note_off(&mut self, note: NoteId) {
        self.of(note).for_each(Voice::release);
    }

    /// Releases a note, and fades what is left of it within `fade_frames`.
    pub fn fade(&mut self, note: NoteId, fade_frames: u64) {
        for voice in self.of(note) {
            voice.release();
            voice.fade_out(fade_frames as f32);
        }
    }

    /// Sets how strongly a sounding note is played, 0 to 1, smoothed over about 10 ms.
    pub fn level(&mut self, note: NoteId, level: f32) {
        if !level.is_nan() {
            self.of(note).for_each(|voice| voice.set_level(level.clamp(0.0, 1.0)));
        }
    }

    /// Slides a sounding note to another pitch within `frames`.
    pub fn glide(&mut self, note: NoteId, hz: f32, frames: u64) {
        if hz > 0.0 && hz.is_finite() {
            let pitch = pitch(hz);
            self.of(note).for_each(|voice| voice.glide(pitch, frames as f32));
        }
    }

    /// Fades everything that sounds within `fade_frames`.
    pub fn silence(&mut self, fade_frames: u64) {
        if fade_frames == 0 {
            self.voices.clear();
        }
        self.voices.iter_mut().for_each(|voice| voice.fade_out(fade_frames as f32));
    }

    /// Voices that sound or ring out.
    pub fn sounding(&self) -> usize {
        self.voices.len()
    }

    /// Adds frames `from..to` to `bus`.
    pub fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        let font = &self.font;
        for voice in &mut self.voices {
            if let Some(region) = font.regions.get(voice.region) {
                voice.render(self.rate_hz, region, &font.samples, from, to, bus);
            } else {
                voice.over = true;
            }
        }
        self.voices.retain(|voice| !voice.over);
    }

    /// The voices of a note that has not been released.
    fn of(&mut self, note: NoteId) -> impl Iterator<Item = &mut Voice> {
        self.voices.iter_mut().filter(move |voice| voice.note == note && !voice.released && !voice.fading)
    }

    /// Fades the quietest voice, a released one first.
    fn steal(&mut self) {
        let frames = STEAL_MS / 1000.0 * self.rate_hz;
        let sounding = self.voices.iter_mut().filter(|voice| !voice.fading);
        if let Some(voice) = sounding.min_by(|a, b| a.loudness().total_cmp(&b.loudness())) {
            voice.fade_out(frames);
        }
    }
}

/// MIDI note number of a frequency, where A4 (69) is 440 Hz.
fn pitch(hz: f32) -> f32 {
    69.0 + 12.0 * math::log2(hz / 440.0)
}
