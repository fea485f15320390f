//! `phrase`: every press plays a motif, fitted to the harmony and the tempo.
//!
//! The first note sounds on the press, the others fall on the beat's own grid. A motif has
//! as many notes as there is time for at this player's pace: pressed fast, the notes come
//! closer; after a rest the music breathes and begins anew. Motifs come back developed
//! ([`motif`]), each ends on a tone of the chord, and a new press always ends the motif
//! before, so that nothing piles up.

mod motif;

use super::grid::{beats_to_frames, next_place};
use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intents, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding, Until,
    Velocity, playable,
};
use crate::access::Intervals;
use crate::chance::Chance;
use crate::input::{Role, Slot};
use crate::music::{LockSet, Pitch};
use crate::time::Frames;
use motif::{Change, MAX_NOTES, Motif, MotifNote};

/// A silence this long, in beats, and twice as long as this player's usual interval, is a rest.
const REST_BEATS: f64 = 4.0;
/// Where presses are nearer than this many units, the unit halves.
const FAST_UNITS: f64 = 4.0;
/// Beats to fill where the player's pace is not known yet.
const FIRST_BEATS: f64 = 4.0;
/// Presses that make a period: a motif, what becomes of it, and its return at home.
const PERIOD: [Change; 8] = [
    Change::Same,
    Change::Sequence,
    Change::Invert,
    Change::Head,
    Change::Same,
    Change::Ornament,
    Change::Reverse,
    Change::Shift,
];
/// How far the motif moves at each press of a period, in steps; the last comes home.
const PLACES: [i32; 8] = [0, 2, 1, -1, 1, 3, -2, 0];

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "phrase",
    label: "Phrase",
    about: "Every press plays a little phrase that fits; press faster and it gets denser, rest and it breathes.",
    roles: &[("a … p", "play the next phrase; held, its last note goes on")],
    options: &[
        OptionSpec {
            name: "notes",
            about: "Most notes of a phrase; fewer are played where presses come fast.",
            kind: OptionKind::Number { min: 2.0, max: MAX_NOTES as f64 - 1.0, default: 5.0, unit: "notes" },
        },
        OptionSpec {
            name: "unit",
            about: "Shortest note at an easy pace, in beats; pressed fast, it halves.",
            kind: OptionKind::Number { min: 0.25, max: 2.0, default: 0.5, unit: "beats" },
        },
        OptionSpec {
            name: "keeps",
            about: "How long a motif stays before a new one comes: 0 changes it every eight presses, 1 keeps it.",
            kind: OptionKind::Number { min: 0.0, max: 1.0, default: 0.6, unit: "" },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Phrase::new(options, build)),
};

/// A motif that plays.
struct Run {
    motif: Motif,
    /// Next note of it, and when it comes.
    next: usize,
    at: Frames,
    unit_beats: f64,
    slot: Slot,
    held: bool,
    velocity: Velocity,
    /// The period or *finish* ends here: on the root where the chord has it.
    closes: bool,
}

struct Phrase {
    notes: usize,
    unit: f64,
    keeps: f32,
    chance: Chance,
    motif: Motif,
    /// Presses of this period so far.
    place: usize,
    run: Option<Run>,
    intervals: Intervals,
    last_press: Option<Frames>,
    /// Where the period is at home, and the last note.
    home: Option<Pitch>,
    last: Option<Pitch>,
    finishing: bool,
    sounding: Sounding,
}

impl Phrase {
    fn new(options: &Options, build: Build) -> Self {
        let notes = options.number("notes") as usize;
        let mut chance = Chance::new(build.seed);
        let motif = motif::draw(notes, &mut chance);
        Phrase {
            notes,
            unit: options.number("unit"),
            keeps: options.number("keeps") as f32,
            chance,
            motif,
            place: 0,
            run: None,
            intervals: Intervals::default(),
            last_press: None,
            home: None,
            last: None,
            finishing: false,
            sounding: Sounding::default(),
        }
    }

    /// Beats until the next press is to be expected; whether this one came after a rest.
    fn pace(&mut self, now: Frames, context: &Context<'_>) -> (f64, bool) {
        let beat = beats_to_frames(1.0, context) as f64;
        let interval = self.last_press.replace(now).map(|last| now.saturating_sub(last));
        let usual = self.intervals.median();
        let Some(interval) = interval else { return (FIRST_BEATS, false) };
        let rested =
            interval as f64 > REST_BEATS * beat && usual.is_none_or(|usual| interval as f64 > 2.0 * usual);
        self.intervals.push(interval);
        if rested {
            return (usual.map_or(FIRST_BEATS, |usual| usual / beat), true);
        }
        // A quick press counts at once, a slow one only when it is usual.
        let usual = self.intervals.median().unwrap_or(interval as f64).min(interval as f64 * 1.5);
        (usual / beat, false)
    }

    /// The motif of the next press, cut to `beats` beats of `unit`.
    fn next_motif(&mut self, beats: f64, unit: f64) -> Motif {
        if self.place == PERIOD.len() {
            self.place = 0;
            self.motif = if self.chance.happens(self.keeps) {
                motif::grown(&self.motif, &mut self.chance)
            } else {
                motif::draw(self.notes, &mut self.chance)
            };
        }
        let mut motif = motif::changed(&self.motif, PERIOD[self.place]);
        let mut used = 0.0;
        let fits = |note: &&MotifNote| {
            used += f64::from(note.units) * unit;
            used <= beats
        };
        let count = motif.iter().take_while(fits).count();
        motif.truncate((count + 1).clamp(1, self.notes + 1));
        motif
    }

    /// Where the next motif begins: a tone of the chord near its place in the period, other
    /// than the note that sounded last.
    fn start(&mut self, rested: bool, context: &Context<'_>) -> Pitch {
        let chord = LockSet::chord(context.harmony);
        let centre = context.register.centre();
        let home = *self.home.get_or_insert(centre);
        if rested || self.place == 0 {
            // It drifts through the middle of the register, so long playing stays fresh.
            let third = (context.register.high - context.register.low) / 4.0;
            let moved = home + self.chance.between(-4.0, 4.0);
            self.home = Some(moved.clamp(centre - third, centre + third));
        }
        let home = self.home.unwrap_or(centre);
        let lock = context.lock;
        let wanted = lock.pitch(lock.nearest_step(home) + PLACES[self.place]);
        let near = chord.nearest_step(wanted);
        let tones =
            [0, 1, -1, 2, -2].map(|away| lock.snap_within(chord.pitch(near + away), context.register));
        let is_last = |pitch: &Pitch| self.last.is_some_and(|last| (last - pitch).abs() < 0.01);
        tones.into_iter().find(|pitch| !is_last(pitch)).unwrap_or(tones[0])
    }

    /// The pitch of a note of the run.
    fn pitch(&self, run: &Run, context: &Context<'_>) -> Pitch {
        let (lock, register) = (context.lock, context.register);
        let last = self.last.unwrap_or_else(|| register.centre());
        let here = lock.nearest_step(last);
        let before = run.motif[run.next - 1].step;
        let by = run.motif[run.next].step - before;
        let (low, high) = lock.steps_in(register);
        // What would leave the register goes the other way.
        let is_in = |step: i32| (low..=high).contains(&step);
        let step = if is_in(here + by) { here + by } else { here - by };
        let step = if low <= high { step.clamp(low, high) } else { here };
        if run.next + 1 < run.motif.len() {
            return lock.snap_within(lock.pitch(step), register);
        }
        self.ending(lock.pitch(step), run.closes, context)
    }

    /// The tone of the chord nearest to `wanted`, rather not the last note again.
    fn ending(&self, wanted: Pitch, closes: bool, context: &Context<'_>) -> Pitch {
        let (lock, register) = (context.lock, context.register);
        let chord = LockSet::chord(context.harmony);
        let near = chord.nearest_step(wanted);
        let period = context.harmony.scale.period_cents() / 100.0;
        let cost = |pitch: Pitch| {
            let octaves = (pitch - context.harmony.root) / period;
            let is_root = (octaves - octaves.round()).abs() * period < 0.05;
            let again = self.last.is_some_and(|last| (last - pitch).abs() < 0.01);
            (pitch - wanted).abs()
                + if again && !closes { 3.0 } else { 0.0 }
                + if closes && !is_root { 9.0 } else { 0.0 }
        };
        let tones = (-4..=4).map(|away| lock.snap_within(chord.pitch(near + away), register));
        tones.min_by(|one, other| cost(*one).total_cmp(&cost(*other))).unwrap_or(wanted)
    }

    /// Sounds the next note of the run, and sets when the one after it comes.
    fn sound(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let Some(run) = self.run.take() else { return };
        let pitch = if run.next == 0 { self.last.unwrap_or(60.0) } else { self.pitch(&run, context) };
        let units = f64::from(run.motif[run.next].units);
        let is_last = run.next + 1 == run.motif.len();
        self.sounding.end_all(out);
        // The line grows a little towards its end and lets go with the last note.
        let grows = 0.86 + 0.1 * run.next as Velocity / run.motif.len() as Velocity;
        let part = if run.next == 0 {
            1.0
        } else if is_last {
            0.84
        } else {
            grows
        };
        let rings = beats_to_frames((units * run.unit_beats * 1.6).max(1.0), context);
        let until = match (is_last, run.held) {
            (true, true) => Until::Release(run.slot),
            (true, false) => Until::Time(now + rings),
            (false, _) => Until::Told,
        };
        self.sounding.start(until, pitch, run.velocity * part, out);
        self.last = Some(pitch);
        if is_last {
            return;
        }
        let least = (units - 0.55) * run.unit_beats;
        let at = next_place(now, 1.0 / run.unit_beats, least, context);
        self.run = Some(Run { next: run.next + 1, at, ..run });
    }
}

impl PlayMode for Phrase {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: Role::Switch(_), slot, velocity, .. } => {
                let (beats, rested) = self.pace(now, context);
                let closes = std::mem::take(&mut self.finishing);
                if rested {
                    self.place = PERIOD.len();
                }
                let unit_beats = if beats < FAST_UNITS * self.unit { self.unit / 2.0 } else { self.unit };
                let motif = self.next_motif(beats.max(2.0 * unit_beats), unit_beats);
                let start = self.start(rested, context);
                self.last = Some(start);
                self.run = Some(Run {
                    motif,
                    next: 0,
                    at: now,
                    unit_beats,
                    slot,
                    held: true,
                    velocity: playable(velocity),
                    closes: closes || self.place + 1 == PERIOD.len(),
                });
                self.place += 1;
                self.sound(now, context, out);
            }
            Act::Release { slot, .. } => {
                self.sounding.release(slot, out);
                if let Some(run) = self.run.as_mut().filter(|run| run.slot == slot) {
                    run.held = false;
                }
            }
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.sounding.next_deadline().into_iter().chain(self.run.as_ref().map(|run| run.at)).min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
        if self.run.as_ref().is_some_and(|run| run.at <= now) {
            self.sound(now, context, out);
        }
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.run = None;
    }

    fn finish(&mut self) {
        self.finishing = true;
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.last, place: None }
    }
}

#[cfg(test)]
mod tests;
