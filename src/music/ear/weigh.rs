//! What speaks for a key being a tone of the chord.
//!
//! The weights are log-odds, roughly. They were fitted by hand and by coordinate search on
//! generated performances other than those that `tests/ear` measures.

use arrayvec::ArrayVec;

use super::Ear;
use super::judge::{Keys, MOST, STRUCK, Weighed, read};
use crate::time::{Frames, frames_to_seconds};

/// Share of the usual velocity under which a key beside another is a slip, and what it weighs.
const SLIP: f32 = 0.72;
const SLIP_WEIGHT: f32 = -2.5;
/// What an old key weighs of itself, and for each step of this hand's habit of keeping keys.
const OLD: f32 = 0.3;
const HABIT: f32 = 1.3;
/// For each of its fellows that was let go with the gesture, three at most: the hand has left.
const LEFT: f32 = 1.3;
/// Where each new key is a step from one that was let go: the other fingers stay.
const STEPS: f32 = 2.7;
/// Where it has been held through a change of chord before.
const OUTLIVED: f32 = 2.2;
/// Against it: an old key was let go only to be struck again, so the hand strikes all anew.
const AGAIN: f32 = 3.2;
/// Against it: the gesture is a chord by itself.
const BY_ITSELF: f32 = 4.5;
/// What the keys of a chord weigh that comes key by key.
const BROKEN: f32 = 1.4;
/// How long after the next gesture began it is known that an old key stays, in ms: from nothing
/// to all; and what it weighs then.
const LINGERS_MS: [f32; 2] = [60.0, 200.0];
const LINGERS: f32 = 2.0;
/// Semitones of a step.
const STEP: u8 = 2;

impl Ear {
    /// The keys that are held and are no melody, ascending, with their weights.
    pub(super) fn weigh(&self, now: Frames) -> Keys {
        let old = self.weight_of_old();
        self.chord_keys(self.held)
            .take(MOST)
            .map(|key| Weighed { key, weight: self.weight(now, key, old) })
            .collect()
    }

    /// What a key from before the gesture weighs by what the gesture is like.
    fn weight_of_old(&self) -> f32 {
        let left = self.keys(self.left).filter(|key| !self.of_gesture(*key)).take(3).count();
        let mut weight = OLD + HABIT * f32::from(self.habits.keeps) + LEFT * left as f32;
        if self.keys(self.left).any(|key| self.of_gesture(key)) {
            weight -= AGAIN;
        }
        if self.steps() {
            weight += STEPS;
        }
        let own = self.chord_keys(self.held).filter(|key| self.of_gesture(*key));
        let own: Keys = own.map(Weighed::struck).take(MOST).collect();
        if read(&own, self.scale, 0.0).is_some_and(|reading| reading.is_whole()) {
            weight -= BY_ITSELF;
        }
        weight
    }

    /// Whether each key of the gesture is a step from one that was let go for it.
    fn steps(&self) -> bool {
        let left = self.keys(self.left).filter(|key| !self.of_gesture(*key)).count();
        let own = || self.chord_keys(self.held).filter(|key| self.of_gesture(*key));
        own().count() <= left && own().all(|key| self.keys(self.left).any(|old| old.abs_diff(key) <= STEP))
    }

    /// What `key`, which is held, weighs, where one from before the gesture weighs `old`.
    fn weight(&self, now: Frames, key: u8, old: f32) -> f32 {
        if self.is_slip(key) {
            return SLIP_WEIGHT;
        }
        if self.of_gesture(key) {
            return STRUCK;
        }
        let struck = self.struck[usize::from(key)];
        let comes_broken = self.since_whole(key) && (struck.alone || self.habits.breaks > 0);
        let outlived = if struck.outlived { OUTLIVED } else { 0.0 };
        let at_first = if comes_broken { BROKEN } else { old + outlived };
        let since_ms = 1000.0 * frames_to_seconds(now.saturating_sub(struck.passed), self.rate_hz) as f32;
        let known = ((since_ms - LINGERS_MS[0]) / (LINGERS_MS[1] - LINGERS_MS[0])).clamp(0.0, 1.0);
        (at_first * (1.0 - known) + LINGERS * known).min(STRUCK)
    }

    /// Whether a key was caught by mistake: beside another one, and much softer than the rest.
    fn is_slip(&self, key: u8) -> bool {
        let beside = [key.wrapping_sub(2), key.wrapping_sub(1), key + 1, key + 2];
        let struck = self.struck[usize::from(key)];
        let is_beside = beside.iter().any(|other| *other < 128 && self.held >> other & 1 == 1);
        if !is_beside {
            return false;
        }
        let mut velocities: ArrayVec<u8, MOST> = self
            .chord_keys(self.held & !(1 << key))
            .map(|other| self.struck[usize::from(other)].velocity)
            .take(MOST)
            .collect();
        velocities.sort_unstable();
        let Some(usual) = velocities.get(velocities.len() / 2) else { return false };
        f32::from(struck.velocity) < SLIP * f32::from(*usual)
    }
}
