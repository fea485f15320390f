//! From the monotonic clock to engine frames: the line, and its lead.

use crate::time::{BLOCK_FRAMES, Frames};

/// A straight line from monotonic time to engine frames, with the lead that makes latency
/// constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockLine {
    /// A moment, in monotonic nanoseconds.
    pub at_ns: u64,
    /// The engine frame that the callback of that moment starts with.
    pub frame: Frames,
    /// Length of a frame in nanoseconds, as measured.
    pub ns_per_frame: f64,
    /// What is added to a stamp, so that its frame lies in a callback that is still to
    /// come.
    pub lead_frames: Frames,
}

impl ClockLine {
    /// The engine frame that `stamp_ns` falls on, without the lead.
    pub fn frame_at(&self, stamp_ns: u64) -> Frames {
        self.frame.saturating_add_signed(self.frames_until(stamp_ns))
    }

    fn frames_until(&self, stamp_ns: u64) -> i64 {
        let after_ns = stamp_ns.wrapping_sub(self.at_ns) as i64 as f64;
        (after_ns / self.ns_per_frame).round() as i64
    }

    /// The moment at which `frame` is handed on, in monotonic nanoseconds.
    pub fn ns_at(&self, frame: Frames) -> u64 {
        let frames = frame.wrapping_sub(self.frame) as i64 as f64;
        self.at_ns.saturating_add_signed((frames * self.ns_per_frame).round() as i64)
    }

    /// The frame on which an event of `stamp_ns` is to sound.
    pub fn due_at(&self, stamp_ns: u64) -> Frames {
        (self.frame + self.lead_frames).saturating_add_signed(self.frames_until(stamp_ns))
    }
}

/// The lead for callbacks of `period_frames`: one period, because that is how long an event
/// may wait for the next callback, and up to 63 frames for the way through the input
/// threads and for callbacks that come late. Stamps are rounded to whole frames, half a
/// frame up at most: so the sound leaves a period and 64 frames after the stamp, or sooner.
///
/// Blocks are rendered whole. Where the period is no multiple of a block, up to a block less
/// one frame is rendered ahead; the lead pays for that too and keeps at least 31 frames.
pub fn lead_frames(period_frames: usize) -> Frames {
    let ahead = BLOCK_FRAMES - gcd(period_frames.max(1), BLOCK_FRAMES);
    let spare = (BLOCK_FRAMES - ahead).max(BLOCK_FRAMES / 2);
    (period_frames + ahead + spare - 1) as Frames
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With half a frame of rounding the lead is no more than a period and 64 frames for
    /// every period that is whole blocks, and it never leaves less than 31 frames for
    /// lateness.
    #[test]
    fn lead_is_a_period_and_a_block() {
        for period in [64, 128, 256, 512, 1024, 192, 480] {
            assert_eq!(lead_frames(period), period as Frames + 63);
        }
        for period in 1..2048usize {
            let ahead = BLOCK_FRAMES - gcd(period, BLOCK_FRAMES);
            assert!(lead_frames(period) >= (period + ahead + 31) as Frames);
        }
    }
}
