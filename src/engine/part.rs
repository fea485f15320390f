//! One part: a mode, its notes, its place in the mix.

use arrayvec::ArrayVec;

use super::{GlideRecord, NoteRecord, PartSetup, PartSnapshot, SetupError, Sink};
use crate::input::Role;
use crate::music::{Lock, LockSet, Pitch, Register, pitch_to_hz};
use crate::play::{Act, Build, Context, Heard, Intent, Intents, NoteId, PlayMode, registry};
use crate::sound::{Effects, PartMix, Synth};
use crate::time::{Frames, ms_to_frames};

/// Notes of one part that can sound at once; a further one ends the oldest.
pub(super) const MAX_NOTES: usize = 32;

/// Longest glide, in ms.
const MAX_GLIDE_MS: f32 = 20_000.0;
/// Shortest glide, in ms: a step of pitch would click.
const MIN_GLIDE_MS: f32 = 5.0;

/// A note that sounds.
#[derive(Clone, Copy)]
struct Note {
    id: NoteId,
    /// Pitch at the onset.
    started: Pitch,
    /// Pitch it has now, or glides to.
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
                    self.notes.push(Note { id: note, started: pitch, pitch });
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
                Intent::Glide { note, pitch, glide_ms } => {
                    let pitch = lock.snap_within(pitch, self.register);
                    self.glide(now, note, pitch, glide_ms, sound, sink);
                }
            }
        }
    }

    /// Lets a sounding note glide to `pitch`, which is locked.
    fn glide(
        &mut self,
        now: Frames,
        note: NoteId,
        pitch: Pitch,
        glide_ms: f32,
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
        sound.synth.glide(self.number, note, pitch_to_hz(pitch, sound.a4_hz), frames);
        sink.glide(GlideRecord { at: now, part: self.number, note, pitch, frames });
    }

    fn end(&mut self, now: Frames, note: NoteId, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        if let Some(place) = self.notes.iter().position(|sounding| sounding.id == note) {
            let ended = self.notes.remove(place);
            sound.synth.note_off(self.number, note);
            sink.note(self.off_record(now, ended));
        }
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
    pub(super) rate_hz: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::Harmony;
    use crate::sound::{Bus, Patch};
    use crate::time::BLOCK_FRAMES;

    #[derive(Default)]
    struct Log {
        notes: Vec<NoteRecord>,
        glides: Vec<GlideRecord>,
    }

    impl Sink for Log {
        fn note(&mut self, note: NoteRecord) {
            self.notes.push(note);
        }
        fn glide(&mut self, glide: GlideRecord) {
            self.glides.push(glide);
        }
        fn retired(&mut self, _: Box<super::super::Music>) -> Result<(), Box<super::super::Music>> {
            Ok(())
        }
    }

    /// Every pitch a note glides to is in the lock and in the register, a note stays one note
    /// however often it glides, and a glide to where it is already or of a note that has ended
    /// is none.
    #[test]
    fn glides_are_locked() {
        let row = &registry::MODES[0];
        let setup = PartSetup {
            name: String::new(),
            mode: row.id,
            options: crate::play::Options::defaults(row.options),
            roles: vec![Role::A],
            register: Register { low: 48.0, high: 84.0 },
            lock: Lock::Scale,
            listens: None,
            patch: Patch::default(),
            level_db: 0.0,
            pan: 0.0,
            room_db: -60.0,
            effects: crate::sound::EffectsSetup::default(),
        };
        let mut part = Part::build(0, &setup, Build { rate_hz: 48_000.0, seed: 1 }).unwrap();
        let mut synth = Synth::new(48_000.0, &[setup.patch]);
        let mut sound = Sounding { synth: &mut synth, a4_hz: 440.0, rate_hz: 48_000.0 };
        let lock = LockSet::new(&Harmony::default(), Lock::Scale, false);
        let mut log = Log::default();
        let mut want = |now, intent, sound: &mut Sounding<'_>, log: &mut Log| {
            part.intents.push(intent);
            part.play(now, &lock, sound, log);
        };
        want(0, Intent::On { note: 1, pitch: 60.3, velocity: 80.0 }, &mut sound, &mut log);
        let mut bus = [Bus::silent()];
        for step in 0..200u64 {
            let place = (step * 37 % 100) as f32 / 100.0;
            let glide = Intent::Glide { note: 1, pitch: 36.0 + 60.0 * place, glide_ms: 1000.0 * place };
            want(64 * step, glide, &mut sound, &mut log);
            sound.synth.render(0, BLOCK_FRAMES, &mut bus);
            assert_eq!(sound.synth.sounding(), 1);
        }
        let nonsense = Intent::Glide { note: 1, pitch: f32::NAN, glide_ms: f32::NAN };
        want(64 * 200, nonsense, &mut sound, &mut log);
        want(64 * 200, Intent::Off { note: 1 }, &mut sound, &mut log);
        let glides = log.glides.len();
        want(64 * 201, Intent::Glide { note: 1, pitch: 70.0, glide_ms: 50.0 }, &mut sound, &mut log);
        assert_eq!(log.glides.len(), glides, "a note that has ended glides");
        assert!(glides > 100);
        for glide in &log.glides {
            assert!(lock.contains(glide.pitch) && setup.register.contains(glide.pitch), "{glide:?}");
            assert!((240..=48_000).contains(&glide.frames), "{glide:?}");
        }
        assert!(log.glides.windows(2).all(|pair| pair[0].pitch != pair[1].pitch));
        assert_eq!(log.notes.len(), 2);
        assert!(log.notes[0].on && !log.notes[1].on && log.notes[0].pitch == log.notes[1].pitch);
    }
}
