//! Tells the repeats of a held key from presses, where a terminal does not.
//!
//! A held key comes as one character, then after the keyboard's delay (250 to 660 ms on
//! the usual systems) as a stream of the same, some 30 a second. Nobody presses that fast,
//! so whatever follows the same key within [`STREAM_NS`] is a repeat. The first repeat of
//! all looks like a press and is taken for one: the filter learns the delay from it, and
//! from then on holds back what comes exactly that long after a press until it is clear
//! whether a stream follows.

/// Two characters of one key nearer than this are repeats, in ns.
pub const STREAM_NS: u64 = 120_000_000;
/// How exactly a keyboard keeps its delay, in ns, with the terminal's own jitter.
pub const DELAY_TOLERANCE_NS: u64 = 25_000_000;
/// How long a character is held back that may be a first repeat, in ns: two periods of
/// the usual repeat rates.
pub const HOLD_BACK_NS: u64 = 80_000_000;
/// Delays that keyboards have, in ns.
const DELAYS_NS: std::ops::RangeInclusive<u64> = 180_000_000..=1_100_000_000;

/// What to do with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is a press.
    Press,
    /// It is a repeat.
    Repeat,
    /// Wait until this time: if [`RepeatFilter::expired`] says so then, it is a press.
    Wait {
        /// Monotonic ns.
        until_ns: u64,
    },
}

/// The characters of one terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct RepeatFilter {
    key: u16,
    last_ns: u64,
    /// The press that the last character belongs to.
    press_ns: u64,
    /// The gap between the press and the first repeat, while it may be one.
    suspected_delay_ns: Option<u64>,
    delay_ns: Option<u64>,
    waiting_since_ns: Option<u64>,
}

impl RepeatFilter {
    /// Takes a character of `key` at `at_ns`.
    pub fn take(&mut self, key: u16, at_ns: u64) -> Verdict {
        let gap_ns = at_ns.saturating_sub(self.last_ns);
        let same = key == self.key && self.last_ns != 0;
        let streams = same && gap_ns < STREAM_NS;
        let after_press_ns = at_ns.saturating_sub(self.press_ns);
        self.last_ns = at_ns;
        self.key = key;
        if streams {
            // The one before was the first repeat, whatever it was taken for.
            if let Some(delay) = self.suspected_delay_ns.take() {
                self.delay_ns = Some(delay);
            }
            self.waiting_since_ns = None;
            return Verdict::Repeat;
        }
        self.suspected_delay_ns = (same && DELAYS_NS.contains(&after_press_ns)).then_some(after_press_ns);
        let at_delay =
            self.delay_ns.is_some_and(|delay| delay.abs_diff(after_press_ns) <= DELAY_TOLERANCE_NS);
        if same && at_delay {
            self.waiting_since_ns = Some(at_ns);
            return Verdict::Wait { until_ns: at_ns + HOLD_BACK_NS };
        }
        self.press_ns = at_ns;
        self.waiting_since_ns = None;
        Verdict::Press
    }

    /// The time of the press that was waited for, if no stream followed it until `now_ns`.
    pub fn expired(&mut self, now_ns: u64) -> Option<u64> {
        let since = self.waiting_since_ns.filter(|since| now_ns >= since + HOLD_BACK_NS)?;
        self.waiting_since_ns = None;
        self.press_ns = since;
        Some(since)
    }

    /// The time of the press that was waited for, if a character of another key than its
    /// own has come meanwhile.
    pub fn settle_other(&mut self, key: u16) -> Option<u64> {
        let since = self.waiting_since_ns.filter(|_| key != self.key)?;
        self.waiting_since_ns = None;
        Some(since)
    }

    /// The key of the last character.
    pub fn key(&self) -> u16 {
        self.key
    }

    /// When to ask [`RepeatFilter::expired`].
    pub fn deadline_ns(&self) -> Option<u64> {
        self.waiting_since_ns.map(|since| since + HOLD_BACK_NS)
    }

    /// Forgets what was pressed last; keeps the delay that was learned.
    pub fn forget(&mut self) {
        *self = RepeatFilter { delay_ns: self.delay_ns, ..RepeatFilter::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MS: u64 = 1_000_000;

    /// Presses that come of characters at these times, in ms.
    fn presses(filter: &mut RepeatFilter, times_ms: &[u64]) -> Vec<u64> {
        let mut presses = Vec::new();
        for at in times_ms {
            presses.extend(filter.expired(at * MS));
            if filter.take(57, at * MS) == Verdict::Press {
                presses.push(at * MS);
            }
        }
        presses.extend(filter.expired(u64::MAX / 2));
        presses.iter().map(|at| at / MS).collect()
    }

    fn held(start_ms: u64, delay_ms: u64, period_ms: u64, repeats: u64) -> Vec<u64> {
        let stream = (0..repeats).map(|n| start_ms + delay_ms + n * period_ms);
        std::iter::once(start_ms).chain(stream).collect()
    }

    /// The first key ever held gives one press too many; every later one gives one press.
    #[test]
    fn the_delay_is_learned_once() {
        for (delay, period) in [(250, 30), (500, 33), (660, 40), (600, 25)] {
            let mut filter = RepeatFilter::default();
            assert_eq!(presses(&mut filter, &held(1_000, delay, period, 20)), [1_000, 1_000 + delay]);
            assert_eq!(presses(&mut filter, &held(10_000, delay + 3, period, 50)), [10_000]);
            assert_eq!(presses(&mut filter, &held(20_000, delay - 7, period, 2)), [20_000]);
        }
    }

    proptest! {
        /// Presses at any human pace are all presses, each at its own time, whether or not
        /// a delay was learned before.
        #[test]
        fn human_presses_all_count(gaps in prop::collection::vec(130_u64..3_000, 1..60), learned in any::<bool>()) {
            let mut filter = RepeatFilter::default();
            if learned {
                presses(&mut filter, &held(100, 500, 33, 5));
            }
            let mut at = 50_000;
            let times: Vec<u64> = gaps.iter().map(|gap| { at += gap; at }).collect();
            prop_assert_eq!(presses(&mut filter, &times), times);
        }
    }

    /// Different keys in quick succession are all presses.
    #[test]
    fn other_keys_are_no_repeats() {
        let mut filter = RepeatFilter::default();
        for n in 0..20 {
            assert_eq!(filter.take(30 + n % 2, (1_000 + u64::from(n) * 40) * MS), Verdict::Press);
        }
    }
}
