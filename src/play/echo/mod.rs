//! `echo`: taking turns. The other plays a phrase, a press answers it.
//!
//! What the part listens to is cut into [`phrase`]s where the other pauses for about as long
//! as this player needs to respond. A press answers the last phrase with its rhythm and its
//! contour ([`answer`]), changed a little each time. Nothing sounds without a press.

mod answer;
mod phrase;
#[cfg(test)]
mod tests;

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Heard, Intents, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding,
    Until, Velocity,
};
use crate::chance::Chance;
use crate::music::{LockSet, Pitch};
use crate::time::{Frames, seconds_to_frames};
use answer::{Answer, MOST_NOTES, Making, Note, bounded};
use phrase::Listening;

/// The mode as the registry knows it.
pub const ROW: ModeRow = ModeRow {
    id: "echo",
    label: "Echo",
    about: "Taking turns: the other plays a phrase, a press answers it with its rhythm and its shape, never twice the same.",
    roles: &[("a", "answers what was heard last, as does any other switch of the part")],
    options: OPTIONS,
    holds: false,
    unpitched: false,
    build: |options, build| Box::new(Echo::new(options, build)),
};

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        name: "answers",
        about: "What a press plays: the whole answer in the rhythm that was heard, or its next note, held while pressed.",
        kind: OptionKind::Choice { values: &["phrase", "notes"], default: "phrase" },
    },
    OptionSpec {
        name: "longest_s",
        about: "Onsets of a phrase later than this are not answered.",
        kind: OptionKind::Number { min: 1.0, max: 16.0, default: 8.0, unit: "s" },
    },
];

/// Times that an answer is made anew where it would be the one before.
const TRIES: usize = 8;
/// Answers that *finish* takes until it is done.
const FINISH_ANSWERS: u8 = 1;

/// What sounded of an answer: its onsets, in frames after the press, and pitches.
type Sounded = ArrayVec<(Frames, Pitch), MOST_NOTES>;

/// The mode. See the module.
struct Echo {
    by_notes: bool,
    longest: Frames,
    chance: Chance,
    listening: Listening,
    answer: Answer,
    /// The next note of the answer.
    next: usize,
    /// When the answer began.
    started: Frames,
    velocity: Velocity,
    /// What was heard when the answer was made.
    answers_to: u32,
    sounding: Sounding,
    /// The answer before, and this one so far.
    before: Sounded,
    sounded: Sounded,
    finishing: u8,
    last: Option<Pitch>,
}

impl Echo {
    fn new(options: &Options, build: Build) -> Self {
        Echo {
            by_notes: options.choice("answers") == "notes",
            longest: seconds_to_frames(options.number("longest_s"), build.rate_hz),
            chance: Chance::new(build.seed),
            listening: Listening::new(build.rate_hz),
            answer: Answer::new(),
            next: 0,
            started: 0,
            velocity: 72.0,
            answers_to: 0,
            sounding: Sounding::default(),
            before: Sounded::new(),
            sounded: Sounded::new(),
            finishing: 0,
            last: None,
        }
    }

    /// Makes an answer to what was heard, another one than the last.
    fn make(&mut self, now: Frames, context: &Context<'_>) {
        let making = Making { longest: self.longest, home: self.finishing > 0 };
        self.finishing = self.finishing.saturating_sub(1);
        self.answers_to = self.listening.heard;
        if !self.sounded.is_empty() {
            self.before = std::mem::take(&mut self.sounded);
        }
        self.next = 0;
        self.started = now;
        for _ in 0..TRIES {
            self.answer = match self.listening.phrase(now) {
                Some(phrase) => answer::answer(phrase, &making, context, &mut self.chance),
                None => self.alone(&making, context),
            };
            if !self.is_the_one_before() {
                return;
            }
        }
    }

    /// With nobody to answer a press plays a tone of the chord.
    fn alone(&mut self, making: &Making, context: &Context<'_>) -> Answer {
        let chord = LockSet::chord(context.harmony);
        let from = self.last.unwrap_or(context.register.centre());
        let step = if making.home { 0 } else { chord.nearest_step(from) + self.chance.below(5) as i32 - 2 };
        let frames = seconds_to_frames(60.0 / context.tempo_bpm, context.rate_hz);
        let pitch = bounded(chord.pitch(step), context);
        std::iter::once(Note { at: 0, frames, pitch, emphasis: 1.0 }).collect()
    }

    fn is_the_one_before(&self) -> bool {
        self.answer.len() == self.before.len()
            && self.answer.iter().zip(&self.before).all(|(note, (at, pitch))| {
                (self.by_notes || note.at == *at) && (note.pitch - pitch).abs() < 0.01
            })
    }

    /// Plays the next note of the answer.
    fn play(&mut self, until: Option<Until>, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let Some(note) = self.answer.get(self.next).copied() else { return };
        self.next += 1;
        let mut pitch = context.lock.snap_within(note.pitch, context.register);
        // The harmony may have made of another answer the same one: its end then differs.
        if self.next == self.answer.len() && self.would_repeat(note.at, pitch) {
            pitch = neighbour(pitch, context);
        }
        if self.sounded.is_full() {
            self.sounded.remove(0);
        }
        self.sounded.push((if self.by_notes { 0 } else { note.at }, pitch));
        self.last = Some(pitch);
        let until = until.unwrap_or(Until::Time(now + note.frames.max(1)));
        self.sounding.start(until, pitch, self.velocity * note.emphasis, out);
    }

    fn would_repeat(&self, at: Frames, pitch: Pitch) -> bool {
        let same = |a: (Frames, Pitch), b: (Frames, Pitch)| {
            (self.by_notes || a.0 == b.0) && (a.1 - b.1).abs() < 0.01
        };
        self.before.len() == self.sounded.len() + 1
            && self.before.iter().zip(&self.sounded).all(|(a, b)| same(*a, *b))
            && self.before.last().is_some_and(|last| same(*last, (at, pitch)))
    }
}

/// The allowed pitch next to `pitch`: below, or above where there is none below.
fn neighbour(pitch: Pitch, context: &Context<'_>) -> Pitch {
    let step = context.lock.nearest_step(pitch);
    let below = context.lock.pitch(step - 1);
    let other = if context.register.contains(below) { below } else { context.lock.pitch(step + 1) };
    context.lock.snap_within(other, context.register)
}

impl PlayMode for Echo {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { slot, velocity, .. } => {
                self.listening.answered(now);
                self.velocity = velocity;
                if self.by_notes {
                    if self.next >= self.answer.len() || self.answers_to != self.listening.heard {
                        self.make(now, context);
                    }
                    self.play(Some(Until::Release(slot)), now, context, out);
                } else {
                    self.sounding.end_all(out);
                    self.make(now, context);
                    self.play(None, now, context, out);
                }
            }
            Act::Release { slot, .. } => self.sounding.release(slot, out),
            Act::Axis { .. } => {}
        }
    }

    fn hear(&mut self, now: Frames, heard: Heard, _context: &Context<'_>, _out: &mut Intents) {
        self.listening.hear(now, heard);
    }

    fn next_deadline(&self) -> Option<Frames> {
        let note = self.answer.get(self.next).filter(|_| !self.by_notes).map(|note| self.started + note.at);
        [note, self.sounding.next_deadline()].into_iter().flatten().min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
        if self.by_notes {
            return;
        }
        while self.answer.get(self.next).is_some_and(|note| self.started + note.at <= now) {
            self.play(None, now, context, out);
        }
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.answer.clear();
        self.next = 0;
        self.listening.silence();
    }

    fn finish(&mut self) {
        self.finishing = FINISH_ANSWERS;
    }

    fn status(&self) -> ModeStatus {
        let place = (self.next < self.answer.len()).then_some((self.next as u16, self.answer.len() as u16));
        ModeStatus { lit: self.last, place }
    }
}
