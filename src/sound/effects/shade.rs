//! Gentler or fiercer while it plays: what lies high is drawn back or brought forward.
//!
//! Who plays an instrument more gently plays it darker, not only softer, whatever the instrument. A
//! first-order shelf bends the sound that much, in tune and without ringing, for voices, fonts and recorded
//! sounds alike; the level is left to how hard the notes are struck.

use super::super::Bus;
use crate::math;

/// Where the shelf stands half way, in Hz: above it lie the overtones that make a sound bright.
const CORNER_HZ: f32 = 800.0;
/// Time in which it moves to where it is set, in ms.
const GLIDE_MS: f32 = 50.0;
/// Farthest that it goes, in dB.
const MOST_DB: f32 = 12.0;
/// What stays under this, −300 dB, is nothing.
const NOTHING: f32 = 1e-15;

/// A high shelf that moves while sound goes through it. Where it rests at 0 dB it changes no bit.
#[derive(Clone, Debug)]
pub struct Shade {
    /// The low half of the sound, left and right.
    low: [f32; 2],
    /// Share of the way that the low half goes in a frame (see [`super::tone`]).
    pull: f32,
    gain: f32,
    target: f32,
    step: f32,
    left_frames: u32,
    glide_frames: u32,
}

impl Shade {
    /// One that changes nothing, at `rate_hz`.
    pub fn new(rate_hz: f32) -> Self {
        let g = math::tan(math::PI * (CORNER_HZ / rate_hz).min(0.45));
        Shade {
            low: [0.0; 2],
            pull: g / (1.0 + g),
            gain: 1.0,
            target: 1.0,
            step: 0.0,
            left_frames: 0,
            glide_frames: ((GLIDE_MS / 1000.0 * rate_hz) as u32).max(1),
        }
    }

    /// Moves the highs to `high_db`, −12 to 12, within 50 ms; what is no number changes nothing.
    pub fn set(&mut self, high_db: f32) {
        let target = math::db_to_gain(high_db.clamp(-MOST_DB, MOST_DB));
        let target = if high_db == 0.0 { 1.0 } else { target };
        if target.is_finite() && target != self.target {
            self.target = target;
            self.step = (target - self.gain) / self.glide_frames as f32;
            self.left_frames = self.glide_frames;
        }
    }

    fn next_gain(&mut self) -> f32 {
        if self.left_frames > 0 {
            self.left_frames -= 1;
            self.gain = self.target - self.step * self.left_frames as f32;
        }
        self.gain
    }

    /// Works on frames `from..to` of `bus`. What is not finite passes, so that the guard sees it.
    pub fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        if self.left_frames == 0 && self.gain == 1.0 {
            self.low = [0.0; 2];
            return;
        }
        for frame in from..to {
            let gain = self.next_gain();
            for (low, sample) in self.low.iter_mut().zip([&mut bus.left[frame], &mut bus.right[frame]]) {
                if sample.is_finite() {
                    let step = (*sample - *low) * self.pull;
                    let here = *low + step;
                    *low = here + step;
                    *sample = here + (*sample - here) * gain;
                }
            }
        }
        for low in &mut self.low {
            *low = if low.abs() > NOTHING { low.clamp(-64.0, 64.0) } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BLOCK_FRAMES;

    /// At rest it passes every bit; a bass stays within 0.5 dB, a high tone comes to the level asked for
    /// within 1 dB, without a step on the way steeper than the louder tone's own; and how it is cut
    /// changes no bit.
    #[test]
    fn highs_move_and_lows_stay() {
        // No part of the rate: a wave meets the frames at every phase.
        let tone = |hz: f32| move |n: usize| math::sin(math::TAU * hz / 47_919.0 * n as f32);
        let render = |hz: f32, sets: [f32; 2], cut: usize| -> Vec<f32> {
            let (mut shade, mut out) = (Shade::new(47_919.0), Vec::new());
            for block in 0..400 {
                match block {
                    100 => shade.set(sets[0]),
                    250 => shade.set(sets[1]),
                    _ => {}
                }
                let mut bus = Bus::silent();
                bus.left = std::array::from_fn(|n| tone(hz)(block * BLOCK_FRAMES + n));
                shade.render(0, cut, &mut bus);
                shade.render(cut, BLOCK_FRAMES, &mut bus);
                out.extend(bus.left);
            }
            out
        };
        let level = |sound: &[f32]| 20.0 * sound.iter().fold(0.0f32, |most, x| most.max(x.abs())).log10();
        for db in [-6.0, 6.0] {
            let high = render(7_919.0, [db, 0.0], 64);
            assert_eq!(high[..100 * 64], render(7_919.0, [0.0, 0.0], 17)[..100 * 64]);
            assert!((level(&high[150 * 64..250 * 64]) - db).abs() < 1.0);
            assert_eq!(high[350 * 64..], render(7_919.0, [0.0, 0.0], 64)[350 * 64..]);
            assert_eq!(high, render(7_919.0, [db, 0.0], 17));
            let bass = render(110.0, [db, db], 64);
            assert!(level(&bass[150 * 64..]).abs() < 0.5);
            let step = |sound: &[f32]| sound.windows(2).fold(0.0f32, |most, w| most.max((w[1] - w[0]).abs()));
            let own = step(&high[..100 * 64]).max(step(&high[150 * 64..250 * 64]));
            assert!(step(&high) <= own * 1.001, "{db}: {} of {own}", step(&high));
        }
    }
}
