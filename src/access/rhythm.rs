//! The rhythm of pressing: the last few intervals and their median.

use crate::time::Frames;

/// The last eight intervals between presses.
///
/// A median of eight follows a change of pace within four presses and takes no
/// notice of a single slip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intervals {
    frames: [u32; Intervals::MOST],
    count: u8,
    next: u8,
}

impl Intervals {
    /// How many intervals are remembered.
    pub const MOST: usize = 8;

    /// Remembers an interval, in place of the oldest where there are eight.
    pub fn push(&mut self, interval: Frames) {
        self.frames[usize::from(self.next)] = u32::try_from(interval).unwrap_or(u32::MAX);
        self.next = (self.next + 1) % Self::MOST as u8;
        self.count = (self.count + 1).min(Self::MOST as u8);
    }

    /// Median of the intervals, the mean of the middle two where their number is even;
    /// none where there are none.
    pub fn median(&self) -> Option<f64> {
        let count = usize::from(self.count);
        if count == 0 {
            return None;
        }
        let mut sorted = self.frames;
        let sorted = &mut sorted[..count];
        sorted.sort_unstable();
        let upper = f64::from(sorted[count / 2]);
        let lower = f64::from(sorted[(count - 1) / 2]);
        Some((lower + upper) / 2.0)
    }

    /// Forgets them all.
    pub fn clear(&mut self) {
        *self = Intervals::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The median is that of the last eight intervals, whatever came before.
    #[test]
    fn median_of_last_eight() {
        let mut intervals = Intervals::default();
        assert_eq!(intervals.median(), None);
        intervals.push(10);
        assert_eq!(intervals.median(), Some(10.0));
        intervals.push(21);
        assert_eq!(intervals.median(), Some(15.5));
        for interval in [5, 900, 30, 40, 50, 60, 70, 80] {
            intervals.push(interval);
        }
        assert_eq!(intervals.median(), Some(55.0));
        intervals.clear();
        assert_eq!(intervals.median(), None);
    }
}
