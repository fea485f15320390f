//! Stems of live play, written by a thread of their own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::midi_lanes::LanePlan;
use super::recorder::RecordError;
use super::stem_files::StemFiles;
use crate::live::StemsTap;

/// How often waiting sound is written.
const ROUND: Duration = Duration::from_millis(20);

/// Stems under way.
pub struct StemRecorder {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), RecordError>>>,
}

impl StemRecorder {
    /// Begins to write into `folder`, replacing what is there.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn start(folder: &Path, tap: StemsTap, lanes: &[LanePlan]) -> Result<Self, RecordError> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let files = StemFiles::create(folder, lanes)?;
        let thread = std::thread::Builder::new()
            .name("cantus-stems".to_owned())
            .spawn(move || run(files, tap, &stopped))?;
        Ok(StemRecorder { stop, thread: Some(thread) })
    }

    /// Writes what is left and closes.
    ///
    /// # Errors
    /// Where something could not be written: a full disk, mostly.
    pub fn finish(mut self) -> Result<(), RecordError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), RecordError> {
        self.stop.store(true, Ordering::Release);
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap_or(Err(RecordError::Panicked)))
    }
}

impl Drop for StemRecorder {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

fn run(mut files: StemFiles, mut tap: StemsTap, stop: &AtomicBool) -> Result<(), RecordError> {
    loop {
        let last = stop.load(Ordering::Acquire);
        while let Some(stems) = tap.pop() {
            files.write(&stems)?;
        }
        if last {
            return Ok(files.finish()?);
        }
        std::thread::sleep(ROUND);
    }
}
