//! One part: a mode, its notes, its place in the mix.

use arrayvec::ArrayVec;

use super::{NoteRecord, PartSetup, PartSnapshot, SetupError, Sink};
use crate::input::Role;
use crate::music::{Lock, LockSet, Pitch, Register, pitch_to_hz};
use crate::play::{Act, Build, Context, Heard, Intent, Intents, NoteId, PlayMode, registry};
use crate::sound::{Effects, PartMix, Synth};
use crate::time::Frames;

/// Notes of one part that can sound at once; a further one ends the oldest.
pub(super) const MAX_NOTES: usize = 32;

/// A note that sounds.
#[derive(Clone, Copy)]
struct Note {
    id: NoteId,
    pitch: Pitch,
}

/// One part, built to play.
pub(super) struct Part {
    number: u8,
    mode: Box<dyn PlayMode>,
    /// One bit a role.
    roles: u32,
    pub(super) register: Register,
    pub(super) lock: Lock,
    /// The lane it hears.
    pub(super) listens: Option<u8>,
    pub(super) effects: Effects,
    pub(super) mix: PartMix,
    notes: ArrayVec<Note, MAX_NOTES>,
    last_pitch: Option<Pitch>,
    intents: Intents,
    pub(super) peak: f32,
}

impl Part {
    pub(super) fn build(number: u8, setup: &PartSetup, build: Build) -> Result<Self, SetupError> {
        let row = registry::find(setup.mode).ok_or_else(|| SetupError::Mode(setup.mode.to_owned()))?;
        Ok(Part {
            number,
            mode: (row.build)(&setup.options, build),
            roles: setup.roles.iter().fold(0, |bits, role| bits | 1 << role.index()),
            listens: setup.listens,
            register: if row.unpitched { Register::ALL } else { setup.register },
            lock: if row.unpitched { Lock::Off } else { setup.lock },
            effects: Effects::new(build.rate_hz as f32, &setup.effects),
            mix: PartMix::new(build.rate_hz as f32, setup.level_db, setup.pan, setup.room_db),
            notes: ArrayVec::new(),
            last_pitch: None,
            intents: Intents::new(),
            peak: 0.0,
        })
    }

    pub(super) fn plays(&self, role: Role) -> bool {
        self.roles & (1 << role.index()) != 0
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        self.mode.next_deadline()
    }

    pub(super) fn handle(
        &mut self,
        now: Frames,
        act: Act,
        context: &Context<'_>,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        self.mode.handle(now, act, context, &mut self.intents);
        self.play(now, context.lock, sound, sink);
    }

    pub(super) fn hear(
        &mut self,
        now: Frames,
        heard: Heard,
        context: &Context<'_>,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        self.mode.hear(now, heard, context, &mut self.intents);
        self.play(now, context.lock, sound, sink);
    }

    pub(super) fn wake(
        &mut self,
        now: Frames,
        context: &Context<'_>,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        self.mode.wake(now, context, &mut self.intents);
        self.play(now, context.lock, sound, sink);
    }

    /// Does what the mode wants, each pitch locked.
    fn play(&mut self, now: Frames, lock: &LockSet, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        let intents = self.intents.take();
        for intent in intents {
            match intent {
                Intent::On { note, pitch, velocity } => {
                    self.end(now, note, sound, sink);
                    if self.notes.is_full() {
                        let oldest = self.notes[0].id;
                        self.end(now, oldest, sound, sink);
                    }
                    let pitch = lock.snap_within(pitch, self.register);
                    let velocity = if velocity.is_finite() { velocity.clamp(1.0, 127.0) } else { 72.0 };
                    self.notes.push(Note { id: note, pitch });
                    self.last_pitch = Some(pitch);
                    sound.synth.note_on(self.number, note, pitch_to_hz(pitch, sound.a4_hz), velocity);
                    sink.note(NoteRecord { at: now, part: self.number, on: true, pitch, velocity, note });
                }
                Intent::Off { note } => self.end(now, note, sound, sink),
                Intent::Level { note, level } => {
                    if level.is_finite() && self.notes.iter().any(|sounding| sounding.id == note) {
                        sound.synth.level(self.number, note, level.clamp(0.0, 1.0));
                    }
                }
            }
        }
    }

    fn end(&mut self, now: Frames, note: NoteId, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        if let Some(place) = self.notes.iter().position(|sounding| sounding.id == note) {
            let ended = self.notes.remove(place);
            sound.synth.note_off(self.number, note);
            sink.note(self.off_record(now, ended));
        }
    }

    fn off_record(&self, now: Frames, note: Note) -> NoteRecord {
        NoteRecord { at: now, part: self.number, on: false, pitch: note.pitch, velocity: 0.0, note: note.id }
    }

    /// Ends all notes; the mode forgets what it held.
    pub(super) fn silence(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.mode.silence();
        while let Some(note) = self.notes.pop() {
            sound.synth.note_off(self.number, note.id);
            sink.note(self.off_record(now, note));
        }
    }

    pub(super) fn finish(&mut self) {
        self.mode.finish();
    }

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
            mode: self.mode.status(),
        }
    }
}

/// What a part needs to sound.
pub(super) struct Sounding<'a> {
    pub(super) synth: &'a mut Synth,
    pub(super) a4_hz: f32,
}
