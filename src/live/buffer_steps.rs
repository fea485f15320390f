//! When to make the buffer larger.

use arrayvec::ArrayVec;

/// Buffer sizes tried in turn, in frames.
pub const BUFFER_LADDER: [u32; 5] = [64, 128, 256, 512, 1024];
/// Lost frames that make a step, …
const XRUNS_A_STEP: usize = 3;
/// … within this time.
const WINDOW_NS: u64 = 10_000_000_000;
/// Devices stumble when they start: what is lost in this time does not count.
const START_NS: u64 = 500_000_000;

/// The next larger size after `frames`, up to `largest`.
pub fn next_buffer(frames: u32, largest: u32) -> Option<u32> {
    BUFFER_LADDER.into_iter().find(|step| *step > frames && *step <= largest)
}

/// Watches one stream's count of lost frames: three within 10 s ask for a larger buffer.
#[derive(Clone, Debug)]
pub struct BufferSteps {
    opened_ns: u64,
    counted: u32,
    recent_ns: ArrayVec<u64, XRUNS_A_STEP>,
}

impl BufferSteps {
    /// A stream was opened at `now_ns`.
    pub fn new(now_ns: u64) -> Self {
        BufferSteps { opened_ns: now_ns, counted: 0, recent_ns: ArrayVec::new() }
    }

    /// The stream has counted `xruns` so far. Returns whether the buffer is too small.
    pub fn observe(&mut self, now_ns: u64, xruns: u32) -> bool {
        let new = xruns.saturating_sub(self.counted);
        self.counted = xruns;
        if now_ns < self.opened_ns + START_NS {
            return false;
        }
        self.recent_ns.retain(|at| now_ns.saturating_sub(*at) < WINDOW_NS);
        for _ in 0..new.min(XRUNS_A_STEP as u32) {
            if self.recent_ns.is_full() {
                self.recent_ns.remove(0);
            }
            self.recent_ns.push(now_ns);
        }
        self.recent_ns.is_full()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    /// Three losses within ten seconds ask for a larger buffer, spread out ones do not.
    #[test]
    fn three_in_ten_seconds() {
        let mut steps = BufferSteps::new(0);
        assert!(!steps.observe(SECOND, 1));
        assert!(!steps.observe(8 * SECOND, 2));
        assert!(!steps.observe(12 * SECOND, 3));
        assert!(steps.observe(13 * SECOND, 4));
    }

    /// What is lost while a device starts does not count.
    #[test]
    fn the_start_is_forgiven() {
        let mut steps = BufferSteps::new(SECOND);
        assert!(!steps.observe(SECOND + SECOND / 4, 20));
        assert!(!steps.observe(2 * SECOND, 22));
        assert!(steps.observe(3 * SECOND, 23));
    }

    /// The ladder is climbed to its end and no further, from any size.
    #[test]
    fn ladder_ends() {
        assert_eq!(next_buffer(64, 8192), Some(128));
        assert_eq!(next_buffer(441, 8192), Some(512));
        assert_eq!(next_buffer(512, 512), None);
        assert_eq!(next_buffer(1024, 8192), None);
    }
}
