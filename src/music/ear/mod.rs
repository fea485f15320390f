//! Ear chords: from the keys somebody holds to the chord they mean.
//!
//! A hand does not play pitch-class sets. It rolls chords, lets old keys go after new ones are
//! struck, catches a neighbour by mistake, plays a bass and the chord after it, and over all
//! that another hand plays a melody. So:
//!
//! - **Gestures.** Keys struck within [`ROLL_MS`] of one another are one gesture. A gesture that
//!   is a chord by itself is the chord: what is held from before is on its way up, unless it
//!   has outlived a chord already (a pedal point) or is still there [`OVERLAP_MS`] later.
//! - **A moved finger.** Where a gesture is no chord by itself, keys from before belong to it,
//!   except those within two semitones of a new key: that finger has moved.
//! - **Habits.** A hand that keeps common tones down is told from one that strikes all anew.
//! - **A melody** lies a fifth or more above a complete chord, or comes by itself above it.
//! - **A slip** is a key much softer than the others, next to one of them.
//! - **A chord stays.** A hand that lifts changes nothing, finger by finger as it may.
//!
//! A chord of three tones and more is taken with its last key, at once: [`Ear::chord`].
//! Two keys and a bass alone are guesses, taken when nothing has followed for a moment. What
//! was taken counts as [`settled`](Ear::settled) when no key has followed for [`SETTLE_MS`]:
//! a rolled seventh is one settled chord, though a press in the midst of it lands in the triad.

mod judge;
mod look;
mod shapes;

use crate::time::{Frames, ms_to_frames};

/// Longest time between two keys of one gesture, in ms: two keys rolled over 80 ms.
const ROLL_MS: f64 = 85.0;
/// Longest gesture, in ms.
const GESTURE_MS: f64 = 130.0;
/// Without a further key for so long, a chord is settled, in ms.
const SETTLE_MS: f64 = 55.0;
/// Without a further key for so long, two keys or a bass are taken for a chord, in ms.
const GUESS_MS: f64 = 120.0;
/// How long keys of the chord before may stay down beside a new one, in ms.
const OVERLAP_MS: f64 = 300.0;
/// Without a further release for so long, what is still held is looked at again, in ms: hands
/// leave a chord finger by finger.
const LEAVE_MS: f64 = 140.0;
/// Without a further key for so long, a key that came alone is taken for more than one of a
/// broken chord, in ms.
const ALONE_MS: f64 = 350.0;
/// How long after a key the pedal may come that is meant for it, in ms.
const PEDAL_MS: f64 = 150.0;
/// Up to here (E3) a single key is a bass.
const BASS_KEY: u8 = 52;

/// A chord as it was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeardChord {
    /// One bit a pitch class, C first.
    pub pitch_classes: u16,
    /// Pitch class of the bass, 0 (C) to 11.
    pub bass: u8,
}

/// A key that was struck.
#[derive(Clone, Copy, Debug, Default)]
struct Struck {
    at: Frames,
    velocity: u8,
    /// Number of its gesture.
    gesture: u32,
    /// It came alone, above the chord.
    melody: bool,
    /// It was held through a change of chord.
    outlived: bool,
}

/// Listens to keys.
#[derive(Clone, Debug)]
pub struct Ear {
    rate_hz: f64,
    /// Keys that are down, one bit each.
    held: u128,
    /// Keys that were let go under the pedal and came one by one.
    ringing: u128,
    pedal: bool,
    struck: [Struck; 128],
    gesture: u32,
    gesture_at: Frames,
    gesture_keys: u32,
    last_press: Option<Frames>,
    /// The chord is a guess from two keys or a bass.
    guessed: bool,
    /// Keys were down when the last gesture began.
    over_old: bool,
    /// Above 0, this hand keeps common tones down from chord to chord.
    keeps: i8,
    /// When the pedal went down.
    pedal_at: Frames,
    /// The last bass that was played alone, until a chord has taken it.
    bass: Option<(u8, Frames)>,
    /// Pitch classes of the scale, for guesses.
    scale: u16,
    chord: Option<HeardChord>,
    /// The gesture that it was taken in.
    chord_gesture: u32,
    settled: Option<HeardChord>,
    settle_at: Option<Frames>,
    guess_at: Option<Frames>,
    look_at: Option<Frames>,
}

impl Ear {
    /// Ears for frames at `rate_hz`.
    pub fn new(rate_hz: f64) -> Self {
        Ear {
            rate_hz,
            held: 0,
            ringing: 0,
            pedal: false,
            struck: [Struck::default(); 128],
            gesture: 0,
            gesture_at: 0,
            gesture_keys: 0,
            last_press: None,
            guessed: false,
            over_old: false,
            keeps: 0,
            pedal_at: 0,
            bass: None,
            scale: 0b1010_1011_0101,
            chord: None,
            chord_gesture: 0,
            settled: None,
            settle_at: None,
            guess_at: None,
            look_at: None,
        }
    }

    /// What the last key made the chord: what a note that starts now should fit.
    pub fn chord(&self) -> Option<HeardChord> {
        self.chord
    }

    /// The last chord that was not part of a longer roll: what to show, and to move sounding
    /// notes to.
    pub fn settled(&self) -> Option<HeardChord> {
        self.settled
    }

    /// The scale that guesses are made in, one bit a pitch class.
    pub fn set_scale(&mut self, pitch_classes: u16) {
        self.scale = pitch_classes;
    }

    /// Keys are forgotten, the chord stays.
    pub fn release_all(&mut self) {
        (self.held, self.ringing, self.pedal) = (0, 0, false);
        (self.settle_at, self.guess_at, self.look_at) = (None, None, None);
        self.settled = self.chord;
    }

    /// When something is due by itself.
    pub fn next_deadline(&self) -> Option<Frames> {
        [self.settle_at, self.guess_at, self.look_at].into_iter().flatten().min()
    }

    /// The moment of [`next_deadline`](Self::next_deadline) has come.
    pub fn wake(&mut self, now: Frames) {
        if self.look_at.take_if(|at| *at <= now).is_some() {
            self.outlive();
            if let Some((chord, _)) = self.look(now, false) {
                self.take(chord);
            }
        }
        if self.guess_at.take_if(|at| *at <= now).is_some() {
            self.guess(now);
        }
        if self.settle_at.take_if(|at| *at <= now).is_some() {
            self.settle();
        }
        // Without a roll under way nothing waits to be settled.
        if self.settle_at.is_none() {
            self.settle();
        }
    }

    /// The sustain pedal went down or up.
    pub fn pedal(&mut self, now: Frames, down: bool) {
        if down && !self.pedal {
            self.pedal_at = now;
        }
        self.pedal = down;
        if !down {
            self.ringing = 0;
        }
    }

    /// A key was struck. Constant work: at most 16 keys are looked at.
    pub fn press(&mut self, now: Frames, key: u8, velocity: u8) {
        let key = key & 127;
        let rolls = self.last_press.is_some_and(|last| now < last + self.frames(ROLL_MS))
            && now < self.gesture_at + self.frames(GESTURE_MS);
        let below = self.held & ((1 << key) - 1);
        let melody = !rolls && self.held >> key <= 1 && self.is_melody(key, below);
        if !melody && !rolls {
            self.begin_gesture(now);
        }
        let gesture = self.gesture;
        self.held |= 1 << key;
        self.ringing &= !(1 << key);
        self.struck[usize::from(key)] = Struck { at: now, velocity, gesture, melody, outlived: false };
        if melody {
            return;
        }
        self.gesture_keys += 1;
        self.last_press = Some(now);
        self.settle_at = Some(now + self.frames(SETTLE_MS));
        self.look_at = Some(now + self.frames(OVERLAP_MS));
        let guess_ms = if self.gesture_keys == 1 { ALONE_MS } else { GUESS_MS };
        self.guess_at = Some(now + self.frames(guess_ms));
        if let Some((chord, is_certain)) = self.look(now, true) {
            // A lower key under the same chord may be the first of another.
            let is_other = self.chord.is_none_or(|old| old.pitch_classes != chord.pitch_classes);
            if is_certain && (is_other || self.chord_gesture == self.gesture) {
                self.take(chord);
                self.guess_at = None;
            } else {
                self.guess_at = Some(now + self.frames(GUESS_MS));
            }
        }
    }

    /// A key was let go.
    pub fn release(&mut self, now: Frames, key: u8) {
        let key = key & 127;
        if self.held >> key & 1 == 0 {
            return;
        }
        self.held &= !(1 << key);
        let struck = self.struck[usize::from(key)];
        if struck.melody {
            return;
        }
        // What was struck well before the pedal went down belongs to the chord before.
        if self.pedal && self.came_alone(key) && struck.at + self.frames(PEDAL_MS) > self.pedal_at {
            self.ringing |= 1 << key;
        }
        let changing = struck.gesture != self.gesture && now < self.gesture_at + self.frames(OVERLAP_MS);
        if changing {
            if let Some((chord, true)) = self.look(now, true) {
                self.take(chord);
            }
        } else {
            self.look_at = Some(now + self.frames(LEAVE_MS));
        }
    }

    fn frames(&self, ms: f64) -> Frames {
        ms_to_frames(ms, self.rate_hz)
    }

    fn begin_gesture(&mut self, now: Frames) {
        if self.gesture_keys == 1
            && let Some(key) = self.keys(u128::MAX).find(|key| self.of_gesture(*key))
            && key <= BASS_KEY
        {
            self.bass = Some((key, self.gesture_at));
        }
        let over_old = self.chord_keys(self.held).next().is_some();
        self.over_old = over_old;
        self.gesture = self.gesture.wrapping_add(1);
        self.gesture_at = now;
        self.gesture_keys = 0;
        // What came just before, above the old chord, may have been the top of this one.
        for key in self.keys(self.held) {
            let struck = self.struck[usize::from(key)];
            if struck.melody && now < struck.at + self.frames(ROLL_MS) {
                let gesture = self.gesture;
                self.struck[usize::from(key)] = Struck { melody: false, gesture, ..struck };
            }
        }
    }

    fn take(&mut self, chord: HeardChord) {
        self.chord = Some(chord);
        self.chord_gesture = self.gesture;
        self.guessed = false;
    }

    /// What is still held from before the last gesture stays on purpose.
    fn outlive(&mut self) {
        let mut stayed = false;
        for key in self.keys(self.held) {
            let is_own = self.of_gesture(key);
            let struck = &mut self.struck[usize::from(key)];
            if !is_own && !struck.melody {
                struck.outlived = true;
                stayed = true;
            }
        }
        if stayed || self.over_old && self.gesture_keys > 1 && self.chord_gesture == self.gesture {
            self.keeps = (self.keeps + if stayed { 2 } else { -1 }).clamp(-2, 3);
        }
    }

    fn settle(&mut self) {
        self.settled = self.chord;
    }
}
