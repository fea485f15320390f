//! The terminal: keys, focus and mouse clicks, where nothing better can be read.
//!
//! A plain terminal knows no releases, so a press is a pulse there. Terminals that speak
//! the Kitty keyboard protocol tell releases and count as a keyboard.

mod keys;
mod raw;
mod reader;
mod repeat;

pub use keys::{Input, KeyEdge, Parser};
pub use raw::{NoTerminal, RawTerminal, catch_ends, restore, signals};
pub use reader::{Asked, run};
pub use repeat::{DELAY_TOLERANCE_NS, HOLD_BACK_NS, RepeatFilter, STREAM_NS, Verdict};
