//! Waveforms as spectra: how strong each harmonic is.

use crate::math;

/// A waveform of an oscillator, by name.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Wave {
    /// The fundamental alone.
    #[default]
    Sine,
    /// Odd harmonics falling by 12 dB an octave: mild.
    Triangle,
    /// All harmonics falling by 6 dB an octave: bright, full.
    Saw,
    /// Odd harmonics falling by 6 dB an octave: hollow, reedy.
    Square,
    /// A pulse a fifth of the period wide: nasal.
    Pulse,
    /// Few harmonics, as a softly blown flute.
    Flute,
    /// A saw through the resonances of a violin's body.
    String,
    /// A string struck at an eighth of its length.
    Hammer,
    /// Voices singing “ah”: formants stay in place as the pitch moves.
    Ah,
    /// Voices singing “oo”.
    Oo,
    /// Drawbars of an organ: octaves and fifths.
    Organ,
}

/// All waves, in the order of their tables.
pub const WAVES: [Wave; 11] = [
    Wave::Sine,
    Wave::Triangle,
    Wave::Saw,
    Wave::Square,
    Wave::Pulse,
    Wave::Flute,
    Wave::String,
    Wave::Hammer,
    Wave::Ah,
    Wave::Oo,
    Wave::Organ,
];

/// Centre in Hz, bandwidth in Hz and level of a resonance.
type Resonance = (f32, f32, f32);

/// Formants of a tenor's “a” and “u”, bandwidths doubled as of many singers at once.
/// Source: the formant tables of the Csound manual, appendix D.
const AH: [Resonance; 5] = [
    (650.0, 160.0, 1.0),
    (1080.0, 180.0, 0.5),
    (2650.0, 240.0, 0.45),
    (2900.0, 260.0, 0.4),
    (3250.0, 280.0, 0.08),
];
const OO: [Resonance; 4] =
    [(350.0, 90.0, 1.0), (600.0, 120.0, 0.1), (2700.0, 220.0, 0.14), (2900.0, 240.0, 0.2)];

/// A violin's body in round figures: the air in it, two modes of the wood, a broad
/// middle and the bridge hill.
const BODY: [Resonance; 5] = [
    (275.0, 60.0, 0.7),
    (460.0, 90.0, 1.0),
    (700.0, 200.0, 0.5),
    (1200.0, 500.0, 0.5),
    (2600.0, 1400.0, 0.9),
];

/// Amplitudes of a resonator bank at `hz`.
fn resonate(resonances: &[Resonance], hz: f32) -> f32 {
    let mut sum = 0.0;
    for &(centre_hz, width_hz, level) in resonances {
        let off = (hz - centre_hz) / (width_hz / 2.0);
        sum += level / (1.0 + off * off);
    }
    sum
}

impl Wave {
    /// Whether the spectrum depends on the fundamental's frequency.
    pub fn has_formants(self) -> bool {
        matches!(self, Wave::String | Wave::Ah | Wave::Oo)
    }

    /// Harmonics that the wave has at most.
    pub fn harmonics(self) -> usize {
        match self {
            Wave::Sine => 1,
            Wave::Flute => 8,
            Wave::Organ => 16,
            _ => usize::MAX,
        }
    }

    /// Amplitude of harmonic `number` (from 1) on a fundamental of `fundamental_hz`.
    pub fn harmonic(self, number: usize, fundamental_hz: f32) -> f32 {
        let h = number as f32;
        let hz = h * fundamental_hz;
        let odd = number % 2 == 1;
        match self {
            Wave::Sine => f32::from(number == 1),
            Wave::Triangle if odd => {
                if number % 4 == 1 {
                    1.0 / (h * h)
                } else {
                    -1.0 / (h * h)
                }
            }
            Wave::Saw => 1.0 / h,
            Wave::Square if odd => 1.0 / h,
            Wave::Triangle | Wave::Square => 0.0,
            Wave::Pulse => math::sin(math::PI * h / 5.0) / h,
            Wave::Flute => {
                [1.0, 0.42, 0.19, 0.07, 0.045, 0.02, 0.012, 0.006].get(number - 1).copied().unwrap_or(0.0)
            }
            Wave::String => (0.12 + resonate(&BODY, hz)) / h,
            Wave::Hammer => {
                math::sin(math::PI * h / 8.0).abs() / (h * h) * 4.0 * math::exp(-h / 24.0) + 0.002 / h
            }
            Wave::Ah => (0.004 + resonate(&AH, hz)) / math::pow(h, 0.8),
            Wave::Oo => (0.003 + resonate(&OO, hz)) / math::pow(h, 0.8),
            Wave::Organ => match number {
                1 => 1.0,
                2 => 0.7,
                3 => 0.5,
                4 => 0.35,
                6 => 0.2,
                8 => 0.2,
                12 => 0.08,
                16 => 0.08,
                _ => 0.0,
            },
        }
    }
}
