//! `zones`: a movement chooses the note, a switch or another movement sounds it.
//!
//! The travel of `axis1` is cut into equal zones, one a degree. A zone is left only when
//! the axis is `hysteresis` of a zone beyond its border, so a hand that trembles on a
//! border does not flutter.

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::stroll::Stroll;
use super::travel::Travel;
use super::{
    Act, Build, Context, Intent, Intents, Ladder, MAX_SOUNDING, ModeStatus, NoteId, OptionKind, OptionSpec,
    Options, PlayMode, Sounding, Until, Velocity,
};
use crate::input::{Role, Slot};
use crate::music::Pitch;
use crate::time::{Frames, ms_to_frames};

/// `axis2` sounds from this place upward, and is silent again below half of it: a breath
/// sensor at rest reads a little above nothing.
const SOUNDS_FROM: f32 = 0.05;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "zones",
    label: "Zones",
    about: "A movement chooses the note; a switch, the movement itself or a second one sounds it.",
    roles: &[
        ("axis1", "chooses the note, low to high"),
        ("axis2", "with sound_by = \"axis2\": sounds the note, as strongly as it is moved (breath)"),
        ("a … p", "with sound_by = \"switch\": sound the note for as long as they are held"),
    ],
    options: &[
        OptionSpec {
            name: "zones",
            about: "How many notes the movement is divided into.",
            kind: OptionKind::Number { min: 2.0, max: 24.0, default: 8.0, unit: "" },
        },
        OptionSpec {
            name: "from",
            about: "Degree of the first zone, 1 is the lowest root of the register.",
            kind: OptionKind::Number { min: 1.0, max: 64.0, default: 1.0, unit: "" },
        },
        OptionSpec {
            name: "hysteresis",
            about: "How far into the next zone the movement must go before it counts, as part of a zone.",
            kind: OptionKind::Number { min: 0.0, max: 0.9, default: 0.2, unit: "" },
        },
        OptionSpec {
            name: "sound_by",
            about: "What sounds the note: a switch, moving into a zone, or a second movement.",
            kind: OptionKind::Choice { values: &["switch", "move", "axis2"], default: "switch" },
        },
        OptionSpec {
            name: "glide",
            about: "Moving into another zone while a note is held starts the new note, or holds the old one.",
            kind: OptionKind::Choice { values: &["new_note", "hold"], default: "new_note" },
        },
        OptionSpec {
            name: "length_ms",
            about: "How long a note sounds that a movement has started.",
            kind: OptionKind::Number { min: 100.0, max: 10_000.0, default: 1200.0, unit: "ms" },
        },
        OptionSpec {
            name: "velocity",
            about: "Loudness of notes that no switch has started.",
            kind: OptionKind::Number { min: 1.0, max: 127.0, default: 80.0, unit: "" },
        },
        OptionSpec {
            name: "walks",
            about: "Until the movement is used, every press of a switch goes on to another zone.",
            kind: OptionKind::Flag { default: false },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Zones::new(options, build)),
};

#[derive(Clone, Copy, PartialEq)]
enum SoundBy {
    Switch,
    Move,
    Axis2,
}

#[derive(Clone, Copy, PartialEq)]
enum Breath {
    Resting,
    Sounding,
    /// Still moved, but silenced: it sounds again after a rest.
    Spent,
}

struct Zones {
    most: u16,
    from: i32,
    sound_by: SoundBy,
    new_note: bool,
    length_frames: Frames,
    velocity: Velocity,
    travel: Travel,
    /// The walk of a switch whose movement nobody uses.
    walk: Option<Stroll>,
    /// Place of `axis2`, and what it does.
    strength: f32,
    breath: Breath,
    held: ArrayVec<Slot, MAX_SOUNDING>,
    held_velocity: Velocity,
    sounding: Sounding,
    lit: Option<Pitch>,
}

impl Zones {
    fn new(options: &Options, build: Build) -> Self {
        let most = options.number("zones") as u16;
        Zones {
            most,
            from: options.number("from") as i32 - 1,
            sound_by: match options.choice("sound_by") {
                "move" => SoundBy::Move,
                "axis2" => SoundBy::Axis2,
                _ => SoundBy::Switch,
            },
            new_note: options.choice("glide") == "new_note",
            length_frames: ms_to_frames(options.number("length_ms"), build.rate_hz),
            velocity: options.number("velocity") as Velocity,
            walk: options.flag("walks").then(|| Stroll::new(build.seed)),
            travel: Travel::new(most, options.number("hysteresis") as f32),
            strength: 0.0,
            breath: Breath::Resting,
            held: ArrayVec::new(),
            held_velocity: 72.0,
            sounding: Sounding::default(),
            lit: None,
        }
    }

    /// Fits the zones to what the lock and the register hold now. That alone sounds
    /// nothing.
    fn prepare(&mut self, context: &Context<'_>) -> Ladder {
        let ladder = Ladder::new(context);
        self.travel.set_count(self.most.min(ladder.rungs_from(self.from)));
        ladder
    }

    fn pitch(&self, ladder: Ladder, context: &Context<'_>) -> Pitch {
        ladder.pitch_clamped(context.lock, ladder.inside_rung(self.from) + i32::from(self.travel.zone()))
    }

    fn sound(
        &mut self,
        until: Until,
        velocity: Velocity,
        ladder: Ladder,
        context: &Context<'_>,
        out: &mut Intents,
    ) -> NoteId {
        self.sounding.end_all(out);
        self.sounding.start(until, self.pitch(ladder, context), velocity, out)
    }

    fn blow(&mut self, ladder: Ladder, context: &Context<'_>, out: &mut Intents) {
        let note = self.sound(Until::Told, self.velocity, ladder, context, out);
        let _ = out.try_push(Intent::Level { note, level: self.strength });
    }

    fn moved(&mut self, now: Frames, place: f32, context: &Context<'_>, out: &mut Intents) {
        let ladder = self.prepare(context);
        if !self.travel.moved(place) {
            return;
        }
        match self.sound_by {
            SoundBy::Move => {
                let until = Until::Time(now + self.length_frames);
                self.sound(until, self.velocity, ladder, context, out);
            }
            SoundBy::Switch if self.new_note && !self.held.is_empty() => {
                self.sound(Until::Told, self.held_velocity, ladder, context, out);
            }
            SoundBy::Axis2 if self.new_note && self.breath == Breath::Sounding => {
                self.blow(ladder, context, out)
            }
            _ => {}
        }
    }

    fn strengthened(&mut self, strength: f32, context: &Context<'_>, out: &mut Intents) {
        let ladder = self.prepare(context);
        self.strength = strength;
        if self.sound_by != SoundBy::Axis2 {
            return;
        }
        match self.breath {
            Breath::Resting if strength >= SOUNDS_FROM => {
                self.breath = Breath::Sounding;
                self.blow(ladder, context, out);
            }
            Breath::Sounding | Breath::Spent if strength < SOUNDS_FROM / 2.0 => {
                self.breath = Breath::Resting;
                self.sounding.end_all(out);
            }
            Breath::Sounding => {
                if let Some(note) = self.sounding.newest() {
                    let _ = out.try_push(Intent::Level { note, level: strength });
                }
            }
            Breath::Resting | Breath::Spent => {}
        }
    }
}

impl PlayMode for Zones {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Axis { value, .. } if !value.is_finite() => return,
            Act::Axis { role: Role::Axis(0), value } => self.moved(now, value.clamp(0.0, 1.0), context, out),
            Act::Axis { role: Role::Axis(1), value } => {
                self.strengthened(value.clamp(0.0, 1.0), context, out)
            }
            Act::Press { role: Role::Switch(_), slot, velocity, .. } if self.sound_by == SoundBy::Switch => {
                let ladder = self.prepare(context);
                self.held.retain(|held| *held != slot);
                if self.held.is_full() {
                    self.held.remove(0);
                }
                self.held.push(slot);
                self.held_velocity = velocity;
                if let Some(walk) = self.walk.as_mut().filter(|_| !self.travel.is_used()) {
                    let last = i32::from(self.travel.count()) - 1;
                    self.travel.set_zone(walk.next(0, last) as u16);
                }
                self.sound(Until::Told, velocity, ladder, context, out);
            }
            Act::Release { slot, .. } => {
                let held = self.held.len();
                self.held.retain(|held| *held != slot);
                if held > 0 && self.held.is_empty() {
                    self.sounding.end_all(out);
                }
            }
            _ => return,
        }
        let ladder = self.prepare(context);
        self.lit = Some(self.pitch(ladder, context));
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.sounding.next_deadline()
    }

    fn wake(&mut self, now: Frames, _context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.held.clear();
        if self.breath == Breath::Sounding {
            self.breath = Breath::Spent;
        }
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.lit, place: Some((self.travel.zone(), self.travel.count())) }
    }
}

#[cfg(test)]
mod tests;
