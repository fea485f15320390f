//! One block of stereo sound.

use crate::time::BLOCK_FRAMES;

/// One block of stereo sound on its way to the output.
#[derive(Clone, Debug)]
pub struct Bus {
    /// Left channel.
    pub left: [f32; BLOCK_FRAMES],
    /// Right channel.
    pub right: [f32; BLOCK_FRAMES],
}

impl Bus {
    /// Silence.
    pub const fn silent() -> Self {
        Bus { left: [0.0; BLOCK_FRAMES], right: [0.0; BLOCK_FRAMES] }
    }

    /// Adds frames `from..to` of another block.
    pub fn add(&mut self, from: usize, to: usize, other: &Bus) {
        for frame in from..to {
            self.left[frame] += other.left[frame];
            self.right[frame] += other.right[frame];
        }
    }

    /// Makes the block silent again.
    pub fn clear(&mut self) {
        *self = Bus::silent();
    }
}
