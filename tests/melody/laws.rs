//! Laws that hold for every scale, register, lock and hand.

use std::collections::BTreeSet;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::chance::Chance;
use cantus::music::{Chord, Harmony, Lock, Register, Scale};
use cantus::play::{Intent, Intents, OptionValue, Options, registry};
use proptest::prelude::*;

use crate::players::{Player, keys, pitches, started};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// A scale of 1 to 64 degrees in a period of one to two octaves.
fn scales() -> impl Strategy<Value = Scale> {
    (1usize..=64, 1200.0f32..2400.0, prop::bool::ANY, any::<u64>()).prop_map(|(len, period, octave, seed)| {
        let period = if octave { 1200.0 } else { period };
        let mut chance = Chance::new(seed);
        let mut degrees: Vec<f32> = (1..len).map(|_| chance.between(5.0, period - 5.0)).collect();
        degrees.push(0.0);
        degrees.sort_by(f32::total_cmp);
        degrees.dedup_by(|next, kept| *next - *kept < 2.0);
        Scale::new(&degrees, period).expect("sorted, distinct and within the period")
    })
}

fn harmonies() -> impl Strategy<Value = Harmony> {
    (scales(), 40.0f32..80.0, 0i32..12, 1usize..5).prop_map(|(scale, root, degree, tones)| Harmony {
        root,
        scale,
        chord: Chord::stacked(&scale, degree, tones),
    })
}

fn locks() -> impl Strategy<Value = Lock> {
    prop::sample::select(vec![Lock::Scale, Lock::Chord, Lock::ChordOnBeat, Lock::Off])
}

fn registers() -> impl Strategy<Value = Register> {
    (24.0f32..80.0, 12.0f32..48.0).prop_map(|(low, span)| Register { low, high: low + span })
}

/// What may happen in a session.
#[derive(Clone, Debug)]
enum Event {
    Press(u8),
    Release(u8),
    Wait(f64),
    Harmony(Box<Harmony>),
    Lock(Lock),
    Register(Register),
    Finish,
    Silence,
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0u8..20).prop_map(Event::Press),
        8 => (0u8..20).prop_map(Event::Release),
        6 => (0.0f64..4.0).prop_map(Event::Wait),
        1 => harmonies().prop_map(|harmony| Event::Harmony(Box::new(harmony))),
        1 => locks().prop_map(Event::Lock),
        1 => registers().prop_map(Event::Register),
        1 => Just(Event::Finish),
        1 => Just(Event::Silence),
    ]
}

fn options(pairs: &[(&str, OptionValue)]) -> Options {
    let mut options = Options::defaults(registry::find("wander").expect("wander is in the registry").options);
    for (name, value) in pairs {
        options.set(name, value.clone()).expect("the option exists and takes the value");
    }
    options
}

/// Follows which notes sound.
fn follow(sounding: &mut BTreeSet<u32>, out: &Intents) {
    for intent in out {
        match intent {
            Intent::On { note, .. } => assert!(sounding.insert(*note), "note {note} started twice"),
            Intent::Off { note } => assert!(sounding.remove(note), "note {note} ended without sounding"),
            Intent::Level { .. } | Intent::Glide { .. } | Intent::Seek { .. } => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is played in whatever harmony, every press starts one note, which is in the
    /// lock and, where the lock has anything there, in the register; every note ends once
    /// and no later than its switch, notes sound together only with `overlap`, and once
    /// built the mode never allocates.
    #[test]
    fn every_note_is_in_tune_and_ends(
        harmony in harmonies(),
        lock in locks(),
        register in registers(),
        overlap in prop::bool::ANY,
        seed in any::<u64>(),
        events in prop::collection::vec(events(), 1..200),
    ) {
        let mut player = Player::with(&options(&[("overlap", OptionValue::Flag(overlap))]), seed, harmony);
        (player.lock, player.register) = (lock, register);
        let mut sounding = BTreeSet::new();
        for event in events {
            match event {
                Event::Press(slot) => {
                    let out = assert_no_alloc(|| player.press(slot));
                    follow(&mut sounding, &out);
                    let pitch = started(&out).expect("every press sounds");
                    let set = player.lock_set();
                    prop_assert!(set.contains(pitch), "{} is not in the lock", pitch);
                    let (low, high) = set.steps_in(player.register);
                    prop_assert!(low > high || player.register.contains(pitch), "{} is out of reach", pitch);
                    prop_assert!(overlap || sounding.len() == 1);
                }
                Event::Release(slot) => follow(&mut sounding, &assert_no_alloc(|| player.release(slot))),
                Event::Wait(seconds) => player.wait(seconds),
                Event::Harmony(harmony) => player.harmony = *harmony,
                Event::Lock(lock) => player.lock = lock,
                Event::Register(register) => player.register = register,
                Event::Finish => player.mode.finish(),
                Event::Silence => {
                    player.mode.silence();
                    sounding.clear();
                }
            }
        }
        for slot in 0..20 {
            follow(&mut sounding, &player.release(slot));
        }
        prop_assert!(sounding.is_empty(), "{:?} sound with all switches up", sounding);
    }

    /// *Finish* is home on its third press at the latest, wherever the melody was, and the
    /// press after it begins a new phrase.
    #[test]
    fn finish_leads_home(scale in scales(), root in 40.0f32..80.0, seed in any::<u64>(), before in 0usize..40) {
        let harmony = Harmony { root, scale, chord: Chord::stacked(&scale, 0, 3) };
        let mut player = Player::new(seed, harmony);
        pitches(&mut player, before);
        player.mode.finish();
        let last = pitches(&mut player, 3)[2];
        let periods = (last - root) * 100.0 / scale.period_cents();
        prop_assert!((periods - periods.round()).abs() < 1e-3, "{} is not a root of {}", last, root);
        pitches(&mut player, 1);
        prop_assert_eq!(player.mode.status().place.map(|place| place.0), Some(0));
    }
}

/// The way home is a melody, too: from anywhere in a major key the last two intervals of
/// *finish* are steps or thirds.
#[test]
fn finish_goes_by_step() {
    for seed in 0..50 {
        let mut player = Player::new(seed, keys()[0].harmony());
        pitches(&mut player, 10 + seed as usize);
        player.mode.finish();
        let way = pitches(&mut player, 3);
        assert!(way.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 4.5), "{way:?}");
    }
}

/// The same seed gives the same melody, another seed another.
#[test]
fn seeds_make_melodies() {
    let melody = |seed| pitches(&mut Player::new(seed, keys()[0].harmony()), 60);
    assert_eq!(melody(7), melody(7));
    let all: Vec<Vec<f32>> = (0..40).map(melody).collect();
    for (place, one) in all.iter().enumerate() {
        assert!(all[..place].iter().all(|other| other != one), "seed {place} repeats an earlier one");
    }
}

/// After a long rest a new phrase begins, whatever became of the one before.
#[test]
fn a_rest_begins_a_phrase() {
    for seed in 0..20 {
        let mut player = Player::new(seed, keys()[0].harmony());
        pitches(&mut player, 13 + seed as usize % 5);
        player.wait(2.6);
        player.tap();
        assert_eq!(player.mode.status().place.map(|place| place.0), Some(0), "seed {seed}");
    }
}

/// A slow player's pauses are no rests: pressing every four seconds still sings phrases to
/// their ends.
#[test]
fn slow_players_sing_phrases() {
    let mut player = Player::new(1, keys()[0].harmony());
    let notes: Vec<bool> = (0..100)
        .map(|_| {
            let end = player.tap().end;
            player.wait(4.0);
            end
        })
        .collect();
    assert!(notes.iter().filter(|&&end| end).count() >= 8);
}

/// A note held through is no rest, and a new press ends the note before.
#[test]
fn holding_is_no_rest() {
    let mut player = Player::new(3, keys()[0].harmony());
    pitches(&mut player, 2);
    player.press(0);
    player.wait(8.0);
    let out = player.press(1);
    assert!(matches!(out[0], Intent::Off { .. }) && matches!(out[1], Intent::On { .. }));
    assert_eq!(player.mode.status().place.map(|place| place.0), Some(3));
    assert!(player.release(0).is_empty());
    assert_eq!(player.release(1).len(), 1);
}

/// The melody follows the harmony: when the chord changes between presses, phrase ends are
/// tones of the new chord, and so are two thirds of the notes on strong beats.
#[test]
fn chords_are_followed() {
    let scale = Scale::major();
    let mut player = Player::new(5, keys()[0].harmony());
    let (mut ends, mut strong, mut stressed) = (0, 0, 0);
    for place in 0..4000 {
        player.harmony.chord = Chord::stacked(&scale, [0, 3, 4, 5][place / 4 % 4], 3);
        let note = player.tap();
        player.wait(0.505);
        let cents = (note.pitch - player.harmony.root) * 100.0;
        let in_chord =
            player.harmony.chord.tones().iter().any(|tone| (cents - tone).rem_euclid(1200.0) < 1.0);
        assert!(in_chord || !note.end, "a phrase ended on {cents} cents");
        ends += usize::from(note.end);
        strong += usize::from(note.strong);
        stressed += usize::from(note.strong && in_chord);
    }
    assert!(ends > 400);
    let share = 100.0 * stressed as f32 / strong as f32;
    assert!((61.0..=73.0).contains(&share), "{share:.1} %");
}

/// Options do what they say: `leaps` makes leaps commoner, `phrase_notes` phrases longer,
/// `span` the range wider.
#[test]
fn options_matter() {
    let play = |name, value| {
        let mut player =
            Player::with(&options(&[(name, OptionValue::Number(value))]), 11, keys()[0].harmony());
        pitches(&mut player, 2000)
    };
    let leaps = |melody: Vec<f32>| melody.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 4.5).count();
    let (calm, usual, daring) =
        (leaps(play("leaps", 0.0)), leaps(play("leaps", 0.5)), leaps(play("leaps", 1.0)));
    assert!(calm * 3 < usual * 2 && usual * 3 < daring * 2, "{calm} {usual} {daring}");

    let width = |melody: Vec<f32>| {
        let ends = |tune: &[f32]| {
            tune.iter().copied().fold(f32::MIN, f32::max) - tune.iter().copied().fold(f32::MAX, f32::min)
        };
        melody.chunks(50).map(ends).sum::<f32>()
    };
    assert!(width(play("span", 7.0)) * 1.2 < width(play("span", 24.0)));

    let phrases = |value| {
        let mut player =
            Player::with(&options(&[("phrase_notes", OptionValue::Number(value))]), 11, keys()[0].harmony());
        (0..1000)
            .filter(|_| {
                player.wait(0.4);
                player.tap().end
            })
            .count()
    };
    assert!(phrases(5.0) > 3 * phrases(16.0) / 2);
}
