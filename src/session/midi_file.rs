//! Standard MIDI files of what sounded: one track a part.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use midly::num::{u4, u7, u15, u24, u28};
use midly::{
    Format, Header, MetaMessage, MidiMessage, PitchBend, Smf, Timing, Track, TrackEvent, TrackEventKind,
};

use crate::engine::NoteRecord;

/// Ticks in a beat.
const TICKS_A_BEAT: u16 = 480;
/// Semitones that a full pitch bend makes, the default of every synthesiser.
const BEND_SEMITONES: f32 = 2.0;
/// Channel of drums, which parts pass over.
const DRUM_CHANNEL: u8 = 9;

/// Writes `notes` at `rate_hz` as a MIDI file of `tempo_bpm`, one named track for each of `lanes`.
///
/// Pitches between the semitones are written as the nearest key with a pitch bend in
/// front; two such notes at once on one part share the later bend.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(
    path: &Path,
    notes: &[NoteRecord],
    lanes: &[(u8, String)],
    rate_hz: f64,
    tempo_bpm: f64,
) -> io::Result<()> {
    let mut tracks = vec![tempo_track(tempo_bpm)];
    for (lane, name) in lanes {
        tracks.push(part_track(*lane, name, notes, rate_hz, tempo_bpm));
    }
    let header = Header::new(Format::Parallel, Timing::Metrical(u15::new(TICKS_A_BEAT)));
    Smf { header, tracks }.save(path)
}

fn tempo_track(tempo_bpm: f64) -> Track<'static> {
    let micros = (60_000_000.0 / tempo_bpm).round() as u32;
    vec![
        meta(MetaMessage::TrackName(b"Cantus")),
        meta(MetaMessage::Tempo(u24::new(micros.min(0xFF_FFFF)))),
        meta(MetaMessage::EndOfTrack),
    ]
}

fn meta(message: MetaMessage<'_>) -> TrackEvent<'_> {
    TrackEvent { delta: u28::new(0), kind: TrackEventKind::Meta(message) }
}

fn part_track<'a>(part: u8, name: &'a str, notes: &[NoteRecord], rate_hz: f64, tempo_bpm: f64) -> Track<'a> {
    let channel = u4::new(if part >= DRUM_CHANNEL { part + 1 } else { part } & 0x0F);
    let mut track = vec![meta(MetaMessage::TrackName(name.as_bytes()))];
    let mut last_tick = 0u32;
    let mut last_bend = 0i16;
    let mut keys = BTreeMap::new();
    let mut push = |tick: u32, message: MidiMessage| {
        let delta = tick.saturating_sub(last_tick).min(0x0FFF_FFFF);
        last_tick += delta;
        track.push(TrackEvent { delta: u28::new(delta), kind: TrackEventKind::Midi { channel, message } });
    };
    for note in notes.iter().filter(|note| note.part == part) {
        let beats = note.at as f64 / rate_hz * tempo_bpm / 60.0;
        let tick = (beats * f64::from(TICKS_A_BEAT)).round() as u32;
        if note.on {
            let key = note.pitch.round().clamp(0.0, 127.0);
            let bend = ((note.pitch - key) / BEND_SEMITONES * 8192.0).round().clamp(-8192.0, 8191.0) as i16;
            if bend != last_bend {
                last_bend = bend;
                push(tick, MidiMessage::PitchBend { bend: PitchBend::from_int(bend) });
            }
            let key = u7::new(key as u8);
            let vel = u7::new(note.velocity.round().clamp(1.0, 127.0) as u8);
            keys.insert(note.note, key);
            push(tick, MidiMessage::NoteOn { key, vel });
        } else if let Some(key) = keys.remove(&note.note) {
            push(tick, MidiMessage::NoteOff { key, vel: u7::new(64) });
        }
    }
    track.push(meta(MetaMessage::EndOfTrack));
    track
}
