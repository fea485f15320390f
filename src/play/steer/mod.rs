//! `steer`: the music plays itself, and a press changes it.
//!
//! The first press starts it. Each part is one layer: a pad whose voices are led from chord
//! to chord, a sparse melody as `wander` sings, or a bass. Layers that share their switches
//! change together, since each does the same with the same presses. Every press is heard at
//! once: the layer strikes anew. Without a press the music grows calm and ends; it never
//! runs on unattended.

mod rhythm;

use super::grid::{beats_to_frames, next_place};
use super::registry::ModeRow;
use super::voicing::Leading;
use super::wander::{self, Wander};
use super::{
    Act, Build, Context, Intents, ModeStatus, OptionKind, OptionSpec, OptionValue, Options, PlayMode,
    Sounding, Until, Velocity, playable,
};
use crate::access::Intervals;
use crate::input::Role;
use crate::music::{LockSet, Pitch, Register};
use crate::time::Frames;
use rhythm::Rhythm;

/// Densest and brightest.
const DENSEST: usize = 4;
const BRIGHTEST: usize = 3;
/// Density and brightness that a switch which goes through them all brings, one after another.
const WEATHERS: [(usize, usize); 8] = [(1, 1), (2, 1), (3, 2), (4, 3), (3, 3), (2, 2), (1, 0), (0, 1)];
/// Beats between presses from which on each density is left, the densest first.
const PACES: [f64; DENSEST] = [0.8, 1.6, 3.2, 8.0];
/// Bars before the end in which the music grows calm.
const CALM_BARS: f64 = 4.0;
/// Bars that the end waits at most for the chord of home.
const WAITS_BARS: u8 = 8;
/// Bars that the last chord sounds.
const LAST_BARS: f64 = 2.0;

const DOES: &[&str] = &["cycle", "pace", "denser", "sparser", "brighter", "darker", "next"];

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "steer",
    label: "Steer",
    about: "The music plays itself from the first press on; every press changes it, and a long rest lets it end.",
    roles: &[
        ("a", "starts the music, then what the option `a` says; e … p do the same"),
        ("b, c, d", "what the options `b`, `c` and `d` say"),
    ],
    options: &[
        OptionSpec {
            name: "plays",
            about: "The layer of this part: led chords, a melody, or a bass.",
            kind: OptionKind::Choice { values: &["pad", "melody", "bass"], default: "pad" },
        },
        does(
            "a",
            "What the first switch does: goes through denser and sparser weathers, follows the pace of \
                   pressing, or one thing; `cycle`, `pace` and `next` bring the next chord where the part leads.",
            "cycle",
        ),
        does("b", "What the second switch does.", "denser"),
        does("c", "What the third switch does.", "sparser"),
        does("d", "What the fourth switch does.", "brighter"),
        OptionSpec {
            name: "rest_bars",
            about: "After so many bars without a press the music ends by itself.",
            kind: OptionKind::Number { min: 4.0, max: 64.0, default: 16.0, unit: "bars" },
        },
    ],
    holds: false,
    unpitched: false,
    build: |options, build| Box::new(Steer::new(options, build)),
};

const fn does(name: &'static str, about: &'static str, default: &'static str) -> OptionSpec {
    OptionSpec { name, about, kind: OptionKind::Choice { values: DOES, default } }
}

#[derive(Clone, Copy, PartialEq)]
enum Plays {
    Pad,
    Melody,
    Bass,
}

#[derive(Clone, Copy, PartialEq)]
enum Does {
    Cycle,
    Pace,
    Denser,
    Sparser,
    Brighter,
    Darker,
    Next,
}

impl Does {
    fn of(word: &str) -> Does {
        const ALL: [Does; 7] =
            [Does::Cycle, Does::Pace, Does::Denser, Does::Sparser, Does::Brighter, Does::Darker, Does::Next];
        DOES.iter().position(|name| *name == word).map_or(Does::Cycle, |place| ALL[place])
    }
}

struct Steer {
    plays: Plays,
    does: [Does; 4],
    rest_bars: f64,
    singer: Wander,
    leading: Leading,
    rhythm: Rhythm,
    density: usize,
    brightness: usize,
    weather: usize,
    intervals: Intervals,
    /// When the layer has something to do next; none where nothing plays.
    next: Option<Frames>,
    last_press: Frames,
    velocity: Velocity,
    /// Bars that the end has waited for the chord of home.
    waited: u8,
    finishing: bool,
    /// The chord that the pad struck last, and when.
    struck: Option<(crate::music::Chord, u64)>,
    sounding: Sounding,
    lit: Option<Pitch>,
}

impl Steer {
    fn new(options: &Options, build: Build) -> Self {
        let mut song = Options::defaults(wander::ROW.options);
        // A calm line with short phrases leaves room for the pad. Both are options of `wander`.
        let _ = song.set("leaps", OptionValue::Number(0.3));
        let _ = song.set("phrase_notes", OptionValue::Number(6.0));
        Steer {
            plays: match options.choice("plays") {
                "melody" => Plays::Melody,
                "bass" => Plays::Bass,
                _ => Plays::Pad,
            },
            does: ["a", "b", "c", "d"].map(|name| Does::of(options.choice(name))),
            rest_bars: options.number("rest_bars"),
            singer: Wander::new(&song, build),
            leading: Leading::default(),
            rhythm: Rhythm::new(build.seed),
            density: 1,
            brightness: 1,
            weather: 0,
            intervals: Intervals::default(),
            next: None,
            last_press: 0,
            velocity: 72.0,
            waited: 0,
            finishing: false,
            struck: None,
            sounding: Sounding::default(),
            lit: None,
        }
    }

    fn does(&self, role: Role) -> Does {
        match role {
            Role::Switch(place) => self.does.get(usize::from(place)).copied().unwrap_or(self.does[0]),
            Role::Axis(_) | Role::Leader(_) => Does::Next,
        }
    }

    fn change(&mut self, does: Does, beats: f64) {
        match does {
            Does::Cycle => {
                self.weather = (self.weather + 1) % WEATHERS.len();
                (self.density, self.brightness) = WEATHERS[self.weather];
            }
            Does::Pace => {
                self.density = DENSEST - PACES.iter().filter(|pace| beats >= **pace).count();
                self.brightness = self.density.min(BRIGHTEST);
            }
            Does::Denser => self.density = (self.density + 1).min(DENSEST),
            Does::Sparser => self.density = self.density.saturating_sub(1),
            Does::Brighter => self.brightness = (self.brightness + 1).min(BRIGHTEST),
            Does::Darker => self.brightness = self.brightness.saturating_sub(1),
            Does::Next => {}
        }
    }

    fn press(&mut self, now: Frames, role: Role, velocity: Velocity, context: &Context<'_>) {
        let interval = now.saturating_sub(self.last_press);
        if self.next.is_none() {
            (self.density, self.brightness, self.weather) = (1, 1, 0);
            self.intervals.clear();
            self.leading.forget();
        } else {
            self.intervals.push(interval);
            let usual = self.intervals.median().unwrap_or(interval as f64).min(interval as f64 * 1.5);
            self.change(self.does(role), usual / beats_to_frames(1.0, context) as f64);
        }
        self.velocity = playable(velocity);
        self.last_press = now;
        (self.waited, self.finishing) = (0, false);
    }

    /// The part of the register that the layer moves in, higher where it is bright.
    fn window(&self, register: Register) -> Register {
        let span = register.high - register.low;
        let width = (span * 0.6).max(15.0).min(span);
        let low = register.low + (span - width) * self.brightness as f32 / BRIGHTEST as f32;
        Register { low, high: low + width }
    }

    fn loud(&self, part: Velocity) -> Velocity {
        self.velocity * part * (0.7 + 0.05 * self.density as Velocity + 0.03 * self.brightness as Velocity)
    }

    /// Strikes the layer now, for `beats` beats at most.
    fn strike(&mut self, now: Frames, beats: f64, context: &Context<'_>, out: &mut Intents) {
        let window = self.window(context.register);
        let until = Until::Time(now + beats_to_frames(beats, context));
        self.sounding.end_all(out);
        match self.plays {
            Plays::Pad => {
                let voices = 3 + usize::from(self.density >= 3);
                for pitch in self.leading.next(voices, window, context) {
                    self.sounding.start(until, pitch, self.loud(0.8), out);
                    self.lit = Some(pitch);
                }
                self.struck = Some((context.harmony.chord, context.beat.bar));
            }
            Plays::Melody => {
                let inside = Context { register: window, ..*context };
                let wanted = self.singer.next(&inside);
                let pitch = context.lock.snap_within(wanted, context.register);
                let accent = if context.beat.is_strong(context.metre) { 1.0 } else { 0.86 };
                self.sounding.start(until, pitch, self.loud(accent), out);
                self.lit = Some(pitch);
            }
            Plays::Bass => {
                let tones = context.harmony.chord.tones();
                // On the middle beats of a busy bar, the fifth.
                let beat = context.beat.beat_in_bar.round() as usize;
                let place = if self.density >= 2 && !beat.is_multiple_of(2) { 2 } else { 0 };
                let tone = tones.get(place).or(tones.first()).copied().unwrap_or(0.0);
                let pitch = low_tone(tone, context);
                self.sounding.start(until, pitch, self.loud(0.95), out);
                self.lit = Some(pitch);
            }
        }
    }

    /// What the layer does on this place of its grid.
    fn play(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let beats = f64::from(context.metre.beats.max(1));
        let beat = context.beat.beat_in_bar.round() as usize % usize::from(context.metre.beats.max(1));
        match self.plays {
            Plays::Pad => {
                let every = [4, 2, 2, 1, 1][self.density];
                let is_due = self.struck.is_none_or(|(chord, bar)| {
                    chord != context.harmony.chord || context.beat.bar >= bar + every && beat == 0
                });
                if is_due {
                    self.strike(now, beats * 4.0 + 1.0, context, out);
                }
            }
            Plays::Melody => {
                if self.rhythm.sounds(self.density, context) {
                    self.strike(now, 3.0, context, out);
                }
            }
            Plays::Bass => {
                let every = [4, 4, 2, 1, 1][self.density];
                if beat.is_multiple_of(every) {
                    self.strike(now, every as f64, context, out);
                }
            }
        }
    }

    /// Whether the end has come: asked at the beginning of a bar.
    fn is_over(&mut self, now: Frames, bar: Frames, context: &Context<'_>) -> bool {
        let idle_bars = now.saturating_sub(self.last_press) as f64 / bar as f64;
        if idle_bars >= self.rest_bars - CALM_BARS && self.density > 0 {
            self.density -= 1;
        }
        if !self.finishing && idle_bars < self.rest_bars {
            return false;
        }
        self.waited += 1;
        let root = context.harmony.chord.tones().first().copied().unwrap_or(0.0);
        let periods = root / context.harmony.scale.period_cents();
        (periods - periods.round()).abs() < 0.01 || self.waited > WAITS_BARS
    }

    /// The last chord, or its root.
    fn end(&mut self, now: Frames, bar: Frames, context: &Context<'_>, out: &mut Intents) {
        if self.plays == Plays::Melody {
            let near = self.lit.unwrap_or_else(|| context.register.centre());
            let period = context.harmony.scale.period_cents() / 100.0;
            let periods = ((near - context.harmony.root) / period).round();
            let home = context.harmony.root + periods * period;
            let pitch = context.lock.snap_within(home, context.register);
            self.sounding.end_all(out);
            let until = Until::Time(now + (bar as f64 * LAST_BARS) as Frames);
            self.sounding.start(until, pitch, self.loud(0.9), out);
            self.lit = Some(pitch);
        } else {
            let beats = LAST_BARS * f64::from(context.metre.beats.max(1));
            self.strike(now, beats, context, out);
        }
        self.stop();
    }

    fn stop(&mut self) {
        self.next = None;
        self.struck = None;
        (self.waited, self.finishing) = (0, false);
    }
}

/// A tone of the chord near the bottom of the register.
fn low_tone(tone_cents: f32, context: &Context<'_>) -> Pitch {
    let period = context.harmony.scale.period_cents() / 100.0;
    let above = context.harmony.root + tone_cents / 100.0 - context.register.low;
    let lowest = context.register.low + above - (above / period).floor() * period;
    let chord = LockSet::chord(context.harmony);
    context.lock.snap_within(chord.snap(lowest), context.register)
}

impl PlayMode for Steer {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        let Act::Press { role: role @ Role::Switch(_), velocity, .. } = act else { return };
        self.press(now, role, velocity, context);
        self.strike(now, f64::from(context.metre.beats.max(1)) * 4.0, context, out);
        let per_beat = if self.plays == Plays::Melody { 2.0 } else { 1.0 };
        self.next = Some(next_place(now, per_beat, 0.3, context));
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.sounding.next_deadline().into_iter().chain(self.next).min()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
        if self.next.is_none_or(|next| next > now) {
            return;
        }
        let per_beat = if self.plays == Plays::Melody { 2.0 } else { 1.0 };
        self.next = Some(next_place(now, per_beat, 0.0, context));
        let beats = f64::from(context.metre.beats.max(1));
        let from_bar = context.beat.beat_in_bar.min(beats - context.beat.beat_in_bar);
        let bar = beats_to_frames(beats, context);
        if from_bar < 0.1 && self.is_over(now, bar, context) {
            self.end(now, bar, context, out);
        } else {
            self.play(now, context, out);
        }
    }

    fn leads(&self, act: Act) -> bool {
        matches!(act, Act::Press { role, .. } if matches!(self.does(role), Does::Cycle | Does::Pace | Does::Next))
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.stop();
    }

    fn finish(&mut self) {
        self.finishing = self.next.is_some();
    }

    fn status(&self) -> ModeStatus {
        let place = self.next.map(|_| (self.density as u16, DENSEST as u16 + 1));
        ModeStatus { lit: self.lit, place }
    }
}

#[cfg(test)]
mod tests;
