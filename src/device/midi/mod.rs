//! MIDI in: every port there is, at once. MIDI out: one port, or one of our own.

mod keys;
mod out;
mod parser;
mod ports;
mod reader;

pub use keys::{Deed, HeldKeys};
pub use out::{OutChoice, OutError, OutPort, list_outputs};
pub use parser::{Message, Parser};
pub use ports::{identity, is_ignored, listened_to, shown_name, stable_name};
pub use reader::{MidiPorts, list_ports, run};
