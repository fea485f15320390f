//! When a fit is offered: to hands that tire, to switches that never fitted, and hardly ever else.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use cantus::access::{Drift, DriftWatch, Misfit, SwitchTiming};
use cantus::chance::Chance;

const TIMING: SwitchTiming = SwitchTiming {
    acceptance_ms: 120.0,
    lockout_ms: 200.0,
    release_debounce_ms: 20.0,
    long_press_ms: Some(1500.0),
    double_press_ms: None,
    latch: cantus::access::Latch::Off,
    repeat_ms: None,
    pulse: false,
};

/// A normal number, from twelve even ones.
fn normal(chance: &mut Chance) -> f64 {
    (0..12).map(|_| f64::from(chance.between(0.0, 1.0))).sum::<f64>() - 6.0
}

fn log_normal(chance: &mut Chance, median: f64, spread: f64) -> f64 {
    median * (spread * normal(chance)).exp()
}

/// How somebody presses: how likely double, how long held, how late in the step, how likely too short.
#[derive(Clone, Copy)]
struct Presses {
    doubles: f32,
    hold_ms: f32,
    in_step: f32,
    short: f32,
}

const STEADY: Presses = Presses { doubles: 0.0, hold_ms: 300.0, in_step: 0.5, short: 0.0 };
const MISFITS: [(Misfit, Presses); 4] = [
    (Misfit::Doubles, Presses { doubles: 0.6, ..STEADY }),
    (Misfit::LongHolds, Presses { hold_ms: 1200.0, ..STEADY }),
    (Misfit::LateInScan, Presses { in_step: 0.92, ..STEADY }),
    (Misfit::ShortContacts, Presses { short: 0.6, ..STEADY }),
];

/// What is told of 160 presses of which the first 40 are `first`.
fn play(first: Presses, then: Presses) -> Vec<Drift> {
    let mut watch = DriftWatch::new(&TIMING);
    let mut chance = Chance::new(3);
    let (mut at_ms, mut told) = (0.0, Vec::new());
    for press in 0..160 {
        let now = if press < 40 { first } else { then };
        at_ms += 900.0 + f64::from(chance.between(0.0, 600.0));
        let short = chance.happens(now.short);
        watch.closed(if short { 100.0 } else { now.hold_ms });
        if short {
            continue;
        }
        watch.pressed(at_ms, Some(now.in_step * chance.between(0.9, 1.1)));
        watch.held(now.hold_ms * chance.between(0.8, 1.2));
        if chance.happens(now.doubles) {
            watch.pressed(at_ms + 320.0, None);
        }
        told.extend(watch.drift());
    }
    told
}

/// A hand that comes to double its presses, to hold them long, to be late or too short is noticed
/// within the next minutes, once; one that stays as it was is left in peace.
#[test]
fn tiring_is_noticed() {
    let a_little = Presses { doubles: 0.05, hold_ms: 700.0, in_step: 0.6, short: 0.05 };
    assert_eq!(play(STEADY, a_little), []);
    for (misfit, then) in MISFITS {
        assert_eq!(play(STEADY, then), [Drift { misfit, came_later: true }]);
    }
}

/// Whoever presses so from the beginning is noticed as well, by the settings themselves.
#[test]
fn what_never_fitted_is_noticed() {
    for (misfit, then) in MISFITS {
        let told = [Drift { misfit, came_later: false }];
        assert_eq!(play(then, then), told);
        assert_eq!(play(then, STEADY), told, "it was told before it got better");
    }
}

/// A way to press for 500 presses, with settings that fit it.
type Player = Box<dyn Fn(&mut Chance, &mut DriftWatch) -> Option<Drift>>;

/// Share of a thousand players who are offered a fit: because they changed, and because they never
/// fitted.
fn offered(timing: impl Fn(&mut Chance) -> SwitchTiming, play: &Player) -> (f64, f64) {
    let (mut changed, mut never) = (0, 0);
    for seed in 0..1000 {
        let mut chance = Chance::new(seed);
        let mut watch = DriftWatch::new(&timing(&mut chance));
        match play(&mut chance, &mut watch) {
            Some(Drift { came_later: true, .. }) => changed += 1,
            Some(Drift { came_later: false, .. }) => never += 1,
            None => {}
        }
    }
    (f64::from(changed) / 1000.0, f64::from(never) / 1000.0)
}

fn five_hundred(press: impl Fn(&mut Chance, &mut DriftWatch) + 'static) -> Player {
    Box::new(move |chance, watch| {
        (0..500).find_map(|_| {
            press(chance, watch);
            watch.drift()
        })
    })
}

/// Of a thousand players whose switch fits and who stay as they are, at most 3 of 100 are told in 500
/// presses that it does not fit, and at most 3 that they changed: slow and quick, regular and not.
#[test]
fn who_fits_is_left_in_peace() {
    let plain = |_: &mut Chance| SwitchTiming { acceptance_ms: 0.0, ..TIMING };
    let mut rows: Vec<(String, (f64, f64))> = Vec::new();
    for spread in [0.1, 0.2, 0.27, 0.4] {
        // The .65 rule, and two standard deviations: what the fit proposes where it knows the hand.
        let step = (1.0f64 / 0.65).max(1.0 + 2.0 * spread);
        let late: Player = Box::new(move |chance, watch| {
            (0..500).find_map(|press| {
                let response = (1.0 + spread * normal(chance)) / step;
                // Later than the step, it takes what comes next.
                watch.pressed(2000.0 * f64::from(press), Some(response.rem_euclid(1.0) as f32));
                watch.drift()
            })
        });
        rows.push((format!("scan, spread {spread}"), offered(plain, &late)));
    }
    for median_ms in [250.0, 400.0, 700.0, 1500.0] {
        for spread in [0.1, 0.3, 0.5] {
            let rhythm: Player = Box::new(move |chance, watch| {
                let mut at_ms = 0.0;
                (0..500).find_map(|_| {
                    at_ms += log_normal(chance, median_ms, spread);
                    watch.pressed(at_ms, None);
                    watch.drift()
                })
            });
            rows.push((format!("{median_ms} ms apart, spread {spread}"), offered(plain, &rhythm)));
        }
    }
    for spread in [0.2, 0.4] {
        let hold = move |chance: &mut Chance| log_normal(chance, 400.0, spread);
        let dozen = move |chance: &mut Chance| -> Vec<f64> { (0..10).map(|_| hold(chance)).collect() };
        let long = move |chance: &mut Chance| {
            let longest = dozen(chance).into_iter().fold(0.0, f64::max);
            SwitchTiming { long_press_ms: Some((2.0 * longest).max(1500.0) as f32), ..TIMING }
        };
        let holds = five_hundred(move |chance, watch| watch.held(hold(chance) as f32));
        rows.push((format!("holds, spread {spread}"), offered(long, &holds)));
        let accepted = move |chance: &mut Chance| {
            let shortest = dozen(chance).into_iter().fold(f64::INFINITY, f64::min);
            SwitchTiming { acceptance_ms: (0.7 * shortest) as f32, ..TIMING }
        };
        let contacts = five_hundred(move |chance, watch| watch.closed(hold(chance) as f32));
        rows.push((format!("contacts, spread {spread}"), offered(accepted, &contacts)));
    }
    for (what, (changed, never)) in &rows {
        println!("{what}: {:.1} % changed, {:.1} % never fitted", 100.0 * changed, 100.0 * never);
    }
    for (what, (changed, never)) in rows {
        assert!(never <= 0.03 && changed <= 0.03, "{what}: {changed} {never}");
    }
}
