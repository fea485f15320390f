//! Clips: recorded sounds and voice messages.
//!
//! Decoded and brought to one loudness when a preset is read, brought to the engine's rate when
//! its music is built; on the audio thread only played.

mod decode;
mod player;
mod resample;

pub use decode::{ClipError, LARGEST_BYTES, LONGEST_S};
pub use player::ClipPlayer;

use super::loudness::{Loudness, SILENCE_DB};
use crate::math;

/// Loudness of every clip, in LUFS: in the middle of what presets have.
const TARGET_LUFS: f64 = -24.0;
/// Highest sample of a clip, in dBFS: what is short and sharp stays softer than the others
/// instead of leaning on the guard.
const HIGHEST_PEAK_DB: f64 = -9.5;
/// A recording softer than this is lifted no further, in LUFS: it would be mostly noise.
const SOFTEST_LUFS: f64 = -60.0;

/// A recorded sound, decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// Name of its file.
    pub name: String,
    /// Frames per second.
    pub rate_hz: u32,
    /// One channel, or left and right of the same length.
    pub channels: Vec<Vec<f32>>,
}

impl Clip {
    /// The clip in the bytes of a WAV, FLAC, Ogg Vorbis or MP3 file, as loud as all clips are.
    ///
    /// # Errors
    /// Where the bytes are no such file, broken, empty, silent, too long or too large.
    pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Self, ClipError> {
        let mut clip = decode::decode(name, bytes)?;
        clip.normalise()?;
        Ok(clip)
    }

    /// Length in frames of its own rate.
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// Length in frames at `rate_hz`.
    pub fn frames_at(&self, rate_hz: f64) -> u64 {
        resample::length(self.frames(), f64::from(self.rate_hz), rate_hz) as u64
    }

    fn normalise(&mut self) -> Result<(), ClipError> {
        let mut meter = Loudness::new(self.rate_hz as f32);
        let (Some(left), Some(right)) = (self.channels.first(), self.channels.last()) else {
            return Err(ClipError::Empty);
        };
        meter.add(left, right);
        let lufs = meter.integrated();
        if lufs <= SILENCE_DB {
            return Err(ClipError::Silent);
        }
        let wanted_db = TARGET_LUFS - lufs.max(SOFTEST_LUFS);
        let gain_db = wanted_db.min(HIGHEST_PEAK_DB - meter.true_peak_db());
        let gain = math::db_to_gain(gain_db as f32);
        self.channels.iter_mut().flatten().for_each(|sample| *sample *= gain);
        Ok(())
    }
}
