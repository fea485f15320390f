//! Whether the computer slept, or this program was stopped: what somebody held then, they may have
//! let go without anybody seeing it.

use std::time::{Duration, Instant};

/// Rounds that lie this far apart were not only late.
const SLEPT: Duration = Duration::from_secs(3);

/// Notices it from one round to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slept {
    last: Option<(Instant, Duration)>,
}

impl Slept {
    /// Whether there was a sleep since the last round. `suspended` is how long the computer has
    /// slept since it was started; `now` does not count that everywhere.
    pub(super) fn since(&mut self, now: Instant, suspended: Duration) -> bool {
        let last = self.last.replace((now, suspended));
        last.is_some_and(|(then, before)| {
            now.saturating_duration_since(then) + suspended.saturating_sub(before) >= SLEPT
        })
    }

    /// The round that comes is so much later for another reason.
    pub(super) fn waited(&mut self, by: Duration) {
        if let Some((then, _)) = &mut self.last {
            *then += by;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Neither the first round nor a late one is taken for a sleep; a long pause is, and so is a
    /// suspended computer whose clock stood still. What this program waited for is no sleep.
    #[test]
    #[allow(clippy::disallowed_methods, reason = "a moment to count from")]
    fn sleeps_are_noticed() {
        let start = Instant::now();
        let mut slept = Slept::default();
        for (at_ms, suspended_ms, expected) in [
            (9_000, 50_000, false),
            (9_016, 50_000, false),
            (10_900, 50_000, false),
            (15_000, 50_000, true),
            (15_016, 50_000, false),
            (15_032, 90_000, true),
            (15_048, 90_000, false),
        ] {
            let now = start + Duration::from_millis(at_ms);
            assert_eq!(slept.since(now, Duration::from_millis(suspended_ms)), expected, "{at_ms}");
        }
        slept.waited(Duration::from_secs(9));
        assert!(!slept.since(start + Duration::from_millis(25_000), Duration::from_millis(90_000)));
    }
}
