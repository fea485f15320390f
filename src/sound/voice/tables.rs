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
        let most = wave.harmonics().min(MAX_HARMONICS);
        let third = |number: i32| (MAX_HARMONICS as f32 * math::exp2(-number as f32 / 3.0)).round() as usize;
        let mut counts: Vec<usize> = (0..=27).map(|number| third(number).clamp(1, most)).collect();
        counts.dedup();
        let mut sum = Sum::new();
        let mut versions = Vec::new();
        // Poorest first, so that each plain version goes on from the last.
        for &count in counts.iter().rev() {
            if wave.has_formants() {
                sum.clear();
            }
            // The middle of the pitches that this version serves at 48 kHz.
            let fundamental_hz = 21_400.0 / count as f32;
            for number in sum.done + 1..=count {
                sum.add(number, wave.harmonic(number, fundamental_hz));
            }
            let mut period = sum.period();
            if wave.has_formants() {
                scale(&mut period, sum.power);
            }
            versions.push((count, period));
        }
        if !wave.has_formants() {
            versions.iter_mut().for_each(|(_, period)| scale(period, sum.power));
        }
        versions.reverse();
        Wavetable { versions }
    }

    /// The richest version that stays below half of `rate_hz` at a fundamental of `hz`.
    pub fn version(&'static self, hz: f32, rate_hz: f32) -> &'static Period {
        let fits = |harmonics: usize| harmonics as f32 * hz <= 0.49 * rate_hz;
        let found = self.versions.iter().find(|(harmonics, _)| fits(*harmonics));
        &found.unwrap_or(&self.versions[self.versions.len() - 1]).1
    }
}

/// Brings `period`, of mean square `power`, to the common effective value.
fn scale(period: &mut Period, power: f32) {
    let gain = RMS / power.max(1e-12).sqrt();
    period.iter_mut().for_each(|sample| *sample *= gain);
}

/// Samples in a quarter of a period.
const QUARTER: usize = TABLE_FRAMES / 4;

/// A growing sum of sines, over the first quarter of their period.
///
/// All harmonics start as sines. Odd ones are then mirrored about the end of the quarter,
/// even ones turned over; the second half of the period is the first turned over and reversed.
struct Sum {
    sine: Vec<f32>,
    odd: [f32; QUARTER + 1],
    even: [f32; QUARTER + 1],
    /// Mean square so far.
    power: f32,
    strongest: f32,
    /// Harmonics added so far.
    done: usize,
}

impl Sum {
    fn new() -> Self {
        let sine = |i: usize| math::sin(math::TAU * i as f32 / TABLE_FRAMES as f32);
        let zero = [0.0; QUARTER + 1];
        Sum {
            sine: (0..TABLE_FRAMES).map(sine).collect(),
            odd: zero,
            even: zero,
            power: 0.0,
            strongest: 0.0,
            done: 0,
        }
    }

    fn clear(&mut self) {
        self.odd.fill(0.0);
        self.even.fill(0.0);
        (self.power, self.strongest, self.done) = (0.0, 0.0, 0);
    }

    fn add(&mut self, number: usize, amplitude: f32) {
        self.done = number;
        self.strongest = self.strongest.max(amplitude.abs());
        if amplitude.abs() <= self.strongest * INAUDIBLE {
            return;
        }
        self.power += amplitude * amplitude / 2.0;
        let quarter = if number % 2 == 1 { &mut self.odd } else { &mut self.even };
        let mut phase = 0;
        for sample in quarter {
            *sample += amplitude * self.sine[phase % TABLE_FRAMES];
            phase += number;
        }
    }

    fn period(&self) -> Box<Period> {
        let mut period = Box::new([0.0; TABLE_FRAMES + 1]);
        for index in 0..=QUARTER {
            let (odd, even) = (self.odd[index], self.even[index]);
            period[index] = odd + even;
            period[2 * QUARTER - index] = odd - even;
        }
        for index in 0..=2 * QUARTER {
            period[TABLE_FRAMES - index] = -period[index];
        }
        period
    }
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
            for (_, period) in &table.versions {
                assert!(
                    (1..TABLE_FRAMES).all(|i| (period[i] + period[TABLE_FRAMES - i]).abs() < 1e-6),
                    "{wave:?}"
                );
            }
            for hz in [16.0, 440.0, 4_000.0, 20_000.0, 23_000.0] {
                assert!(
                    table.version(hz, 48_000.0).iter().all(|s| s.is_finite() && s.abs() < 4.0),
                    "{wave:?}"
                );
            }
        }
    }
}
