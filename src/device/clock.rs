//! Clocks: the monotonic clock every stamp is on, and how other clocks map to it.

/// Nanoseconds in a second.
pub const SECOND_NS: u64 = 1_000_000_000;

// Stamps and audio callbacks are compared, so there is one clock for both.
pub use crate::live::monotonic_ns;

/// Now, in nanoseconds of the wall clock.
#[allow(clippy::disallowed_methods, reason = "devices read the clock")]
pub fn wall_ns() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos() as u64)
}

/// Oldest stamp that is believed: a clock that was set gives older ones.
pub const OLDEST_NS: u64 = 2 * SECOND_NS;

/// A wall-clock stamp on the monotonic clock, given both clocks' present time.
///
/// A stamp of zero (lost in a queue overflow), from the future, or older than
/// [`OLDEST_NS`] (the wall clock was set in between) counts as now.
pub fn from_wall(stamp_wall_ns: u64, now_wall_ns: u64, now_ns: u64) -> u64 {
    match now_wall_ns.checked_sub(stamp_wall_ns) {
        Some(age) if age <= OLDEST_NS => now_ns.saturating_sub(age),
        _ => now_ns,
    }
}

/// Maps a clock with an unknown origin to the monotonic clock.
///
/// A stamp and the time it is received differ by the origin plus a delay that is never
/// negative, so the smallest difference seen is the nearest to the origin (the minimum
/// filter of RFC 5905, section 10, without its clock discipline). It is kept over two
/// spans of [`OriginFilter::SPAN_NS`], so that a slow drift between the clocks is
/// followed.
#[derive(Clone, Copy, Debug, Default)]
pub struct OriginFilter {
    span_began_ns: u64,
    this_span: Option<i128>,
    last_span: Option<i128>,
}

impl OriginFilter {
    /// Length of a span, in ns.
    pub const SPAN_NS: u64 = 5 * SECOND_NS;

    /// The stamp on the monotonic clock; never later than `received_ns`, never more than
    /// [`OLDEST_NS`] before it.
    pub fn map(&mut self, stamp_ns: u64, received_ns: u64) -> u64 {
        let difference = i128::from(received_ns) - i128::from(stamp_ns);
        let elapsed = received_ns.saturating_sub(self.span_began_ns);
        if self.this_span.is_none() || elapsed >= Self::SPAN_NS {
            // After a long rest the older span says nothing any more.
            self.last_span = if elapsed < 2 * Self::SPAN_NS { self.this_span } else { None };
            self.this_span = None;
            self.span_began_ns = received_ns;
        }
        let least = self.this_span.map_or(difference, |least| least.min(difference));
        self.this_span = Some(least);
        let origin = self.last_span.map_or(least, |last| last.min(least));
        let mapped = (i128::from(stamp_ns) + origin).clamp(0, i128::from(received_ns)) as u64;
        if received_ns - mapped > OLDEST_NS { received_ns } else { mapped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A wall-clock stamp keeps its age; a lost, future or absurdly old one is now.
    #[test]
    fn wall_stamps_keep_their_age() {
        let (wall, now) = (1_700_000_000 * SECOND_NS, 50 * SECOND_NS);
        assert_eq!(from_wall(wall - 300_000, wall, now), now - 300_000);
        assert_eq!(from_wall(wall, wall, now), now);
        assert_eq!(from_wall(0, wall, now), now);
        assert_eq!(from_wall(wall + 1, wall, now), now);
        assert_eq!(from_wall(wall - 3 * SECOND_NS, wall, now), now);
    }

    proptest! {
        /// Whatever the delays, a mapped stamp is never later than its reception, and
        /// once one event came without delay, all map exactly.
        #[test]
        fn delays_are_taken_out(
            origin in 0_u64..1 << 50,
            delays in prop::collection::vec(0_u64..20_000_000, 1..60),
        ) {
            let mut filter = OriginFilter::default();
            let mut seen_prompt = false;
            for (place, delay) in delays.iter().enumerate() {
                let delay = if place == 3 { 0 } else { *delay };
                seen_prompt |= delay == 0;
                let stamp = (place as u64 + 1) * 10_000_000;
                let true_ns = origin + stamp;
                let mapped = filter.map(stamp, true_ns + delay);
                prop_assert!(mapped <= true_ns + delay);
                prop_assert!(mapped >= true_ns);
                if seen_prompt {
                    prop_assert_eq!(mapped, true_ns);
                }
            }
        }
    }

    /// A clock that runs 100 ppm slow is followed to within a millisecond and a half
    /// for an hour.
    #[test]
    fn drift_is_followed() {
        let mut filter = OriginFilter::default();
        for second in 1..3600_u64 {
            let received = second * SECOND_NS + 7_000_000_000_000;
            let stamp = (second * SECOND_NS) / 10_000 * 9_999;
            let mapped = filter.map(stamp, received);
            assert!(received - mapped <= 1_500_000, "{second}: {}", received - mapped);
        }
    }
}
