//! Frames, milliseconds, beats: the units of time. No clock is read here.
//!
//! A *frame* is one sample of every channel. Moments and spans inside the
//! engine are whole frames since the engine was built, so nothing drifts and
//! an offline onset falls on the exact frame of its event.

/// A moment or a span, counted in audio frames.
pub type Frames = u64;

/// Frames in one block of the fixed grid on which the engine renders.
///
/// The grid never follows the device's buffer, which is why the same trace
/// gives the same samples on every device.
pub const BLOCK_FRAMES: usize = 64;

/// Span of `ms` milliseconds at `rate_hz`, rounded to the nearest frame.
///
/// Negative and NaN spans are zero.
pub fn ms_to_frames(ms: f64, rate_hz: f64) -> Frames {
    seconds_to_frames(ms / 1000.0, rate_hz)
}

/// Span of `seconds` at `rate_hz`, rounded to the nearest frame.
///
/// Negative and NaN spans are zero.
pub fn seconds_to_frames(seconds: f64, rate_hz: f64) -> Frames {
    (seconds * rate_hz).round().max(0.0) as Frames
}

/// Length of `frames` at `rate_hz`, in seconds.
pub fn frames_to_seconds(frames: Frames, rate_hz: f64) -> f64 {
    frames as f64 / rate_hz
}

/// Beats in a bar and the note value that counts as a beat: 3/4, 6/8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metre {
    /// Beats in a bar, 1 to 16.
    pub beats: u8,
    /// Note value of a beat: 2, 4, 8 or 16.
    pub unit: u8,
}

impl Default for Metre {
    fn default() -> Self {
        Metre { beats: 4, unit: 4 }
    }
}

/// A place in the music, as the transport counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BeatPosition {
    /// Beats since the music started, with fraction; negative in a count-in.
    pub beat: f64,
    /// Whole bars since the engine started; 0 in a count-in too.
    pub bar: u64,
    /// Beats since the start of this bar, 0 up to the metre's number of beats.
    pub beat_in_bar: f64,
}

impl BeatPosition {
    /// The place `beat` beats after the start, in `metre`.
    pub fn new(beat: f64, metre: Metre) -> Self {
        let beats_a_bar = f64::from(metre.beats.max(1));
        let bar = (beat / beats_a_bar).floor();
        BeatPosition { beat, bar: bar.max(0.0) as u64, beat_in_bar: beat - bar * beats_a_bar }
    }

    /// Whether the nearest beat is the bar's first (or, in bars of four and six,
    /// its middle), within a quarter of a beat.
    pub fn is_strong(&self, metre: Metre) -> bool {
        let nearest = self.beat_in_bar.round();
        if (self.beat_in_bar - nearest).abs() > 0.25 {
            return false;
        }
        let beat = nearest as u64 % u64::from(metre.beats.max(1));
        beat == 0 || (metre.beats.is_multiple_of(2) && metre.beats > 2 && beat == u64::from(metre.beats / 2))
    }
}

/// How late the second half of every beat comes: what makes eighths long and short.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Swing(f64);

impl Swing {
    /// Most that an off-eighth is late, as a share of an eighth.
    pub const MOST: f64 = 0.75;

    /// Off-eighths that come later by `share` of an eighth, 0 to 0.75: 0 is straight, a third
    /// gives triplets, a half dotted eighths. What is out of range counts as the nearest in it.
    pub fn new(share: f64) -> Self {
        Swing(if share.is_finite() { share.clamp(0.0, Self::MOST) } else { 0.0 })
    }

    /// The share of an eighth by which an off-eighth is late.
    pub fn share(self) -> f64 {
        self.0
    }

    /// Where the middle of a beat falls, 0.5 to 0.875.
    fn middle(self) -> f64 {
        0.5 + 0.5 * self.0
    }

    /// Where the written beat `beat` sounds, in beats: 1.5 at triplet swing sounds at 1.667.
    pub fn sounding(self, beat: f64) -> f64 {
        let whole = beat.floor();
        let part = beat - whole;
        let middle = self.middle();
        whole + if part <= 0.5 { part * 2.0 * middle } else { 1.0 - (1.0 - part) * 2.0 * (1.0 - middle) }
    }

    /// The written place of what sounds at `beat`: the inverse of [`sounding`](Self::sounding).
    pub fn written(self, beat: f64) -> f64 {
        let whole = beat.floor();
        let part = beat - whole;
        let middle = self.middle();
        whole
            + if part <= middle { part / (2.0 * middle) } else { 1.0 - (1.0 - part) / (2.0 * (1.0 - middle)) }
    }
}

/// Slowest and fastest tempo, in beats per minute.
pub const TEMPO_BPM: std::ops::RangeInclusive<f64> = 30.0..=240.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Swing moves what lies between beats, later and never out of order, and can be undone.
    #[test]
    fn swing_keeps_beats_and_order() {
        for percent in [0, 20, 33, 50, 75] {
            let swing = Swing::new(f64::from(percent) / 100.0);
            let mut before = -1.0;
            for step in 0..=480 {
                let beat = f64::from(step) / 120.0;
                let sounding = swing.sounding(beat);
                assert!(sounding >= beat - 1e-12 && sounding > before, "{percent} % at {beat}");
                assert!((swing.written(sounding) - beat).abs() < 1e-9);
                if step % 120 == 0 || percent == 0 {
                    assert!((sounding - beat).abs() < 1e-12);
                }
                before = sounding;
            }
            assert!((swing.sounding(2.5) - (2.5 + f64::from(percent) / 200.0)).abs() < 1e-12);
        }
    }
}
