//! `song`: the player owns the rhythm of a tune that is known.
//!
//! Each press is the next note of the song, or its next phrase; wrong, missing and further
//! presses never make it wait. Where it stands is kept by [`place`], what sounds by
//! [`voices`], chords and bass by [`backing`], what plays by itself in tempo by [`run`], and
//! the way into the register by [`transpose`].

mod backing;
mod place;
mod run;
#[cfg(test)]
mod tests;
mod transpose;
mod tune;
mod voices;

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intents, MAX_SOUNDING, ModeStatus, OptionKind, OptionSpec, Options, PlayMode,
    Velocity,
};
use crate::access::Intervals;
use crate::input::Slot;
use crate::music::Pitch;
use crate::time::{Frames, ms_to_frames};
use backing::Backing;
use place::Place;
use run::Run;
use transpose::Transposed;
use tune::{Play, Step, Tune};
use voices::{Ends, Voices};

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "song",
    label: "Song",
    about: "Every press is the next note of a song: the tune is known, the rhythm is the player's own.",
    roles: &[("a", "plays the next note, chord or phrase, as does any other switch of the part")],
    options: OPTIONS,
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Player::new(options, build)),
};

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        name: "song",
        about: "The song: an id of `cantus list songs`, or a .song.toml or MIDI file; `tune.mid#2` or \
                `tune.mid#Flute` chooses a track.",
        kind: OptionKind::Song,
    },
    OptionSpec {
        name: "play",
        about: "What sounds: the melody; melody and chords; a chord a press; or, beside a part with the melody \
                on the same switch, the accompaniment or the bass that move along with it.",
        kind: OptionKind::Choice {
            values: &["melody", "melody_and_chords", "chords", "accompaniment", "bass"],
            default: "melody",
        },
    },
    OptionSpec {
        name: "press",
        about: "What a press plays: the next note; the next phrase, in tempo; or the song for as long as it is \
                held, in tempo.",
        kind: OptionKind::Choice { values: &["note", "phrase", "hold"], default: "note" },
    },
    OptionSpec {
        name: "length",
        about: "How long a note sounds: for as long as it is held, or as long as it is written, at the player's \
                own pace (for those who tap).",
        kind: OptionKind::Choice { values: &["held", "written"], default: "held" },
    },
    OptionSpec {
        name: "at_end",
        about: "Behind the last note the song goes round, or starts over after a rest and until then says its \
                last note again.",
        kind: OptionKind::Choice { values: &["round", "rest"], default: "round" },
    },
    OptionSpec {
        name: "resume",
        about: "After a rest within a phrase the song goes on at the beginning of that phrase, once, or at the \
                next note.",
        kind: OptionKind::Choice { values: &["phrase", "note"], default: "phrase" },
    },
    OptionSpec {
        name: "rest_ms",
        about: "A pause between presses that is a rest, if it is also long for this player.",
        kind: OptionKind::Number { min: 500.0, max: 60_000.0, default: 6000.0, unit: "ms" },
    },
];

/// How loud chords and bass are beside the melody, as part of its velocity.
const BACKING_VELOCITY: Velocity = 0.75;
/// How much louder the first note of a bar is where the song plays by itself.
const BAR_ACCENT: Velocity = 1.08;
/// How much of its written length a note sounds, so that repeated notes stay apart.
const SOUNDS: f64 = 0.94;
/// How long chords go on after the last switch was let go: two of the player's intervals,
/// within these bounds in ms.
const CARRY_MS: (f64, f64) = (900.0, 3500.0);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    Note,
    Phrase,
    Hold,
}

/// The mode. See the module.
struct Player {
    tune: Tune,
    press: Press,
    written: bool,
    place: Place,
    backing: Backing,
    voices: Voices,
    run: Option<Run>,
    held: ArrayVec<Slot, MAX_SOUNDING>,
    /// Frames a beat of the song has taken, at the last presses.
    pace: Intervals,
    /// When the last step was played, and how many beats it has till the next.
    before: Option<(Frames, f64)>,
    /// When chords and bass end, if nothing happens.
    quiet_at: Option<Frames>,
    carry_frames: (Frames, Frames),
    last: Option<Pitch>,
}

impl Player {
    fn new(options: &Options, build: Build) -> Self {
        let song = options.song("song");
        let play = Play::of(options.choice("play"));
        let tune = Tune::new(&song, play);
        let carry = |ms| ms_to_frames(ms, build.rate_hz);
        Player {
            place: Place::new(options, build.rate_hz),
            backing: Backing::default(),
            tune,
            press: match options.choice("press") {
                "phrase" => Press::Phrase,
                "hold" => Press::Hold,
                _ => Press::Note,
            },
            written: options.choice("length") == "written",
            voices: Voices::default(),
            run: None,
            held: ArrayVec::new(),
            pace: Intervals::default(),
            before: None,
            quiet_at: None,
            carry_frames: (carry(CARRY_MS.0), carry(CARRY_MS.1)),
            last: None,
        }
    }

    fn pressed(
        &mut self,
        now: Frames,
        slot: Slot,
        velocity: Velocity,
        context: &Context<'_>,
        out: &mut Intents,
    ) {
        self.held.retain(|held| *held != slot);
        if self.held.is_full() {
            self.held.remove(0);
        }
        self.held.push(slot);
        self.quiet_at = None;
        match self.press {
            Press::Note => {
                let step = self.place.next(now, &self.tune);
                self.learn_pace(now);
                let ends = if self.written {
                    let beats = self.tune.step(step).beats;
                    Ends::At(now + (beats * self.frames_a_beat(context) * SOUNDS) as Frames)
                } else {
                    Ends::Release(slot)
                };
                self.before = Some((now, self.tune.beats_to_next(step)));
                self.sound(step, ends, velocity, context, out);
            }
            // Holding a second switch adds nothing.
            Press::Hold if self.run.is_some() && self.held.len() > 1 => {}
            Press::Phrase | Press::Hold => {
                let step = self.place.next(now, &self.tune);
                let end =
                    if self.press == Press::Hold { self.tune.len() } else { self.tune.phrase_end(step) };
                if self.press == Press::Phrase {
                    // A press that comes early goes on to the next phrase.
                    self.place.played(end - 1, &self.tune);
                }
                self.run = Some(Run::new(now, step, end, velocity));
                self.run_on(now, context, out);
            }
        }
    }

    fn released(&mut self, now: Frames, slot: Slot, out: &mut Intents) {
        let before = self.held.len();
        self.held.retain(|held| *held != slot);
        self.voices.release(slot, out);
        if self.held.is_empty() && before > 0 {
            if self.press == Press::Hold {
                self.run = None;
                self.voices.end_melody(out);
            }
            if self.run.is_none() {
                let usual = self.place.usual_interval().saturating_mul(2);
                let (least, most) = self.carry_frames;
                self.quiet_at = Some(now + usual.clamp(least, most));
            }
        }
    }

    /// Plays what is due of what plays by itself.
    fn run_on(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let Some(run) = self.run else { return };
        let frames_a_beat = 60.0 * context.rate_hz / context.tempo_bpm.max(1.0);
        let step = run.step;
        let accent = if self.tune.step(step).begins_bar { BAR_ACCENT } else { 1.0 };
        let ends = Ends::At(now + (self.tune.step(step).beats * frames_a_beat * SOUNDS) as Frames);
        self.sound(step, ends, run.velocity * accent, context, out);
        if self.press == Press::Hold {
            self.place.played(step, &self.tune);
        }
        self.run = run.after(self.tune.beats_to_next(step) * frames_a_beat);
        if self.run.is_none() {
            let ring = (self.tune.step(step).beats * frames_a_beat) as Frames;
            self.quiet_at = Some(now + ring.max(self.carry_frames.0));
        }
    }

    /// Sounds a step: its note, its chord, or both.
    fn sound(
        &mut self,
        step: usize,
        ends: Ends,
        velocity: Velocity,
        context: &Context<'_>,
        out: &mut Intents,
    ) {
        let Step { above_root, chord, strikes, .. } = self.tune.step(step);
        let chord = chord.map_or(context.harmony.chord, |chord| self.tune.chord(chord));
        let play = self.tune.play();
        if strikes && play != Play::Melody {
            self.voices.end_backing(out);
            let velocity = if play == Play::Chords { velocity } else { velocity * BACKING_VELOCITY };
            let pitches = if play == Play::Bass {
                self.backing.bass(&chord, context)
            } else {
                self.backing.voiced(&chord, context)
            };
            for pitch in pitches {
                self.voices.start(Ends::Told, pitch, velocity, out);
                if play != Play::MelodyAndChords {
                    self.last = Some(pitch);
                }
            }
        }
        if matches!(play, Play::Melody | Play::MelodyAndChords) {
            let transposed = Transposed::new(self.tune.range(), context);
            let pitch = transposed.pitch(above_root, context);
            self.voices.end_melody(out);
            self.voices.start(ends, pitch, velocity, out);
            self.last = Some(pitch);
        }
    }

    fn learn_pace(&mut self, now: Frames) {
        if let Some((at, beats)) = self.before
            && beats > 0.0
            && !self.place.rested()
        {
            self.pace.push((now.saturating_sub(at) as f64 / beats) as Frames);
        }
    }

    /// Frames of a beat at the player's own pace; at the preset's tempo before there is one.
    fn frames_a_beat(&self, context: &Context<'_>) -> f64 {
        let written = 60.0 * context.rate_hz / context.tempo_bpm.max(1.0);
        // A slip of the hand makes no note endless.
        self.pace.median().unwrap_or(written).clamp(written / 4.0, written * 4.0)
    }
}

impl PlayMode for Player {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { slot, velocity, .. } => self.pressed(now, slot, velocity, context, out),
            Act::Release { slot, .. } => self.released(now, slot, out),
            Act::Axis { .. } => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        let run = self.run.map(|run| run.at());
        [run, self.quiet_at, self.voices.next_deadline()].into_iter().flatten().min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.voices.wake(now, out);
        if self.run.is_some_and(|run| run.at() <= now) {
            self.run_on(now, context, out);
        }
        if self.quiet_at.is_some_and(|at| at <= now) {
            self.quiet_at = None;
            self.voices.end_backing(out);
        }
    }

    fn silence(&mut self) {
        self.voices.forget();
        self.held.clear();
        self.run = None;
        self.quiet_at = None;
        self.before = None;
    }

    fn finish(&mut self) {
        self.place.finish(&self.tune, self.press == Press::Phrase);
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.last, place: self.place.shown(&self.tune) }
    }
}
