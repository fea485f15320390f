//! The one-minute fit: “press when you hear the bell”, and what the presses say of a switch.
//!
//! A pure reading of when bells rang and when the contact closed and opened. Nothing is guessed
//! from too little: see [`FitError`].

use super::SwitchTiming;

/// Fewest bells that must have been answered.
pub const LEAST_ANSWERS: usize = 6;
/// A contact sooner after the bell than this was not meant for it: nobody hears and moves faster
/// than 0.1 s.
const SOONEST_S: f64 = 0.1;
/// A gap up to here is a contact that bounces, not a hand: hands come back in 80 ms at the
/// earliest.
const BOUNCE_S: f64 = 0.08;
/// Another contact this soon after the answer is the same intention, doubled by tremor.
const DOUBLED_S: f64 = 1.0;
/// Part of the scan interval within which presses should fall (Simpson, Koester and LoPresti,
/// *Selecting an appropriate scan rate: the “.65 rule”*, RESNA 2006).
const OF_INTERVAL: f64 = 0.65;
/// A contact shorter than this part of the usual one was brushed, where the usual one follows.
const BRUSHED: f64 = 0.4;
/// What all contacts of a switch stay under that only gives pulses, in s.
const PULSE_S: f64 = 0.08;
/// How much more than what was seen a dozen presses may hold in store.
const RESERVE: f64 = 1.3;

/// A contact closed, and opened again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// When it closed, in s.
    pub down_s: f64,
    /// When it opened, in s.
    pub up_s: f64,
}

impl Contact {
    fn held_s(&self) -> f64 {
        self.up_s - self.down_s
    }
}

/// Why nothing is proposed.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Too few bells were answered.
    #[error(
        "Only {answered} of {bells} bells were answered: that is too little to go by. Try again, or leave everything \
         as it is."
    )]
    TooFew {
        /// Bells that were answered.
        answered: usize,
        /// Bells that rang.
        bells: usize,
    },
}

/// What a fit proposes; what it says nothing about stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitProposal {
    /// Time an item of a scan stays lit, in ms.
    pub scan_interval_ms: f32,
    /// How long a press must last before it counts, in ms.
    pub acceptance_ms: f32,
    /// How long further presses are ignored, in ms; none where nothing doubled.
    pub lockout_ms: Option<f32>,
    /// How long a release must last before it counts, in ms; none where nothing bounced.
    pub release_debounce_ms: Option<f32>,
    /// After how long a hold is a long press, in ms; none for a switch that gives pulses.
    pub long_press_ms: Option<f32>,
    /// The switch gives pulses, whatever the hand does.
    pub pulse: bool,
    /// What was found, in the order in which it is told.
    pub found: Vec<Found>,
}

/// Something that a fit found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    /// How many bells were answered, and when.
    Answered {
        /// Bells that were answered.
        answered: usize,
        /// Bells that rang.
        bells: usize,
        /// From the bell to the press, in s.
        mean_s: f64,
        /// Standard deviation of that, in s.
        spread_s: f64,
    },
    /// Presses that came by themselves behind the one that was meant.
    Doubled {
        /// How many.
        times: usize,
        /// The latest of them, in s after the press.
        within_s: f64,
    },
    /// The contact let go for a moment within a press.
    Bounced {
        /// How often.
        times: usize,
        /// For how long at most, in ms.
        ms: f64,
    },
    /// Contacts that were too short to be meant.
    Brushed {
        /// How many.
        times: usize,
        /// How long at most, in ms.
        ms: f64,
    },
    /// Presses that no bell asked for.
    Unasked {
        /// How many.
        times: usize,
    },
    /// The switch lets go at once, whatever the hand does.
    Pulses,
    /// How long presses were held.
    Held {
        /// The shortest, in s.
        from_s: f64,
        /// The longest, in s.
        to_s: f64,
    },
}

/// The answer to one bell, and what else happened until the next.
struct Answer {
    after_s: f64,
    held_s: f64,
    /// How long after the answer others came that were not meant.
    doubled_s: Vec<f64>,
    /// How long contacts were that were brushed before.
    brushed_s: Vec<f64>,
    /// Presses that came later than that, before the next bell.
    unasked: usize,
}

impl FitProposal {
    /// What the contacts of one switch say, `bells_s` being the moments of the bells, in s.
    ///
    /// # Errors
    /// Where too few bells were answered to go by.
    pub fn of(bells_s: &[f64], contacts: &[Contact]) -> Result<FitProposal, FitError> {
        let (contacts, bounces_s) = merged(contacts);
        let usual_s = median(contacts.iter().map(Contact::held_s));
        let answers: Vec<Answer> = bells_s
            .iter()
            .enumerate()
            .filter_map(|(number, bell_s)| {
                let until_s = bells_s.get(number + 1).copied().unwrap_or(f64::INFINITY);
                answer(*bell_s, until_s, usual_s, &contacts)
            })
            .collect();
        if answers.len() < LEAST_ANSWERS {
            return Err(FitError::TooFew { answered: answers.len(), bells: bells_s.len() });
        }
        Ok(propose(bells_s.len(), &answers, &bounces_s))
    }
}

impl FitProposal {
    /// What is left of it where nobody told how long presses were, as in a terminal: what goes by
    /// length stays as it is in `timing`.
    #[must_use]
    pub fn without_lengths(mut self, timing: &SwitchTiming) -> Self {
        (self.acceptance_ms, self.pulse) = (timing.acceptance_ms, timing.pulse);
        (self.long_press_ms, self.release_debounce_ms) = (None, None);
        self.found.retain(|found| {
            matches!(found, Found::Answered { .. } | Found::Doubled { .. } | Found::Unasked { .. })
        });
        self
    }
}

/// Contacts with bounces taken out, and how long the gaps were.
fn merged(contacts: &[Contact]) -> (Vec<Contact>, Vec<f64>) {
    let (mut whole, mut gaps_s): (Vec<Contact>, Vec<f64>) = (Vec::new(), Vec::new());
    for contact in contacts.iter().filter(|contact| contact.held_s() >= 0.0) {
        match whole.last_mut().filter(|last| contact.down_s - last.up_s < BOUNCE_S) {
            Some(last) => {
                gaps_s.push((contact.down_s - last.up_s).max(0.0));
                last.up_s = contact.up_s;
            }
            None => whole.push(*contact),
        }
    }
    (whole, gaps_s)
}

fn answer(bell_s: f64, until_s: f64, usual_s: f64, contacts: &[Contact]) -> Option<Answer> {
    let heard: Vec<&Contact> = contacts
        .iter()
        .filter(|contact| contact.down_s >= bell_s + SOONEST_S && contact.down_s < until_s)
        .collect();
    let meant = |contact: &&Contact| contact.held_s() >= BRUSHED * usual_s;
    // Where all are short, the first was meant.
    let place = heard.iter().position(meant).unwrap_or(0);
    let first = heard.get(place)?;
    let after = heard[place + 1..].iter().map(|contact| contact.down_s - first.down_s);
    let (doubled_s, unasked): (Vec<f64>, Vec<f64>) = after.partition(|after_s| *after_s <= DOUBLED_S);
    Some(Answer {
        after_s: first.down_s - bell_s,
        held_s: first.held_s(),
        doubled_s,
        brushed_s: heard[..place].iter().map(|contact| contact.held_s()).collect(),
        unasked: unasked.len(),
    })
}

fn propose(bells: usize, answers: &[Answer], bounces_s: &[f64]) -> FitProposal {
    let count = answers.len() as f64;
    let mean_s = answers.iter().map(|answer| answer.after_s).sum::<f64>() / count;
    let spread = answers.iter().map(|answer| (answer.after_s - mean_s).powi(2)).sum::<f64>() / (count - 1.0);
    let interval_s = (mean_s / OF_INTERVAL).max(mean_s + 2.0 * spread.sqrt());
    let mut held_s: Vec<f64> = answers.iter().map(|answer| answer.held_s).collect();
    held_s.sort_unstable_by(f64::total_cmp);
    let (shortest_s, longest_s) = (held_s[0], held_s[held_s.len() - 1]);
    let pulse = longest_s < PULSE_S;

    let mut found = vec![Found::Answered { answered: answers.len(), bells, mean_s, spread_s: spread.sqrt() }];
    let doubled: Vec<f64> = answers.iter().flat_map(|answer| answer.doubled_s.iter().copied()).collect();
    let lockout_ms = largest(&doubled).map(|within_s| {
        found.push(Found::Doubled { times: doubled.len(), within_s });
        // Never so long that the next item of a scan could not be taken.
        rounded_up(within_s * RESERVE, 0.05).min(interval_s) as f32 * 1000.0
    });
    let release_debounce_ms = largest(bounces_s).map(|gap_s| {
        found.push(Found::Bounced { times: bounces_s.len(), ms: gap_s * 1000.0 });
        rounded_up(gap_s * RESERVE, 0.005) as f32 * 1000.0
    });
    let brushed: Vec<f64> = answers.iter().flat_map(|answer| answer.brushed_s.iter().copied()).collect();
    let acceptance_ms = largest(&brushed).map_or(0.0, |brush_s| {
        found.push(Found::Brushed { times: brushed.len(), ms: brush_s * 1000.0 });
        // Between what was brushed and what was meant; what was meant has the last word.
        (rounded_up(brush_s * RESERVE, 0.005)).min(0.7 * shortest_s) as f32 * 1000.0
    });
    let unasked: usize = answers.iter().map(|answer| answer.unasked).sum();
    if unasked > 0 {
        found.push(Found::Unasked { times: unasked });
    }
    found.push(if pulse { Found::Pulses } else { Found::Held { from_s: shortest_s, to_s: longest_s } });
    let within = |ms: f32, range: std::ops::RangeInclusive<f32>| ms.clamp(*range.start(), *range.end());
    FitProposal {
        scan_interval_ms: within(rounded_up(interval_s, 0.05) as f32 * 1000.0, 100.0..=10_000.0).round(),
        acceptance_ms: within(acceptance_ms, SwitchTiming::ACCEPTANCE_MS).round(),
        lockout_ms: lockout_ms.map(|ms| within(ms, SwitchTiming::LOCKOUT_MS).round()),
        release_debounce_ms: release_debounce_ms
            .map(|ms| within(ms, SwitchTiming::RELEASE_DEBOUNCE_MS).round()),
        long_press_ms: (!pulse)
            .then(|| {
                within(
                    rounded_up((2.0 * longest_s).max(1.5), 0.1) as f32 * 1000.0,
                    SwitchTiming::LONG_PRESS_MS,
                )
            })
            .map(f32::round),
        pulse,
        found,
    }
}

fn largest(values: &[f64]) -> Option<f64> {
    values.iter().copied().reduce(f64::max)
}

fn rounded_up(value: f64, step: f64) -> f64 {
    // A thousandth of a step keeps what lies on a step there.
    (value / step - 0.001).ceil() * step
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
