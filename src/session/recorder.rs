//! Recording what is heard to a WAV file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use hound::WavWriter;

use super::stem_files::StemError;
use super::{numbered, wav};
use crate::live::Tap;

/// How often waiting sound is written.
const ROUND: Duration = Duration::from_millis(20);
/// Rounds between updates of the file's header, after which a crash loses nothing earlier.
const ROUNDS_A_FLUSH: u32 = 50;

/// A recording that could not be written. The instrument plays on.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file system or the file said no.
    #[error("the recording {path} could not be written: {error}")]
    Wav {
        /// The file.
        path: PathBuf,
        /// Why.
        error: hound::Error,
    },
    /// A stem could not be written.
    #[error(transparent)]
    Stem(#[from] StemError),
    /// The system refused a thread.
    #[error("the recording could not begin: {0}")]
    Thread(#[from] std::io::Error),
    /// The writer ended by a fault of its own.
    #[error("the recording ended by an error of its own")]
    Panicked,
}

/// A recording under way, written by a thread of its own: 32-bit float, stereo.
///
/// Where the output's rate changes while it runs, or a file is full, the rest goes into
/// `NAME-2.wav` and so on: a WAV file has one rate and holds [`wav::MAX_FRAMES`].
pub struct Recorder {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Vec<PathBuf>, RecordError>>>,
}

impl Recorder {
    /// Begins to write to `path`, replacing what is there.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn start(path: &Path, tap: Tap) -> Result<Self, RecordError> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let mut files = Files::open(path, tap.rate_hz())?;
        let thread = std::thread::Builder::new()
            .name("cantus-recorder".to_owned())
            .spawn(move || files.run(tap, &stopped))?;
        Ok(Recorder { stop, thread: Some(thread) })
    }

    /// Writes what is left and closes. Returns the files written.
    ///
    /// # Errors
    /// Where something could not be written: a full disk, mostly.
    pub fn finish(mut self) -> Result<Vec<PathBuf>, RecordError> {
        self.end().unwrap_or_else(|| Ok(Vec::new()))
    }

    fn end(&mut self) -> Option<Result<Vec<PathBuf>, RecordError>> {
        self.stop.store(true, Ordering::Release);
        self.thread.take().map(|thread| thread.join().unwrap_or(Err(RecordError::Panicked)))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.end();
    }
}

type Writer = WavWriter<std::io::BufWriter<std::fs::File>>;

/// The files of one recording.
struct Files {
    first: PathBuf,
    written: Vec<PathBuf>,
    writer: Option<Writer>,
    rate_hz: u32,
    /// Samples that still fit into this file, and that fit into each.
    left: u64,
    most: u64,
}

impl Files {
    fn open(path: &Path, rate_hz: u32) -> Result<Self, RecordError> {
        let most = 2 * wav::MAX_FRAMES;
        let mut files =
            Files { first: path.to_owned(), written: Vec::new(), writer: None, rate_hz, left: most, most };
        files.next(rate_hz)?;
        Ok(files)
    }

    fn path(&self) -> PathBuf {
        self.written.last().cloned().unwrap_or_else(|| self.first.clone())
    }

    fn failed(&self, error: hound::Error) -> RecordError {
        RecordError::Wav { path: self.path(), error }
    }

    fn next(&mut self, rate_hz: u32) -> Result<(), RecordError> {
        self.close()?;
        let path = numbered(&self.first, self.written.len() as u32 + 1);
        self.written.push(path.clone());
        self.rate_hz = rate_hz;
        self.left = self.most;
        self.writer = Some(WavWriter::create(&path, wav::spec(rate_hz)).map_err(|error| self.failed(error))?);
        Ok(())
    }

    fn close(&mut self) -> Result<(), RecordError> {
        match self.writer.take() {
            Some(writer) => writer.finalize().map_err(|error| self.failed(error)),
            None => Ok(()),
        }
    }

    fn run(&mut self, mut tap: Tap, stop: &AtomicBool) -> Result<Vec<PathBuf>, RecordError> {
        let mut waiting = Vec::new();
        for round in 1u32.. {
            let last = stop.load(Ordering::Acquire);
            let rate_hz = tap.rate_hz();
            if rate_hz != self.rate_hz {
                self.next(rate_hz)?;
            }
            waiting.clear();
            tap.read(&mut waiting);
            self.write(&waiting, round.is_multiple_of(ROUNDS_A_FLUSH))?;
            if last {
                break;
            }
            std::thread::sleep(ROUND);
        }
        self.close()?;
        Ok(std::mem::take(&mut self.written))
    }

    fn write(&mut self, samples: &[f32], flush: bool) -> Result<(), RecordError> {
        if samples.len() as u64 > self.left {
            let (fit, rest) = samples.split_at(self.left as usize);
            self.write(fit, false)?;
            self.next(self.rate_hz)?;
            return self.write(rest, flush);
        }
        self.left -= samples.len() as u64;
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let mut result = samples.iter().try_for_each(|sample| writer.write_sample(*sample));
        if flush && result.is_ok() {
            result = writer.flush();
        }
        result.map_err(|error| self.failed(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What does not fit into one file goes into the next, no sample lost.
    #[test]
    fn full_files_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::open(&folder.path().join("long.wav"), 48_000).unwrap();
        (files.most, files.left) = (6, 6);
        let samples: Vec<f32> = (0..20).map(|n| n as f32).collect();
        files.write(&samples[..4], false).unwrap();
        files.write(&samples[4..], true).unwrap();
        files.close().unwrap();
        let names: Vec<_> = files.written.iter().filter_map(|path| path.file_name()).collect();
        assert_eq!(names, ["long.wav", "long-2.wav", "long-3.wav", "long-4.wav"]);
        let read = |path: &PathBuf| hound::WavReader::open(path).unwrap().into_samples::<f32>();
        let back: Vec<f32> = files.written.iter().flat_map(read).map(Result::unwrap).collect();
        assert_eq!(back, samples);
    }
}
