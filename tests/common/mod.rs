//! What several test binaries share: presets rendered by traces, notes paired.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use cantus::engine::{BAND_LANE, Engine, Music, MusicSetup, NoteRecord};
use cantus::input::trace;
use cantus::person::{Binder, Person};
use cantus::preset::{Catalogue, FileKind};
use cantus::session::offline::{Kept, Offline, Script};
use cantus::session::opening;

pub const RATE_HZ: f64 = 48_000.0;

pub fn preset(id: &str) -> MusicSetup {
    opening::preset(&Catalogue::shipped(), id).unwrap_or_else(|errors| panic!("{}", errors[0])).content.setup
}

pub fn person(id: &str) -> Person {
    opening::person(&Catalogue::shipped(), id).unwrap_or_else(|errors| panic!("{}", errors[0])).content
}

pub fn preset_ids() -> Vec<String> {
    Catalogue::shipped().ids(FileKind::Preset)
}

/// Everything one rendering gives.
pub struct Rendered {
    /// Interleaved stereo.
    pub audio: Vec<f32>,
    pub kept: Kept,
}

impl Rendered {
    pub fn left(&self) -> Vec<f32> {
        self.audio.iter().step_by(2).copied().collect()
    }

    pub fn right(&self) -> Vec<f32> {
        self.audio.iter().skip(1).step_by(2).copied().collect()
    }

    pub fn ons(&self) -> Vec<NoteRecord> {
        self.kept.notes.iter().filter(|note| note.on).copied().collect()
    }

    /// Notes of players and leader that started and never ended. A band plays on by itself.
    pub fn hanging(&self) -> usize {
        let notes = || self.kept.notes.iter().filter(|note| note.part < BAND_LANE);
        notes().filter(|note| note.on).count() - notes().filter(|note| !note.on).count()
    }
}

pub fn offline(setup: &MusicSetup, person: &Person, trace_text: &str) -> Offline {
    let trace = trace::parse(trace_text).unwrap_or_else(|errors| panic!("{}", errors[0]));
    let music = Music::build(RATE_HZ, setup).unwrap();
    let engine = Engine::new(RATE_HZ, person.body.clone(), music);
    let script = Script::new(&trace, &mut Binder::new(person), RATE_HZ);
    Offline::new(engine, script)
}

/// Renders `seconds` of `setup` played by `trace_text`, in device buffers of `buffer` frames.
pub fn render(
    setup: &MusicSetup,
    person: &Person,
    trace_text: &str,
    seconds: f64,
    buffer: usize,
) -> Rendered {
    let mut offline = offline(setup, person, trace_text);
    let mut kept = Kept::default();
    let frames = (seconds * RATE_HZ) as usize;
    let mut audio = vec![0.0; frames * 2];
    for out in audio.chunks_mut(buffer * 2) {
        offline.render(out, &mut kept, &mut resolve).unwrap();
    }
    Rendered { audio, kept }
}

/// What leads a piece home that plays on by itself (`loop`, `steer`): *finish* at `seconds`.
/// Empty where the music ends with its presses.
pub fn led_home(setup: &MusicSetup, seconds: f64) -> String {
    let plays_on = way_home_s(setup) > 0.0;
    if plays_on { format!("{seconds} !finish\n") } else { String::new() }
}

/// How much longer such a piece may sound, since it ends on a bar of its home chord.
pub fn way_home_s(setup: &MusicSetup) -> f64 {
    let plays_on = setup.parts.iter().any(|part| ["loop", "steer"].contains(&part.mode));
    if plays_on { 40.0 } else { 0.0 }
}

/// Commands of a trace, presets from the catalogue.
pub fn resolve(command: &trace::TraceCommand) -> Result<cantus::engine::Command, String> {
    opening::command(&Catalogue::shipped(), command, RATE_HZ)
}
