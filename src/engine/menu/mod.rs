//! The player's own menu, by one switch: opened, scanned, heard.
//!
//! It never touches the music: parts and band play on while it is open. What is taken leaves as a
//! notice, and whoever holds the engine does it, by commands that enter the journal; so a replay
//! comes to the same samples without doing anything twice.

mod shown;

pub use shown::MenuSnapshot;
