//! Play modes: what a press means.
//!
//! A mode is one file here and one row in [`registry`]. It gets the acts of its
//! player (pressed, released, moved), sees the harmony and the beat, and answers
//! with [`Intent`]s. It reads no clock: what has to happen later is a deadline in
//! frames. Nothing here allocates after construction.

mod expression;
mod grid;
mod intent;
mod ladder;
mod mode;
mod options;
pub mod registry;
#[cfg(test)]
mod rehearsal;
mod scanner;
mod sounding;
mod stroll;
mod travel;
mod voicing;

// The modes, one file each.
mod arp;
mod beat;
mod chords;
mod cue;
mod echo;
mod keys;
mod looping;
mod phrase;
mod rise;
mod scan;
mod song;
mod steer;
mod swell;
mod wander;
mod zones;

/// The example of `docs/add-a-mode.md`, so that it works.
#[cfg(test)]
#[path = "../../docs/example_mode.rs"]
mod example_mode;

pub use cue::{FIRST_CLIP, MAX_CLIPS};
pub use expression::RhythmVelocity;
pub use intent::{Intent, Intents, NoteId, Velocity, playable};
pub use ladder::Ladder;
pub use mode::{Act, Build, Context, Edit, Heard, ModeStatus, PlayMode, ScanTiming};
pub use options::{OptionKind, OptionSpec, OptionValue, Options};
pub use scanner::{ScanSwitch, Scanner};
pub use sounding::{MAX_SOUNDING, Sounding, Until};
