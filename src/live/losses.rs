//! What was lost because a queue was full.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::input::{RoleEvent, RoleValue};

/// What was lost because a queue was full, since the start.
#[derive(Debug, Default)]
pub struct Losses {
    presses: AtomicU32,
    moves: AtomicU32,
    releases: AtomicU32,
    commands: AtomicU32,
    notices: AtomicU32,
    notes: AtomicU32,
    applied: AtomicU32,
    tap_frames: AtomicU32,
}

/// Counts of [`Losses`] at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LossCounts {
    /// Presses that were not played.
    pub presses: u32,
    /// Movements of continuous controls; the next one makes up for them.
    pub moves: u32,
    /// Releases and losses of devices. They have room of their own: 0 unless something
    /// is wrong.
    pub releases: u32,
    /// Commands that were given back to their sender.
    pub commands: u32,
    /// Notices of the engine.
    pub notices: u32,
    /// Rows of the notes file.
    pub notes: u32,
    /// Rows of the journal.
    pub applied: u32,
    /// Frames missing from the recording.
    pub tap_frames: u32,
}

impl Losses {
    /// The counts now.
    pub fn counts(&self) -> LossCounts {
        let of = |count: &AtomicU32| count.load(Ordering::Relaxed);
        LossCounts {
            presses: of(&self.presses),
            moves: of(&self.moves),
            releases: of(&self.releases),
            commands: of(&self.commands),
            notices: of(&self.notices),
            notes: of(&self.notes),
            applied: of(&self.applied),
            tap_frames: of(&self.tap_frames),
        }
    }

    /// Counts an event that the engine had no room for.
    pub(super) fn event(&self, event: &RoleEvent) {
        let count = match event.value {
            RoleValue::Down { .. } => &self.presses,
            RoleValue::Moved(_) | RoleValue::Clock(_) => &self.moves,
            RoleValue::Up | RoleValue::Lost => &self.releases,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn tap(&self, frames: usize) {
        self.tap_frames.fetch_add(frames as u32, Ordering::Relaxed);
    }

    /// Counts a row of the notes that found no room.
    pub(super) fn note(&self) {
        self.notes.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a row of the journal that found no room.
    pub(super) fn applied(&self) {
        self.applied.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a notice that found no room.
    pub(super) fn notice(&self) {
        self.notices.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a command that was given back.
    pub(super) fn command(&self) {
        self.commands.fetch_add(1, Ordering::Relaxed);
    }
}
