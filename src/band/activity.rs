//! How much the player plays, and how much the band does with it.

use crate::math;
use crate::time::{Frames, frames_to_seconds};

/// Time in which a press is forgotten to a third, in s: a few bars, so that a breath
/// between two phrases is not heard as having stopped.
const MEMORY_S: f64 = 6.0;
/// Presses a beat from which on intensity is 1, 2, 3: a press in four beats, one in less
/// than two, more than one in every beat.
const RISES_AT: [f32; 3] = [0.22, 0.6, 1.15];
/// A level is left again only below this part of where it began.
const FALLS_AT: f32 = 0.7;
/// Bars for which the player must have played less before the band does.
const PATIENCE_BARS: u8 = 2;

/// Follows how densely the player plays.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    /// Presses, each fading with time; its steady value is rate × [`MEMORY_S`].
    presses: f32,
    at: Frames,
    quiet_bars: u8,
}

impl Activity {
    /// The player pressed (`weight` 1) or moved (less).
    pub(super) fn add(&mut self, now: Frames, rate_hz: f64, weight: f32) {
        self.fade(now, rate_hz);
        self.presses += weight;
    }

    fn fade(&mut self, now: Frames, rate_hz: f64) {
        let passed_s = frames_to_seconds(now.saturating_sub(self.at), rate_hz);
        self.presses *= math::exp(-(passed_s / MEMORY_S).min(80.0) as f32);
        self.at = now;
    }

    /// The intensity for the bar that begins now, one step from `before` at most.
    pub(super) fn next_bar(&mut self, now: Frames, rate_hz: f64, tempo_bpm: f64, before: u8) -> u8 {
        self.fade(now, rate_hz);
        let a_beat = self.presses / MEMORY_S as f32 * (60.0 / tempo_bpm.max(1.0)) as f32;
        if RISES_AT.get(usize::from(before)).is_some_and(|&at| a_beat >= at) {
            self.quiet_bars = 0;
            return before + 1;
        }
        let stays =
            before == 0 || RISES_AT.get(usize::from(before) - 1).is_none_or(|&at| a_beat >= at * FALLS_AT);
        self.quiet_bars = if stays { 0 } else { self.quiet_bars + 1 };
        if self.quiet_bars < PATIENCE_BARS {
            return before;
        }
        self.quiet_bars = 0;
        before - 1
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    const RATE_HZ: f64 = 48_000.0;

    /// Intensity after each bar of 4 beats at 120 BPM with so many presses a bar.
    fn over(bars: &[u32]) -> Vec<u8> {
        let mut activity = Activity::default();
        let mut intensity = 0;
        let mut all = Vec::new();
        for (bar, presses) in bars.iter().enumerate() {
            for press in 0..*presses {
                let at = bar as f64 * 2.0 + f64::from(press) * 2.0 / f64::from(*presses);
                activity.add((at * RATE_HZ) as Frames, RATE_HZ, 1.0);
            }
            let now = ((bar + 1) as f64 * 2.0 * RATE_HZ) as Frames;
            intensity = activity.next_bar(now, RATE_HZ, 120.0, intensity);
            all.push(intensity);
        }
        all
    }

    /// More presses lift the band step by step, a pause of a bar changes nothing, and it
    /// sinks again step by step.
    #[test]
    fn the_band_follows() {
        let mut bars = [6; 12].to_vec();
        bars.push(1);
        bars.extend([6; 4]);
        bars.extend([0; 16]);
        let levels = over(&bars);
        assert!(levels.windows(2).all(|pair| pair[0].abs_diff(pair[1]) <= 1), "{levels:?}");
        assert_eq!(levels[11], 3, "{levels:?}");
        assert_eq!(&levels[12..17], [3; 5], "{levels:?}");
        assert_eq!(levels.last(), Some(&0), "{levels:?}");
    }

    /// Playing near a border moves the band once, and it stays.
    #[test]
    fn no_wavering() {
        let bars: Vec<u32> = (0..60).map(|bar| if bar % 2 == 0 { 2 } else { 3 }).collect();
        let levels = over(&bars);
        let changes = levels[12..].windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes <= 1, "{levels:?}");
    }

    /// A slow player with a slow song moves the band too: a press in two beats is level 1.
    #[test]
    fn slow_is_not_little() {
        assert!(over(&[2; 20]).last() >= Some(&1));
    }
}
