//! Loudness rises at most 12 dB in 50 ms above −40 LUFS.
//!
//! Loudness here is what the unit says: momentary loudness, K-weighted mean square over a
//! sliding 400 ms (BS.1770-4, EBU Tech 3341), as any meter shows it. The ear too sums over
//! 100 to 400 ms. A shorter window would be stricter but strangle music: with 10 ms, a note
//! at −23 LUFS would take 70 ms to speak. With 400 ms a tone from silence passes untouched
//! up to about −21 LUFS and sounds at once; a louder one is held near −20 LUFS for its first
//! 50 ms and is then let go. After notes that still sound there is nearly nothing to hold.
//!
//! What left the guard in the last 400 ms fixes what may leave in the next 50: the law for
//! t + 50 ms needs only the loudness at t. So every 2.5 ms the level is computed that could
//! go on without breaking the law at any of the next 20 slices, and louder sound is held to it.

use wide::f64x2;

use super::pull;
use crate::sound::k_weighting::k_weighting;

/// Slices in the 400 ms of the momentary window.
const WINDOW: usize = 160;
/// Slices in the 50 ms of the law.
const AHEAD: usize = 20;
/// Rise aimed at in 50 ms, as a ratio of powers: 10.5 dB, the rest being kept for estimates.
const RISE: f64 = 11.220_185;
/// Power of −40 LUFS: BS.1770-4 has −0.691 LUFS for power 1.
const FLOOR: f64 = 1.172_465e-4;
/// Time constants of the power estimate, in ms: up, down.
const ESTIMATE_MS: [f32; 2] = [1.0, 25.0];
/// The estimate rides on the crests of the power; a sine's crest is twice its mean.
const CREST: f64 = 1.6;
/// Time constants of the gain, in ms: down, up.
const GAIN_MS: [f32; 2] = [1.0, 15.0];

/// Rides the gain by loudness.
#[derive(Clone, Debug)]
pub(super) struct Rise {
    shelf: Filter,
    high_pass: Filter,
    /// Energy that left in each slice of the last 400 ms.
    slices: [f64; WINDOW],
    /// Power of the momentary window in each of the last slices: the least it can have been
    /// there, since old sound may leave before new sound comes.
    powers: [f64; AHEAD],
    slice: usize,
    slice_frames: u32,
    frames_left: u32,
    energy: f64,
    power: f64,
    estimate: f64,
    estimate_pull: [f64; 2],
    /// Power that may leave now.
    allowed: f64,
    gain: f32,
    gain_pull: [f32; 2],
}

impl Rise {
    pub fn new(rate_hz: f32) -> Self {
        let [shelf, high_pass] = k_weighting(f64::from(rate_hz)).map(Filter::new);
        let slice_frames = super::frames(rate_hz, 2.5);
        Rise {
            shelf,
            high_pass,
            slices: [0.0; WINDOW],
            powers: [0.0; AHEAD],
            slice: 0,
            slice_frames,
            frames_left: slice_frames,
            energy: 0.0,
            power: 0.0,
            estimate: 0.0,
            estimate_pull: ESTIMATE_MS.map(|ms| f64::from(pull(rate_hz, ms))),
            allowed: FLOOR * RISE * (WINDOW / AHEAD) as f64,
            gain: 1.0,
            gain_pull: GAIN_MS.map(|ms| pull(rate_hz, ms)),
        }
    }

    /// Gain for a frame.
    pub fn gain(&mut self, frame: [f32; 2]) -> f32 {
        let frame = f64x2::from(frame.map(f64::from));
        let weighted = self.high_pass.next(self.shelf.next(frame)).to_array();
        self.power = weighted[0] * weighted[0] + weighted[1] * weighted[1];
        let [up, down] = self.estimate_pull;
        let rest = self.power - self.estimate;
        self.estimate += rest * if rest > 0.0 { up } else { down };

        let target = if self.estimate > self.allowed * CREST {
            libm::sqrt(self.allowed * CREST / self.estimate) as f32
        } else {
            1.0
        };
        let [down, up] = self.gain_pull;
        let rest = target - self.gain;
        self.gain += rest * if rest < 0.0 { down } else { up };
        if self.gain > 0.9999 && target == 1.0 {
            self.gain = 1.0;
        }
        self.gain
    }

    /// Tells with what gain in all the last frame left the guard.
    pub fn passed(&mut self, gain: f32) {
        self.energy += self.power * f64::from(gain * gain);
        self.frames_left -= 1;
        if self.frames_left == 0 {
            self.frames_left = self.slice_frames;
            self.end_slice();
        }
    }

    fn end_slice(&mut self) {
        let frames = f64::from(self.slice_frames);
        self.slices[self.slice % WINDOW] = 0.0;
        let mut sum: f64 = self.slices.iter().sum();
        self.powers[self.slice % AHEAD] = sum / (WINDOW as f64 * frames);
        sum += self.energy;
        self.slices[self.slice % WINDOW] = self.energy;
        self.energy = 0.0;
        self.slice += 1;

        let mut allowed = f64::INFINITY;
        for ahead in 1..=AHEAD {
            // The oldest slices leave the window until then.
            sum -= self.slices[(self.slice + ahead - 1) % WINDOW];
            let before = self.powers[(self.slice + ahead - 1) % AHEAD];
            let may_hold = RISE * before.max(FLOOR) * WINDOW as f64 * frames;
            allowed = allowed.min((may_hold - sum) / (ahead as f64 * frames));
        }
        self.allowed = allowed.max(0.0);
        self.slice %= WINDOW * AHEAD;
        // Far under hearing, far above denormals.
        if self.estimate < 1e-20 {
            self.estimate = 0.0;
            self.shelf.flush();
            self.high_pass.flush();
        }
    }
}

/// One second-order section for both channels, in transposed direct form II.
#[derive(Clone, Debug)]
struct Filter {
    b: [f64x2; 3],
    a: [f64x2; 2],
    state: [f64x2; 2],
}

impl Filter {
    fn new(section: crate::sound::k_weighting::Section) -> Self {
        Filter { b: section.b.map(f64x2::splat), a: section.a.map(f64x2::splat), state: [f64x2::ZERO; 2] }
    }

    fn next(&mut self, x: f64x2) -> f64x2 {
        let y = self.b[0] * x + self.state[0];
        self.state[0] = (self.b[1] * x + self.state[1]) - self.a[0] * y;
        self.state[1] = self.b[2] * x - self.a[1] * y;
        y
    }

    /// Zero where it has come near it.
    fn flush(&mut self) {
        let near = |v: f64x2| v.to_array().iter().all(|v| v.abs() < 1e-12);
        if self.state.iter().all(|&v| near(v)) {
            self.state = [f64x2::ZERO; 2];
        }
    }
}
