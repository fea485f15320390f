//! A clock with jitter, gaps and changes of tempo, and how well it is followed.

use super::follower::{Follower, TICKS_A_QUARTER};
use super::transport::Transport;
use crate::chance::Chance;
use crate::time::{Metre, Swing};

const RATE_HZ: f64 = 48_000.0;

/// Ticks of a clock: the true time of each in frames, from a tempo for each beat.
fn ticks(beats: usize, tempo_bpm: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut now = 48_000.0;
    let mut ticks = Vec::new();
    for tick in 0..beats * 24 {
        ticks.push(now);
        now += 60.0 * RATE_HZ / tempo_bpm(tick as f64 / TICKS_A_QUARTER) / TICKS_A_QUARTER;
    }
    ticks
}

/// What came of following a clock.
struct Followed {
    /// For each tick: its true time, and by how much the place was off there, in ms.
    errors_ms: Vec<(f64, f64)>,
}

impl Followed {
    fn worst_ms(&self, from_s: f64, to_s: f64) -> f64 {
        let within = |(at, _): &&(f64, f64)| (from_s..to_s).contains(&(at / RATE_HZ));
        self.errors_ms.iter().filter(within).fold(0.0, |worst, (_, error)| worst.max(error.abs()))
    }

    fn mean_ms(&self, from_s: f64, to_s: f64) -> f64 {
        let within: Vec<f64> = self
            .errors_ms
            .iter()
            .filter(|(at, _)| (from_s..to_s).contains(&(at / RATE_HZ)))
            .map(|(_, error)| *error)
            .collect();
        within.iter().sum::<f64>() / within.len().max(1) as f64
    }
}

/// Follows `ticks` that come up to `jitter_ms` late or early, some of them not at all.
fn follow(ticks: &[f64], jitter_ms: f32, lost: impl Fn(usize) -> bool, seed: u64) -> Followed {
    let mut chance = Chance::new(seed);
    let mut follower = Follower::new(RATE_HZ, TICKS_A_QUARTER);
    let mut transport = Transport::new(RATE_HZ, 100.0, Metre::default(), Swing::default());
    let mut errors_ms = Vec::new();
    let mut before = (0, f64::NEG_INFINITY);
    let mut last = 0;
    let mut started = false;
    for (number, &tick) in ticks.iter().enumerate() {
        if lost(number) {
            continue;
        }
        let jitter = f64::from(chance.between(-jitter_ms, jitter_ms)) * RATE_HZ / 1000.0;
        let at = ((tick + jitter).round() as u64).max(last);
        last = at;
        let estimate = follower.tick(at);
        if !started {
            transport.jump(at, 0.0);
            started = true;
        }
        let held = transport.beat_at(at);
        if let Some(estimate) = estimate {
            transport.follow(at, estimate.beat, estimate.tempo_bpm);
        }
        assert!((transport.beat_at(at) - held).abs() < 1e-9, "the place jumped at tick {number}");
        assert!(held >= before.1, "the place turned back at tick {number}");
        before = (at, held);
        let true_at = tick.round() as u64;
        let beat_ms = 60_000.0 / transport.tempo_bpm();
        let error = if true_at >= at {
            transport.beat_at(true_at)
        } else {
            held - (at - true_at) as f64 * transport.tempo_bpm() / 60.0 / RATE_HZ
        };
        errors_ms.push((tick, (error - number as f64 / TICKS_A_QUARTER) * beat_ms));
    }
    Followed { errors_ms }
}

/// Ten minutes of a steady clock with 1 and with 2 ms of jitter: once it has settled the place
/// is within 1 ms, at every tick.
#[test]
fn a_steady_clock_is_followed_within_a_millisecond() {
    for (tempo_bpm, jitter_ms) in [(120.0, 1.0), (120.0, 2.0), (61.7, 2.0), (183.0, 2.0)] {
        for seed in 0..5 {
            let beats = (tempo_bpm * 10.0) as usize;
            let followed = follow(&ticks(beats, |_| tempo_bpm), jitter_ms, |_| false, seed);
            let worst = followed.worst_ms(10.0, 700.0);
            let (early, late) = (followed.mean_ms(10.0, 40.0), followed.mean_ms(560.0, 610.0));
            println!("{tempo_bpm} BPM, {jitter_ms} ms: worst {worst:.3} ms, drift {:.4} ms", late - early);
            assert!(worst < 1.0, "{tempo_bpm} BPM with {jitter_ms} ms of jitter: {worst} ms off");
            assert!((late - early).abs() < 0.2);
        }
    }
}

/// Ramps of tempo are followed within 6 ms, and afterwards within 1 ms again.
#[test]
fn ramps_are_followed() {
    for seed in 0..5 {
        let ramp = |beat: f64| 90.0 + ((beat - 64.0) / 32.0).clamp(0.0, 1.0) * 60.0;
        let followed = follow(&ticks(256, ramp), 1.5, |_| false, seed);
        let (ramp, after) = (followed.worst_ms(43.0, 62.0), followed.worst_ms(75.0, 200.0));
        println!("ramp 90 to 150 in 32 beats: worst {ramp:.2} ms, after it {after:.2} ms");
        assert!(ramp < 6.0, "{ramp} ms off in the ramp");
        assert!(after < 1.0, "{after} ms off after the ramp");
    }
}

/// A sudden other tempo, half and double included, is caught up within four beats.
#[test]
fn jumps_of_tempo_are_caught_up() {
    for (from, to) in [(120.0, 60.0), (70.0, 140.0), (100.0, 110.0), (150.0, 90.0), (90.0, 125.0)] {
        for seed in 0..5 {
            let ticks = ticks(256, |beat| if beat < 64.0 { from } else { to });
            let caught_up_s = ticks[(64 + 4) * 24] / RATE_HZ;
            let settled_s = ticks[(64 + 16) * 24] / RATE_HZ;
            let followed = follow(&ticks, 1.5, |_| false, seed);
            let (soon, later) = (followed.worst_ms(caught_up_s, 400.0), followed.worst_ms(settled_s, 400.0));
            println!("{from} to {to}: {soon:.2} ms after four beats, {later:.2} ms after sixteen");
            assert!(soon < 2.0, "{from} to {to}: {soon} ms off after four beats");
            assert!(later < 1.0, "{from} to {to}: {later} ms off after sixteen beats");
        }
    }
}

/// Ticks that go missing, one here and there or two seconds on end, leave no trace.
#[test]
fn missing_ticks_are_counted() {
    for seed in 0..5 {
        let lost = |number: usize| number > 300 && (number % 97 < 3 || (4000..4096).contains(&number));
        let followed = follow(&ticks(400, |_| 120.0), 1.5, lost, seed);
        let worst = followed.worst_ms(10.0, 300.0);
        assert!(worst < 1.5, "{worst} ms off");
        let (_, last) = followed.errors_ms[followed.errors_ms.len() - 1];
        assert!(last.abs() < 1.0, "{last} ms off at the end");
    }
}
