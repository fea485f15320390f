//! `cantus render`: a trace becomes a sound file.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::args::RenderArgs;
use super::{CommandError, load};
use crate::engine::{Engine, GlideRecord, Music, MusicSetup, NoteRecord, Notice, Retired, Sink, Stems};
use crate::input::trace::{Header, Trace};
use crate::person::{Binder, DEFAULT_PERSON};
use crate::preset::Catalogue;
use crate::session::midi_file::Score;
use crate::session::midi_lanes::plan;
use crate::session::notes::NotesFile;
use crate::session::offline::{Offline, Script};
use crate::session::open_music::OpenMusic;
use crate::session::stem_files::{StemError, StemFiles};
use crate::session::{leader_file, wav};
use crate::time::{BLOCK_FRAMES, Frames, seconds_to_frames};

/// Rate where neither the command line nor the trace names one, in Hz.
const DEFAULT_RATE_HZ: u32 = 48_000;

pub(super) fn render(args: &RenderArgs) -> Result<(), CommandError> {
    let catalogue = Catalogue::of_this_user();
    let trace = match &args.trace {
        Some(path) => load::trace(path)?,
        None if args.demo => load::demo(&catalogue, &args.preset)?,
        None => Trace::default(),
    };
    let Header { preset: preset_then, person: person_then, .. } = &trace.header;
    let rate_hz = args.rate.or(trace.header.rate_hz).unwrap_or(DEFAULT_RATE_HZ);
    let preset = load::preset(&catalogue, &args.preset)?;
    say_if_other("preset", preset_then.as_deref(), &preset.fingerprint);
    let mut setup = preset.content.setup;
    if let Some(seed) = trace.header.seed {
        setup.seed = seed;
    }
    let person_name = args.person.as_deref().unwrap_or(DEFAULT_PERSON);
    let person = load::person(&catalogue, person_name)?;
    let sheet = load::sheet(&catalogue, person_name)?;
    say_if_other("person", person_then.as_deref(), &person.fingerprint);
    let person = person.content;
    let mut script = Script::new(&trace, &mut Binder::new(&person), f64::from(rate_hz));
    if let Some(path) = &args.leader {
        if setup.leader.is_none() {
            return Err(CommandError::new(format!(
                "The preset {} has no leader: give it a [leader] table, or try `cantus render follow-me`.",
                args.preset
            )));
        }
        script = script.led_by(leader_file::read(path, f64::from(rate_hz)).map_err(CommandError::new)?);
    }
    let mut left = args.seconds.map(|seconds| seconds_to_frames(seconds, f64::from(rate_hz)));
    if left.unwrap_or_else(|| script.latest_silence(f64::from(rate_hz))) >= wav::MAX_FRAMES {
        return Err(too_long(rate_hz));
    }
    let music = Music::build(f64::from(rate_hz), &setup).map_err(CommandError::new)?;
    let mut engine = Engine::new(f64::from(rate_hz), person.body, music);
    if args.stems.is_some() {
        engine.keep_stems();
    }
    let mut offline = Offline::new(engine, script);

    let mut playing = OpenMusic::new(catalogue, setup.clone(), 0.0).played_by(sheet);
    let trace_name = args.trace.clone().unwrap_or_default();
    let mut wav = WavFile::create(&args.out, rate_hz)?;
    let mut kept = Kept::new(args, &setup, rate_hz, left)?;
    let mut buffer = [0.0f32; 16 * 2 * BLOCK_FRAMES];
    while left.map_or_else(|| !offline.is_over(), |left| left > 0) {
        let frames = left.map_or(buffer.len() / 2, |left| (buffer.len() / 2).min(left as usize));
        let out = &mut buffer[..frames * 2];
        if left.is_none() {
            offline.lead_home();
        }
        offline
            .render(out, &mut kept, &mut |command| playing.command(command, f64::from(rate_hz)))
            .map_err(|error| CommandError::new(format!("{}: {error}", trace_name.display())))?;
        kept.check()?;
        wav.write(out)?;
        left = left.map(|left| left - frames as u64);
    }
    wav.finish()?;
    kept.finish(args, f64::from(rate_hz))
}

/// A journal that was played with something else sounds otherwise now: that is worth a word.
fn say_if_other(kind: &str, then: Option<&str>, now: &str) {
    if then.is_some_and(|then| then != now) {
        eprintln!(
            "This trace was played with another {kind}, or another version of it: it will sound otherwise."
        );
    }
}

fn too_long(rate_hz: u32) -> CommandError {
    CommandError::new(format!(
        "A WAV file holds at most {} minutes at {rate_hz} Hz: render less with --seconds, or shorten the trace.",
        wav::max_minutes(rate_hz)
    ))
}

/// The notes of a render, written while it runs and, for a MIDI file, kept to its end.
struct Kept {
    notes: Option<NotesFile<BufWriter<File>>>,
    notes_error: Option<std::io::Error>,
    stems: Option<StemFiles>,
    stems_error: Option<StemError>,
    score: Option<Score>,
    lost_events: u32,
}

impl Kept {
    fn new(
        args: &RenderArgs,
        setup: &MusicSetup,
        rate_hz: u32,
        frames: Option<Frames>,
    ) -> Result<Self, CommandError> {
        let mut score = Score::default();
        score.lanes(0, plan(setup));
        let stems = args.stems.as_ref().map(|folder| StemFiles::create(folder, &plan(setup)));
        let stems = stems.transpose().map_err(CommandError::new)?.map(|files| files.up_to(frames));
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
            stems,
            stems_error: None,
            score: args.midi.as_ref().map(|_| score),
            lost_events: 0,
        })
    }

    fn check(&mut self) -> Result<(), CommandError> {
        if let Some(error) = self.stems_error.take() {
            return Err(CommandError::new(error));
        }
        match self.notes_error.take() {
            Some(error) => Err(CommandError::new(format!("The notes could not be written: {error}"))),
            None => Ok(()),
        }
    }

    fn finish(self, args: &RenderArgs, rate_hz: f64) -> Result<(), CommandError> {
        if let (Some(notes), Some(path)) = (self.notes, &args.notes) {
            notes.finish().map_err(|error| load::cannot_write(path, &error))?;
        }
        if let Some(stems) = self.stems {
            stems.finish().map_err(CommandError::new)?;
        }
        if let (Some(score), Some(path)) = (self.score, &args.midi) {
            score.write(path, rate_hz).map_err(|error| load::cannot_write(path, &error))?;
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
        if let Some(score) = &mut self.score {
            score.note(&note);
        }
    }

    fn glide(&mut self, glide: GlideRecord) {
        if let Some(notes) = &mut self.notes
            && let Err(error) = notes.glide(&glide)
        {
            self.notes_error = Some(error);
        }
        if let Some(score) = &mut self.score {
            score.glide(&glide);
        }
    }

    fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::Lost { events, .. } => self.lost_events += events,
            Notice::Tempo(mark) => {
                if let Some(score) = &mut self.score {
                    score.tempo(&mark);
                }
            }
            _ => {}
        }
    }

    fn stems(&mut self, stems: &Stems) {
        if let Some(files) = &mut self.stems
            && let Err(error) = files.write(stems)
        {
            self.stems_error = Some(error);
        }
    }

    fn retired(&mut self, _retired: Retired) -> Result<(), Retired> {
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
        let writer = hound::WavWriter::new(BufWriter::new(load::create(path)?), wav::spec(rate_hz))
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
