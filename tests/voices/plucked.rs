//! How well the strings of the plucked engine are tuned.

use cantus::sound::patch::Lfo;

use crate::play::{IDS, Note, RATE_HZ, hz, patch, play};

/// The part of `sound` from `from` on that turns with `hz`, weighted with a window of Blackman and Harris.
fn phasor(sound: &[f64], from: usize, size: usize, hz: f64) -> (f64, f64) {
    let turn = std::f64::consts::TAU / size as f64;
    let mut sum = (0.0, 0.0);
    for (n, sample) in sound[from..from + size].iter().enumerate() {
        let at = n as f64 * turn;
        let window = 0.35875 - 0.48829 * at.cos() + 0.14128 * (2.0 * at).cos() - 0.01168 * (3.0 * at).cos();
        let phase = std::f64::consts::TAU * hz / f64::from(RATE_HZ) * (from + n) as f64;
        sum.0 += window * sample * phase.cos();
        sum.1 -= window * sample * phase.sin();
    }
    sum
}

/// Frequency of the partial of `sound` near `near_hz`, over a fundamental of `lowest_hz`, from how far its phase turns between two windows, and its
/// power. A partial that only dies away is measured exactly, since its phase knows nothing of its level.
fn partial(sound: &[f64], from: usize, (near_hz, lowest_hz): (f64, f64)) -> (f64, f64) {
    // Neighbours lie outside the window's main lobe, four of its bins to either side.
    let size = ((5.0 * f64::from(RATE_HZ) / lowest_hz) as usize).next_power_of_two().max(2048);
    let mut hz = near_hz;
    let mut power = 0.0;
    for hop in [size / 64, size / 4] {
        let (one, other) = (phasor(sound, from, size, hz), phasor(sound, from + hop, size, hz));
        let turned = (one.0 * other.1 - one.1 * other.0).atan2(one.0 * other.0 + one.1 * other.1);
        hz += turned / std::f64::consts::TAU * f64::from(RATE_HZ) / hop as f64;
        power = one.0 * one.0 + one.1 * one.1;
    }
    (hz, power)
}

/// The estimator finds a dying tone among its neighbours to a hundredth of a cent.
#[test]
fn the_estimator_is_exact() {
    for hz in [41.3, 98.7, 440.1, 1567.9, 3000.3] {
        let tone = |n: usize| {
            let t = n as f64 / f64::from(RATE_HZ);
            let partial = |k: f64| (std::f64::consts::TAU * k * hz * t).sin() * (-3.0 * k * t).exp() / k;
            partial(1.0) + partial(2.0) + partial(3.0)
        };
        let sound: Vec<f64> = (0..48_000).map(tone).collect();
        let cents = 1200.0 * (partial(&sound, 2400, (hz * 1.006, hz)).0 / hz).log2();
        assert!(cents.abs() < 0.01, "{hz} Hz: {cents:+.4} cents");
    }
}

/// Every string of the plucked engine is tuned within 2 cents over its whole range, from the E of a bass to four
/// octaves above middle C, at every velocity: its fundamental, and its six lowest partials weighted by
/// their power.
#[test]
fn strings_are_tuned_within_2_cents() {
    let plucked = IDS.iter().filter(|id| patch(id).engine.row().name == "plucked");
    let (mut strings, mut worst) = (0, (0.0f64, 0.0f64));
    for id in plucked {
        let mut string = patch(id);
        string.lfo = Lfo::default();
        let octaves = f64::from(string.transpose_semitones / 12.0);
        for (pitch, velocity) in (28..=108)
            .step_by(4)
            .flat_map(|pitch| [40.0, 80.0, 120.0].map(|velocity| (pitch as f32, velocity)))
        {
            let sounds_hz = f64::from(hz(pitch)) * octaves.exp2();
            if !(25.0..=4_200.0).contains(&sounds_hz) {
                continue;
            }
            let note = Note { start_s: 0.0, held_s: 1.0, pitch, velocity };
            let sound = play(&string, &[note], 1.0).mono();
            // Behind the push, before a short note is gone.
            let from = (0.02 * RATE_HZ) as usize + (4.0 * f64::from(RATE_HZ) / sounds_hz) as usize;
            let (mut sum, mut weight, mut fundamental) = (0.0, 0.0, 0.0);
            for number in 1..=6 {
                let near_hz = f64::from(number) * sounds_hz;
                if near_hz > 12_000.0 {
                    break;
                }
                let (found_hz, power) = partial(&sound, from, (near_hz, sounds_hz));
                let cents = 1200.0 * (found_hz / near_hz).log2();
                if number == 1 {
                    fundamental = cents;
                }
                sum += cents * power;
                weight += power;
            }
            let cents = sum / weight;
            strings += 1;
            worst = (worst.0.max(fundamental.abs()), worst.1.max(cents.abs()));
            assert!(
                fundamental.abs() <= 2.0 && cents.abs() <= 2.0,
                "{id} {pitch} at {velocity}: fundamental {fundamental:+.2}, weighted {cents:+.2} cents"
            );
        }
    }
    println!("{strings} notes: fundamental within {:.3}, weighted within {:.3} cents", worst.0, worst.1);
    assert!(strings > 200);
}
