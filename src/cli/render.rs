//! `cantus render`: a trace becomes a sound file.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::args::RenderArgs;
use super::{CommandError, load};
use crate::engine::{Engine, Music, MusicSetup, NoteRecord, Notice, Sink};
use crate::input::trace::Trace;
use crate::person::{Binder, DEFAULT_PERSON, Person};
use crate::preset::Catalogue;
use crate::session::notes::NotesFile;
use crate::session::offline::{Offline, Script};
use crate::session::{midi_file, opening};
use crate::time::{BLOCK_FRAMES, seconds_to_frames};

/// Rate where neither the command line nor the trace names one, in Hz.
const DEFAULT_RATE_HZ: u32 = 48_000;

pub(super) fn render(args: &RenderArgs) -> Result<(), CommandError> {
    let trace = load::trace(&args.trace)?;
    let rate_hz = args.rate.or(trace.header.rate_hz).unwrap_or(DEFAULT_RATE_HZ);
    let catalogue = Catalogue::of_this_user();
    let mut setup = load::preset(&catalogue, &args.preset)?.content.setup;
    if let Some(seed) = trace.header.seed {
        setup.seed = seed;
    }
    let person = load::person(&catalogue, args.person.as_deref().unwrap_or(DEFAULT_PERSON))?.content;
    let mut offline = offline(&setup, &person, &trace, f64::from(rate_hz))?;

    let mut wav = WavFile::create(&args.out, rate_hz)?;
    let mut kept = Kept::new(args, rate_hz)?;
    let mut left = args.seconds.map(|seconds| seconds_to_frames(seconds, f64::from(rate_hz)));
    let mut buffer = [0.0f32; 16 * 2 * BLOCK_FRAMES];
    while left.map_or_else(|| !offline.is_over(), |left| left > 0) {
        let frames = left.map_or(buffer.len() / 2, |left| (buffer.len() / 2).min(left as usize));
        let out = &mut buffer[..frames * 2];
        offline
            .render(out, &mut kept, &mut |command| opening::command(&catalogue, command, f64::from(rate_hz)))
            .map_err(|error| CommandError::new(format!("{}: {error}", args.trace.display())))?;
        kept.check()?;
        wav.write(out)?;
        left = left.map(|left| left - frames as u64);
    }
    wav.finish()?;
    kept.finish(args, &setup, f64::from(rate_hz))
}

/// An engine that plays `trace` for a person.
fn offline(
    setup: &MusicSetup,
    person: &Person,
    trace: &Trace,
    rate_hz: f64,
) -> Result<Offline, CommandError> {
    let music = Music::build(rate_hz, setup).map_err(CommandError::new)?;
    let engine = Engine::new(rate_hz, person.body.clone(), music);
    Ok(Offline::new(engine, Script::new(trace, &mut Binder::new(person), rate_hz)))
}

/// The notes of a render, written while it runs and, for a MIDI file, kept to its end.
struct Kept {
    notes: Option<NotesFile<BufWriter<File>>>,
    notes_error: Option<std::io::Error>,
    for_midi: Option<Vec<NoteRecord>>,
    lost_events: u32,
}

impl Kept {
    fn new(args: &RenderArgs, rate_hz: u32) -> Result<Self, CommandError> {
        let notes = match &args.notes {
            Some(path) => Some(
                NotesFile::new(BufWriter::new(load::create(path)?), f64::from(rate_hz))
                    .map_err(|error| load::cannot_write(path, &error))?,
            ),
            None => None,
        };
        Ok(Kept {
            notes,
            notes_error: None,
            for_midi: args.midi.as_ref().map(|_| Vec::new()),
            lost_events: 0,
        })
    }

    fn check(&mut self) -> Result<(), CommandError> {
        match self.notes_error.take() {
            Some(error) => Err(CommandError::new(format!("The notes could not be written: {error}"))),
            None => Ok(()),
        }
    }

    fn finish(self, args: &RenderArgs, setup: &MusicSetup, rate_hz: f64) -> Result<(), CommandError> {
        if let (Some(notes), Some(path)) = (self.notes, &args.notes) {
            notes.finish().map_err(|error| load::cannot_write(path, &error))?;
        }
        if let (Some(notes), Some(path)) = (&self.for_midi, &args.midi) {
            let parts: Vec<String> = setup.parts.iter().map(|part| part.name.clone()).collect();
            midi_file::write(path, notes, &parts, rate_hz, setup.tempo_bpm)
                .map_err(|error| load::cannot_write(path, &error))?;
        }
        if self.lost_events > 0 {
            eprintln!("{} events found no room in the queue and were left out.", self.lost_events);
        }
        Ok(())
    }
}

impl Sink for Kept {
    fn note(&mut self, note: NoteRecord) {
        if let Some(notes) = &mut self.notes
            && let Err(error) = notes.note(&note)
        {
            self.notes_error = Some(error);
        }
        if let Some(kept) = &mut self.for_midi {
            kept.push(note);
        }
    }

    fn notice(&mut self, notice: Notice) {
        if let Notice::Lost { events, .. } = notice {
            self.lost_events += events;
        }
    }

    fn retired(&mut self, _music: Box<Music>) -> Result<(), Box<Music>> {
        Ok(())
    }
}

/// A 32-bit float stereo WAV.
struct WavFile<'a> {
    path: &'a Path,
    writer: hound::WavWriter<BufWriter<File>>,
}

impl<'a> WavFile<'a> {
    fn create(path: &'a Path, rate_hz: u32) -> Result<Self, CommandError> {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: rate_hz,
            bits_per_sample: 32,
            sample_format: hound::SampleFormat::Float,
        };
        let writer = hound::WavWriter::new(BufWriter::new(load::create(path)?), spec)
            .map_err(|error| load::cannot_write(path, &error))?;
        Ok(WavFile { path, writer })
    }

    fn write(&mut self, samples: &[f32]) -> Result<(), CommandError> {
        samples
            .iter()
            .try_for_each(|sample| self.writer.write_sample(*sample))
            .map_err(|error| load::cannot_write(self.path, &error))
    }

    fn finish(self) -> Result<(), CommandError> {
        self.writer.finalize().map_err(|error| load::cannot_write(self.path, &error))
    }
}
