//! Effects of a part: off is off, echoes are in time, nothing clicks, nothing lingers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::chance::Chance;
use cantus::math;
use cantus::sound::effects::{ChorusSetup, DelaySetup, Effects, EffectsSetup, ToneSetup};
use cantus::sound::{Bus, loudness::Loudness};
use cantus::time::BLOCK_FRAMES;
use common::{RATE_HZ, person, preset, preset_ids, render};

const RATE: f32 = 48_000.0;

fn all() -> EffectsSetup {
    EffectsSetup {
        tone: Some(ToneSetup { tilt_db: 4.0, low_db: -6.0, high_db: 5.0 }),
        chorus: Some(ChorusSetup::default()),
        delay: Some(DelaySetup { feedback: 0.8, level_db: 0.0, ping_pong: true, ..DelaySetup::default() }),
    }
}

fn only_delay(beats: f32) -> EffectsSetup {
    EffectsSetup {
        delay: Some(DelaySetup { beats, level_db: -6.0, ..Default::default() }),
        ..Default::default()
    }
}

fn only_tone(tone: ToneSetup) -> EffectsSetup {
    EffectsSetup { tone: Some(tone), ..Default::default() }
}

/// `sound` (the same on both sides) through `effects`, in blocks; both sides.
fn through(effects: &mut Effects, sound: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for chunk in sound.chunks(BLOCK_FRAMES) {
        let mut bus = Bus::silent();
        bus.left[..chunk.len()].copy_from_slice(chunk);
        bus.right[..chunk.len()].copy_from_slice(chunk);
        effects.render(0, chunk.len(), &mut bus);
        left.extend(&bus.left[..chunk.len()]);
        right.extend(&bus.right[..chunk.len()]);
    }
    (left, right)
}

fn sine(hz: f32, seconds: f32) -> Vec<f32> {
    let frames = (seconds * RATE) as u32;
    (0..frames).map(|n| 0.1 * math::sin(math::TAU * (hz * n as f32 / RATE).fract())).collect()
}

fn noise(seed: u64, frames: usize) -> Vec<f32> {
    let mut chance = Chance::new(seed);
    (0..frames).map(|_| chance.between(-0.1, 0.1)).collect()
}

fn power_db(sound: &[f32]) -> f32 {
    let power = sound.iter().map(|x| x * x).sum::<f32>() / sound.len() as f32;
    math::gain_to_db(power.sqrt())
}

/// What is off, or set to do nothing, changes no bit of anything, not even of what is no number.
#[test]
fn off_is_off() {
    let idle = EffectsSetup {
        tone: Some(ToneSetup::default()),
        chorus: Some(ChorusSetup { mix: 0.0, ..Default::default() }),
        delay: Some(DelaySetup { level_db: -60.0, ..Default::default() }),
    };
    for setup in [EffectsSetup::default(), idle] {
        let mut effects = Effects::new(RATE, &setup);
        assert!(effects.is_off());
        let mut sound = noise(1, 6400);
        (sound[7], sound[900]) = (f32::NAN, f32::INFINITY);
        let (left, right) = through(&mut effects, &sound);
        let bits = |sound: &[f32]| sound.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert!(bits(&left) == bits(&sound) && bits(&right) == bits(&sound));
    }
}

/// The echo of a click comes on the exact frame, at every tempo and length, and so does the next.
#[test]
fn echoes_are_in_time() {
    for (beats, tempo_bpm) in [(0.75, 93.7), (0.125, 240.0), (2.0, 30.0), (1.0 / 3.0, 120.0), (1.0, 61.3)] {
        let mut effects = Effects::new(RATE, &only_delay(beats));
        effects.set_tempo(tempo_bpm);
        let delay = (f64::from(beats) * 60.0 / tempo_bpm * RATE_HZ).round() as usize;
        let mut sound = vec![0.0; 2 * delay + 400];
        sound[137] = 1.0;
        let (left, _) = through(&mut effects, &sound);
        let heard: Vec<usize> = (0..left.len()).filter(|&n| left[n].abs() > 0.01).collect();
        assert_eq!(heard[0], 137);
        assert_eq!(heard[1], 137 + delay, "{beats} beats at {tempo_bpm}");
        assert!((left[137 + delay] - math::db_to_gain(-6.0)).abs() < 1e-6);
        assert!(heard.iter().any(|&n| n == 137 + 2 * delay));
    }
}

/// How blocks are cut changes no bit, through sleep, waking, other tempi and *silence*.
#[test]
fn cuts_change_nothing() {
    let mut chance = Chance::new(5);
    let (mut whole, mut cut) = (Effects::new(RATE, &all()), Effects::new(RATE, &all()));
    let sound = noise(2, BLOCK_FRAMES);
    for round in 0..6000 {
        let mut bus = Bus::silent();
        if round % 2900 < 300 {
            bus.left.copy_from_slice(&sound);
            bus.right.copy_from_slice(&sound);
            // An onset in the middle of a block.
            bus.left[..40].fill(if round % 2900 == 0 { 0.0 } else { 0.05 });
        }
        let mut other = bus.clone();
        for effects in [&mut whole, &mut cut] {
            effects.set_tempo([100.0, 140.0, 139.0][round / 50 % 3]);
            if round == 200 {
                effects.silence(1440);
            }
        }
        whole.render(0, BLOCK_FRAMES, &mut bus);
        let mut from = 0;
        while from < BLOCK_FRAMES {
            let to = (from + 1 + chance.below(40)).min(BLOCK_FRAMES);
            cut.render(from, to, &mut other);
            from = to;
        }
        assert!(bus.left == other.left && bus.right == other.right, "block {round}");
        assert_eq!(whole.is_silent(), cut.is_silent());
    }
}

/// Another tempo, however far or often, makes no step: the sound stays as smooth as it was, and
/// afterwards echoes come at the new distance.
#[test]
fn tempo_changes_without_a_click() {
    let mut effects = Effects::new(RATE, &only_delay(0.75));
    let sound = sine(220.0, 12.0);
    let mut chance = Chance::new(3);
    let mut out = Vec::new();
    for (block, chunk) in sound.chunks(BLOCK_FRAMES).enumerate() {
        match block / 750 {
            2 | 4 | 6 if block % 750 == 0 => effects.set_tempo(f64::from(chance.between(30.0, 240.0))),
            // A clock that trembles.
            7.. => effects.set_tempo(f64::from(chance.between(99.0, 101.0))),
            _ => {}
        }
        out.extend(through(&mut effects, chunk).0);
    }
    // Plain sound, one echo and its followers, all at their steepest at once, and the crossfade.
    let loudest = 0.1 * (1.0 + 0.501 / (1.0 - 0.375));
    let steepest = loudest * (math::TAU * 220.0 / RATE + 2.0 * 1.5 / 1920.0);
    for (frame, pair) in out.windows(2).enumerate() {
        assert!((pair[1] - pair[0]).abs() < steepest, "frame {frame}: {pair:?}");
    }
    effects.set_tempo(90.0);
    through(&mut effects, &vec![0.0; 480_000 * 2]);
    assert!(effects.is_silent());
    let mut click = vec![0.0; 30_000];
    click[0] = 1.0;
    let (left, _) = through(&mut effects, &click);
    assert_eq!((1..left.len()).find(|&n| left[n].abs() > 0.1), Some(24_000));
}

/// Echoes die away, then effects sleep, and a new sound is treated as the first was.
#[test]
fn silence_sleeps() {
    let mut effects = Effects::new(RATE, &all());
    assert!(effects.is_silent());
    let click = {
        let mut click = vec![0.0; 64];
        click[0] = 0.5;
        click
    };
    let first = through(&mut effects, &click);
    assert!(!effects.is_silent());
    let tail = through(&mut effects, &vec![0.0; 60 * 48_000]).0;
    assert!(effects.is_silent());
    assert_eq!(tail[tail.len() - 1], 0.0);
    assert!(through(&mut effects, &click) == first);
}

/// *Silence* ends every echo within its fade; what sounds on passes, and its echoes begin softly.
#[test]
fn silence_clears_echoes() {
    let fade = 1440;
    let mut effects = Effects::new(RATE, &all());
    through(&mut effects, &noise(4, 96_000));
    effects.silence(fade);
    let mut calm = effects.clone();
    let ending = through(&mut calm, &vec![0.0; fade as usize]).0;
    assert!(ending.iter().any(|x| x.abs() > 0.01));
    // The tone control rings for a moment, far below what is heard.
    assert!(through(&mut calm, &vec![0.0; 480_000]).0.iter().all(|x| x.abs() < 1e-3));
    assert!(calm.is_silent());
    // At once.
    let mut gone = effects.clone();
    gone.silence(0);
    assert!(gone.is_silent());
    assert!(through(&mut gone, &vec![0.0; 96_000]).0.iter().all(|x| *x == 0.0));
    // A tone that goes on meanwhile is never cut.
    let mut effects = Effects::new(RATE, &only_delay(0.25));
    let tone = sine(220.0, 2.0);
    let mut out = Vec::new();
    for (block, chunk) in tone.chunks(BLOCK_FRAMES).enumerate() {
        if block == 500 {
            effects.silence(fade);
        }
        out.extend(through(&mut effects, chunk).0);
    }
    let steepest = 0.18 * (math::TAU * 220.0 / RATE + 1.0 / 240.0);
    assert!(out.windows(2).all(|pair| (pair[1] - pair[0]).abs() < steepest));
}

/// What is no number passes, for the guard to see, and leaves no trace.
#[test]
fn what_is_no_number_passes_by() {
    let mut effects = Effects::new(RATE, &all());
    let mut sound = noise(6, 640);
    (sound[100], sound[300], sound[301]) = (f32::NAN, f32::INFINITY, f32::NEG_INFINITY);
    let (left, right) = through(&mut effects, &sound);
    assert!(left[100].is_nan() && right[300] == f32::INFINITY);
    assert_eq!(left.iter().chain(&right).filter(|x| !x.is_finite()).count(), 6);
    let tail = through(&mut effects, &vec![0.0; 96_000]);
    assert!(tail.0.iter().chain(&tail.1).all(|x| x.is_finite() && x.abs() < 1.0));
}

/// Tone does what its numbers say, at the ends of what is heard.
#[test]
fn tone_is_as_said() {
    let gain_db = |tone: ToneSetup, hz: f32| {
        let mut effects = Effects::new(RATE, &only_tone(tone));
        let sound = sine(hz, 1.0);
        power_db(&through(&mut effects, &sound).0[24_000..]) - power_db(&sound[24_000..])
    };
    let tone = |tilt_db, low_db, high_db| ToneSetup { tilt_db, low_db, high_db };
    for (tone, hz, expected_db) in [
        (tone(8.0, 0.0, 0.0), 40.0, -4.0),
        (tone(8.0, 0.0, 0.0), 15_000.0, 4.0),
        (tone(-8.0, 0.0, 0.0), 15_000.0, -4.0),
        (tone(0.0, -12.0, 0.0), 20.0, -12.0),
        (tone(0.0, -12.0, 0.0), 5_000.0, 0.0),
        (tone(0.0, 0.0, -15.0), 20_000.0, -15.0),
        (tone(0.0, 0.0, 6.0), 200.0, 0.0),
    ] {
        let got_db = gain_db(tone.clone(), hz);
        assert!((got_db - expected_db).abs() < 0.8, "{tone:?} at {hz} Hz: {got_db} dB");
    }
}

/// The chorus is as loud as the plain sound, wide, and never further out of tune than it says.
#[test]
fn chorus_is_in_tune_and_as_loud() {
    for (mix, depth_cents, rate_hz) in [(0.3, 4.0, 0.3), (0.5, 8.0, 0.5), (1.0, 12.0, 1.0), (1.0, 30.0, 5.0)]
    {
        let chorus = Some(ChorusSetup { mix, depth_cents, rate_hz });
        let mut effects = Effects::new(RATE, &EffectsSetup { chorus, ..Default::default() });
        let sound = noise(8, 480_000);
        let (left, right) = through(&mut effects, &sound);
        let change_db = power_db(&left) - power_db(&sound);
        assert!(change_db.abs() < 1.0, "mix {mix}: {change_db} dB");
        let apart: Vec<f32> = left.iter().zip(&right).map(|(l, r)| l - r).collect();
        assert!(power_db(&apart) > power_db(&sound) - 20.0, "both sides are alike");
        // All of a 1 kHz tone stays within the depth: a notch that wide takes it away.
        let mut effects = Effects::new(
            RATE,
            &EffectsSetup { chorus: Some(ChorusSetup { mix, depth_cents, rate_hz }), ..Default::default() },
        );
        let tone = through(&mut effects, &sine(1000.0, 8.0)).0;
        let crossings: Vec<f32> = tone[48_000..]
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
            .map(|(n, pair)| n as f32 + pair[0] / (pair[0] - pair[1]))
            .collect();
        let mean = (crossings[crossings.len() - 1] - crossings[0]) / (crossings.len() - 1) as f32;
        let cents = 1200.0 * (48.0 / mean).log2();
        assert!(cents.abs() < 2.0, "mean pitch {cents} cents off");
    }
}

/// With every effect at its most in every part, what goes out keeps the ceiling, is the same for
/// every buffer.
#[test]
fn at_their_most_they_obey_the_laws() {
    let most = EffectsSetup {
        tone: Some(ToneSetup { tilt_db: 12.0, low_db: 12.0, high_db: 12.0 }),
        chorus: Some(ChorusSetup { mix: 1.0, depth_cents: 30.0, rate_hz: 5.0 }),
        delay: Some(DelaySetup {
            beats: 0.125,
            feedback: 0.8,
            level_db: 0.0,
            brightness: 1.0,
            ping_pong: true,
        }),
    };
    let anyone = person("anyone");
    for id in ["calm-night", "string-harp"] {
        let mut setup = preset(id);
        setup.parts.iter_mut().for_each(|part| part.effects = most.clone());
        let mut played = String::from("2.0 !tempo 200\n2.5 !tempo 60\n3.1 !silence\n");
        for press in 0..12 {
            let at = 0.2 + f64::from(press) * 0.31;
            let role = ["a#0", "b#1"][press as usize % 2];
            played +=
                &format!("{at:.2} {role} down\n{:.2} {role} up\n{at:.2} axis1#8 {}\n", at + 0.2, at / 4.0);
        }
        let reference = render(&setup, &anyone, &played, 5.0, 64);
        let peak = reference.audio.iter().fold(0.0f32, |peak, x| peak.max(x.abs()));
        assert!(peak <= math::db_to_gain(-9.0) * 1.000_001, "{id}: {} dBFS", math::gain_to_db(peak));
        let mut loudness = Loudness::new(RATE);
        loudness.add(&reference.left(), &reference.right());
        assert!(loudness.true_peak_db() <= -6.0, "{id}");
        assert!(reference.audio == render(&setup, &anyone, &played, 5.0, 317).audio, "{id}");
    }
}

/// How fast a sound moves: the root mean square of its frequencies, from its slopes, in Hz.
fn brightness_hz(sound: &[f32]) -> f64 {
    let square = |x: f32| f64::from(x) * f64::from(x);
    let slopes: f64 = sound.windows(3).map(|three| square(three[2] - three[0]) / 4.0).sum();
    let sum: f64 = sound.iter().map(|sample| square(*sample)).sum();
    (slopes / sum).sqrt() * RATE_HZ / std::f64::consts::TAU
}

fn integrated(sound: &[f32]) -> f64 {
    let mut meter = Loudness::new(RATE_HZ as f32);
    meter.add(sound, sound);
    meter.integrated()
}

/// What the player's menu calls gentler makes every shipped preset darker and softer, step by step,
/// fiercer brighter and louder, with the same notes at the same moments: 0.8 LU and 2 % of brightness
/// for two steps at least, and from two steps gentler to two fiercer 3 LU and 6 %. (In the middle of all
/// presets it is 11 LU and 49 %. Least changes what has hardly an overtone. A recorded voice is not
/// struck: it only gets darker or brighter.)
#[test]
fn gentler_is_darker_and_fiercer_brighter() {
    let mut wrong = String::new();
    for id in preset_ids() {
        let setup = preset(&id);
        let recorded = setup.parts.iter().any(|part| part.mode == "cue");
        let presses: String = (0..6)
            .map(|n| 0.2 + 0.8 * f64::from(n))
            .map(|at| format!("{at:.2} key:space down\n{:.2} key:space up\n", at + 0.5))
            .collect();
        let (mut last, mut first): (Option<(f64, f64)>, _) = (None, None);
        let mut notes: Option<Vec<(u64, f32)>> = None;
        for steps in [-2, 0, 2] {
            let played = format!("0 !fierceness {steps}\n{presses}");
            let rendered = render(&setup, &person("anyone"), &played, 5.6, 512);
            let own: Vec<_> = rendered.ons().iter().map(|note| (note.at, note.pitch)).collect();
            if notes.get_or_insert_with(|| own.clone()) != &own {
                wrong += &format!("{id} {steps}: other notes\n");
            }
            let here = (integrated(&rendered.left()), brightness_hz(&rendered.left()));
            println!("{id:18} {steps:+} {:7.2} LUFS {:6.0} Hz", here.0, here.1);
            if let Some(before) = last
                && (here.1 < before.1 * 1.02 || (here.0 < before.0 + 0.8 && !recorded))
            {
                wrong += &format!("{id} {steps}: {here:?} after {before:?}\n");
            }
            first.get_or_insert(here);
            last = Some(here);
        }
        let (Some(first), Some(last)) = (first, last) else { unreachable!() };
        if last.1 < first.1 * 1.06 || (last.0 < first.0 + 3.0 && !recorded) {
            wrong += &format!("{id}: {first:?} to {last:?} in all\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// To become gentler or fiercer while a note is held makes no click: no step from sample to sample is
/// steeper than the steepest of the two sounds themselves.
#[test]
fn touch_moves_without_a_click() {
    let step = |sound: &[f32]| sound.windows(2).fold(0.0f32, |most, two| most.max((two[1] - two[0]).abs()));
    for id in ["tide", "gliding-choir", "hold-to-play"] {
        for (from, to) in [(3, -3), (-3, 3), (0, 3), (3, 0)] {
            let held = "0.1 key:space down\n";
            let change = format!("0 !fierceness {from}\n{held}2.0 !fierceness {to}\n");
            let stays = format!("0 !fierceness {from}\n{held}");
            let sound = |trace: &str| render(&preset(id), &person("anyone"), trace, 3.0, 64).left();
            let (changed, stayed) = (sound(&change), sound(&stays));
            let at = (2.0 * RATE_HZ) as usize;
            let (moving, after) = (step(&changed[at - 1..at + 4_800]), step(&changed[at + 4_800..]));
            let own = step(&stayed[at / 2..]).max(after);
            assert!(moving > 0.0 && moving <= own * 1.05, "{id} {from} to {to}: {moving}, the sounds {own}");
        }
    }
}
