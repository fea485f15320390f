//! Effects of one part, between its bus and the mix: tone, chorus, delay in tempo.
//!
//! What is off changes no bit and costs nothing. What is on sleeps in silence, and runs on its
//! own 64-frame grid, so that how a block is cut changes no bit.

mod chorus;
mod delay;
mod dip;
mod setup;
mod shade;
mod tone;

pub use setup::{ChorusSetup, DelaySetup, EffectsSetup, ToneSetup};
pub use shade::Shade;

use super::Bus;
use crate::time::BLOCK_FRAMES;
use chorus::Chorus;
use delay::Delay;
use tone::Tone;

/// What stays under this, −160 dB, is over: effects sleep.
const OVER: f32 = 1e-8;
/// How long nothing must be heard beyond the longest echo before effects sleep, in ms.
const SLEEP_MS: f32 = 100.0;

/// The effects of one part, built at a rate.
#[derive(Clone, Debug)]
pub struct Effects {
    tone: Option<Tone>,
    chorus: Option<Chorus>,
    delay: Option<Delay>,
    /// Frame within the effects' own grid.
    grid_at: usize,
    /// Whether anything was over in or out in this stretch of the grid.
    heard: bool,
    /// Frames for which nothing has been heard, in or out.
    quiet_frames: usize,
    sleep_frames: usize,
    asleep: bool,
}

impl Effects {
    /// Effects at `rate_hz` (8000 to 192000). Allocates.
    pub fn new(rate_hz: f32, setup: &EffectsSetup) -> Self {
        let rate_hz = if rate_hz.is_nan() { 48_000.0 } else { rate_hz.clamp(8_000.0, 192_000.0) };
        Effects {
            tone: setup.tone.as_ref().and_then(|setup| Tone::new(rate_hz, setup)),
            chorus: setup.chorus.as_ref().and_then(|setup| Chorus::new(rate_hz, setup)),
            delay: setup.delay.as_ref().and_then(|setup| Delay::new(rate_hz, setup)),
            grid_at: 0,
            heard: false,
            quiet_frames: 0,
            sleep_frames: (SLEEP_MS / 1000.0 * rate_hz) as usize,
            asleep: true,
        }
    }

    /// Whether there is none.
    pub fn is_off(&self) -> bool {
        self.tone.is_none() && self.chorus.is_none() && self.delay.is_none()
    }

    /// Whether nothing sounds in them.
    pub fn is_silent(&self) -> bool {
        self.asleep
    }

    /// Echoes follow this tempo, in beats per minute, from the next frame on.
    pub fn set_tempo(&mut self, tempo_bpm: f64) {
        if let Some(delay) = &mut self.delay {
            delay.set_tempo(tempo_bpm);
        }
    }

    /// Works on frames `from..to` of `bus`.
    ///
    /// Samples that are not finite pass, so that the guard sees them, and leave no trace here.
    pub fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        if self.is_off() {
            return;
        }
        let mut from = from;
        while from < to {
            if self.asleep {
                let heard = |&frame: &usize| is_heard(bus.left[frame]) || is_heard(bus.right[frame]);
                let Some(first) = (from..to).find(heard) else { return };
                from = first;
                self.asleep = false;
                self.quiet_frames = 0;
                self.grid_at = 0;
            }
            if self.grid_at == 0 {
                self.heard = false;
            }
            let count = (to - from).min(BLOCK_FRAMES - self.grid_at);
            self.render_stretch(from, count, bus);
            from += count;
            self.grid_at += count;
            if self.grid_at == BLOCK_FRAMES {
                self.end_grid();
            }
        }
    }

    /// Fades echoes within `fade_frames` and leaves effects silent. New sound passes.
    pub fn silence(&mut self, fade_frames: u64) {
        if fade_frames == 0 || self.asleep {
            self.sleep();
            return;
        }
        if let Some(chorus) = &mut self.chorus {
            chorus.silence(fade_frames);
        }
        if let Some(delay) = &mut self.delay {
            delay.silence(fade_frames);
        }
    }

    fn render_stretch(&mut self, from: usize, count: usize, bus: &mut Bus) {
        let mut sides = [[0.0_f32; BLOCK_FRAMES]; 2];
        for (sound, bus) in sides.iter_mut().zip([&bus.left, &bus.right]) {
            for (sample, &given) in sound[..count].iter_mut().zip(&bus[from..from + count]) {
                // A voice gone wild must not poison the echoes for ever.
                *sample = if given.is_finite() { given.clamp(-64.0, 64.0) } else { 0.0 };
                self.heard |= is_heard(*sample);
            }
        }
        let [left, right] = &mut sides;
        let (left, right) = (&mut left[..count], &mut right[..count]);
        if let Some(tone) = &mut self.tone {
            tone.render(left, right);
        }
        if let Some(chorus) = &mut self.chorus {
            chorus.render(self.grid_at, left, right);
        }
        if let Some(delay) = &mut self.delay {
            delay.render(left, right);
        }
        for (sound, bus) in [(left, &mut bus.left), (right, &mut bus.right)] {
            for (sample, out) in sound.iter().zip(&mut bus[from..from + count]) {
                self.heard |= is_heard(*sample);
                *out = if out.is_finite() { *sample } else { *out };
            }
        }
    }

    fn end_grid(&mut self) {
        self.grid_at = 0;
        self.quiet_frames = if self.heard { 0 } else { self.quiet_frames + BLOCK_FRAMES };
        let chorus = self.chorus.as_ref().map_or(0, Chorus::tail_frames);
        let delay = self.delay.as_ref().map_or(0, Delay::tail_frames);
        if self.quiet_frames > chorus + delay + self.sleep_frames {
            self.sleep();
        }
    }

    fn sleep(&mut self) {
        self.asleep = true;
        if let Some(tone) = &mut self.tone {
            tone.clear();
        }
        if let Some(chorus) = &mut self.chorus {
            chorus.clear();
        }
        if let Some(delay) = &mut self.delay {
            delay.clear();
        }
    }
}

fn is_heard(sample: f32) -> bool {
    sample.abs() > OVER
}
