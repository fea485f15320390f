//! Loudness and peaks of a stereo signal, as broadcasters measure them.
//!
//! ITU-R BS.1770-4: K-weighting, mean square over both channels, gating for
//! whole pieces, true peak by oversampling (annex 2). Windows and their steps
//! are those of EBU Tech 3341 (momentary 400 ms, short-term 3 s). For checks
//! and reports, not for the audio thread: it allocates as the signal grows.

use std::f64::consts::PI;

/// Level of silence in every answer, in dB, instead of minus infinity.
pub const SILENCE_DB: f64 = -200.0;

/// Frames are gathered in steps of this many seconds: 75 % overlap of 400 ms.
const STEP_S: f64 = 0.1;
/// Steps in a momentary window and in a gating block.
const MOMENTARY_STEPS: usize = 4;
/// Steps in a short-term window.
const SHORT_TERM_STEPS: usize = 30;

/// A loudness meter for stereo at one rate.
#[derive(Clone, Debug)]
pub struct Loudness {
    weighting: [[Biquad; 2]; 2],
    peaks: [TruePeak; 2],
    /// Weighted energy (both channels) of each whole step.
    steps: Vec<f64>,
    step_frames: usize,
    pending_energy: f64,
    pending_frames: usize,
    sample_peak: f64,
}

impl Loudness {
    /// A meter for signals at `rate_hz` (8000 to 192000).
    pub fn new(rate_hz: f32) -> Self {
        let rate_hz = f64::from(rate_hz);
        let weighting = [Biquad::shelf(rate_hz), Biquad::high_pass(rate_hz)];
        Loudness {
            weighting: [weighting, weighting],
            peaks: [TruePeak::new(), TruePeak::new()],
            steps: Vec::new(),
            step_frames: ((rate_hz * STEP_S).round() as usize).max(1),
            pending_energy: 0.0,
            pending_frames: 0,
            sample_peak: 0.0,
        }
    }

    /// Goes on with the next frames; where the channels differ in length, the shorter counts.
    ///
    /// A sample that is not finite counts as silence in loudness and as +infinity in the peaks.
    pub fn add(&mut self, left: &[f32], right: &[f32]) {
        for (&left, &right) in left.iter().zip(right) {
            let mut energy = 0.0;
            for ((sample, filters), peak) in
                [left, right].into_iter().zip(&mut self.weighting).zip(&mut self.peaks)
            {
                if !sample.is_finite() {
                    self.sample_peak = f64::INFINITY;
                }
                let sample = if sample.is_finite() { f64::from(sample) } else { 0.0 };
                self.sample_peak = self.sample_peak.max(sample.abs());
                peak.push(sample);
                let [shelf, high_pass] = filters;
                let weighted = high_pass.filter(shelf.filter(sample));
                energy += weighted * weighted;
            }
            self.pending_energy += energy;
            self.pending_frames += 1;
            if self.pending_frames == self.step_frames {
                self.steps.push(self.pending_energy);
                self.pending_energy = 0.0;
                self.pending_frames = 0;
            }
        }
    }

    /// Loudest 3 s so far, in LUFS; of a shorter signal, the whole of it.
    pub fn short_term_max(&self) -> f64 {
        self.loudest(SHORT_TERM_STEPS)
    }

    /// Loudest 400 ms so far, in LUFS; of a shorter signal, the whole of it.
    pub fn momentary_max(&self) -> f64 {
        self.loudest(MOMENTARY_STEPS)
    }

    /// Loudness of the whole, in LUFS, gated at −70 LUFS and 10 LU under the rest.
    pub fn integrated(&self) -> f64 {
        if self.steps.len() < MOMENTARY_STEPS {
            return self.loudest(MOMENTARY_STEPS);
        }
        let frames = (MOMENTARY_STEPS * self.step_frames) as f64;
        let blocks: Vec<f64> =
            self.steps.windows(MOMENTARY_STEPS).map(|steps| steps.iter().sum::<f64>() / frames).collect();
        let above = |gate: f64| {
            let (sum, count) = blocks
                .iter()
                .filter(|&&power| lufs(power) > gate)
                .fold((0.0, 0_u32), |(sum, count), power| (sum + power, count + 1));
            if count == 0 { 0.0 } else { sum / f64::from(count) }
        };
        lufs(above((lufs(above(-70.0)) - 10.0).max(-70.0)))
    }

    /// Largest sample so far, in dBFS.
    pub fn sample_peak_db(&self) -> f64 {
        decibels(self.sample_peak)
    }

    /// Largest value of the continuous signal so far, in dBTP, by 4-fold oversampling.
    ///
    /// The last 12 frames have not fully left the interpolator: add as much silence to
    /// be exact to the end.
    pub fn true_peak_db(&self) -> f64 {
        decibels(self.peaks.iter().map(|peak| peak.highest).fold(self.sample_peak, f64::max))
    }

    /// Loudest run of `count` steps, or all there is where there are fewer.
    fn loudest(&self, count: usize) -> f64 {
        if self.steps.len() < count {
            let frames = self.steps.len() * self.step_frames + self.pending_frames;
            let energy = self.steps.iter().sum::<f64>() + self.pending_energy;
            return lufs(energy / (frames.max(1)) as f64);
        }
        let frames = (count * self.step_frames) as f64;
        let highest =
            self.steps.windows(count).map(|steps| steps.iter().sum::<f64>() / frames).fold(0.0, f64::max);
        lufs(highest)
    }
}

/// Loudness of a weighted mean square, summed over the channels (BS.1770-4, equation 2).
fn lufs(power: f64) -> f64 {
    (10.0 * libm::log10(power) - 0.691).max(SILENCE_DB)
}

fn decibels(amplitude: f64) -> f64 {
    (20.0 * libm::log10(amplitude)).max(SILENCE_DB)
}

/// One second-order section in transposed direct form II.
#[derive(Clone, Copy, Debug)]
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    /// The head's shelf: BS.1770-4, table 1.
    fn shelf(rate_hz: f64) -> Self {
        let b = [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85];
        Biquad::moved_from_48_khz(b, [-1.690_659_293_182_41, 0.732_480_774_215_85], rate_hz)
    }

    /// The low end that counts less: BS.1770-4, table 2.
    fn high_pass(rate_hz: f64) -> Self {
        Biquad::moved_from_48_khz([1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21], rate_hz)
    }

    /// The same analogue filter at another rate.
    ///
    /// The standard prints coefficients for 48 kHz only and asks for the same response at
    /// other rates. With u = (1 − z⁻¹)/(1 + z⁻¹) a section is a ratio of polynomials in u,
    /// and u scales by tan(π f/48000)/tan(π f/rate) about the section's own corner f.
    fn moved_from_48_khz(b: [f64; 3], a: [f64; 2], rate_hz: f64) -> Self {
        let in_u = |c: [f64; 3]| [c[0] + c[1] + c[2], 2.0 * (c[0] - c[2]), c[0] - c[1] + c[2]];
        let upper = in_u(b);
        let lower = in_u([1.0, a[0], a[1]]);
        let corner = libm::sqrt(lower[0] / lower[2]);
        let scale = corner / libm::tan(libm::atan(corner) * 48_000.0 / rate_hz);
        let in_z = |c: [f64; 3]| {
            let [c0, c1, c2] = [c[0], c[1] * scale, c[2] * scale * scale];
            [c0 + c1 + c2, 2.0 * (c0 - c2), c0 - c1 + c2]
        };
        let (b, a) = (in_z(upper), in_z(lower));
        Biquad { b: b.map(|c| c / a[0]), a: [a[1] / a[0], a[2] / a[0]], state: [0.0; 2] }
    }

    fn filter(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.state[0];
        self.state[0] = self.b[1] * x - self.a[0] * y + self.state[1];
        self.state[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

/// Taps of the interpolator in each of its phases; annex 2 has 12.
const TAPS: usize = 24;

/// Peak between the samples: a windowed sinc at a quarter, a half and three quarters.
#[derive(Clone, Debug)]
struct TruePeak {
    taps: [[f64; TAPS]; 3],
    /// The last `TAPS` samples twice over, so that a window is always one slice.
    past: [f64; 2 * TAPS],
    at: usize,
    highest: f64,
}

impl TruePeak {
    fn new() -> Self {
        let mut taps = [[0.0; TAPS]; 3];
        for (phase, taps) in taps.iter_mut().enumerate() {
            let shift = (phase + 1) as f64 / 4.0;
            for (index, tap) in taps.iter_mut().enumerate() {
                let x = index as f64 - (TAPS / 2 - 1) as f64 - shift;
                let window = 0.5 + 0.5 * libm::cos(PI * x / (TAPS / 2) as f64);
                *tap = window * libm::sin(PI * x) / (PI * x);
            }
            let sum: f64 = taps.iter().sum();
            taps.iter_mut().for_each(|tap| *tap /= sum);
        }
        TruePeak { taps, past: [0.0; 2 * TAPS], at: 0, highest: 0.0 }
    }

    fn push(&mut self, sample: f64) {
        self.past[self.at] = sample;
        self.past[self.at + TAPS] = sample;
        self.at = (self.at + 1) % TAPS;
        let window = &self.past[self.at..self.at + TAPS];
        for taps in &self.taps {
            let between: f64 = taps.iter().zip(window).map(|(tap, past)| tap * past).sum();
            self.highest = self.highest.max(between.abs());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(rate_hz: f64, hz: f64, level_db: f64, seconds: f64, phase: f64) -> Vec<f32> {
        let gain = libm::pow(10.0, level_db / 20.0);
        (0..(rate_hz * seconds) as usize)
            .map(|n| (gain * libm::sin(2.0 * PI * hz * n as f64 / rate_hz + phase)) as f32)
            .collect()
    }

    fn assert_near(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance, "{value} is not {expected} ± {tolerance}");
    }

    /// A stereo sine of 997 Hz at −23 dBFS reads −23.0 LUFS at every rate (EBU Tech 3341, case 1);
    /// one channel alone reads 3.01 LU less. At 8 kHz the shelf is squeezed: 0.3 LU.
    #[test]
    fn reference_tone() {
        for rate_hz in [8_000.0, 22_050.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            let tolerance = if rate_hz < 20_000.0 { 0.3 } else { 0.1 };
            let tone = sine(rate_hz, 997.0, -23.0, 5.0, 0.0);
            let mut meter = Loudness::new(rate_hz as f32);
            meter.add(&tone, &tone);
            assert_near(meter.short_term_max(), -23.0, tolerance);
            assert_near(meter.momentary_max(), -23.0, tolerance);
            assert_near(meter.integrated(), -23.0, tolerance);
            assert_near(meter.sample_peak_db(), -23.0, 0.1);
            let mut one = Loudness::new(rate_hz as f32);
            one.add(&tone, &vec![0.0; tone.len()]);
            assert_near(one.integrated(), -26.01, tolerance);
        }
    }

    /// At 48 kHz the weighting is the standard's own table.
    #[test]
    fn table_at_48_khz() {
        let shelf = Biquad::shelf(48_000.0);
        assert_near(shelf.b[0], 1.535_124_859_586_97, 1e-12);
        assert_near(shelf.a[1], 0.732_480_774_215_85, 1e-12);
        let high_pass = Biquad::high_pass(48_000.0);
        assert_near(high_pass.b[1], -2.0, 1e-9);
        assert_near(high_pass.a[0], -1.990_047_454_833_98, 1e-12);
    }

    /// Quiet stretches do not lower the loudness of the whole: −36, −23, −36 LUFS for 10, 60
    /// and 10 s read −23.0 (EBU Tech 3341, case 3).
    #[test]
    fn gate() {
        let mut meter = Loudness::new(48_000.0);
        for (level_db, seconds) in [(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)] {
            let tone = sine(48_000.0, 1_000.0, level_db, seconds, 0.0);
            meter.add(&tone, &tone);
        }
        assert_near(meter.integrated(), -23.0, 0.1);
    }

    /// A sine at a quarter of the rate and 45° peaks 3.01 dB above its samples
    /// (EBU Tech 3341, case 16: within +0.2/−0.4 dB).
    #[test]
    fn peak_between_samples() {
        let tone = sine(48_000.0, 12_000.0, -6.0, 0.5, PI / 4.0);
        let mut meter = Loudness::new(48_000.0);
        meter.add(&tone[..100], &tone[..100]);
        meter.add(&tone[100..], &tone[100..]);
        assert_near(meter.sample_peak_db(), -9.01, 0.02);
        // The first samples of a tone from silence ring a little: look at the steady part.
        assert_near(meter.true_peak_db(), -6.0, 0.2);
    }

    /// A signal shorter than a window reads what there is; silence and no signal at all read the floor.
    #[test]
    fn short_and_silent() {
        let tone = sine(48_000.0, 997.0, -23.0, 0.05, 0.0);
        let mut meter = Loudness::new(48_000.0);
        assert_eq!(meter.integrated(), SILENCE_DB);
        meter.add(&tone, &tone);
        assert_near(meter.short_term_max(), -23.0, 0.4);
        let mut silent = Loudness::new(48_000.0);
        silent.add(&[0.0; 48_000], &[0.0; 48_000]);
        assert_eq!(silent.momentary_max(), SILENCE_DB);
        assert_eq!(silent.true_peak_db(), SILENCE_DB);
        silent.add(&[f32::NAN], &[0.0]);
        assert_eq!(silent.sample_peak_db(), f64::INFINITY);
    }
}
