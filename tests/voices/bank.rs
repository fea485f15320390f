//! Laws of the bank: what it plays depends on its calls and nothing else.

use cantus::sound::{Bus, MAX_VOICES, Synth};
use cantus::time::BLOCK_FRAMES;
use proptest::prelude::*;

use crate::play::{DYING, IDS, KITS, RATE_HZ, hz, patch};

/// Something done to a synth before a frame is rendered.
#[derive(Clone, Copy, Debug)]
enum Call {
    On(u8, u32, f32, f32),
    Off(u8, u32),
    Level(u8, u32, f32),
    Glide(u8, u32, f32, u64),
    Silence(u64),
}

/// Renders 40 blocks of six parts, one an engine, with `calls` at their frames, cut there and at `cuts`.
fn render(calls: &[(usize, Call)], cuts: &[usize]) -> Vec<f32> {
    let mut synth = Synth::new(RATE_HZ, &ONE_OF_EACH.map(patch));
    let mut samples = Vec::new();
    for start in (0..40 * BLOCK_FRAMES).step_by(BLOCK_FRAMES) {
        let mut buses = [const { Bus::silent() }; 6];
        let mut from = 0;
        for offset in 0..BLOCK_FRAMES {
            let due: Vec<Call> = calls.iter().filter(|c| c.0 == start + offset).map(|c| c.1).collect();
            if offset > 0 && (!due.is_empty() || cuts.contains(&(start + offset))) {
                synth.render(from, offset, &mut buses);
                from = offset;
            }
            for call in due {
                match call {
                    Call::On(part, note, pitch, velocity) => synth.note_on(part, note, hz(pitch), velocity),
                    Call::Off(part, note) => synth.note_off(part, note),
                    Call::Level(part, note, level) => synth.level(part, note, level),
                    Call::Glide(part, note, pitch, frames) => synth.glide(part, note, hz(pitch), frames),
                    Call::Silence(frames) => synth.silence(frames),
                }
            }
        }
        synth.render(from, BLOCK_FRAMES, &mut buses);
        for bus in &buses {
            samples.extend(bus.left.iter().chain(&bus.right));
        }
    }
    samples
}

/// A patch of each engine.
const ONE_OF_EACH: [&str; 6] = ["bowed_string", "bells", "harp", "electric_piano", "kit_full", "ocarina"];

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        4 => (0u8..6, 0u32..8, 36f32..96.0, 1f32..127.0).prop_map(|(p, n, pitch, v)| Call::On(p, n, pitch, v)),
        2 => (0u8..6, 0u32..8).prop_map(|(p, n)| Call::Off(p, n)),
        1 => (0u8..6, 0u32..8, 0f32..=1.0).prop_map(|(p, n, l)| Call::Level(p, n, l)),
        2 => (0u8..6, 0u32..8, 36f32..96.0, 0u64..3000).prop_map(|(p, n, pitch, f)| Call::Glide(p, n, pitch, f)),
        1 => (0u64..2000).prop_map(Call::Silence),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The same calls at the same frames give the same samples, wherever else rendering is cut.
    #[test]
    fn cuts_change_nothing(
        calls in prop::collection::vec((0usize..40 * BLOCK_FRAMES, call()), 1..40),
        cuts in prop::collection::vec(0usize..40 * BLOCK_FRAMES, 0..80),
    ) {
        let whole = render(&calls, &[]);
        let cut = render(&calls, &cuts);
        prop_assert!(whole.iter().zip(&cut).all(|(a, b)| a.to_bits() == b.to_bits()));
        prop_assert!(whole.iter().all(|s| s.is_finite()));
    }
}

/// A note begins on the very frame before which it was started: silence before, sound after.
#[test]
fn onsets_fall_on_their_frame() {
    for id in IDS {
        for onset in [0, 1, 15, 16, 17, 40, 63] {
            let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
            let mut bus = [Bus::silent()];
            synth.render(0, onset, &mut bus);
            synth.note_on(0, 1, 440.0, 100.0);
            synth.render(onset, BLOCK_FRAMES, &mut bus);
            let mut sound = bus[0].left.to_vec();
            bus[0].clear();
            synth.render(0, BLOCK_FRAMES, &mut bus);
            sound.extend(bus[0].left);
            let first = sound.iter().position(|s| *s != 0.0).unwrap();
            // The first sample itself is where the envelope stands at zero.
            assert!(first == onset + 1, "{id}: {first} not {onset} + 1");
        }
    }
}

/// What is not a number or out of range never reaches the sound of other notes.
#[test]
fn nonsense_is_ignored() {
    let play = |nonsense: bool| {
        let mut synth = Synth::new(RATE_HZ, &[patch("warm_pad")]);
        let mut bus = [Bus::silent()];
        synth.note_on(0, 1, 220.0, 80.0);
        if nonsense {
            for hz in [f32::NAN, f32::INFINITY, -1.0, 0.0, f32::NEG_INFINITY] {
                synth.note_on(0, 2, hz, 80.0);
            }
            synth.note_on(9, 3, 440.0, 80.0);
            synth.note_off(9, 3);
            synth.level(0, 1, f32::NAN);
            synth.level(0, 77, 0.2);
            synth.glide(0, 77, 440.0, 100);
            synth.glide(7, 1, 440.0, 100);
            for hz in [f32::NAN, f32::INFINITY, 0.0, -3.0] {
                synth.glide(0, 1, hz, 100);
            }
        }
        let mut all = Vec::new();
        for _ in 0..100 {
            synth.render(0, BLOCK_FRAMES, &mut bus);
            all.extend(bus[0].left);
        }
        all
    };
    assert_eq!(play(true), play(false));
    for (hz, velocity) in
        [(1e-30, 80.0), (1e30, 80.0), (440.0, f32::NAN), (440.0, f32::INFINITY), (440.0, -5.0), (440.0, 1e9)]
    {
        let mut synth = Synth::new(RATE_HZ, &IDS.map(patch));
        let mut buses = vec![Bus::silent(); 8];
        for part in 0..8 {
            synth.note_on(part, 1, hz, velocity);
        }
        for _ in 0..400 {
            synth.render(0, BLOCK_FRAMES, &mut buses);
        }
        for bus in &buses {
            assert!(
                bus.left.iter().chain(&bus.right).all(|s| s.is_finite() && s.abs() < 1e3),
                "{hz} {velocity}"
            );
        }
    }
}

/// No more than 128 voices sound, whatever is asked for, and ten thousand notes in a block stay finite.
#[test]
fn voices_are_bounded() {
    let mut synth = Synth::new(RATE_HZ, &IDS.map(patch));
    let mut buses = vec![Bus::silent(); 8];
    for round in 0..4u32 {
        for note in 0..10_000u32 {
            synth.note_on((note % 8) as u8, note, 40.0 + note as f32, (note % 127) as f32);
            assert!(synth.sounding() <= MAX_VOICES);
        }
        assert_eq!(synth.sounding(), MAX_VOICES);
        for _ in 0..=round {
            synth.render(0, BLOCK_FRAMES, &mut buses);
        }
    }
    assert!(buses.iter().all(|bus| bus.left.iter().chain(&bus.right).all(|s| s.is_finite())));
}

/// The quietest voice is stolen: of many loud notes and a soft one, the soft one goes.
#[test]
fn the_quietest_is_stolen() {
    let mut synth = Synth::new(RATE_HZ, &[patch("flute"), patch("flute")]);
    let mut buses = [Bus::silent(), Bus::silent()];
    synth.note_on(1, 0, 300.0, 10.0);
    for note in 1..MAX_VOICES as u32 {
        synth.note_on(0, note, 200.0 + note as f32, 100.0);
    }
    for _ in 0..50 {
        synth.render(0, BLOCK_FRAMES, &mut buses);
    }
    synth.note_on(0, 1000, 440.0, 100.0);
    for _ in 0..5 {
        buses[1].clear();
        synth.render(0, BLOCK_FRAMES, &mut buses);
    }
    assert!(buses[1].left.iter().all(|s| *s == 0.0), "the soft note still sounds after 5 ms");
    assert_eq!(synth.sounding(), MAX_VOICES);
}

/// *Silence* leaves exact silence and free voices within its frames, and the next note plays.
#[test]
fn silence_is_silent_in_time() {
    for id in IDS.into_iter().chain(KITS) {
        for fade in [0, 20, 64, 480, 1440] {
            let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
            let mut bus = [Bus::silent()];
            for note in 0..20 {
                synth.note_on(0, note, 200.0 + 10.0 * note as f32, 100.0);
            }
            for _ in 0..30 {
                synth.render(0, BLOCK_FRAMES, &mut bus);
            }
            synth.silence(fade as u64);
            let mut sound = Vec::new();
            for _ in 0..=fade / BLOCK_FRAMES + 1 {
                bus[0].clear();
                synth.render(0, BLOCK_FRAMES, &mut bus);
                sound.extend(bus[0].left);
            }
            assert!(sound[fade..].iter().all(|s| *s == 0.0), "{id} {fade}");
            assert_eq!(synth.sounding(), 0, "{id} {fade}");
            synth.note_on(0, 5, 440.0, 100.0);
            synth.render(0, BLOCK_FRAMES, &mut bus);
            assert!(bus[0].left.iter().any(|s| *s != 0.0), "{id} {fade}");
        }
    }
}

/// Patches that ring for long: bronze that is struck and left alone.
const RINGING: [&str; 3] = ["singing_bowl", "bells", "gong"];

/// Every released note ends by itself within 8 s, and so does within 15 s a struck one that is
/// held for ever; bowls, bells and gongs have 20 s.
#[test]
fn notes_end() {
    for id in IDS {
        let struck = DYING.contains(&id);
        let ends_s = match (RINGING.contains(&id), struck) {
            (true, _) => 20.0,
            (false, true) => 15.0,
            (false, false) => 8.0,
        };
        let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
        let mut bus = [Bus::silent()];
        synth.note_on(0, 1, 261.6, 127.0);
        for _ in 0..700 {
            synth.render(0, BLOCK_FRAMES, &mut bus);
        }
        assert_eq!(synth.sounding(), 1, "{id}");
        if !struck {
            synth.note_off(0, 1);
        }
        let blocks = (ends_s * RATE_HZ) as usize / BLOCK_FRAMES;
        let lasts = (0..blocks).take_while(|_| {
            synth.render(0, BLOCK_FRAMES, &mut bus);
            synth.sounding() > 0
        });
        let lasts_s = lasts.count() as f32 * BLOCK_FRAMES as f32 / RATE_HZ;
        println!("{id}: {lasts_s:.1} s");
        assert_eq!(synth.sounding(), 0, "{id}");
    }
}

/// A press shorter than a frame still sounds where the attack is short.
#[test]
fn the_shortest_press_sounds() {
    for id in ["kalimba", "soft_piano", "bass", "bright_lead", "marimba", "nylon_guitar", "electric_piano"] {
        let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
        let mut bus = [Bus::silent()];
        synth.note_on(0, 1, 261.6, 80.0);
        synth.note_off(0, 1);
        let mut peak = 0.0f32;
        for _ in 0..40 {
            bus[0].clear();
            synth.render(0, BLOCK_FRAMES, &mut bus);
            peak = bus[0].left.iter().fold(peak, |p, s| p.max(s.abs()));
        }
        assert!(peak > 0.02, "{id}: {peak}");
    }
}

/// A note set to level 0 falls silent within 40 ms and comes back when it is raised; set before
/// its first frame, it does not sound at all.
#[test]
fn level_is_followed() {
    let mut synth = Synth::new(RATE_HZ, &[cantus::sound::Patch::default()]);
    let mut bus = [Bus::silent()];
    // The peak of the last four of `blocks`: more than a period.
    let mut peak_after = |synth: &mut Synth, blocks: usize| {
        let mut peak = 0.0f32;
        for block in 0..blocks {
            bus[0].clear();
            synth.render(0, BLOCK_FRAMES, &mut bus);
            if block + 4 >= blocks {
                peak = bus[0].left.iter().fold(peak, |p, s| p.max(s.abs()));
            }
        }
        peak
    };
    synth.note_on(0, 1, 220.0, 100.0);
    synth.level(0, 1, 0.0);
    assert_eq!(peak_after(&mut synth, 100), 0.0);
    synth.level(0, 1, 1.0);
    let full = peak_after(&mut synth, 100);
    assert!(full > 0.05, "{full}");
    synth.level(0, 1, 0.0);
    let rest = peak_after(&mut synth, 30);
    assert!(rest < full * 1e-3, "{rest}");
    assert_eq!(peak_after(&mut synth, 60), 0.0);
    synth.level(0, 1, 0.5);
    let half = peak_after(&mut synth, 100);
    assert!((0.3..0.75).contains(&(half / full)), "{}", half / full);
}

/// The reference kernel goes on sounding, finite, for as long as it is timed.
#[test]
fn the_reference_sounds() {
    let mut kernel = cantus::sound::reference::ReferenceKernel::new(RATE_HZ, 128);
    let mut bus = Bus::silent();
    for _ in 0..7500 {
        bus.clear();
        kernel.render_block(&mut bus);
    }
    let peak = bus.left.iter().fold(0.0f32, |p, s| p.max(s.abs()));
    assert!(peak > 1e-4 && peak < 10.0, "{peak}");
    cantus::sound::reference::bench_patch().check().unwrap();
}
