//! The pitch lock: which pitches may start to sound.

use super::{Harmony, Pitch, Register, scale::MAX_DEGREES};

/// What a part's pitches are locked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// Any degree of the scale.
    #[default]
    Scale,
    /// Tones of the chord only.
    Chord,
    /// Tones of the chord on strong beats, degrees of the scale between them.
    ChordOnBeat,
    /// No lock: every semitone, and pitches pass as they are.
    Off,
}

/// The pitches a lock allows: steps ascending without end, repeating at a period.
///
/// Step 0 is the root of the harmony (or, for a chord, its lowest tone at or above
/// the root). Whatever comes in, NaN and infinity included, what comes out is finite:
/// places beyond ±1000 count as there. Law 2 of the design: every sounding pitch is in the set that held at
/// its onset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LockSet {
    anchor: Pitch,
    steps: [Pitch; MAX_DEGREES],
    len: u8,
    period: Pitch,
    open: bool,
}

impl LockSet {
    /// The set of `lock` in `harmony`; `strong_beat` matters to [`Lock::ChordOnBeat`] only.
    pub fn new(harmony: &Harmony, lock: Lock, strong_beat: bool) -> Self {
        match lock {
            Lock::Scale => Self::scale(harmony),
            Lock::Chord => Self::chord(harmony),
            Lock::ChordOnBeat if strong_beat => Self::chord(harmony),
            Lock::ChordOnBeat => Self::scale(harmony),
            Lock::Off => {
                let semitones = std::array::from_fn::<f32, 12, _>(|step| step as f32 * 100.0);
                LockSet { open: true, ..Self::periodic(harmony.root, &semitones, 1200.0) }
            }
        }
    }

    /// All degrees of the harmony's scale.
    pub fn scale(harmony: &Harmony) -> Self {
        Self::periodic(harmony.root, harmony.scale.degrees(), harmony.scale.period_cents())
    }

    /// All tones of the harmony's chord, in every period.
    pub fn chord(harmony: &Harmony) -> Self {
        let period = harmony.scale.period_cents();
        let mut tones = [0.0f32; super::MAX_CHORD_TONES];
        let mut len = 0;
        for &tone in harmony.chord.tones() {
            if !tone.is_finite() {
                continue;
            }
            let folded = tone - (tone / period).floor() * period;
            // A tone just below the period is the root of the next one, out by rounding.
            let tone = if folded > period - 0.5 { 0.0 } else { folded.max(0.0) };
            let place = tones[..len].iter().position(|&t| tone <= t + 0.5).unwrap_or(len);
            if place < len && (tones[place] - tone).abs() <= 0.5 {
                continue;
            }
            tones.copy_within(place..len, place + 1);
            tones[place] = tone;
            len += 1;
        }
        if len == 0 {
            return Self::scale(harmony);
        }
        Self::periodic(harmony.root, &tones[..len], period)
    }

    fn periodic(anchor: Pitch, ascending_cents: &[f32], period_cents: f32) -> Self {
        let mut steps = [0.0; MAX_DEGREES];
        for (step, &cents) in steps.iter_mut().zip(ascending_cents) {
            *step = cents / 100.0;
        }
        LockSet {
            anchor: finite(anchor, 60.0),
            steps,
            len: ascending_cents.len().clamp(1, MAX_DEGREES) as u8,
            period: period_cents / 100.0,
            open: false,
        }
    }

    /// Steps in a period.
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Never true: a lock always allows something.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The pitch of a step, counted through periods.
    pub fn pitch(&self, step: i32) -> Pitch {
        let len = i32::from(self.len);
        self.anchor + self.steps[step.rem_euclid(len) as usize] + step.div_euclid(len) as f32 * self.period
    }

    /// The step whose pitch is nearest; between two, the lower.
    pub fn nearest_step(&self, pitch: Pitch) -> i32 {
        let pitch = finite(pitch, self.anchor);
        let period = ((pitch - self.anchor) / self.period).floor();
        let first = period as i32 * i32::from(self.len);
        let mut best = (f32::INFINITY, first);
        for step in first - 1..=first + i32::from(self.len) {
            let distance = (self.pitch(step) - pitch).abs();
            if distance < best.0 - 1e-4 {
                best = (distance, step);
            }
        }
        best.1
    }

    /// The allowed pitch nearest to `pitch`; `pitch` itself where nothing is locked.
    pub fn snap(&self, pitch: Pitch) -> Pitch {
        if self.open && pitch.is_finite() { pitch } else { self.pitch(self.nearest_step(pitch)) }
    }

    /// The allowed pitch nearest to `pitch` within `register`; the nearest of all
    /// where the register holds none. A higher pitch never gives a lower one.
    pub fn snap_within(&self, pitch: Pitch, register: Register) -> Pitch {
        let (low, high) = bounds(register);
        let target = finite(pitch, (low + high) / 2.0).clamp(low, high);
        if self.open {
            return target;
        }
        let step = self.nearest_step(target);
        [step, step - 1, step + 1]
            .into_iter()
            .map(|step| self.pitch(step))
            .find(|pitch| Register { low, high }.contains(*pitch))
            .unwrap_or_else(|| self.pitch(step))
    }

    /// Whether `pitch` is allowed, within a cent.
    pub fn contains(&self, pitch: Pitch) -> bool {
        pitch.is_finite() && (self.open || (self.pitch(self.nearest_step(pitch)) - pitch).abs() <= 0.01)
    }

    /// First and last step inside `register`; the first is above the last where it holds none.
    pub fn steps_in(&self, register: Register) -> (i32, i32) {
        let (register_low, register_high) = bounds(register);
        let mut low = self.nearest_step(register_low);
        while self.pitch(low) < register_low - 0.01 {
            low += 1;
        }
        let mut high = self.nearest_step(register_high);
        while self.pitch(high) > register_high + 0.01 {
            high -= 1;
        }
        (low, high)
    }
}

fn finite(pitch: Pitch, otherwise: Pitch) -> Pitch {
    if pitch.is_finite() { pitch.clamp(-1000.0, 1000.0) } else { otherwise }
}

/// The ends of `register`, finite and in order.
fn bounds(register: Register) -> (Pitch, Pitch) {
    let usual = Register::default();
    let low = finite(register.low, usual.low);
    (low, finite(register.high, usual.high).max(low))
}
