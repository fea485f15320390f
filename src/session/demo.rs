//! A demonstration in live play: a trace that plays by itself, then leaves the music to the people.

use std::collections::VecDeque;

use super::offline::{Script, Step};
use crate::input::trace::TraceCommand;
use crate::input::{RoleEvent, Slot};
use crate::live::{Live, monotonic_ns};
use crate::time::Frames;

/// How far ahead events are handed to the engine, in ns: some rounds of whoever asks.
const AHEAD_NS: u64 = 200_000_000;
/// How long after its start the first moment of the trace is, in ns.
const LEAD_NS: u64 = 300_000_000;

/// A trace on its way into live play.
pub(super) struct Demo {
    steps: VecDeque<(Frames, Step)>,
    /// The moment of the trace's beginning, once time has begun, in monotonic ns.
    start_ns: Option<u64>,
    rate_hz: f64,
}

impl Demo {
    /// `script` was made for an engine at `rate_hz`.
    pub(super) fn new(script: Script, rate_hz: f64) -> Self {
        Demo { steps: script.into_steps().into(), start_ns: None, rate_hz }
    }

    /// Whether everything was played.
    pub(super) fn is_over(&self) -> bool {
        self.steps.is_empty()
    }

    /// Hands on what is due soon; commands that are due now come back.
    pub(super) fn round(&mut self, live: &mut Live) -> Vec<TraceCommand> {
        if live.snapshot().frame == 0 {
            return Vec::new();
        }
        let now_ns = monotonic_ns();
        let start_ns = *self.start_ns.get_or_insert(now_ns + LEAD_NS);
        let mut commands = Vec::new();
        while let Some((at, step)) = self.steps.front() {
            let at_ns = start_ns + (*at as f64 * 1.0e9 / self.rate_hz) as u64;
            match step {
                Step::Event(event) if at_ns <= now_ns + AHEAD_NS => {
                    live.play(RoleEvent { slot: beside_people(event.slot), ..*event }, at_ns);
                }
                Step::Command { command, .. } if at_ns <= now_ns => commands.push(command.clone()),
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
