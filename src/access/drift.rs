//! Noticing that a switch does not fit: that presses have changed since somebody began to play, as a
//! hand that tires changes them, or that they never fitted.

use std::collections::VecDeque;

use super::SwitchTiming;

/// Presses that are looked at together: the first, and then always the last.
const PRESSES: usize = 30;
/// By how many standard errors of the difference of two shares (with the pooled share, as in the
/// two-proportion z-test) the last presses differ clearly from the first: eight of thirty where there
/// were none.
const CLEAR: f64 = 3.0;
/// So many of thirty do not fit, whatever they were before. Where settings are those of a fit, one
/// press of eight gives a sign at most (see [`LATE`]); this many of thirty then come about in 500
/// presses for 2 players of 100 at most (`tests/drift.rs` measures it).
const TOO_MANY: usize = 12;
/// A second press this soon after the end of the lockout was hardly meant, in ms.
const SOON_MS: f32 = 250.0;
/// It is a double where the pauses around it are so many times as long: in a quick rhythm they are not.
const APART: f64 = 2.0;
/// Most presses of one intention; more are a quick rhythm.
const MOST_AT_ONCE: usize = 3;
/// A hold longer than this part of a long press comes near to being one by itself.
const NEAR_LONG: f32 = 0.7;
/// A response later than this part of a scan step comes near to missing it. With a mean of 0.65 of the
/// step and two standard deviations before its end, one of eight normal responses does.
const LATE: f32 = 0.85;
/// A contact of at least this part of the acceptance time was hardly a brush.
const NEARLY_ACCEPTED: f32 = 0.6;

/// A sign that settings do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Presses come in pairs that the lockout just misses.
    Doubles,
    /// Holds come near to a long press.
    LongHolds,
    /// Responses come late in the step of a scan.
    LateInScan,
    /// Contacts are a little too short to be accepted.
    ShortContacts,
}

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The sign of it.
    pub misfit: Misfit,
    /// There was less of it at first; else it has been so for too many presses, whenever it began.
    pub came_later: bool,
}

/// Watches the presses of one switch as they were accepted.
#[derive(Clone, Debug)]
pub struct DriftWatch {
    timing: SwitchTiming,
    /// The last press, in ms.
    last_press_ms: Option<f64>,
    together: Together,
    /// Whether each intention was doubled, in the lockout's lee, as far as its rhythm tells.
    doubles: Signs,
    holds: Signs,
    responses: Signs,
    contacts: Signs,
    told: Vec<Misfit>,
}

/// Presses that came close together, and the pause before them.
#[derive(Clone, Copy, Debug, Default)]
struct Together {
    presses: usize,
    /// The longest time between two of them, in ms.
    widest_ms: f64,
    /// The pause before, in ms; none before the first.
    pause_ms: Option<f64>,
}

/// A sign that presses do or do not give.
#[derive(Clone, Debug, Default)]
struct Signs {
    seen: usize,
    /// How many of the first presses gave it.
    first: usize,
    /// Whether each of the last presses gave it.
    last: VecDeque<bool>,
}

impl DriftWatch {
    /// A watch over a switch with this timing.
    pub fn new(timing: &SwitchTiming) -> Self {
        DriftWatch {
            timing: *timing,
            last_press_ms: None,
            together: Together::default(),
            doubles: Signs::default(),
            holds: Signs::default(),
            responses: Signs::default(),
            contacts: Signs::default(),
            told: Vec::new(),
        }
    }

    /// A press was accepted at `at_ms`; in a scan, after `in_step` of the step (0 to 1).
    pub fn pressed(&mut self, at_ms: f64, in_step: Option<f32>) {
        if let Some(last_ms) = self.last_press_ms.replace(at_ms) {
            let after_ms = at_ms - last_ms;
            let is_soon = after_ms <= f64::from(self.timing.lockout_ms + SOON_MS);
            if is_soon {
                self.together.presses += 1;
                self.together.widest_ms = self.together.widest_ms.max(after_ms);
            } else {
                let doubled = self.together.is_double(after_ms);
                doubled.into_iter().for_each(|doubled| self.doubles.push(doubled));
                self.together = Together { presses: 1, widest_ms: 0.0, pause_ms: Some(after_ms) };
            }
        }
        if let Some(in_step) = in_step {
            self.responses.push(in_step >= LATE);
        }
    }

    /// It was held for so long, where holding is not what plays.
    pub fn held(&mut self, held_ms: f32) {
        if let Some(long_ms) = self.timing.long_press_ms {
            self.holds.push(held_ms >= NEAR_LONG * long_ms);
        }
    }

    /// The contact was closed for so long, whether that was accepted or not.
    pub fn closed(&mut self, closed_ms: f32) {
        let acceptance_ms = self.timing.acceptance_ms;
        if acceptance_ms > 0.0 && !self.timing.pulse && closed_ms >= NEARLY_ACCEPTED * acceptance_ms {
            self.contacts.push(closed_ms < acceptance_ms);
        }
    }

    /// What does not fit, each told once.
    pub fn drift(&mut self) -> Option<Drift> {
        let signs = [
            (Misfit::Doubles, &self.doubles),
            (Misfit::LongHolds, &self.holds),
            (Misfit::LateInScan, &self.responses),
            (Misfit::ShortContacts, &self.contacts),
        ];
        let untold = signs.into_iter().filter(|(misfit, _)| !self.told.contains(misfit));
        let mut found = untold.filter_map(|(misfit, signs)| {
            let are_more = signs.are_more();
            let came_later = are_more || signs.are_new();
            (are_more || signs.are_too_many()).then_some(Drift { misfit, came_later })
        });
        let drift = found.next()?;
        self.told.push(drift.misfit);
        Some(drift)
    }
}

impl Together {
    /// Whether they were one intention, doubled; none where nothing can be said, because the pause
    /// before is not known or so many presses are a rhythm of their own.
    fn is_double(&self, pause_after_ms: f64) -> Option<bool> {
        let pause_ms = self.pause_ms?.min(pause_after_ms);
        match self.presses {
            1 => Some(false),
            2..=MOST_AT_ONCE => Some(pause_ms >= APART * self.widest_ms),
            _ => None,
        }
    }
}

impl Signs {
    fn push(&mut self, sign: bool) {
        self.seen += 1;
        if self.seen <= PRESSES {
            self.first += usize::from(sign);
        }
        if self.last.len() == PRESSES {
            self.last.pop_front();
        }
        self.last.push_back(sign);
    }

    fn count(&self) -> usize {
        self.last.iter().filter(|sign| **sign).count()
    }

    /// Whether too many of the last presses gave it, whatever the first did.
    fn are_too_many(&self) -> bool {
        self.last.len() == PRESSES && self.count() >= TOO_MANY
    }

    /// Whether the last presses gave it at least twice as often as the first.
    fn are_new(&self) -> bool {
        self.count() >= 2 * self.first.max(1)
    }

    /// Whether the share among the last presses exceeds that among the first clearly.
    fn are_more(&self) -> bool {
        if self.seen < 2 * PRESSES {
            return false;
        }
        let presses = PRESSES as f64;
        let (first, last) = (self.first as f64 / presses, self.count() as f64 / presses);
        let both = (first + last) / 2.0;
        let error = (2.0 * both * (1.0 - both) / presses).sqrt();
        last > first && last - first >= CLEAR * error
    }
}
