//! Plays clips: from any frame, with a fade at every start and stop.

use arrayvec::ArrayVec;

use super::{Clip, resample::resample};
use crate::play::NoteId;
use crate::sound::Bus;
use crate::time::ms_to_frames;

/// Time of every fade, in ms.
const FADE_MS: f64 = 10.0;
/// Clips that can sound or fade at once; a further one takes the place of the oldest.
const MAX_SOUNDING: usize = 16;

/// A clip at the engine's rate.
#[derive(Clone, Debug)]
struct Sound {
    left: Vec<f32>,
    /// None where it is as the left.
    right: Option<Vec<f32>>,
}

/// A clip that sounds.
#[derive(Clone, Copy, Debug)]
struct Sounding {
    note: NoteId,
    clip: usize,
    at: usize,
    gain: f32,
    /// Change of `gain` a frame; negative where it ends.
    step: f32,
}

/// The clips of one part, built at a rate.
#[derive(Clone, Debug)]
pub struct ClipPlayer {
    sounds: Vec<Sound>,
    sounding: ArrayVec<Sounding, MAX_SOUNDING>,
    fade_frames: usize,
}

impl ClipPlayer {
    /// Brings `clips` to `rate_hz`. Allocates, and takes its time.
    pub fn new(rate_hz: f64, clips: &[Option<Clip>]) -> Self {
        let sounds = clips
            .iter()
            .map(|clip| {
                let mut channels = clip.iter().flat_map(|clip| {
                    clip.channels.iter().map(|sound| resample(sound, f64::from(clip.rate_hz), rate_hz))
                });
                Sound { left: channels.next().unwrap_or_default(), right: channels.next() }
            })
            .collect();
        let fade_frames = ms_to_frames(FADE_MS, rate_hz).max(1) as usize;
        ClipPlayer { sounds, sounding: ArrayVec::new(), fade_frames }
    }

    /// Starts `clip` on the next rendered frame. What is not there is not played.
    pub fn start(&mut self, note: NoteId, clip: usize) {
        self.stop(note);
        if self.sounds.get(clip).is_none_or(|sound| sound.left.is_empty()) {
            return;
        }
        if self.sounding.is_full() {
            self.sounding.remove(0);
        }
        let step = 1.0 / self.fade_frames as f32;
        self.sounding.push(Sounding { note, clip, at: 0, gain: 0.0, step });
    }

    /// Moves a clip that has just started to `frame`; beyond its end there is nothing.
    pub fn seek(&mut self, note: NoteId, frame: u64) {
        let sounding = self.sounding.iter_mut().rev();
        let mut started = sounding.filter(|sounding| sounding.note == note && sounding.gain == 0.0);
        if let Some(sounding) = started.next()
            && let Some(sound) = self.sounds.get(sounding.clip)
        {
            sounding.at = frame.min(sound.left.len() as u64) as usize;
        }
    }

    /// Fades a note out.
    pub fn stop(&mut self, note: NoteId) {
        self.fade(|sounding| sounding.note == note, self.fade_frames as u64);
    }

    /// Fades a note out within `fade_frames`.
    pub fn fade_out(&mut self, note: NoteId, fade_frames: u64) {
        self.fade(|sounding| sounding.note == note, fade_frames);
    }

    /// Fades everything within `fade_frames`.
    pub fn silence(&mut self, fade_frames: u64) {
        if fade_frames == 0 {
            self.sounding.clear();
        } else {
            self.fade(|_| true, fade_frames);
        }
    }

    /// Clips that sound or fade.
    pub fn sounding(&self) -> usize {
        self.sounding.len()
    }

    fn fade(&mut self, which: impl Fn(&Sounding) -> bool, fade_frames: u64) {
        let step = -1.0 / fade_frames.max(1) as f32;
        for sounding in self.sounding.iter_mut().filter(|sounding| which(sounding)) {
            // One that fades already is not made to fade longer.
            sounding.step = if sounding.step < 0.0 { sounding.step.min(step) } else { step };
        }
    }

    /// Adds frames `from..to` to `bus`.
    pub fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        for sounding in &mut self.sounding {
            let Some(sound) = self.sounds.get(sounding.clip) else { continue };
            let right = sound.right.as_ref().unwrap_or(&sound.left);
            let frames = to.min(from + sound.left.len().saturating_sub(sounding.at));
            for frame in from..frames {
                // The end of a recording may be anything but silent.
                let last = (sound.left.len() - sounding.at) as f32 / self.fade_frames as f32;
                let gain = sounding.gain.min(last);
                bus.left[frame] += sound.left[sounding.at] * gain;
                bus.right[frame] += right[sounding.at] * gain;
                sounding.at += 1;
                sounding.gain = (sounding.gain + sounding.step).clamp(0.0, 1.0);
            }
        }
        let sounds = &self.sounds;
        self.sounding.retain(|sounding| {
            let length = sounds.get(sounding.clip).map_or(0, |sound| sound.left.len());
            sounding.at < length && (sounding.step > 0.0 || sounding.gain > 0.0)
        });
    }
}
