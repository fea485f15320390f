//! Smears a sound in time before it enters the lines.

use crate::time::BLOCK_FRAMES;

use super::prime_at_least;

/// Allpass filters in a row for one channel: one echo becomes a dense cluster.
///
/// The form is Schroeder's ("Natural sounding artificial reverberation", 1962).
#[derive(Clone, Debug)]
pub(super) struct Diffuser {
    stages: Vec<Allpass>,
}

#[derive(Clone, Debug)]
struct Allpass {
    past: Vec<f32>,
    at: usize,
    gain: f32,
}

impl Diffuser {
    /// Stages of `lengths_ms`, each feeding back by `gain`.
    pub fn new(rate_hz: f32, lengths_ms: &[f32], gain: f32) -> Self {
        let stage = |&ms: &f32| {
            let frames = prime_at_least((rate_hz * ms / 1000.0) as usize);
            Allpass { past: vec![0.0; frames], at: 0, gain }
        };
        Diffuser { stages: lengths_ms.iter().map(stage).collect() }
    }

    /// Filters `sound` in place.
    pub fn render(&mut self, sound: &mut [f32]) {
        debug_assert!(sound.len() <= BLOCK_FRAMES);
        for stage in &mut self.stages {
            stage.render(sound);
        }
    }

    pub fn clear(&mut self) {
        for stage in &mut self.stages {
            stage.past.fill(0.0);
        }
    }
}

impl Allpass {
    fn render(&mut self, mut sound: &mut [f32]) {
        while !sound.is_empty() {
            // Up to the end of the ring no value is read that this run writes: it is vectorised.
            let run = sound.len().min(self.past.len() - self.at);
            let (now, later) = sound.split_at_mut(run);
            for (sample, past) in now.iter_mut().zip(&mut self.past[self.at..self.at + run]) {
                let out = *past - self.gain * *sample;
                *past = *sample + self.gain * out;
                *sample = out;
            }
            self.at = (self.at + run) % self.past.len();
            sound = later;
        }
    }
}
