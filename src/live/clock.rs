//! From the monotonic clock to engine frames.
//!
//! Audio callbacks come late by chance, never early, so their moments cannot be taken as
//! they are. A delay-locked loop of second order follows them, as in F. Adriaensen, "Using
//! a DLL to filter time", Linux Audio Conference 2005: `b = √2·ω`, `c = ω²` with
//! `ω = 2π·bandwidth·period`. Its bandwidth narrows while it runs, so that it locks within
//! a second and is steady after a few.

use crate::time::{BLOCK_FRAMES, Frames};

/// Bandwidth when the loop has settled, in Hz. Follows a sound card that warms up and
/// averages the lateness of callbacks over some 10 s.
const SETTLED_HZ: f64 = 0.015;
/// Bandwidth after a start, in Hz.
const STARTING_HZ: f64 = 4.0;
/// How far a sound card's rate may be from what it says, in parts of one. Ordinary
/// crystals stay within 200 ppm.
const FURTHEST_RATE: f64 = 1.0e-3;
/// Callbacks in a row that come far too late before the line is drawn anew.
const LATE_CALLBACKS: u32 = 16;

/// A straight line from monotonic time to engine frames, with the lead that makes latency
/// constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockLine {
    /// A moment, in monotonic nanoseconds.
    pub at_ns: u64,
    /// The engine frame that the callback of that moment starts with.
    pub frame: Frames,
    /// Length of a frame in nanoseconds, as measured.
    pub ns_per_frame: f64,
    /// What is added to a stamp, so that its frame lies in a callback that is still to
    /// come.
    pub lead_frames: Frames,
}

impl ClockLine {
    /// The engine frame that `stamp_ns` falls on, without the lead.
    pub fn frame_at(&self, stamp_ns: u64) -> Frames {
        let after_ns = stamp_ns.wrapping_sub(self.at_ns) as i64 as f64;
        let frames = (after_ns / self.ns_per_frame).round() as i64;
        self.frame.saturating_add_signed(frames)
    }

    /// The moment at which `frame` is handed on, in monotonic nanoseconds.
    pub fn ns_at(&self, frame: Frames) -> u64 {
        let frames = frame.wrapping_sub(self.frame) as i64 as f64;
        self.at_ns.saturating_add_signed((frames * self.ns_per_frame).round() as i64)
    }

    /// The frame on which an event of `stamp_ns` is to sound.
    pub fn due_at(&self, stamp_ns: u64) -> Frames {
        self.frame_at(stamp_ns) + self.lead_frames
    }
}

/// The lead for callbacks of `period_frames`: one period, because that is how long an event
/// may wait for the next callback, and up to 63 frames for the way through the input
/// threads and for callbacks that come late. Stamps are rounded to whole frames, half a
/// frame up at most: so the sound leaves a period and 64 frames after the stamp, or sooner.
///
/// Blocks are rendered whole. Where the period is no multiple of a block, up to a block less
/// one frame is rendered ahead; the lead pays for that too and keeps at least 31 frames.
pub fn lead_frames(period_frames: usize) -> Frames {
    let ahead = BLOCK_FRAMES - gcd(period_frames.max(1), BLOCK_FRAMES);
    let spare = (BLOCK_FRAMES - ahead).max(BLOCK_FRAMES / 2);
    (period_frames + ahead + spare - 1) as Frames
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Follows the callbacks of one output.
#[derive(Clone, Debug)]
pub struct FrameClock {
    nominal_ns: f64,
    ns_per_frame: f64,
    /// The line's moment: whole nanoseconds and the rest.
    at_ns: u64,
    rest_ns: f64,
    frame: Frames,
    running_s: f64,
    typical_ns: f64,
    late_callbacks: u32,
    started: bool,
    period_frames: usize,
    restarts: u32,
}

impl FrameClock {
    /// A clock for an engine at `rate_hz`.
    pub fn new(rate_hz: f64) -> Self {
        let nominal_ns = 1.0e9 / rate_hz;
        FrameClock {
            nominal_ns,
            ns_per_frame: nominal_ns,
            at_ns: 0,
            rest_ns: 0.0,
            frame: 0,
            running_s: 0.0,
            typical_ns: 0.0,
            late_callbacks: 0,
            started: false,
            period_frames: 0,
            restarts: 0,
        }
    }

    /// A stream was opened: another device, another period.
    pub fn open(&mut self, period_frames: usize) {
        self.started = false;
        self.ns_per_frame = self.nominal_ns;
        self.period_frames = period_frames;
    }

    /// Frames were lost or time stood still: the line is drawn anew, the measured rate
    /// stays.
    pub fn restart(&mut self) {
        self.started = false;
    }

    /// How often the line had to be drawn anew.
    pub fn restarts(&self) -> u32 {
        self.restarts
    }

    /// A callback began at `now_ns` and asks for `frames`, the first of which is the engine
    /// frame `first`. Returns the line to map stamps with.
    pub fn callback(&mut self, now_ns: u64, first: Frames, frames: usize) -> ClockLine {
        self.period_frames = self.period_frames.max(frames);
        if self.started {
            self.follow(now_ns, first);
        } else {
            self.anchor(now_ns, first);
        }
        ClockLine {
            at_ns: self.at_ns,
            frame: self.frame,
            ns_per_frame: self.ns_per_frame,
            lead_frames: lead_frames(self.period_frames),
        }
    }

    fn anchor(&mut self, now_ns: u64, first: Frames) {
        self.restarts = self.restarts.saturating_add(1);
        self.at_ns = now_ns;
        self.rest_ns = 0.0;
        self.frame = first;
        self.running_s = 0.0;
        self.typical_ns = self.period_frames as f64 * self.nominal_ns / 4.0;
        self.late_callbacks = 0;
        self.started = true;
    }

    fn follow(&mut self, now_ns: u64, first: Frames) {
        let frames = first.saturating_sub(self.frame);
        if frames == 0 {
            return;
        }
        let period_ns = self.period_frames as f64 * self.nominal_ns;
        let step_ns = self.rest_ns + frames as f64 * self.ns_per_frame;
        let error_ns = now_ns.wrapping_sub(self.at_ns) as i64 as f64 - step_ns;
        // A callback cannot come early: the line was too late. Happens at the start, where
        // a device asks for two periods at once.
        if error_ns < -0.75 * period_ns {
            self.anchor(now_ns, first);
            return;
        }
        let far = error_ns > 1.5 * period_ns;
        self.late_callbacks = if far { self.late_callbacks + 1 } else { 0 };
        if self.late_callbacks >= LATE_CALLBACKS {
            self.anchor(now_ns, first);
            return;
        }

        let seconds = frames as f64 * self.nominal_ns * 1.0e-9;
        self.running_s += seconds;
        let bandwidth_hz = (0.35 / self.running_s).clamp(SETTLED_HZ, STARTING_HZ);
        let omega = (std::f64::consts::TAU * bandwidth_hz * seconds).min(0.5);
        // A single very late callback says little: it counts as three times the usual.
        let limit_ns = 3.0 * self.typical_ns + 10_000.0;
        let error_ns = error_ns.clamp(-limit_ns, limit_ns);
        self.typical_ns += (error_ns.abs() - self.typical_ns) * omega.max(0.02);

        let rate_ns = self.ns_per_frame + omega * omega * error_ns / frames as f64;
        let slowest = self.nominal_ns * (1.0 - FURTHEST_RATE);
        let fastest = self.nominal_ns * (1.0 + FURTHEST_RATE);
        self.ns_per_frame = rate_ns.clamp(slowest, fastest);
        self.advance(step_ns + std::f64::consts::SQRT_2 * omega * error_ns);
        self.frame = first;
    }

    fn advance(&mut self, by_ns: f64) {
        let whole = by_ns.floor();
        self.at_ns = self.at_ns.wrapping_add_signed(whole as i64);
        self.rest_ns = by_ns - whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    struct Trial {
        period: usize,
        rate_hz: f64,
        /// Mean lateness of callbacks, exponential, in ns.
        jitter_ns: f64,
        seconds: f64,
        settle_s: f64,
    }

    /// Largest less smallest error of the mapping, in frames, once it has settled.
    fn spread(trial: &Trial) -> f64 {
        let mut chance = Chance::new(7);
        let mut clock = FrameClock::new(48_000.0);
        clock.open(trial.period);
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        let periods = (trial.seconds * trial.rate_hz / trial.period as f64) as u64;
        let start_ns = 5.0e12;
        for k in 0..periods {
            let first = k * trial.period as u64;
            // Two periods are asked for at once when a device starts.
            let ideal_ns =
                start_ns + k.saturating_sub(1) as f64 * trial.period as f64 * 1.0e9 / trial.rate_hz;
            let late_ns = -trial.jitter_ns * (1.0 - f64::from(chance.unit())).max(1.0e-9).ln();
            let line = clock.callback((ideal_ns + late_ns) as u64, first, trial.period);
            if k as f64 * trial.period as f64 / trial.rate_hz < trial.settle_s {
                continue;
            }
            let stamp_ns = ideal_ns + late_ns + f64::from(chance.unit()) * 1.0e6;
            let exact = first as f64 + (stamp_ns - ideal_ns) * trial.rate_hz / 1.0e9;
            let error = line.frame as f64 + (stamp_ns - line.at_ns as f64) / line.ns_per_frame - exact;
            least = least.min(error);
            most = most.max(error);
        }
        most - least
    }

    /// Under callbacks that come late by chance, a stamp is mapped to the same place within
    /// one frame, whatever the period, after 20 s.
    #[test]
    fn jitter_is_filtered_to_a_frame() {
        for (period, jitter_ns) in [(64, 100_000.0), (128, 60_000.0), (256, 50_000.0), (1024, 25_000.0)] {
            let trial = Trial { period, rate_hz: 48_000.0, jitter_ns, seconds: 120.0, settle_s: 20.0 };
            let spread = spread(&trial);
            assert!(spread <= 1.0, "period {period}: {spread} frames");
        }
    }

    /// A sound card that runs 200 ppm fast or slow is followed: the spread stays within one
    /// frame although the card drifts 50 frames a second from its nominal rate.
    #[test]
    fn drift_is_followed() {
        for ppm in [-200.0, 200.0] {
            let trial = Trial {
                period: 64,
                rate_hz: 48_000.0 * (1.0 + ppm * 1.0e-6),
                jitter_ns: 50_000.0,
                seconds: 120.0,
                settle_s: 20.0,
            };
            let spread = spread(&trial);
            assert!(spread <= 1.0, "{ppm} ppm: {spread} frames");
        }
    }

    /// After frames were lost the mapping is right again within a period, and keeps the
    /// rate it had learnt.
    #[test]
    fn restarts_after_a_gap() {
        let mut clock = FrameClock::new(48_000.0);
        clock.open(64);
        let period_ns = 64.0 * 1.0e9 / 48_005.0;
        for k in 0..60_000u64 {
            clock.callback(1_000_000 + (k as f64 * period_ns) as u64, k * 64, 64);
        }
        clock.restart();
        let gap_ns = 1_000_000 + (60_000.0 * period_ns) as u64 + 7_000_000;
        let line = clock.callback(gap_ns, 60_000 * 64, 64);
        assert_eq!(line.frame_at(gap_ns), 60_000 * 64);
        assert!((line.ns_per_frame - 1.0e9 / 48_005.0).abs() < 0.02, "{}", line.ns_per_frame);
    }

    /// A gap that nobody reports is found by itself.
    #[test]
    fn finds_a_gap() {
        let mut clock = FrameClock::new(48_000.0);
        clock.open(64);
        let period_ns = 64.0 * 1.0e9 / 48_000.0;
        let at = |k: u64| 1_000_000 + (k as f64 * period_ns) as u64 + if k < 5_000 { 0 } else { 9_000_000 };
        let mut line = clock.callback(at(0), 0, 64);
        for k in 1..5_100 {
            line = clock.callback(at(k), k * 64, 64);
        }
        assert!(line.frame_at(at(5_099)).abs_diff(5_099 * 64) <= 1);
    }

    /// With half a frame of rounding the lead is no more than a period and 64 frames for
    /// every period that is whole blocks, and it never leaves less than 31 frames for
    /// lateness.
    #[test]
    fn lead_is_a_period_and_a_block() {
        for period in [64, 128, 256, 512, 1024, 192, 480] {
            assert_eq!(lead_frames(period), period as Frames + 63);
        }
        for period in 1..2048usize {
            let ahead = BLOCK_FRAMES - gcd(period, BLOCK_FRAMES);
            assert!(lead_frames(period) >= (period + ahead + 31) as Frames);
        }
    }
}
