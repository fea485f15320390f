//! `arp`: hold, and the tones of the chord run in the beat.
//!
//! The first note sounds on the press, whatever the beat; the run joins the beat with the
//! second. Where the run was is where the next press goes on, unless there was a rest of a
//! bar. A tap still plays a few notes, so that those who cannot hold have a figure a press.

use arrayvec::ArrayVec;

use super::grid::{beats_to_frames, next_place};
use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intents, MAX_SOUNDING, ModeStatus, OptionKind, OptionSpec, Options, PlayMode,
    Sounding, Until, Velocity, playable,
};
use crate::chance::Chance;
use crate::input::{Role, Slot};
use crate::music::{LockSet, Pitch};
use crate::time::Frames;

/// Most tones that a run goes through.
const MAX_TONES: usize = 48;
/// Most tones of a chord that is struck as a whole.
const MAX_STRUCK: usize = 5;
/// Loudness of notes on the beat and between, as parts of the press's.
const ON_BEAT: Velocity = 0.95;
const OFF_BEAT: Velocity = 0.8;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "arp",
    label: "Arpeggio",
    about: "Hold and the tones of the chord run in the beat; a tap plays a few of them.",
    roles: &[("a … p", "let the chord run for as long as they are held")],
    options: &[
        OptionSpec {
            name: "pattern",
            about: "How it runs: up, down, up and down, a seeded walk, or all tones of the chord at once.",
            kind: OptionKind::Choice { values: &["up", "down", "up_down", "walk", "chord"], default: "up" },
        },
        OptionSpec {
            name: "takes",
            about: "What it runs through: tones of the chord, or everything that the part's lock allows.",
            kind: OptionKind::Choice { values: &["chord", "lock"], default: "chord" },
        },
        OptionSpec {
            name: "octaves",
            about: "How many octaves it runs through, as far as the register goes.",
            kind: OptionKind::Number { min: 1.0, max: 4.0, default: 2.0, unit: "octaves" },
        },
        OptionSpec {
            name: "per_beat",
            about: "Notes a beat.",
            kind: OptionKind::Number { min: 0.5, max: 8.0, default: 2.0, unit: "notes" },
        },
        OptionSpec {
            name: "gate",
            about: "How much of its time each note sounds: 0.1 is short and dry, 1 is bound.",
            kind: OptionKind::Number { min: 0.1, max: 1.0, default: 0.8, unit: "" },
        },
        OptionSpec {
            name: "least_notes",
            about: "How many notes a press plays at least, however short it is.",
            kind: OptionKind::Number { min: 1.0, max: 16.0, default: 4.0, unit: "notes" },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Arp::new(options, build)),
};

#[derive(Clone, Copy, PartialEq)]
enum Pattern {
    Up,
    Down,
    UpDown,
    Walk,
    Chord,
}

struct Arp {
    pattern: Pattern,
    of_chord: bool,
    octaves: f32,
    per_beat: f64,
    gate: f64,
    least: u32,
    chance: Chance,
    held: ArrayVec<Slot, MAX_SOUNDING>,
    velocity: Velocity,
    /// Notes since the last press.
    played: u32,
    /// Place in the run, and where it goes in patterns that turn.
    place: Option<i32>,
    rises: bool,
    next: Option<Frames>,
    /// When the last note began.
    last: Frames,
    home: bool,
    sounding: Sounding,
    lit: Option<Pitch>,
}

type Tones = ArrayVec<Pitch, MAX_TONES>;

impl Arp {
    fn new(options: &Options, build: Build) -> Self {
        Arp {
            pattern: match options.choice("pattern") {
                "down" => Pattern::Down,
                "up_down" => Pattern::UpDown,
                "walk" => Pattern::Walk,
                "chord" => Pattern::Chord,
                _ => Pattern::Up,
            },
            of_chord: options.choice("takes") != "lock",
            octaves: options.number("octaves") as f32,
            per_beat: options.number("per_beat").clamp(0.5, 8.0),
            gate: options.number("gate"),
            least: options.number("least_notes") as u32,
            chance: Chance::new(build.seed),
            held: ArrayVec::new(),
            velocity: 72.0,
            played: 0,
            place: None,
            rises: true,
            next: None,
            last: 0,
            home: false,
            sounding: Sounding::default(),
            lit: None,
        }
    }

    fn set(&self, context: &Context<'_>) -> LockSet {
        if self.of_chord { LockSet::chord(context.harmony) } else { *context.lock }
    }

    /// The tones of the run, from the lowest in the register up.
    fn tones(&self, context: &Context<'_>) -> Tones {
        let set = self.set(context);
        let (first, last) = set.steps_in(context.register);
        let period = context.harmony.scale.period_cents() / 100.0;
        let top = set.pitch(first) + self.octaves * period + 0.01;
        let mut tones = Tones::new();
        for step in first..=last.min(first.saturating_add(MAX_TONES as i32 - 1)) {
            let pitch = context.lock.snap_within(set.pitch(step), context.register);
            let is_new = tones.last().is_none_or(|last| pitch > last + 0.01);
            if set.pitch(step) <= top && is_new && !tones.is_full() {
                tones.push(pitch);
            }
        }
        if tones.is_empty() {
            tones.push(context.lock.snap_within(context.register.centre(), context.register));
        }
        tones
    }

    /// The next place among `count`, never the one before where there are two.
    fn next_place(&mut self, count: i32) -> i32 {
        let Some(place) = self.place.map(|place| place.min(count - 1)) else {
            self.rises = true;
            return match self.pattern {
                Pattern::Down => count - 1,
                Pattern::Walk => count / 3,
                _ => 0,
            };
        };
        if count < 2 {
            return 0;
        }
        match self.pattern {
            Pattern::Up => (place + 1) % count,
            Pattern::Down => (place + count - 1) % count,
            Pattern::UpDown | Pattern::Chord => {
                if place == 0 || place == count - 1 {
                    self.rises = place == 0;
                }
                if self.rises { place + 1 } else { place - 1 }
            }
            Pattern::Walk => {
                let width = 1 + self.chance.weighted(&[0.62, 0.28, 0.1]) as i32;
                // It tends to go on as it went, and turns at the ends.
                let goes_on = self.chance.happens(0.66);
                self.rises = if goes_on { self.rises } else { !self.rises };
                let to = |rises: bool| if rises { place + width } else { place - width };
                if !(0..count).contains(&to(self.rises)) {
                    self.rises = !self.rises;
                }
                to(self.rises).clamp(0, count - 1)
            }
        }
    }

    fn strike(&mut self, now: Frames, velocity: Velocity, context: &Context<'_>, out: &mut Intents) {
        let tones = self.tones(context);
        let next = next_place(now, self.per_beat, 0.4 / self.per_beat, context);
        let length = ((next - now) as f64 * self.gate) as Frames;
        let until = Until::Time(now + length.max(1));
        self.sounding.end_all(out);
        let struck = match self.pattern {
            Pattern::Chord => self.set(context).len().clamp(1, MAX_STRUCK).min(tones.len()),
            _ => 1,
        };
        let place = self.next_place((tones.len() + 1 - struck) as i32);
        self.place = Some(place);
        for tone in tones.iter().skip(place as usize).take(struck) {
            self.sounding.start(until, *tone, velocity, out);
            self.lit = Some(*tone);
        }
        self.played += 1;
        self.last = now;
        self.next = Some(next);
    }

    /// The root ends the run and rings for two beats.
    fn end_at_home(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let root = context.harmony.root;
        let near = self.lit.unwrap_or_else(|| context.register.centre());
        let period = context.harmony.scale.period_cents() / 100.0;
        let home = root + ((near - root) / period).round() * period;
        let pitch = context.lock.snap_within(home, context.register);
        self.sounding.end_all(out);
        let until = Until::Time(now + beats_to_frames(2.0, context));
        self.sounding.start(until, pitch, self.velocity * ON_BEAT, out);
        self.lit = Some(pitch);
        self.held.clear();
        (self.home, self.next, self.place) = (false, None, None);
    }
}

impl PlayMode for Arp {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: Role::Switch(_), slot, velocity, .. } => {
                self.held.retain(|held| *held != slot);
                if self.held.is_full() {
                    self.held.remove(0);
                }
                self.held.push(slot);
                let bar = beats_to_frames(f64::from(context.metre.beats.max(1)), context);
                if self.next.is_none() && now.saturating_sub(self.last) > bar {
                    self.place = None;
                }
                self.velocity = playable(velocity);
                self.played = 0;
                self.strike(now, self.velocity, context, out);
            }
            Act::Release { slot, .. } => self.held.retain(|held| *held != slot),
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.sounding.next_deadline().into_iter().chain(self.next).min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
        if self.next.is_none_or(|next| next > now) {
            return;
        }
        if self.home {
            self.end_at_home(now, context, out);
        } else if self.held.is_empty() && self.played >= self.least {
            self.next = None;
        } else {
            let off = context.beat.beat - context.beat.beat.floor();
            let on_beat = !(0.05..=0.95).contains(&off);
            let accent = if on_beat { ON_BEAT } else { OFF_BEAT };
            self.strike(now, self.velocity * accent, context, out);
        }
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.held.clear();
        (self.home, self.next) = (false, None);
    }

    fn finish(&mut self) {
        self.home = true;
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.lit, place: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};
    use crate::play::{Intent, OptionValue};

    fn word(name: &'static str, value: &str) -> (&'static str, OptionValue) {
        (name, OptionValue::Choice(value.to_owned()))
    }

    fn number(name: &'static str, value: f64) -> (&'static str, OptionValue) {
        (name, OptionValue::Number(value))
    }

    fn onsets_ms(stage: &Rehearsal) -> Vec<f64> {
        let on = |(at, intent): &(Frames, Intent)| {
            matches!(intent, Intent::On { .. }).then_some(*at as f64 / 48.0)
        };
        stage.log().iter().filter_map(on).collect()
    }

    /// The first note sounds on the press, the next on the beat: at 90 BPM and two notes a
    /// beat the grid has a place every third of a second. Released, it stops.
    #[test]
    fn starts_at_once_and_joins_the_beat() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.wait_ms(500);
        stage.press(0);
        stage.wait_ms(1600);
        stage.release(0);
        stage.wait_ms(3000);
        let onsets: Vec<u32> = onsets_ms(&stage).iter().map(|at| at.round() as u32).collect();
        assert_eq!(onsets, [500, 667, 1000, 1333, 1667, 2000]);
        assert_eq!(stage.pitches(), [48.0, 52.0, 55.0, 60.0, 64.0, 67.0]);
        assert!(stage.sounding().is_empty());
    }

    /// A tap plays four notes; the next tap goes on where they ended; after a bar of rest it
    /// starts anew.
    #[test]
    fn a_tap_plays_a_few() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        for wait_ms in [2000, 6000, 3000] {
            stage.press(0);
            stage.wait_ms(60);
            stage.release(0);
            stage.wait_ms(wait_ms);
        }
        let pitches = stage.pitches();
        assert_eq!(pitches, [48.0, 52.0, 55.0, 60.0, 64.0, 67.0, 72.0, 48.0, 48.0, 52.0, 55.0, 60.0]);
    }

    /// The patterns are what they say; the walk never repeats a note.
    #[test]
    fn patterns() {
        let run = |pattern: &str| {
            let mut stage = Rehearsal::new(&ROW, &[word("pattern", pattern), number("octaves", 1.0)]);
            stage.press(0);
            stage.wait_ms(20_000);
            stage.pitches()
        };
        assert_eq!(run("down")[..5], [60.0, 55.0, 52.0, 48.0, 60.0]);
        assert_eq!(run("up_down")[..8], [48.0, 52.0, 55.0, 60.0, 55.0, 52.0, 48.0, 52.0]);
        assert_eq!(run("chord")[..9], [48.0, 52.0, 55.0, 52.0, 55.0, 60.0, 48.0, 52.0, 55.0]);
        let walk = run("walk");
        assert!(walk.len() > 50 && walk.windows(2).all(|pair| pair[0] != pair[1]), "{walk:?}");
    }

    /// The run follows the chord from its next note on; *finish* ends it on the root.
    #[test]
    fn follows_the_chord_and_comes_home() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.press(0);
        stage.wait_ms(700);
        stage.harmony.chord = crate::music::Chord::new(&[500.0, 900.0, 1200.0]);
        stage.wait_ms(600);
        let pitches = stage.pitches();
        let chord = |pitch: &f32| [0.0, 5.0, 9.0].contains(&(pitch % 12.0));
        assert!(pitches[3..].iter().all(chord), "{pitches:?}");
        stage.finish();
        stage.wait_ms(5000);
        assert!(stage.pitches().last().is_some_and(|pitch| pitch % 12.0 == 0.0));
        assert!(stage.sounding().is_empty());
    }

    proptest::proptest! {
        /// Notes are in the lock and the register, and all end, whatever is played.
        #[test]
        fn laws(acts in random_acts(), pattern in 0usize..5, takes in 0usize..2, per_beat in 1u8..=8) {
            let options = [
                word("pattern", ["up", "down", "up_down", "walk", "chord"][pattern]),
                word("takes", ["chord", "lock"][takes]),
                number("per_beat", f64::from(per_beat)),
            ];
            keeps_the_laws(&ROW, &options, &acts);
        }
    }
}
