//! One period of each wave, in versions with fewer and fewer harmonics.
//!
//! A note uses the version whose highest harmonic lies below half the sample rate,
//! so nothing folds back. Neighbouring versions are a third of an octave apart,
//! which costs at most that much of the uppermost treble. Tables are summed from
//! sines when first wanted and shared by all synths of the process.

use std::sync::OnceLock;

use super::waves::{WAVES, Wave};
use crate::math;

/// Bits of a phase that choose the sample.
pub const TABLE_BITS: u32 = 11;

/// Samples in a period. With 512 harmonics and linear interpolation the images of a
/// saw lie 56 dB down at 46 Hz, 85 dB at 441 Hz and lower above.
pub const TABLE_FRAMES: usize = 1 << TABLE_BITS;

/// One period, and its first sample again.
pub type Period = [f32; TABLE_FRAMES + 1];

/// Most harmonics in a table.
const MAX_HARMONICS: usize = 512;

/// Effective value of every wave, that of a sine of amplitude 0.5.
const RMS: f32 = 0.353_553_4;

/// Harmonics weaker than this part of the strongest are left out: −90 dB.
const INAUDIBLE: f32 = 3e-5;

/// All versions of one wave, richest first.
#[derive(Debug)]
pub struct Wavetable {
    versions: Vec<(usize, Box<Period>)>,
}

static TABLES: [OnceLock<Wavetable>; WAVES.len()] = [const { OnceLock::new() }; WAVES.len()];

/// The tables of `wave`, built when first asked for. Allocates then.
pub fn table(wave: Wave) -> &'static Wavetable {
    let index = WAVES.iter().position(|&w| w == wave).unwrap_or(0);
    TABLES[index].get_or_init(|| Wavetable::new(wave))
}

impl Wavetable {
    fn new(wave: Wave) -> Self {
        let sine: Vec<f32> =
            (0..TABLE_FRAMES).map(|i| math::sin(math::TAU * i as f32 / TABLE_FRAMES as f32)).collect();
        let most = wave.harmonics().min(MAX_HARMONICS);
        let mut versions = Vec::new();
        let mut richest_gain = None;
        let mut third = 0;
        loop {
            let harmonics = (MAX_HARMONICS as f32 * math::exp2(-(third as f32) / 3.0)).round() as usize;
            third += 1;
            let harmonics = harmonics.max(1);
            if versions.last().is_none_or(|&(last, _)| harmonics.min(most) < last) {
                let (period, gain) = sum(wave, harmonics.min(most), richest_gain, &sine);
                if !wave.has_formants() {
                    richest_gain = Some(gain);
                }
                versions.push((harmonics.min(most), period));
            }
            if harmonics == 1 {
                return Wavetable { versions };
            }
        }
    }

    /// The richest version that stays below half of `rate_hz` at a fundamental of `hz`.
    pub fn version(&'static self, hz: f32, rate_hz: f32) -> &'static Period {
        let fits = |harmonics: usize| harmonics as f32 * hz <= 0.49 * rate_hz;
        let found = self.versions.iter().find(|(harmonics, _)| fits(*harmonics));
        &found.unwrap_or(&self.versions[self.versions.len() - 1]).1
    }
}

/// One version of `wave`, and the gain that brought it to the common effective value
/// (or `gain` if that is given).
fn sum(wave: Wave, harmonics: usize, gain: Option<f32>, sine: &[f32]) -> (Box<Period>, f32) {
    // The middle of the pitches that this version serves at 48 kHz.
    let fundamental_hz = 21_400.0 / harmonics as f32;
    let amplitudes: Vec<f32> = (1..=harmonics).map(|h| wave.harmonic(h, fundamental_hz)).collect();
    let strongest = amplitudes.iter().fold(0.0f32, |most, a| most.max(a.abs()));
    let mut period = Box::new([0.0; TABLE_FRAMES + 1]);
    let mut power = 0.0;
    for (index, &amplitude) in amplitudes.iter().enumerate() {
        if amplitude.abs() < strongest * INAUDIBLE {
            continue;
        }
        power += amplitude * amplitude / 2.0;
        let mut phase = 0;
        // All harmonics start as sines, so the second half mirrors the first.
        for sample in &mut period[..=TABLE_FRAMES / 2] {
            *sample += amplitude * sine[phase];
            phase = (phase + index + 1) % TABLE_FRAMES;
        }
    }
    let gain = gain.unwrap_or(RMS / power.max(1e-12).sqrt());
    for index in 0..=TABLE_FRAMES / 2 {
        period[index] *= gain;
        period[TABLE_FRAMES - index] = -period[index];
    }
    (period, gain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No version holds a harmonic above half the rate, and every pitch has one.
    #[test]
    fn versions_fit_every_pitch() {
        for wave in WAVES {
            let table = table(wave);
            assert!(table.versions.windows(2).all(|pair| pair[0].0 > pair[1].0), "{wave:?}");
            assert_eq!(table.versions.last().unwrap().0, 1);
            for hz in [16.0, 440.0, 4_000.0, 20_000.0, 23_000.0] {
                assert!(
                    table.version(hz, 48_000.0).iter().all(|s| s.is_finite() && s.abs() < 4.0),
                    "{wave:?}"
                );
            }
        }
    }
}
