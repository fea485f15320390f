//! Laws of the guard: finite, under the ceiling, no steep onsets, otherwise untouched.

mod signals;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::sound::guard::{Guard, GuardReport, GuardSetup};
use cantus::sound::{Bus, Loudness};
use cantus::time::BLOCK_FRAMES;
use proptest::prelude::*;
use signals::*;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE_HZ: f32 = 48_000.0;
/// −9 dBFS, reckoned apart from the code under test.
const CEILING: f32 = 0.354_813_4;

/// `signal` (the same left and right) through `guard`, in blocks.
fn guarded(guard: &mut Guard, signal: &[f32]) -> Vec<f32> {
    guarded_with_report(guard, signal).0
}

fn guarded_with_report(guard: &mut Guard, signal: &[f32]) -> (Vec<f32>, GuardReport) {
    let mut out = Vec::with_capacity(signal.len());
    let mut all = GuardReport::default();
    let mut bus = Bus::silent();
    for block in signal.chunks(BLOCK_FRAMES) {
        bus.left[..block.len()].copy_from_slice(block);
        bus.right[..block.len()].copy_from_slice(block);
        let report = guard.process(0, block.len(), &mut bus);
        assert_eq!(bus.left[..block.len()], bus.right[..block.len()]);
        out.extend_from_slice(&bus.left[..block.len()]);
        all.not_finite |= report.not_finite;
        all.limited |= report.limited;
        all.softened |= report.softened;
    }
    (out, all)
}

fn fresh() -> Guard {
    Guard::new(RATE_HZ, &GuardSetup::default())
}

fn seconds(s: f64) -> usize {
    (s * f64::from(RATE_HZ)) as usize
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever comes in, what goes out is finite and never over the ceiling; bad samples are reported.
    #[test]
    fn finite_and_under_the_ceiling(
        left in prop::collection::vec(any_sample(), 1..2_000),
        right in prop::collection::vec(any_sample(), 2_000),
        ceiling_db in -40.0_f32..-9.0,
        rate_hz in prop_oneof![Just(8_000.0_f32), Just(44_100.0), Just(48_000.0), Just(192_000.0)],
    ) {
        let setup = GuardSetup { ceiling_db, softest_attack_ms: 5.0 };
        let mut guard = Guard::new(rate_hz, &setup);
        let ceiling = 10_f32.powf(ceiling_db / 20.0);
        // Some good sound between, so that the gains are open when the bad comes.
        let calm: Vec<f32> = (0..4_000).map(|n| 0.1 * (n as f32 * 0.05).sin()).collect();
        let signal: Vec<(f32, f32)> = left.iter().copied().zip(right.iter().copied())
            .chain(calm.iter().map(|&s| (s, s)))
            .chain(left.iter().copied().zip(right.iter().copied()))
            .collect();
        for block in signal.chunks(BLOCK_FRAMES) {
            let mut bus = Bus::silent();
            for (n, &(l, r)) in block.iter().enumerate() {
                (bus.left[n], bus.right[n]) = (l, r);
            }
            let report = guard.process(0, block.len(), &mut bus);
            prop_assert_eq!(report.not_finite, block.iter().any(|(l, r)| !l.is_finite() || !r.is_finite()));
            for sample in bus.left.iter().chain(&bus.right).take(2 * block.len()) {
                prop_assert!(sample.abs() <= ceiling, "{} over {}", sample, ceiling);
            }
        }
    }

    /// Momentary loudness never rises by more than 12 dB in 50 ms above −40 LUFS, whatever comes in.
    #[test]
    fn loudness_rises_slowly(sounds in prop::collection::vec(any_sound(), 1..8)) {
        let signal = cut_together(&sounds);
        let out = guarded(&mut fresh(), &signal);
        let rise = steepest_rise(&out);
        prop_assert!(rise <= 12.0, "{} dB (before the guard {} dB)", rise, steepest_rise(&signal));
    }

    /// How a stream is cut into calls changes no bit.
    #[test]
    fn cuts_change_nothing(
        sounds in prop::collection::vec(any_sound(), 1..4),
        cuts in prop::collection::vec(0..=BLOCK_FRAMES, 0..6),
        bad in 0..500_usize,
    ) {
        let mut signal = cut_together(&sounds);
        if let Some(sample) = signal.get_mut(bad) {
            *sample = f32::NAN;
        }
        let (mut whole, mut cut) = (fresh(), fresh());
        let mut cuts = cuts;
        cuts.sort_unstable();
        cuts.push(BLOCK_FRAMES);
        whole.soft_start(3_000);
        cut.soft_start(3_000);
        for block in signal.chunks_exact(BLOCK_FRAMES) {
            let mut a = Bus::silent();
            a.left.copy_from_slice(block);
            let mut b = a.clone();
            whole.process(0, BLOCK_FRAMES, &mut a);
            let mut from = 0;
            for &to in &cuts {
                cut.process(from, to, &mut b);
                from = to;
            }
            prop_assert_eq!(a.left.map(f32::to_bits), b.left.map(f32::to_bits));
            prop_assert_eq!(a.right.map(f32::to_bits), b.right.map(f32::to_bits));
        }
    }
}

/// An onset from silence takes the softest attack at least, from 10 to 90 % of where it ends
/// no less than 0.8 of it (less 1 % for the waveform), for tones, noise and steps of any level that matters.
#[test]
fn onsets_take_the_softest_attack() {
    for attack_ms in [5.0_f64, 50.0, 500.0] {
        for level_db in [-21.0, -12.0, 0.0, 20.0] {
            let gain = 10_f32.powf(level_db as f32 / 20.0);
            let hiss: Vec<f32> = noise(3.0).iter().map(|s| s * gain).collect();
            for (name, signal) in [
                ("tone", tone(3_000.0, level_db, 1e-3, 3.0)),
                ("noise", hiss),
                ("step", vec![gain; seconds(3.0)]),
            ] {
                let setup = GuardSetup { softest_attack_ms: attack_ms as f32, ..GuardSetup::default() };
                let out = guarded(&mut Guard::new(RATE_HZ, &setup), &signal);
                let end = out[seconds(2.5)..].iter().fold(0.0_f32, |a, s| a.max(s.abs()));
                let reaches = |share: f32| out.iter().position(|s| s.abs() >= share * end).unwrap_or(0);
                let took_ms = (reaches(0.9) - reaches(0.1)) as f64 / f64::from(RATE_HZ) * 1000.0;
                assert!(
                    took_ms >= 0.79 * attack_ms - 0.05,
                    "{name} at {level_db} dB: {took_ms} of {attack_ms} ms"
                );
            }
        }
    }
}

/// The law holds too where loud old sound leaves the momentary window while new sound comes, so that
/// loudness dips for less than a measuring step.
#[test]
fn loudness_rises_slowly_from_a_dip() {
    let signal = cut_together(&[
        (Sound::Silence, 0.0, 0.150_9),
        (Sound::Tone(2_782.7), 23.6, 0.309_7),
        (Sound::Tone(30.0), -32.4, 0.394_8),
        (Sound::Square(1_492.6), 0.0, 0.159_9),
    ]);
    let rise = steepest_rise(&guarded(&mut fresh(), &signal));
    assert!(rise <= 12.0, "{rise} dB");
}

/// A lone click is swallowed: what is left is 40 dB under the ceiling.
#[test]
fn clicks_are_swallowed() {
    let mut signal = vec![0.0; seconds(0.5)];
    signal[1_000] = 1.0;
    signal[1_001] = -1.0;
    let (out, report) = guarded_with_report(&mut fresh(), &signal);
    assert!(out.iter().all(|s| s.abs() < CEILING * 0.01));
    assert!(report.softened);
}

/// An ordinary note from silence sounds at once: −23 LUFS with an attack of 10 ms passes bit for
/// bit, and with 5 ms loses less than 0.5 dB in its first 10 ms; a repeated note likewise.
#[test]
fn ordinary_notes_pass() {
    for hz in [65.4, 220.0, 440.0, 1_318.5] {
        let soft = tone(hz, -23.0, 10.0, 1.0);
        let (out, report) = guarded_with_report(&mut fresh(), &soft);
        assert_eq!(out, soft, "{hz} Hz");
        assert_eq!(report, GuardReport::default());
        let quick = tone(hz, -23.0, 5.0, 1.0);
        let out = guarded(&mut fresh(), &quick);
        let lost = change_db(&out, &quick, 0.0, 0.01);
        assert!(lost > -0.5, "{hz} Hz: {lost} dB");
    }
    // Sixteen plucks of 0.15 s over each other's tails, −17 dBFS each.
    let pluck: Vec<f32> = tone(523.25, -17.0, 5.0, 1.0)
        .iter()
        .enumerate()
        .map(|(n, s)| s * (-(n as f32) / (0.1 * RATE_HZ)).exp())
        .collect();
    let mut signal = vec![0.0; seconds(4.0)];
    for k in 0..16 {
        for (n, s) in pluck.iter().enumerate() {
            signal[seconds(0.15) * k + n] += s;
        }
    }
    let out = guarded(&mut fresh(), &signal);
    let lost = change_db(&out, &signal, 0.0, 3.0);
    assert!(lost > -0.5, "{lost} dB");
}

/// A steady tone passes bit for bit at −20 dBFS, and where the limiter holds it, distortion stays
/// under −60 dB.
#[test]
fn steady_tones_stay_clean() {
    for hz in [40.0, 100.0, 1_000.0, 5_000.0] {
        let calm = tone(hz, -20.0, 5.0, 2.0);
        let out = guarded(&mut fresh(), &calm);
        assert_eq!(out[seconds(0.5)..], calm[seconds(0.5)..], "{hz} Hz");
        assert!(distortion_db(&out[seconds(1.0)..], hz) < -90.0);
        let loud = tone(hz, 0.0, 5.0, 3.0);
        let (out, report) = guarded_with_report(&mut fresh(), &loud);
        let distortion = distortion_db(&out[seconds(2.0)..], hz);
        assert!(distortion < -60.0, "{hz} Hz: {distortion} dB");
        assert!(report.limited);
    }
}

/// Music stays under −6 dBTP between its samples, however hard it is driven.
#[test]
fn true_peak_of_music() {
    for gain in [0.05, 0.2, 1.0, 4.0] {
        let out = guarded(&mut fresh(), &chord(gain, 2.0));
        let mut meter = Loudness::new(RATE_HZ);
        meter.add(&out, &out);
        assert!(meter.true_peak_db() <= -6.0, "{gain}: {} dBTP", meter.true_peak_db());
        assert!(meter.sample_peak_db() <= -9.0);
    }
}

/// NaN and infinity mute without a click, are reported in their block only, and leave nothing
/// behind: 100 ms later the sound is what it would have been.
#[test]
fn bad_numbers_leave_nothing_behind() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let good = tone(300.0, -20.0, 5.0, 1.5);
        let mut signal = good.clone();
        let at = seconds(0.5) + 17;
        signal[at..at + 5].fill(bad);
        let (out, report) = guarded_with_report(&mut fresh(), &signal);
        assert!(report.not_finite);
        assert!(out[at + 48..at + 900].iter().all(|&s| s == 0.0));
        assert_eq!(out[..at], guarded(&mut fresh(), &good)[..at]);
        assert_eq!(out[at + seconds(0.1)..], good[at + seconds(0.1)..]);
        let steepest = out.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.006, "{steepest}");
        let (_, after) = guarded_with_report(&mut fresh(), &good);
        assert!(!after.not_finite);
    }
}

/// A stream opens from silence and stops into silence within the frames asked for.
#[test]
fn soft_start_and_stop() {
    let signal = tone(440.0, -20.0, 5.0, 2.0);
    let mut guard = fresh();
    let plain = guarded(&mut guard, &signal);
    guard.soft_start(4_800);
    let faded = guarded(&mut guard, &signal);
    assert!(faded[..48].iter().all(|s| s.abs() < 0.002));
    assert_eq!(faded[9_600..], plain[9_600..]);
    assert!(!guard.is_faded());
    guard.fade_out(4_800);
    let out = guarded(&mut guard, &signal);
    assert!(guard.is_faded());
    assert!(out[4_800..].iter().all(|&s| s == 0.0));
    guard.soft_start(0);
    assert!(!guard.is_faded());
    assert!(guarded(&mut guard, &signal)[960..2_000].iter().any(|s| s.abs() > 0.05));
}

/// A stricter setup holds after 5 ms, to which the ceiling comes down in a straight line, so that no
/// step from sample to sample is steeper than the sound's own and the line's; the strictest of two
/// holds for both.
#[test]
fn strictest_setup_holds() {
    let a = GuardSetup { ceiling_db: -20.0, softest_attack_ms: 5.0 };
    let b = GuardSetup { ceiling_db: -9.0, softest_attack_ms: 300.0 };
    let both = a.strictest(b);
    assert_eq!(both, GuardSetup { ceiling_db: -20.0, softest_attack_ms: 300.0 });
    let loud = tone(440.0, 0.0, 5.0, 1.0);
    let steepest = |sound: &[f32]| sound.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    for later in [0, 13, 27, 54, 80] {
        let mut guard = fresh();
        let before = guarded(&mut guard, &loud);
        guarded(&mut guard, &loud[..later]);
        guard.set_setup(&both);
        let after = guarded(&mut guard, &loud[later..]);
        assert!(after[seconds(0.005)..].iter().all(|s| s.abs() <= 0.1), "{later}");
        let own = steepest(&before[seconds(0.5)..]);
        let line = (CEILING - 0.1) / seconds(0.005) as f32;
        assert!(steepest(&after[..seconds(0.02)]) <= own + line, "{later}: {}", steepest(&after));
    }
    let wild = GuardSetup { ceiling_db: f32::NAN, softest_attack_ms: f32::NEG_INFINITY };
    assert!(guarded(&mut Guard::new(RATE_HZ, &wild), &loud).iter().all(|s| s.abs() <= CEILING));
}

/// The guard allocates nothing while it works, whatever comes in.
#[test]
fn allocates_nothing() {
    let mut guard = fresh();
    let mut bus = Bus::silent();
    assert_no_alloc(|| {
        for n in 0..3_000_usize {
            bus.left[n % 64] = if n % 97 == 0 { f32::NAN } else { (n % 13) as f32 };
            guard.process(0, n % 65, &mut bus);
            if n == 1_000 {
                guard.fade_out(100);
            }
            if n == 2_000 {
                guard.soft_start(100);
                guard.set_setup(&GuardSetup::default());
            }
        }
    });
}
