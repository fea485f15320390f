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

/// A callback that comes this much later than the line, in nanoseconds, shows at once that time stood
/// still, because the program was stopped or the stream stalled: no ring of a device is as long.
const STOOD_STILL_NS: f64 = 0.5e9;

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
        if error_ns > STOOD_STILL_NS {
            self.anchor(now_ns, first);
        } else if let Some(late_ns) = &mut self.late_ns {
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
mod tests;
