//! `wander`: every press is the next note of a melody that makes sense.
//!
//! The melody has verses of four phrases ([`phrase`]), phrases have a contour
//! ([`contour`]) and an end on a tone of the tonic triad, motifs come back changed
//! ([`memory`]), and each note is chosen by weighing all of this with the way sung
//! melodies move ([`choice`]). It works on whatever steps the lock has ([`ground`]).
//! The figures are those of 598 folk songs; `tests/melody.rs` holds them.

mod choice;
mod contour;
mod ground;
mod lean;
mod memory;
mod phrase;
mod rest;

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intent, Intents, ModeStatus, NoteId, OptionKind, OptionSpec, Options, PlayMode,
};
use crate::chance::Chance;
use crate::input::Slot;
use crate::music::Pitch;
use crate::time::Frames;
use choice::{Motion, Want};
use ground::Ground;
use memory::Memory;
use phrase::{Habits, MAX_NOTES, Phrase, Verse};
use rest::Rest;

/// The mode as the registry knows it.
pub const ROW: ModeRow = ModeRow {
    id: "wander",
    label: "Wander",
    about: "Every press is the next note of a melody that makes sense: phrases that breathe, turn and come home.",
    roles: &[("a", "plays the next note and holds it, as does any other switch of the part")],
    options: OPTIONS,
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Wander::new(options, build)),
};

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        name: "leaps",
        about: "How often the melody leaps: 0 is calm, 0.5 as in folk songs, 1 adventurous.",
        kind: OptionKind::Number { min: 0.0, max: 1.0, default: 0.5, unit: "" },
    },
    OptionSpec {
        name: "phrase_notes",
        about: "How many notes a phrase usually has.",
        kind: OptionKind::Number { min: 4.0, max: 16.0, default: 8.0, unit: "notes" },
    },
    OptionSpec {
        name: "span",
        about: "How wide a stretch of the register the melody usually moves in before it moves on.",
        kind: OptionKind::Number { min: 7.0, max: 36.0, default: 12.0, unit: "semitones" },
    },
    OptionSpec {
        name: "recall",
        about: "How gladly motifs come back, changed: 0 is always new, 1 brings back every one it can.",
        kind: OptionKind::Number { min: 0.0, max: 1.0, default: 0.8, unit: "" },
    },
    OptionSpec {
        name: "rest_ms",
        about: "Silence after which a new phrase begins, if it is also long for this player.",
        kind: OptionKind::Number { min: 500.0, max: 20_000.0, default: 2500.0, unit: "ms" },
    },
    OptionSpec {
        name: "overlap",
        about: "Notes sound together while their switches are held; else a new note ends the one before.",
        kind: OptionKind::Flag { default: false },
    },
];

/// Most notes that sound together with `overlap`; a further one ends the oldest.
const MAX_HELD: usize = 16;
/// Presses that *finish* takes at most to come home.
const FINISH_PRESSES: usize = 3;
/// How often a recalled motif is left for a note.
const VARIES: f32 = 0.05;

/// The mode. See the module.
pub(super) struct Wander {
    habits: Habits,
    overlap: bool,
    chance: Chance,
    motion: Motion,
    memory: Memory,
    verse: Verse,
    phrase: Phrase,
    rest: Rest,
    last: Option<Pitch>,
    finishing: usize,
    held: ArrayVec<(Slot, NoteId), MAX_HELD>,
    next_note: NoteId,
}

impl Wander {
    /// A singer with these options.
    pub(super) fn new(options: &Options, build: Build) -> Self {
        Wander {
            habits: Habits {
                phrase_notes: options.number("phrase_notes").round() as i32,
                span: options.number("span") as Pitch,
                recall: options.number("recall") as f32,
            },
            overlap: options.flag("overlap"),
            chance: Chance::new(build.seed),
            motion: Motion::new(options.number("leaps") as f32),
            memory: Memory::default(),
            verse: Verse::default(),
            phrase: Phrase::default(),
            rest: Rest::new(options.number("rest_ms"), build.rate_hz),
            last: None,
            finishing: 0,
            held: ArrayVec::new(),
            next_note: 0,
        }
    }

    /// The pitch of the next note.
    pub(super) fn next(&mut self, context: &Context<'_>) -> Pitch {
        let ground = Ground::new(context);
        let strong = context.beat.is_strong(context.metre);
        let step = if self.finishing > 0 {
            self.lead_home(&ground, strong)
        } else {
            if self.phrase.played >= self.phrase.len {
                self.phrase = self.verse.phrase(
                    &ground,
                    context.register,
                    &self.habits,
                    &mut self.memory,
                    &mut self.chance,
                );
            }
            self.sing(&ground, strong)
        };
        self.phrase.played += 1;
        let pitch = ground.pitch(step);
        self.memory.note(pitch);
        self.last = Some(pitch);
        pitch
    }

    /// The next step of the phrase.
    fn sing(&mut self, ground: &Ground<'_>, strong: bool) -> i32 {
        let phrase = self.phrase;
        let at = ground.step(self.last.unwrap_or(phrase.contour.start));
        let goal = self.goal(ground, at);
        let recalled = match phrase.recalls {
            Some(recall) if phrase.played < recall.notes && !self.chance.happens(VARIES) => {
                let motif = &self.memory.motifs[recall.letter];
                motif.get(phrase.played).map(|&pitch| pitch + recall.shift)
            }
            _ => None,
        };
        let want = Want {
            phrase: &phrase,
            here: ground.pitch(at),
            goal,
            motif: recalled,
            strong,
            span: self.memory.span(),
            echoes: &self.memory.echoes(),
        };
        let step = self.motion.choose(ground, at, &want, &mut self.chance);
        let motif = &mut self.memory.motifs[phrase.letter];
        if motif.len() == phrase.played && motif.len() < MAX_NOTES {
            motif.push(ground.pitch(step));
        }
        step
    }

    /// The step that this phrase ends on: its tone of the tonic triad where the chord has
    /// it, else the nearest tone of the chord.
    fn goal(&self, ground: &Ground<'_>, at: i32) -> i32 {
        let left = self.phrase.len.saturating_sub(1 + self.phrase.played);
        // Near the end what can be reached by step counts more than the plan.
        let height = if left < 3 {
            ground.pitch(at) * 0.8 + self.phrase.contour.end * 0.2
        } else {
            self.phrase.contour.end
        };
        let tone = self.phrase.end;
        ground
            .nearest(height, |step| ground.tone(step) == tone && ground.in_chord(step))
            .or_else(|| ground.nearest(height, |step| ground.tone(step).is_some() && ground.in_chord(step)))
            .or_else(|| ground.nearest(height, |step| ground.in_chord(step)))
            .unwrap_or_else(|| ground.step(height))
    }

    /// The next step of the way home, by the third and the second where there is room.
    fn lead_home(&mut self, ground: &Ground<'_>, strong: bool) -> i32 {
        let at = match self.last {
            Some(last) => ground.step(last),
            None => ground.home((ground.pitch(ground.low) + ground.pitch(ground.high)) / 2.0),
        };
        let home = ground.home(ground.pitch(at));
        let away = self.finishing as i32 - 1;
        let inside = |step: i32| (ground.low..=ground.high).contains(&step);
        let side = if at < home { -1 } else { 1 };
        let step = [side, -side]
            .into_iter()
            .map(|side| ground.walk(home, side * away))
            .find(|&step| inside(step))
            .unwrap_or(home);
        self.motion.moved(ground, at, step, strong);
        self.finishing -= 1;
        if self.finishing == 0 {
            self.verse.end();
        }
        step
    }

    fn end_notes(&mut self, out: &mut Intents, ends: impl Fn(Slot) -> bool) {
        self.held.retain(|&mut (slot, note)| {
            // A note whose end finds no room stays held, so that it ends later.
            let ended = ends(slot) && out.try_push(Intent::Off { note }).is_ok();
            !ended
        });
    }
}

impl PlayMode for Wander {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { slot, velocity, .. } => {
                if self.rest.pressed(now, self.held.is_empty()) && self.finishing == 0 {
                    self.phrase.len = 0;
                }
                let alone = !self.overlap;
                self.end_notes(out, |held| alone || held == slot);
                if self.held.is_full() {
                    let (_, note) = self.held.remove(0);
                    let _ = out.try_push(Intent::Off { note });
                }
                let pitch = self.next(context);
                let note = self.next_note;
                self.next_note = self.next_note.wrapping_add(1);
                if out.try_push(Intent::On { note, pitch, velocity }).is_ok() {
                    self.held.push((slot, note));
                }
            }
            Act::Release { slot, .. } => {
                self.end_notes(out, |held| held == slot);
                if self.held.is_empty() {
                    self.rest.fell_silent(now);
                }
            }
            Act::Axis { .. } => {}
        }
    }

    fn silence(&mut self) {
        self.held.clear();
        self.phrase.len = 0;
        self.finishing = 0;
    }

    fn finish(&mut self) {
        self.finishing = FINISH_PRESSES;
        self.phrase.len = FINISH_PRESSES;
        self.phrase.played = 0;
    }

    fn status(&self) -> ModeStatus {
        let place = self.phrase.played.checked_sub(1).map(|place| (place as u16, self.phrase.len as u16));
        ModeStatus { lit: self.last, place: place.filter(|(place, len)| place < len) }
    }
}
