//! One part: a mode, its lane, what plays it.

use super::assist::Assist;
use super::lane::{Lane, Sounding};
use super::player::{Player, clip_frames};
use super::touch::Touch;
use super::{Expression, PartSetup, PartSnapshot, SetupError, Sink};
use crate::input::Role;
use crate::music::{Lock, LockSet, Register};
use crate::play::{Act, Build, Context, Edit, Heard, Intent, Intents, PlayMode, Velocity, registry};
use crate::sound::{Effects, PartMix};
use crate::time::Frames;

/// One part, built to play.
pub(super) struct Part {
    mode: Box<dyn PlayMode>,
    /// One bit a role.
    roles: u32,
    pub(super) register: Register,
    pub(super) lock: Lock,
    /// The lane it hears.
    pub(super) listens: Option<u8>,
    expression: Expression,
    leads: bool,
    pub(super) lane: Lane,
    intents: Intents,
    pub(super) assist: Assist,
    pub(super) touch: Touch,
    /// Its mode plays while a switch is held.
    holds: bool,
}

impl Part {
    pub(super) fn build(number: u8, setup: &PartSetup, build: Build) -> Result<Self, SetupError> {
        let row = registry::find(setup.mode).ok_or_else(|| SetupError::Mode(setup.mode.to_owned()))?;
        let mix = PartMix::new(build.rate_hz as f32, setup.level_db, setup.pan, setup.room_db);
        let effects = Effects::new(build.rate_hz as f32, &setup.effects);
        let mut lane = Lane::new(number, usize::from(number), mix, effects, build.rate_hz);
        lane.player = Player::new(build.rate_hz, &setup.source);
        let mut mode = (row.build)(&setup.options, build);
        if let Some(frames) = clip_frames(build.rate_hz, &setup.source) {
            mode.clips(&frames);
        }
        let Playing { roles, register, lock } = Playing::of(setup);
        Ok(Part {
            mode,
            roles,
            listens: setup.listens,
            register,
            lock,
            expression: setup.expression,
            leads: setup.leads,
            lane,
            intents: Intents::new(),
            assist: Assist::new(setup.assist, build.rate_hz),
            touch: Touch::default(),
            holds: row.holds,
        })
    }

    pub(super) fn plays(&self, role: Role) -> bool {
        self.roles & (1 << role.index()) != 0
    }

    /// Switches that are held to play it, one bit a role.
    pub(super) fn held_roles(&self) -> u16 {
        if self.holds { (self.roles & 0xFFFF) as u16 } else { 0 }
    }

    /// Whether an act of its player brings the next chord.
    pub(super) fn leads(&self, act: Act) -> bool {
        self.leads && matches!(act, Act::Press { role, .. } if self.plays(role)) && self.mode.leads(act)
    }

    /// The act as loud as it is in this part.
    pub(super) fn expressed(&self, act: Act, pressing: Pressing) -> Act {
        let Act::Press { role, slot, velocity, note } = act else { return act };
        let velocity = match self.expression {
            Expression::Control => velocity,
            Expression::Rhythm => pressing.rhythm,
            Expression::Fixed(velocity) => velocity.min(pressing.loudest).max(pressing.softest),
        };
        Act::Press { role, slot, velocity, note }
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        [self.mode.next_deadline(), self.assist.next_deadline()].into_iter().flatten().min()
    }

    /// Whether more is to sound or to end by itself.
    pub(super) fn plays_on(&self) -> bool {
        self.mode.plays_on() || self.assist.next_deadline().is_some()
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
        match act {
            Act::Press { slot, .. } => self.lane.by = Some(slot),
            Act::Release { slot, .. } => self.lane.by = self.lane.by.filter(|by| *by != slot),
            Act::Axis { .. } => {}
        }
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
        if let Some(act) = self.assist.pop_due(now) {
            return self.handle(now, act, context, sound, sink);
        }
        self.mode.wake(now, context, &mut self.intents);
        self.play(now, context.lock, sound, sink);
    }

    pub(super) fn retime(&mut self, now: Frames, context: &Context<'_>) {
        self.mode.retime(now, context);
    }

    pub(super) fn edit(
        &mut self,
        now: Frames,
        edit: Edit,
        context: &Context<'_>,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        self.mode.edit(now, edit, context, &mut self.intents);
        self.play(now, context.lock, sound, sink);
    }

    /// Does what the mode wants, each pitch locked.
    fn play(&mut self, now: Frames, lock: &LockSet, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        let intents = self.intents.take();
        for intent in intents {
            match intent {
                Intent::On { note, pitch, velocity } => {
                    let pitch = lock.snap_within(pitch, self.register);
                    self.lane.start(now, (note, pitch, self.touch.of(velocity)), sound, sink);
                }
                Intent::Off { note } => self.lane.end(now, note, sound, sink),
                Intent::Level { note, level } => self.lane.level(note, level, sound),
                Intent::Glide { note, pitch, glide_ms } => {
                    let pitch = lock.snap_within(pitch, self.register);
                    self.lane.glide(now, (note, pitch, glide_ms), sound, sink);
                }
                Intent::Seek { note, frame } => self.lane.seek(note, frame),
            }
        }
    }

    /// Another player, register or lock. What a player who plays no more was holding ends.
    pub(super) fn play_by(
        &mut self,
        now: Frames,
        playing: &Playing,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        if self.roles & !playing.roles != 0 {
            self.silence(now, sound, sink);
        }
        self.roles = playing.roles;
        self.register = playing.register;
        self.lock = playing.lock;
    }

    /// Exchanges everything but the lanes: what sounds stays where it is.
    pub(super) fn trade_mode(&mut self, other: &mut Part) {
        std::mem::swap(self, other);
        std::mem::swap(&mut self.lane, &mut other.lane);
    }

    /// Ends all notes; the mode forgets what it held.
    pub(super) fn silence(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.assist.silence();
        self.mode.silence();
        self.lane.silence(now, sound, sink);
    }

    /// Ends all notes; the mode keeps what it has recorded.
    pub(super) fn pause(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.assist.silence();
        self.mode.pause();
        self.lane.silence(now, sound, sink);
    }

    pub(super) fn finish(&mut self) {
        self.mode.finish();
    }

    pub(super) fn snapshot(&self) -> PartSnapshot {
        PartSnapshot {
            assisted_ms: self.assist.last_delay_ms(),
            mode: self.mode.status(),
            ..self.lane.snapshot()
        }
    }
}

/// Who plays a part, and within which pitches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Playing {
    /// One bit a role.
    roles: u32,
    register: Register,
    lock: Lock,
}

impl Playing {
    /// As `setup` says; keys of percussion are names, which no lock and no register touch.
    pub(super) fn of(setup: &PartSetup) -> Self {
        let unpitched = registry::find(setup.mode).is_some_and(|row| row.unpitched);
        Playing {
            roles: setup.roles.iter().fold(0, |bits, role| bits | 1 << role.index()),
            register: if unpitched { Register::ALL } else { setup.register },
            lock: if unpitched { Lock::Off } else { setup.lock },
        }
    }
}

/// How loud a press may be, and is by its rhythm.
#[derive(Clone, Copy, Default)]
pub(super) struct Pressing {
    pub(super) rhythm: Velocity,
    pub(super) softest: Velocity,
    pub(super) loudest: Velocity,
}

#[cfg(test)]
mod tests {
    use super::super::{GlideRecord, NoteRecord};
    use super::*;
    use crate::music::Harmony;
    use crate::sound::{Bus, Patch, Synth};
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
        fn retired(&mut self, _: super::super::Retired) -> Result<(), super::super::Retired> {
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
            expression: Expression::default(),
            seed: None,
            leads: false,
            patch: Patch::default(),
            level_db: 0.0,
            pan: 0.0,
            room_db: -60.0,
            effects: crate::sound::EffectsSetup::default(),
            source: crate::sound::Source::Patch,
            assist: crate::engine::AssistSetup::default(),
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
