//! Lanes: what sounds, numbered. A lane has its patch, its notes and its place in the mix.
//!
//! Parts of players are lanes 0 to 7, the leader is lane 8, a band has 9 to 12. The number
//! is the one in notes files, MIDI files and the snapshot, whichever lanes a piece of music
//! has; voices and buses are kept only for those it has.

use arrayvec::ArrayVec;

use super::other_sound::OtherSounds;
use super::player::Player;
use super::{GlideRecord, NoteRecord, PartSnapshot, Sink};
use crate::input::Slot;
use crate::music::{LockSet, Pitch, Register, pitch_to_hz};
use crate::play::{NoteId, Velocity, playable};
use crate::sound::{Bus, Effects, PartMix, Shade, Synth};
use crate::time::{Frames, ms_to_frames};

/// The lane of the leader.
pub const LEADER_LANE: u8 = 8;
/// The first lane of a band.
pub const BAND_LANE: u8 = 9;
/// Lanes there can be.
pub const MAX_LANES: usize = 13;
/// Notes of one lane that can sound at once; a further one ends the oldest.
pub(super) const MAX_NOTES: usize = 32;

/// Longest glide, in ms.
const MAX_GLIDE_MS: f32 = 20_000.0;
/// Shortest glide, in ms: a step of pitch would click.
const MIN_GLIDE_MS: f32 = 5.0;

/// Notes that sound in a lane.
pub(super) type Held = ArrayVec<Note, MAX_NOTES>;
/// How long what a stuck switch held may go on sounding, in ms, whatever its sound.
const LET_GO_MS: f64 = 2000.0;

/// A note that sounds.
#[derive(Clone, Copy)]
pub(super) struct Note {
    id: NoteId,
    /// The control that was held when it started.
    by: Option<Slot>,
    /// Pitch at the onset.
    started: Pitch,
    /// Pitch it has now, or glides to.
    pitch: Pitch,
    velocity: Velocity,
    /// How strongly it is played, 0 to 1.
    level: f32,
}

/// One lane.
pub(super) struct Lane {
    number: u8,
    /// Its place among the lanes that this music has: in the synth, and its bus.
    voice: u8,
    /// What plays its notes.
    pub(super) player: Player,
    /// What plays them since somebody wanted another sound.
    pub(super) others: OtherSounds,
    pub(super) effects: Effects,
    /// How bright it is struck.
    pub(super) shade: Shade,
    pub(super) mix: PartMix,
    notes: Held,
    last_pitch: Option<Pitch>,
    /// The control that was pressed last and is held: what starts is its, the strings of a strum too.
    pub(super) by: Option<Slot>,
    /// A switch is stuck: what ends now fades.
    pub(super) letting_go: bool,
    pub(super) peak: f32,
}

impl Lane {
    /// Lane `number`, the `voice`th of this music.
    pub(super) fn new(number: u8, voice: usize, mix: PartMix, effects: Effects, rate_hz: f64) -> Self {
        Lane {
            number,
            voice: voice as u8,
            player: Player::Voices,
            others: OtherSounds::default(),
            effects,
            shade: Shade::new(rate_hz as f32),
            mix,
            notes: ArrayVec::new(),
            last_pitch: None,
            by: None,
            letting_go: false,
            peak: 0.0,
        }
    }

    /// Its number.
    pub(super) fn number(&self) -> u8 {
        self.number
    }

    /// Moves a recorded sound that has just started to another frame.
    pub(super) fn seek(&mut self, note: NoteId, frame: Frames) {
        self.player.seek(note, frame);
    }

    /// Starts a note; one of the same number ends first.
    pub(super) fn start(
        &mut self,
        now: Frames,
        (note, pitch, velocity): (NoteId, Pitch, Velocity),
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        self.end(now, note, sound, sink);
        if self.notes.is_full() {
            let oldest = self.notes[0].id;
            self.end(now, oldest, sound, sink);
        }
        let velocity = playable(velocity);
        self.notes.push(Note { id: note, by: self.by, started: pitch, pitch, velocity, level: 1.0 });
        self.last_pitch = Some(pitch);
        if self.others.is_on() {
            self.others.note_on(note, sound.hz(self.voice, pitch), velocity);
        } else {
            self.player.note_on(self.voice, note, pitch, velocity, sound);
        }
        sink.note(NoteRecord { at: now, part: self.number, on: true, pitch, velocity, note });
    }

    /// Sets how strongly a sounding note is played, 0 to 1.
    pub(super) fn level(&mut self, note: NoteId, level: f32, sound: &mut Sounding<'_>) {
        if level.is_finite()
            && let Some(sounding) = self.notes.iter_mut().find(|sounding| sounding.id == note)
        {
            sounding.level = level.clamp(0.0, 1.0);
            self.player.level(self.voice, note, sounding.level, sound);
            self.others.level(note, sounding.level);
        }
    }

    /// Lets a sounding note glide to `pitch`, which is locked, within `glide_ms`.
    pub(super) fn glide(
        &mut self,
        now: Frames,
        (note, pitch, glide_ms): (NoteId, Pitch, f32),
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        let Some(place) = self.notes.iter().position(|sounding| sounding.id == note) else { return };
        if self.notes[place].pitch == pitch {
            return;
        }
        let glide_ms = if glide_ms.is_nan() { MIN_GLIDE_MS } else { glide_ms };
        let frames = ms_to_frames(f64::from(glide_ms.clamp(MIN_GLIDE_MS, MAX_GLIDE_MS)), sound.rate_hz);
        self.notes[place].pitch = pitch;
        self.last_pitch = Some(pitch);
        self.player.glide(self.voice, note, pitch, frames, sound);
        self.others.glide(note, sound.hz(self.voice, pitch), frames);
        sink.glide(GlideRecord { at: now, part: self.number, note, pitch, frames });
    }

    /// Lets every sounding note whose pitch is not in `lock` any more glide to the nearest one
    /// that is.
    pub(super) fn glide_into(
        &mut self,
        now: Frames,
        lock: &LockSet,
        register: Register,
        glide_ms: f32,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        for place in 0..self.notes.len() {
            let Note { id, pitch, .. } = self.notes[place];
            self.glide(now, (id, lock.snap_within(pitch, register), glide_ms), sound, sink);
        }
    }

    /// What sounds in frames `from..to`: its own voices beside those of the synth, which `bus` has
    /// already, shaded, and behind its effects.
    pub(super) fn render(&mut self, from: usize, to: usize, tempo_bpm: f64, bus: &mut Bus) {
        self.player.render(from, to, bus);
        self.others.render(from, to, bus);
        self.shade.render(from, to, bus);
        self.effects.set_tempo(tempo_bpm);
        self.effects.render(from, to, bus);
    }

    /// Voices of its own that sound or ring out.
    pub(super) fn sounding(&self) -> usize {
        self.player.sounding() + self.others.sounding()
    }

    /// Fades whatever sounds within `fade_frames`.
    pub(super) fn fade(&mut self, fade_frames: Frames) {
        self.player.silence(fade_frames);
        self.others.silence(fade_frames);
        self.effects.silence(fade_frames);
    }

    /// Releases a note; one that does not sound is ignored.
    pub(super) fn end(&mut self, now: Frames, note: NoteId, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        if let Some(place) = self.notes.iter().position(|sounding| sounding.id == note) {
            let ended = self.notes.remove(place);
            if self.letting_go {
                let frames = ms_to_frames(LET_GO_MS, sound.rate_hz);
                self.player.fade(self.voice, note, frames, sound);
                self.others.fade(note, frames);
            } else {
                self.player.note_off(self.voice, note, sound);
                self.others.note_off(note);
            }
            sink.note(self.off_record(now, ended));
        }
    }

    /// The switch at `slot` is stuck: what its press started fades, whatever the mode has in
    /// mind for it.
    pub(super) fn let_go(&mut self, now: Frames, slot: Slot, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.letting_go = true;
        while let Some(note) = self.notes.iter().find(|note| note.by == Some(slot)) {
            self.end(now, note.id, sound, sink);
        }
        self.letting_go = false;
    }

    /// Releases all notes.
    pub(super) fn silence(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.by = None;
        while let Some(note) = self.notes.pop() {
            self.player.note_off(self.voice, note.id, sound);
            self.others.note_off(note.id);
            sink.note(self.off_record(now, note));
        }
    }

    /// Notes that sound, to be started in the same order elsewhere.
    pub(super) fn held(&self) -> Held {
        self.notes.clone()
    }

    /// Starts notes that sounded elsewhere as they were when they ended there.
    pub(super) fn go_on(&mut self, now: Frames, held: &Held, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        for note in held {
            self.start(now, (note.id, note.pitch, note.velocity), sound, sink);
            self.level(note.id, note.level, sound);
        }
    }

    /// Exchanges everything but the place among voices and buses.
    pub(super) fn trade(&mut self, other: &mut Lane) {
        std::mem::swap(self, other);
        self.trade_places(other);
    }

    /// Exchanges the places among voices and buses.
    pub(super) fn trade_places(&mut self, other: &mut Lane) {
        std::mem::swap(&mut self.voice, &mut other.voice);
    }

    /// Its place among the voices and buses of its music.
    pub(super) fn voice(&self) -> u8 {
        self.voice
    }

    fn off_record(&self, now: Frames, note: Note) -> NoteRecord {
        NoteRecord {
            at: now,
            part: self.number,
            on: false,
            pitch: note.started,
            velocity: 0.0,
            note: note.id,
        }
    }

    /// What the screen shows of it, without a mode.
    pub(super) fn snapshot(&self) -> PartSnapshot {
        let mut pitches = [0.0; MAX_NOTES];
        for (pitch, note) in pitches.iter_mut().zip(&self.notes) {
            *pitch = note.pitch;
        }
        PartSnapshot {
            peak: self.peak,
            notes: self.notes.len() as u8,
            pitches,
            last_pitch: self.last_pitch,
            ..PartSnapshot::default()
        }
    }
}

/// What a lane needs to sound.
pub(super) struct Sounding<'a> {
    pub(super) synth: &'a mut Synth,
    pub(super) a4_hz: f32,
    pub(super) rate_hz: f64,
}

impl Sounding<'_> {
    /// Frequency of `pitch` on a voice of the synth; percussion keys follow no tuning.
    pub(super) fn hz(&self, voice: u8, pitch: Pitch) -> f32 {
        pitch_to_hz(pitch, self.synth.a4_of(voice, self.a4_hz))
    }
}
