//! WAV files as Cantus writes them: stereo, 32-bit float.

use hound::{SampleFormat, WavSpec};

/// Frames that one file holds: its header counts bytes in 32 bits (RIFF, Microsoft and IBM
/// 1991), and a frame takes 8. At 48 kHz that is three hours and six minutes.
pub const MAX_FRAMES: u64 = (u32::MAX as u64 - 1024) / 8;

/// What a file of `rate_hz` frames per second is.
pub fn spec(rate_hz: u32) -> WavSpec {
    WavSpec { channels: 2, sample_rate: rate_hz, bits_per_sample: 32, sample_format: SampleFormat::Float }
}

/// Longest file at `rate_hz`, in minutes.
pub fn max_minutes(rate_hz: u32) -> u64 {
    MAX_FRAMES / u64::from(rate_hz.max(1)) / 60
}
