//! MIDI bytes to messages, whatever comes in between.
//!
//! Follows the MIDI 1.0 specification: running status, real-time bytes inside other
//! messages, system exclusive of any length. Bytes that make no sense are skipped.

use crate::input::ClockMessage;

/// A message that plays; the others are understood and dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A key went down.
    NoteOn {
        /// 0 to 15.
        channel: u8,
        /// 0 to 127.
        note: u8,
        /// 1 to 127.
        velocity: u8,
    },
    /// A key went up (also a note-on of velocity 0).
    NoteOff {
        /// 0 to 15.
        channel: u8,
        /// 0 to 127.
        note: u8,
    },
    /// A controller moved.
    Controller {
        /// 0 to 15.
        channel: u8,
        /// 0 to 127; from 120 on these are channel mode messages.
        number: u8,
        /// 0 to 127.
        value: u8,
    },
    /// The whole channel's pressure.
    Pressure {
        /// 0 to 15.
        channel: u8,
        /// 0 to 127.
        value: u8,
    },
    /// Pitch bend, 0 to 16383, 8192 at rest.
    Bend {
        /// 0 to 15.
        channel: u8,
        /// 0 to 16383.
        value: u16,
    },
    /// The device starts anew: nothing is held.
    Reset,
    /// Its clock.
    Clock(ClockMessage),
}

/// Reads one stream of bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parser {
    /// Status that data bytes belong to; none inside system messages and before the first.
    status: Option<u8>,
    first: Option<u8>,
    /// A song position is under way.
    position: bool,
}

impl Parser {
    /// Takes one byte; a message where it completes one.
    pub fn byte(&mut self, byte: u8) -> Option<Message> {
        match byte {
            0xff => {
                *self = Parser::default();
                Some(Message::Reset)
            }
            0xf8 => Some(Message::Clock(ClockMessage::Tick)),
            0xfa => Some(Message::Clock(ClockMessage::Start)),
            0xfb => Some(Message::Clock(ClockMessage::Continue)),
            0xfc => Some(Message::Clock(ClockMessage::Stop)),
            // Real-time messages may stand anywhere and change nothing.
            0xf9 | 0xfd | 0xfe => None,
            0xf2 => {
                *self = Parser { position: true, ..Parser::default() };
                None
            }
            // System messages end running status; their data is skipped.
            0xf0..=0xf7 => {
                *self = Parser::default();
                None
            }
            0x80..=0xef => {
                *self = Parser { status: Some(byte), ..Parser::default() };
                None
            }
            data => self.data(data),
        }
    }

    fn data(&mut self, data: u8) -> Option<Message> {
        if self.position {
            let low = self.first.replace(data)?;
            *self = Parser::default();
            let sixteenths = u16::from(data) << 7 | u16::from(low);
            return Some(Message::Clock(ClockMessage::Position(sixteenths)));
        }
        let status = self.status?;
        let channel = status & 0x0f;
        let kind = status & 0xf0;
        if kind == 0xd0 {
            return Some(Message::Pressure { channel, value: data });
        }
        if kind == 0xc0 {
            return None;
        }
        let Some(first) = self.first.take() else {
            self.first = Some(data);
            return None;
        };
        match kind {
            0x90 if data > 0 => Some(Message::NoteOn { channel, note: first, velocity: data }),
            0x80 | 0x90 => Some(Message::NoteOff { channel, note: first }),
            0xb0 => Some(Message::Controller { channel, number: first, value: data }),
            0xe0 => Some(Message::Bend { channel, value: u16::from(data) << 7 | u16::from(first) }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(bytes: &[u8]) -> Vec<Message> {
        let mut parser = Parser::default();
        bytes.iter().filter_map(|byte| parser.byte(*byte)).collect()
    }

    fn message() -> impl Strategy<Value = (Vec<u8>, Option<Message>)> {
        let byte = || 0_u8..128;
        prop_oneof![
            (0_u8..16, byte(), 1_u8..128).prop_map(|(channel, note, velocity)| (
                vec![0x90 | channel, note, velocity],
                Some(Message::NoteOn { channel, note, velocity })
            )),
            (0_u8..16, byte(), byte()).prop_map(|(channel, note, velocity)| (
                vec![0x80 | channel, note, velocity],
                Some(Message::NoteOff { channel, note })
            )),
            (0_u8..16, byte()).prop_map(|(channel, note)| (
                vec![0x90 | channel, note, 0],
                Some(Message::NoteOff { channel, note })
            )),
            (0_u8..16, byte(), byte()).prop_map(|(channel, number, value)| (
                vec![0xb0 | channel, number, value],
                Some(Message::Controller { channel, number, value })
            )),
            (0_u8..16, byte(), byte()).prop_map(|(channel, low, high)| (
                vec![0xe0 | channel, low, high],
                Some(Message::Bend { channel, value: u16::from(high) * 128 + u16::from(low) })
            )),
            (0_u8..16, byte()).prop_map(|(channel, value)| (
                vec![0xd0 | channel, value],
                Some(Message::Pressure { channel, value })
            )),
            (0_u8..16, byte()).prop_map(|(channel, program)| (vec![0xc0 | channel, program], None)),
            (0_u8..16, byte(), byte())
                .prop_map(|(channel, note, value)| (vec![0xa0 | channel, note, value], None)),
        ]
    }

    /// A clock's messages are understood, a song position also with a tick inside it.
    #[test]
    fn clocks_are_understood() {
        use ClockMessage::{Continue, Position, Start, Stop, Tick};
        let bytes = [0xfa, 0xf8, 0xf2, 0x10, 0xf8, 0x02, 0x05, 0xfb, 0xfc, 0x90, 60, 0xf8, 100];
        let found: Vec<Message> = parse(&bytes);
        let clock = [Start, Tick, Tick, Position(0x110), Continue, Stop, Tick].map(Message::Clock);
        assert_eq!(found[..7], clock);
        assert_eq!(found[7], Message::NoteOn { channel: 0, note: 60, velocity: 100 });
    }

    proptest! {
        /// Any messages, with running status wherever the sender uses it, system exclusive
        /// between them and clock bytes anywhere, arrive whole and in order.
        #[test]
        fn streams_arrive_whole(
            messages in prop::collection::vec((message(), any::<bool>(), prop::option::of(prop::collection::vec(0_u8..128, 0..300))), 0..40),
            clocks in prop::collection::vec((any::<prop::sample::Index>(), 0xf8_u8..0xff), 0..40),
        ) {
            let mut bytes = Vec::new();
            let mut expected = Vec::new();
            let mut running = None;
            for ((message, means), uses_running_status, sysex) in messages {
                if let Some(sysex) = sysex {
                    bytes.push(0xf0);
                    bytes.extend(sysex);
                    bytes.push(0xf7);
                    running = None;
                }
                let skip = usize::from(uses_running_status && running == Some(message[0]));
                bytes.extend(&message[skip..]);
                running = Some(message[0]);
                expected.extend(means);
            }
            for (place, clock) in clocks {
                let place = place.index(bytes.len() + 1);
                bytes.insert(place, clock);
            }
            let mut found = parse(&bytes);
            found.retain(|message| !matches!(message, Message::Clock(_)));
            prop_assert_eq!(found, expected);
        }

        /// Any bytes at all: values stay in range.
        #[test]
        fn noise_stays_in_range(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for message in parse(&bytes) {
                match message {
                    Message::NoteOn { channel, note, velocity } =>
                        prop_assert!(channel < 16 && note < 128 && (1..128).contains(&velocity)),
                    Message::NoteOff { channel, note } => prop_assert!(channel < 16 && note < 128),
                    Message::Controller { channel, number, value } =>
                        prop_assert!(channel < 16 && number < 128 && value < 128),
                    Message::Pressure { channel, value } => prop_assert!(channel < 16 && value < 128),
                    Message::Bend { channel, value } => prop_assert!(channel < 16 && value < 16_384),
                    Message::Clock(ClockMessage::Position(sixteenths)) => prop_assert!(sixteenths < 16_384),
                    Message::Clock(_) | Message::Reset => {}
                }
            }
        }
    }
}
