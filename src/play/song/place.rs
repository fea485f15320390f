//! Where in the song the player is.

use super::tune::Tune;
use crate::access::Intervals;
use crate::play::Options;
use crate::time::{Frames, ms_to_frames};

/// A pause counts as a rest only where it is this many of the player's usual intervals.
const USUAL_INTERVALS: u64 = 4;
/// Intervals that must be known before a player's own pace counts.
const KNOWN: u32 = 3;
/// Steps that *finish* leaves to be played.
const HOME_STEPS: usize = 3;

/// The place, and what moves it: presses, rests, *finish*.
pub(super) struct Place {
    round: bool,
    resumes_phrase: bool,
    rest_frames: Frames,
    /// The step that comes next; the number of steps at the end.
    next: usize,
    last_press: Option<Frames>,
    intervals: Intervals,
    presses: u32,
    rested: bool,
    /// The phrase that was begun anew after a rest: once is enough, or a player who pauses
    /// often would never come to its end.
    begun_anew: Option<u16>,
}

impl Place {
    pub(super) fn new(options: &Options, rate_hz: f64) -> Self {
        Place {
            round: options.choice("at_end") == "round",
            resumes_phrase: options.choice("resume") == "phrase",
            rest_frames: ms_to_frames(options.number("rest_ms"), rate_hz).max(1),
            next: 0,
            last_press: None,
            intervals: Intervals::default(),
            presses: 0,
            rested: false,
            begun_anew: None,
        }
    }

    /// The step that a press at `now` plays; moves on behind it.
    pub(super) fn next(&mut self, now: Frames, tune: &Tune) -> usize {
        self.pause(now);
        let step = self.choose(tune);
        self.played(step, tune);
        step
    }

    fn pause(&mut self, now: Frames) {
        self.rested = false;
        if let Some(last) = self.last_press {
            let interval = now.saturating_sub(last);
            let usual = if self.presses > KNOWN { self.usual_interval() } else { 0 };
            self.rested = interval >= self.rest_frames.max(usual.saturating_mul(USUAL_INTERVALS));
            if !self.rested {
                self.intervals.push(interval);
            }
        }
        self.presses = self.presses.saturating_add(1);
        self.last_press = Some(now);
    }

    fn choose(&mut self, tune: &Tune) -> usize {
        if self.next >= tune.len() {
            if !self.round && !self.rested {
                return tune.len() - 1;
            }
            self.begun_anew = None;
            return 0;
        }
        let phrase = tune.step(self.next).phrase;
        if self.rested && self.resumes_phrase && self.begun_anew != Some(phrase) {
            let start = tune.phrase_start(self.next);
            if start < self.next {
                self.begun_anew = Some(phrase);
            }
            return start;
        }
        self.next
    }

    /// A step was played: the next one follows it.
    pub(super) fn played(&mut self, step: usize, tune: &Tune) {
        self.next = (step + 1).min(tune.len());
    }

    /// Whether the last press came after a rest.
    pub(super) fn rested(&self) -> bool {
        self.rested
    }

    /// Median of the last intervals between presses; 0 before there is one.
    pub(super) fn usual_interval(&self) -> Frames {
        self.intervals.median().unwrap_or(0.0) as Frames
    }

    /// Goes to the last steps, or to the last phrase, if the end is further than that.
    pub(super) fn finish(&mut self, tune: &Tune, by_phrase: bool) {
        let last = tune.len() - 1;
        let home = if by_phrase { tune.phrase_start(last) } else { tune.len().saturating_sub(HOME_STEPS) };
        if self.next < home || self.next > last {
            self.next = home;
        }
        self.last_press = None;
    }

    /// The step played last and the number of steps.
    pub(super) fn shown(&self, tune: &Tune) -> Option<(u16, u16)> {
        let step = self.next.checked_sub(1)?;
        Some((step as u16, tune.len().min(usize::from(u16::MAX)) as u16))
    }
}
