//! What moves the music's time: taps, a clock from outside, the count-in.

use super::click::Click;
use super::clock_in::{ClockIn, Moved};
use super::taps::Taps;
use super::transport::Transport;
use super::{Music, MusicSetup, Sink};
use crate::input::{ClockMessage, Role};
use crate::play::{Edit, ScanTiming};
use crate::sound::Bus;
use crate::time::Frames;

/// Most bars of a count-in.
const MOST_COUNT_IN_BARS: u8 = 4;

/// What moves the time of one piece of music.
pub(super) struct Timing {
    clock: ClockIn,
    taps: Taps,
    click: Click,
    /// The beat of the next click of a count-in.
    next_click: Option<f64>,
    count_in_bars: u8,
    /// The switch that taps the tempo.
    pub(super) tap_role: Option<Role>,
}

impl Timing {
    pub(super) fn new(rate_hz: f64, setup: &MusicSetup) -> Self {
        Timing {
            clock: ClockIn::new(rate_hz, setup.metre),
            taps: Taps::default(),
            click: Click::new(rate_hz as f32),
            next_click: None,
            count_in_bars: setup.count_in_bars.min(MOST_COUNT_IN_BARS),
            tap_role: setup.tap,
        }
    }

    /// When the next click of a count-in is due.
    pub(super) fn next_click(&self, transport: &Transport) -> Option<Frames> {
        self.next_click.map(|beat| transport.frame_of(beat))
    }

    /// Strikes the click that is due at `now`; says whether one was.
    pub(super) fn click(&mut self, now: Frames, transport: &Transport) -> bool {
        let Some(beat) = self.next_click.filter(|beat| transport.frame_of(*beat) <= now) else {
            return false;
        };
        let bar = f64::from(transport.metre().beats.max(1));
        self.click.strike(beat.rem_euclid(bar) < 0.5);
        self.next_click = Some(beat + 1.0).filter(|beat| *beat < 0.0);
        true
    }

    /// Nothing clicks any more; the time goes on.
    pub(super) fn silence(&mut self) {
        self.click.silence();
        self.next_click = None;
    }

    pub(super) fn render(&mut self, from: usize, to: usize, out: &mut Bus) {
        self.click.render(from, to, out);
    }
}

impl Music {
    /// The music begins at `now`, with its count-in if it has one.
    pub(super) fn start_at(&mut self, now: Frames) {
        self.begin(now, self.timing.count_in_bars);
    }

    /// The first beat falls behind so many bars of clicks; without any, on `now`.
    pub(super) fn begin(&mut self, now: Frames, count_in_bars: u8) {
        let bars = count_in_bars.min(MOST_COUNT_IN_BARS);
        let beats = f64::from(bars) * f64::from(self.transport.metre().beats);
        self.timing.clock.let_go();
        self.transport.jump(now, -beats);
        self.seek_chord(0.0);
        self.realign_band(0.0);
        self.timing.taps.forget();
        self.timing.next_click = (bars > 0).then_some(-beats);
    }

    /// Whether somebody else's clock says where in the music this is.
    pub(super) fn is_led_by_clock(&self, now: Frames) -> bool {
        self.timing.clock.leads(now)
    }

    /// Where a clock leads, this music takes its place and tempo from what played before.
    pub(super) fn follow_on(&mut self, now: Frames, before: &Music) {
        if !before.is_led_by_clock(now) {
            return;
        }
        let (clock, longer) = before.timing.clock.in_metre(self.transport.metre());
        self.timing.clock = clock;
        self.timing.next_click = None;
        self.transport.set_tempo(now, before.transport.tempo_bpm() * longer);
        self.transport.jump(now, before.transport.beat_at(now) * longer);
        if !before.transport.is_running() {
            self.transport.stop(now);
        }
        self.seek_chord(self.transport.beat_at(now));
    }

    /// Counts in and begins anew.
    pub(super) fn count_in(&mut self, now: Frames, scan: &ScanTiming, bars: u8, sink: &mut dyn Sink) {
        self.begin(now, bars);
        self.retime(now, scan, sink);
    }

    /// Another tempo; the place stays.
    pub(super) fn set_tempo(&mut self, now: Frames, scan: &ScanTiming, tempo_bpm: f64, sink: &mut dyn Sink) {
        self.transport.set_tempo(now, tempo_bpm);
        self.retime(now, scan, sink);
    }

    /// A tap of the tempo.
    pub(super) fn tap(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) {
        if let Some(tempo_bpm) = self.timing.taps.tap(now, self.rate_hz, self.transport.tempo_bpm()) {
            self.set_tempo(now, scan, tempo_bpm, sink);
        }
    }

    /// A message of a clock from outside.
    pub(super) fn clock(
        &mut self,
        now: Frames,
        scan: &ScanTiming,
        message: ClockMessage,
        sink: &mut dyn Sink,
    ) {
        match self.timing.clock.message(now, message, &mut self.transport) {
            Moved::Not => return,
            Moved::Retimed => {}
            Moved::Held => self.hold_band(now),
            Moved::Jumped => {
                self.timing.next_click = None;
                self.seek_chord(self.transport.beat_at(now));
                self.realign_band(self.transport.beat_at(now));
            }
        }
        self.retime(now, scan, sink);
    }

    /// Changes what one part, or every part, has recorded.
    pub(super) fn edit(
        &mut self,
        now: Frames,
        scan: &ScanTiming,
        (part, edit): (Option<u8>, Edit),
        sink: &mut dyn Sink,
    ) {
        for number in 0..self.part_count() {
            if part.is_none_or(|part| usize::from(part) == number) {
                self.with_part(number, now, scan, sink, |part, context, sound, sink| {
                    part.edit(now, edit, context, sound, sink);
                });
            }
        }
    }

    /// Tells every part that tempo or place changed.
    pub(super) fn retime(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) {
        for number in 0..self.part_count() {
            self.call_part(number, now, scan, sink, |part, context, _, _| {
                part.retime(now, context);
            });
        }
    }
}
