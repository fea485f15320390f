//! A MIDI clock from outside: it moves the transport.

use super::follower::{Follower, TICKS_A_QUARTER};
use super::transport::Transport;
use crate::input::ClockMessage;
use crate::time::{Frames, Metre, seconds_to_frames};

/// A clock that has not ticked for this long has ended, in s. The slowest ticks twelve times
/// a second.
const ENDED_S: f64 = 1.0;

/// What a message did to the place in the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// Nothing.
    Not,
    /// It moves on at another pace.
    Retimed,
    /// It is held where it is.
    Held,
    /// It is another place.
    Jumped,
}

/// Ticks of a MIDI clock in a beat of `metre`.
pub(super) fn ticks_a_beat(metre: Metre) -> f64 {
    TICKS_A_QUARTER * 4.0 / f64::from(metre.unit.max(1))
}

/// The clock as far as it was heard.
///
/// Ticks that come without a *start* give their tempo; the beat stays where it was. After a
/// *start* or *continue* the next tick is the place that was told, and from there the place
/// is the clock's. *Stop* holds it.
#[derive(Clone, Debug)]
pub(super) struct ClockIn {
    follower: Follower,
    rate_hz: f64,
    ticks_a_beat: f64,
    /// When it ticked last.
    ticked_at: Option<Frames>,
    /// Beat of the tick that was counted as 0; none before the first.
    base: Option<f64>,
    /// The next tick is this beat.
    pending: Option<f64>,
    /// Where *continue* goes on, in beats.
    song: f64,
    stopped: bool,
}

impl ClockIn {
    pub(super) fn new(rate_hz: f64, metre: Metre) -> Self {
        let ticks_a_beat = ticks_a_beat(metre);
        ClockIn {
            follower: Follower::new(rate_hz, ticks_a_beat),
            rate_hz,
            ticks_a_beat,
            ticked_at: None,
            base: None,
            pending: None,
            song: 0.0,
            stopped: false,
        }
    }

    /// Whether the place in the music is the clock's: it ticks, or it holds the place.
    pub(super) fn leads(&self, now: Frames) -> bool {
        let ended = seconds_to_frames(ENDED_S, self.rate_hz);
        let ticks = self.ticked_at.is_some_and(|at| now.saturating_sub(at) < ended);
        self.stopped || ticks && (self.base.is_some() || self.pending.is_some())
    }

    /// Somebody here moved the place: from now on the clock gives its tempo alone, until it
    /// says where it is.
    pub(super) fn let_go(&mut self) {
        (self.base, self.pending, self.stopped) = (None, None, false);
    }

    /// The same clock for music whose beat is another part of a quarter; and by how much
    /// longer its count of beats is.
    pub(super) fn in_metre(&self, metre: Metre) -> (ClockIn, f64) {
        let ticks_a_beat = ticks_a_beat(metre);
        let longer = self.ticks_a_beat / ticks_a_beat;
        let clock = ClockIn {
            follower: self.follower.in_beats_of(ticks_a_beat),
            ticks_a_beat,
            base: self.base.map(|base| base * longer),
            pending: self.pending.map(|beat| beat * longer),
            song: self.song * longer,
            ..self.clone()
        };
        (clock, longer)
    }

    /// A message came at `now`.
    pub(super) fn message(&mut self, now: Frames, message: ClockMessage, transport: &mut Transport) -> Moved {
        match message {
            ClockMessage::Tick => self.tick(now, transport),
            ClockMessage::Start => {
                self.pending = Some(0.0);
                self.stopped = false;
                Moved::Not
            }
            ClockMessage::Continue => {
                self.pending = Some(self.song);
                self.stopped = false;
                Moved::Not
            }
            ClockMessage::Stop => {
                transport.stop(now);
                self.song = transport.beat_at(now).max(0.0);
                self.pending = None;
                self.stopped = true;
                Moved::Held
            }
            ClockMessage::Position(sixteenths) => {
                // A sixteenth is six ticks.
                self.song = f64::from(sixteenths) * 6.0 / self.ticks_a_beat;
                Moved::Not
            }
        }
    }

    fn tick(&mut self, now: Frames, transport: &mut Transport) -> Moved {
        self.ticked_at = Some(now);
        let estimate = self.follower.tick(now);
        if let Some(beat) = self.pending.take() {
            self.follower.renumber((beat * self.ticks_a_beat).round() as i64);
            self.base = Some(0.0);
            if let Some(estimate) = estimate {
                transport.set_tempo(now, estimate.tempo_bpm);
            }
            transport.jump(now, beat);
            return Moved::Jumped;
        }
        if self.stopped {
            return Moved::Not;
        }
        let Some(estimate) = estimate else { return Moved::Not };
        let base = *self.base.get_or_insert_with(|| transport.beat_at(now) - estimate.beat);
        transport.follow(now, base + estimate.beat, estimate.tempo_bpm);
        Moved::Retimed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Swing;

    const RATE_HZ: f64 = 48_000.0;

    fn stage(metre: Metre) -> (ClockIn, Transport) {
        (ClockIn::new(RATE_HZ, metre), Transport::new(RATE_HZ, 100.0, metre, Swing::default()))
    }

    /// Ticks at 120 quarters a minute, from `from` on, 1000 frames each.
    fn ticks(clock: &mut ClockIn, transport: &mut Transport, from: Frames, count: u64) -> Frames {
        for tick in 0..count {
            clock.message(from + tick * 1000, ClockMessage::Tick, transport);
        }
        from + count * 1000
    }

    /// Start begins at the first beat with the next tick, stop holds the place, continue goes on
    /// from there, and a song position is gone to.
    #[test]
    fn start_stop_and_continue_move_the_place() {
        let (mut clock, mut transport) = stage(Metre::default());
        let now = ticks(&mut clock, &mut transport, 5000, 48);
        assert!((transport.tempo_bpm() - 120.0).abs() < 1e-6);
        clock.message(now - 500, ClockMessage::Start, &mut transport);
        let end = ticks(&mut clock, &mut transport, now, 96);
        assert!((transport.beat_at(end) - 4.0).abs() < 1e-6);
        clock.message(end, ClockMessage::Stop, &mut transport);
        let later = ticks(&mut clock, &mut transport, end, 48);
        assert!((transport.beat_at(later) - 4.0).abs() < 1e-6);
        clock.message(later, ClockMessage::Continue, &mut transport);
        let now = ticks(&mut clock, &mut transport, later + 77_000, 24);
        assert!((transport.beat_at(now) - 5.0).abs() < 1e-6);
        clock.message(now, ClockMessage::Stop, &mut transport);
        clock.message(now, ClockMessage::Position(64), &mut transport);
        clock.message(now, ClockMessage::Continue, &mut transport);
        let end = ticks(&mut clock, &mut transport, now + 10, 24);
        // That tick came ten frames late for the ones before, which is within the fit's freedom.
        assert!((transport.beat_at(end) - 17.0).abs() < 1e-3);
    }

    /// A clock that only ticks gives its tempo; the beat stays where it was.
    #[test]
    fn ticks_alone_give_the_tempo() {
        let (mut clock, mut transport) = stage(Metre::default());
        let before = transport.beat_at(6_000);
        let end = ticks(&mut clock, &mut transport, 5_000, 49);
        assert!((transport.beat_at(end - 1000) - before - 47.0 / 24.0).abs() < 1e-6);
    }

    /// A clock counts quarters: in a bar of eighths a beat is twelve ticks.
    #[test]
    fn eighths_are_twelve_ticks() {
        let (mut clock, mut transport) = stage(Metre { beats: 6, unit: 8 });
        clock.message(0, ClockMessage::Start, &mut transport);
        let end = ticks(&mut clock, &mut transport, 100, 72);
        assert!((transport.beat_at(end) - 6.0).abs() < 1e-6);
        assert!((transport.tempo_bpm() - 240.0).abs() < 1e-6);
    }
}
