//! Several of the same, never quite together: four taps of a short line, moved by a slow sine.

use wide::f32x4;

use super::dip::Dip;
use super::setup::{ChorusSetup, bounded};
use crate::math;
use crate::time::{BLOCK_FRAMES, ms_to_frames};

/// Shortest delay of a tap: under it the sound is a comb and no second player, in ms.
const NEAREST_MS: f32 = 7.0;
/// Furthest a tap moves to either side, in ms: beyond, onsets fall apart.
const FURTHEST_MS: f32 = 8.0;
/// Time in which it comes back after *silence*, in ms.
const RETURN_MS: f64 = 20.0;
/// Where in a turn the taps are: two on the left, two on the right, opposite ones in pairs,
/// so that all together are in tune.
const PHASES: [u32; 4] = [0, 1 << 31, 1 << 30, 3 << 30];

/// The chorus of one part.
#[derive(Clone, Debug)]
pub(super) struct Chorus {
    /// Left and right, oldest first; the last block is the present.
    past: [Vec<f32>; 2],
    /// Frames of `past` before the present block.
    reach: usize,
    phase: u32,
    step: u32,
    /// Middle of the delays, and how far they move, in frames.
    middle: f32,
    depth: f32,
    plain: f32,
    moved: f32,
    dip: Dip,
}

impl Chorus {
    /// None where it would change nothing. Allocates.
    pub(super) fn new(rate_hz: f32, setup: &ChorusSetup) -> Option<Self> {
        let mix = bounded(setup.mix, 0.0, 1.0, 0.0);
        if mix == 0.0 {
            return None;
        }
        let turns_hz = bounded(setup.rate_hz, 0.1, 5.0, 0.6);
        let cents = bounded(setup.depth_cents, 0.0, 30.0, 8.0);
        // A delay that moves by v seconds a second bends by log2(1 + v) octaves, and a sine of
        // depth d moves by 2π·rate·d at most.
        let depth_s = (math::exp2(cents / 1200.0) - 1.0) / (math::TAU * turns_hz);
        let depth = depth_s.min(FURTHEST_MS / 1000.0) * rate_hz;
        let nearest = NEAREST_MS / 1000.0 * rate_hz;
        let reach = (nearest + 2.0 * depth) as usize + 4;
        Some(Chorus {
            past: [vec![0.0; reach + BLOCK_FRAMES], vec![0.0; reach + BLOCK_FRAMES]],
            reach,
            phase: 0,
            step: (f64::from(turns_hz / rate_hz) * 4_294_967_296.0) as u32,
            middle: nearest + depth,
            depth,
            // Powers add up to that of the plain sound. Two taps a side make the sum.
            plain: math::cos(mix * math::PI / 4.0),
            moved: math::sin(mix * math::PI / 4.0) * std::f32::consts::FRAC_1_SQRT_2,
            // Until nothing from before is left in the line.
            dip: Dip::new(reach as u64, ms_to_frames(RETURN_MS, f64::from(rate_hz))),
        })
    }

    /// Frames for which it sounds on after its input.
    pub(super) fn tail_frames(&self) -> usize {
        self.reach
    }

    /// Goes on with frames `at..` of the grid's block of 64.
    pub(super) fn render(&mut self, at: usize, left: &mut [f32], right: &mut [f32]) {
        if at == 0 {
            for past in &mut self.past {
                past.copy_within(BLOCK_FRAMES.., 0);
            }
        }
        let start = self.reach + at;
        let [past_left, past_right] = &mut self.past;
        past_left[start..start + left.len()].copy_from_slice(left);
        past_right[start..start + right.len()].copy_from_slice(right);
        let phases = PHASES;
        for (frame, (left, right)) in left.iter_mut().zip(right).enumerate() {
            let turns = phases.map(|phase| (self.phase.wrapping_add(phase) >> 8) as f32 / 16_777_216.0);
            let delay = f32x4::splat(self.middle) + f32x4::splat(self.depth) * sine_of_turns(turns.into());
            self.phase = self.phase.wrapping_add(self.step);
            let delay = delay.to_array();
            let whole = delay.map(|delay| delay as usize);
            let part: f32x4 = std::array::from_fn::<f32, 4, _>(|tap| delay[tap] - whole[tap] as f32).into();
            // Around the wanted moment: one frame after it, one before, and their neighbours.
            let newest = whole.map(|whole| start + frame + 1 - whole);
            let points = [
                window(past_left, newest[0]),
                window(past_left, newest[1]),
                window(past_right, newest[2]),
                window(past_right, newest[3]),
            ];
            let [a, b, c, d] = between(points, part).to_array();
            let (gain, _) = if self.dip.is_full() { (1.0, false) } else { self.dip.step() };
            *left = *left * self.plain + (a + b) * (self.moved * gain);
            *right = *right * self.plain + (c + d) * (self.moved * gain);
        }
    }

    /// Fades what is under way within `frames`.
    pub(super) fn silence(&mut self, frames: u64) {
        self.dip.start(frames);
    }

    pub(super) fn clear(&mut self) {
        self.past.iter_mut().for_each(|past| past.fill(0.0));
        self.phase = 0;
        self.dip.reset();
    }
}

/// Four samples that end with `newest`.
#[inline]
fn window(past: &[f32], newest: usize) -> [f32; 4] {
    past.get(newest - 3..=newest).and_then(|points| points.try_into().ok()).unwrap_or([0.0; 4])
}

/// The cubic through four samples of each lane (Lagrange), `part` (0 to 1) of the way from the
/// third back to the second.
#[inline]
fn between(points: [[f32; 4]; 4], part: f32x4) -> f32x4 {
    let [a, b, c, d] = points;
    // From the newest to the oldest.
    let [newest, after, before, oldest] =
        std::array::from_fn(|n| f32x4::new([a[3 - n], b[3 - n], c[3 - n], d[3 - n]]));
    let one = f32x4::ONE;
    let two = f32x4::splat(2.0);
    let (p, q) = (part + one, part - one);
    let r = part - two;
    let sixth = f32x4::splat(1.0 / 6.0);
    let half = f32x4::splat(0.5);
    newest * (f32x4::ZERO - part * q * r * sixth) + after * (p * q * r * half)
        - before * (p * part * r * half)
        + oldest * (p * part * q * sixth)
}

/// Sine of `turns` full turns, 0 to 1; a parabola bent towards it, error under 1e-3.
#[inline]
fn sine_of_turns(turns: f32x4) -> f32x4 {
    let t = turns + turns - f32x4::ONE;
    let arch = f32x4::splat(4.0) * t * (f32x4::ONE - t.abs());
    f32x4::ZERO - (arch + f32x4::splat(0.225) * (arch * arch.abs() - arch))
}
