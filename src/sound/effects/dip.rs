//! A gain that falls to nothing and comes back, without a step.

/// Full, until told to dip.
#[derive(Clone, Debug)]
pub(super) struct Dip {
    gain: f32,
    fall: f32,
    /// Frames until it is at the bottom; 0 where it is not falling.
    left: u64,
    /// Frames that it stays at the bottom, and how many of them are to come.
    stay: u64,
    staying: u64,
    rise: f32,
}

impl Dip {
    /// At rest; after a fall it stays down for `stay_frames` and comes back in `rise_frames`.
    pub(super) fn new(stay_frames: u64, rise_frames: u64) -> Self {
        let rise = 1.0 / rise_frames.max(1) as f32;
        Dip { gain: 1.0, fall: 0.0, left: 0, stay: stay_frames, staying: 0, rise }
    }

    /// Falls to nothing within `frames`; a call while it falls cannot make that longer.
    pub(super) fn start(&mut self, frames: u64) {
        let left = if self.left > 0 { self.left.min(frames) } else { frames }.max(1);
        self.left = left;
        self.fall = self.gain / left as f32;
    }

    /// Straight to the bottom.
    pub(super) fn drop(&mut self) {
        self.left = 0;
        self.gain = 0.0;
        self.staying = self.stay;
    }

    /// Full again at once.
    pub(super) fn reset(&mut self) {
        self.left = 0;
        self.gain = 1.0;
    }

    /// Whether it is neither falling nor coming back.
    pub(super) fn is_full(&self) -> bool {
        self.left == 0 && self.gain >= 1.0
    }

    /// The gain of the next frame, and whether that is the bottom of a fall.
    pub(super) fn step(&mut self) -> (f32, bool) {
        if self.left > 0 {
            self.left -= 1;
            if self.left == 0 {
                self.drop();
                return (0.0, true);
            }
            self.gain -= self.fall;
        } else if self.staying > 0 {
            self.staying -= 1;
        } else {
            self.gain = (self.gain + self.rise).min(1.0);
        }
        (self.gain, false)
    }
}
