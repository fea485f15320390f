//! Keys struck as one, and what a hand is in the habit of doing.

use super::{BASS_KEY, Ear, GUESS_MS, Gesture, OVERLAP_MS, ROLL_MS, Struck};
use crate::time::Frames;

/// How long before a gesture old keys are let go for it, in ms.
const WITH_MS: f64 = 60.0;
/// Semitones from a key that comes alone to a melody that comes with it.
const OCTAVE: u8 = 12;

impl Ear {
    /// Keys of `among`, ascending.
    pub(super) fn keys(&self, among: u128) -> impl Iterator<Item = u8> + use<> {
        let mut left = among;
        std::iter::from_fn(move || {
            let key = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            (key < 128).then_some(key as u8)
        })
    }

    /// The keys of `among` that are no melody, ascending.
    pub(super) fn chord_keys(&self, among: u128) -> impl Iterator<Item = u8> {
        self.keys(among).filter(|key| !self.struck[usize::from(*key)].melody)
    }

    /// Whether `key` is of the last gesture.
    pub(super) fn of_gesture(&self, key: u8) -> bool {
        let struck = self.struck[usize::from(key)];
        !struck.melody && struck.gesture == self.gesture.number
    }

    /// Whether `key` was struck since a chord was last heard whole.
    pub(super) fn since_whole(&self, key: u8) -> bool {
        self.struck[usize::from(key)].gesture > self.whole[1]
    }

    pub(super) fn begin_gesture(&mut self, now: Frames) {
        let last = self.gesture;
        let of_chord = self.taken_in == last.number && !self.guessed;
        if last.keys == 1 && last.first <= BASS_KEY && !of_chord {
            self.bass = Some((last.first, last.began));
        }
        let recent = self.frames(WITH_MS);
        for key in self.keys(self.left) {
            if self.struck[usize::from(key)].up + recent < now {
                self.left &= !(1 << key);
            }
        }
        let over_old = self.chord_keys(self.held).next().is_some();
        self.gesture =
            Gesture { number: last.number.saturating_add(1), began: now, over_old, ..Gesture::default() };
        let rolled = self.frames(ROLL_MS);
        for key in self.keys(self.held) {
            let struck = &mut self.struck[usize::from(key)];
            if struck.passed == 0 {
                struck.passed = now;
            }
            // What came just before, above the old chord, may have been the top of this one.
            if struck.melody && struck.at < now && now < struck.at + rolled {
                self.join(key);
            }
        }
    }

    /// `key` is of the gesture that is under way.
    pub(super) fn join(&mut self, key: u8) {
        let alone = self.gesture.keys == 0;
        if alone {
            self.gesture.first = key;
        }
        self.gesture.keys += 1;
        let struck = &mut self.struck[usize::from(key)];
        *struck = Struck { melody: false, gesture: self.gesture.number, alone, passed: 0, ..*struck };
        let first = self.gesture.first;
        self.struck[usize::from(first)].alone &= alone || key.abs_diff(first) > OCTAVE;
    }

    /// What came alone above a chord that then went was no melody: the hand has moved there.
    pub(super) fn rise(&mut self, now: Frames) {
        if self.chord_keys(self.held).next().is_some() {
            return;
        }
        let lately = self.frames(OVERLAP_MS);
        let is_late = |ear: &Ear, key: &u8| now < ear.struck[usize::from(*key)].at + lately;
        let Some(first) = self.keys(self.held).find(|key| is_late(self, key)) else { return };
        self.begin_gesture(self.struck[usize::from(first)].at);
        for key in self.keys(self.held) {
            if is_late(self, &key) {
                self.join(key);
            }
        }
        if self.gesture.keys > 1 {
            self.guess_at = Some(now + self.frames(GUESS_MS));
        }
    }

    /// A chord has become whole: did its keys come one by one?
    pub(super) fn learn_breaking(&mut self) {
        let alone = |key: &u8| self.since_whole(*key) && self.struck[usize::from(*key)].alone;
        let broken = self.keys(self.held).filter(alone).count() > 1;
        self.habits.breaks = (self.habits.breaks + if broken { 1 } else { -1 }).clamp(-1, 2);
    }

    /// What is still held from the chord before stays on purpose.
    pub(super) fn outlive(&mut self) {
        let mut stayed = false;
        for key in self.keys(self.held) {
            let before = self.whole[0];
            let struck = &mut self.struck[usize::from(key)];
            if struck.gesture <= before && !struck.melody {
                struck.outlived = true;
                stayed = true;
            }
        }
        let anew = self.gesture.over_old && self.gesture.keys > 1 && self.taken_in == self.gesture.number;
        if stayed || anew {
            self.habits.keeps = (self.habits.keeps + if stayed { 2 } else { -1 }).clamp(-2, 3);
        }
    }
}
