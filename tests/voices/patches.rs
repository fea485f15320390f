//! What the shipped patches promise.

use cantus::sound::Patch;
use cantus::sound::loudness::Loudness;

use crate::play::{IDS, Note, RATE_HZ, Sound, TRACE_S, arch, eight_notes, patch, play};
use crate::spectrum::{bark_levels, centroid_hz, distance_db};

fn short_term_lufs(sound: &Sound) -> f64 {
    let mut meter = Loudness::new(RATE_HZ);
    meter.add(&sound.left, &sound.right);
    meter.short_term_max()
}

/// What all patches are brought to: −24 LUFS at velocity 80, in proportion to velocity.
fn target_lufs(velocity: f32) -> f64 {
    -24.0 + 20.0 * f64::from(velocity / 80.0).log10()
}

/// Prints the `[loudness]` and velocity levels that bring each patch to the common loudness.
/// Run it after changing a patch: `cargo test --release --test voices -- --ignored --nocapture trims`.
#[test]
#[ignore = "prints figures for patch files"]
fn trims() {
    for id in IDS {
        let mut patch: Patch = patch(id);
        let lufs = |patch: &Patch, pitch: f32, velocity: f32| {
            short_term_lufs(&play(patch, &eight_notes([pitch; 8], velocity), TRACE_S))
        };
        for _ in 0..4 {
            let soft = lufs(&patch, 66.0, 40.0) - target_lufs(40.0);
            let loud = lufs(&patch, 66.0, 120.0) - target_lufs(120.0);
            patch.velocity.level_db -= ((loud - soft) / 3f64.log2()) as f32;
            for index in 0..6 {
                let pitch = 36.0 + 12.0 * index as f32;
                let off = [40.0, 80.0, 120.0].map(|v| lufs(&patch, pitch, v) - target_lufs(v));
                let middle = off.iter().fold(f64::MIN, |a, b| a.max(*b)) + off.iter().fold(f64::MAX, |a, b| a.min(*b));
                patch.loudness.register_db[index] -= (middle / 2.0) as f32;
            }
        }
        let middle = patch.loudness.register_db[2];
        let register = patch.loudness.register_db.map(|db| format!("{:.1}", db - middle)).join(", ");
        println!(
            "TRIM {id} {:.1} {:.2} [{register}]",
            patch.loudness.level_db + middle,
            patch.velocity.level_db
        );
    }
}

/// Prints what the laws measure.
#[test]
#[ignore = "prints figures"]
fn figures() {
    for velocity in [40.0, 80.0, 120.0] {
        for root in [48.0, 60.0, 72.0] {
            let all = IDS.map(|id| short_term_lufs(&play(&patch(id), &arch(root, velocity), TRACE_S)));
            println!("{velocity} {root}: {}", all.map(|l| format!("{l:6.2}")).join(" "));
        }
    }
    for id in IDS {
        let c = [40.0, 80.0, 120.0].map(|v| centroid_hz(&play(&patch(id), &arch(60.0, v), TRACE_S).mono(), 48e3));
        println!("{id} centroids {c:.0?}");
    }
    let bands = IDS.map(|id| bark_levels(&play(&patch(id), &arch(60.0, 80.0), TRACE_S).mono(), 48e3));
    for (a, id) in IDS.iter().enumerate() {
        println!("{id:14}{}", (0..8).map(|b| format!("{:6.1}", distance_db(&bands[a], &bands[b]))).collect::<String>());
    }
}

/// Renders every patch to `target/patches/*.wav` to be listened to and looked at.
#[test]
#[ignore = "writes sound files"]
fn sounds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/patches");
    std::fs::create_dir_all(folder).unwrap();
    for id in IDS {
        let mut notes = arch(60.0, 80.0);
        let long = |start_s, held_s, pitch, velocity| Note { start_s, held_s, pitch, velocity };
        notes.push(long(4.5, 4.0, 60.0, 90.0));
        for pitch in [48.0, 55.0, 64.0, 71.0] {
            notes.push(long(10.0, 3.0, pitch, 80.0));
        }
        notes.extend([long(14.5, 1.2, 60.0, 40.0), long(16.0, 1.2, 60.0, 120.0), long(17.5, 1.2, 84.0, 80.0)]);
        let sound = play(&patch(id), &notes, 20.0);
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 48_000,
            bits_per_sample: 32,
            sample_format: hound::SampleFormat::Float,
        };
        let mut file = hound::WavWriter::create(format!("{folder}/{id}.wav"), spec).unwrap();
        for (l, r) in sound.left.iter().zip(&sound.right) {
            file.write_sample(*l).unwrap();
            file.write_sample(*r).unwrap();
        }
        file.finalize().unwrap();
    }
}
