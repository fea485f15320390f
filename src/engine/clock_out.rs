//! The clock that others follow: ticks as the music goes.

use super::clock_in::ticks_a_beat;
use super::transport::Transport;
use super::{ClockTold, Sink};
use crate::input::ClockMessage;
use crate::time::Frames;

/// The clock out, off at first.
#[derive(Clone, Debug, Default)]
pub(super) struct ClockOut {
    on: bool,
    /// Number of the next tick; none until a place to start from was chosen.
    next: Option<i64>,
    /// Others were told to run.
    running: bool,
    /// The jump of the transport that was last followed.
    jump: u32,
}

impl ClockOut {
    /// Ticks from now on, or no more; those who follow are told to stop then.
    pub(super) fn set(&mut self, now: Frames, on: bool, sink: &mut dyn Sink) {
        if self.on && !on && self.running {
            sink.clock(ClockTold { at: now, message: ClockMessage::Stop });
        }
        *self = ClockOut { on, ..ClockOut::default() };
    }

    /// When something goes out next; 0 is at once.
    pub(super) fn next_deadline(&self, transport: &Transport) -> Option<Frames> {
        if !self.on {
            return None;
        }
        match self.next {
            Some(next) if self.jump == transport.jumps() => {
                Some(transport.frame_of(next as f64 / ticks_a_beat(transport.metre())))
            }
            _ => Some(0),
        }
    }

    /// Tells what goes out at `now`.
    pub(super) fn wake(&mut self, now: Frames, transport: &Transport, sink: &mut dyn Sink) {
        if !self.on {
            return;
        }
        let mut tell = |message| sink.clock(ClockTold { at: now, message });
        let ticks_a_beat = ticks_a_beat(transport.metre());
        if self.next.is_none() || self.jump != transport.jumps() {
            self.jump = transport.jumps();
            if std::mem::take(&mut self.running) {
                tell(ClockMessage::Stop);
            }
            // Followers can be sent to a sixteenth: the next one, or the beginning.
            let sixteenths = (transport.beat_at(now) * ticks_a_beat / 6.0 - 1e-6).ceil().max(0.0);
            self.next = Some(sixteenths as i64 * 6);
        }
        let Some(next) = self.next else { return };
        if transport.frame_of(next as f64 / ticks_a_beat) > now {
            return;
        }
        if !self.running {
            self.running = true;
            if next == 0 {
                tell(ClockMessage::Start);
            } else {
                tell(ClockMessage::Position((next / 6).clamp(0, 0x3fff) as u16));
                tell(ClockMessage::Continue);
            }
        }
        tell(ClockMessage::Tick);
        self.next = Some(next + 1);
    }
}
