//! Sounds that go into the guard, and measures of what comes out, reckoned apart from it.

use std::f64::consts::TAU;

use proptest::prelude::*;

use super::{RATE_HZ, seconds};

/// A sine of peak `level_db` with a straight attack.
pub fn tone(hz: f64, level_db: f64, attack_ms: f64, length_s: f64) -> Vec<f32> {
    let attack = attack_ms / 1000.0 * f64::from(RATE_HZ);
    let gain = 10_f64.powf(level_db / 20.0);
    (0..seconds(length_s))
        .map(|n| {
            let n = n as f64;
            (gain * (n / attack).min(1.0) * (TAU * hz * n / f64::from(RATE_HZ)).sin()) as f32
        })
        .collect()
}

/// A fixed noise of uniform samples, peak 1.
pub fn noise(length_s: f64) -> Vec<f32> {
    let mut state = 1_u32;
    (0..seconds(length_s))
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (f64::from(state) / 2_147_483_648.0 - 1.0) as f32
        })
        .collect()
}

/// Momentary loudness of a signal that is the same left and right, in LUFS, for every 48th frame:
/// BS.1770-4 by its own table for 48 kHz, sliding 400 ms, silence before the beginning.
pub fn momentary(signal: &[f32]) -> Vec<f64> {
    let filter = |x: &[f64], b: [f64; 3], a: [f64; 2]| -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        for n in 0..x.len() {
            let at = |v: &[f64], back: usize| if n >= back { v[n - back] } else { 0.0 };
            y[n] = b[0] * x[n] + b[1] * at(x, 1) + b[2] * at(x, 2) - a[0] * at(&y, 1) - a[1] * at(&y, 2);
        }
        y
    };
    let x: Vec<f64> = signal.iter().map(|&s| f64::from(s)).collect();
    let x = filter(
        &x,
        [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        [-1.690_659_293_182_41, 0.732_480_774_215_85],
    );
    let x = filter(&x, [1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21]);
    let mut sums = vec![0.0];
    for sample in x {
        sums.push(sums[sums.len() - 1] + 2.0 * sample * sample);
    }
    (0..sums.len())
        .step_by(48)
        .map(|n| -0.691 + 10.0 * ((sums[n] - sums[n.saturating_sub(19_200)]) / 19_200.0 + 1e-12).log10())
        .collect()
}

/// The steepest rise of momentary loudness in 50 ms, above −40 LUFS, in dB.
pub fn steepest_rise(signal: &[f32]) -> f64 {
    let levels = momentary(signal);
    levels
        .iter()
        .enumerate()
        .map(|(n, level)| level - if n >= 50 { levels[n - 50].max(-40.0) } else { -40.0 })
        .fold(f64::MIN, f64::max)
}

/// Level of `signal` against `other` in dB, over a stretch.
pub fn change_db(signal: &[f32], other: &[f32], from_s: f64, to_s: f64) -> f64 {
    let energy = |v: &[f32]| -> f64 {
        v[seconds(from_s)..seconds(to_s)].iter().map(|&s| f64::from(s) * f64::from(s)).sum()
    };
    10.0 * (energy(signal) / energy(other)).log10()
}

/// Everything but the fundamental of a steady tone, against it, in dB: a least-squares fit.
pub fn distortion_db(signal: &[f32], hz: f64) -> f64 {
    let (mut sin, mut cos, mut all) = (0.0, 0.0, 0.0);
    for (n, &sample) in signal.iter().enumerate() {
        let angle = TAU * hz * n as f64 / f64::from(RATE_HZ);
        let sample = f64::from(sample);
        sin += sample * angle.sin();
        cos += sample * angle.cos();
        all += sample * sample;
    }
    let tone = 2.0 * (sin * sin + cos * cos) / signal.len() as f64;
    10.0 * ((all - tone).max(1e-30) / tone).log10()
}

/// A few saws of a chord, loud: what a full mix looks like to a limiter.
pub fn chord(gain: f64, length_s: f64) -> Vec<f32> {
    (0..seconds(length_s))
        .map(|n| {
            let t = n as f64 / f64::from(RATE_HZ);
            let saws: f64 = [110.0, 164.8, 220.3, 277.2, 329.6, 440.9]
                .iter()
                .map(|hz| {
                    (1..(9_000.0 / hz) as i32)
                        .map(|k| (TAU * hz * f64::from(k) * t).sin() / f64::from(k))
                        .sum::<f64>()
                })
                .sum();
            (gain * saws * (t / 0.01).min(1.0)) as f32
        })
        .collect()
}

/// Any 32 bits as a sample, with the nasty ones more often than chance would have them.
pub fn any_sample() -> impl Strategy<Value = f32> {
    prop_oneof![
        any::<u32>().prop_map(f32::from_bits),
        -1.0_f32..1.0,
        prop_oneof![
            Just(f32::NAN),
            Just(f32::INFINITY),
            Just(f32::NEG_INFINITY),
            Just(f32::MAX),
            Just(f32::MIN),
            Just(1e30),
            Just(-1e30),
            Just(f32::MIN_POSITIVE / 8.0),
            Just(0.0),
        ],
    ]
}

#[derive(Clone, Copy, Debug)]
pub enum Sound {
    Silence,
    Tone(f64),
    Square(f64),
    Noise,
    Clicks(usize),
}

pub fn any_sound() -> impl Strategy<Value = (Sound, f64, f64)> {
    let sound = prop_oneof![
        Just(Sound::Silence),
        (30.0..12_000.0_f64).prop_map(Sound::Tone),
        (30.0..2_000.0_f64).prop_map(Sound::Square),
        Just(Sound::Noise),
        (10..2_000_usize).prop_map(Sound::Clicks),
    ];
    (sound, -60.0..24.0_f64, 0.005..0.5_f64)
}

/// Sounds cut together without any attack, gap or fade.
pub fn cut_together(sounds: &[(Sound, f64, f64)]) -> Vec<f32> {
    let hiss = noise(0.5);
    let mut signal = Vec::new();
    for &(sound, level_db, length_s) in sounds {
        let gain = 10_f64.powf(level_db / 20.0);
        let turn = |hz: f64, n: usize| (TAU * hz * n as f64 / f64::from(RATE_HZ)).sin();
        signal.extend((0..seconds(length_s)).map(|n| {
            let unit = match sound {
                Sound::Silence => 0.0,
                Sound::Tone(hz) => turn(hz, n),
                Sound::Square(hz) => turn(hz, n).signum(),
                Sound::Noise => f64::from(hiss[n]),
                Sound::Clicks(every) => f64::from(u8::from(n % every == 0)),
            };
            (gain * unit) as f32
        }));
    }
    signal
}
