//! From messages to controls, with a record of what is held.

use super::parser::Message;
use crate::input::{Control, ControlValue, MidiControl};

/// A controller that moved, or a key that went down or up.
pub type Deed = (Control, ControlValue);

/// The keys of one port that are held, by channel.
#[derive(Clone, Debug)]
pub struct HeldKeys {
    channels: [u16; 128],
}

impl Default for HeldKeys {
    fn default() -> Self {
        HeldKeys { channels: [0; 128] }
    }
}

impl HeldKeys {
    /// What a message does. Channels are not told apart: a key that several channels hold
    /// is down until the last lets go. A key that is struck again on the same channel goes
    /// up and down, as some drum pads never let go.
    pub fn take(&mut self, message: Message, mut out: impl FnMut(Deed)) {
        match message {
            Message::NoteOn { channel, note, velocity } => {
                let bit = 1_u16 << channel;
                let held = &mut self.channels[usize::from(note)];
                let struck_again = *held & bit != 0;
                let held_elsewhere = *held & !bit != 0;
                *held |= bit;
                if struck_again {
                    out((key(note), ControlValue::Up));
                }
                if struck_again || !held_elsewhere {
                    out((key(note), ControlValue::Down { velocity: Some(velocity) }));
                }
            }
            Message::NoteOff { channel, note } => {
                let bit = 1_u16 << channel;
                let held = &mut self.channels[usize::from(note)];
                let was_held = *held & bit != 0;
                *held &= !bit;
                if was_held && *held == 0 {
                    out((key(note), ControlValue::Up));
                }
            }
            // All sound off, all notes off, and the mode changes that include it.
            Message::Controller { channel, number: 120 | 123..=127, .. } => {
                self.release(1 << channel, out);
            }
            // Reset all controllers, local control.
            Message::Controller { number: 121..=122, .. } => {}
            Message::Controller { number, value, .. } => {
                out((Control::Midi(MidiControl::Cc(number)), moved(value)));
            }
            Message::Pressure { value, .. } => out((Control::Midi(MidiControl::Pressure), moved(value))),
            Message::Bend { value, .. } => {
                let away = f32::from(value) - 8192.0;
                let bend = if away < 0.0 { away / 8192.0 } else { away / 8191.0 };
                out((Control::Midi(MidiControl::Bend), ControlValue::Moved(bend)));
            }
            Message::Clock(_) => {}
            Message::Reset => self.release_all(out),
        }
    }

    /// Releases all keys.
    pub fn release_all(&mut self, out: impl FnMut(Deed)) {
        self.release(u16::MAX, out);
    }

    fn release(&mut self, channels: u16, mut out: impl FnMut(Deed)) {
        for (note, held) in self.channels.iter_mut().enumerate() {
            let was_held = *held != 0;
            *held &= !channels;
            if was_held && *held == 0 {
                out((key(note as u8), ControlValue::Up));
            }
        }
    }
}

fn key(note: u8) -> Control {
    Control::Midi(MidiControl::Note(note))
}

fn moved(value: u8) -> ControlValue {
    ControlValue::Moved(f32::from(value) / 127.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::midi::parser::Parser;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Whatever bytes come: a key's downs and ups alternate, beginning with a down,
        /// values are in range, and after a reset nothing is held.
        #[test]
        fn downs_and_ups_alternate(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let (mut parser, mut held) = (Parser::default(), HeldKeys::default());
            let mut down: BTreeMap<Control, bool> = BTreeMap::new();
            let mut deeds = Vec::new();
            for byte in bytes.into_iter().chain([0xff]) {
                if let Some(message) = parser.byte(byte) {
                    held.take(message, |deed| deeds.push(deed));
                }
            }
            for (control, value) in deeds {
                match value {
                    ControlValue::Down { velocity } => {
                        prop_assert!(velocity.is_some_and(|v| (1..128).contains(&v)));
                        prop_assert!(!down.insert(control, true).unwrap_or(false));
                    }
                    ControlValue::Up => prop_assert_eq!(down.insert(control, false), Some(true)),
                    ControlValue::Moved(value) => prop_assert!((-1.0..=1.0).contains(&value)),
                }
            }
            prop_assert!(down.values().all(|down| !down));
        }
    }

    /// Bend rests at exactly nothing and reaches exactly both ends.
    #[test]
    fn bend_reaches_both_ends() {
        let bend = |value| {
            let mut got = None;
            HeldKeys::default().take(Message::Bend { channel: 0, value }, |deed| got = Some(deed.1));
            got
        };
        assert_eq!(bend(0), Some(ControlValue::Moved(-1.0)));
        assert_eq!(bend(8192), Some(ControlValue::Moved(0.0)));
        assert_eq!(bend(16_383), Some(ControlValue::Moved(1.0)));
    }
}
