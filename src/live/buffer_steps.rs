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

/// How long a device's pace is measured before it is judged.
const PACE_NS: u64 = 1_500_000_000;
/// A device that takes less than this share of its rate loses time without saying so.
const SLOWEST_PACE: f64 = 0.9;

/// Watches whether a device takes as many frames as its rate says. Some lose time without
/// reporting it where their period is shorter than the steps of their clock.
#[derive(Clone, Debug)]
pub struct Pace {
    rate_hz: f64,
    from_ns: u64,
    from_frames: u64,
}

impl Pace {
    /// A stream at `rate_hz` was opened at `now_ns`.
    pub fn new(now_ns: u64, rate_hz: u32) -> Self {
        Pace { rate_hz: f64::from(rate_hz), from_ns: now_ns + START_NS, from_frames: 0 }
    }

    /// The stream has taken `frames` so far. Returns whether it is far too slow.
    pub fn observe(&mut self, now_ns: u64, frames: u64) -> bool {
        if now_ns < self.from_ns {
            self.from_frames = frames;
            return false;
        }
        let passed_ns = now_ns - self.from_ns;
        if passed_ns < PACE_NS {
            return false;
        }
        let taken = frames.saturating_sub(self.from_frames) as f64;
        self.from_ns = now_ns;
        self.from_frames = frames;
        taken < SLOWEST_PACE * self.rate_hz * passed_ns as f64 / 1.0e9
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

    /// A device that takes a third of its frames is found within two seconds; one that is
    /// off by as much as any card is left alone.
    #[test]
    fn slow_devices_are_found() {
        let found_after_s = |pace_hz: f64| {
            let mut pace = Pace::new(0, 48_000);
            (1..600u64)
                .find(|tick| pace.observe(tick * SECOND / 100, (*tick as f64 / 100.0 * pace_hz) as u64))
                .map(|tick| tick as f64 / 100.0)
        };
        assert!(found_after_s(16_000.0).is_some_and(|seconds| seconds <= 2.1));
        assert_eq!(found_after_s(47_900.0), None);
        assert_eq!(found_after_s(48_100.0), None);
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
