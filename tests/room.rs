//! Laws of the room: its decay, its level, its silence, and that it never grows or stops the thread.

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::sound::mix::PartMix;
use cantus::sound::{Bus, Guard, GuardSetup, Room, RoomSetup};
use cantus::time::BLOCK_FRAMES;
use proptest::prelude::*;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE_HZ: f32 = 48_000.0;

fn setup(decay_s: f32, brightness: f32, level_db: f32) -> RoomSetup {
    RoomSetup { decay_s, brightness, level_db }
}

/// Blocks of what `room` answers to what `send` gives for each frame.
fn answer(room: &mut Room, frames: usize, mut send: impl FnMut(usize) -> [f32; 2]) -> Vec<[f32; 2]> {
    let mut all = Vec::new();
    for block in 0..frames.div_ceil(BLOCK_FRAMES) {
        let (mut input, mut out) = (Bus::silent(), Bus::silent());
        for n in 0..BLOCK_FRAMES {
            [input.left[n], input.right[n]] = send(block * BLOCK_FRAMES + n);
        }
        room.render(0, BLOCK_FRAMES, &input, &mut out);
        all.extend(out.left.iter().zip(&out.right).map(|(&l, &r)| [l, r]));
    }
    all
}

fn impulse(frame: usize) -> [f32; 2] {
    if frame == 0 { [1.0, 1.0] } else { [0.0, 0.0] }
}

/// A fixed noise, peak 0.5, different left and right.
fn noise() -> impl FnMut(usize) -> [f32; 2] {
    let mut state = 7_u32;
    move |_| {
        [(); 2].map(|()| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 16_777_216.0 - 0.5
        })
    }
}

fn energy(sound: &[[f32; 2]]) -> f64 {
    sound.iter().flatten().map(|&s| f64::from(s) * f64::from(s)).sum()
}

/// Reverberation time from Schroeder's backward integral, −5 to −35 dB (ISO 3382-1, T30), in s.
fn t30(sound: &[f32], rate_hz: f32) -> f64 {
    let mut left = vec![0.0; sound.len() + 1];
    for n in (0..sound.len()).rev() {
        left[n] = left[n + 1] + f64::from(sound[n]) * f64::from(sound[n]);
    }
    let below = |db: f64| left.iter().position(|e| 10.0 * (e / left[0]).log10() <= db).unwrap_or(0) as f64;
    2.0 * (below(-35.0) - below(-5.0)) / f64::from(rate_hz)
}

/// A band of an octave about `hz`: four second-order band-passes in a row.
fn octave(sound: &[f32], hz: f64, rate_hz: f32) -> Vec<f32> {
    let w = std::f64::consts::TAU * hz / f64::from(rate_hz);
    let alpha = w.sin() / (2.0 * 1.4);
    let (b0, a0, a1, a2) = (alpha, 1.0 + alpha, -2.0 * w.cos(), 1.0 - alpha);
    let mut band: Vec<f64> = sound.iter().map(|&s| f64::from(s)).collect();
    for _ in 0..4 {
        let (mut x1, mut x2, mut y1, mut y2) = (0.0, 0.0, 0.0, 0.0);
        for sample in &mut band {
            let y = (b0 * (*sample - x2) - a1 * y1 - a2 * y2) / a0;
            (x2, x1, y2, y1) = (x1, *sample, y1, y);
            *sample = y;
        }
    }
    band.iter().map(|&s| s as f32).collect()
}

fn left(sound: &[[f32; 2]]) -> Vec<f32> {
    sound.iter().map(|frame| frame[0]).collect()
}

/// A bright room decays by 60 dB in its decay time, within 10 %, at every rate and for both sides.
#[test]
fn decay_is_what_was_asked_for() {
    for (rate_hz, decay_s) in [
        (48_000.0, 0.2),
        (48_000.0, 0.6),
        (48_000.0, 2.2),
        (48_000.0, 12.0),
        (8_000.0, 2.0),
        (192_000.0, 1.0),
    ] {
        let mut room = Room::new(rate_hz, &setup(decay_s, 1.0, 0.0));
        let sound = answer(&mut room, (decay_s * rate_hz) as usize, impulse);
        for side in 0..2 {
            let one: Vec<f32> = sound.iter().map(|frame| frame[side]).collect();
            let measured = t30(&one, rate_hz);
            let off = measured / f64::from(decay_s) - 1.0;
            println!("{rate_hz} Hz, {decay_s} s: {measured:.3} s");
            assert!(off.abs() < 0.1, "{rate_hz} Hz, {decay_s} s: {measured} s");
        }
    }
}

/// Brightness shortens the decay of high tones only: at 250 Hz it is within 10 % of what was
/// asked for, at 4 kHz it grows with brightness, by 1.3 or more from one half to the next.
#[test]
fn brightness_is_about_high_tones() {
    let mut last = 0.0;
    for brightness in [0.0, 0.5, 1.0] {
        let mut room = Room::new(RATE_HZ, &setup(2.0, brightness, 0.0));
        let sound = left(&answer(&mut room, 96_000, impulse));
        let low = t30(&octave(&sound, 250.0, RATE_HZ), RATE_HZ);
        let middle = t30(&octave(&sound, 1_000.0, RATE_HZ), RATE_HZ);
        let high = t30(&octave(&sound, 4_000.0, RATE_HZ), RATE_HZ);
        println!("brightness {brightness}: {low:.2} s, {middle:.2} s, {high:.2} s");
        assert!((low / 2.0 - 1.0).abs() < 0.1, "{brightness}: {low} s");
        assert!(high > last * 1.3, "{brightness}: {high} s");
        last = high;
    }
    assert!((last / 2.0 - 1.0).abs() < 0.1, "{last} s");
}

/// Steady noise comes back at the level asked for, within 1.5 dB, whatever the decay.
#[test]
fn level_is_what_was_asked_for() {
    for (decay_s, level_db) in [(0.3, 0.0), (2.2, -14.0), (12.0, -30.0)] {
        let mut room = Room::new(RATE_HZ, &setup(decay_s, 1.0, level_db));
        let mut source = noise();
        let mut sent = 0.0;
        answer(&mut room, (decay_s * RATE_HZ) as usize, &mut source);
        let sound = answer(&mut room, 96_000, |n| {
            let frame = source(n);
            sent += energy(&[frame]);
            frame
        });
        let level = 10.0 * (energy(&sound) / sent).log10();
        println!("{decay_s} s: {level:.2} dB for {level_db}");
        assert!((level - f64::from(level_db)).abs() < 1.5, "{decay_s} s: {level} dB");
    }
}

/// The brightest and longest room never grows: after the sound stops, each second is quieter
/// than the one before, and after two decay times it sleeps, exactly silent.
#[test]
fn energy_never_grows() {
    let mut room = Room::new(RATE_HZ, &setup(12.0, 1.0, 0.0));
    let mut source = noise();
    answer(&mut room, 48_000, |n| source(n).map(|s| s * 2.0));
    let mut last = f64::INFINITY;
    for second in 0..12 {
        let now = energy(&answer(&mut room, 48_000, |_| [0.0; 2]));
        let fall = 10.0 * (last / now).log10();
        assert!(now < last && (second == 0 || (fall - 5.0).abs() < 1.0), "second {second}: {fall} dB");
        last = now;
    }
    answer(&mut room, 28 * 48_000, |_| [0.0; 2]);
    assert!(room.is_silent());
    assert!(answer(&mut room, 48_000, |_| [0.0; 2]).iter().all(|&f| f == [0.0; 2]));
}

/// DC does not pile up, and numbers that are none leave nothing behind.
#[test]
fn survives_dc_and_bad_numbers() {
    let mut room = Room::new(RATE_HZ, &setup(12.0, 0.5, 0.0));
    let sound = answer(&mut room, 20 * 48_000, |_| [1.0, 1.0]);
    let mean = |s: &[[f32; 2]]| s.iter().map(|f| f64::from(f[0])).sum::<f64>() / s.len() as f64;
    assert!(mean(&sound[19 * 48_000..]).abs() < 1e-3);
    assert!(sound.iter().flatten().all(|s| s.abs() < 4.0));
    let mut room = Room::new(RATE_HZ, &setup(2.0, 0.5, 0.0));
    let sound = answer(&mut room, 6 * 48_000, |n| match n {
        0..10 => [f32::NAN, 1.0],
        10..20 => [f32::INFINITY, f32::MAX],
        _ => [0.0; 2],
    });
    assert!(sound.iter().flatten().all(|s| s.is_finite()));
    assert!(sound[5 * 48_000..].iter().flatten().all(|s| s.abs() < 1e-3));
}

/// Silence fades the tail without a step and leaves nothing; the next sound finds a fresh room.
#[test]
fn silence_is_silence() {
    let fresh_answer = answer(&mut Room::new(RATE_HZ, &setup(4.0, 0.5, 0.0)), 48_000, impulse);
    let mut room = Room::new(RATE_HZ, &setup(4.0, 0.5, 0.0));
    let tone = |n: usize| [0.2 * (n as f32 * 0.03).sin(); 2];
    let steady = answer(&mut room, 48_000, tone);
    room.silence(1_440);
    let sound = answer(&mut room, 9_600, |_| [0.0; 2]);
    assert!(sound[..480].iter().any(|f| f[0].abs() > 0.01));
    assert!(sound[1_440..].iter().all(|&f| f == [0.0; 2]));
    let steepest = |s: &[[f32; 2]]| s.windows(2).map(|w| (w[1][0] - w[0][0]).abs()).fold(0.0, f32::max);
    assert!(steepest(&sound[..2_000]) < 1.5 * steepest(&steady[24_000..]));
    assert!(room.is_silent());
    let again = answer(&mut room, 48_000, impulse);
    let ratio = energy(&again) / energy(&fresh_answer);
    assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    assert!(again[..1_000].iter().zip(&fresh_answer).all(|(a, b)| (a[0] - b[0]).abs() < 1e-6));
    room.silence(0);
    assert!(answer(&mut room, 48_000, |_| [0.0; 2]).iter().all(|&f| f == [0.0; 2]));
}

/// A room that is off adds nothing.
#[test]
fn off_is_off() {
    let mut room = Room::new(RATE_HZ, &setup(2.0, 0.5, -60.0));
    assert!(answer(&mut room, 48_000, impulse).iter().all(|&f| f == [0.0; 2]));
    assert!(room.is_silent());
}

/// The sides differ, and heard as one they do not cancel: their correlation is near zero, and
/// their sum is as strong as both together within 1.5 dB, in every octave.
#[test]
fn wide_and_mono_compatible() {
    let mut room = Room::new(RATE_HZ, &setup(2.2, 0.7, 0.0));
    let sound = answer(&mut room, 96_000, impulse);
    let (l, r): (Vec<f32>, Vec<f32>) = sound.iter().map(|f| (f[0], f[1])).unzip();
    for hz in [125.0, 250.0, 500.0, 1_000.0, 2_000.0, 4_000.0] {
        let (l, r) = (octave(&l, hz, RATE_HZ), octave(&r, hz, RATE_HZ));
        let dot = |a: &[f32], b: &[f32]| -> f64 { a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum() };
        let correlation = dot(&l, &r) / (dot(&l, &l) * dot(&r, &r)).sqrt();
        let sum = 10.0 * (1.0 + 2.0 * dot(&l, &r) / (dot(&l, &l) + dot(&r, &r))).log10();
        let balance = 10.0 * (dot(&l, &l) / dot(&r, &r)).log10();
        println!("{hz} Hz: correlation {correlation:.2}, sum {sum:.2} dB, balance {balance:.2} dB");
        assert!(correlation.abs() < 0.3 && sum.abs() < 1.5 && balance.abs() < 2.0, "{hz} Hz: {correlation}");
    }
}

/// Echoes are dense soon: from 150 ms on, samples are spread like noise (Abel and Huang's
/// echo density, 2006: the share beyond one standard deviation, over that of noise, near 1).
#[test]
fn dense_and_not_metallic() {
    let mut room = Room::new(RATE_HZ, &setup(2.2, 1.0, 0.0));
    let sound = left(&answer(&mut room, 120_000, impulse));
    for (at_s, least) in [(0.08, 0.6), (0.15, 0.8), (0.5, 0.85), (1.5, 0.85)] {
        let at = (at_s * RATE_HZ) as usize;
        let window = &sound[at..at + 960];
        let deviation = (window.iter().map(|s| s * s).sum::<f32>() / 960.0).sqrt();
        let density = window.iter().filter(|s| s.abs() > deviation).count() as f32 / 960.0 / 0.317_3;
        println!("{at_s} s: echo density {density:.2}");
        assert!(density > least, "{at_s} s: {density}");
    }
    // No tone stands out of the late tail: the highest of 400 lines of a window's spectrum is
    // under 14 dB over their mean, which noise itself reaches at about 9 dB.
    let at = RATE_HZ as usize;
    let lines: Vec<f64> = (0..400)
        .map(|k| {
            let step = std::f64::consts::TAU * (200.0 + 7.0 * f64::from(k)) / f64::from(RATE_HZ);
            let (mut re, mut im) = (0.0, 0.0);
            for (n, &s) in sound[at..at + 16_384].iter().enumerate() {
                let window = 0.5 - 0.5 * (std::f64::consts::TAU * n as f64 / 16_384.0).cos();
                re += window * f64::from(s) * (step * n as f64).cos();
                im += window * f64::from(s) * (step * n as f64).sin();
            }
            re * re + im * im
        })
        .collect();
    let mean = lines.iter().sum::<f64>() / lines.len() as f64;
    let highest = 10.0 * (lines.iter().fold(0.0_f64, |a, &b| a.max(b)) / mean).log10();
    println!("highest line {highest:.1} dB over the mean");
    assert!(highest < 14.0, "{highest} dB");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// How a stream is cut into calls changes no bit, with silences and pauses in between.
    #[test]
    fn cuts_change_nothing(
        cuts in prop::collection::vec(0..=BLOCK_FRAMES, 0..6),
        first in 0..3_000_usize,
        length in 1..3_000_usize,
        silence_at in 0..200_usize,
        rate_hz in prop_oneof![Just(8_000.0_f32), Just(48_000.0)],
    ) {
        let setup = setup(0.2, 0.4, -6.0);
        let (mut whole, mut cut) = (Room::new(rate_hz, &setup), Room::new(rate_hz, &setup));
        let mut cuts = cuts;
        cuts.sort_unstable();
        cuts.push(BLOCK_FRAMES);
        let mut source = noise();
        for block in 0..700 {
            let mut send = Bus::silent();
            for n in 0..BLOCK_FRAMES {
                let frame = block * BLOCK_FRAMES + n;
                if (first..first + length).contains(&(frame % 20_000)) {
                    [send.left[n], send.right[n]] = source(frame);
                }
            }
            if block == silence_at {
                whole.silence(333);
                cut.silence(333);
            }
            let (mut a, mut b) = (Bus::silent(), Bus::silent());
            whole.render(0, BLOCK_FRAMES, &send, &mut a);
            let mut from = 0;
            for &to in &cuts {
                cut.render(from, to, &send, &mut b);
                from = to;
            }
            prop_assert_eq!(a.left.map(f32::to_bits), b.left.map(f32::to_bits), "block {}", block);
            prop_assert_eq!(a.right.map(f32::to_bits), b.right.map(f32::to_bits), "block {}", block);
        }
    }
}

/// Mix, room and guard allocate nothing while they render, fade and fall silent.
#[test]
fn allocates_nothing() {
    let mut mix = PartMix::new(RATE_HZ, -6.0, 0.2, -12.0);
    let mut room = Room::new(RATE_HZ, &RoomSetup::default());
    let mut guard = Guard::new(RATE_HZ, &GuardSetup::default());
    let mut source = noise();
    assert_no_alloc(|| {
        for block in 0..2_000 {
            let mut part = Bus::silent();
            if block % 500 < 200 {
                for n in 0..BLOCK_FRAMES {
                    [part.left[n], part.right[n]] = source(n);
                }
            }
            let (mut dry, mut send) = (Bus::silent(), Bus::silent());
            for (from, to) in [(0, 13), (13, 13), (13, BLOCK_FRAMES)] {
                mix.render(from, to, &part, &mut dry, &mut send);
                room.render(from, to, &send, &mut dry);
                guard.process(from, to, &mut dry);
            }
            if block == 700 {
                mix.set_muted(true);
                room.silence(1_440);
            }
            if block == 900 {
                mix.set_muted(false);
            }
        }
    });
}
