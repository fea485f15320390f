//! What the keys that are down mean.

use arrayvec::ArrayVec;

use super::judge::{MOST, Weighed, of_bass, of_two, sure};
use super::{BASS_KEY, Ear, HeardChord, OVERLAP_MS};
use crate::time::Frames;

/// How long a bass is remembered for the chord that follows it, in ms: a bar of stride.
const BASS_MS: f64 = 1500.0;
/// Semitones from a chord to a melody above.
const MELODY_APART: u8 = 7;
/// Semitones between two keys and a third that another hand plays.
const HANDS_APART: u8 = 10;
/// The widest pair of keys that one hand plays.
const TENTH: u8 = 16;
/// Semitones within which a single key joins the chord below it.
const JOINS: u8 = 4;
/// Share of the usual velocity under which a key beside another is a slip.
const SLIP: f32 = 0.72;
/// A few keys, ascending.
type Weights = ArrayVec<Weighed, MOST>;

/// What a slip counts, and what a key from an earlier gesture.
const SLIP_WEIGHT: f32 = 0.3;
const OLD_WEIGHT: f32 = 0.9;
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

    pub(super) fn of_gesture(&self, key: u8) -> bool {
        let struck = self.struck[usize::from(key)];
        struck.velocity > 0 && struck.gesture == self.gesture
    }

    pub(super) fn came_alone(&self, key: u8) -> bool {
        let gesture = self.struck[usize::from(key)].gesture;
        self.keys(self.held | self.ringing)
            .all(|other| other == key || self.struck[usize::from(other)].gesture != gesture)
    }

    /// Whether `key`, struck by itself, lies above a chord of the keys `below`.
    pub(super) fn is_melody(&self, key: u8, below: u128) -> bool {
        let below: Weights = self.chord_keys(below).map(whole).take(MOST).collect();
        let Some(top) = below.last() else { return false };
        let pair = self.guessed && below.len() == 2 && key >= top.key + MELODY_APART;
        pair || key > top.key + JOINS && sure(&below).is_some()
    }

    /// The keys of `among` that are no melody, ascending.
    pub(super) fn chord_keys(&self, among: u128) -> impl Iterator<Item = u8> {
        self.keys(among).filter(|key| !self.struck[usize::from(*key)].melody)
    }

    /// The chord that is held, where it is beyond doubt, and whether it is so certain that it
    /// can be taken now. With `changing`, keys of earlier gestures may be on their way up.
    pub(super) fn look(&self, now: Frames, changing: bool) -> Option<(HeardChord, bool)> {
        let fresh = changing && now < self.gesture_at + self.frames(OVERLAP_MS);
        let [mut own, mut with_point, mut stays, mut all] = [const { Weights::new_const() }; 4];
        let (mut moving, mut fingers) = (false, 0);
        for key in self.chord_keys(self.held).take(MOST) {
            let struck = self.struck[usize::from(key)];
            let is_own = self.of_gesture(key);
            let usual = if is_own { 1.0 } else { OLD_WEIGHT };
            let weighed = Weighed { key, weight: if self.is_slip(key) { SLIP_WEIGHT } else { usual } };
            all.push(weighed);
            if is_own || struck.outlived {
                with_point.push(weighed);
            }
            if is_own {
                own.push(weighed);
                fingers += usize::from(key < own[0].key + 24);
            }
            if fresh && !is_own && self.moved(key) {
                moving = true;
            } else {
                stays.push(weighed);
            }
        }
        let by_itself = if fresh { chord_of(&own) } else { None };
        // A hand that keeps common tones down makes its sevenths of old keys and new.
        let kept =
            chord_of(&stays).filter(|found| self.keeps > 0 && found.1 == 0.0 && stays.len() > own.len());
        let (chord, certain) = if let (Some((chord, _)), Some(_)) = (kept, by_itself) {
            (Some(chord), true)
        } else if let Some((chord, _)) = by_itself {
            let point = with_point.first().is_some_and(|lowest| lowest.key + JOINS < own[0].key);
            (chord_of(&with_point).filter(|_| point).map(|found| found.0).or(Some(chord)), true)
        } else if fresh && (self.guessed && fingers <= 2 || self.keeps < 0 && fingers == 2) {
            // Two keys after two keys are two keys again.
            (None, false)
        } else {
            let single = (moving || self.keeps < 0) && self.gesture_keys == 1;
            match (chord_of(&stays), chord_of(&all)) {
                // An everyday chord with all keys, or without those that were left, or any.
                (_, Some((chord, 0.0))) => (Some(chord), self.keeps >= 0 || !single),
                (Some((chord, 0.0)), _) => (Some(chord), !single),
                (left, Some((chord, cost))) => {
                    (Some(chord), !moving || !single && (left.is_none() || cost < 0.2))
                }
                (left, None) => (left.map(|found| found.0), !single),
            }
        };
        let chord = chord.or_else(|| self.broken())?;
        Some((self.with_bass(now, chord, &stays), certain))
    }

    /// A chord whose tones came one by one under the pedal.
    fn broken(&self) -> Option<HeardChord> {
        if self.ringing == 0 {
            return None;
        }
        let keys: Weights = self.chord_keys(self.held | self.ringing).map(whole).take(MOST).collect();
        chord_of(&keys).map(|found| found.0)
    }

    /// Where a bass came before the chord, it is the chord's.
    fn with_bass(&self, now: Frames, chord: HeardChord, keys: &[Weighed]) -> HeardChord {
        let lowest = keys.first().map_or(127, |key| key.key);
        if let Some(old) = self.chord
            && old.pitch_classes == chord.pitch_classes
            && lowest > BASS_KEY
            && self.bass.is_some_and(|(_, at)| now < at + self.frames(BASS_MS))
        {
            return old;
        }
        match self.bass {
            Some((bass, at))
                if now < at + self.frames(BASS_MS)
                    && bass + JOINS < lowest
                    && chord.pitch_classes >> (bass % 12) & 1 == 1 =>
            {
                HeardChord { bass: bass % 12, ..chord }
            }
            _ => chord,
        }
    }

    /// Whether the finger of an old key has moved on to a key of this gesture beside it.
    fn moved(&self, key: u8) -> bool {
        let low = key.saturating_sub(2);
        (low..=(key + 2).min(127))
            .any(|new| self.held >> new & 1 == 1 && self.of_gesture(new) && !self.is_slip(new))
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

    /// Nothing followed: what two keys or a bass may stand for.
    pub(super) fn guess(&mut self, now: Frames) {
        if let Some((chord, _)) = self.look(now, true) {
            self.take(chord);
            return;
        }
        let mut low = None;
        let mut high: Option<u8> = None;
        for key in self.chord_keys(self.held) {
            match (low, high) {
                (None, _) => low = Some(key),
                (Some(low), None) if key % 12 != low % 12 => high = Some(key),
                (Some(low), Some(high)) => {
                    let doubles = key % 12 == low % 12 || key % 12 == high % 12;
                    if !doubles && key < high + HANDS_APART {
                        return;
                    }
                }
                _ => {}
            }
        }
        let Some(low) = low else { return };
        let within = |key: u8| self.chord.is_some_and(|chord| chord.pitch_classes >> (key % 12) & 1 == 1);
        let guessed = match high {
            // Two tones of the chord are no other, though its bass may have been an old key.
            Some(high) if within(low) && within(high) => {
                let own = self.chord.filter(|_| self.chord_gesture == self.gesture && self.of_gesture(low));
                own.map(|chord| HeardChord { bass: low % 12, ..chord })
            }
            Some(high) if low <= 67 && high <= low + TENTH => of_two(low, high, self.scale),
            // A bass under a melody.
            Some(high) if low < 48 && high > low + 12 && !within(low) => of_bass(low, self.scale),
            None if low < 48 && !within(low) => of_bass(low, self.scale),
            _ => None,
        };
        if let Some(chord) = guessed {
            self.take(chord);
            self.guessed = true;
        }
    }
}

fn whole(key: u8) -> Weighed {
    Weighed { key, weight: 1.0 }
}

/// The chord of `keys`, ascending, without the melody above them, and how uncommon it is.
fn chord_of(keys: &[Weighed]) -> Option<(HeardChord, f32)> {
    if let [_, high, above] = keys {
        // A pair and a melody, unless the three are an everyday chord within a hand's reach.
        let apart = above.key - high.key;
        let found = if apart < HANDS_APART { sure(keys) } else { None };
        return found.filter(|found| apart < MELODY_APART || found.1 == 0.0);
    }
    for top in 3..keys.len() {
        if keys[top].key - keys[top - 1].key >= MELODY_APART
            && keys.len() - top <= 2
            && let Some(chord) = sure(&keys[..top])
        {
            return Some(chord);
        }
    }
    sure(keys)
}
