//! When the bells of a one-minute fit ring, and what was answered.
//!
//! No two bells come after the same time, so that nobody presses by habit; none rings while the
//! switch is held. A bell that nobody answers counts as missed.

use super::press_fit::{Contact, FitError, FitProposal, LEAST_ANSWERS};
use crate::chance::Chance;

/// Answers after which it is enough.
pub const ENOUGH_ANSWERS: usize = 10;
/// Most bells that ring.
pub const MOST_BELLS: usize = 12;
/// Fewest bells, and the time in s after which they are enough where most were answered: a minute.
const FEWEST_BELLS: usize = 8;
const LONG_S: f64 = 60.0;
/// Bells after which it ends where nobody answers at all.
const SILENT_BELLS: usize = 4;
/// Time for the first bell, and from a press that was let go to the next bell, in s.
const FIRST_S: (f32, f32) = (2.0, 3.5);
const GAP_S: (f32, f32) = (1.5, 4.0);
/// How long a bell waits to be answered, in s, and what may be added to that.
pub const WAIT_S: f64 = 8.0;
const MISSED_GAP_S: (f32, f32) = (0.3, 1.8);
/// A bell waits no longer than this for presses to end that nobody asked for, in s.
const LATEST_S: f64 = 12.0;
/// Nobody hears and moves faster, in s: such a press was under way already.
const SOONEST_S: f64 = 0.1;
/// How long after the last press it is looked whether another comes by itself, in s.
const LOOK_S: f64 = 1.2;
/// A switch that is down for so long has an arm on it, in s.
const LAIN_ON_S: f64 = 15.0;

/// The bells of one fit, and the contacts of the switch.
#[derive(Clone, Debug)]
pub struct Bells {
    chance: Chance,
    begun_s: f64,
    rang_s: Vec<f64>,
    contacts: Vec<Contact>,
    down_s: Option<f64>,
    due_s: f64,
    answered: usize,
    /// The last bell was answered.
    is_answered: bool,
}

impl Bells {
    /// Bells that begin at `now_s`; another `seed` rings at other moments.
    pub fn new(seed: u64, now_s: f64) -> Self {
        let mut chance = Chance::new(seed);
        let due_s = now_s + f64::from(chance.between(FIRST_S.0, FIRST_S.1));
        Bells {
            chance,
            begun_s: now_s,
            rang_s: Vec::new(),
            contacts: Vec::new(),
            down_s: None,
            due_s,
            answered: 0,
            is_answered: true,
        }
    }

    /// Whether a bell is to ring now.
    pub fn is_due(&self, now_s: f64) -> bool {
        self.down_s.is_none() && now_s >= self.due_s && !self.is_over(now_s)
    }

    /// A bell rang.
    pub fn rang(&mut self, at_s: f64) {
        self.rang_s.push(at_s);
        self.is_answered = false;
        self.due_s = at_s + WAIT_S + self.between(MISSED_GAP_S);
    }

    /// The contact closed.
    pub fn closed(&mut self, at_s: f64) {
        if self.down_s.is_some() {
            return;
        }
        self.down_s = Some(at_s);
        let bell = self.rang_s.last().is_some_and(|rang_s| at_s >= rang_s + SOONEST_S);
        if bell && !self.is_answered {
            self.is_answered = true;
            self.answered += 1;
        }
    }

    /// The contact opened.
    pub fn opened(&mut self, at_s: f64) {
        let Some(down_s) = self.down_s.take() else { return };
        self.contacts.push(Contact { down_s, up_s: at_s });
        if self.is_answered {
            let latest_s = self.rang_s.last().unwrap_or(&self.begun_s) + LATEST_S;
            self.due_s = (at_s + self.between(GAP_S)).min(latest_s.max(at_s + LOOK_S));
        }
    }

    /// Whether enough was heard, or nothing more is to be expected.
    pub fn is_over(&self, now_s: f64) -> bool {
        if let Some(down_s) = self.down_s {
            return now_s >= down_s + LAIN_ON_S;
        }
        let bells = self.rang_s.len();
        let long = now_s - self.begun_s >= LONG_S;
        let enough = bells >= MOST_BELLS
            || self.answered >= ENOUGH_ANSWERS
            || (bells >= FEWEST_BELLS && self.answered >= LEAST_ANSWERS && long)
            || (bells >= SILENT_BELLS && self.answered == 0);
        let last_s = self.rang_s.last().copied().unwrap_or(now_s);
        let settled = match self.contacts.last().filter(|_| self.is_answered) {
            Some(contact) => now_s >= contact.up_s + LOOK_S,
            None => now_s >= last_s + WAIT_S,
        };
        enough && settled
    }

    /// Bells that rang, and how many of them were answered.
    pub fn count(&self) -> (usize, usize) {
        (self.rang_s.len(), self.answered)
    }

    /// Whether a bell rang that waits for its answer.
    pub fn waits(&self) -> bool {
        !self.is_answered
    }

    /// Whether the contact is closed.
    pub fn is_down(&self) -> bool {
        self.down_s.is_some()
    }

    /// What they say.
    ///
    /// # Errors
    /// Where too few were answered to go by.
    pub fn proposal(&self) -> Result<FitProposal, FitError> {
        FitProposal::of(&self.rang_s, &self.contacts)
    }

    fn between(&mut self, (low, high): (f32, f32)) -> f64 {
        f64::from(self.chance.between(low, high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings until it is over; whoever answers does so `after_s` the bell and holds for `held_s`.
    fn ring(seed: u64, answers: impl Fn(usize) -> Option<(f64, f64)>) -> (Bells, Vec<f64>, f64) {
        let mut bells = Bells::new(seed, 100.0);
        let (mut now_s, mut rang) = (100.0, Vec::new());
        let mut hand: Vec<(f64, bool)> = Vec::new();
        while !bells.is_over(now_s) {
            assert!(now_s < 400.0, "it never ends");
            now_s += 0.01;
            hand.retain(|(at_s, down)| {
                let due = now_s >= *at_s;
                match (due, down) {
                    (true, true) => bells.closed(*at_s),
                    (true, false) => bells.opened(*at_s),
                    _ => {}
                }
                !due
            });
            if bells.is_due(now_s) {
                assert!(!bells.is_down());
                if let Some((after_s, held_s)) = answers(rang.len()) {
                    hand.extend([(now_s + after_s, true), (now_s + after_s + held_s, false)]);
                }
                bells.rang(now_s);
                rang.push(now_s);
            }
        }
        (bells, rang, now_s - 100.0)
    }

    /// Whoever answers is done after ten bells, in about a minute, and no two gaps are alike.
    #[test]
    fn bells_are_irregular_and_few() {
        for seed in 0..20 {
            let (bells, rang, took_s) = ring(seed, |_| Some((0.6, 0.3)));
            assert_eq!(bells.count(), (10, 10));
            assert!((25.0..=70.0).contains(&took_s), "{took_s}");
            let mut gaps: Vec<f64> = rang.windows(2).map(|pair| pair[1] - pair[0]).collect();
            gaps.sort_unstable_by(f64::total_cmp);
            assert!(gaps[gaps.len() - 1] - gaps[0] > 0.8, "{gaps:?}");
            assert_eq!(bells.proposal().unwrap().acceptance_ms, 0.0);
        }
    }

    /// Bells that nobody answered count as missed, and it ends whatever happens.
    #[test]
    fn missed_bells_are_told() {
        let (bells, ..) = ring(1, |bell| (bell % 4 != 3).then_some((1.5, 0.5)));
        let (rang, answered) = bells.count();
        assert!(rang <= MOST_BELLS && answered < rang, "{rang} {answered}");
        assert!(bells.proposal().is_ok());
        let (bells, ..) = ring(1, |_| None);
        assert_eq!(bells.proposal(), Err(FitError::TooFew { answered: 0, bells: SILENT_BELLS }));
        let (bells, _, took_s) = ring(1, |_| Some((0.5, 1e6)));
        assert!(bells.proposal().is_err() && took_s < 30.0, "an arm lies on it");
    }
}
