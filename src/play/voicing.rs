//! Voice leading: how the tones of one chord move to the next.
//!
//! Of all ways to lay out the chord, the one is taken that costs least: little movement in
//! every voice, nothing left out that the chord needs, room between low notes, no leaps in
//! parallel, and a top voice that goes on like a melody. (Rules of part writing as in
//! Aldwell and Schachter, *Harmony and Voice Leading*, chapters 4 to 6; total movement as
//! distance after Tymoczko, *The Geometry of Musical Chords*, Science 313, 2006.)

use arrayvec::ArrayVec;

use super::Context;
use crate::music::{LockSet, Pitch, Register};

/// Most voices.
pub(super) const MAX_VOICES: usize = 5;
/// Most pitches that voices are chosen from.
const MAX_TONES: usize = 18;
/// Voices lie this near to the centre of their register, in semitones.
const REACH: Pitch = 13.0;

/// The pitches of a chord, lowest first.
pub(super) type Voices = ArrayVec<Pitch, MAX_VOICES>;

/// A tone that may be taken: its pitch, and which tone of the chord it is (0 the root).
#[derive(Clone, Copy)]
struct Tone {
    pitch: Pitch,
    of_chord: usize,
}

/// Remembers how the last chord lay.
#[derive(Clone, Debug)]
pub(super) struct Leading {
    last: Voices,
    /// Where the top voice goes: up or down.
    rises: bool,
    /// How often it was the same in a row.
    repeats: u8,
}

impl Default for Leading {
    fn default() -> Self {
        Leading { last: Voices::new(), rises: true, repeats: 0 }
    }
}

impl Leading {
    /// Lays out the chord of now in `voices` voices within `register`.
    pub(super) fn next(&mut self, voices: usize, register: Register, context: &Context<'_>) -> Voices {
        let tones = tones(register, context);
        let wanted = voices.clamp(1, MAX_VOICES).min(tones.len());
        let mut search = Search {
            leading: self,
            register,
            tones: &tones,
            wanted,
            kinds: context.harmony.chord.tones().len(),
            taken: ArrayVec::new(),
            best: ArrayVec::new(),
            least: f32::INFINITY,
        };
        search.take(0, 0.0);
        let best: Voices = search.best.iter().map(|&place| tones[place].pitch).collect();
        self.moved(&best, register);
        best
    }

    /// Forgets the last chord: the next one lies in the middle.
    pub(super) fn forget(&mut self) {
        *self = Leading::default();
    }

    fn moved(&mut self, voices: &Voices, register: Register) {
        if let (Some(&top), Some(&last)) = (voices.last(), self.last.last()) {
            self.repeats = if (top - last).abs() < 0.01 { self.repeats.saturating_add(1) } else { 0 };
            // At the end of its range the melody turns.
            let centre = register.centre();
            if top > centre + REACH * 0.75 || top > register.high - 2.0 {
                self.rises = false;
            } else if top < centre + 1.0 {
                self.rises = true;
            }
        }
        self.last = voices.clone();
    }
}

/// The pitches of the chord near the centre of `register`, lowest first.
fn tones(register: Register, context: &Context<'_>) -> ArrayVec<Tone, MAX_TONES> {
    let set = LockSet::chord(context.harmony);
    let centre = register.centre();
    let near = Register { low: register.low.max(centre - REACH), high: register.high.min(centre + REACH) };
    let (first, last) = set.steps_in(near);
    let mut tones: ArrayVec<Tone, MAX_TONES> = ArrayVec::new();
    for step in first..=last {
        let pitch = context.lock.snap_within(set.pitch(step), register);
        if tones.last().is_none_or(|last| pitch > last.pitch + 0.01) && !tones.is_full() {
            tones.push(Tone { pitch, of_chord: of_chord(set.pitch(step), context) });
        }
    }
    if tones.is_empty() {
        tones.push(Tone { pitch: context.lock.snap_within(centre, register), of_chord: 0 });
    }
    tones
}

/// Which tone of the chord a pitch is.
fn of_chord(pitch: Pitch, context: &Context<'_>) -> usize {
    let harmony = context.harmony;
    let period = harmony.scale.period_cents();
    let cents = (pitch - harmony.root) * 100.0;
    let apart = |tone: &f32| {
        let away = cents - tone;
        (away - (away / period).round() * period).abs()
    };
    harmony.chord.tones().iter().position(|tone| apart(tone) < 5.0).unwrap_or(0)
}

/// Looks for the layout that costs least, voice by voice from the lowest, leaving a branch
/// once it costs more than the best one found.
struct Search<'a> {
    leading: &'a Leading,
    register: Register,
    tones: &'a ArrayVec<Tone, MAX_TONES>,
    wanted: usize,
    kinds: usize,
    taken: ArrayVec<usize, MAX_VOICES>,
    best: ArrayVec<usize, MAX_VOICES>,
    least: f32,
}

impl Search<'_> {
    fn take(&mut self, from: usize, cost: f32) {
        if self.taken.len() == self.wanted {
            let cost = cost + self.whole();
            if cost < self.least || self.best.is_empty() {
                self.least = cost;
                self.best = self.taken.clone();
            }
            return;
        }
        let left = self.wanted - self.taken.len();
        for place in from..=self.tones.len() - left {
            let cost = cost + self.voice(place);
            if cost < self.least || self.best.is_empty() {
                self.taken.push(place);
                self.take(place + 1, cost);
                self.taken.pop();
            }
        }
    }

    /// Cost of one more voice, never below 0.
    fn voice(&self, place: usize) -> f32 {
        let pitch = self.tones[place].pitch;
        let voice = self.taken.len();
        let from = match self.leading.last.get(voice) {
            Some(&last) if self.leading.last.len() == self.wanted => last,
            _ => self.register.centre() + (voice as f32 - (self.wanted as f32 - 1.0) / 2.0) * 4.5,
        };
        let moves = (pitch - from).abs();
        moves
            + 1.5 * (moves - 7.0).max(0.0)
            + self.taken.last().map_or(0.0, |&below| {
                let below = self.tones[below].pitch;
                spacing(below, pitch - below)
            })
    }

    /// Cost of a whole layout beside that of its voices.
    fn whole(&self) -> f32 {
        let has =
            |kind: usize| self.taken.iter().filter(|&&place| self.tones[place].of_chord == kind).count();
        let mut cost = 0.0;
        for kind in 0..self.kinds {
            // The fifth is missed least; the third, where it is one, most.
            let missed = [5.0, 8.0, 1.5][kind.min(2)] + if kind > 2 { 2.5 } else { 0.0 };
            cost += match has(kind) {
                0 => missed,
                1 => 0.0,
                more => [0.3, 2.0, 0.6, 2.0][kind.min(3)] * (more - 1) as f32,
            };
        }
        let pitch = |place: &usize| self.tones[*place].pitch;
        let last = &self.leading.last;
        if last.len() != self.wanted {
            return cost;
        }
        let mut moves = self.taken.iter().zip(last).map(|(place, last)| pitch(place) - last);
        let least_up = moves.clone().fold(f32::INFINITY, f32::min);
        let least_down = moves.clone().fold(f32::NEG_INFINITY, f32::max);
        if self.wanted > 1 && (least_up > 2.5 || least_down < -2.5) {
            cost += 10.0;
        }
        let mean = self.taken.iter().map(pitch).sum::<f32>() / self.wanted as f32;
        let away = mean - self.register.centre();
        // Voices that have drifted from the middle are drawn back, the further the more.
        cost += 0.08 * away * away;
        let top = moves.next_back().unwrap_or(0.0);
        cost + match top.abs() {
            still if still < 0.01 => 1.5 + 4.0 * f32::from(self.leading.repeats),
            step if step < 2.5 => 0.0,
            third if third < 5.5 => 1.0,
            leap => leap - 4.0,
        } + if top.abs() > 0.01 && (top > 0.0) != self.leading.rises { 2.0 } else { 0.0 }
    }
}

/// Cost of `gap` semitones above a note: seconds rub, low notes need room (the lower, the
/// more), and more than an octave falls apart.
fn spacing(below: Pitch, gap: Pitch) -> f32 {
    let rubs: f32 = match gap {
        gap if gap < 1.5 => 5.0,
        gap if gap < 2.5 => 1.5,
        _ => 0.0,
    };
    let room = ((55.0 - below) * 0.6).clamp(0.0, 7.0);
    rubs + 1.5 * (room - gap).max(0.0) + 0.8 * (gap - 9.0).max(0.0)
}
