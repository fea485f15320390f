//! One contact, conditioned: which of its edges count as a press, and when.
//!
//! A contact bounces, a hand trembles, a key repeats by itself. Acceptance time,
//! lockout and release debounce decide what of that is a press.

use super::SwitchTiming;
use super::setup::bounded;
use crate::time::{Frames, ms_to_frames};

/// The three times of a contact, in frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContactTiming {
    acceptance: Frames,
    lockout: Frames,
    release_debounce: Frames,
}

impl ContactTiming {
    pub(super) fn new(rate_hz: f64, timing: &SwitchTiming) -> Self {
        let frames = |ms, range| ms_to_frames(f64::from(bounded(ms, range)), rate_hz);
        ContactTiming {
            acceptance: frames(timing.acceptance_ms, SwitchTiming::ACCEPTANCE_MS),
            lockout: frames(timing.lockout_ms, SwitchTiming::LOCKOUT_MS),
            release_debounce: frames(timing.release_debounce_ms, SwitchTiming::RELEASE_DEBOUNCE_MS),
        }
    }
}

/// An edge that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Press,
    Release,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Nobody presses.
    #[default]
    Open,
    /// Pressed, but not yet for the acceptance time.
    Pending { accept_at: Frames },
    /// An accepted press.
    Closed,
    /// Pressed, but this press does not count (any more): it has to end first.
    Waiting,
}

/// A contact. It answers each call with the edge that counts, if any.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contact {
    state: State,
    /// Since when the contact is open, while that is too short to be a release.
    gap: Option<Frames>,
    locked_until: Frames,
    /// It has sent a release before, so a press without one is a key repeating.
    sends_up: bool,
}

impl Contact {
    /// The contact closes. Whether that is a press, [`wake`](Self::wake) tells.
    pub(super) fn down(&mut self, now: Frames, timing: &ContactTiming, pulse: bool) {
        if self.state != State::Open {
            // A bounce goes on with the same press; without a gap it is a key repeating.
            self.gap = None;
        } else if now < self.locked_until {
            self.state = State::Waiting;
        } else {
            // The length of a pulse says nothing, so it cannot be waited for.
            let acceptance = if pulse { 0 } else { timing.acceptance };
            self.state = State::Pending { accept_at: now.saturating_add(acceptance) };
        }
    }

    /// A press of a control that has never sent a release, as a terminal: complete in itself.
    pub(super) fn tap(&mut self, now: Frames, timing: &ContactTiming) -> Option<Edge> {
        if now < self.locked_until {
            return None;
        }
        self.locked_until = now.saturating_add(timing.lockout);
        Some(Edge::Press)
    }

    /// Whether a press now would be a [`tap`](Self::tap), if the control is a pulse.
    pub(super) fn taps(&self) -> bool {
        !self.sends_up && self.state == State::Open
    }

    /// Where it stands.
    pub(super) fn state(&self) -> State {
        self.state
    }

    /// Whether nobody presses.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The contact opens. Whether that is a release, [`wake`](Self::wake) tells.
    pub(super) fn up(&mut self, now: Frames) {
        self.sends_up = true;
        if self.state != State::Open && self.gap.is_none() {
            self.gap = Some(now);
        }
    }

    /// What has become certain by `now`.
    pub(super) fn wake(&mut self, now: Frames, timing: &ContactTiming) -> Option<Edge> {
        if let Some(open_since) = self.gap {
            if now < open_since.saturating_add(timing.release_debounce) {
                return None;
            }
            self.gap = None;
            let ended = std::mem::take(&mut self.state);
            return (ended == State::Closed).then_some(Edge::Release);
        }
        match self.state {
            State::Pending { accept_at } if now >= accept_at => {
                self.state = State::Closed;
                self.locked_until = now.saturating_add(timing.lockout);
                Some(Edge::Press)
            }
            _ => None,
        }
    }

    /// When something becomes certain by itself.
    pub(super) fn deadline(&self, timing: &ContactTiming) -> Option<Frames> {
        match (self.gap, self.state) {
            (Some(open_since), _) => Some(open_since.saturating_add(timing.release_debounce)),
            (None, State::Pending { accept_at }) => Some(accept_at),
            _ => None,
        }
    }

    /// Whether an accepted press is held, for certain: not in a gap that may be its end.
    pub(super) fn is_held(&self) -> bool {
        self.state == State::Closed && self.gap.is_none()
    }

    /// Whatever is down no longer counts: it must be released and pressed anew.
    pub(super) fn refuse(&mut self) {
        if self.state != State::Open {
            self.state = State::Waiting;
        }
    }
}
