//! Tap tempo: a tempo from two to eight taps.

use arrayvec::ArrayVec;

use crate::time::{Frames, TEMPO_BPM, frames_to_seconds};

/// Most taps that count.
const MOST_TAPS: usize = 8;
/// After a rest this long, in seconds, the next tap is a first one: the slowest beat and a half.
const REST_S: f64 = 3.0;
/// Taps nearer than this, in seconds, are one tap: a third of the fastest beat.
const ONE_TAP_S: f64 = 0.08;
/// How far a beat may be from the median to count, as a share of it; half as far for two beats in one.
const NEAR: f64 = 0.25;
/// How near an interval is to half or double where it is taken for one, as a share.
const OCTAVE: f64 = 0.12;

/// The taps so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Taps {
    at: ArrayVec<Frames, MOST_TAPS>,
}

impl Taps {
    /// A tap at `now`; the tempo that the taps give, in beats per minute, once there are two.
    ///
    /// A tap that was left out and one that came twice are mended: an interval of about two
    /// medians counts as two beats, others far from the median are dropped. One interval alone
    /// that is about half or twice the present beat keeps the present feel, so that a missed
    /// beat does not halve the tempo; tap on, and it is taken as it is.
    pub(super) fn tap(&mut self, now: Frames, rate_hz: f64, tempo_bpm: f64) -> Option<f64> {
        if let Some(&last) = self.at.last() {
            let since_s = frames_to_seconds(now.saturating_sub(last), rate_hz);
            if since_s < ONE_TAP_S {
                return None;
            }
            if since_s > REST_S {
                self.at.clear();
            }
        }
        if self.at.is_full() {
            self.at.remove(0);
        }
        self.at.push(now);
        let mut intervals: ArrayVec<f64, MOST_TAPS> =
            self.at.windows(2).map(|pair| frames_to_seconds(pair[1] - pair[0], rate_hz)).collect();
        let beat_s = match intervals.as_mut_slice() {
            [] => return None,
            [only] => same_feel(*only, 60.0 / tempo_bpm),
            several => steady(several)?,
        };
        Some(within_range(60.0 / beat_s))
    }

    /// The taps before are forgotten.
    pub(super) fn forget(&mut self) {
        self.at.clear();
    }
}

/// The beat of one interval: itself, unless it is about half or twice the present one.
fn same_feel(interval_s: f64, beat_s: f64) -> f64 {
    let ratio = interval_s / beat_s;
    if (ratio / 2.0 - 1.0).abs() < OCTAVE {
        interval_s / 2.0
    } else if (ratio * 2.0 - 1.0).abs() < OCTAVE {
        interval_s * 2.0
    } else {
        interval_s
    }
}

/// The mean beat of the intervals that agree.
fn steady(intervals_s: &[f64]) -> Option<f64> {
    let mut sorted: ArrayVec<f64, MOST_TAPS> = intervals_s.iter().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    // Of an even number the shorter one: a tap is left out more often than one is added.
    let median = *sorted.get((sorted.len() - 1) / 2)?;
    let (mut span_s, mut beats) = (0.0, 0.0);
    for &interval in intervals_s {
        let count = (interval / median).round();
        if (1.0..=2.0).contains(&count) && (interval / count / median - 1.0).abs() <= NEAR / count {
            span_s += interval;
            beats += count;
        }
    }
    (beats > 0.0).then(|| span_s / beats)
}

/// The tempo, by twos, within what there is.
fn within_range(mut tempo_bpm: f64) -> f64 {
    while tempo_bpm < *TEMPO_BPM.start() {
        tempo_bpm *= 2.0;
    }
    while tempo_bpm > *TEMPO_BPM.end() {
        tempo_bpm /= 2.0;
    }
    tempo_bpm
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    const RATE_HZ: f64 = 48_000.0;

    /// The tempo after taps at these moments in seconds, from 100 BPM.
    fn tapped(moments_s: &[f64]) -> Option<f64> {
        let mut taps = Taps::default();
        let mut tempo = None;
        for moment in moments_s {
            let now = (moment * RATE_HZ).round() as Frames;
            tempo = taps.tap(now, RATE_HZ, tempo.unwrap_or(100.0)).or(tempo);
        }
        tempo
    }

    fn near(tempo: Option<f64>, expected: f64, within: f64) {
        let tempo = tempo.unwrap_or(0.0);
        assert!((tempo - expected).abs() < within, "{tempo} is not {expected}");
    }

    /// Two taps give a tempo, more make it steadier, one gives none.
    #[test]
    fn taps_give_their_tempo() {
        assert_eq!(tapped(&[1.0]), None);
        near(tapped(&[1.0, 1.75]), 80.0, 1e-3);
        for (seed, tempo) in [(1, 45.0), (2, 72.0), (3, 130.0), (4, 200.0)] {
            let mut chance = Chance::new(seed);
            let moments: Vec<f64> = (0..8)
                .map(|n| f64::from(n) * 60.0 / tempo + f64::from(chance.between(-0.015, 0.015)))
                .collect();
            near(tapped(&moments), tempo, tempo * 0.02);
        }
    }

    /// A tap that was left out, one that came twice and one far off change nothing.
    #[test]
    fn outliers_are_dropped() {
        near(tapped(&[0.0, 0.6, 1.2, 2.4, 3.0, 3.6]), 100.0, 0.1);
        near(tapped(&[0.0, 0.6, 1.2, 1.23, 1.8, 2.4]), 100.0, 0.1);
        near(tapped(&[0.0, 0.6, 1.2, 1.5, 1.8, 2.4, 3.0]), 100.0, 0.1);
        near(tapped(&[0.0, 0.6, 1.2, 2.15, 2.75, 3.35]), 100.0, 0.1);
    }

    /// One interval of half or twice the beat keeps the feel; three of them are meant.
    #[test]
    fn halves_and_doubles_are_guarded() {
        near(tapped(&[0.0, 1.2]), 100.0, 0.1);
        near(tapped(&[0.0, 0.3]), 100.0, 0.1);
        near(tapped(&[0.0, 1.2, 2.4, 3.6]), 50.0, 0.1);
        near(tapped(&[0.0, 0.3, 0.6, 0.9]), 200.0, 0.1);
        near(tapped(&[0.0, 0.15, 0.3, 0.45]), 200.0, 0.1);
        near(tapped(&[0.0, 2.5, 5.0, 7.5]), 48.0, 0.1);
    }

    /// After a rest the first tap begins anew.
    #[test]
    fn a_rest_begins_anew() {
        near(tapped(&[0.0, 0.6, 1.2, 10.0, 10.75]), 80.0, 0.1);
    }
}
