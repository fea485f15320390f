//! A demonstration in live play: a trace that plays by itself, then leaves the music to the people.

use std::collections::VecDeque;

use super::offline::{Script, Step};
use crate::input::trace::TraceCommand;
use crate::input::{RoleEvent, Slot};
use crate::live::Live;
use crate::time::{Frames, seconds_to_frames};

/// How far ahead events are handed to the engine, in s: some rounds of whoever asks.
const AHEAD_S: f64 = 0.2;
/// How long after its start the first moment of the trace is, in s.
const LEAD_S: f64 = 0.3;

/// A trace on its way into live play.
pub(super) struct Demo {
    steps: VecDeque<(Frames, Step)>,
    /// The frame of the trace's beginning, once time has begun.
    start: Option<Frames>,
    rate_hz: f64,
}

impl Demo {
    /// `script` was made for an engine at `rate_hz`.
    pub(super) fn new(script: Script, rate_hz: f64) -> Self {
        Demo { steps: script.into_steps().into(), start: None, rate_hz }
    }

    /// Whether everything was played.
    pub(super) fn is_over(&self) -> bool {
        self.steps.is_empty()
    }

    /// Hands on what is due soon; commands that are due now come back.
    pub(super) fn round(&mut self, live: &mut Live) -> Vec<TraceCommand> {
        let Some(now) = live.frame() else { return Vec::new() };
        let start = *self.start.get_or_insert(now + seconds_to_frames(LEAD_S, self.rate_hz));
        let mut commands = Vec::new();
        while let Some((at, step)) = self.steps.front() {
            let at = start + at;
            match step {
                Step::Event(event) if at <= now + seconds_to_frames(AHEAD_S, self.rate_hz) => {
                    live.play(RoleEvent { at, slot: beside_people(event.slot), ..*event });
                }
                Step::Command { command, .. } if at <= now => commands.push(command.clone()),
                _ => break,
            }
            self.steps.pop_front();
        }
        commands
    }
}

/// A slot that people's controls hardly reach, so that they can play along.
fn beside_people(slot: Slot) -> Slot {
    Slot::MAX - 1 - slot.min(Slot::MAX / 2)
}
