//! `rise`: hold and the pitch climbs, let go and the note that was reached sings out.
//!
//! The player chooses where the climb ends, so one switch reaches every note of the
//! register by time alone. Where the note let go is no tone of the chord, it resolves into
//! the nearest one, as a singer would.

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intent, Intents, Ladder, ModeStatus, NoteId, OptionKind, OptionSpec, Options,
    PlayMode, Velocity, playable,
};
use crate::chance::Chance;
use crate::input::{Role, Slot};
use crate::music::{LockSet, Pitch};
use crate::time::{Frames, ms_to_frames};

/// Levels are sent at this interval: finer than an ear tells apart in a slow ramp.
const TICK_MS: f64 = 10.0;
/// How strong the climb is; singing out grows from here to 1.
const CLIMB_LEVEL: f32 = 0.7;
/// The part of singing out that grows.
const SWELLS: f32 = 0.25;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "rise",
    label: "Rise",
    about: "Hold and the pitch climbs, let go and the note you have reached sings out.",
    roles: &[("a … p", "climb for as long as they are held, sing out when let go")],
    options: &[
        OptionSpec {
            name: "step_ms",
            about: "Time from one note of the climb to the next.",
            kind: OptionKind::Number { min: 60.0, max: 3000.0, default: 320.0, unit: "ms" },
        },
        OptionSpec {
            name: "direction",
            about: "Where it goes: up, down, or up in one press and down in the next. At the end of the register \
                    it turns.",
            kind: OptionKind::Choice { values: &["up", "down", "alternate"], default: "up" },
        },
        OptionSpec {
            name: "takes",
            about: "What it climbs: everything that the part's lock allows, or tones of the chord.",
            kind: OptionKind::Choice { values: &["lock", "chord"], default: "lock" },
        },
        OptionSpec {
            name: "by",
            about: "Whether it climbs by steps, each note struck, or glides.",
            kind: OptionKind::Choice { values: &["steps", "glide"], default: "steps" },
        },
        OptionSpec {
            name: "sing_ms",
            about: "How long the note sings that was reached: it swells, then fades.",
            kind: OptionKind::Number { min: 200.0, max: 15_000.0, default: 3000.0, unit: "ms" },
        },
        OptionSpec {
            name: "resolves",
            about: "Let go on a note outside the chord, it moves on to the nearest tone of the chord.",
            kind: OptionKind::Flag { default: true },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Rise::new(options, build)),
};

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Up,
    Down,
    Alternate,
}

#[derive(Clone, Copy)]
enum Phase {
    /// Climbing while this control is held; the next step is due.
    Climbs { slot: Slot, next: Frames },
    /// Singing out since this moment.
    Sings { since: Frames, next: Frames },
}

/// The note that sounds.
struct Voice {
    note: NoteId,
    pitch: Pitch,
    velocity: Velocity,
    phase: Phase,
}

struct Rise {
    step_frames: Frames,
    step_ms: f32,
    direction: Direction,
    of_chord: bool,
    glides: bool,
    sing_frames: Frames,
    tick_frames: Frames,
    resolves: bool,
    chance: Chance,
    /// Where this climb goes.
    rises: bool,
    voice: Option<Voice>,
    /// Where the last climb began and ended.
    began: Option<Pitch>,
    ended: Option<Pitch>,
    home: bool,
    last_id: NoteId,
}

impl Rise {
    fn new(options: &Options, build: Build) -> Self {
        let frames = |ms: f64| ms_to_frames(ms, build.rate_hz).max(1);
        Rise {
            step_frames: frames(options.number("step_ms")),
            step_ms: options.number("step_ms") as f32,
            direction: match options.choice("direction") {
                "down" => Direction::Down,
                "alternate" => Direction::Alternate,
                _ => Direction::Up,
            },
            of_chord: options.choice("takes") == "chord",
            glides: options.choice("by") == "glide",
            sing_frames: frames(options.number("sing_ms")),
            tick_frames: frames(TICK_MS),
            resolves: options.flag("resolves"),
            chance: Chance::new(build.seed),
            rises: false,
            voice: None,
            began: None,
            ended: None,
            home: false,
            last_id: 0,
        }
    }

    fn set(&self, context: &Context<'_>) -> LockSet {
        if self.of_chord { LockSet::chord(context.harmony) } else { *context.lock }
    }

    /// A tone of the chord to begin with, in the half of the register that the climb leaves,
    /// not the one that the last climb began with.
    fn start(&mut self, context: &Context<'_>) -> Pitch {
        let register = context.register;
        if self.home {
            let home = Ladder::new(context).pitch(context.lock, 0);
            return context.lock.snap_within(home, register);
        }
        let set = LockSet::chord(context.harmony);
        let (first, last) = set.steps_in(register);
        let half = ((last - first) / 2).max(0) as usize;
        let mut pitch = register.centre();
        for _ in 0..4 {
            let away = self.chance.below(half + 1) as i32;
            let step = if self.rises { first + away } else { last - away };
            pitch = context.lock.snap_within(set.pitch(step), register);
            let is_old = |old: Option<Pitch>| old.is_some_and(|old| (old - pitch).abs() < 0.01);
            if !is_old(self.began) && !is_old(self.ended) {
                break;
            }
        }
        pitch
    }

    /// The note after `pitch`; at the end of the register the climb turns.
    fn step(&mut self, pitch: Pitch, context: &Context<'_>) -> Pitch {
        let set = self.set(context);
        let here = set.nearest_step(pitch);
        for _ in 0..2 {
            let wanted = set.pitch(if self.rises { here + 1 } else { here - 1 });
            let next = context.lock.snap_within(wanted, context.register);
            let moves = if self.rises { next > pitch + 0.01 } else { next < pitch - 0.01 };
            if context.register.contains(wanted) && moves {
                return next;
            }
            self.rises = !self.rises;
        }
        context.lock.snap_within(pitch, context.register)
    }

    /// The tone of the chord that a note let go moves on to, where it is none itself.
    fn resolution(&self, pitch: Pitch, context: &Context<'_>) -> Option<Pitch> {
        let chord = LockSet::chord(context.harmony);
        if !self.resolves || chord.contains(pitch) {
            return None;
        }
        let tone = context.lock.snap_within(chord.snap(pitch), context.register);
        ((tone - pitch).abs() > 0.01).then_some(tone)
    }

    fn sound(&mut self, pitch: Pitch, velocity: Velocity, phase: Phase, out: &mut Intents) {
        self.end(out);
        self.last_id = self.last_id.wrapping_add(1);
        let note = self.last_id;
        let _ = out.try_push(Intent::On { note, pitch, velocity });
        let _ = out.try_push(Intent::Level { note, level: CLIMB_LEVEL });
        self.voice = Some(Voice { note, pitch, velocity, phase });
    }

    /// Takes the sounding note to another pitch, struck or gliding.
    fn go(&mut self, pitch: Pitch, phase: Phase, out: &mut Intents) {
        let Some(voice) = &mut self.voice else { return };
        if self.glides {
            (voice.pitch, voice.phase) = (pitch, phase);
            let note = voice.note;
            let _ = out.try_push(Intent::Glide { note, pitch, glide_ms: self.step_ms });
        } else {
            let velocity = voice.velocity;
            self.sound(pitch, velocity, phase, out);
        }
    }

    fn let_go(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let Some(voice) = &mut self.voice else { return };
        let phase = Phase::Sings { since: now, next: now + self.tick_frames };
        voice.phase = phase;
        let reached = voice.pitch;
        self.ended = Some(reached);
        if let Some(tone) = self.resolution(reached, context) {
            self.ended = Some(tone);
            self.go(tone, phase, out);
        }
    }

    /// Moves the level of singing out to where it is now; ends the note when it has faded.
    fn sing(&mut self, now: Frames, since: Frames, out: &mut Intents) {
        let Some(voice) = &mut self.voice else { return };
        let part = now.saturating_sub(since) as f32 / self.sing_frames as f32;
        if part >= 1.0 {
            self.end(out);
            return;
        }
        let level = if part < SWELLS {
            CLIMB_LEVEL + (1.0 - CLIMB_LEVEL) * part / SWELLS
        } else {
            1.0 - (part - SWELLS) / (1.0 - SWELLS)
        };
        voice.phase = Phase::Sings { since, next: now + self.tick_frames };
        let _ = out.try_push(Intent::Level { note: voice.note, level: level.clamp(0.0, 1.0) });
    }

    fn end(&mut self, out: &mut Intents) {
        if let Some(voice) = self.voice.take() {
            let _ = out.try_push(Intent::Off { note: voice.note });
        }
    }
}

impl PlayMode for Rise {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: Role::Switch(_), slot, velocity, .. } => {
                self.rises = match self.direction {
                    Direction::Up => true,
                    Direction::Down => false,
                    Direction::Alternate => !self.rises,
                };
                let velocity = playable(velocity);
                let pitch = self.start(context);
                self.began = Some(pitch);
                let next = if std::mem::take(&mut self.home) { Frames::MAX } else { now + self.step_frames };
                self.sound(pitch, velocity, Phase::Climbs { slot, next }, out);
            }
            Act::Release { slot, .. } => {
                let climbs =
                    |voice: &Voice| matches!(voice.phase, Phase::Climbs { slot: by, .. } if by == slot);
                if self.voice.as_ref().is_some_and(climbs) {
                    self.let_go(now, context, out);
                }
            }
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.voice.as_ref().map(|voice| match voice.phase {
            Phase::Climbs { next, .. } | Phase::Sings { next, .. } => next,
        })
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let Some(voice) = &self.voice else { return };
        match voice.phase {
            Phase::Climbs { slot, next } if next <= now => {
                let pitch = voice.pitch;
                let to = self.step(pitch, context);
                let phase = Phase::Climbs { slot, next: now + self.step_frames };
                if (to - pitch).abs() > 0.01 {
                    self.go(to, phase, out);
                } else if let Some(voice) = &mut self.voice {
                    voice.phase = phase;
                }
            }
            Phase::Sings { since, next } if next <= now => self.sing(now, since, out),
            _ => {}
        }
    }

    fn silence(&mut self) {
        self.voice = None;
        self.home = false;
    }

    fn finish(&mut self) {
        self.home = true;
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.voice.as_ref().map(|voice| voice.pitch).or(self.ended), place: None }
    }
}

#[cfg(test)]
mod tests;
