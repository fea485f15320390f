//! The parts of a voice: tables, envelopes, lanes of eight voices, and the timbre
//! that a patch becomes.

pub mod envelope;
pub mod fundsp_unit;
mod glide;
pub mod lanes;
mod motion;
mod oscillator;
pub mod pack;
mod ramp;
pub mod tables;
pub mod timbre;
pub mod waves;

pub use motion::Sums;
pub(crate) use oscillator::read;

/// Frames between two computations of envelopes, filter and LFO; what lies between
/// is interpolated.
pub const CONTROL_FRAMES: usize = 16;

/// Voices that one SIMD pack holds.
pub const LANES: usize = 8;
