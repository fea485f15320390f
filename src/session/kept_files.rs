//! The files of live play, for as long as one engine counts the frames.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::error::SessionError;
use super::journal::Journal;
use super::keep::Keep;
use super::latency::LatencyFile;
use super::midi_file::Score;
use super::midi_lanes::LanePlan;
use super::notes::NotesFile;
use super::numbered;
use crate::engine::{Applied, GlideRecord, NoteRecord, Notice, TempoMark};
use crate::input::trace::{Header, TraceCommand};
use crate::live::PressTiming;
use crate::time::Frames;

type Out = BufWriter<File>;

/// What was fetched of live play, in the order of each.
#[derive(Default)]
pub(super) struct Fetched {
    pub(super) commands: Vec<(Frames, TraceCommand)>,
    /// Lanes of music that began.
    pub(super) lanes: Vec<(Frames, Vec<LanePlan>)>,
    pub(super) applied: Vec<Applied>,
    pub(super) notes: Vec<NoteRecord>,
    pub(super) glides: Vec<GlideRecord>,
    pub(super) tempos: Vec<TempoMark>,
    pub(super) timings: Vec<PressTiming>,
    /// What else the engine told.
    pub(super) notices: Vec<Notice>,
}

/// Journal, notes, latency and MIDI file. Where an engine is built anew its frames begin at 0
/// again, so they go on in files with the next number, as the recording does.
pub(super) struct KeptFiles {
    rate_hz: u32,
    journal: Option<(PathBuf, Journal<Out>)>,
    notes: Option<(PathBuf, NotesFile<Out>)>,
    latency: Option<(PathBuf, LatencyFile<Out>)>,
    score: Option<(PathBuf, Score)>,
    /// Notes that have not ended, and the last frame that anything was heard of.
    sounding: Vec<NoteRecord>,
    end: Frames,
}

impl KeptFiles {
    /// Opens what `keep` asks for: the files of that name for the first engine (`number` 1),
    /// `NAME-2.csv` for the second.
    pub(super) fn open(
        keep: &Keep,
        number: u32,
        rate_hz: u32,
        header: &Header,
        lanes: &[LanePlan],
    ) -> Result<Self, SessionError> {
        let path_of = |path: &Option<PathBuf>| path.as_ref().map(|path| numbered(path, number));
        let open = |path: &Path| create(path).map(BufWriter::new);
        let mut files = KeptFiles {
            rate_hz,
            journal: None,
            notes: None,
            latency: None,
            score: None,
            sounding: Vec::new(),
            end: 0,
        };
        if let Some(path) = path_of(&keep.journal) {
            let header = Header { rate_hz: Some(rate_hz), ..header.clone() };
            let journal = Journal::new(open(&path)?, &header)
                .map_err(|error| SessionError::cannot_write(&path, error))?;
            files.journal = Some((path, journal));
        }
        if let Some(path) = path_of(&keep.notes) {
            let notes = NotesFile::new(open(&path)?, f64::from(rate_hz))
                .map_err(|error| SessionError::cannot_write(&path, error))?;
            files.notes = Some((path, notes));
        }
        if let Some(path) = path_of(&keep.latency) {
            let latency = LatencyFile::new(open(&path)?, f64::from(rate_hz))
                .map_err(|error| SessionError::cannot_write(&path, error))?;
            files.latency = Some((path, latency));
        }
        if let Some(path) = path_of(&keep.midi) {
            // Found out now, not after an hour of playing.
            create(&path)?;
            let mut score = Score::default();
            score.lanes(0, lanes.to_vec());
            files.score = Some((path, score));
        }
        Ok(files)
    }

    /// Names of the files, for people.
    pub(super) fn names(&self) -> Vec<String> {
        let journal = self.journal.as_ref().map(|(path, _)| path);
        let notes = self.notes.as_ref().map(|(path, _)| path);
        let latency = self.latency.as_ref().map(|(path, _)| path);
        let score = self.score.as_ref().map(|(path, _)| path);
        [journal, notes, latency, score]
            .into_iter()
            .flatten()
            .map(|path| path.display().to_string())
            .collect()
    }

    /// Writes what was fetched; says what could not be written first.
    pub(super) fn write(&mut self, fetched: &Fetched) -> Result<(), SessionError> {
        self.follow(fetched);
        let mut result = Ok(());
        if let Some((path, journal)) = &mut self.journal {
            let events = fetched.applied.iter().map(|event| journal.applied(event));
            let mut written = events.fold(Ok(()), std::io::Result::and);
            for (at, command) in &fetched.commands {
                written = written.and(journal.command(*at, command.clone()));
            }
            result = result.and(written.map_err(|error| SessionError::cannot_write(path, error)));
        }
        if let Some((path, notes)) = &mut self.notes {
            let written = notes.rows(&fetched.notes, &fetched.glides);
            result = result.and(written.map_err(|error| SessionError::cannot_write(path, error)));
        }
        if let Some((path, latency)) = &mut self.latency {
            let written = fetched.timings.iter().try_for_each(|timing| latency.press(timing));
            result = result.and(written.map_err(|error| SessionError::cannot_write(path, error)));
        }
        if let Some((_, score)) = &mut self.score {
            fetched.lanes.iter().for_each(|(at, lanes)| score.lanes(*at, lanes.clone()));
            fetched.tempos.iter().for_each(|mark| score.tempo(mark));
            fetched.notes.iter().for_each(|note| score.note(note));
            fetched.glides.iter().for_each(|glide| score.glide(glide));
        }
        result
    }

    fn follow(&mut self, fetched: &Fetched) {
        for note in &fetched.notes {
            self.end = self.end.max(note.at);
            self.sounding.retain(|known| (known.part, known.note) != (note.part, note.note));
            if note.on {
                self.sounding.push(*note);
            }
        }
        let events = fetched.applied.iter().map(|applied| applied.event.at);
        let commands = fetched.commands.iter().map(|(at, _)| *at);
        self.end = events.chain(commands).fold(self.end, Frames::max);
    }

    /// The engine is gone with what it held: notes end, and so does a replay of the journal.
    pub(super) fn cut(&mut self) -> Result<(), SessionError> {
        let end = self.end + 1;
        let ends = self.sounding.iter().map(|note| NoteRecord { at: end, on: false, velocity: 0.0, ..*note });
        let fetched = Fetched {
            notes: ends.collect(),
            commands: vec![(end, TraceCommand::Silence)],
            ..Fetched::default()
        };
        self.write(&fetched)
    }

    /// Writes what is left and closes every file.
    pub(super) fn finish(self) -> Result<(), SessionError> {
        let mut result = Ok(());
        if let Some((path, journal)) = self.journal {
            result = result.and(journal.finish().map_err(|error| SessionError::cannot_write(&path, error)));
        }
        if let Some((path, latency)) = self.latency {
            result = result.and(latency.finish().map_err(|error| SessionError::cannot_write(&path, error)));
        }
        if let Some((path, notes)) = self.notes {
            result = result.and(notes.finish().map_err(|error| SessionError::cannot_write(&path, error)));
        }
        if let Some((path, score)) = self.score {
            let written = score.write(&path, f64::from(self.rate_hz));
            result = result.and(written.map_err(|error| SessionError::cannot_write(&path, error)));
        }
        result
    }
}

fn create(path: &Path) -> Result<File, SessionError> {
    File::create(path).map_err(|error| SessionError::cannot_write(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(at: Frames, on: bool) -> NoteRecord {
        NoteRecord { at, part: 0, on, pitch: 60.0, velocity: if on { 80.0 } else { 0.0 }, note: 7 }
    }

    /// Where an engine ends with a note held, its files are whole: the note has its end, the
    /// journal its silence, and the next engine's files have the next number.
    #[test]
    fn files_end_whole_and_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let keep = Keep {
            notes: Some(path("x.csv")),
            journal: Some(path("x.trace")),
            midi: Some(path("x.mid")),
            ..Keep::default()
        };
        let header = Header { rate_hz: None, seed: Some(1), preset: None, person: None };
        let lane = LanePlan { lane: 0, name: "Tune".to_owned(), channel: 0, program: None };
        for number in [1, 2] {
            let lanes = std::slice::from_ref(&lane);
            let mut files = KeptFiles::open(&keep, number, 48_000, &header, lanes).unwrap();
            files.write(&Fetched { notes: vec![note(4800, true)], ..Fetched::default() }).unwrap();
            files.cut().unwrap();
            files.finish().unwrap();
        }
        for (notes, journal, midi) in [("x.csv", "x.trace", "x.mid"), ("x-2.csv", "x-2.trace", "x-2.mid")] {
            let notes = std::fs::read_to_string(path(notes)).unwrap();
            let rows: Vec<&str> = notes.lines().skip(1).collect();
            assert!(rows.len() == 2 && rows[0].contains(",on,") && rows[1].contains(",off,"), "{notes}");
            assert!(std::fs::read_to_string(path(journal)).unwrap().trim_end().ends_with("!silence"));
            let midi = std::fs::read(path(midi)).unwrap();
            assert_eq!(midly::Smf::parse(&midi).unwrap().tracks.len(), 2);
        }
    }
}
