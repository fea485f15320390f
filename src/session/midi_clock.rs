//! The clock that others follow, as a port hears it.

use crate::input::ClockMessage;

/// Ticks in a sixteenth: where *continue* can go on.
const TICKS_A_SIXTEENTH: u64 = 6;
/// The furthest place that can be told, in sixteenths: 14 bits.
const FURTHEST: u64 = 0x3FFF;

/// A message as it goes over a wire, and how many of the bytes count.
pub type Wire = ([u8; 3], usize);

/// The clock as one receiver knows it. A receiver that was away, or is new, is sent to the
/// right place by the next sixteenth.
#[derive(Clone, Debug, Default)]
pub struct ClockWire {
    /// The music goes on.
    running: bool,
    /// The receiver knows that, and where it is.
    told: bool,
    /// The place of the next tick, from the beginning.
    place: u64,
}

impl ClockWire {
    /// What a message of the clock is on the wire. One that begins the music `late`, after its
    /// moment, is not told: the receiver begins at the next sixteenth, in time.
    pub fn message(&mut self, message: ClockMessage, late: bool, mut out: impl FnMut(Wire)) {
        match message {
            ClockMessage::Start => {
                *self = ClockWire { running: true, told: !late, place: 0 };
                if !late {
                    out(plain(0xFA));
                }
            }
            ClockMessage::Position(sixteenths) => {
                self.place = u64::from(sixteenths) * TICKS_A_SIXTEENTH;
                out(position(self.place));
            }
            ClockMessage::Continue => {
                self.running = true;
                self.told = !late;
                if !late {
                    out(plain(0xFB));
                }
            }
            ClockMessage::Stop => self.stop(out),
            ClockMessage::Tick => {
                if self.running && !self.told && !late && self.place.is_multiple_of(TICKS_A_SIXTEENTH) {
                    self.told = true;
                    out(position(self.place));
                    out(plain(0xFB));
                }
                self.place += 1;
                // What has not begun misses nothing by a tick that comes at a wrong moment.
                if !late || self.running && self.told {
                    out(plain(0xF8));
                }
            }
        }
    }

    /// Whoever listens was told nothing of what went before.
    pub fn forget(&mut self) {
        self.told = false;
    }

    /// The place is held, and nobody is left running.
    pub fn stop(&mut self, mut out: impl FnMut(Wire)) {
        if std::mem::take(&mut self.running) && self.told {
            out(plain(0xFC));
        }
    }
}

fn plain(status: u8) -> Wire {
    ([status, 0, 0], 1)
}

fn position(ticks: u64) -> Wire {
    let sixteenths = (ticks / TICKS_A_SIXTEENTH).min(FURTHEST) as u16;
    ([0xF2, (sixteenths & 0x7F) as u8, (sixteenths >> 7) as u8], 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClockMessage::{Continue, Position, Start, Stop, Tick};

    fn bytes(clock: &mut ClockWire, messages: &[ClockMessage]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for message in messages {
            clock.message(*message, false, |(wire, length)| bytes.extend(&wire[..length]));
        }
        bytes
    }

    /// Every message has the bytes that the standard says.
    #[test]
    fn bytes_are_midi() {
        let told = bytes(&mut ClockWire::default(), &[Start, Tick, Stop, Position(300), Continue, Tick]);
        assert_eq!(told, [0xFA, 0xF8, 0xFC, 0xF2, 0x2C, 0x02, 0xFB, 0xF8]);
    }

    /// A receiver that comes back is sent to the place of the next sixteenth, once, and hears
    /// every tick until then.
    #[test]
    fn a_new_receiver_is_sent_to_its_place() {
        let mut clock = ClockWire::default();
        bytes(&mut clock, &[Start, Tick, Tick]);
        clock.forget();
        let told = bytes(&mut clock, &[Tick; 6]);
        assert_eq!(told, [0xF8, 0xF8, 0xF8, 0xF8, 0xF2, 1, 0, 0xFB, 0xF8, 0xF8]);
        assert_eq!(bytes(&mut clock, &[Tick; 12]), [0xF8; 12]);
    }

    /// A beginning whose moment has passed is told at the next sixteenth that is in time, with its
    /// place; nothing goes out before that at a wrong moment, and every tick from then on.
    #[test]
    fn a_late_beginning_waits_for_the_next_sixteenth() {
        let mut clock = ClockWire::default();
        let mut told: Vec<u8> = Vec::new();
        let mut tell =
            |message, late| clock.message(message, late, |(wire, length)| told.extend(&wire[..length]));
        tell(Start, true);
        (0..7).for_each(|_| tell(Tick, true));
        (7..13).for_each(|_| tell(Tick, false));
        tell(Tick, true);
        assert_eq!(told, [&[0xF8; 5][..], &[0xF2, 2, 0, 0xFB, 0xF8, 0xF8]].concat());
    }

    /// Whoever was told to run is told to stop, once.
    #[test]
    fn who_runs_is_stopped() {
        let mut clock = ClockWire::default();
        assert!(bytes(&mut clock, &[Stop]).is_empty());
        bytes(&mut clock, &[Start, Tick]);
        assert_eq!(bytes(&mut clock, &[Stop, Stop]), [0xFC]);
    }
}
