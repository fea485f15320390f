//! The sound of the last five minutes, for whoever finds afterwards that it should be kept.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use super::wav;

/// How long what was played can still be kept, in seconds.
pub const KEPT_S: u64 = 300;
/// Frames of a piece of it.
const CHUNK_FRAMES: usize = 4096;
/// What a full 16-bit number stands for: more than any person's ceiling, -9 dBFS, lets out.
const FULL: f32 = 0.5;

/// The last five minutes of stereo sound, at 16 bits below -6 dBFS: 58 MB at 48 kHz at most,
/// and nothing for silence.
#[derive(Clone, Debug)]
pub(super) struct LastMinutes {
    rate_hz: u32,
    /// Pieces of [`CHUNK_FRAMES`], the oldest first; none for silence.
    chunks: VecDeque<Option<Arc<[i16]>>>,
    /// What is no whole piece yet.
    rest: Vec<f32>,
}

impl LastMinutes {
    pub(super) fn new(rate_hz: u32) -> Self {
        LastMinutes { rate_hz, chunks: VecDeque::new(), rest: Vec::new() }
    }

    /// What follows has another rate: what came before is forgotten.
    pub(super) fn begin(&mut self, rate_hz: u32) {
        if rate_hz != self.rate_hz {
            *self = LastMinutes::new(rate_hz);
        }
    }

    /// More sound, interleaved stereo.
    pub(super) fn push(&mut self, stereo: &[f32]) {
        self.rest.extend_from_slice(stereo);
        let whole = self.rest.len() / (2 * CHUNK_FRAMES) * 2 * CHUNK_FRAMES;
        for chunk in self.rest[..whole].chunks(2 * CHUNK_FRAMES) {
            let is_silent = chunk.iter().all(|sample| sample.abs() < FULL / 65_536.0);
            self.chunks.push_back((!is_silent).then(|| chunk.iter().map(|sample| small(*sample)).collect()));
        }
        self.rest.drain(..whole);
        let most = (KEPT_S * u64::from(self.rate_hz)).div_ceil(CHUNK_FRAMES as u64) as usize;
        while self.chunks.len() > most {
            self.chunks.pop_front();
        }
    }

    /// Whether nothing but silence is there.
    pub(super) fn is_silent(&self) -> bool {
        self.chunks.iter().all(Option::is_none) && self.rest.iter().all(|sample| *sample == 0.0)
    }

    /// Writes it, from its beginning.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(super) fn write(&self, path: &Path) -> Result<(), hound::Error> {
        let mut writer = hound::WavWriter::create(path, wav::spec(self.rate_hz))?;
        for chunk in &self.chunks {
            match chunk {
                Some(samples) => {
                    samples.iter().try_for_each(|sample| writer.write_sample(large(*sample)))?;
                }
                None => (0..2 * CHUNK_FRAMES).try_for_each(|_| writer.write_sample(0.0f32))?,
            }
        }
        self.rest.iter().try_for_each(|sample| writer.write_sample(*sample))?;
        writer.finalize()
    }
}

fn small(sample: f32) -> i16 {
    (sample / FULL * 32_767.0).round().clamp(-32_767.0, 32_767.0) as i16
}

fn large(sample: i16) -> f32 {
    f32::from(sample) / 32_767.0 * FULL
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes back is what was played, to the last 16-bit step, and five minutes of it at most.
    #[test]
    fn keeps_the_last_five_minutes() {
        let mut last = LastMinutes::new(100);
        let sound: Vec<f32> = (0..200_000).map(|n| (n as f32 * 0.01).sin() * 0.35).collect();
        sound.chunks(777 * 2).for_each(|chunk| last.push(chunk));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("last.wav");
        last.write(&path).unwrap();
        let back: Vec<f32> =
            hound::WavReader::open(&path).unwrap().into_samples::<f32>().map(Result::unwrap).collect();
        let seconds = back.len() as u64 / 200;
        assert!((KEPT_S..KEPT_S + 2 * CHUNK_FRAMES as u64 / 100).contains(&seconds), "{seconds}");
        for (back, played) in back.iter().rev().zip(sound.iter().rev()) {
            assert!((back - played).abs() <= FULL / 65_534.0 + 1e-6);
        }
    }

    /// Silence takes no room, and is told from sound.
    #[test]
    fn silence_is_nothing() {
        let mut last = LastMinutes::new(48_000);
        last.push(&vec![0.0; 48_000 * 2]);
        assert!(last.is_silent() && last.chunks.iter().all(Option::is_none));
        last.push(&vec![0.1; 48_000 * 2]);
        assert!(!last.is_silent());
    }
}
