//! Level over time, and onsets in it.

/// Length of a step, in ms.
const STEP_MS: f64 = 4.0;
/// What counts as sound at all.
const AUDIBLE_DB: f64 = -60.0;
/// Rise within [`RISE_STEPS`] that is an onset.
const RISE_DB: f64 = 5.0;
const RISE_STEPS: usize = 4;
/// Two onsets are at least this far apart, in ms.
const APART_MS: f64 = 70.0;

fn db(samples: &[f32]) -> f64 {
    let power: f64 = samples.iter().map(|x| f64::from(*x).powi(2)).sum();
    10.0 * (power / samples.len().max(1) as f64).max(1.0e-20).log10()
}

/// RMS level from `from_s` to `to_s`, in dBFS.
pub fn level_db(samples: &[f32], rate_hz: f64, from_s: f64, to_s: f64) -> f64 {
    let at = |s: f64| ((s * rate_hz).max(0.0) as usize).min(samples.len());
    db(&samples[at(from_s)..at(to_s).max(at(from_s))])
}

/// Moments, in seconds, at which the level rises steeply.
pub fn onsets(samples: &[f32], rate_hz: f64) -> Vec<f64> {
    let step = (STEP_MS * rate_hz / 1000.0) as usize;
    // Windows of two steps, so that a low tone's own ripple is no rise.
    let level: Vec<f64> = (0..samples.len().saturating_sub(3 * step) / step)
        .map(|k| db(&samples[k * step..(k + 3) * step]).max(AUDIBLE_DB))
        .collect();
    let rise = |k: usize| level[k] - level[k.saturating_sub(RISE_STEPS)];
    let apart = (APART_MS / STEP_MS) as usize;
    let (mut found, mut quiet_from) = (Vec::new(), 0);
    for k in 0..level.len() {
        if k >= quiet_from && rise(k) > RISE_DB {
            // The last of a window brings the rise.
            found.push(((k + 2) * step) as f64 / rate_hz);
            quiet_from = k + apart;
        }
    }
    found
}
