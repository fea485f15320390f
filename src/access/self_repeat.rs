//! Noticing a switch box that presses again by itself while it is held.
//!
//! Keyboards tell a repeated key as such, and it is not played. Some boxes send whole presses
//! instead: each would sound.

/// Presses in a row that say so.
const PRESSES: u8 = 16;
/// Longest time from one to the next, in s: no hand keeps ten presses a second even.
const LONGEST_S: f64 = 0.1;
/// How much two of these times that follow each other may differ, in s: USB looks at a slow box every
/// 8 ms.
const UNEVEN_S: f64 = 0.012;

/// Watches when one contact closes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SelfRepeat {
    last_s: Option<f64>,
    interval_s: f64,
    even: u8,
}

impl SelfRepeat {
    /// The contact closed. True where it has been repeating by itself.
    pub fn closed(&mut self, at_s: f64) -> bool {
        let Some(last_s) = self.last_s.replace(at_s) else { return false };
        let interval_s = at_s - last_s;
        let is_even = (interval_s - self.interval_s).abs() <= UNEVEN_S;
        self.even = match interval_s <= LONGEST_S {
            true if is_even => self.even.saturating_add(1),
            true => 1,
            false => 0,
        };
        self.interval_s = interval_s;
        self.even >= PRESSES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    /// A box that repeats 30 times a second is noticed; hands are not, however fast or shaky.
    #[test]
    fn boxes_are_told_from_hands() {
        for poll_s in [0.001, 0.008] {
            let mut watch = SelfRepeat::default();
            let seen_s = |press: i32| (f64::from(press) * 0.033 / poll_s).ceil() * poll_s;
            assert!((0..20).any(|press| watch.closed(seen_s(press))), "looked at every {poll_s} s");
        }
        for seed in 0..50 {
            let (mut watch, mut chance, mut at_s) = (SelfRepeat::default(), Chance::new(seed), 0.0);
            for _ in 0..400 {
                // Tremor comes 8 to 12 times a second and is never even.
                at_s += 0.09 * f64::from(chance.between(0.6, 1.4));
                assert!(!watch.closed(at_s), "seed {seed}");
            }
        }
    }
}
