//! The ground a melody walks on: the steps of the lock inside the register, and
//! what each is to the key.

use crate::music::{Harmony, LockSet, Pitch, Register};
use crate::play::Context;

/// Kinds of melodic interval, as the folk-song table counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// The same note again.
    Repeat,
    /// A second: 1 or 2 semitones, or 1 step of a gapped scale.
    Step,
    /// A third: 3 or 4 semitones, or 2 steps.
    Third,
    /// A fourth or fifth: 5 to 7 semitones, or 3 or 4 steps.
    Fourth,
    /// Wider.
    Wide,
}

/// How many kinds of interval there are.
pub(super) const SIZES: usize = 5;

/// A scale with fewer degrees to the octave is gapped: its own steps are counted.
const FULL_SCALE: f32 = 6.5;
/// A scale with more degrees to the octave is dense: a melodic step skips some.
const DENSE_SCALE: f32 = 8.5;
/// Semitones that a melodic step of a dense scale spans.
const DENSE_STEP: f32 = 2.0;

/// What a pitch is to the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// The root.
    Tonic,
    /// The third above the root, minor or major.
    Third,
    /// The fifth above the root.
    Fifth,
}

/// Lock, register and harmony of one press.
pub(super) struct Ground<'a> {
    lock: &'a LockSet,
    harmony: &'a Harmony,
    /// Lowest step in the register.
    pub(super) low: i32,
    /// Highest step in the register, not below `low`.
    pub(super) high: i32,
    third_cents: Option<f32>,
    fifth_cents: Option<f32>,
    steps_an_octave: f32,
}

impl<'a> Ground<'a> {
    /// The ground of this moment.
    pub(super) fn new(context: &Context<'a>) -> Self {
        let (lock, harmony) = (context.lock, context.harmony);
        let (mut low, mut high) = lock.steps_in(context.register);
        if low > high {
            low = lock.nearest_step(context.register.centre());
            high = low;
        }
        let period = (lock.pitch(lock.len() as i32) - lock.pitch(0)).max(0.01);
        let degree = |from: f32, to: f32, ideal: f32| {
            let worth = |cents: f32| {
                let outside = if sounds_in_chord(harmony, cents) { 0.0 } else { 1000.0 };
                outside + (cents - ideal).abs()
            };
            let degrees = harmony.scale.degrees().iter().copied();
            degrees
                .filter(|cents| (from..=to).contains(cents))
                .min_by(|&one, &other| worth(one).total_cmp(&worth(other)))
        };
        Ground {
            lock,
            harmony,
            low,
            high,
            // Just intervals 5:4 and 3:2; the ranges take in neutral and tempered ones.
            third_cents: degree(250.0, 450.0, 386.0),
            fifth_cents: degree(620.0, 780.0, 702.0),
            steps_an_octave: lock.len() as f32 * 12.0 / period,
        }
    }

    /// The pitch of a step.
    pub(super) fn pitch(&self, step: i32) -> Pitch {
        self.lock.pitch(step)
    }

    /// The step nearest to `pitch` inside the register.
    pub(super) fn step(&self, pitch: Pitch) -> i32 {
        self.lock.nearest_step(pitch).clamp(self.low, self.high)
    }

    /// Whether melodic steps skip degrees here.
    pub(super) fn is_dense(&self) -> bool {
        self.steps_an_octave > DENSE_SCALE
    }

    /// Kind of the interval between two steps.
    pub(super) fn size(&self, from: i32, to: i32) -> Size {
        if from == to {
            return Size::Repeat;
        }
        if self.steps_an_octave < FULL_SCALE {
            return match (to - from).unsigned_abs() {
                1 => Size::Step,
                2 => Size::Third,
                3 | 4 => Size::Fourth,
                _ => Size::Wide,
            };
        }
        match (self.pitch(to) - self.pitch(from)).abs() {
            width if width < 2.5 => Size::Step,
            width if width < 4.5 => Size::Third,
            width if width < 7.5 => Size::Fourth,
            _ => Size::Wide,
        }
    }

    /// How many melodic steps lie between two steps.
    pub(super) fn distance(&self, from: i32, to: i32) -> i32 {
        if self.is_dense() {
            ((self.pitch(to) - self.pitch(from)).abs() / DENSE_STEP - 0.05).ceil() as i32
        } else {
            (to - from).abs()
        }
    }

    /// The step `count` melodic steps above (or below) `step`, not bounded.
    pub(super) fn walk(&self, step: i32, count: i32) -> i32 {
        if self.is_dense() {
            self.lock.nearest_step(self.pitch(step) + DENSE_STEP * count as f32)
        } else {
            step + count
        }
    }

    /// What a step is to the key, where it is of the tonic triad.
    pub(super) fn tone(&self, step: i32) -> Option<Tone> {
        let cents = self.cents(step);
        if self.is_same(cents, 0.0) {
            Some(Tone::Tonic)
        } else if self.third_cents.is_some_and(|third| self.is_same(cents, third)) {
            Some(Tone::Third)
        } else if self.fifth_cents.is_some_and(|fifth| self.is_same(cents, fifth)) {
            Some(Tone::Fifth)
        } else {
            None
        }
    }

    /// Whether a step is a tone of the chord that sounds now.
    pub(super) fn in_chord(&self, step: i32) -> bool {
        sounds_in_chord(self.harmony, self.cents(step))
    }

    /// The steps between two pitches that fulfil `wanted`; the one nearest to `near`.
    pub(super) fn nearest(&self, near: Pitch, wanted: impl Fn(i32) -> bool) -> Option<i32> {
        let distance = |step: i32| (self.pitch(step) - near).abs();
        // A tone comes again after as many steps as the lock has.
        let reach = self.lock.len() as i32;
        let centre = self.step(near);
        (self.low.max(centre - reach)..=self.high.min(centre + reach))
            .filter(|&step| wanted(step))
            .min_by(|&one, &other| distance(one).total_cmp(&distance(other)))
    }

    /// The root nearest to `near`, or what the lock has nearest to a root.
    pub(super) fn home(&self, near: Pitch) -> i32 {
        if let Some(step) = self.nearest(near, |step| self.tone(step) == Some(Tone::Tonic)) {
            return step;
        }
        let period = (self.harmony.scale.period_cents() / 100.0).max(0.01);
        let periods = ((near - self.harmony.root) / period).round();
        self.step(self.harmony.root + periods * period)
    }

    fn cents(&self, step: i32) -> f32 {
        (self.pitch(step) - self.harmony.root) * 100.0
    }

    fn is_same(&self, cents: f32, degree_cents: f32) -> bool {
        same_degree(cents, degree_cents, self.harmony.scale.period_cents())
    }
}

fn sounds_in_chord(harmony: &Harmony, cents: f32) -> bool {
    let period = harmony.scale.period_cents();
    harmony.chord.tones().iter().any(|&tone| same_degree(cents, tone, period))
}

/// Within 5 cents, which is below what is heard as another pitch.
fn same_degree(one_cents: f32, other_cents: f32, period_cents: f32) -> bool {
    let periods = ((one_cents - other_cents) / period_cents).round();
    (one_cents - other_cents - periods * period_cents).abs() < 5.0
}

/// The part of a register that a tune moves in: `span` semitones from `low`, moved
/// inside the register.
pub(super) fn window(register: Register, low: Pitch, span: Pitch) -> Register {
    let span = span.min(register.high - register.low).max(0.0);
    let low = low.clamp(register.low, (register.high - span).max(register.low));
    Register { low, high: low + span }
}
