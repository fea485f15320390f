//! Spectra.

use std::f64::consts::PI;

/// Powers of the bins from 0 to half the rate, of `signal` under a four-term
/// Blackman-Harris window (side lobes 92 dB down: Harris 1978, table 1).
pub fn powers(signal: &[f64]) -> Vec<f64> {
    let n = signal.len();
    assert!(n.is_power_of_two());
    let mut re: Vec<f64> = signal
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let x = 2.0 * PI * i as f64 / n as f64;
            s * (0.35875 - 0.48829 * x.cos() + 0.14128 * (2.0 * x).cos() - 0.01168 * (3.0 * x).cos())
        })
        .collect();
    let mut im = vec![0.0; n];
    transform(&mut re, &mut im);
    (0..n / 2).map(|k| re[k] * re[k] + im[k] * im[k]).collect()
}

/// Fourier transform in place, radix 2.
fn transform(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if j > i {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut half = 1;
    while half < n {
        for k in 0..half {
            let (sin, cos) = (-PI * k as f64 / half as f64).sin_cos();
            for a in (k..n).step_by(2 * half) {
                let b = a + half;
                let (x, y) = (re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos);
                (re[b], im[b]) = (re[a] - x, im[a] - y);
                re[a] += x;
                im[a] += y;
            }
        }
        half *= 2;
    }
}

/// Mean powers over the whole signal, in windows of `size` frames, half overlapped.
pub fn mean_powers(signal: &[f64], size: usize) -> Vec<f64> {
    let mut sum = vec![0.0; size / 2];
    for start in (0..=signal.len() - size).step_by(size / 2) {
        for (sum, power) in sum.iter_mut().zip(powers(&signal[start..start + size])) {
            *sum += power;
        }
    }
    sum
}

/// Centre of gravity of the spectrum, in Hz, weighted by amplitude.
pub fn centroid_hz(signal: &[f64], rate_hz: f64) -> f64 {
    let size = 4096;
    let powers = mean_powers(signal, size);
    let (mut above, mut below) = (0.0, 0.0);
    for (bin, power) in powers.iter().enumerate() {
        above += bin as f64 * rate_hz / size as f64 * power.sqrt();
        below += power.sqrt();
    }
    above / below
}

/// Upper edges of the 24 critical bands, in Hz (Zwicker 1961).
const BARK_HZ: [f64; 24] = [
    100.0, 200.0, 300.0, 400.0, 510.0, 630.0, 770.0, 920.0, 1080.0, 1270.0, 1480.0, 1720.0, 2000.0, 2320.0,
    2700.0, 3150.0, 3700.0, 4400.0, 5300.0, 6400.0, 7700.0, 9500.0, 12000.0, 15500.0,
];

/// Level of each critical band in dB below the loudest, −60 at least.
pub fn bark_levels(signal: &[f64], rate_hz: f64) -> [f64; 24] {
    let size = 4096;
    let powers = mean_powers(signal, size);
    let mut bands = [1e-30; 24];
    for (bin, power) in powers.iter().enumerate() {
        let hz = bin as f64 * rate_hz / size as f64;
        if let Some(band) = BARK_HZ.iter().position(|&edge| hz < edge) {
            bands[band] += power;
        }
    }
    let loudest = bands.iter().fold(0.0, |most: f64, &b| most.max(b));
    bands.map(|b| (10.0 * (b / loudest).log10()).max(-60.0))
}

/// Distance of two sounds: root mean square difference of their critical-band levels, in dB.
pub fn distance_db(a: &[f64; 24], b: &[f64; 24]) -> f64 {
    (a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>() / 24.0).sqrt()
}
