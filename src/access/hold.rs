//! What an accepted press does: how long it sounds, and what it adds while it is held.
//!
//! Latch, repeat, rhythm length of pulses, long and double press, and the rule for a
//! switch that is held too long.

use super::gesture::{GestureKind, Teller};
use super::rhythm::Intervals;
use super::setup::bounded;
use super::{BodySetup, Latch, SwitchTiming};
use crate::time::{Frames, ms_to_frames};

/// Length of a pulse before there is a rhythm: a calm beat of 100 a minute.
const PULSE_FIRST_MS: f32 = 600.0;
/// Shortest length of a pulse: shorter ones are heard as a click, not as a note.
const PULSE_SHORTEST_MS: f32 = 120.0;
/// Longest length of a pulse.
const PULSE_LONGEST_MS: f32 = 4000.0;
/// Part of the usual interval that a pulse sounds, so that notes stay apart.
const PULSE_PART: f64 = 0.9;
/// An interval longer than this is a rest and no part of the rhythm.
const PULSE_REST_MS: f32 = 10_000.0;
/// Shortest long press where holding plays: most held notes are shorter.
const LONG_PRESS_HOLDING_MS: f32 = 5000.0;
/// How long before it is told that a long press is near.
const LONG_PRESS_NEAR_MS: f32 = 2000.0;
/// How often it is told.
const LONG_PRESS_TOLD_MS: f32 = 1000.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LatchFrames {
    Off,
    Toggle,
    Timed(Frames),
}

/// The times of a press, in frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct HoldTiming {
    latch: LatchFrames,
    long_press: Option<Frames>,
    /// The same where holding plays.
    long_press_holding: Option<Frames>,
    long_press_near: Frames,
    long_press_told: Frames,
    double_press: Option<Frames>,
    repeat: Option<Frames>,
    max_hold: Frames,
    pulse_first: Frames,
    pulse_shortest: Frames,
    pulse_longest: Frames,
    pulse_rest: Frames,
}

impl HoldTiming {
    pub(super) fn new(rate_hz: f64, timing: &SwitchTiming, max_hold_ms: f32) -> Self {
        let frames = |ms: f32| ms_to_frames(f64::from(ms), rate_hz);
        // At least a frame, so that what repeats always moves on.
        let within = |ms, range| frames(bounded(ms, range)).max(1);
        HoldTiming {
            latch: match timing.latch {
                Latch::Off => LatchFrames::Off,
                Latch::Toggle => LatchFrames::Toggle,
                Latch::Timed(ms) => LatchFrames::Timed(within(ms, Latch::TIMED_MS)),
            },
            long_press: timing.long_press_ms.map(|ms| within(ms, SwitchTiming::LONG_PRESS_MS)),
            long_press_holding: timing
                .long_press_ms
                .map(|ms| within(ms.max(LONG_PRESS_HOLDING_MS), SwitchTiming::LONG_PRESS_MS)),
            long_press_near: frames(LONG_PRESS_NEAR_MS),
            long_press_told: frames(LONG_PRESS_TOLD_MS).max(1),
            double_press: timing.double_press_ms.map(|ms| within(ms, SwitchTiming::DOUBLE_PRESS_MS)),
            repeat: timing.repeat_ms.map(|ms| within(ms, SwitchTiming::REPEAT_MS)),
            max_hold: within(max_hold_ms, BodySetup::MAX_HOLD_MS),
            pulse_first: frames(PULSE_FIRST_MS),
            pulse_shortest: frames(PULSE_SHORTEST_MS).max(1),
            pulse_longest: frames(PULSE_LONGEST_MS).max(1),
            pulse_rest: frames(PULSE_REST_MS),
        }
    }

    /// How long a press may be held.
    pub(super) fn max_hold(&self) -> Frames {
        self.max_hold
    }

    /// Length of a pulse: nine tenths of the median of the last eight intervals between
    /// accepted presses, 120 to 4000 ms; 600 ms before there is one.
    fn pulse_length(&self, intervals: &Intervals) -> Frames {
        match intervals.median() {
            Some(median) => {
                let length = (median * PULSE_PART).round() as Frames;
                length.clamp(self.pulse_shortest, self.pulse_longest)
            }
            None => self.pulse_first,
        }
    }
}

/// What came with a press.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touch {
    pub(super) velocity: Option<u8>,
    pub(super) note: Option<u8>,
    pub(super) pulse: bool,
}

impl Touch {
    fn press(self) -> GestureKind {
        GestureKind::Press { velocity: self.velocity, note: self.note }
    }
}

/// The press of one control, from its start to the end of its sound.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hold {
    touch: Touch,
    sounds: bool,
    /// When the sound ends by itself.
    ends_at: Option<Frames>,
    long_at: Option<Frames>,
    near_at: Option<Frames>,
    repeat_at: Option<Frames>,
    stuck_at: Option<Frames>,
    pressed_at: Option<Frames>,
    /// The last press was the second of a double press.
    doubled: bool,
    intervals: Intervals,
}

impl Hold {
    /// Whether a press was told whose end was not.
    pub(super) fn sounds(&self) -> bool {
        self.sounds
    }

    /// How far a hold has come on its way to a long press, 0 to 1.
    pub(super) fn long_press_share(&self, now: Frames) -> f32 {
        match self.pressed_at.zip(self.long_at) {
            Some((from, until)) if until > from => {
                (now.saturating_sub(from) as f32 / (until - from) as f32).min(1.0)
            }
            _ => 0.0,
        }
    }

    /// An accepted press at `now`, where `holding` plays or not. False where `out` has no room: the press is refused.
    pub(super) fn press(
        &mut self,
        now: Frames,
        touch: Touch,
        holding: bool,
        timing: &HoldTiming,
        out: &mut Teller,
    ) -> bool {
        // The end of the press before, this press and its double press: all or nothing.
        if !out.has_room(3) {
            return false;
        }
        let stops = self.sounds && timing.latch == LatchFrames::Toggle;
        if self.sounds {
            self.release(now, out);
        }
        self.touch = touch;
        let interval = self.pressed_at.map(|before| now.saturating_sub(before));
        if let Some(interval) = interval.filter(|&interval| interval <= timing.pulse_rest) {
            self.intervals.push(interval);
        }
        self.pressed_at = Some(now);
        self.end_timers();
        if !stops {
            self.sound(now, timing, out);
        }
        if !touch.pulse {
            let after = |span: Frames| now.saturating_add(span);
            let long_press = if holding { timing.long_press_holding } else { timing.long_press };
            self.long_at = long_press.map(after);
            let near_at = self.long_at.map(|at| at.saturating_sub(timing.long_press_near));
            self.near_at = near_at.filter(|_| holding);
            self.repeat_at = timing.repeat.filter(|_| !stops).map(after);
            self.stuck_at = Some(after(timing.max_hold));
        }
        let in_window =
            interval.zip(timing.double_press).is_some_and(|(interval, window)| interval <= window);
        self.doubled = in_window && !self.doubled;
        if self.doubled {
            out.tell(GestureKind::DoublePress);
        }
        true
    }

    /// The accepted press was let go at `now`.
    pub(super) fn let_go(&mut self, now: Frames, timing: &HoldTiming, out: &mut Teller) {
        self.end_timers();
        if timing.latch == LatchFrames::Off && !self.touch.pulse {
            self.release(now, out);
        }
    }

    /// What is due by `now`; `held` while the press is held for certain. True where the
    /// press was held too long and counts no more.
    pub(super) fn wake(&mut self, now: Frames, held: bool, timing: &HoldTiming, out: &mut Teller) -> bool {
        let due = |at: Option<Frames>| at.is_some_and(|at| at <= now);
        if due(self.ends_at) {
            self.release(now, out);
        }
        if !held {
            return false;
        }
        if due(self.near_at) && out.tell(GestureKind::LongPressNear) {
            let next = self.near_at.map(|at| at.saturating_add(timing.long_press_told));
            self.near_at = next.filter(|&next| self.long_at.is_some_and(|at| next < at));
        }
        if due(self.long_at) && out.tell(GestureKind::LongPress) {
            (self.long_at, self.near_at) = (None, None);
        }
        if due(self.stuck_at) {
            // A latched sound was asked for and stays; the hand on the switch does no more.
            let told = timing.latch != LatchFrames::Off || !self.sounds || out.tell(GestureKind::Stuck);
            if told {
                self.sounds &= timing.latch != LatchFrames::Off;
                self.end_timers();
                return true;
            }
        } else if let Some((at, every)) = self.repeat_at.zip(timing.repeat)
            && at <= now
            && out.has_room(2)
        {
            self.release(now, out);
            self.sound(now, timing, out);
            // Late is late: what was missed does not come in a burst.
            let missed = (now - at) / every;
            self.repeat_at = Some(at.saturating_add(every.saturating_mul(missed + 1)));
        }
        false
    }

    /// When something is due by itself.
    pub(super) fn deadline(&self, held: bool) -> Option<Frames> {
        let timers = [self.long_at, self.near_at, self.repeat_at, self.stuck_at];
        let while_held = timers.into_iter().flatten().filter(|_| held);
        while_held.chain(self.ends_at).min()
    }

    /// The control is gone: its sound, latch and timers end.
    pub(super) fn lose(&mut self, now: Frames, out: &mut Teller) {
        self.release(now, out);
        let owed = Hold { sounds: self.sounds, ends_at: self.ends_at, ..Hold::default() };
        *self = owed;
    }

    /// The sound has ended elsewhere: nothing is left to tell.
    pub(super) fn forget(&mut self) {
        self.end_timers();
        self.sounds = false;
        self.ends_at = None;
    }

    fn sound(&mut self, now: Frames, timing: &HoldTiming, out: &mut Teller) {
        self.sounds = out.tell(self.touch.press());
        self.ends_at = match timing.latch {
            LatchFrames::Timed(length) => Some(now.saturating_add(length)),
            LatchFrames::Off if self.touch.pulse => {
                Some(now.saturating_add(timing.pulse_length(&self.intervals)))
            }
            LatchFrames::Off | LatchFrames::Toggle => None,
        };
    }

    /// Tells the end of the sound, now or, where there is no room, as soon as there is.
    fn release(&mut self, now: Frames, out: &mut Teller) {
        self.ends_at = None;
        if self.sounds {
            self.sounds = !out.tell(GestureKind::Release);
            self.ends_at = self.sounds.then_some(now);
        }
    }

    fn end_timers(&mut self) {
        self.long_at = None;
        self.near_at = None;
        self.repeat_at = None;
        self.stuck_at = None;
    }
}
