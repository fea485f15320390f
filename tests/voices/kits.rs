//! What the shipped drum kits promise.

use cantus::sound::loudness::Loudness;
use cantus::sound::{Bus, Synth};
use cantus::time::BLOCK_FRAMES;

use crate::play::{KITS, Note, RATE_HZ, Sound, hz, patch, play};

/// The groove that kits are compared on: two bars at 100 beats a minute, kick on one and three,
/// snare on two and four, closed hats on eighths, an open one at the end.
fn groove(velocity: f32) -> Vec<Note> {
    let hit =
        |eighth: usize, key: f32| Note { start_s: eighth as f32 * 0.3, held_s: 0.1, pitch: key, velocity };
    let mut notes = Vec::new();
    for eighth in 0..16 {
        notes.push(hit(eighth, if eighth == 15 { 46.0 } else { 42.0 }));
        match eighth % 8 {
            0 | 4 => notes.push(hit(eighth, 36.0)),
            2 | 6 => notes.push(hit(eighth, 38.0)),
            _ => {}
        }
    }
    notes
}

fn loudness(sound: &Sound) -> (f64, f64) {
    let mut meter = Loudness::new(RATE_HZ);
    meter.add(&sound.left, &sound.right);
    (meter.short_term_max(), meter.sample_peak_db())
}

/// On the same groove, soft, middling and loud, all kits are within 1 LU of
/// -27 LUFS (short-term maximum) at velocity 80, in proportion to velocity. A kit is compared as
/// a whole because its hits are meant to differ, and lies 3 LU under the tones because its peaks
/// stand so far above its loudness.
#[test]
fn kits_are_equally_loud() {
    for velocity in [40.0, 80.0, 120.0] {
        let target = -27.0 + 20.0 * f64::from(velocity / 80.0f32).log10();
        for id in KITS {
            let (lufs, peak) = loudness(&play(&patch(id), &groove(velocity), 5.2));
            println!("{id} {velocity}: {lufs:.2} LUFS, peak {peak:.1} dBFS");
            assert!((lufs - target).abs() <= 1.0, "{id} {velocity}: {lufs:.2} not {target:.2}");
            assert!(peak < -3.0, "{id} {velocity}: peak {peak:.1}");
        }
    }
}

/// Every percussion key of General MIDI level 1 sounds in every kit, none more than 12 dB above
/// or 20 dB below the kick, and ends by itself.
#[test]
fn every_key_sounds_and_ends() {
    for id in KITS {
        let momentary = |key: f32| {
            let note = Note { start_s: 0.0, held_s: 0.05, pitch: key, velocity: 100.0 };
            let sound = play(&patch(id), &[note], 1.0);
            let mut meter = Loudness::new(RATE_HZ);
            meter.add(&sound.left, &sound.right);
            meter.momentary_max()
        };
        let kick = momentary(36.0);
        for key in 35..=81 {
            let lufs = momentary(key as f32);
            println!("{id} {key}: {:+.1} LU", lufs - kick);
            assert!((-20.0..=12.0).contains(&(lufs - kick)), "{id} {key}: {:+.1} LU", lufs - kick);
        }
        let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
        let mut bus = [Bus::silent()];
        for key in 0..128 {
            synth.note_on(0, key, hz(key as f32), 127.0);
        }
        for _ in 0..(15.0 * RATE_HZ) as usize / BLOCK_FRAMES {
            synth.render(0, BLOCK_FRAMES, &mut bus);
        }
        assert_eq!(synth.sounding(), 0, "{id}");
    }
}

/// Pressing a hat silences the open one within 40 ms, and nothing else.
#[test]
fn hats_choke() {
    for id in KITS {
        let mut synth = Synth::new(RATE_HZ, &[patch(id)]);
        let mut bus = [Bus::silent()];
        synth.note_on(0, 1, hz(46.0), 100.0);
        synth.note_on(0, 2, hz(49.0), 100.0);
        for _ in 0..40 {
            synth.render(0, BLOCK_FRAMES, &mut bus);
        }
        assert_eq!(synth.sounding(), 2, "{id}");
        synth.note_on(0, 3, hz(42.0), 100.0);
        for _ in 0..30 {
            synth.render(0, BLOCK_FRAMES, &mut bus);
        }
        assert_eq!(synth.sounding(), 2, "{id}: the cymbal and the shut hat");
    }
}

/// Renders every kit to `target/patches/*.wav`: all keys one after another, then the groove.
#[test]
#[ignore = "writes sound files"]
fn kit_sounds() {
    for id in KITS {
        let mut notes: Vec<Note> = (35..=81)
            .map(|key| Note {
                start_s: (key - 35) as f32 * 0.5,
                held_s: 0.1,
                pitch: key as f32,
                velocity: 90.0,
            })
            .collect();
        notes.extend(groove(90.0).into_iter().map(|note| Note { start_s: note.start_s + 25.0, ..note }));
        crate::patches::write(id, &play(&patch(id), &notes, 32.0));
    }
}
