//! Loudness from the rhythm of pressing, for controls that have none of their own.

use super::Velocity;
use crate::access::Intervals;
use crate::time::{Frames, ms_to_frames, seconds_to_frames};

/// Velocity of the first note, and of the first after a rest.
const FIRST: Velocity = 72.0;
/// Velocity of a press in the usual rhythm.
const STEADY: Velocity = 80.0;
/// A rest longer than this starts anew.
const REST_S: f64 = 3.0;
/// Presses as close as this are one chord. Players who mean to be together are apart by
/// 30 to 50 ms (Rasch, *Synchronization in performed ensemble music*, Acustica 43, 1979).
const CHORD_MS: f64 = 30.0;
/// Largest ratio of velocities from note to note: 6 dB where the level of a velocity is
/// 40·log10(velocity ÷ 127) dB, so 10^(6/40).
const LARGEST_STEP: f32 = 1.412_537_5;

/// Velocity of each press from the time since the one before:
/// 80 · √(median of the last eight intervals ÷ this interval).
///
/// Relative to the player's own pace: a slow player is not a quiet one. The median is of
/// the intervals before this one, so that a quick press stands out at once; the second
/// press has none to compare with and gets 80. From note to note the velocity changes by
/// at most 6 dB. Presses within 30 ms are a chord and equally loud. A rest over 3 s starts
/// anew, with 72.
#[derive(Clone, Debug)]
pub struct RhythmVelocity {
    rest: Frames,
    chord: Frames,
    softest: Velocity,
    loudest: Velocity,
    /// When the last chord began, and how loud it was.
    last: Option<(Frames, Velocity)>,
    intervals: Intervals,
}

impl RhythmVelocity {
    /// At `rate_hz` frames per second, within `softest` and `loudest`, each 1 to 127.
    pub fn new(rate_hz: f64, softest: Velocity, loudest: Velocity) -> Self {
        let bounded = |velocity: Velocity| if velocity.is_nan() { FIRST } else { velocity.clamp(1.0, 127.0) };
        let softest = bounded(softest);
        RhythmVelocity {
            rest: seconds_to_frames(REST_S, rate_hz),
            chord: ms_to_frames(CHORD_MS, rate_hz),
            softest,
            loudest: bounded(loudest).max(softest),
            last: None,
            intervals: Intervals::default(),
        }
    }

    /// The velocity of a press at `now`.
    pub fn press(&mut self, now: Frames) -> Velocity {
        let velocity = match self.last {
            Some((began, velocity)) => {
                let interval = now.saturating_sub(began);
                if interval <= self.chord {
                    return velocity;
                }
                self.after(interval, velocity)
            }
            None => FIRST,
        };
        let velocity = velocity.clamp(self.softest, self.loudest);
        self.last = Some((now, velocity));
        velocity
    }

    fn after(&mut self, interval: Frames, before: Velocity) -> Velocity {
        if interval > self.rest {
            self.intervals.clear();
            return FIRST;
        }
        let usual = self.intervals.median().unwrap_or(interval as f64);
        self.intervals.push(interval);
        let velocity = STEADY * ((usual / interval as f64) as f32).sqrt();
        velocity.clamp(before / LARGEST_STEP, before * LARGEST_STEP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 1000.0;

    fn velocities(presses: &[Frames]) -> Vec<Velocity> {
        let mut rhythm = RhythmVelocity::new(RATE_HZ, 30.0, 120.0);
        presses.iter().map(|&at| rhythm.press(at)).collect()
    }

    /// The first note is 72, a steady rhythm 80, whatever its pace.
    #[test]
    fn steady_is_eighty_at_any_pace() {
        for interval in [150, 500, 1000, 3000] {
            let presses: Vec<Frames> = (0..12).map(|n| n * interval).collect();
            let got = velocities(&presses);
            assert_eq!(got[0], 72.0);
            assert_eq!(&got[1..], [80.0; 11]);
        }
    }

    /// Quicker is louder by the root of the ratio; slower is softer.
    #[test]
    fn quicker_is_louder() {
        let got = velocities(&[0, 1000, 2000, 3000, 3640, 4640, 6203]);
        assert_eq!(got[4], 100.0);
        assert_eq!(got[5], 80.0);
        assert!((got[6] - 64.0).abs() < 0.1, "{}", got[6]);
    }

    /// From note to note the level changes by 6 dB at most, and stays within the range.
    #[test]
    fn steps_are_small() {
        let got = velocities(&[0, 2900, 5800, 5840, 5880, 5920, 8900, 11_800, 11_831]);
        for pair in got.windows(2) {
            let step_db = 40.0 * (pair[1] / pair[0]).log10();
            assert!(step_db.abs() < 6.001, "{got:?}");
        }
        assert!(got.iter().all(|velocity| (30.0..=120.0).contains(velocity)));
        assert!((got[3] - 80.0 * LARGEST_STEP).abs() < 0.001);
        assert_eq!(got[4], 120.0);
    }

    /// A rest over 3 s starts anew, 3 s exactly does not.
    #[test]
    fn rest_starts_anew() {
        assert_eq!(velocities(&[0, 500, 1000, 4001]), [72.0, 80.0, 80.0, 72.0]);
        assert_ne!(velocities(&[0, 500, 1000, 4000])[3], 72.0);
        assert_eq!(velocities(&[0, 500, 1000, 4001, 4101])[4], 80.0);
    }

    /// Presses of one moment, or nearly, are equally loud and no part of the rhythm.
    #[test]
    fn chords_are_even() {
        assert_eq!(velocities(&[0, 0, 0]), [72.0; 3]);
        let got = velocities(&[0, 1000, 1000, 1012, 2000, 2030, 3000]);
        assert_eq!(got, [72.0, 80.0, 80.0, 80.0, 80.0, 80.0, 80.0]);
    }

    /// Bounds that make no sense still give a velocity.
    #[test]
    fn any_bounds() {
        for (softest, loudest) in [(f32::NAN, f32::NAN), (200.0, -5.0), (100.0, 50.0)] {
            let mut rhythm = RhythmVelocity::new(RATE_HZ, softest, loudest);
            for at in [0, 0, 100, 5000, 5001] {
                assert!((1.0..=127.0).contains(&rhythm.press(at)));
            }
        }
    }
}
