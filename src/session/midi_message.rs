//! Messages to one channel of a MIDI instrument.

use midly::MidiMessage;
use midly::num::{u4, u7};

use crate::music::Pitch;
use crate::time::Frames;

/// Semitones that a full pitch bend makes: the default of every synthesiser, and said to it
/// all the same.
pub const BEND_SEMITONES: f32 = 2.0;

/// A message to one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When.
    pub at: Frames,
    /// The lane it is for.
    pub lane: u8,
    /// Channel, from 0.
    pub channel: u8,
    /// What.
    pub message: MidiMessage,
}

impl Sent {
    /// The message as it goes over a wire, and how many of the bytes count.
    pub fn bytes(&self) -> ([u8; 3], usize) {
        let channel = self.channel & 0x0F;
        match self.message {
            MidiMessage::NoteOff { key, vel } => ([0x80 | channel, key.as_int(), vel.as_int()], 3),
            MidiMessage::NoteOn { key, vel } => ([0x90 | channel, key.as_int(), vel.as_int()], 3),
            MidiMessage::Aftertouch { key, vel } => ([0xA0 | channel, key.as_int(), vel.as_int()], 3),
            MidiMessage::Controller { controller, value } => {
                ([0xB0 | channel, controller.as_int(), value.as_int()], 3)
            }
            MidiMessage::ProgramChange { program } => ([0xC0 | channel, program.as_int(), 0], 2),
            MidiMessage::ChannelAftertouch { vel } => ([0xD0 | channel, vel.as_int(), 0], 2),
            MidiMessage::PitchBend { bend } => {
                let value = bend.0.as_int();
                ([0xE0 | channel, (value & 0x7F) as u8, (value >> 7) as u8], 3)
            }
        }
    }
}

/// The bend that moves a key by `semitones`.
pub(super) fn bend_of(semitones: Pitch) -> i16 {
    (semitones / BEND_SEMITONES * 8192.0).round().clamp(-8192.0, 8191.0) as i16
}

/// The end of a key.
pub(super) fn off(at: Frames, lane: u8, channel: u8, key: u8) -> Sent {
    Sent { at, lane, channel, message: MidiMessage::NoteOff { key: u7::new(key), vel: u7::new(64) } }
}

/// A controller's value.
pub(super) fn controller(at: Frames, lane: u8, channel: u8, number: u8, value: u8) -> Sent {
    let message = MidiMessage::Controller { controller: u7::new(number), value: u7::new(value) };
    Sent { at, lane, channel, message }
}

/// The channel as a MIDI file writes it.
pub fn file_channel(channel: u8) -> u4 {
    u4::new(channel & 0x0F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use midly::PitchBend;

    /// On the wire a message has the bytes that the standard says.
    #[test]
    fn bytes_are_midi() {
        let sent = |message| Sent { at: 0, lane: 0, channel: 2, message }.bytes();
        let bend = MidiMessage::PitchBend { bend: PitchBend::from_int(0) };
        assert_eq!(sent(bend), ([0xE2, 0x00, 0x40], 3));
        assert_eq!(sent(MidiMessage::ProgramChange { program: u7::new(5) }), ([0xC2, 5, 0], 2));
        assert_eq!(off(0, 0, 2, 60).bytes(), ([0x82, 60, 64], 3));
    }
}
