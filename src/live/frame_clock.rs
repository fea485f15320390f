//! Follows the callbacks of an output, so that moments can be mapped to frames.
//!
//! Callbacks come late by chance, never early, so their moments cannot be taken as they are.
//! A delay-locked loop of second order follows them, as in F. Adriaensen, "Using a DLL to
//! filter time", Linux Audio Conference 2005: `b = √2·ω`, `c = ω²` with
//! `ω = 2π·bandwidth·period`. Its bandwidth narrows while it runs, so that it locks within
//! a second and is steady after a few.
//!
//! Such a loop takes seconds to walk a step. So where there is one, because a stream begins or
//! frames were lost, the line's place is found first, as the middle of the first callbacks,
//! and the loop goes on from there with the rate it had learnt.

use arrayvec::ArrayVec;

use super::clock::{ClockLine, lead_frames};
use crate::time::Frames;

/// Bandwidth when the loop has settled, in Hz. Follows a sound card that warms up and
/// averages the lateness of callbacks over some 10 s.
const SETTLED_HZ: f64 = 0.015;
/// Bandwidth after a start, in Hz.
const STARTING_HZ: f64 = 4.0;
/// Bandwidth times the time the loop has run: how fast it narrows.
const NARROWING: f64 = 0.35;
/// How far a sound card's rate may be from what it says, in parts of one. Ordinary
/// crystals stay within 200 ppm.
const FURTHEST_RATE: f64 = 1.0e-3;
/// Callbacks from whose moments the line's place is found.
const PLACING: usize = 8;
/// Callbacks in a row that are off to the same side before the place is found anew.
const OFF_CALLBACKS: u32 = 16;
/// Callbacks are off where they are further from the line than so many times the usual …
const OFF: f64 = 6.0;
/// … and this much, about a frame.
const OFF_AT_LEAST_NS: f64 = 25_000.0;
/// A callback that is early by this share of a period shows at once that the line is too
/// late. A device that begins fills its ring so: it asks for its first periods all at once.
const EARLY: f64 = 0.5;

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
    /// How far callbacks usually are from the line.
    typical_ns: f64,
    /// Callbacks in a row that were too late, or below 0 too early.
    off_callbacks: i32,
    /// How much later than the line the first callbacks came, while its place is looked for.
    late_ns: Option<ArrayVec<f64, PLACING>>,
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
            off_callbacks: 0,
            late_ns: None,
            started: false,
            period_frames: 0,
            restarts: 0,
        }
    }

    /// A stream was opened: another device, another period.
    pub fn open(&mut self, period_frames: usize) {
        self.ns_per_frame = self.nominal_ns;
        self.period_frames = period_frames;
        self.typical_ns = self.period_ns() / 4.0;
        self.restart();
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

    fn period_ns(&self) -> f64 {
        self.period_frames as f64 * self.nominal_ns
    }

    /// The line goes through this callback; where it belongs is looked for from now on.
    fn anchor(&mut self, now_ns: u64, first: Frames) {
        self.restarts = self.restarts.saturating_add(1);
        self.started = true;
        self.running_s = 0.0;
        self.off_callbacks = 0;
        self.draw_through(now_ns, first);
        self.late_ns = Some(ArrayVec::new());
    }

    fn draw_through(&mut self, now_ns: u64, first: Frames) {
        self.at_ns = now_ns;
        self.rest_ns = 0.0;
        self.frame = first;
    }

    fn follow(&mut self, now_ns: u64, first: Frames) {
        let frames = first.saturating_sub(self.frame);
        if frames == 0 {
            return;
        }
        let step_ns = self.rest_ns + frames as f64 * self.ns_per_frame;
        let error_ns = now_ns.wrapping_sub(self.at_ns) as i64 as f64 - step_ns;
        let is_early = error_ns < -EARLY * self.period_ns();
        if let Some(late_ns) = &mut self.late_ns {
            if is_early {
                late_ns.clear();
                self.draw_through(now_ns, first);
            } else {
                self.place(now_ns, first, step_ns, error_ns);
            }
        } else if is_early || self.is_off(error_ns) {
            self.anchor(now_ns, first);
        } else {
            self.correct(first, frames, step_ns, error_ns);
        }
    }

    /// Whether callbacks have been off to the same side for too long to be chance.
    fn is_off(&mut self, error_ns: f64) -> bool {
        if error_ns.abs() <= OFF * self.typical_ns + OFF_AT_LEAST_NS {
            self.off_callbacks = 0;
        } else if error_ns > 0.0 {
            self.off_callbacks = self.off_callbacks.max(0) + 1;
        } else {
            self.off_callbacks = self.off_callbacks.min(0) - 1;
        }
        self.off_callbacks.unsigned_abs() >= OFF_CALLBACKS
    }

    /// The line goes through the middle of what was heard since it was anchored; of two, the
    /// earlier, because lateness is chance. What filled the ring does not count: the device
    /// moves on evenly from its first period on.
    fn place(&mut self, now_ns: u64, first: Frames, step_ns: f64, error_ns: f64) {
        let late_ns = self.late_ns.get_or_insert_default();
        if late_ns.is_empty() {
            late_ns.push(0.0);
            self.draw_through(now_ns, first);
            return;
        }
        let _ = late_ns.try_push(error_ns);
        late_ns.sort_unstable_by(f64::total_cmp);
        let middle_ns = late_ns[(late_ns.len() - 1) / 2];
        late_ns.iter_mut().for_each(|late_ns| *late_ns -= middle_ns);
        if late_ns.is_full() {
            self.late_ns = None;
        }
        self.advance(step_ns + middle_ns);
        self.frame = first;
    }

    /// One step of the loop.
    fn correct(&mut self, first: Frames, frames: Frames, step_ns: f64, error_ns: f64) {
        let seconds = frames as f64 * self.nominal_ns * 1.0e-9;
        self.running_s += seconds;
        let bandwidth_hz = (NARROWING / self.running_s).clamp(SETTLED_HZ, STARTING_HZ);
        let omega = (std::f64::consts::TAU * bandwidth_hz * seconds).min(0.5);
        // A single very late callback says little: it counts as three times the usual.
        let limit_ns = 3.0 * self.typical_ns + 10_000.0;
        let error_ns = error_ns.clamp(-limit_ns, limit_ns);
        // What may be a step must not count as the new usual before that is known.
        let learning = if self.off_callbacks == 0 { omega.max(0.02) } else { 0.001 };
        self.typical_ns += (error_ns.abs() - self.typical_ns) * learning;

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

    /// A device that loses frames, as it looks to a program: the callbacks of its ring of two
    /// periods come at once, then one a period, from a place that nobody knows before.
    #[derive(Debug)]
    struct Stumble {
        period: usize,
        /// Time that was lost, in ns.
        gap_ns: f64,
        /// Between the ring being full and the first period, in periods.
        wait: f64,
        /// Lateness of each of the first callbacks, in ns; the later ones have only jitter.
        late_ns: Vec<f64>,
        jitter_ns: f64,
        reported: bool,
    }

    const BEFORE: u64 = 20_000;

    impl Stumble {
        /// For each callback after the gap: by how many frames the line is off the device's
        /// even time, in which the lateness of callbacks has no part.
        fn run(&self, callbacks: u64, seed: u64) -> Vec<f64> {
            let rate_hz = 48_000.0 * 1.000_1;
            let frame_ns = 1.0e9 / rate_hz;
            let period_ns = self.period as f64 * frame_ns;
            let mut chance = Chance::new(seed);
            let mut jitter_ns = || -self.jitter_ns * (1.0 - f64::from(chance.unit())).max(1.0e-6).ln();
            let mut clock = FrameClock::new(48_000.0);
            clock.open(self.period);
            let period = self.period as u64;
            for k in 0..BEFORE {
                let ideal_ns = 5.0e12 + k as f64 * period_ns;
                clock.callback((ideal_ns + jitter_ns()) as u64, k * period, self.period);
            }
            if self.reported {
                clock.restart();
            }
            let full_ns = 5.0e12 + BEFORE as f64 * period_ns + self.gap_ns;
            (0..callbacks)
                .map(|k| {
                    let even_ns = full_ns + (k as f64 - 2.0 + self.wait) * period_ns;
                    let late_ns = self.late_ns.get(k as usize).copied().unwrap_or(0.0) + jitter_ns();
                    // The ring is filled without waiting.
                    let now_ns = if k < 2 { full_ns + late_ns } else { even_ns + late_ns };
                    let first = (BEFORE + k) * period;
                    let line = clock.callback(now_ns as u64, first, self.period);
                    line.frame as f64 + (even_ns - line.at_ns as f64) / line.ns_per_frame - first as f64
                })
                .collect()
        }
    }

    /// Every stumble that the laws below are held to.
    fn stumbles(reported: bool) -> Vec<Stumble> {
        let woken_us = [vec![], vec![0.0, 0.0, 900.0], vec![300.0, 0.0, 400.0, 700.0, 0.0, 1200.0]];
        let mut stumbles = Vec::new();
        for period in [64, 128, 256, 480] {
            for gap_ms in [0.7, 1.4, 3.0, 7.3, 250.0] {
                for wait in [1.0, 1.3, 1.6, 1.99] {
                    stumbles.extend(woken_us.iter().map(|woken_us| Stumble {
                        period,
                        gap_ns: gap_ms * 1.0e6,
                        wait,
                        late_ns: woken_us.iter().map(|late_us| late_us * 1000.0).collect(),
                        jitter_ns: 4_000.0,
                        reported,
                    }));
                }
            }
        }
        stumbles
    }

    /// After frames were lost the line is within one frame of the device's even time again
    /// once ten callbacks have come, and stays there: however long the gap, wherever in its
    /// period the device begins anew, and though some of the callbacks were woken late.
    #[test]
    fn a_gap_is_over_within_ten_callbacks() {
        for stumble in stumbles(true) {
            let off = stumble.run(3_000, 5);
            let worst = off[10..].iter().fold(0.0f64, |worst, off| worst.max(off.abs()));
            assert!(worst <= 1.0, "{worst} frames: {stumble:?}");
        }
    }

    /// From the first period that a device plays after a gap the line is never ahead of it: no
    /// press sounds later than a period and 64 frames after its stamp.
    #[test]
    fn no_press_is_later_for_a_gap() {
        for stumble in stumbles(true) {
            let ahead = stumble.run(3_000, 6)[2..].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert!(ahead <= 0.5, "{ahead} frames: {stumble:?}");
        }
    }

    /// A gap that nobody reports is found by itself, within some more callbacks.
    #[test]
    fn an_unreported_gap_is_found() {
        for stumble in stumbles(false) {
            let off = stumble.run(3_000, 7);
            let worst =
                off[OFF_CALLBACKS as usize + 12..].iter().fold(0.0f64, |worst, off| worst.max(off.abs()));
            assert!(worst <= 1.0, "{worst} frames: {stumble:?}");
        }
    }
}
