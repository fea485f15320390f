//! A copy of the sound as it is rendered, on its way to a recording.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rtrb::{Consumer, Producer, RingBuffer};

/// Samples of the recording that wait: 2.7 s of stereo at 48 kHz.
const TAP_SAMPLES: usize = 1 << 18;

pub(super) fn new_tap() -> (TapEnd, Tap) {
    let (ring, samples) = RingBuffer::new(TAP_SAMPLES);
    let rate_hz = Arc::new(AtomicU32::new(0));
    (TapEnd { ring, rate_hz: Arc::clone(&rate_hz) }, Tap { samples, rate_hz })
}

/// The audio thread's end of the copy of the sound.
pub struct TapEnd {
    ring: Producer<f32>,
    rate_hz: Arc<AtomicU32>,
}

impl TapEnd {
    /// Copies a callback's sound, whole or not at all; returns whether there was room.
    pub(super) fn push(&mut self, stereo: &[f32]) -> bool {
        self.ring.push_entire_slice(stereo).is_ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ring.slots() == self.ring.buffer().capacity() || self.ring.is_abandoned()
    }

    pub(super) fn set_rate_hz(&self, rate_hz: u32) {
        self.rate_hz.store(rate_hz, Ordering::Release);
    }
}

/// A copy of the sound as the engine renders it, for a recording.
pub struct Tap {
    samples: Consumer<f32>,
    rate_hz: Arc<AtomicU32>,
}

impl Tap {
    /// Frames per second of what is read from now on. It changes only while the tap is
    /// empty, when an output with another rate takes over.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz.load(Ordering::Acquire)
    }

    /// Moves waiting samples, interleaved stereo, to the end of `out`.
    pub fn read(&mut self, out: &mut Vec<f32>) {
        let waiting = self.samples.slots() & !1;
        if let Ok(chunk) = self.samples.read_chunk(waiting) {
            let (first, second) = chunk.as_slices();
            out.extend_from_slice(first);
            out.extend_from_slice(second);
            chunk.commit_all();
        }
    }
}
