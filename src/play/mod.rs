//! Play modes: what a press means.
//!
//! A mode is one file here and one row in [`registry`]. It gets the acts of its
//! player (pressed, released, moved), sees the harmony and the beat, and answers
//! with [`Intent`]s. It reads no clock: what has to happen later is a deadline in
//! frames. Nothing here allocates after construction.

mod expression;
mod intent;
mod ladder;
mod mode;
mod options;
pub mod registry;
#[cfg(test)]
mod rehearsal;
mod scanner;
mod sounding;
mod travel;

// The modes, one file each.
mod beat;
mod keys;
mod scan;
mod song;
mod swell;
mod wander;
mod zones;

/// The example of `docs/add-a-mode.md`, so that it works.
#[cfg(test)]
#[path = "../../docs/example_mode.rs"]
mod example_mode;

pub use expression::RhythmVelocity;
pub use intent::{Intent, Intents, NoteId, Velocity};
pub use ladder::Ladder;
pub use mode::{Act, Build, Context, Heard, ModeStatus, PlayMode, ScanTiming};
pub use options::{OptionKind, OptionSpec, OptionValue, Options};
pub use scanner::{ScanSwitch, Scanner};
pub use sounding::{MAX_SOUNDING, Sounding, Until};
