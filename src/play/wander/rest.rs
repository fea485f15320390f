//! Rests: when a silence is long enough to begin a new phrase.

use crate::time::{Frames, ms_to_frames};

/// Intervals between presses that are remembered.
const REMEMBERED: usize = 8;
/// Intervals that must be known before a player's own pace counts.
const KNOWN: usize = 3;

/// Knows this player's pace, so that a slow player's pauses are no rests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    rest_frames: Frames,
    intervals: [Frames; REMEMBERED],
    count: usize,
    last_press: Option<Frames>,
    silent_since: Option<Frames>,
}

impl Rest {
    /// A silence of `rest_ms` is a rest, unless the player is slow.
    pub(super) fn new(rest_ms: f64, rate_hz: f64) -> Self {
        Rest {
            rest_frames: ms_to_frames(rest_ms, rate_hz),
            intervals: [0; REMEMBERED],
            count: 0,
            last_press: None,
            silent_since: None,
        }
    }

    /// The last note ended.
    pub(super) fn fell_silent(&mut self, now: Frames) {
        self.silent_since = Some(now);
    }

    /// A press came; whether it came after a rest. `silent`: nothing sounded any more.
    pub(super) fn pressed(&mut self, now: Frames, silent: bool) -> bool {
        let interval = self.last_press.map(|last| now.saturating_sub(last));
        let silence = match (silent, self.silent_since.or(self.last_press)) {
            (true, Some(since)) => now.saturating_sub(since),
            _ => 0,
        };
        let rested = silence >= self.rest_frames.max(1) && silence >= self.usual().saturating_mul(2);
        if let Some(interval) = interval {
            self.intervals[self.count % REMEMBERED] = interval;
            self.count += 1;
        }
        self.last_press = Some(now);
        rested
    }

    /// Median interval between the last presses; 0 while too few are known.
    fn usual(&self) -> Frames {
        let known = self.count.min(REMEMBERED);
        if known < KNOWN {
            return 0;
        }
        let mut sorted = self.intervals;
        let sorted = &mut sorted[..known];
        sorted.sort_unstable();
        sorted[known / 2]
    }
}
