//! The one-minute fit, with players who press as people do: reaction times are log-normal, tremor
//! doubles presses, contacts bounce, hands brush the switch, piezo switches give pulses.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use cantus::access::{
    Body, BodySetup, Contact, FitError, FitProposal, Found, GestureKind, Gestures, SwitchTiming,
};
use cantus::chance::Chance;
use cantus::input::{Role, RoleEvent, RoleValue};

/// How somebody presses.
#[derive(Clone, Copy)]
struct Hand {
    /// Median reaction and hold, in s.
    reaction_s: f64,
    hold_s: f64,
    /// How likely a press is doubled, bounces, or follows a brush.
    doubles: f64,
    bounces: f64,
    brushes: f64,
    pulse: bool,
}

const STEADY: Hand =
    Hand { reaction_s: 0.5, hold_s: 0.3, doubles: 0.0, bounces: 0.0, brushes: 0.0, pulse: false };
const HANDS: [Hand; 6] = [
    STEADY,
    Hand { reaction_s: 1.4, hold_s: 0.8, ..STEADY },
    Hand { doubles: 0.5, ..STEADY },
    Hand { bounces: 0.6, hold_s: 0.4, ..STEADY },
    Hand { brushes: 0.4, hold_s: 0.5, ..STEADY },
    Hand { pulse: true, doubles: 0.4, ..STEADY },
];

fn log_normal(chance: &mut Chance, median: f64, spread: f64) -> f64 {
    // Twelve even numbers make a normal one.
    let normal: f64 = (0..12).map(|_| f64::from(chance.between(0.0, 1.0))).sum::<f64>() - 6.0;
    median * (spread * normal).exp()
}

impl Hand {
    /// Contacts of one intention that begins at `at_s`: when the one that is meant closes, and all.
    fn press(&self, chance: &mut Chance, at_s: f64) -> (f64, Vec<Contact>) {
        let mut at_s = at_s;
        let mut contacts = Vec::new();
        let mut contact = |down_s: f64, held_s: f64| contacts.push(Contact { down_s, up_s: down_s + held_s });
        let mut between = |low: f32, high: f32| f64::from(chance.between(low, high));
        if between(0.0, 1.0) < self.brushes {
            contact(at_s, between(0.02, 0.05));
            at_s += between(0.2, 0.3);
        }
        let (doubled, bounced) = (between(0.0, 1.0) < self.doubles, between(0.0, 1.0) < self.bounces);
        let (after_s, doubled_held_s, gap_s) =
            (between(0.12, 0.3), between(0.04, 0.15), between(0.004, 0.03));
        let held_s = if self.pulse { 0.02 } else { log_normal(chance, self.hold_s, 0.2) };
        if bounced {
            contact(at_s, held_s / 2.0);
            contact(at_s + held_s / 2.0 + gap_s, held_s / 2.0);
        } else {
            contact(at_s, held_s);
        }
        if doubled {
            let held_s = if self.pulse { 0.02 } else { doubled_held_s };
            let up_s = contacts.last().map_or(at_s, |last| last.up_s);
            contacts.push(Contact { down_s: up_s + after_s, up_s: up_s + after_s + held_s });
        }
        (at_s, contacts)
    }

    /// A dozen bells, irregularly, and the contacts that answer them.
    fn answers(&self, chance: &mut Chance) -> (Vec<f64>, Vec<Contact>) {
        let (mut bells, mut contacts, mut at_s) = (Vec::new(), Vec::new(), 1.0);
        for _ in 0..12 {
            bells.push(at_s);
            let after_s = log_normal(chance, self.reaction_s, 0.25);
            contacts.extend(self.press(chance, at_s + after_s).1);
            at_s += 3.5 + f64::from(chance.between(0.0, 2.0));
        }
        (bells, contacts)
    }
}

/// Moments of accepted presses, in s, of contacts that play a body with this timing.
fn accepted(timing: SwitchTiming, contacts: &[Contact]) -> Vec<f64> {
    const RATE_HZ: f64 = 1000.0;
    let mut setup = BodySetup::default();
    setup.switches[0] = timing;
    let mut body = Body::new(RATE_HZ, setup);
    let mut accepted = Vec::new();
    let mut out = Gestures::new();
    let edges = contacts.iter().flat_map(|contact| {
        [(contact.down_s, RoleValue::Down { velocity: None }), (contact.up_s, RoleValue::Up)]
    });
    for (at_s, value) in edges.chain([(1e6, RoleValue::Up)]) {
        let at = (at_s * RATE_HZ) as u64;
        while let Some(due) = body.next_deadline().filter(|due| *due <= at) {
            body.wake(due, &mut out);
            take(&mut out, due as f64 / RATE_HZ, &mut accepted);
        }
        let event =
            RoleEvent { at, slot: 0, role: Role::A, value, note: None, pulse: timing.pulse, yields: false };
        body.handle(at, &event, &mut out);
        take(&mut out, at as f64 / RATE_HZ, &mut accepted);
    }
    accepted
}

fn take(out: &mut Gestures, at_s: f64, accepted: &mut Vec<f64>) {
    let presses = out.take();
    accepted.extend(
        presses.iter().filter(|gesture| matches!(gesture.kind, GestureKind::Press { .. })).map(|_| at_s),
    );
}

fn fitted(proposal: &FitProposal) -> SwitchTiming {
    let plain = SwitchTiming::default();
    SwitchTiming {
        acceptance_ms: proposal.acceptance_ms,
        lockout_ms: proposal.lockout_ms.unwrap_or(plain.lockout_ms),
        release_debounce_ms: proposal.release_debounce_ms.unwrap_or(plain.release_debounce_ms),
        long_press_ms: proposal.long_press_ms,
        pulse: proposal.pulse,
        ..plain
    }
}

/// What is proposed from a dozen presses lets 95 of a hundred intended presses through, each once,
/// and holds back what was not meant.
#[test]
fn what_is_meant_plays_and_nothing_else() {
    for (number, hand) in HANDS.iter().enumerate() {
        let (mut meant, mut heard, mut unmeant, mut let_through) = (0, 0, 0, 0);
        for seed in 0..40 {
            let mut chance = Chance::new(1000 * number as u64 + seed);
            let (bells, contacts) = hand.answers(&mut chance);
            let proposal = FitProposal::of(&bells, &contacts).unwrap();
            assert_eq!(proposal.pulse, hand.pulse, "hand {number}: {:?}", proposal.found);
            let mut played = Vec::new();
            let mut moments = Vec::new();
            for press in 0..50 {
                let (at_s, contacts) = hand.press(&mut chance, 3.0 * f64::from(press) + 1.0);
                unmeant += contacts.len() - 1;
                moments.push(at_s);
                played.extend(contacts);
            }
            let accepted = accepted(fitted(&proposal), &played);
            let delay_s = f64::from(proposal.acceptance_ms) / 1000.0;
            let is_meant = |at_s: &f64| moments.iter().any(|moment| (at_s - delay_s - moment).abs() < 0.0015);
            meant += moments.len();
            heard += accepted.iter().filter(|at_s| is_meant(at_s)).count();
            let_through += accepted.iter().filter(|at_s| !is_meant(at_s)).count();
        }
        let (plays, slips) = (heard as f64 / meant as f64, let_through as f64 / unmeant.max(1) as f64);
        println!(
            "hand {number}: {:.1} % of what is meant, {:.1} % of {unmeant} unmeant",
            100.0 * plays,
            100.0 * slips
        );
        assert!(plays >= 0.95, "hand {number}: {plays}");
        assert!(slips <= 0.1, "hand {number}: {slips}");
    }
}

/// The scan interval follows the .65 rule and leaves room for two standard deviations: of responses
/// as slow and as various as in the fit, 19 of 20 are in time.
#[test]
fn the_scan_waits_long_enough() {
    for hand in HANDS {
        let (mut in_time, mut all) = (0, 0);
        for seed in 0..40 {
            let mut chance = Chance::new(seed);
            let (bells, contacts) = hand.answers(&mut chance);
            let proposal = FitProposal::of(&bells, &contacts).unwrap();
            let interval_s = f64::from(proposal.scan_interval_ms) / 1000.0;
            assert!(interval_s >= 0.75 * hand.reaction_s / 0.65, "{interval_s}");
            for _ in 0..100 {
                all += 1;
                in_time += usize::from(log_normal(&mut chance, hand.reaction_s, 0.25) <= interval_s);
            }
        }
        assert!(in_time * 20 >= all * 19, "{in_time} of {all}");
    }
}

/// A steady hand on a good switch is left as it is: nothing is held back without need.
#[test]
fn a_steady_hand_is_left_alone() {
    let mut chance = Chance::new(5);
    let (bells, contacts) = STEADY.answers(&mut chance);
    let proposal = FitProposal::of(&bells, &contacts).unwrap();
    assert_eq!(
        (proposal.acceptance_ms, proposal.lockout_ms, proposal.release_debounce_ms),
        (0.0, None, None)
    );
    assert_eq!(proposal.long_press_ms, Some(1500.0));
    let Found::Answered { answered: 12, bells: 12, mean_s, .. } = proposal.found[0] else {
        panic!("{:?}", proposal.found)
    };
    assert!((0.3..0.8).contains(&mean_s), "{mean_s}");
}

/// Nothing is guessed from too little, whatever was pressed, and nothing odd does worse than that.
#[test]
fn too_little_is_told() {
    let bells: Vec<f64> = (0..10).map(|n| 4.0 * f64::from(n)).collect();
    let few: Vec<Contact> =
        bells[..5].iter().map(|at| Contact { down_s: at + 0.5, up_s: at + 0.8 }).collect();
    assert_eq!(FitProposal::of(&bells, &few), Err(FitError::TooFew { answered: 5, bells: 10 }));
    assert!(FitProposal::of(&[], &few).is_err() && FitProposal::of(&bells, &[]).is_err());
    let odd = [f64::NAN, f64::INFINITY, -1.0].map(|at| Contact { down_s: at, up_s: at });
    assert!(FitProposal::of(&bells, &odd).is_err());
}
