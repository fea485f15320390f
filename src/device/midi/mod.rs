//! MIDI in: every port there is, at once.

mod keys;
mod parser;
mod ports;
mod reader;

pub use keys::{Deed, HeldKeys};
pub use parser::{Message, Parser};
pub use ports::{identity, is_ignored, listened_to, shown_name, stable_name};
pub use reader::{MidiPorts, list_ports, run};
