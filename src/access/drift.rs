//! Noticing that presses have changed since they were fitted: a hand that tires.

use std::collections::VecDeque;

use super::SwitchTiming;

/// Presses that are looked at together.
const PRESSES: usize = 30;
/// Part of them that says something.
const SHARE: f64 = 0.2;
/// A second press this soon after the end of the lockout was hardly meant, in ms.
const SOON_MS: f32 = 250.0;
/// A hold longer than this part of a long press comes near to being one by itself.
const NEAR_LONG: f32 = 0.7;
/// A response later than this part of a scan step comes near to missing it.
const LATE: f32 = 0.85;

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// Presses come in pairs that the lockout just misses.
    Doubles,
    /// Holds come near to a long press.
    LongHolds,
    /// Responses come late in the step of a scan.
    LateInScan,
}

impl Drift {
    /// What is offered, in a sentence.
    pub fn offer(self) -> &'static str {
        match self {
            Drift::Doubles => "Presses come double more often than before. Fit the switch again?",
            Drift::LongHolds => "Presses are held longer than before. Fit the switch again?",
            Drift::LateInScan => "The scan seems too fast by now. Fit it again?",
        }
    }
}

/// Watches the presses of one switch as they were accepted.
#[derive(Clone, Debug)]
pub struct DriftWatch {
    lockout_ms: f32,
    long_press_ms: Option<f32>,
    last_press_ms: Option<f64>,
    /// Whether each of the last presses came soon after the one before, in the lockout's lee.
    doubles: VecDeque<bool>,
    holds: VecDeque<bool>,
    responses: VecDeque<bool>,
    told: Vec<Drift>,
}

impl DriftWatch {
    /// A watch over a switch with this timing.
    pub fn new(timing: &SwitchTiming) -> Self {
        DriftWatch {
            lockout_ms: timing.lockout_ms,
            long_press_ms: timing.long_press_ms,
            last_press_ms: None,
            doubles: VecDeque::new(),
            holds: VecDeque::new(),
            responses: VecDeque::new(),
            told: Vec::new(),
        }
    }

    /// A press was accepted at `at_ms`; in a scan, after `in_step` of the step (0 to 1).
    pub fn pressed(&mut self, at_ms: f64, in_step: Option<f32>) {
        if let Some(last_ms) = self.last_press_ms.replace(at_ms) {
            let after_ms = at_ms - last_ms;
            push(&mut self.doubles, after_ms <= f64::from(self.lockout_ms + SOON_MS));
        }
        if let Some(in_step) = in_step {
            push(&mut self.responses, in_step >= LATE);
        }
    }

    /// It was held for so long.
    pub fn held(&mut self, held_ms: f32) {
        if let Some(long_ms) = self.long_press_ms {
            push(&mut self.holds, held_ms >= NEAR_LONG * long_ms);
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
            found.into_iter().find(|(drift, signs)| is_new(*drift, &self.told) && says_something(signs))?;
        self.told.push(drift);
        Some(drift)
    }
}

fn push(signs: &mut VecDeque<bool>, sign: bool) {
    if signs.len() == PRESSES {
        signs.pop_front();
    }
    signs.push_back(sign);
}

fn says_something(signs: &VecDeque<bool>) -> bool {
    let count = signs.iter().filter(|sign| **sign).count();
    signs.len() == PRESSES && count as f64 >= SHARE * PRESSES as f64
}
