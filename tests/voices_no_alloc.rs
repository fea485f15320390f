//! The bank on the audio thread: no memory is taken or given back.

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::sound::patch::{Lfo, Noise, Patch, Second, Sub};
use cantus::sound::{Bus, MAX_VOICES, Synth};
use cantus::time::BLOCK_FRAMES;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// A patch that uses everything.
fn everything() -> Patch {
    Patch {
        second: Second { level_db: -6.0, detune_cents: 7.0, follow_envelope: 0.5, ..Second::default() },
        sub: Sub { level_db: -6.0 },
        noise: Noise { level_db: -20.0, strike_db: -10.0 },
        lfo: Lfo { vibrato_cents: 10.0, tremolo_db: 2.0, filter_octaves: 0.5, pan: 0.3, ..Lfo::default() },
        ..Patch::default()
    }
}

/// A shipped patch.
fn shipped(id: &str) -> Patch {
    let path = format!("{}/presets/patches/{id}.patch.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// From the first note to the last, with 128 voices and steals, nothing is allocated or freed.
#[test]
fn playing_does_not_allocate() {
    let shipped = ["bells", "harp", "electric_piano", "kit_full", "ocarina", "koto"].map(shipped);
    let patches: Vec<Patch> = [everything(), everything()].into_iter().chain(shipped).collect();
    let mut synth = Synth::new(44_100.0, &patches);
    let mut buses = vec![Bus::silent(); 8];
    assert_no_alloc(|| {
        for block in 0..600u32 {
            for note in 0..40 {
                let id = block * 40 + note;
                synth.note_on((id % 8) as u8, id, 30.0 + (id % 4000) as f32, (id % 130) as f32);
                synth.level((id % 8) as u8, id, (id % 11) as f32 / 10.0);
                synth.glide((id % 8) as u8, id, 40.0 + (id % 900) as f32, u64::from(id % 2000));
                if id >= 90 {
                    synth.note_off(((id - 90) % 8) as u8, id - 90);
                }
            }
            let cut = block as usize % BLOCK_FRAMES;
            synth.render(0, cut, &mut buses);
            synth.note_on(3, 1_000_000 + block, 440.0, 80.0);
            synth.render(cut, BLOCK_FRAMES, &mut buses);
            assert!(synth.sounding() <= MAX_VOICES);
            match block {
                200 => synth.silence(1440),
                300 => synth.silence(0),
                _ => {}
            }
        }
    });
    assert!(buses.iter().all(|bus| bus.left.iter().all(|s| s.is_finite())));
}
