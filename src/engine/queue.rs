//! Events and commands that wait for their moment.

use std::collections::VecDeque;

use super::Command;
use crate::input::{RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// Events that can wait at once, releases aside.
const EVENT_ROOM: usize = 1024;
/// Room that only releases may use: one for every slot.
const RELEASE_ROOM: usize = 256;
/// Commands that can wait at once, *silence* aside.
const COMMAND_ROOM: usize = 64;

/// Input events in the order of their moments; of one moment, in the order they came.
pub(super) struct EventQueue {
    events: VecDeque<RoleEvent>,
    /// Slots whose release found no room; they release once the queue has drained.
    owed: [Option<RoleEvent>; 256],
    owed_count: usize,
    lost: u32,
}

impl EventQueue {
    pub(super) fn new() -> Self {
        EventQueue {
            events: VecDeque::with_capacity(EVENT_ROOM + RELEASE_ROOM),
            owed: [None; 256],
            owed_count: 0,
            lost: 0,
        }
    }

    /// Takes an event; says whether there was room. A release is never lost.
    pub(super) fn push(&mut self, event: RoleEvent) -> bool {
        let releases = matches!(event.value, RoleValue::Up | RoleValue::Lost);
        let room = if releases { EVENT_ROOM + RELEASE_ROOM } else { EVENT_ROOM };
        if self.events.len() >= room {
            if releases {
                self.owe(event);
                return true;
            }
            self.lost = self.lost.saturating_add(1);
            return false;
        }
        let place = self.events.partition_point(|waiting| waiting.at <= event.at);
        self.events.insert(place, event);
        true
    }

    fn owe(&mut self, event: RoleEvent) {
        let place = &mut self.owed[usize::from(event.slot)];
        match place {
            // The device is gone, which says more than a release.
            Some(owed) if owed.value == RoleValue::Lost => {}
            Some(owed) => *owed = event,
            None => {
                *place = Some(event);
                self.owed_count += 1;
            }
        }
    }

    /// The moment of the first event.
    pub(super) fn next_at(&self) -> Option<Frames> {
        match self.events.front() {
            Some(event) => Some(event.at),
            None if self.owed_count > 0 => Some(0),
            None => None,
        }
    }

    /// Takes the first event whose moment has come.
    pub(super) fn pop_due(&mut self, now: Frames) -> Option<RoleEvent> {
        if let Some(event) = self.events.front() {
            return if event.at <= now { self.events.pop_front() } else { None };
        }
        if self.owed_count == 0 {
            return None;
        }
        let event = self.owed.iter_mut().find_map(Option::take)?;
        self.owed_count -= 1;
        Some(event)
    }

    /// How many events found no room since this was last asked.
    pub(super) fn take_lost(&mut self) -> u32 {
        std::mem::take(&mut self.lost)
    }

    /// Forgets what waits for `slot`: its device is gone.
    pub(super) fn forget(&mut self, slot: Slot) {
        self.events.retain(|event| event.slot != slot || matches!(event.value, RoleValue::Clock(_)));
    }
}

/// A command, its moment, and its number in the order of sending.
pub(super) struct Waiting {
    pub(super) at: Frames,
    pub(super) number: u64,
    pub(super) command: Command,
}

/// Commands in the order of their moments.
pub(super) struct CommandQueue {
    waiting: VecDeque<Waiting>,
    sent: u64,
}

impl CommandQueue {
    pub(super) fn new() -> Self {
        CommandQueue { waiting: VecDeque::with_capacity(COMMAND_ROOM + 1), sent: 0 }
    }

    /// Takes a command, or gives it back where the queue is full. One place is kept for
    /// *silence*; a second silence that waits adds nothing and is taken as done.
    #[allow(clippy::result_large_err, reason = "the command goes back by value: nothing is boxed here")]
    pub(super) fn push(&mut self, at: Frames, command: Command) -> Result<(), Command> {
        let silence = matches!(command, Command::Silence);
        if self.waiting.len() >= COMMAND_ROOM + usize::from(silence) {
            return if silence { Ok(()) } else { Err(command) };
        }
        let place = self.waiting.partition_point(|waiting| waiting.at <= at);
        self.waiting.insert(place, Waiting { at, number: self.sent, command });
        self.sent += 1;
        Ok(())
    }

    /// The moment of the first command.
    pub(super) fn next_at(&self) -> Option<Frames> {
        self.waiting.front().map(|waiting| waiting.at)
    }

    /// Takes the first command whose moment has come.
    pub(super) fn pop_due(&mut self, now: Frames) -> Option<Waiting> {
        if self.next_at()? <= now { self.waiting.pop_front() } else { None }
    }
}
