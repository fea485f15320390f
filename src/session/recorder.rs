//! Recording what is heard to a WAV file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use hound::WavWriter;

use super::last_minutes::LastMinutes;
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

/// What came of something that the recorder was asked for.
#[derive(Debug)]
pub enum Recorded {
    /// A recording ended; its files.
    Recording(Result<Vec<PathBuf>, RecordError>),
    /// The last minutes were written; none where they were silent.
    LastMinutes(Result<Option<PathBuf>, RecordError>),
}

enum Ask {
    Record(PathBuf),
    Stop,
    Keep(PathBuf),
}

/// Takes the sound as it is played, remembers the last minutes of it and writes recordings, in a
/// thread of its own: 32-bit float, stereo.
///
/// Where the output's rate changes while a recording runs, or a file is full, the rest goes into
/// `NAME-2.wav` and so on: a WAV file has one rate and holds [`wav::MAX_FRAMES`].
pub struct Recorder {
    stop: Arc<AtomicBool>,
    ask: Sender<Ask>,
    told: Receiver<Recorded>,
    is_recording: bool,
    thread: Option<JoinHandle<()>>,
}

impl Recorder {
    /// Begins to listen, and to record into `path` where there is one, replacing what is there.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn start(path: Option<&Path>, tap: Tap) -> Result<Self, RecordError> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let recording = path.map(|path| Files::open(path, tap.rate_hz())).transpose()?;
        let ((ask, asked), (tell, told)) = (channel(), channel());
        let is_recording = recording.is_some();
        let thread = std::thread::Builder::new()
            .name("cantus-recorder".to_owned())
            .spawn(move || Listening::new(tap, recording, tell).run(&asked, &stopped))?;
        Ok(Recorder { stop, ask, told, is_recording, thread: Some(thread) })
    }

    /// Whether a recording runs.
    pub fn is_recording(&self) -> bool {
        self.is_recording
    }

    /// Begins to record into `path`; a recording that runs ends.
    pub fn record(&mut self, path: &Path) {
        self.is_recording = self.ask.send(Ask::Record(path.to_owned())).is_ok();
    }

    /// Ends the recording.
    pub fn end_recording(&mut self) {
        self.is_recording = false;
        let _ = self.ask.send(Ask::Stop);
    }

    /// Writes the last minutes to `path`.
    pub fn keep_last(&self, path: &Path) {
        let _ = self.ask.send(Ask::Keep(path.to_owned()));
    }

    /// What came of what was asked, since the last call.
    pub fn told(&mut self) -> Vec<Recorded> {
        let told: Vec<Recorded> = self.told.try_iter().collect();
        if told.iter().any(|told| matches!(told, Recorded::Recording(Err(_)))) {
            self.is_recording = false;
        }
        told
    }

    /// Writes what is left and closes. Returns the files of the last recording.
    ///
    /// # Errors
    /// Where something could not be written: a full disk, mostly.
    pub fn finish(mut self) -> Result<Vec<PathBuf>, RecordError> {
        if let Some(Err(_)) = self.end() {
            return Err(RecordError::Panicked);
        }
        let mut files = Vec::new();
        for told in self.told.try_iter() {
            match told {
                Recorded::Recording(result) => files = result?,
                Recorded::LastMinutes(result) => drop(result?),
            }
        }
        Ok(files)
    }

    fn end(&mut self) -> Option<std::thread::Result<()>> {
        self.stop.store(true, Ordering::Release);
        self.thread.take().map(JoinHandle::join)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.end();
    }
}

/// The recorder's thread.
struct Listening {
    tap: Tap,
    last: LastMinutes,
    recording: Option<Files>,
    tell: Sender<Recorded>,
    /// Writes the last minutes, while the sound goes on.
    keeping: Vec<JoinHandle<()>>,
}

impl Listening {
    fn new(tap: Tap, recording: Option<Files>, tell: Sender<Recorded>) -> Self {
        Listening { last: LastMinutes::new(tap.rate_hz()), tap, recording, tell, keeping: Vec::new() }
    }

    fn run(mut self, asked: &Receiver<Ask>, stop: &AtomicBool) {
        let mut waiting = Vec::new();
        for round in 1u32.. {
            let last = stop.load(Ordering::Acquire);
            let rate_hz = self.tap.rate_hz();
            self.last.begin(rate_hz);
            waiting.clear();
            self.tap.read(&mut waiting);
            self.last.push(&waiting);
            if let Some(files) = &mut self.recording
                && let Err(error) = files.take(rate_hz, &waiting, round.is_multiple_of(ROUNDS_A_FLUSH))
            {
                self.recording = None;
                let _ = self.tell.send(Recorded::Recording(Err(error)));
            }
            asked.try_iter().for_each(|ask| self.answer(ask));
            if last {
                break;
            }
            std::thread::sleep(ROUND);
        }
        self.end_recording();
        for writing in self.keeping {
            let _ = writing.join();
        }
    }

    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Record(path) => {
                self.end_recording();
                match Files::open(&path, self.tap.rate_hz()) {
                    Ok(files) => self.recording = Some(files),
                    Err(error) => drop(self.tell.send(Recorded::Recording(Err(error)))),
                }
            }
            Ask::Stop => self.end_recording(),
            Ask::Keep(path) => {
                let (last, tell) = (self.last.clone(), self.tell.clone());
                let write = move || {
                    let written = if last.is_silent() {
                        Ok(None)
                    } else {
                        last.write(&path).map(|()| Some(path.clone()))
                    };
                    let written = written.map_err(|error| RecordError::Wav { path, error });
                    let _ = tell.send(Recorded::LastMinutes(written));
                };
                match std::thread::Builder::new().name("cantus-keeper".to_owned()).spawn(write) {
                    Ok(thread) => self.keeping.push(thread),
                    Err(error) => drop(self.tell.send(Recorded::LastMinutes(Err(error.into())))),
                }
            }
        }
    }

    fn end_recording(&mut self) {
        if let Some(mut files) = self.recording.take() {
            let ended = files.close().map(|()| std::mem::take(&mut files.written));
            let _ = self.tell.send(Recorded::Recording(ended));
        }
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

    /// Writes what was played at `rate_hz`.
    fn take(&mut self, rate_hz: u32, samples: &[f32], flush: bool) -> Result<(), RecordError> {
        if rate_hz != self.rate_hz {
            self.next(rate_hz)?;
        }
        self.write(samples, flush)
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
