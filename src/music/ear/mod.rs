//! Ear chords: from the keys somebody holds to the chord they mean.
//!
//! A hand does not play pitch-class sets. It rolls chords, lets old keys go after new ones are
//! struck or keeps common tones down, catches a neighbour by mistake, plays a bass and the chord
//! after it, breaks chords key by key, and over all that another hand plays a melody. So:
//!
//! - **Gestures.** Keys struck within [`ROLL_MS`] of one another are one gesture.
//! - **Evidence.** What speaks for a key being a tone of the chord is summed in log-odds. A key
//!   of the gesture surely is one; a *slip*, much softer than its neighbour, is not; of a key
//!   from before, the rest of the gesture, the keys that were let go for it, the habit of this
//!   hand and time tell whether it is kept or on its way up (`weigh`).
//! - **Readings.** All chords that the keys could make, over any bass and under a melody, are
//!   scored by that evidence, less what is uncommon in them (`judge`). The best is heard.
//! - **A melody** lies a fifth or more above a complete chord, or comes by itself above it.
//! - **A chord stays.** A hand that lifts changes nothing, finger by finger as it may.
//!
//! A chord of three tones and more is taken with its last key, at once: [`Ear::chord`].
//! Two keys and a bass alone are guesses, taken when nothing has followed for a moment. What
//! was taken counts as [`settled`](Ear::settled) when no key has followed for [`SETTLE_MS`], or longer
//! where this hand breaks its chords: a rolled seventh is one settled chord, though a press in the
//! midst of it lands in the triad.

mod gesture;
mod judge;
mod look;
mod shapes;
mod two;
mod weigh;

use crate::time::{Frames, ms_to_frames};

/// Longest time between two keys of one gesture, in ms: two keys rolled over 80 ms.
const ROLL_MS: f64 = 85.0;
/// Longest gesture, in ms.
const GESTURE_MS: f64 = 130.0;
/// Without a further key for so long, a chord is settled, in ms.
const SETTLE_MS: f64 = 55.0;
/// The same where this hand breaks its chords and fewer than three keys came together, in ms: the next
/// key is on its way.
const BROKEN_SETTLE_MS: f64 = 320.0;
/// Keys at once that are no broken chord.
const TOGETHER: u32 = 3;
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
/// Semitones from a chord to a melody above.
const MELODY_APART: u8 = 7;

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
    /// When it was let go.
    up: Frames,
    /// When the first gesture after its own began.
    passed: Frames,
    velocity: u8,
    /// Number of its gesture, from 1.
    gesture: u32,
    /// No other key within an octave is of its gesture.
    alone: bool,
    /// It came alone, above the chord.
    melody: bool,
    /// It was held through a change of chord.
    outlived: bool,
}

/// Keys struck as one.
#[derive(Clone, Copy, Debug, Default)]
struct Gesture {
    /// Counts from 1.
    number: u32,
    began: Frames,
    /// How many keys are of it, and the first of them.
    keys: u32,
    first: u8,
    /// Keys were down when it began.
    over_old: bool,
    /// A key well above the others of it was let go before them.
    top_left: bool,
}

/// What this hand is in the habit of doing, each above 0 where it does.
#[derive(Clone, Copy, Debug, Default)]
struct Habits {
    /// Keeps common tones down from chord to chord, -2 to 3.
    keeps: i8,
    /// Breaks chords key by key, -1 to 2.
    breaks: i8,
}

/// Listens to keys.
#[derive(Clone, Debug)]
pub struct Ear {
    rate_hz: f64,
    /// Keys that are down, one bit each.
    held: u128,
    /// Keys that were let go under the pedal and came one by one.
    ringing: u128,
    /// Keys that were let go with the gesture, or since.
    left: u128,
    /// When the pedal went down, while it is.
    pedal: Option<Frames>,
    struck: [Struck; 128],
    gesture: Gesture,
    habits: Habits,
    last_press: Option<Frames>,
    /// The last bass that was played alone, until a chord has taken it.
    bass: Option<(u8, Frames)>,
    /// Pitch classes of the scale, for guesses.
    scale: u16,
    chord: Option<HeardChord>,
    /// The chord is a guess from two keys or a bass.
    guessed: bool,
    /// The gesture that it was taken in.
    taken_in: u32,
    /// Gestures in which the last two chords that were no guess came.
    whole: [u32; 2],
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
            left: 0,
            pedal: None,
            struck: [Struck::default(); 128],
            gesture: Gesture::default(),
            habits: Habits::default(),
            last_press: None,
            bass: None,
            scale: 0b1010_1011_0101,
            chord: None,
            guessed: false,
            taken_in: 0,
            whole: [0; 2],
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
        (self.held, self.ringing, self.left, self.pedal) = (0, 0, 0, None);
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
            match self.look(now) {
                Some(reading) if reading.is_whole() => self.take(reading.chord),
                // What lay above the two keys that stay was a melody.
                Some(reading) if self.gesture.top_left && reading.tones == 2 => self.suppose(reading.chord),
                _ => {}
            }
            self.gesture.top_left = false;
        }
        if self.guess_at.take_if(|at| *at <= now).is_some() {
            self.guess(now);
        }
        // Without a roll under way nothing waits to be settled.
        self.settle_at.take_if(|at| *at <= now);
        if self.settle_at.is_none() {
            self.settled = self.chord;
        }
    }

    /// The sustain pedal went down or up.
    pub fn pedal(&mut self, now: Frames, down: bool) {
        self.pedal = down.then_some(self.pedal.unwrap_or(now));
        if !down {
            self.ringing = 0;
        }
    }

    /// A key was struck. Constant work: at most 16 keys are looked at.
    pub fn press(&mut self, now: Frames, key: u8, velocity: u8) {
        let key = key & 127;
        let rolls = self.last_press.is_some_and(|last| now < last + self.frames(ROLL_MS))
            && now < self.gesture.began + self.frames(GESTURE_MS);
        let below = self.held & ((1 << key) - 1);
        let melody = !rolls && self.held >> key <= 1 && self.is_melody(key, below);
        self.held |= 1 << key;
        self.ringing &= !(1 << key);
        self.struck[usize::from(key)] =
            Struck { at: now, velocity: velocity.max(1), melody: true, ..Struck::default() };
        if melody {
            return;
        }
        if !rolls {
            self.begin_gesture(now);
        }
        self.join(key);
        self.last_press = Some(now);
        let breaks = self.habits.breaks > 0 && self.gesture.keys < TOGETHER;
        self.settle_at = Some(now + self.frames(if breaks { BROKEN_SETTLE_MS } else { SETTLE_MS }));
        self.look_at = Some(now + self.frames(OVERLAP_MS));
        let reading = self.look(now).filter(|reading| reading.is_whole());
        let guess_ms = if self.gesture.keys == 1 && reading.is_none() { ALONE_MS } else { GUESS_MS };
        self.guess_at = Some(now + self.frames(guess_ms));
        if let Some(reading) = reading {
            // A lower key under the same chord may be the first of another.
            let is_other = self.chord.is_none_or(|old| old.pitch_classes != reading.chord.pitch_classes);
            if is_other || self.taken_in == self.gesture.number || self.habits.breaks > 0 {
                self.take(reading.chord);
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
        self.struck[usize::from(key)].up = now;
        let struck = self.struck[usize::from(key)];
        if struck.melody {
            return;
        }
        self.left |= 1 << key;
        // What was struck well before the pedal went down belongs to the chord before.
        let pedalled = self.pedal.is_some_and(|down| struck.at + self.frames(PEDAL_MS) > down);
        if struck.alone && pedalled {
            self.ringing |= 1 << key;
        }
        let highest = self.chord_keys(self.held).last();
        let is_top = highest.is_some_and(|other| other + MELODY_APART <= key);
        self.gesture.top_left |= is_top && struck.gesture == self.gesture.number;
        self.rise(now);
        if struck.gesture == self.gesture.number || now >= self.gesture.began + self.frames(OVERLAP_MS) {
            self.look_at = Some(now + self.frames(LEAVE_MS));
            return;
        }
        match self.look(now) {
            Some(reading) if reading.is_whole() => self.take(reading.chord),
            _ if self.taken_in == self.gesture.number => {
                self.guess_at = Some(now + self.frames(GUESS_MS));
            }
            _ => {}
        }
    }

    fn frames(&self, ms: f64) -> Frames {
        ms_to_frames(ms, self.rate_hz)
    }

    fn take(&mut self, chord: HeardChord) {
        let is_new = self.chord != Some(chord);
        self.chord = Some(chord);
        self.taken_in = self.gesture.number;
        self.guessed = false;
        if is_new && self.whole[1] != self.gesture.number {
            self.learn_breaking();
            self.whole = [self.whole[1], self.gesture.number];
        }
        // A bass that is held with its chord is not to be remembered for another.
        self.bass = self.bass.filter(|(key, _)| self.held >> key & 1 == 0);
    }

    /// Takes a chord that less than three tones stand for.
    fn suppose(&mut self, chord: HeardChord) {
        self.chord = Some(chord);
        self.taken_in = self.gesture.number;
        self.guessed = true;
    }
}
