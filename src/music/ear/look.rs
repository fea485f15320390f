//! What the keys that are down mean.

use super::judge::{Keys, MOST, Reading, Weighed, read};
use super::{BASS_KEY, Ear, HeardChord, MELODY_APART};
use crate::time::Frames;

/// How long a bass is remembered for the chord that follows it, in ms: a bar of stride.
const BASS_MS: f64 = 1500.0;
/// Semitones within which a single key joins the chord below it.
const JOINS: u8 = 4;
/// What speaks for two keys after two keys, in log-odds.
const PAIRS: f32 = 2.2;

impl Ear {
    /// Whether `key`, struck by itself, lies above a chord of the keys `below`.
    pub(super) fn is_melody(&self, key: u8, below: u128) -> bool {
        let below: Keys = self.chord_keys(below).map(Weighed::struck).take(MOST).collect();
        let Some(top) = below.last() else { return false };
        let together = below.iter().all(|key| self.of_gesture(key.key));
        let pair = (self.guessed || together) && below.len() == 2 && key >= top.key + MELODY_APART;
        let whole = || read(&below, self.scale, 0.0).is_some_and(|reading| reading.is_whole());
        pair || key > top.key + JOINS && whole()
    }

    /// What the keys that are held mean now.
    pub(super) fn look(&self, now: Frames) -> Option<Reading> {
        let pairs = if self.guessed { PAIRS } else { 0.0 };
        let held = read(&self.weigh(now), self.scale, pairs);
        let whole = held.filter(|reading| reading.is_whole()).or_else(|| self.ringing());
        whole.map(|reading| self.with_bass(now, reading)).or(held)
    }

    /// A chord whose tones came one by one under the pedal.
    fn ringing(&self) -> Option<Reading> {
        if self.ringing == 0 {
            return None;
        }
        let keys = self.chord_keys(self.held | self.ringing).map(Weighed::struck);
        let keys: Keys = keys.take(MOST).collect();
        read(&keys, self.scale, 0.0).filter(|reading| reading.is_whole())
    }

    /// Where a bass came before the chord, it is the chord's.
    fn with_bass(&self, now: Frames, reading: Reading) -> Reading {
        let chord = reading.chord;
        if let Some(old) = self.chord
            && old.pitch_classes == chord.pitch_classes
            && reading.lowest > BASS_KEY
            && self.bass.is_some_and(|(_, at)| now < at + self.frames(BASS_MS))
        {
            return Reading { chord: old, ..reading };
        }
        match self.bass {
            Some((bass, at))
                if now < at + self.frames(BASS_MS)
                    && bass + JOINS < reading.lowest
                    && chord.pitch_classes >> (bass % 12) & 1 == 1 =>
            {
                Reading { chord: HeardChord { bass: bass % 12, ..chord }, ..reading }
            }
            _ => reading,
        }
    }

    /// Nothing followed: what two keys or a bass may stand for.
    pub(super) fn guess(&mut self, now: Frames) {
        let Some(reading) = self.look(now) else { return };
        if reading.is_whole() {
            return self.take(reading.chord);
        }
        let within = |key: u8| self.chord.is_some_and(|chord| chord.pitch_classes >> (key % 12) & 1 == 1);
        let told = within(reading.lowest) && within(reading.highest);
        let in_gesture = self.taken_in == self.gesture.number;
        if told && !self.guessed && !(in_gesture && self.was_lapped()) {
            // Tones of a chord that was heard whole are no other: fingers were lifted, or some were
            // struck again, at most over another bass.
            let same = self.chord.is_some_and(|chord| chord.pitch_classes == reading.chord.pitch_classes);
            if same && !in_gesture && reading.lowest <= BASS_KEY {
                self.chord = Some(reading.chord);
            }
        } else if reading.tones == 2 || !told {
            self.suppose(reading.chord);
        }
    }

    /// Whether keys from before the gesture, which may have been heard as tones of its chord, were
    /// let go since it began.
    fn was_lapped(&self) -> bool {
        self.keys(self.left)
            .any(|key| !self.of_gesture(key) && self.struck[usize::from(key)].up >= self.gesture.began)
    }
}
