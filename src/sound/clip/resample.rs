//! Another rate for a whole clip, by a windowed sinc. Offline: it allocates and takes its time.

use std::f64::consts::PI;

/// Zeros of the sinc to either side of its middle.
const ZEROS: f64 = 32.0;
/// Shape of the Kaiser window: 100 dB and more beside the pass band (A. Oppenheim, R. Schafer,
/// *Discrete-Time Signal Processing*, section 7.5.3).
const BETA: f64 = 10.0;
/// Stored places between two input frames; straight in between, 106 dB below.
const PHASES: usize = 512;
/// Most places between two input frames for which taps are laid out in a table.
const MOST_PHASES: usize = 1024;
/// Where it begins to cut, as a share of the lower rate's half.
const PASS: f64 = 0.94;

/// Frames that `frames` at one rate become at another.
pub(super) fn length(frames: usize, from_hz: f64, to_hz: f64) -> usize {
    match ratio(from_hz, to_hz) {
        Some((up, down)) => (frames * up + down / 2) / down,
        None => (frames as f64 * to_hz / from_hz).round().max(0.0) as usize,
    }
}

/// `sound` at another rate.
pub(super) fn resample(sound: &[f32], from_hz: f64, to_hz: f64) -> Vec<f32> {
    if from_hz == to_hz {
        return sound.to_vec();
    }
    let kernel = Kernel::new((to_hz / from_hz).min(1.0) * PASS);
    if let Some((up, down)) = ratio(from_hz, to_hz) {
        return in_phases(sound, &kernel, up, down);
    }
    (0..length(sound.len(), from_hz, to_hz))
        .map(|frame| kernel.at(sound, frame as f64 * from_hz / to_hz))
        .collect()
}

/// Both rates in lowest terms, where they are whole and the first is small enough for a table.
fn ratio(from_hz: f64, to_hz: f64) -> Option<(usize, usize)> {
    let whole = |hz: f64| (hz.fract() == 0.0 && (1.0..1e6).contains(&hz)).then_some(hz as usize);
    let (from, to) = (whole(from_hz)?, whole(to_hz)?);
    let (mut a, mut b) = (from, to);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    (to / a <= MOST_PHASES).then_some((to / a, from / a))
}

/// The same for rates that meet again after `up` new frames and `down` old ones: a table of
/// taps for each of the places between.
fn in_phases(sound: &[f32], kernel: &Kernel, up: usize, down: usize) -> Vec<f32> {
    let width = 2 * kernel.reach;
    let taps: Vec<f32> = (0..up * width)
        .map(|n| {
            let (phase, tap) = (n / width, n % width);
            let place = phase as f64 / up as f64 + (kernel.reach - 1) as f64;
            kernel.value((tap as f64 - place).abs())
        })
        .collect();
    // Silence around it, so that every tap finds a frame.
    let mut padded = vec![0.0; kernel.reach - 1];
    padded.extend_from_slice(sound);
    padded.resize(sound.len() + width, 0.0);
    let frames = (sound.len() * up + down / 2) / down;
    (0..frames)
        .map(|frame| {
            let (first, phase) = (frame * down / up, frame * down % up);
            let window = padded.get(first..first + width).unwrap_or_default();
            let taps = &taps[phase * width..(phase + 1) * width];
            // Eight sums side by side are one SIMD register.
            let mut sums = [0.0_f32; 8];
            for (window, taps) in window.chunks(8).zip(taps.chunks(8)) {
                for ((sum, sample), tap) in sums.iter_mut().zip(window).zip(taps) {
                    *sum += sample * tap;
                }
            }
            sums.iter().sum()
        })
        .collect()
}

/// Half of the windowed sinc, sampled.
struct Kernel {
    values: Vec<f32>,
    /// Input frames that it reaches to either side.
    reach: usize,
}

impl Kernel {
    /// Cutting at `cutoff` times half the input's rate.
    fn new(cutoff: f64) -> Self {
        let reach = (ZEROS / cutoff).ceil() as usize;
        let values = (0..=(reach + 1) * PHASES)
            .map(|n| {
                let x = n as f64 / PHASES as f64;
                let edge = x / reach as f64;
                if edge >= 1.0 {
                    return 0.0;
                }
                let window = bessel_i0(BETA * (1.0 - edge * edge).sqrt()) / bessel_i0(BETA);
                let turn = PI * x * cutoff;
                let sinc = if n == 0 { 1.0 } else { libm::sin(turn) / turn };
                (cutoff * sinc * window) as f32
            })
            .collect();
        Kernel { values, reach }
    }

    /// Its value at a distance from its middle, in input frames.
    fn value(&self, distance: f64) -> f32 {
        let place = distance * PHASES as f64;
        let step = place as usize;
        let part = (place - step as f64) as f32;
        match (self.values.get(step), self.values.get(step + 1)) {
            (Some(a), Some(b)) => a + (b - a) * part,
            _ => 0.0,
        }
    }

    fn at(&self, sound: &[f32], place: f64) -> f32 {
        let whole = place.floor() as usize;
        let first = (whole + 1).saturating_sub(self.reach);
        let last = (whole + self.reach).min(sound.len().saturating_sub(1));
        let mut sum = 0.0_f64;
        for (frame, sample) in sound.iter().enumerate().take(last + 1).skip(first) {
            sum += f64::from(sample * self.value((frame as f64 - place).abs()));
        }
        sum as f32
    }
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= (x / 2.0 / n) * (x / 2.0 / n);
        sum += term;
        n += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hz: f64, rate_hz: f64, frames: usize) -> Vec<f32> {
        (0..frames).map(|n| libm::sin(2.0 * PI * hz * n as f64 / rate_hz) as f32 * 0.5).collect()
    }

    /// A tone is the same tone at another rate, 80 dB above what is wrong with it; what the new
    /// rate cannot hold is gone.
    #[test]
    fn tones_stay() {
        for (from_hz, to_hz, hz) in [
            (44_100.0, 48_000.0, 997.0),
            (44_100.0, 48_000.0, 15_000.0),
            (8_000.0, 48_000.0, 3_000.0),
            (96_000.0, 44_100.0, 12_345.0),
            (22_050.0, 192_000.0, 440.0),
            // Rates that never meet.
            (44_099.0, 48_000.0, 997.0),
        ] {
            let out = resample(&sine(hz, from_hz, 8000), from_hz, to_hz);
            assert_eq!(out.len(), length(8000, from_hz, to_hz));
            let expected = sine(hz, to_hz, out.len());
            let edge = (80.0 * to_hz / from_hz) as usize + 80;
            for (frame, (got, expected)) in out.iter().zip(&expected).enumerate() {
                let inside = frame > edge && frame + edge < out.len();
                assert!(!inside || (got - expected).abs() < 5e-5, "{from_hz} to {to_hz}: {frame}");
            }
        }
        let gone = resample(&sine(20_000.0, 48_000.0, 8000), 48_000.0, 16_000.0);
        assert!(gone[100..gone.len() - 100].iter().all(|x| x.abs() < 1e-4));
    }
}
