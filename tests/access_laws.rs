//! Laws of the body that hold for any hand and any settings.

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::access::{Body, BodySetup, Gesture, GestureKind, Gestures, Latch, SwitchTiming};
use cantus::chance::Chance;
use cantus::input::{Role, RoleValue, Slot};
use cantus::time::Frames;
use proptest::prelude::*;

#[path = "access/player.rs"]
mod player;
use player::{Player, RATE_HZ, Told, event};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

fn down() -> RoleValue {
    RoleValue::Down { velocity: None }
}

/// Presses and ends alternate for each slot, and an end is of the role of its press.
/// Returns what still sounds.
fn alternates(told: &Told) -> Vec<(Slot, Role)> {
    let mut sounding: Vec<(Slot, Role)> = Vec::new();
    for &(at, Gesture { role, slot, kind }) in told {
        match kind {
            GestureKind::Press { .. } => {
                assert!(!sounding.iter().any(|&(s, _)| s == slot), "two presses of {slot} at {at}: {told:?}");
                sounding.push((slot, role));
            }
            GestureKind::Release | GestureKind::Stuck => {
                let place = sounding.iter().position(|&pressed| pressed == (slot, role));
                sounding
                    .remove(place.unwrap_or_else(|| panic!("no press of {slot} to end at {at}: {told:?}")));
            }
            // No menu is open here: presses play.
            GestureKind::Choose { .. } | GestureKind::ChooseEnd { .. } => {
                panic!("a choice at {at}: {told:?}")
            }
            GestureKind::LongPress
            | GestureKind::LongPressNear
            | GestureKind::DoublePress
            | GestureKind::Axis(_) => {}
        }
    }
    sounding
}

/// Milliseconds in and far out of range, and what is no number.
fn any_ms() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => (0u16..1200).prop_map(f32::from),
        2 => Just(0.0f32),
        1 => prop_oneof![Just(f32::NAN), Just(f32::INFINITY), Just(-5.0f32), Just(1e30f32)],
    ]
}

fn any_latch() -> impl Strategy<Value = Latch> {
    prop_oneof![3 => Just(Latch::Off), 1 => Just(Latch::Toggle), 1 => any_ms().prop_map(Latch::Timed)]
}

fn any_timing() -> impl Strategy<Value = SwitchTiming> {
    let maybe = || proptest::option::weighted(0.3, any_ms());
    (any_ms(), any_ms(), any_ms(), maybe(), maybe(), any_latch(), maybe(), proptest::bool::weighted(0.2))
        .prop_map(
            |(
                acceptance_ms,
                lockout_ms,
                release_debounce_ms,
                long_press_ms,
                double_press_ms,
                latch,
                repeat_ms,
                pulse,
            )| {
                SwitchTiming {
                    acceptance_ms,
                    lockout_ms,
                    release_debounce_ms,
                    long_press_ms,
                    double_press_ms,
                    latch,
                    repeat_ms,
                    pulse,
                }
            },
        )
}

/// A body whose first two switches are anything.
fn any_setup() -> impl Strategy<Value = BodySetup> {
    (any_timing(), any_timing(), any_ms()).prop_map(|(a, b, hold_ms)| {
        let mut setup = BodySetup { max_hold_ms: hold_ms * 10.0, ..BodySetup::default() };
        setup.switches[0] = a;
        setup.switches[1] = b;
        setup
    })
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Event(Slot, Role, RoleValue, bool),
    Forget,
}

fn any_value() -> impl Strategy<Value = RoleValue> {
    prop_oneof![
        8 => Just(RoleValue::Down { velocity: None }),
        8 => Just(RoleValue::Up),
        1 => Just(RoleValue::Lost),
        2 => prop_oneof![-1.5f32..1.5, Just(f32::NAN), Just(f32::INFINITY)].prop_map(RoleValue::Moved),
    ]
}

fn any_role() -> impl Strategy<Value = Role> {
    prop_oneof![6 => Just(Role::A), 3 => Just(Role::Switch(1)), 1 => Just(Role::Axis(0)), 1 => Just(Role::Switch(200))]
}

/// Moves with the frames before each; slots 0 to 2, sometimes under the wrong role.
fn any_moves() -> impl Strategy<Value = Vec<(Frames, Move)>> {
    let frames = prop_oneof![3 => 0u64..5, 5 => 0u64..200, 1 => 0u64..5000];
    let an_event = (0u8..3, any_role(), any_value(), proptest::bool::weighted(0.1))
        .prop_map(|(slot, role, value, pulse)| Move::Event(slot, role, value, pulse));
    proptest::collection::vec((frames, prop_oneof![30 => an_event, 1 => Just(Move::Forget)]), 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever hands do under whatever settings: presses and ends alternate, time never
    /// goes back, no deadline is missed or met for ever, roles are down while they sound,
    /// and once all controls are up and nothing is due, only a toggle still sounds.
    #[test]
    fn every_press_ends(setup in any_setup(), moves in any_moves()) {
        let mut player = Player::new(setup.clone());
        let mut at = 0;
        for (frames, step) in moves {
            at += frames;
            match step {
                Move::Event(slot, role, value, pulse) => player.handle(event(at, slot, role, value, pulse)),
                Move::Forget => {
                    player.run(at, 100_000);
                    player.body.forget_held();
                    prop_assert!(alternates(&player.told).is_empty() || !player.body.is_down(Role::A));
                    player.told.clear();
                }
            }
            let sounding = alternates(&player.told);
            for role in Role::all() {
                prop_assert_eq!(player.body.is_down(role), sounding.iter().any(|&(_, r)| r == role));
            }
        }
        for slot in 0..3 {
            for role in [Role::A, Role::Switch(1)] {
                let toggles = |role: Role| setup.switches[role.index()].latch == Latch::Toggle;
                if !toggles(role) {
                    player.handle(event(at, slot, role, RoleValue::Up, false));
                }
            }
        }
        player.run(Frames::MAX - 1, 2_000_000);
        for (_, role) in alternates(&player.told) {
            prop_assert_eq!(setup.switches[role.index()].latch, Latch::Toggle);
        }
    }

    /// Losing the devices ends everything that sounds at that moment, and nothing is due
    /// or told afterwards.
    #[test]
    fn losing_releases_everything(setup in any_setup(), moves in any_moves()) {
        let mut player = Player::new(setup);
        let mut at = 0;
        for (frames, step) in moves {
            at += frames;
            if let Move::Event(slot, role, value, pulse) = step {
                player.handle(event(at, slot, role, value, pulse));
            }
        }
        for slot in 0..3 {
            player.handle(event(at, slot, Role::A, RoleValue::Lost, false));
        }
        prop_assert!(alternates(&player.told).is_empty());
        prop_assert_eq!(player.body.next_deadline(), None);
        let told = player.told.len();
        for slot in 0..3 {
            player.handle(event(at + 9, slot, Role::A, RoleValue::Up, false));
        }
        player.run(Frames::MAX - 1, 10);
        prop_assert_eq!(player.told.len(), told);
    }

    /// Accepted presses of a control are at least the lockout apart.
    #[test]
    fn no_press_within_lockout(lockout in 0u16..800, debounce in 0u16..100, acceptance in 0u16..100, pulse: bool,
                               steps in proptest::collection::vec((0u64..120, any::<bool>()), 0..80)) {
        let mut setup = BodySetup::default();
        setup.switches[0] = SwitchTiming {
            lockout_ms: f32::from(lockout),
            release_debounce_ms: f32::from(debounce),
            acceptance_ms: f32::from(acceptance),
            pulse,
            ..SwitchTiming::default()
        };
        let mut player = Player::new(setup);
        let mut at = 0;
        for (frames, closes) in steps {
            at += frames;
            player.handle(event(at, 0, Role::A, if closes { down() } else { RoleValue::Up }, false));
        }
        let presses: Vec<Frames> = player.told.iter()
            .filter(|(_, gesture)| matches!(gesture.kind, GestureKind::Press { .. })).map(|&(at, _)| at).collect();
        for pair in presses.windows(2) {
            prop_assert!(pair[1] - pair[0] >= Frames::from(lockout), "{:?}", presses);
        }
    }

    /// Presses and releases fall on the exact frames that a plain reading of the three
    /// times gives.
    #[test]
    fn frames_are_exact(acceptance in prop_oneof![Just(0u64), 0u64..200], lockout in 0u64..200,
                        debounce in prop_oneof![Just(0u64), 0u64..60],
                        spans in proptest::collection::vec((0u64..150, 0u64..150), 1..40)) {
        let mut setup = BodySetup::default();
        setup.switches[0] = SwitchTiming {
            acceptance_ms: acceptance as f32,
            lockout_ms: lockout as f32,
            release_debounce_ms: debounce as f32,
            ..SwitchTiming::default()
        };
        let mut player = Player::new(setup);
        let mut closed: Vec<(Frames, Frames)> = Vec::new();
        let mut at = 0;
        for (open, held) in spans {
            closed.push((at + open, at + open + held));
            at += open + held;
            player.handle(event(closed[closed.len() - 1].0, 0, Role::A, down(), false));
            player.handle(event(at, 0, Role::A, RoleValue::Up, false));
        }
        player.run(Frames::MAX - 1, 10);
        let got: Vec<(Frames, bool)> = player.told.iter()
            .map(|(at, gesture)| (*at, matches!(gesture.kind, GestureKind::Press { .. }))).collect();
        prop_assert_eq!(got, plain_reading(&closed, acceptance, lockout, debounce));
    }

    /// However full the place for gestures is, no release is lost and nothing panics.
    #[test]
    fn no_release_is_lost(setup in any_setup(), moves in any_moves(),
                          full in proptest::collection::vec(0usize..=32, 1..20)) {
        let mut body = Body::new(RATE_HZ, setup.clone());
        let mut told = Told::new();
        let mut full = full.iter().copied().cycle();
        let filler = Gesture { role: Role::Axis(7), slot: 99, kind: GestureKind::Axis(0.0) };
        let mut at = 0;
        let mut collect = |at, out: &Gestures| {
            told.extend(out.iter().filter(|gesture| gesture.slot != 99).map(|&gesture| (at, gesture)));
        };
        for (frames, step) in moves {
            at += frames;
            let mut out = Gestures::new();
            for _ in 0..full.next().unwrap_or(0) {
                out.push(filler);
            }
            body.wake(at, &mut out);
            if let Move::Event(slot, role, value, pulse) = step {
                body.handle(at, &event(at, slot, role, value, pulse), &mut out);
            }
            collect(at, &out);
        }
        for slot in 0..3 {
            let mut out = Gestures::new();
            body.handle(at, &event(at, slot, Role::A, RoleValue::Lost, false), &mut out);
            collect(at, &out);
        }
        prop_assert!(alternates(&told).is_empty());
        prop_assert!(Role::all().all(|role| !body.is_down(role)));
    }
}

/// Presses (true) and releases of a contact that is closed from each first to each second
/// frame: gaps under the debounce are no gaps, and of what is left each press counts that
/// does not begin in the lockout and is closed at or after its acceptance.
fn plain_reading(
    closed: &[(Frames, Frames)],
    acceptance: Frames,
    lockout: Frames,
    debounce: Frames,
) -> Vec<(Frames, bool)> {
    let mut presses: Vec<Vec<(Frames, Frames)>> = Vec::new();
    for &span in closed {
        match presses.last_mut() {
            Some(press) if span.0 < press[press.len() - 1].1 + debounce => press.push(span),
            _ => presses.push(vec![span]),
        }
    }
    let mut told = Vec::new();
    let mut locked_until = 0;
    for press in presses {
        let begins = press[0].0;
        if begins < locked_until {
            continue;
        }
        let due = begins + acceptance;
        if let Some(span) = press.iter().find(|span| span.1 >= due) {
            let accepted = due.max(span.0);
            locked_until = accepted + lockout;
            told.push((accepted, true));
            told.push((press[press.len() - 1].1 + debounce, false));
        }
    }
    told
}

/// Ten thousand events at one frame, on all slots, leave nothing sounding once all are up,
/// and 256 releases due at one frame are all told.
#[test]
fn storm() {
    let mut player = Player::new(BodySetup::default());
    for n in 0..10_000u32 {
        let value = if n.is_multiple_of(3) { RoleValue::Up } else { down() };
        player.handle(event(500, (n % 251) as Slot, Role::Switch((n % 251 % 16) as u8), value, false));
        player.handle(event(500, 255, Role::Axis(0), RoleValue::Moved(n as f32 / 10_000.0), false));
    }
    for slot in 0..=255u8 {
        player.handle(event(600, slot, Role::Switch(slot % 16), down(), false));
    }
    let before = player.told.len();
    for slot in 0..=255u8 {
        player.handle(event(700, slot, Role::Switch(slot % 16), RoleValue::Up, false));
    }
    player.run(Frames::MAX - 1, 10_000);
    let released =
        player.told[before..].iter().filter(|(at, g)| *at == 720 && g.kind == GestureKind::Release);
    assert_eq!(released.count(), 256);
    assert!(alternates(&player.told).is_empty());
    let axes = player.told.iter().filter(|(at, g)| *at == 500 && matches!(g.kind, GestureKind::Axis(_)));
    assert_eq!(axes.count(), 1, "a smoothed axis moves once in a frame");
}

/// After construction nothing is allocated or freed.
#[test]
fn allocates_nothing() {
    let mut setup = BodySetup::default();
    setup.switches[0] = SwitchTiming {
        long_press_ms: Some(300.0),
        double_press_ms: Some(300.0),
        repeat_ms: Some(100.0),
        ..SwitchTiming::default()
    };
    setup.switches[1].pulse = true;
    let mut body = Body::new(RATE_HZ, setup);
    let mut chance = Chance::new(7);
    let mut out = Gestures::new();
    assert_no_alloc(|| {
        for at in 0..50_000 {
            let value = match chance.below(20) {
                0 => RoleValue::Lost,
                1..8 => down(),
                8..14 => RoleValue::Up,
                _ => RoleValue::Moved(chance.between(-1.0, 1.0)),
            };
            let role = [Role::A, Role::Switch(1), Role::Axis(2)][chance.below(3)];
            out.clear();
            body.handle(at, &event(at, chance.below(9) as Slot, role, value, false), &mut out);
            body.wake(at, &mut out);
            if chance.happens(0.001) {
                body.forget_held();
            }
        }
    });
}
