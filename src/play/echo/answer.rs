//! The answer to a phrase: its rhythm, its contour, and something of one's own.

use arrayvec::ArrayVec;

use super::phrase::{MOST, Phrase, Tone};
use crate::chance::Chance;
use crate::music::{LockSet, Pitch};
use crate::play::{Context, Velocity};
use crate::time::{Frames, ms_to_frames};

/// Notes of an answer: those of the phrase and a few between.
pub(super) const MOST_NOTES: usize = MOST + 8;
/// Of the phrase's onsets at most this share is left out.
const LEFT_OUT: f32 = 0.25;
/// How often an answer leaves something out, and how often it adds a passing note.
const VARIES_RHYTHM: f32 = 0.35;
/// A passing note goes where two onsets are at least this far apart.
const PASSING_MS: f64 = 400.0;
/// How often a tone in the middle moves to its neighbour.
const NEIGHBOUR: f32 = 0.15;
/// Steps by which an answer may lie above or below the phrase; 0 comes most.
const SHIFTS: [(i32, f32); 7] = [(0, 3.0), (2, 2.0), (-2, 2.0), (4, 1.0), (-4, 1.0), (1, 0.7), (-1, 0.7)];
/// How often the contour is turned upside down.
const MIRRORED: f32 = 0.2;

/// One note of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Note {
    /// Frames after the press.
    pub at: Frames,
    /// Length.
    pub frames: Frames,
    /// Wanted pitch, fitted to the harmony when it sounds.
    pub pitch: Pitch,
    /// Loudness as a share of the press.
    pub emphasis: Velocity,
}

/// An answer.
pub(super) type Answer = ArrayVec<Note, MOST_NOTES>;

/// How an answer is made.
pub(super) struct Making {
    /// Onsets later than this are cut.
    pub longest: Frames,
    /// The answer ends on the root.
    pub home: bool,
}

/// An answer to `phrase`.
pub(super) fn answer(phrase: &Phrase, making: &Making, context: &Context<'_>, chance: &mut Chance) -> Answer {
    let lock = context.lock;
    let mut kept: ArrayVec<Tone, MOST> =
        phrase.tones.iter().copied().filter(|tone| tone.at <= making.longest).collect();
    leave_out(&mut kept, chance);
    let Some(first) = kept.first().copied() else { return Answer::new() };
    let base = lock.nearest_step(first.pitch);
    let sign = if kept.len() > 2 && chance.happens(MIRRORED) { -1 } else { 1 };
    let shift = SHIFTS[chance.weighted(&SHIFTS.map(|(_, weight)| weight))].0;
    let loudest = kept.iter().fold(1.0f32, |loudest, tone| loudest.max(tone.velocity));
    let home = at_home(&kept, lock, context);
    let last = kept.len() - 1;
    let mut notes = Answer::new();
    for (place, tone) in kept.iter().enumerate() {
        let mut step = home + shift + base + sign * (lock.nearest_step(tone.pitch) - base);
        if place > 0 && place < last && chance.happens(NEIGHBOUR) {
            step += if chance.happens(0.5) { 1 } else { -1 };
        }
        let until_next = kept.get(place + 1).map(|next| next.at - tone.at);
        let sounded = if tone.frames > 0 { Some(tone.frames) } else { None };
        let frames = match (sounded, until_next) {
            (Some(sounded), Some(next)) => sounded.min(next),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => ms_to_frames(60_000.0 / context.tempo_bpm, context.rate_hz),
        };
        let emphasis = 0.7 + 0.3 * tone.velocity / loudest;
        let pitch = bounded(lock.pitch(step), context);
        if notes.try_push(Note { at: tone.at, frames, pitch, emphasis }).is_err() {
            break;
        }
    }
    end_well(&mut notes, making.home, context);
    if chance.happens(VARIES_RHYTHM) {
        pass_by(&mut notes, context, chance);
    }
    notes
}

/// Leaves out some onsets, never the first, in a phrase long enough to bear it.
fn leave_out(kept: &mut ArrayVec<Tone, MOST>, chance: &mut Chance) {
    let most = (kept.len() as f32 * LEFT_OUT) as usize;
    if most > 0 && chance.happens(VARIES_RHYTHM) {
        for _ in 0..=chance.below(most) {
            let place = 1 + chance.below(kept.len() - 1);
            kept.remove(place);
        }
    }
}

/// Whole periods, in steps, that bring the phrase's middle into the register.
fn at_home(kept: &[Tone], lock: &LockSet, context: &Context<'_>) -> i32 {
    let steps = |tone: &Tone| lock.nearest_step(tone.pitch);
    let low = kept.iter().map(steps).min().unwrap_or(0);
    let high = kept.iter().map(steps).max().unwrap_or(0);
    let centre = lock.nearest_step(context.register.centre());
    let period = lock.len() as i32;
    let off = centre - (low + high) / 2;
    (off + period / 2).div_euclid(period) * period
}

/// Ends on the nearest tone of the chord, or on the root.
fn end_well(notes: &mut Answer, home: bool, context: &Context<'_>) {
    let Some(last) = notes.last_mut() else { return };
    let chord = LockSet::chord(context.harmony);
    let rested = if home {
        let octave = (last.pitch - context.harmony.root) / 12.0;
        context.harmony.root + octave.round() * 12.0
    } else {
        chord.snap(last.pitch)
    };
    last.pitch = bounded(rested, context);
}

/// Adds a passing note in the widest gap.
fn pass_by(notes: &mut Answer, context: &Context<'_>, chance: &mut Chance) {
    let widest = notes
        .windows(2)
        .enumerate()
        .max_by_key(|(place, pair)| (pair[1].at - pair[0].at, usize::MAX - place));
    let Some((place, [before, after])) = widest.map(|(place, pair)| (place, [pair[0], pair[1]])) else {
        return;
    };
    let gap = after.at - before.at;
    if gap < ms_to_frames(PASSING_MS, context.rate_hz) || notes.is_full() {
        return;
    }
    let towards = if after.pitch > before.pitch { 1 } else { -1 };
    let step = context.lock.nearest_step(before.pitch) + if chance.happens(0.7) { towards } else { -towards };
    let pitch = bounded(context.lock.pitch(step), context);
    notes[place].frames = notes[place].frames.min(gap / 2);
    let passing = Note { at: before.at + gap / 2, frames: gap / 2, pitch, emphasis: before.emphasis * 0.85 };
    notes.insert(place + 1, passing);
}

/// `pitch` folded into the register by whole periods, which keeps its name.
pub(super) fn bounded(pitch: Pitch, context: &Context<'_>) -> Pitch {
    let register = context.register;
    let period = context.harmony.scale.period_cents() / 100.0;
    let mut folded = pitch;
    if folded > register.high {
        folded -= ((folded - register.high) / period).ceil() * period;
    }
    if folded < register.low {
        folded += ((register.low - folded) / period).ceil() * period;
    }
    context.lock.snap_within(folded, register)
}
