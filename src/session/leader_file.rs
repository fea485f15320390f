//! A standard MIDI file as the leader: what its keys and pedals do, and when.

use std::path::{Path, PathBuf};

use midly::{MetaMessage, MidiMessage, Smf, Timing, TrackEventKind};

use crate::input::{LeaderRole, Role, RoleEvent, RoleValue, Slot};
use crate::time::{Frames, seconds_to_frames};

/// Longest file that is read, in bytes: an evening of dense playing.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;
/// Longest performance, in seconds: a day.
const MAX_SECONDS: f64 = 86_400.0;
/// Tempo until the file says another, in microseconds a beat (120 beats per minute, as the
/// standard has it).
const TEMPO_US: u32 = 500_000;
/// The value of a pitch bend at its ends.
const FULL_BEND: f32 = 8192.0;
/// The channel of drums, which are no harmony.
const DRUM_CHANNEL: u8 = 9;
/// The controller of the sustain pedal.
const SUSTAIN: u8 = 64;
/// Where in the header its timing begins, in bytes.
const TIMING_AT: usize = 12;
/// What is wrong where time is counted in frames of a film that there is not.
const NO_TIME_CODE: midly::ErrorKind = midly::ErrorKind::Invalid("invalid smpte fps");
/// The slot that a file plays on: the last one, which people's controls hardly reach.
const SLOT: Slot = Slot::MAX;

/// A MIDI file that cannot lead.
#[derive(Debug, thiserror::Error)]
pub enum LeaderFileError {
    /// It cannot be read.
    #[error("{path}: the MIDI file cannot be read: {error}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// It is longer than [`MAX_BYTES`].
    #[error("{path}: the file is longer than {} MiB: cut it into pieces", MAX_BYTES >> 20, path = path.display())]
    Long {
        /// The file.
        path: PathBuf,
    },
    /// It is no MIDI file, or a broken one.
    #[error("{path}: this is no standard MIDI file, or a broken one: {error}. Export it anew as .mid", path = path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What was wrong.
        error: midly::Error,
    },
    /// No key is struck in it.
    #[error("{path}: no keys are played in this file (drums aside): choose one with a piano part", path = path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// What the MIDI file at `path` does, in frames at `rate_hz`, in order. All tracks and channels
/// lead together, drums aside; its tempo map is respected. Pitch bends count where one channel
/// plays all keys: a bend means its own channel, and a leader has one wheel.
///
/// # Errors
/// Where it cannot be read, is too long, is broken, or strikes no key.
pub fn read(path: &Path, rate_hz: f64) -> Result<Vec<RoleEvent>, LeaderFileError> {
    let read = |error| LeaderFileError::Read { path: path.to_owned(), error };
    if std::fs::metadata(path).map_err(read)?.len() > MAX_BYTES {
        return Err(LeaderFileError::Long { path: path.to_owned() });
    }
    let bytes = std::fs::read(path).map_err(read)?;
    let events =
        events(&bytes, rate_hz).map_err(|error| LeaderFileError::Broken { path: path.to_owned(), error })?;
    match events.is_empty() {
        true => Err(LeaderFileError::Empty { path: path.to_owned() }),
        false => Ok(events),
    }
}

/// What a MIDI file of these bytes does; see [`read`].
///
/// # Errors
/// Where it is broken.
pub fn events(bytes: &[u8], rate_hz: f64) -> Result<Vec<RoleEvent>, midly::Error> {
    if has_impossible_time_code(bytes) {
        return Err(midly::Error::new(&NO_TIME_CODE));
    }
    let smf = Smf::parse(bytes)?;
    let mut rows: Vec<(u64, TrackEventKind<'_>)> = Vec::new();
    for track in &smf.tracks {
        let mut tick = 0u64;
        for event in track {
            tick += u64::from(event.delta.as_int());
            if matters(&event.kind) {
                rows.push((tick, event.kind));
            }
        }
    }
    rows.sort_by_key(|row| row.0);
    let mut clock = Clock::new(smf.header.timing);
    let mut channels = 0u16;
    let mut held = [0u16; 128];
    let mut struck = false;
    let mut events = Vec::new();
    for (tick, kind) in rows {
        let seconds = clock.at(tick);
        if seconds > MAX_SECONDS {
            break;
        }
        let at = seconds_to_frames(seconds, rate_hz);
        match kind {
            TrackEventKind::Meta(MetaMessage::Tempo(us)) => clock.set_tempo(us.as_int()),
            TrackEventKind::Midi { channel, message } => {
                let bit = 1u16 << channel.as_int();
                match message {
                    MidiMessage::NoteOn { key, vel } if vel.as_int() > 0 => {
                        struck = true;
                        channels |= bit;
                        let keys = &mut held[usize::from(key.as_int())];
                        if *keys != 0 {
                            events.push(of_key(at, key.as_int(), RoleValue::Up));
                        }
                        *keys |= bit;
                        let down = RoleValue::Down { velocity: Some(vel.as_int()) };
                        events.push(of_key(at, key.as_int(), down));
                    }
                    MidiMessage::NoteOn { key, .. } | MidiMessage::NoteOff { key, .. } => {
                        let keys = &mut held[usize::from(key.as_int())];
                        let was_down = *keys != 0;
                        *keys &= !bit;
                        if was_down && *keys == 0 {
                            events.push(of_key(at, key.as_int(), RoleValue::Up));
                        }
                    }
                    MidiMessage::Controller { value, .. } => {
                        let value = RoleValue::Moved(f32::from(value.as_int()) / 127.0);
                        let role = Role::Leader(LeaderRole::Sustain);
                        events.push(RoleEvent { role, note: None, ..of_key(at, 0, value) });
                    }
                    MidiMessage::PitchBend { bend } => {
                        let value = RoleValue::Moved((f32::from(bend.as_int()) / FULL_BEND).clamp(-1.0, 1.0));
                        let role = Role::Leader(LeaderRole::Bend);
                        events.push(RoleEvent { role, note: None, ..of_key(at, 0, value) });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    // A file that ends with keys down lets them go a second later.
    let end = events.last().map_or(0, |event| event.at) + seconds_to_frames(1.0, rate_hz);
    for key in (0..128u8).filter(|key| held[usize::from(*key)] != 0) {
        events.push(of_key(end, key, RoleValue::Up));
    }
    if channels.count_ones() > 1 {
        events.retain(|event| event.role != Role::Leader(LeaderRole::Bend));
    }
    if !struck {
        events.clear();
    }
    Ok(events)
}

/// Whether a header counts −128 frames a second, a number that the reader cannot turn round. It reads
/// headers in the midst of a broken file too.
fn has_impossible_time_code(bytes: &[u8]) -> bool {
    let is_header = |&at: &usize| bytes[at..].starts_with(b"MThd");
    (0..bytes.len()).filter(is_header).any(|at| bytes.get(at + TIMING_AT) == Some(&0x80))
}

fn matters(kind: &TrackEventKind<'_>) -> bool {
    match kind {
        TrackEventKind::Meta(MetaMessage::Tempo(_)) => true,
        TrackEventKind::Midi { channel, message } if channel.as_int() != DRUM_CHANNEL => match message {
            MidiMessage::NoteOn { .. } | MidiMessage::NoteOff { .. } | MidiMessage::PitchBend { .. } => true,
            MidiMessage::Controller { controller, .. } => controller.as_int() == SUSTAIN,
            _ => false,
        },
        _ => false,
    }
}

fn of_key(at: Frames, key: u8, value: RoleValue) -> RoleEvent {
    let role = Role::Leader(LeaderRole::Keys);
    RoleEvent { at, slot: SLOT, role, value, note: Some(key), pulse: false, yields: false }
}

/// Seconds of ticks, through changes of tempo.
struct Clock {
    seconds_a_tick: f64,
    ticks_a_beat: Option<f64>,
    tick: u64,
    seconds: f64,
}

impl Clock {
    fn new(timing: Timing) -> Self {
        let (seconds_a_tick, ticks_a_beat) = match timing {
            Timing::Metrical(ticks) => {
                let ticks = f64::from(ticks.as_int().max(1));
                (f64::from(TEMPO_US) / 1.0e6 / ticks, Some(ticks))
            }
            Timing::Timecode(fps, ticks) => (1.0 / (f64::from(fps.as_f32()) * f64::from(ticks.max(1))), None),
        };
        Clock { seconds_a_tick, ticks_a_beat, tick: 0, seconds: 0.0 }
    }

    /// Seconds of `tick`, which is not before the last one asked for.
    fn at(&mut self, tick: u64) -> f64 {
        self.seconds += (tick - self.tick) as f64 * self.seconds_a_tick;
        self.tick = tick;
        self.seconds
    }

    fn set_tempo(&mut self, us_a_beat: u32) {
        if let Some(ticks) = self.ticks_a_beat {
            self.seconds_a_tick = f64::from(us_a_beat.max(1)) / 1.0e6 / ticks;
        }
    }
}
