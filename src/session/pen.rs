//! Writes what is remembered, one file after the other: a disk that is busy lets nobody wait for that
//! but this thread, neither the picture nor a key of the window.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Something to write.
type Job = Box<dyn FnOnce() -> io::Result<()> + Send>;

/// Who writes. What it was given is written when it is dropped, and it waits for that.
#[derive(Debug, Default)]
pub(super) struct Pen(Option<Writing>);

#[derive(Debug)]
struct Writing {
    jobs: Option<Sender<Job>>,
    failed: Receiver<io::Error>,
    thread: Option<JoinHandle<()>>,
}

impl Pen {
    /// Has something written soon.
    pub(super) fn write(&mut self, job: impl FnOnce() -> io::Result<()> + Send + 'static) {
        let writing = self.0.get_or_insert_with(Writing::start);
        if let Some(jobs) = &writing.jobs {
            // It hears for as long as it is not dropped.
            let _ = jobs.send(Box::new(job));
        }
    }

    /// Why something could not be written, of what has been tried so far.
    pub(super) fn failure(&self) -> Option<io::Error> {
        self.0.as_ref()?.failed.try_recv().ok()
    }
}

impl Writing {
    fn start() -> Self {
        let (jobs, waiting) = channel::<Job>();
        let (fail, failed) = channel();
        let named = std::thread::Builder::new().name("cantus-pen".to_owned());
        let none = fail.clone();
        let write = move || {
            waiting.into_iter().filter_map(|job| job().err()).for_each(|error| drop(fail.send(error)))
        };
        let thread = named.spawn(write).map_err(|error| drop(none.send(error))).ok();
        Writing { jobs: Some(jobs), failed, thread }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever gives it something to write does not wait for the disk; everything is written in order,
    /// at the latest when it goes, and what fails is told and keeps nothing else from being written.
    #[test]
    fn nobody_waits_for_the_disk() {
        let (disk, is_free) = channel::<()>();
        let (write, written) = channel();
        let mut pen = Pen::default();
        assert!(pen.failure().is_none());
        let first = write.clone();
        pen.write(move || {
            let _ = is_free.recv();
            first.send(1).map_err(io::Error::other)
        });
        pen.write(|| Err(io::Error::other("full")));
        pen.write(move || write.send(2).map_err(io::Error::other));
        assert!(written.try_recv().is_err(), "the disk is busy, and here it goes on");
        drop(disk);
        assert_eq!(written.recv(), Ok(1));
        assert_eq!(written.recv(), Ok(2));
        assert_eq!(pen.failure().map(|error| error.to_string()).as_deref(), Some("full"));
        let (write, written) = channel();
        pen.write(move || write.send(3).map_err(io::Error::other));
        drop(pen);
        assert_eq!(written.try_recv(), Ok(3));
    }
}
