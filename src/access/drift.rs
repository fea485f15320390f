//! Noticing that presses have changed since somebody began to play: a hand that tires.

use std::collections::VecDeque;

use super::SwitchTiming;

/// Presses that are looked at together: the first, and then always the last.
const PRESSES: usize = 30;
/// By how many standard errors of the difference of two shares (with the pooled share, as in the
/// two-proportion z-test) the last presses differ clearly from the first: eight of thirty where there
/// were none.
const CLEAR: f64 = 3.0;
/// A second press this soon after the end of the lockout was hardly meant, in ms.
const SOON_MS: f32 = 250.0;
/// A hold longer than this part of a long press comes near to being one by itself.
const NEAR_LONG: f32 = 0.7;
/// A response later than this part of a scan step comes near to missing it.
const LATE: f32 = 0.85;

/// What has changed between the first presses and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// Presses come in pairs that the lockout just misses.
    Doubles,
    /// Holds come near to a long press.
    LongHolds,
    /// Responses come late in the step of a scan.
    LateInScan,
}

/// Watches the presses of one switch as they were accepted.
#[derive(Clone, Debug)]
pub struct DriftWatch {
    lockout_ms: f32,
    long_press_ms: Option<f32>,
    last_press_ms: Option<f64>,
    /// Whether each press came soon after the one before, in the lockout's lee.
    doubles: Signs,
    holds: Signs,
    responses: Signs,
    told: Vec<Drift>,
}

/// A sign that presses do or do not give.
#[derive(Clone, Debug, Default)]
struct Signs {
    /// Presses among the first that were seen, and those of them that gave it.
    first_seen: usize,
    first: usize,
    /// Whether each of the last presses gave it.
    last: VecDeque<bool>,
}

impl DriftWatch {
    /// A watch over a switch with this timing.
    pub fn new(timing: &SwitchTiming) -> Self {
        DriftWatch {
            lockout_ms: timing.lockout_ms,
            long_press_ms: timing.long_press_ms,
            last_press_ms: None,
            doubles: Signs::default(),
            holds: Signs::default(),
            responses: Signs::default(),
            told: Vec::new(),
        }
    }

    /// A press was accepted at `at_ms`; in a scan, after `in_step` of the step (0 to 1).
    pub fn pressed(&mut self, at_ms: f64, in_step: Option<f32>) {
        if let Some(last_ms) = self.last_press_ms.replace(at_ms) {
            let after_ms = at_ms - last_ms;
            self.doubles.push(after_ms <= f64::from(self.lockout_ms + SOON_MS));
        }
        if let Some(in_step) = in_step {
            self.responses.push(in_step >= LATE);
        }
    }

    /// It was held for so long.
    pub fn held(&mut self, held_ms: f32) {
        if let Some(long_ms) = self.long_press_ms {
            self.holds.push(held_ms >= NEAR_LONG * long_ms);
        }
    }

    /// What has changed, each told once.
    pub fn drift(&mut self) -> Option<Drift> {
        let found = [
            (Drift::Doubles, &self.doubles),
            (Drift::LongHolds, &self.holds),
            (Drift::LateInScan, &self.responses),
        ];
        let is_new = |drift: Drift, told: &[Drift]| !told.contains(&drift);
        let (drift, _) =
            found.into_iter().find(|(drift, signs)| is_new(*drift, &self.told) && signs.are_more())?;
        self.told.push(drift);
        Some(drift)
    }
}

impl Signs {
    fn push(&mut self, sign: bool) {
        if self.first_seen < PRESSES {
            self.first_seen += 1;
            self.first += usize::from(sign);
            return;
        }
        if self.last.len() == PRESSES {
            self.last.pop_front();
        }
        self.last.push_back(sign);
    }

    /// Whether the share among the last presses exceeds that among the first clearly.
    fn are_more(&self) -> bool {
        if self.last.len() < PRESSES {
            return false;
        }
        let presses = PRESSES as f64;
        let first = self.first as f64 / presses;
        let last = self.last.iter().filter(|sign| **sign).count() as f64 / presses;
        let both = (first + last) / 2.0;
        let error = (2.0 * both * (1.0 - both) / presses).sqrt();
        last > first && last - first >= CLEAR * error
    }
}
