//! What is kept of live play: recording, journal, notes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use super::args::PlayArgs;
use super::{CommandError, load};
use crate::engine::{Command, Notice};
use crate::input::trace::{Header, TraceCommand};
use crate::live::Live;
use crate::session::journal::Journal;
use crate::session::latency::LatencyFile;
use crate::session::notes::NotesFile;
use crate::session::recorder::Recorder;

type Out = BufWriter<File>;

/// The files of one live play.
pub(super) struct Keeping {
    recorder: Option<Recorder>,
    journal: Option<(PathBuf, Journal<Out>)>,
    notes: Option<(PathBuf, NotesFile<Out>)>,
    latency: Option<(PathBuf, LatencyFile<Out>)>,
    /// Commands that were sent and have not taken effect yet, by number.
    sent: BTreeMap<u64, TraceCommand>,
    /// Frames on which commands took effect before it was known which they were.
    applied: Vec<(u64, u64)>,
    engine_rebuilds: u32,
    error: Option<CommandError>,
}

impl Keeping {
    pub(super) fn start(args: &PlayArgs, live: &mut Live, header: Header) -> Result<Self, CommandError> {
        let status = live.status();
        let rate_hz = status.output.rate_hz;
        let recorder = match (&args.record, live.tap()) {
            (Some(path), Some(tap)) => Some(Recorder::start(path, tap).map_err(CommandError::new)?),
            _ => None,
        };
        let journal = match &args.journal {
            Some(path) => {
                let header = Header { rate_hz: Some(rate_hz), ..header };
                let journal = Journal::new(BufWriter::new(load::create(path)?), &header)
                    .map_err(|error| load::cannot_write(path, &error))?;
                Some((path.clone(), journal))
            }
            None => None,
        };
        let notes = match &args.notes {
            Some(path) => {
                let notes = NotesFile::new(BufWriter::new(load::create(path)?), f64::from(rate_hz))
                    .map_err(|error| load::cannot_write(path, &error))?;
                Some((path.clone(), notes))
            }
            None => None,
        };
        let latency = match &args.latency {
            Some(path) => {
                let latency = LatencyFile::new(BufWriter::new(load::create(path)?), f64::from(rate_hz))
                    .map_err(|error| load::cannot_write(path, &error))?;
                Some((path.clone(), latency))
            }
            None => None,
        };
        Ok(Keeping {
            recorder,
            journal,
            notes,
            latency,
            sent: BTreeMap::new(),
            applied: Vec::new(),
            engine_rebuilds: status.engine_rebuilds,
            error: None,
        })
    }

    /// Sends a command and remembers it for the journal. Says whether there was room.
    pub(super) fn send(&mut self, live: &Live, command: Command, written: TraceCommand) -> bool {
        match live.command(command) {
            Ok(number) => {
                self.sent.insert(number, written);
                true
            }
            Err(_) => false,
        }
    }

    /// Writes what happened since the last call.
    pub(super) fn round(&mut self, live: &mut Live) {
        let status = live.status();
        for number in live.soft_starts() {
            self.sent.insert(number, TraceCommand::SoftStart);
        }
        for notice in live.notices() {
            if let Notice::CommandApplied { at, number } = notice {
                self.applied.push((at, number));
            }
        }
        let timings: Vec<_> = live.timings().collect();
        if let Some((path, table)) = &mut self.latency {
            for timing in &timings {
                if let Err(error) = table.press(timing) {
                    self.error.get_or_insert(load::cannot_write(path, &error));
                }
            }
        }
        let events: Vec<_> = live.applied().collect();
        let notes: Vec<_> = live.notes().collect();
        let glides: Vec<_> = live.glides().collect();
        if let Some((path, journal)) = &mut self.journal {
            let sent = &mut self.sent;
            let mut written = Ok(());
            for event in &events {
                written = written.and(journal.applied(event));
            }
            self.applied.retain(|(at, number)| match sent.remove(number) {
                Some(command) => {
                    if let Err(error) = journal.command(*at, command) {
                        written = Err(error);
                    }
                    false
                }
                None => true,
            });
            if let Err(error) = written {
                self.error.get_or_insert(load::cannot_write(path, &error));
            }
        }
        if let Some((path, table)) = &mut self.notes
            && let Err(error) = table.rows(&notes, &glides)
        {
            self.error.get_or_insert(load::cannot_write(path, &error));
        }
        if status.engine_rebuilds != self.engine_rebuilds {
            self.end_frames_of(status.engine_rebuilds);
        }
    }

    /// The engine was built anew and counts frames from 0 again: journal and notes end here,
    /// since their moments would run backwards.
    fn end_frames_of(&mut self, engine_rebuilds: u32) {
        self.engine_rebuilds = engine_rebuilds;
        self.sent.clear();
        self.applied.clear();
        if let Some((path, journal)) = self.journal.take() {
            eprintln!("The output has another rate now: {} ends here.", path.display());
            if let Err(error) = journal.finish() {
                self.error.get_or_insert(load::cannot_write(&path, &error));
            }
        }
        if let Some((path, latency)) = self.latency.take()
            && let Err(error) = latency.finish()
        {
            self.error.get_or_insert(load::cannot_write(&path, &error));
        }
        if let Some((path, notes)) = self.notes.take() {
            eprintln!("The output has another rate now: {} ends here.", path.display());
            if let Err(error) = notes.finish() {
                self.error.get_or_insert(load::cannot_write(&path, &error));
            }
        }
    }

    /// What went wrong since the last call.
    pub(super) fn check(&mut self) -> Result<(), CommandError> {
        self.error.take().map_or(Ok(()), Err)
    }

    /// Writes what is left and closes every file.
    pub(super) fn finish(mut self, live: &mut Live) -> Result<(), CommandError> {
        self.round(live);
        let mut result = self.check();
        if let Some(recorder) = self.recorder.take() {
            result = result.and(recorder.finish().map(drop).map_err(CommandError::new));
        }
        if let Some((path, journal)) = self.journal.take() {
            result = result.and(journal.finish().map_err(|error| load::cannot_write(&path, &error)));
        }
        if let Some((path, latency)) = self.latency.take() {
            result = result.and(latency.finish().map_err(|error| load::cannot_write(&path, &error)));
        }
        if let Some((path, notes)) = self.notes.take() {
            result = result.and(notes.finish().map_err(|error| load::cannot_write(&path, &error)));
        }
        result
    }
}
