//! Following a MIDI clock: from ticks that come a little early or late, a tempo and a place.

use crate::time::{Frames, TEMPO_BPM};

/// Ticks in a quarter note (MIDI 1.0).
pub(super) const TICKS_A_QUARTER: f64 = 24.0;
/// Most ticks that the fit remembers: eight beats. Two milliseconds of jitter then leave a
/// tenth of a millisecond.
const LONGEST_MEMORY: f64 = 192.0;
/// Fewest ticks that the fit remembers once it has them.
const SHORTEST_MEMORY: f64 = 6.0;
/// Mean error beyond which the tempo is thought to change, in seconds.
const CHANGING_S: f64 = 0.001_1;
/// A single tick, among others that fit, further off than this counts as this far off, in seconds.
const OUTLIER_S: f64 = 0.004;
/// Three intervals in a row that differ this much from the tempo are another tempo.
const OTHER_TEMPO: f64 = 0.15;
/// The longest of three intervals over the shortest, where they agree.
const AGREE: f64 = 1.5;

/// Where a clock is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    /// Beats since the tick that was counted as 0.
    pub(super) beat: f64,
    /// Beats per minute.
    pub(super) tempo_bpm: f64,
}

/// A straight line through the ticks, fitted as they come.
///
/// Each tick corrects place and period by the gains of a least-squares line through the last
/// `memory` ticks (the growing-memory form of the α-β filter: Brookner, *Tracking and Kalman
/// Filtering Made Easy*, 1998, section 3): α = 2(2n−1)/(n(n+1)), β = 6/(n(n+1)). Where errors
/// lean to one side the tempo changes, and the memory is shortened until they do not. Ticks
/// that went missing are counted by where the next one falls.
#[derive(Clone, Debug)]
pub(super) struct Follower {
    rate_hz: f64,
    ticks_a_beat: f64,
    /// Number of the last tick; none yet is one below the number that the next one has.
    ticks: i64,
    seen: u32,
    /// Where the fit has the last tick, in frames.
    place: f64,
    /// Frames between ticks.
    period: f64,
    memory: f64,
    /// Smoothed error, in frames.
    lean: f64,
    /// Error of the last tick, in frames.
    last_error: f64,
    last_at: Frames,
    /// The last three intervals, each with the number of the tick before it; newest last.
    recent: [(f64, i64); 3],
}

impl Follower {
    pub(super) fn new(rate_hz: f64, ticks_a_beat: f64) -> Self {
        Follower {
            rate_hz,
            ticks_a_beat,
            ticks: -1,
            seen: 0,
            place: 0.0,
            period: 0.0,
            memory: 2.0,
            lean: 0.0,
            last_error: 0.0,
            last_at: 0,
            recent: [(0.0, 0); 3],
        }
    }

    /// The same ticks, so many of them a beat.
    pub(super) fn in_beats_of(&self, ticks_a_beat: f64) -> Follower {
        Follower { ticks_a_beat, ..self.clone() }
    }

    /// The last tick has this number; the tempo stays as it was fitted.
    pub(super) fn renumber(&mut self, tick: i64) {
        self.ticks = tick;
        self.recent = [(0.0, 0); 3];
    }

    /// A tick came at `at`. None until there are two.
    pub(super) fn tick(&mut self, at: Frames) -> Option<Estimate> {
        let interval = at.saturating_sub(self.last_at) as f64;
        self.last_at = at;
        self.seen = self.seen.saturating_add(1);
        if self.seen == 1 {
            self.place = at as f64;
            self.ticks += 1;
            return None;
        }
        if self.seen == 2 {
            self.restart(at, interval);
            self.ticks += 1;
            return Some(self.estimate(at));
        }
        self.recent.rotate_left(1);
        self.recent[2] = (interval, self.ticks);
        if let Some((period, before)) = self.other_tempo() {
            self.restart(at, period);
            self.ticks = before + 3;
            return Some(self.estimate(at));
        }
        let ahead = ((at as f64 - self.place) / self.period).round();
        // Ticks that came in a bunch: the count is right already.
        if ahead < 1.0 {
            return Some(self.estimate(at));
        }
        self.correct(at, ahead);
        Some(self.estimate(at))
    }

    fn correct(&mut self, at: Frames, ahead: f64) {
        let fitted = self.place + ahead * self.period;
        let raw = at as f64 - fitted;
        let outlier = OUTLIER_S * self.rate_hz;
        let alone = self.memory > 24.0 && self.last_error.abs() < outlier / 2.0;
        self.last_error = raw;
        let error = if alone { raw.clamp(-outlier, outlier) } else { raw };
        self.lean += (error - self.lean) / 8.0;
        if self.lean.abs() > CHANGING_S * self.rate_hz {
            self.memory = (self.memory * 0.5).max(SHORTEST_MEMORY);
        } else {
            self.memory = (self.memory + 1.0).min(LONGEST_MEMORY);
        }
        let n = self.memory;
        self.place = fitted + 2.0 * (2.0 * n - 1.0) / (n * (n + 1.0)) * error;
        self.period += 6.0 / (n * (n + 1.0)) * error / ahead;
        self.period = self.bounded(self.period);
        self.ticks += ahead.min(1e9) as i64;
    }

    /// The period and the tick to count from, where the last three intervals agree on another
    /// tempo.
    fn other_tempo(&self) -> Option<(f64, i64)> {
        let intervals = self.recent.map(|(interval, _)| interval);
        let longest = intervals.iter().fold(0.0f64, |longest, &interval| longest.max(interval));
        let shortest = intervals.iter().fold(f64::INFINITY, |shortest, &interval| shortest.min(interval));
        let mean = (intervals[0] + intervals[1] + intervals[2]) / 3.0;
        let agree = shortest > 0.0 && longest <= shortest * AGREE;
        let differs = (mean - self.period).abs() > OTHER_TEMPO * self.period;
        (agree && differs && mean == self.bounded(mean)).then_some((mean, self.recent[0].1))
    }

    fn restart(&mut self, at: Frames, period: f64) {
        self.place = at as f64;
        self.period = self.bounded(period);
        self.memory = 2.0;
        self.lean = 0.0;
        self.last_error = 0.0;
        self.recent = [(0.0, 0); 3];
    }

    /// A period within the tempos there are, and a little.
    fn bounded(&self, period: f64) -> f64 {
        let of = |tempo_bpm: f64| 60.0 * self.rate_hz / tempo_bpm / self.ticks_a_beat;
        period.clamp(of(TEMPO_BPM.end() * 1.1), of(TEMPO_BPM.start() * 0.9))
    }

    fn estimate(&self, at: Frames) -> Estimate {
        let ticks = self.ticks as f64 + (at as f64 - self.place) / self.period;
        Estimate {
            beat: ticks / self.ticks_a_beat,
            tempo_bpm: 60.0 * self.rate_hz / (self.period * self.ticks_a_beat),
        }
    }
}
