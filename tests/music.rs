//! Laws of the music room: the shipped scales, the pitch lock, the tuning.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cantus::music::{
    Chord, Harmony, Lock, LockSet, Pitch, Progression, Register, Scale, ScaleFile, pitch_to_hz,
};
use proptest::prelude::*;

fn shipped() -> BTreeMap<String, ScaleFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets/scales");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let id =
                file.strip_suffix(".scale.toml").unwrap_or_else(|| panic!("{file} is no scale")).to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (id, toml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}")))
        })
        .collect()
}

/// Every shipped scale is one, says what it is and where it comes from, and has an id
/// that can be typed anywhere.
#[test]
fn shipped_scales_are_scales() {
    let scales = shipped();
    assert!(scales.len() >= 45, "{}", scales.len());
    let mut names = std::collections::BTreeSet::new();
    for (id, file) in &scales {
        file.to_scale().unwrap_or_else(|error| panic!("{id}: {error}"));
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{id}");
        assert!(names.insert(&file.name), "{id}: two scales are called {}", file.name);
        assert!(file.about.ends_with('.') && file.origin.ends_with('.'), "{id}");
        assert!(!file.tags.is_empty(), "{id}");
    }
}

/// A file may not hold what nobody reads, nor degrees that make no scale.
#[test]
fn bad_scale_files_are_refused() {
    let good = "format = 1\nname = 'x'\nabout = 'x.'\norigin = 'x.'\ncents = [0, 700]\n";
    assert!(toml::from_str::<ScaleFile>(good).unwrap().to_scale().is_ok());
    assert!(toml::from_str::<ScaleFile>(&format!("{good}colour = 'red'\n")).is_err());
    let scale =
        |from: &str, to: &str| toml::from_str::<ScaleFile>(&good.replace(from, to)).unwrap().to_scale();
    for (from, to) in [
        ("format = 1", "format = 2"),
        ("[0, 700]", "[]"),
        ("[0, 700]", "[10, 700]"),
        ("[0, 700]", "[0, 700, 700]"),
        ("[0, 700]", "[0, nan]"),
        ("[0, 700]", "[0, 1200]"),
    ] {
        assert!(scale(from, to).is_err(), "{to}");
    }
}

/// Scales that theory ties together are so in cents: church modes turn into each other,
/// thaats use twelve ratios, maqamat quarter tones, makamat commas, equal scales equal steps.
#[test]
fn scales_agree_with_theory() {
    let scales = shipped();
    let cents = |id: &str| scales.get(id).unwrap_or_else(|| panic!("{id} is missing")).cents.clone();
    let turned = |id: &str, by: usize| {
        let from = cents(id);
        let mut turned: Vec<f32> = from.iter().map(|c| (c - from[by]).rem_euclid(1200.0)).collect();
        turned.sort_by(f32::total_cmp);
        turned
    };
    let modes = ["major", "dorian", "phrygian", "lydian", "mixolydian", "minor", "locrian"];
    for (by, mode) in modes.iter().enumerate() {
        assert_eq!(turned("major", by), cents(mode), "{mode}");
    }
    for (id, of, by) in [
        ("minor_pentatonic", "major_pentatonic", 4),
        ("suspended_pentatonic", "major_pentatonic", 1),
        ("man_gong_pentatonic", "major_pentatonic", 2),
        ("yo_scale", "major_pentatonic", 3),
        ("iwato", "hirajoshi", 1),
        ("in_scale", "hirajoshi", 3),
        ("insen", "kumoi", 1),
        ("lydian_augmented", "melodic_minor", 2),
        ("lydian_dominant", "melodic_minor", 3),
        ("mixolydian_flat_six", "melodic_minor", 4),
        ("half_diminished", "melodic_minor", 5),
        ("altered", "melodic_minor", 6),
        ("ahava_rabbah", "harmonic_minor", 4),
        ("mi_sheberakh", "harmonic_minor", 3),
        ("hungarian_minor", "double_harmonic", 3),
        ("octatonic_half_whole", "octatonic_whole_half", 1),
        ("blues_minor", "blues_major", 5),
    ] {
        assert_eq!(turned(of, by), cents(id), "{id}");
    }
    let ratio = |over: f64, under: f64| (1200.0 * (over / under).log2()) as f32;
    let swaras = [
        (1., 1.),
        (16., 15.),
        (9., 8.),
        (6., 5.),
        (5., 4.),
        (4., 3.),
        (45., 32.),
        (3., 2.),
        (8., 5.),
        (5., 3.),
        (9., 5.),
        (15., 8.),
    ]
    .map(|(over, under)| ratio(over, under));
    let tagged = |tag: &'static str| scales.values().filter(move |f| f.tags.iter().any(|t| t == tag));
    assert_eq!(tagged("thaat").count(), 10);
    for file in tagged("thaat") {
        assert!(file.cents.iter().all(|c| swaras.iter().any(|s| (s - c).abs() < 0.01)), "{}", file.name);
        assert_eq!(file.cents.len(), 7, "{}", file.name);
    }
    assert_eq!(tagged("maqam").count(), 8);
    for file in tagged("maqam").chain(tagged("quarter_tone")) {
        assert!(file.cents.iter().all(|c| c % 50.0 == 0.0), "{}", file.name);
    }
    for file in tagged("makam") {
        let comma = 1200.0 / 53.0;
        assert!(file.cents.iter().all(|c| (c - (c / comma).round() * comma).abs() < 0.01), "{}", file.name);
    }
    for file in tagged("equal") {
        let step = file.period_cents / file.cents.len() as f32;
        for (place, cents) in file.cents.iter().enumerate() {
            assert!((cents - step * place as f32).abs() < 0.02, "{}", file.name);
        }
    }
    let overtones = cents("overtone");
    for (place, cents) in overtones.iter().enumerate() {
        assert!((cents - ratio(8.0 + place as f64, 8.0)).abs() < 0.01);
    }
}

/// Every progression that a preset may hold sounds in every shipped scale.
#[test]
fn progressions_sound_in_every_scale() {
    for (id, file) in shipped() {
        let scale = file.to_scale().unwrap();
        let progression = Progression::parse("I vi7 IVsus2 V9:2 ii/3 bVII V7/V vii°", &scale, 4.0).unwrap();
        for (chord, _) in progression.changes() {
            assert!(!chord.tones().is_empty(), "{id}");
        }
        let plain = Progression::parse("I ii iii IV V vi vii I7 V7 ii9 Isus4 IV6", &scale, 4.0).unwrap();
        for &(chord, _) in plain.changes() {
            let set = LockSet::scale(&Harmony { root: 60.0, scale, chord });
            let in_tune = chord.tones().iter().all(|tone| set.contains(60.0 + tone / 100.0));
            assert!(in_tune, "{id}: {:?}", chord.tones());
        }
    }
}

/// The docs' example of a scale file is one.
#[test]
fn documented_scale_works() {
    let doc = include_str!("../docs/add-a-scale.md");
    let toml = doc.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    toml::from_str::<ScaleFile>(toml).unwrap().to_scale().unwrap();
    let scl = doc.split("```scl\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(cantus::music::parse_scl(scl).unwrap().scale.degrees().len(), 5);
}

/// A4 sounds at the tuning's frequency, an octave doubles it, a cent is a cent.
#[test]
fn tuning() {
    for a4 in [400.0, 432.0, 440.0, 480.0] {
        assert_eq!(pitch_to_hz(69.0, a4), a4);
        assert!((pitch_to_hz(81.0, a4) - 2.0 * a4).abs() < 1e-3);
    }
    assert!((pitch_to_hz(60.0, 440.0) - 261.6256).abs() < 1e-3);
    assert!((pitch_to_hz(69.01, 440.0) - 440.2542).abs() < 1e-3);
}

fn any_scale() -> impl Strategy<Value = Scale> {
    (1usize..=64, 100.0f32..=4800.0, any::<u64>()).prop_map(|(len, period, seed)| {
        let len = len.min(period as usize / 2);
        let mut chance = cantus::chance::Chance::new(seed);
        let mut degrees: Vec<f32> = (1..len).map(|_| chance.between(1.0, period - 1.0)).collect();
        degrees.push(0.0);
        degrees.sort_by(f32::total_cmp);
        degrees.dedup_by(|b, a| *b - *a < 1.0);
        degrees.retain(|&cents| cents <= period - 1.0);
        Scale::new(&degrees, period).unwrap()
    })
}

fn any_pitch() -> impl Strategy<Value = Pitch> {
    prop_oneof![8 => -20.0f32..150.0, 1 => any::<f32>(), 1 => Just(f32::NAN), 1 => Just(f32::INFINITY)]
}

fn any_set() -> impl Strategy<Value = LockSet> {
    let lock = prop_oneof![Just(Lock::Scale), Just(Lock::Chord), Just(Lock::ChordOnBeat), Just(Lock::Off)];
    let chord = proptest::collection::vec(prop_oneof![-5000.0f32..5000.0, any::<f32>()], 0..9);
    (any_scale(), chord, lock, any::<bool>(), any_pitch()).prop_map(|(scale, chord, lock, strong, root)| {
        LockSet::new(&Harmony { root, scale, chord: Chord::new(&chord) }, lock, strong)
    })
}

fn near(a: Pitch, b: Pitch) -> bool {
    // A fiftieth of a cent, or what a float still tells apart at the far ends.
    (a - b).abs() <= 2e-4_f32.max(a.abs() * 2e-6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Snapping is idempotent and gives an allowed, finite pitch, whatever comes in.
    #[test]
    fn snap_is_idempotent_and_allowed(set in any_set(), pitch in any_pitch()) {
        let snapped = set.snap(pitch);
        prop_assert!(snapped.is_finite());
        prop_assert!(set.contains(snapped));
        prop_assert!(near(set.snap(snapped), snapped));
        prop_assert!(!set.contains(f32::NAN) && !set.contains(f32::INFINITY));
    }

    /// Snapping gives the nearest of all steps.
    #[test]
    fn snap_is_nearest(set in any_set(), pitch in -20.0f32..150.0, other in -400i32..400) {
        let snapped = set.pitch(set.nearest_step(pitch));
        let another = set.pitch(set.nearest_step(pitch) + other);
        prop_assert!((snapped - pitch).abs() <= (another - pitch).abs() + 1e-3);
    }

    /// Steps ascend, a period of them is a period.
    #[test]
    fn steps_ascend(set in any_set(), step in -200i32..200) {
        prop_assert!(set.pitch(step + 1) > set.pitch(step));
        let above = set.pitch(step + set.len() as i32) - set.pitch(step);
        prop_assert!((1.0 - 1e-2..=48.01).contains(&above), "{}", above);
        prop_assert!((1..=64).contains(&set.len()));
    }

    /// A higher pitch never snaps below a lower one, within a register too.
    #[test]
    fn snap_keeps_contour(set in any_set(), a in -20.0f32..150.0, b in -20.0f32..150.0, low in 0.0f32..100.0, width in 0.0f32..60.0) {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        prop_assert!(set.snap(a) <= set.snap(b) + 1e-3);
        let register = Register { low, high: low + width };
        prop_assert!(set.snap_within(a, register) <= set.snap_within(b, register) + 1e-3);
    }

    /// Snapping within a register stays there wherever it holds an allowed pitch, which
    /// it does for an octave and more of any scale that has no wider gap.
    #[test]
    fn snap_within_stays(set in any_set(), pitch in any_pitch(), low in 0.0f32..100.0, width in 0.0f32..60.0) {
        let register = Register { low, high: low + width };
        let snapped = set.snap_within(pitch, register);
        let (first, last) = set.steps_in(register);
        prop_assert!(set.contains(snapped));
        if first <= last {
            prop_assert!(register.contains(snapped), "{} {:?}", snapped, register);
        }
        let gap = (0..set.len() as i32).map(|s| set.pitch(s + 1) - set.pitch(s)).fold(0.0, f32::max);
        if width >= gap + 0.02 {
            prop_assert!(first <= last);
        }
    }

    /// The steps in a register are those inside it, all of them and no other.
    #[test]
    fn steps_in_are_inside(set in any_set(), low in 0.0f32..100.0, width in 0.0f32..60.0) {
        let register = Register { low, high: low + width };
        let (first, last) = set.steps_in(register);
        for step in first..=last {
            prop_assert!(register.contains(set.pitch(step)));
        }
        if first <= last {
            prop_assert!(set.pitch(first - 1) < low && set.pitch(last + 1) > low + width);
        }
    }

    /// No register, however broken, makes the lock panic, hang or leave the finite.
    #[test]
    fn broken_registers_are_survived(set in any_set(), pitch in any_pitch(), low in any_pitch(), high in any_pitch()) {
        let register = Register { low, high };
        prop_assert!(set.snap_within(pitch, register).is_finite());
        let (first, last) = set.steps_in(register);
        prop_assert!(last - first < 64 * 2100);
    }

    /// On strong beats the chord holds, between them the scale; every tone of the chord
    /// that is given is allowed, in every period. (Places beyond ±1000 are no pitches: the
    /// lock takes them as there.)
    #[test]
    fn chord_on_beat(scale in any_scale(), root in 30.0f32..90.0, degrees in proptest::collection::vec(-20i32..20, 1..8), period in -2i32..3) {
        let tones: Vec<f32> = degrees.iter().map(|&degree| scale.cents_of(degree)).collect();
        let harmony = Harmony { root, scale, chord: Chord::new(&tones) };
        prop_assert_eq!(LockSet::new(&harmony, Lock::ChordOnBeat, true), LockSet::chord(&harmony));
        prop_assert_eq!(LockSet::new(&harmony, Lock::ChordOnBeat, false), LockSet::scale(&harmony));
        let (chord, scale_set) = (LockSet::chord(&harmony), LockSet::scale(&harmony));
        for tone in tones {
            let pitch = root + (tone + period as f32 * scale.period_cents()) / 100.0;
            if pitch.abs() < 1000.0 {
                prop_assert!(chord.contains(pitch) && scale_set.contains(pitch));
            }
        }
        for step in 0..chord.len() as i32 {
            prop_assert!(scale_set.contains(chord.pitch(step)));
        }
    }
}
