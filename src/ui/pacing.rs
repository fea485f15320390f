//! How many pictures a second: as many as the machine draws in time.

use std::time::Duration;

/// Pictures a second, the most first.
const RATES: [f64; 3] = [60.0, 30.0, 20.0];
/// A picture that comes later than this many of its intervals after the one before is late.
const LATE: f64 = 1.35;
/// A pause longer than this, in seconds, is no lateness: nothing was drawn on purpose.
const PAUSE_S: f64 = 0.5;
/// Pictures that are judged together, and how many of them may be late.
const JUDGED: u32 = 30;
const MOST_LATE: u32 = 10;
/// How long a lower rate is kept before a higher one is tried, in seconds; twice as long after
/// each try that fails, to this much at most.
const FIRST_PATIENCE_S: f64 = 8.0;
const MOST_PATIENCE_S: f64 = 128.0;

/// Follows how long pictures take.
#[derive(Clone, Copy, Debug)]
pub struct Pacing {
    step: usize,
    judged: u32,
    late: u32,
    /// Seconds at this rate.
    steady_s: f64,
    patience_s: f64,
}

impl Default for Pacing {
    fn default() -> Self {
        Pacing { step: 0, judged: 0, late: 0, steady_s: 0.0, patience_s: FIRST_PATIENCE_S }
    }
}

impl Pacing {
    /// From one picture to the next.
    pub fn interval(&self) -> Duration {
        Duration::from_secs_f64(1.0 / RATES[self.step])
    }

    /// A picture was drawn `since_s` seconds after the one before.
    pub fn drawn(&mut self, since_s: f64) {
        if since_s > PAUSE_S {
            return;
        }
        self.steady_s += since_s;
        self.judged += 1;
        self.late += u32::from(since_s > LATE / RATES[self.step]);
        if self.judged < JUDGED {
            return;
        }
        let is_late = self.late > MOST_LATE;
        (self.judged, self.late) = (0, 0);
        if is_late && self.step + 1 < RATES.len() {
            // A try that failed at once: be more patient with the next one.
            if self.steady_s < FIRST_PATIENCE_S {
                self.patience_s = (self.patience_s * 2.0).min(MOST_PATIENCE_S);
            }
            self.go(self.step + 1);
        } else if !is_late && self.step > 0 && self.steady_s > self.patience_s {
            self.go(self.step - 1);
        }
    }

    fn go(&mut self, step: usize) {
        (self.step, self.steady_s) = (step, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rates that a machine settles at whose pictures take `took_s`, after `seconds`.
    fn settled(pacing: &mut Pacing, took_s: f64, seconds: f64) -> f64 {
        let mut passed_s = 0.0;
        while passed_s < seconds {
            let since_s = pacing.interval().as_secs_f64().max(took_s);
            passed_s += since_s;
            pacing.drawn(since_s);
        }
        1.0 / pacing.interval().as_secs_f64()
    }

    /// A fast machine draws 60 pictures a second, a slow one 30, a very slow one 20, and one that
    /// becomes fast again comes back.
    #[test]
    fn as_many_as_the_machine_can() {
        for (took_s, rate) in [(0.004, 60.0), (0.016, 60.0), (0.028, 30.0), (0.070, 20.0)] {
            let mut pacing = Pacing::default();
            assert!((settled(&mut pacing, took_s, 5.0) - rate).abs() < 0.1, "{took_s} s a picture");
            assert!((settled(&mut pacing, 0.004, 300.0) - 60.0).abs() < 0.1, "after {took_s} s a picture");
        }
    }

    /// A machine that cannot is tried ever more rarely: it spends little time on too high a rate.
    #[test]
    fn tries_become_rare() {
        let mut pacing = Pacing::default();
        let mut too_fast_s = 0.0;
        for _ in 0..600 * 30 {
            let since_s = pacing.interval().as_secs_f64().max(0.028);
            too_fast_s += if pacing.interval().as_secs_f64() < 0.02 { since_s } else { 0.0 };
            pacing.drawn(since_s);
        }
        assert!(too_fast_s < 12.0, "{too_fast_s} s of ten minutes");
    }

    /// A pause is no lateness.
    #[test]
    fn a_pause_is_no_lateness() {
        let mut pacing = Pacing::default();
        (0..1000).for_each(|_| pacing.drawn(1.0));
        assert_eq!(pacing.interval(), Pacing::default().interval());
    }
}
