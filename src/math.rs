//! Arithmetic that gives the same bits everywhere.
//!
//! The system's mathematics library differs from machine to machine, so audio
//! and pitch are computed with these (pure Rust, correctly specified) instead of
//! `f32::sin` and friends.

pub use std::f32::consts::{PI, TAU};

/// 2 to the power of `x`.
pub fn exp2(x: f32) -> f32 {
    libm::exp2f(x)
}

/// e to the power of `x`.
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// Logarithm of `x` to base 2.
pub fn log2(x: f32) -> f32 {
    libm::log2f(x)
}

/// Sine of `x` radians.
pub fn sin(x: f32) -> f32 {
    libm::sinf(x)
}

/// Cosine of `x` radians.
pub fn cos(x: f32) -> f32 {
    libm::cosf(x)
}

/// Angle of the point (`x`, `y`) in radians.
pub fn atan2(y: f32, x: f32) -> f32 {
    libm::atan2f(y, x)
}

/// Tangent of `x` radians.
pub fn tan(x: f32) -> f32 {
    libm::tanf(x)
}

/// `x` to the power of `y`.
pub fn pow(x: f32, y: f32) -> f32 {
    libm::powf(x, y)
}

/// Amplitude of a level in decibels: 0 dB is 1, −6.02 dB is a half.
pub fn db_to_gain(db: f32) -> f32 {
    exp2(db * (std::f32::consts::LOG2_10 / 20.0))
}

/// Level in decibels of an amplitude, at least −200.
pub fn gain_to_db(gain: f32) -> f32 {
    (libm::log10f(gain.max(1e-10)) * 20.0).max(-200.0)
}
