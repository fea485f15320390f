//! Soft start and stop of the stream.

/// A gain that goes in a straight line between silence and full.
#[derive(Clone, Debug)]
pub(super) struct Fade {
    gain: f32,
    step: f32,
}

impl Fade {
    /// Full from the first frame.
    pub fn open() -> Self {
        Fade { gain: 1.0, step: 0.0 }
    }

    /// From silence to full in `frames`.
    pub fn start(&mut self, frames: u64) {
        *self = if frames == 0 { Fade::open() } else { Fade { gain: 0.0, step: 1.0 / frames as f32 } };
    }

    /// From where it stands to silence, as fast as a full fade of `frames`.
    pub fn stop(&mut self, frames: u64) {
        if frames == 0 {
            self.gain = 0.0;
        }
        self.step = -1.0 / frames.max(1) as f32;
    }

    pub fn next(&mut self) -> f32 {
        self.gain = (self.gain + self.step).clamp(0.0, 1.0);
        self.gain
    }

    pub fn is_silent(&self) -> bool {
        self.gain == 0.0 && self.step < 0.0
    }
}
