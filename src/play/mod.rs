//! Play modes: what a press means.
//!
//! A mode is one file here and one row in [`registry`]. It gets the acts of its
//! player (pressed, released, moved), sees the harmony and the beat, and answers
//! with [`Intent`]s. It reads no clock: what has to happen later is a deadline in
//! frames. Nothing here allocates after construction.

mod expression;
mod intent;
mod mode;
mod options;
pub mod registry;
mod wander;

pub use expression::RhythmVelocity;
pub use intent::{Intent, Intents, NoteId, Velocity};
pub use mode::{Act, Build, Context, ModeStatus, PlayMode, ScanTiming};
pub use options::{OptionKind, OptionSpec, OptionValue, Options};
