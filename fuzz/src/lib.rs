//! What must hold for anything that Cantus reads, whatever it is: it is refused with a
//! sentence, or it can be used. Nothing panics, hangs or eats the memory.
//!
//! Each function takes the bytes of a file. The fuzzer calls them with bytes it makes up
//! (`fuzz/run`), `tests/fuzzed.rs` with all that was ever found.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cantus::document::{Document, DocumentError};
use cantus::engine::{Engine, Music, MusicSetup};
use cantus::files::check_document;
use cantus::input::trace;
use cantus::person::{Binder, Person};
use cantus::preset::{Catalogue, FileKind, Preset, read_midi_song, read_patch};
use cantus::session::offline::{Kept, Offline, Script};
use cantus::session::{leader_file, opening};
use cantus::sound::clip::{Clip, ClipPlayer};
use cantus::sound::font::{self, Font, FontPlayer};
use cantus::sound::{Bus, Synth};
use cantus::time::BLOCK_FRAMES;

const RATE_HZ: f64 = 48_000.0;
/// How long what could be read is played: what is wrong mostly shows at once.
const BLOCKS: usize = 48;
/// Pitches that are tried: low, middle, high.
const PITCHES_HZ: [f32; 3] = [41.2, 440.0, 3520.0];

/// A preset: one that is good can be built and played.
pub fn preset(bytes: &[u8]) {
    if let Some(document) = document(FileKind::Preset, "x.preset.toml", bytes)
        && let Ok(preset) = Preset::read(&document, &Catalogue::shipped())
    {
        play(&preset.setup, "0 a#1 down\n0.02 a#1 up\n0.02 b#2 down\n0.03 axis1#3 0.7\n0.04 !finish\n");
    }
}

/// A person: one that is good can play.
pub fn person(bytes: &[u8]) {
    if let Some(document) = document(FileKind::Person, "x.person.toml", bytes)
        && let Ok(person) = Person::read(&document)
    {
        let text = "0 key:space down\n0.01 pad:lstick.x 0.4\n0.01 midi:note60 down 90\n0.02 key:space up\n";
        let trace = trace::parse(text).unwrap_or_default();
        let mut binder = Binder::new(&person);
        let script = Script::new(&trace, &mut binder, RATE_HZ);
        let mut body = cantus::access::Body::new(RATE_HZ, person.body.clone());
        let mut gestures = cantus::access::Gestures::new();
        assert!(body.next_deadline().is_none());
        body.wake(script.end(), &mut gestures);
    }
}

/// A patch: one that is good sounds, and only with numbers.
pub fn patch(bytes: &[u8]) {
    if let Some(document) = document(FileKind::Patch, "x.patch.toml", bytes)
        && let Ok(patch) = read_patch(&document)
    {
        let mut synth = Synth::new(RATE_HZ as f32, &[patch]);
        for (note, hz) in (0..).zip(PITCHES_HZ) {
            synth.note_on(0, note, hz, 127.0);
        }
        for block in 0..BLOCKS {
            if block == BLOCKS / 2 {
                (0..).zip(PITCHES_HZ).for_each(|(note, _)| synth.note_off(0, note));
            }
            let mut bus = [Bus::silent()];
            synth.render(0, BLOCK_FRAMES, &mut bus);
            let [bus] = bus;
            is_finite(&bus);
        }
    }
}

/// A scale.
pub fn scale(bytes: &[u8]) {
    document(FileKind::Scale, "x.scale.toml", bytes);
}

/// A Scala file.
pub fn scala(bytes: &[u8]) {
    document(FileKind::Scale, "x.scl", bytes);
}

/// A style.
pub fn style(bytes: &[u8]) {
    document(FileKind::Style, "x.style.toml", bytes);
}

/// A set list.
pub fn set_list(bytes: &[u8]) {
    document(FileKind::SetList, "x.setlist.toml", bytes);
}

/// A song as text.
pub fn song(bytes: &[u8]) {
    document(FileKind::Song, "x.song.toml", bytes);
}

/// A song as a MIDI file, each of its tracks.
pub fn song_midi(bytes: &[u8]) {
    for track in ["", "1", "2", "Melody"] {
        match read_midi_song(Path::new("x.mid"), bytes, track) {
            Ok(song) => {
                let (low, high) = song.range();
                assert!(!song.notes().is_empty() && low <= high && song.beats().is_finite());
            }
            Err(errors) => are_readable(&errors),
        }
    }
}

/// A MIDI file that leads: moments never go back, and every key that goes down comes up.
pub fn leader_midi(bytes: &[u8]) {
    if let Ok(events) = leader_file::events(bytes, RATE_HZ) {
        assert!(events.windows(2).all(|pair| pair[0].at <= pair[1].at));
        let mut held = std::collections::BTreeSet::new();
        for event in events {
            match (event.value, event.note) {
                (cantus::input::RoleValue::Down { .. }, Some(key)) => assert!(held.insert(key)),
                (cantus::input::RoleValue::Up, Some(key)) => assert!(held.remove(&key)),
                _ => {}
            }
        }
        assert!(held.is_empty());
    }
}

/// A SoundFont: a preset that it lists sounds, and only with numbers, or says why not.
pub fn soundfont(bytes: &[u8]) {
    let Ok(entries) = font::presets(&mut Cursor::new(bytes)) else { return };
    for entry in entries.iter().take(3) {
        let Ok(font) = Font::read(&mut Cursor::new(bytes), entry.bank, entry.program) else { continue };
        let mut player = FontPlayer::new(RATE_HZ as f32, Arc::new(font));
        for (note, hz) in (0..).zip(PITCHES_HZ) {
            player.note_on(note, hz, 127.0);
        }
        for block in 0..BLOCKS {
            if block == BLOCKS / 2 {
                (0..).zip(PITCHES_HZ).for_each(|(note, _)| player.note_off(note));
            }
            let mut bus = Bus::silent();
            player.render(0, BLOCK_FRAMES, &mut bus);
            is_finite(&bus);
        }
    }
}

/// A recorded sound.
pub fn clip(bytes: &[u8]) {
    if let Ok(clip) = Clip::decode("x", bytes.to_vec()) {
        assert!(clip.frames() > 0 && clip.channels.iter().all(|channel| channel.len() == clip.frames()));
        assert!(clip.channels.iter().flatten().all(|sample| sample.is_finite() && sample.abs() <= 1.0));
        let mut player = ClipPlayer::new(RATE_HZ, &[Some(clip)]);
        player.start(1, 0);
        let mut bus = Bus::silent();
        player.render(0, BLOCK_FRAMES, &mut bus);
        is_finite(&bus);
    }
}

/// A trace: one that is good can be written down again and played.
pub fn trace(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = match trace::parse(text) {
        Ok(read) => read,
        Err(errors) => {
            assert!(!errors.is_empty() && errors.iter().all(|error| error.line > 0 && error.column > 0));
            return;
        }
    };
    let mut written = trace::header_line(&read.header);
    for entry in &read.entries {
        written += &format!("\n{entry}");
    }
    let again = trace::parse(&written).unwrap_or_else(|errors| panic!("{}\n{written}", errors[0]));
    assert_eq!(again.header, read.header);
    assert!(again.entries.iter().map(|entry| &entry.what).eq(read.entries.iter().map(|entry| &entry.what)));
    // Nothing on this disk is opened because a made-up trace names it.
    if !text.contains("!preset") && !text.contains("!scale") {
        play(&opened_preset(), text);
    }
}

/// Panics inside readers that are guarded against them are no findings: what leaves them is.
/// The fuzzer itself ends the program at any panic; with this it ends at those that arrive.
pub fn let_guarded_readers_fail() {
    std::panic::set_hook(Box::new(|told| {
        let inside = told.location().map_or("", |place| place.file());
        if !(inside.contains("symphonia") || inside.contains("rustysynth")) {
            eprintln!("{told}");
        }
    }));
}

fn opened_preset() -> MusicSetup {
    match opening::preset(&Catalogue::shipped(), cantus::preset::DEFAULT_PRESET) {
        Ok(opened) => opened.content.setup,
        Err(errors) => panic!("{}", errors[0]),
    }
}

/// The document, where the bytes are text; checked, and what is said of it read.
fn document(kind: FileKind, name: &str, bytes: &[u8]) -> Option<Document> {
    let document = match Document::from_bytes(PathBuf::from(name), bytes.to_vec()) {
        Ok(document) => document,
        Err(error) => {
            are_readable(&[error]);
            return None;
        }
    };
    if let Err(errors) = check_document(kind, &document, &Catalogue::shipped()) {
        are_readable(&errors);
        return None;
    }
    Some(document)
}

/// Errors say something, and nothing that would upset a terminal.
fn are_readable(errors: &[DocumentError]) {
    assert!(!errors.is_empty());
    for error in errors {
        assert!(!error.message.is_empty());
        let strange = |c: char| c.is_control() && c != '\n';
        assert!(!error.excerpt.contains(strange), "{error}");
    }
}

/// Plays the first moments of `text`; what sounds is finite and never over the ceiling.
fn play(setup: &MusicSetup, text: &str) {
    let Ok(trace) = trace::parse(text) else { return };
    let person = match opening::person(&Catalogue::shipped(), cantus::person::DEFAULT_PERSON) {
        Ok(opened) => opened.content,
        Err(errors) => panic!("{}", errors[0]),
    };
    let music = Music::build(RATE_HZ, setup).unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new(RATE_HZ, person.body.clone(), music);
    let mut offline = Offline::new(engine, Script::new(&trace, &mut Binder::new(&person), RATE_HZ));
    let mut resolve =
        |command: &trace::TraceCommand| opening::command(&Catalogue::shipped(), command, RATE_HZ);
    let mut kept = Kept::default();
    let mut out = vec![0.0; 2 * BLOCK_FRAMES];
    for _ in 0..BLOCKS {
        if offline.render(&mut out, &mut kept, &mut resolve).is_err() {
            return;
        }
        assert!(out.iter().all(|sample| sample.abs() <= 0.3549), "over the ceiling");
    }
}

fn is_finite(bus: &Bus) {
    assert!(bus.left.iter().chain(&bus.right).all(|sample| sample.is_finite()));
}
