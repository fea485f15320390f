//! What all voices are made of: tables, envelopes, lanes of eight voices, who sits in them.

pub mod common;
pub mod drive;
pub mod envelope;
pub mod fundsp_unit;
pub mod lanes;
pub mod moves;
pub(crate) mod oscillator;
pub mod pack;
pub(crate) mod ramp;
pub mod seats;
pub mod tables;
pub mod waves;

use wide::{f32x8, i32x8};

pub(crate) use oscillator::read;

/// Frames between two computations of envelopes, filter and LFO; what lies between
/// is interpolated.
pub const CONTROL_FRAMES: usize = 16;

/// Voices that one SIMD pack holds.
pub const LANES: usize = 8;

/// Numbers of the lanes of a pack.
pub(crate) const LANE_NUMBERS: std::ops::Range<usize> = 0..LANES;

/// White noise from −1 to 1, lane by lane (Marsaglia, Xorshift RNGs, 2003: shifts 13, 17, 5).
/// A lane's state must not be 0.
#[inline(always)]
pub(crate) fn noise(state: &mut i32x8) -> f32x8 {
    let mut x = *state;
    x ^= x << 13;
    x ^= (x >> 17) & i32x8::splat(0x7FFF);
    x ^= x << 5;
    *state = x;
    f32x8::from_i32x8(x) * f32x8::splat(1.0 / 2_147_483_648.0)
}
