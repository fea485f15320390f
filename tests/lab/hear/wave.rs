//! WAV files, 32-bit float or 16-bit, as one channel.

use std::path::Path;

/// A sound file's left channel.
pub struct Wave {
    pub left: Vec<f32>,
    pub rate_hz: f64,
}

impl Wave {
    /// Reads a file, also one whose writer was stopped before it could write its length.
    pub fn read(path: &str) -> Result<Wave, String> {
        let fail = |error: &dyn std::fmt::Display| format!("{path}: {error}");
        let mut reader = hound::WavReader::open(Path::new(path)).map_err(|error| fail(&error))?;
        let spec = reader.spec();
        let step = usize::from(spec.channels);
        let left = match spec.sample_format {
            hound::SampleFormat::Float => {
                reader.samples::<f32>().map_while(Result::ok).step_by(step).collect()
            }
            hound::SampleFormat::Int => {
                let scale = 1.0 / (1u64 << (spec.bits_per_sample - 1)) as f32;
                reader
                    .samples::<i32>()
                    .map_while(Result::ok)
                    .step_by(step)
                    .map(|x| x as f32 * scale)
                    .collect()
            }
        };
        Ok(Wave { left, rate_hz: f64::from(spec.sample_rate) })
    }
}
