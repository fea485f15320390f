//! The pitch of a tone that nothing is known about.

const LOWEST_HZ: f64 = 60.0;
const HIGHEST_HZ: f64 = 2_000.0;
/// Dip of the normalised difference that counts as a period.
const DIP: f64 = 0.2;

/// Pitch as a MIDI number, by the normalised difference function (A. de Cheveigné and
/// H. Kawahara, "YIN, a fundamental frequency estimator", JASA 111, 2002, steps 2 to 5).
pub fn pitch(samples: &[f32], rate_hz: f64) -> Option<f64> {
    let (shortest, longest) = ((rate_hz / HIGHEST_HZ) as usize, (rate_hz / LOWEST_HZ) as usize);
    let window = samples.len().checked_sub(longest + 2)?;
    let difference: Vec<f64> = (0..longest + 2)
        .map(|lag| (0..window).map(|i| f64::from(samples[i] - samples[i + lag]).powi(2)).sum())
        .collect();
    let mut sum = 0.0;
    let normal: Vec<f64> = difference
        .iter()
        .enumerate()
        .map(|(lag, value)| {
            sum += value;
            if lag == 0 || sum == 0.0 { 1.0 } else { value * lag as f64 / sum }
        })
        .collect();
    let is_dip = |lag: &usize| normal[*lag] <= normal[lag - 1] && normal[*lag] < normal[lag + 1];
    let lag = (shortest..=longest)
        .find(|lag| normal[*lag] < DIP && is_dip(lag))
        .or_else(|| (shortest..=longest).min_by(|a, b| normal[*a].total_cmp(&normal[*b])))?;
    let (before, at, after) = (difference[lag - 1], difference[lag], difference[lag + 1]);
    let bend = before - 2.0 * at + after;
    let shift = if bend > 0.0 { (before - after) / (2.0 * bend) } else { 0.0 };
    let hz = rate_hz / (lag as f64 + shift);
    Some(69.0 + 12.0 * (hz / 440.0).log2())
}
