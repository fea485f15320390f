//! When a press was made, and when its sound left: Cantus' own share of the latency.

use std::collections::VecDeque;

use crate::input::{RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// Most presses whose stamps are remembered until they have taken effect.
const REMEMBERED: usize = 256;

/// A press that took effect, as the audio thread saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenPress {
    /// Its control.
    pub slot: Slot,
    /// The engine frame on which it took effect.
    pub frame: Frames,
    /// By how many frames it came too late for its wanted moment.
    pub late_frames: Frames,
    /// When the callback that took it began, in monotonic ns.
    pub callback_ns: u64,
    /// The engine frame that this callback handed on first.
    pub callback_frame: Frames,
    /// How often the clock had been drawn anew by then: presses between which it was lie on
    /// two lines, because frames were lost.
    pub clock_restarts: u32,
}

/// A press from its stamp to the callback with which its sound left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PressTiming {
    /// When it was made, in monotonic ns.
    pub stamp_ns: u64,
    /// What became of it.
    pub taken: TakenPress,
}

impl PressTiming {
    /// From the stamp to the moment at which the first frame of the sound leaves the
    /// callback, in ns: its callback's beginning and its place in there.
    ///
    /// A callback hands on its frames all at once, but the device plays them one by one.
    /// So it is the place in the callback that makes latency constant.
    pub fn own_share_ns(&self, rate_hz: f64) -> i64 {
        let place = self.taken.frame as i64 - self.taken.callback_frame as i64;
        let place_ns = (place as f64 * 1.0e9 / rate_hz).round() as i64;
        self.taken.callback_ns as i64 + place_ns - self.stamp_ns as i64
    }
}

/// Stamps of presses that are in the engine and have not taken effect. It lives on the audio
/// thread: its memory is there from the beginning.
#[derive(Debug)]
pub(super) struct PressStamps(VecDeque<(Slot, Frames, u64)>);

impl Default for PressStamps {
    fn default() -> Self {
        PressStamps(VecDeque::with_capacity(REMEMBERED))
    }
}

impl PressStamps {
    /// `event` goes into the engine; what it tells happened at `stamp_ns`. Only presses are remembered.
    pub(super) fn sent(&mut self, event: &RoleEvent, stamp_ns: u64) {
        if matches!(event.value, RoleValue::Down { .. }) {
            if self.0.len() == REMEMBERED {
                self.0.pop_front();
            }
            self.0.push_back((event.slot, event.at, stamp_ns));
        }
    }

    /// The press that took effect, with its stamp.
    pub(super) fn taken(&mut self, taken: TakenPress) -> Option<PressTiming> {
        let wanted = taken.frame - taken.late_frames;
        let place = self.0.iter().position(|(slot, at, _)| (*slot, *at) == (taken.slot, wanted))?;
        let (_, _, stamp_ns) = self.0.remove(place)?;
        Some(PressTiming { stamp_ns, taken })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Role;

    fn press(slot: Slot, at: Frames) -> RoleEvent {
        RoleEvent {
            at,
            slot,
            role: Role::A,
            value: RoleValue::Down { velocity: None },
            note: None,
            pulse: false,
            yields: false,
        }
    }

    fn taken(slot: Slot, frame: Frames, late_frames: Frames) -> TakenPress {
        TakenPress {
            slot,
            frame,
            late_frames,
            callback_ns: 5_000_000,
            callback_frame: 640,
            clock_restarts: 1,
        }
    }

    /// A press finds its own stamp by control and wanted frame, also where it came too
    /// late, and finds it once.
    #[test]
    fn stamps_are_found() {
        let mut stamps = PressStamps::default();
        stamps.sent(&press(1, 700), 1_000_000);
        stamps.sent(&press(2, 700), 2_000_000);
        stamps.sent(&RoleEvent { value: RoleValue::Up, ..press(3, 700) }, 3_000_000);
        assert_eq!(stamps.taken(taken(2, 704, 4)).map(|timing| timing.stamp_ns), Some(2_000_000));
        assert_eq!(stamps.taken(taken(2, 704, 4)), None);
        assert_eq!(stamps.taken(taken(3, 700, 0)), None);
        assert_eq!(stamps.taken(taken(1, 700, 0)).map(|timing| timing.stamp_ns), Some(1_000_000));
    }

    /// Stamps that nobody asks for take bounded room.
    #[test]
    fn memory_is_bounded() {
        let mut stamps = PressStamps::default();
        for at in 0..10_000 {
            stamps.sent(&press(1, at), at);
        }
        assert_eq!(stamps.0.len(), REMEMBERED);
        assert!(stamps.taken(taken(1, 9_999, 0)).is_some());
    }

    /// The own share runs from the stamp to the callback's beginning and on to the place of
    /// the frame in it.
    #[test]
    fn share_counts_the_place_in_the_callback() {
        let timing = PressTiming { stamp_ns: 3_000_000, taken: taken(1, 688, 0) };
        assert_eq!(timing.own_share_ns(48_000.0), 3_000_000);
    }
}
