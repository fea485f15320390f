//! Laws of the axes: fit, smoothing, rest and learning.

use cantus::access::{AxisFit, BodySetup, Gesture, GestureKind, LearnError};
use cantus::chance::Chance;
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::time::Frames;
use proptest::prelude::*;

#[path = "access/player.rs"]
mod player;
use player::{Player, Told, event};

fn axis_values(told: &Told) -> Vec<f32> {
    let value = |gesture: &Gesture| match gesture.kind {
        GestureKind::Axis(value) => Some(value),
        _ => None,
    };
    told.iter().filter_map(|(_, gesture)| value(gesture)).collect()
}

fn moved(at: Frames, raw: f32) -> RoleEvent {
    event(at, 0, Role::Axis(0), RoleValue::Moved(raw), false)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever comes in under whatever fit: values are 0 to 1 and in order of time, and
    /// when events stop the axis comes to rest, within its hysteresis of the last one.
    #[test]
    fn axes_come_to_rest(low in -1.5f32..1.5, high in -1.5f32..1.5, dead_zone in -0.2f32..0.7, rest in -0.2f32..1.2,
                         curve in 0.0f32..6.0, invert: bool, hysteresis in -0.1f32..0.3,
                         smoothing_hz in prop_oneof![Just(0.0f32), 0.05f32..60.0, Just(f32::NAN)],
                         raws in proptest::collection::vec((0u64..40, prop_oneof![9 => -1.0f32..1.0, 1 => Just(f32::NAN)]), 1..60)) {
        let fit = AxisFit { low, high, dead_zone, rest, curve, invert, smoothing_hz, hysteresis };
        let with = |smoothing_hz, hysteresis| {
            let mut setup = BodySetup::default();
            setup.axes[0] = AxisFit { smoothing_hz, hysteresis, ..fit };
            let mut player = Player::new(setup);
            let mut at = 0;
            for &(frames, raw) in &raws {
                at += frames;
                player.handle(moved(at, raw));
            }
            player.run(Frames::MAX - 1, 100_000);
            assert_eq!(player.body.next_deadline(), None);
            axis_values(&player.told)
        };
        let smoothed = with(fit.smoothing_hz, fit.hysteresis);
        prop_assert!(smoothed.iter().all(|value| (0.0..=1.0).contains(value)));
        let plain = with(0.0, 0.0);
        prop_assert_eq!(smoothed.is_empty(), plain.is_empty());
        if let (Some(got), Some(wanted)) = (smoothed.last(), plain.last()) {
            prop_assert!((got - wanted).abs() <= hysteresis.clamp(0.0, 0.2) + 1e-6, "{} is not {}", got, wanted);
        }
    }
}

/// A movement of 2 % of a stick's travel, with tremor, is learned and then spans the
/// whole instrument, while the resting hand stands still.
#[test]
fn two_percent_span_everything() {
    let mut chance = Chance::new(3);
    // Four throws of a die stand in for a bell curve; 0.0006 is a twentieth of the movement's half.
    let mut tremor = move || (0..4).map(|_| chance.between(-1.0, 1.0)).sum::<f32>() * 0.0005;
    let rest = 0.31f32;
    let mut hand = Vec::new();
    for n in 0..1500 {
        let phase = (n % 500) as f32 / 500.0;
        // Half of each five seconds at rest, then to both ends of ±0.02.
        let away = if phase < 0.5 { 0.0 } else { 0.02 * (std::f32::consts::TAU * (phase - 0.5) * 2.0).sin() };
        hand.push(rest + away + tremor());
    }
    // A spasm of a tenth of a second, to the stop.
    hand[700..710].fill(1.0);
    let fit = AxisFit::learn(&hand).expect("enough movement");
    assert!((fit.low - 0.29).abs() < 0.0015, "{fit:?}");
    assert!((fit.high - 0.33).abs() < 0.0015, "{fit:?}");
    assert!((fit.rest - 0.5).abs() < 0.03, "{fit:?}");
    assert!(fit.dead_zone > 0.01 && fit.dead_zone <= 0.15, "{fit:?}");

    let mut setup = BodySetup::default();
    setup.axes[0] = fit;
    assert_eq!(setup.check(), Ok(()));
    let mut player = Player::new(setup);
    for (n, &raw) in hand.iter().enumerate() {
        player.handle(moved(n as Frames * 10, raw));
    }
    let values = axis_values(&player.told);
    let least = values.iter().copied().fold(1.0, f32::min);
    let most = values.iter().copied().fold(0.0, f32::max);
    assert!(least < 0.02 && most > 0.98, "{least} to {most}");
    // From half a second into the first rest until its end, hardly anything moves.
    let at_rest = player.told.iter().filter(|(at, _)| (500..2500).contains(at)).count();
    assert!(at_rest <= 4, "{at_rest} movements at rest");
}

/// Breath that rests at its low end is learned with its rest there.
#[test]
fn learns_breath() {
    let breath: Vec<f32> = (0..600)
        .map(|n| {
            let phase = (n % 200) as f32 / 200.0;
            if phase < 0.4 { 0.02 } else { 0.02 + 0.3 * ((phase - 0.4) / 0.6 * std::f32::consts::PI).sin() }
        })
        .collect();
    let fit = AxisFit::learn(&breath).expect("enough movement");
    assert_eq!(fit.rest, 0.0);
    assert!((fit.low - 0.02).abs() < 0.001 && (fit.high - 0.32).abs() < 0.005, "{fit:?}");
}

/// Too little to learn from is said, with what to do.
#[test]
fn says_why_nothing_is_learned() {
    assert_eq!(AxisFit::learn(&[]), Err(LearnError::TooFew { count: 0 }));
    assert_eq!(AxisFit::learn(&[f32::NAN; 500]), Err(LearnError::TooFew { count: 0 }));
    assert_eq!(AxisFit::learn(&[0.4; 500]), Err(LearnError::TooStill { travel: 0.0 }));
    let said = AxisFit::learn(&[0.4; 500]).unwrap_err().to_string();
    assert!(said.contains("larger movement"), "{said}");
}
