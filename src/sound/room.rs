//! The room that all parts share.

use super::Bus;

/// The room as data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomSetup {
    /// Time in which the sound falls by 60 dB, 0.2 to 12 s.
    pub decay_s: f32,
    /// How bright the tail stays, 0 to 1.
    pub brightness: f32,
    /// Level of the tail, −60 (off) to 0 dB.
    pub level_db: f32,
}

impl Default for RoomSetup {
    fn default() -> Self {
        RoomSetup { decay_s: 2.2, brightness: 0.5, level_db: -14.0 }
    }
}

/// The room, built at a rate.
pub struct Room {}

impl Room {
    /// A room at `rate_hz`. Allocates.
    pub fn new(rate_hz: f32, setup: &RoomSetup) -> Self {
        let _ = (rate_hz, setup);
        Room {}
    }

    /// Adds the tail of `send` to `out`, frames `from..to`.
    pub fn render(&mut self, from: usize, to: usize, send: &Bus, out: &mut Bus) {
        let _ = (from, to, send, out);
    }

    /// Fades the tail within `fade_frames` and leaves the room silent.
    pub fn silence(&mut self, fade_frames: u64) {
        let _ = fade_frames;
    }
}
