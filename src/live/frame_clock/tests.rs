//! Laws of the clock that follows an output's callbacks: under jitter, drift and lost frames.

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
        let ideal_ns = start_ns + k.saturating_sub(1) as f64 * trial.period as f64 * 1.0e9 / trial.rate_hz;
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
        let worst = off[OFF_CALLBACKS as usize + 12..].iter().fold(0.0f64, |worst, off| worst.max(off.abs()));
        assert!(worst <= 1.0, "{worst} frames: {stumble:?}");
    }
}

/// Where time stood still for seconds, what is pressed when it goes on plays at once, and not as much
/// later: from the first callback on, whether the clock had settled or was still being placed.
#[test]
fn a_standstill_delays_no_press() {
    const PERIOD: usize = 64;
    for callbacks in [3, 2000] {
        let mut clock = FrameClock::new(48_000.0);
        clock.open(PERIOD);
        let moment_ns = |k: u64| 5_000_000_000 + k * PERIOD as u64 * 1_000_000_000 / 48_000;
        for k in 0..callbacks {
            clock.callback(moment_ns(k), k * PERIOD as u64, PERIOD);
        }
        let (now_ns, first) = (moment_ns(callbacks) + 5_000_000_000, callbacks * PERIOD as u64);
        let line = clock.callback(now_ns, first, PERIOD);
        let due = line.due_at(now_ns);
        assert!((first..=first + 2 * PERIOD as u64).contains(&due), "{due} after {first}");
    }
}
