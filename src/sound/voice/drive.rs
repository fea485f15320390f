//! An amplifier turned up: a soft edge that adds harmonics, and the loudspeaker after it.
//!
//! The edge is x / √(1 + x²). It is taken as the mean of that curve between one sample and the
//! next (Parker, Zavalishin and Le Bivic, “Reducing the aliasing of nonlinear waveshaping using
//! continuous-time convolution”, DAFx 2016), so that far less folds back than from the curve
//! itself. Its integral is √(1 + x²), and the mean (√(1 + x²) − √(1 + z²)) / (x − z) is
//! (x + z) / (√(1 + x²) + √(1 + z²)): nothing to divide by that could be 0.

use serde::{Deserialize, Serialize};
use wide::f32x8;

use super::common::Onset;
use super::ramp::{copy, set};
use crate::math;
use crate::sound::patch::Ranges;

/// Doublings of the drive for each octave of brightness that velocity adds.
const HARDER: f32 = 1.5;

/// An amplifier turned up. Each voice has its own, so that chords stay clear.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DriveSetup {
    /// How hard the sound is driven into a soft edge at velocity 80, 0 (not) to 48 dB; velocity
    /// drives harder as far as it brightens.
    pub drive_db: f32,
    /// What the loudspeaker lets through, 500 to 20000 Hz; counts where the sound is driven.
    pub speaker_hz: f32,
}

impl Default for DriveSetup {
    fn default() -> Self {
        DriveSetup { drive_db: 0.0, speaker_hz: 4000.0 }
    }
}

impl DriveSetup {
    /// Every number with its range.
    pub(in crate::sound) fn ranges(&self, rows: &mut Ranges) {
        rows.row("drive.drive_db", self.drive_db, 0.0, 48.0);
        rows.row("drive.speaker_hz", self.speaker_hz, 500.0, 20_000.0);
    }
}

/// A drive at one rate.
#[derive(Clone, Copy, Debug)]
pub struct Amplifier {
    gain: f32,
    /// Coefficients of the loudspeaker: the share that comes in, and what goes on of the last two
    /// samples that left.
    speaker: [f32; 3],
}

impl Amplifier {
    /// The amplifier of `setup` at `rate_hz`; none where nothing is driven.
    ///
    /// The loudspeaker is a Butterworth low-pass of 12 dB an octave whose two poles are taken over
    /// as they are, p = exp(−ω(1 ± i)/√2), with one zero at half the rate. The bilinear transform would
    /// crowd the poles of a high cut against half the rate, and they would ring there, above the edge.
    pub fn new(rate_hz: f32, setup: &DriveSetup) -> Option<Self> {
        let turn = std::f32::consts::SQRT_2 * math::PI * setup.speaker_hz.min(0.4 * rate_hz) / rate_hz;
        let radius = math::exp(-turn);
        let (near, far) = (2.0 * radius * math::cos(turn), radius * radius);
        let gain = math::db_to_gain(setup.drive_db);
        let speaker = [0.5 * (1.0 - near + far), near, far];
        (setup.drive_db > 0.0).then_some(Amplifier { gain, speaker })
    }
}

/// The state of eight voices.
#[derive(Clone, Debug)]
pub(super) struct Drive {
    gain: f32x8,
    /// The last sample driven, and √(1 + x²) of it.
    last: f32x8,
    root: f32x8,
    state1: f32x8,
    state2: f32x8,
}

impl Drive {
    /// Silence.
    pub fn new() -> Self {
        let zero = f32x8::ZERO;
        Drive { gain: zero, last: zero, root: f32x8::ONE, state1: zero, state2: zero }
    }

    /// A note begins in `lane`.
    pub fn start(&mut self, lane: usize, amplifier: &Amplifier, onset: &Onset) {
        self.clear(lane);
        set(&mut self.gain, lane, amplifier.gain * math::exp2(HARDER * onset.brighter));
    }

    /// Empties `lane`.
    pub fn clear(&mut self, lane: usize) {
        self.copy_lane(lane, &Drive::new(), 0);
    }

    /// Copies lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Drive, other: usize) {
        for (to, from) in [
            (&mut self.gain, &from.gain),
            (&mut self.last, &from.last),
            (&mut self.root, &from.root),
            (&mut self.state1, &from.state1),
            (&mut self.state2, &from.state2),
        ] {
            copy(to, lane, from, other);
        }
    }

    /// Drives `mix`, in place.
    pub fn render(&mut self, amplifier: &Amplifier, mix: &mut [f32x8]) {
        let [share, near, far] = amplifier.speaker.map(f32x8::splat);
        let gain = self.gain;
        let (mut last, mut root) = (self.last, self.root);
        let (mut s1, mut s2) = (self.state1, self.state2);
        for sample in mix {
            let x = *sample * gain;
            let next_root = (f32x8::ONE + x * x).sqrt();
            let driven = (x + last) / (next_root + root);
            (last, root) = (x, next_root);
            let input = share * driven;
            let low = input + s1;
            s1 = input + near * low + s2;
            s2 = -far * low;
            *sample = low;
        }
        (self.last, self.root) = (last, root);
        (self.state1, self.state2) = (s1, s2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever comes in, however hard it is driven and whatever the loudspeaker lets through, a voice
    /// stays finite and under 1.2, which is 1 at its edge and the swing of the loudspeaker behind it; and
    /// what is not driven is as it was.
    #[test]
    fn the_edge_holds() {
        assert!(Amplifier::new(48_000.0, &DriveSetup::default()).is_none());
        for (rate_hz, speaker_hz) in
            [44_100.0, 48_000.0, 192_000.0].into_iter().flat_map(|rate| SPEAKERS_HZ.map(|hz| (rate, hz)))
        {
            let amplifier = Amplifier::new(rate_hz, &DriveSetup { drive_db: 48.0, speaker_hz }).unwrap();
            let mut drive = Drive::new();
            drive.gain = f32x8::splat(amplifier.gain);
            for frame in 0..48_000 {
                // Eight voices: waves from slow to as quick as can be, loud and soft by turns.
                let x = std::array::from_fn(|voice| {
                    let turn = frame as f32 * [0.001, 0.02, 0.1, 0.3, 1.0, 1.5, 2.2, 3.0][voice];
                    math::sin(turn) * if frame % 7000 < 3500 { 4.0 } else { 1e-6 }
                });
                let mut mix = [f32x8::new(x)];
                drive.render(&amplifier, &mut mix);
                let held = mix[0].to_array().iter().all(|y| y.abs() < 1.2);
                assert!(held, "{speaker_hz} Hz at {rate_hz}, frame {frame}: {:?}", mix[0]);
            }
        }
    }

    /// From the least to the highest that a patch may ask for.
    const SPEAKERS_HZ: [f32; 5] = [500.0, 2_600.0, 6_500.0, 12_000.0, 20_000.0];
}
