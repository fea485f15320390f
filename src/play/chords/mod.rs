//! `chords`: every press is a chord, strummed, its voices led from the one before.
//!
//! Where the part leads (`leads = true` in a preset with `progression_by = "presses"`) every
//! press brings the next chord for all parts: the player conducts. Else a press strums the
//! chord that holds, of bars or of the therapist.

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::voicing::{Leading, MAX_VOICES};
use super::{
    Act, Build, Context, Intents, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding, Until,
    Velocity, playable,
};
use crate::input::{Role, Slot};
use crate::music::{Chord, LockSet, Pitch, Register};
use crate::time::{Frames, ms_to_frames};

/// The bass lies within this many semitones of the bottom of the register.
const BASS_SPAN: Pitch = 14.0;
/// The switch that strums the chord again without going on.
const AGAIN: Role = Role::Switch(1);
/// Loudness of voices as parts of the press's: the bass, those inside, the top that sings.
const BASS: Velocity = 0.9;
const INSIDE: Velocity = 0.82;
const TOP: Velocity = 1.0;
/// A held chord lasts at least this long after its strum, in ms.
const LEAST_MS: f64 = 200.0;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "chords",
    label: "Chords",
    about: "Every press strums a chord, its voices led from the one before; in a preset that presses lead, the \
            next one.",
    roles: &[
        ("a, c … p", "strum the next chord (where the part leads) or the one that holds"),
        ("b", "strums the same chord again"),
    ],
    options: &[
        OptionSpec {
            name: "voices",
            about: "How many voices the chord has above its bass.",
            kind: OptionKind::Number { min: 2.0, max: MAX_VOICES as f64, default: 4.0, unit: "voices" },
        },
        OptionSpec {
            name: "bass",
            about: "The chord has its root below, as a guitar's lowest string.",
            kind: OptionKind::Flag { default: true },
        },
        OptionSpec {
            name: "strum_ms",
            about: "Time from one string to the next; 0 strikes them together.",
            kind: OptionKind::Number { min: 0.0, max: 250.0, default: 22.0, unit: "ms" },
        },
        OptionSpec {
            name: "direction",
            about: "A strum goes from the lowest string to the highest, back, or both in turn.",
            kind: OptionKind::Choice { values: &["down", "up", "alternate"], default: "down" },
        },
        OptionSpec {
            name: "rings",
            about: "The chord rings on until the next one; else it ends when the switch is let go.",
            kind: OptionKind::Flag { default: true },
        },
        OptionSpec {
            name: "ring_ms",
            about: "How long a chord rings at most.",
            kind: OptionKind::Number { min: 200.0, max: 20_000.0, default: 6000.0, unit: "ms" },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Chords::new(options, build)),
};

#[derive(Clone, Copy)]
enum Direction {
    Down,
    Up,
    Alternate,
}

/// A string of the strum that has not sounded yet.
#[derive(Clone, Copy)]
struct Pending {
    at: Frames,
    pitch: Pitch,
    velocity: Velocity,
}

struct Chords {
    voices: usize,
    bass: bool,
    strum_frames: Frames,
    direction: Direction,
    rings: bool,
    ring_frames: Frames,
    least_frames: Frames,
    leading: Leading,
    /// Chord and strings of the last strum.
    chord: Option<Chord>,
    strings: ArrayVec<Pitch, { MAX_VOICES + 1 }>,
    upward: bool,
    pending: ArrayVec<Pending, { MAX_VOICES + 1 }>,
    /// When the strum is over, and the chord ends.
    strummed: Frames,
    ends: Option<Frames>,
    slot: Option<Slot>,
    sounding: Sounding,
}

impl Chords {
    fn new(options: &Options, build: Build) -> Self {
        let frames = |ms: f64| ms_to_frames(ms, build.rate_hz);
        Chords {
            voices: options.number("voices") as usize,
            bass: options.flag("bass"),
            strum_frames: frames(options.number("strum_ms")),
            direction: match options.choice("direction") {
                "up" => Direction::Up,
                "alternate" => Direction::Alternate,
                _ => Direction::Down,
            },
            rings: options.flag("rings"),
            ring_frames: frames(options.number("ring_ms")),
            least_frames: frames(LEAST_MS),
            leading: Leading::default(),
            chord: None,
            strings: ArrayVec::new(),
            upward: true,
            pending: ArrayVec::new(),
            strummed: 0,
            ends: None,
            slot: None,
            sounding: Sounding::default(),
        }
    }

    /// The strings of the next strum, lowest first.
    fn lay_out(&mut self, again: bool, context: &Context<'_>) {
        if again && self.chord == Some(context.harmony.chord) && !self.strings.is_empty() {
            return;
        }
        self.chord = Some(context.harmony.chord);
        let register = context.register;
        self.strings.clear();
        let mut upper = register;
        if self.bass && register.high - register.low >= 24.0 {
            let bass = bass(context);
            self.strings.push(bass);
            upper.low = (bass + 4.0).max(register.low + BASS_SPAN * 0.6);
        }
        for pitch in self.leading.next(self.voices, upper, context) {
            if self.strings.last().is_none_or(|below| pitch > below + 0.01) {
                self.strings.push(pitch);
            }
        }
    }

    fn strum(&mut self, now: Frames, velocity: Velocity, out: &mut Intents, context: &Context<'_>) {
        self.sounding.end_all(out);
        self.pending.clear();
        let upward = match self.direction {
            Direction::Down => true,
            Direction::Up => false,
            Direction::Alternate => self.upward,
        };
        self.upward = !upward;
        let count = self.strings.len();
        for place in 0..count {
            let string = if upward { place } else { count - 1 - place };
            let part = match string {
                string if string + 1 == count => TOP,
                0 if self.bass => BASS,
                _ => INSIDE,
            };
            self.pending.push(Pending {
                at: now + place as Frames * self.strum_frames,
                pitch: self.strings[string],
                velocity: velocity * part,
            });
        }
        self.strummed = now + count.saturating_sub(1) as Frames * self.strum_frames;
        self.ends = Some(self.strummed + self.ring_frames);
        self.sound_due(now, context, out);
    }

    /// Sounds the strings whose moment has come, in what holds now.
    fn sound_due(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        while let Some(string) = self.pending.first().copied().filter(|string| string.at <= now) {
            self.pending.remove(0);
            let pitch = context.lock.snap_within(string.pitch, context.register);
            self.sounding.start(Until::Told, pitch, string.velocity, out);
        }
    }
}

/// The chord's own bass near the bottom of the register.
fn bass(context: &Context<'_>) -> Pitch {
    let register = context.register;
    let tone = context.harmony.chord.tones().first().copied().unwrap_or(0.0);
    let set = LockSet::chord(context.harmony);
    let period = context.harmony.scale.period_cents() / 100.0;
    let above = context.harmony.root + tone / 100.0 - register.low;
    let lowest = register.low + (above - (above / period).floor() * period);
    context.lock.snap_within(set.snap(lowest), Register { high: register.low + BASS_SPAN, ..register })
}

impl PlayMode for Chords {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: role @ Role::Switch(_), slot, velocity, .. } => {
                self.lay_out(role == AGAIN, context);
                self.slot = Some(slot);
                let velocity = playable(velocity);
                self.strum(now, velocity, out, context);
            }
            Act::Release { slot, .. } if self.slot == Some(slot) => {
                self.slot = None;
                if !self.rings {
                    self.ends = Some(now.max(self.strummed + self.least_frames));
                    self.wake(now, context, out);
                }
            }
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.pending.first().map(|string| string.at).into_iter().chain(self.ends).min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.sound_due(now, context, out);
        if self.ends.is_some_and(|ends| ends <= now) {
            self.ends = None;
            self.pending.clear();
            self.sounding.end_all(out);
        }
    }

    fn leads(&self, act: Act) -> bool {
        !matches!(act, Act::Press { role, .. } if role == AGAIN)
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.pending.clear();
        (self.ends, self.slot) = (None, None);
    }

    fn finish(&mut self) {
        self.leading.forget();
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.strings.last().copied(), place: None }
    }
}

#[cfg(test)]
mod tests;
