//! What the shipped patches promise.

use cantus::sound::Patch;
use cantus::sound::loudness::Loudness;

use crate::play::{DYING, IDS, Note, RATE_HZ, Sound, TRACE_S, arch, eight_notes, patch, play};
use crate::spectrum::{bark_levels, centroid_hz, distance_db};

fn short_term_lufs(sound: &Sound) -> f64 {
    let mut meter = Loudness::new(RATE_HZ);
    meter.add(&sound.left, &sound.right);
    meter.short_term_max()
}

/// The patches named in `PATCHES`, divided by blanks, or all.
fn wanted() -> Vec<&'static str> {
    let names = std::env::var("PATCHES").unwrap_or_default();
    IDS.into_iter()
        .filter(|id| names.is_empty() || names.split_whitespace().any(|name| name == *id))
        .collect()
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
    for id in wanted() {
        let mut patch: Patch = patch(id);
        // Several pitches, so that no single beat or formant decides.
        let around = [0.0, -5.0, -2.0, 3.0, 5.0, 6.0, 1.0, -4.0];
        let lufs = |patch: &Patch, pitch: f32, velocity: f32| {
            short_term_lufs(&play(patch, &eight_notes(around.map(|step| pitch + step), velocity), TRACE_S))
        };
        for _ in 0..4 {
            let soft = lufs(&patch, 66.0, 40.0) - target_lufs(40.0);
            let loud = lufs(&patch, 66.0, 120.0) - target_lufs(120.0);
            patch.velocity.level_db -= ((loud - soft) / 3f64.log2()) as f32;
            for index in 0..6 {
                let pitch = 36.0 + 12.0 * index as f32;
                let off = [40.0, 80.0, 120.0].map(|v| lufs(&patch, pitch, v) - target_lufs(v));
                let middle =
                    off.iter().fold(f64::MIN, |a, b| a.max(*b)) + off.iter().fold(f64::MAX, |a, b| a.min(*b));
                patch.loudness.register_db[index] -= (middle / 2.0) as f32;
            }
        }
        // Then what the law itself measures: each register in its own octave, soft to loud.
        for _ in 0..4 {
            for (index, root) in [48.0, 60.0, 72.0].into_iter().enumerate() {
                let off = [40.0, 80.0, 120.0]
                    .map(|v| short_term_lufs(&play(&patch, &arch(root, v), TRACE_S)) - target_lufs(v));
                let low = off.iter().fold(f64::MAX, |a, b| a.min(*b));
                let high = off.iter().fold(f64::MIN, |a, b| a.max(*b));
                for knot in [index + 1, index + 2] {
                    patch.loudness.register_db[knot] -= ((low + high) / 4.0) as f32;
                }
                patch.velocity.level_db -= ((off[2] - off[0]) / 3f64.log2() / 3.0) as f32;
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

/// Prints what the laws measure of the patches wanted: how far from the common loudness and how
/// bright each is, soft to loud, and what sounds most like it.
#[test]
#[ignore = "prints figures"]
fn figures() {
    for id in wanted() {
        for root in [48.0, 60.0, 72.0] {
            let sounds = [40.0, 80.0, 120.0].map(|v| (v, play(&patch(id), &arch(root, v), TRACE_S)));
            let off = sounds.each_ref().map(|(v, sound)| short_term_lufs(sound) - target_lufs(*v));
            let centroids = sounds.map(|(_, sound)| centroid_hz(&sound.mono(), 48e3));
            println!("{id} {root}: {off:+.2?} LU, centroids {centroids:.0?} Hz");
        }
    }
    let bands = IDS.map(|id| bark_levels(&play(&patch(id), &arch(60.0, 80.0), TRACE_S).mono(), 48e3));
    for id in wanted() {
        let own = &bands[IDS.iter().position(|other| *other == id).unwrap()];
        let mut near: Vec<_> =
            IDS.iter().zip(&bands).map(|(other, b)| (distance_db(own, b), other)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!("NEAR {id}: {:.1?} dB", &near[1..4]);
    }
}

/// Renders every patch to `target/patches/*.wav` to be listened to and looked at.
#[test]
#[ignore = "writes sound files"]
fn sounds() {
    for id in wanted() {
        let mut notes = arch(60.0, 80.0);
        let long = |start_s, held_s, pitch, velocity| Note { start_s, held_s, pitch, velocity };
        notes.push(long(4.5, 4.0, 60.0, 90.0));
        for pitch in [48.0, 55.0, 64.0, 71.0] {
            notes.push(long(10.0, 3.0, pitch, 80.0));
        }
        // Low, middle and high, each soft and loud.
        for (place, pitch) in [43.0, 60.0, 79.0].into_iter().enumerate() {
            notes.push(long(14.5 + 3.0 * place as f32, 1.0, pitch, 35.0));
            notes.push(long(16.0 + 3.0 * place as f32, 1.0, pitch, 120.0));
        }
        write(id, &play(&patch(id), &notes, 24.0));
    }
}

/// Writes `target/patches/ID.wav`.
pub fn write(id: &str, sound: &Sound) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/patches");
    std::fs::create_dir_all(folder).unwrap();
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

/// On the same eight notes, in three registers, soft, middling and loud, all patches are within
/// 1 LU of each other (short-term maximum), and of -24 LUFS at velocity 80, a doubling of velocity
/// 6 LU.
#[test]
fn patches_are_equally_loud() {
    for velocity in [40.0, 80.0, 120.0] {
        for root in [48.0, 60.0, 72.0] {
            let mut all =
                IDS.map(|id| (short_term_lufs(&play(&patch(id), &arch(root, velocity), TRACE_S)), id));
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (softest, loudest) = (all[0], all[IDS.len() - 1]);
            println!("root {root}, velocity {velocity}: {softest:.2?} to {loudest:.2?}");
            assert!(loudest.0 - softest.0 <= 1.0, "root {root}, velocity {velocity}: {all:.2?}");
            let target = target_lufs(velocity);
            assert!(softest.0 >= target - 1.0 && loudest.0 <= target + 1.0, "{softest:?}, {loudest:?}");
        }
    }
}

/// A single note at velocity 100 lies between −26 and −18 LUFS, its peak under −7 dBFS.
#[test]
fn single_notes_leave_room_for_chords() {
    for id in IDS {
        let note = Note { start_s: 0.0, held_s: 3.0, pitch: 60.0, velocity: 100.0 };
        let sound = play(&patch(id), &[note], 3.2);
        let mut meter = Loudness::new(RATE_HZ);
        meter.add(&sound.left, &sound.right);
        let lufs = meter.momentary_max();
        println!("{id}: {lufs:.1} LUFS momentary, peak {:.1} dBFS", meter.sample_peak_db());
        assert!((-26.0..=-18.0).contains(&lufs), "{id}: {lufs}");
        assert!(meter.sample_peak_db() < -7.0, "{id}");
    }
}

/// The harder a note is played, the brighter it is, in every register.
#[test]
fn brightness_follows_velocity() {
    for id in IDS {
        for root in [48.0, 60.0, 72.0] {
            let [soft, middle, loud] = [40.0, 80.0, 120.0]
                .map(|v| centroid_hz(&play(&patch(id), &arch(root, v), TRACE_S).mono(), f64::from(RATE_HZ)));
            assert!(
                middle > soft * 1.05 && loud > middle * 1.03,
                "{id} {root}: {soft:.0} {middle:.0} {loud:.0}"
            );
        }
    }
}

/// Struck and plucked notes die away faster the higher they are.
#[test]
fn decay_follows_register() {
    for id in DYING {
        let time_s = [48.0, 60.0, 72.0, 84.0].map(|pitch| {
            let note = Note { start_s: 0.0, held_s: 20.0, pitch, velocity: 80.0 };
            let sound = play(&patch(id), &[note], 14.0).mono();
            let levels: Vec<f64> = sound.chunks(2400).map(|c| c.iter().map(|s| s * s).sum::<f64>()).collect();
            let loudest = levels.iter().fold(0.0f64, |m, l| m.max(*l));
            // The last twentieth of a second that is less than 30 dB below the loudest.
            levels.iter().rposition(|l| *l > loudest * 1e-3).unwrap_or(0) as f64 / 20.0
        });
        println!("{id}: {time_s:.2?} s to fall by 30 dB");
        assert!(time_s.windows(2).all(|pair| pair[1] < pair[0] * 0.85), "{id}: {time_s:?}");
    }
}

/// No two patches sound alike: root mean square difference of the levels of 24 critical bands,
/// each relative to the loudest band, on the eight-note trace at middle C and velocity 80, is
/// 6 dB at least.
#[test]
fn patches_differ() {
    let bands =
        IDS.map(|id| bark_levels(&play(&patch(id), &arch(60.0, 80.0), TRACE_S).mono(), f64::from(RATE_HZ)));
    for a in 0..IDS.len() {
        for b in 0..a {
            let distance = distance_db(&bands[a], &bands[b]);
            assert!(distance >= 6.0, "{} and {}: {distance:.1} dB", IDS[a], IDS[b]);
        }
    }
}

/// The vibrato of flute and string waits: the pitch stands still first and sways later.
#[test]
fn vibrato_comes_late() {
    for id in ["flute", "bowed_string", "bright_lead"] {
        let mut patch = patch(id);
        (patch.noise.level_db, patch.noise.strike_db, patch.second.level_db) = (-60.0, -60.0, -60.0);
        let note = Note { start_s: 0.0, held_s: 3.0, pitch: 69.0, velocity: 80.0 };
        let sound = play(&patch, &[note], 3.0).mono();
        // Periods of the fundamental, from rising zero crossings of the smoothed sound.
        let sway = |from_s: f64, to_s: f64| {
            let (from, to) = ((from_s * 48e3) as usize, (to_s * 48e3) as usize);
            let smooth: Vec<f64> = sound[from..to].windows(54).map(|w| w.iter().sum::<f64>()).collect();
            let crossings: Vec<f64> = smooth
                .windows(2)
                .enumerate()
                .filter(|(_, w)| w[0] < 0.0 && w[1] >= 0.0)
                .map(|(i, w)| i as f64 - w[0] / (w[1] - w[0]))
                .collect();
            let spans: Vec<f64> = crossings.windows(9).map(|w| w[8] - w[0]).collect();
            let (low, high) = spans.iter().fold((f64::MAX, 0.0f64), |(l, h), s| (l.min(*s), h.max(*s)));
            1200.0 * (high / low).log2()
        };
        let (early, late) = (sway(0.08, 0.24), sway(1.6, 2.6));
        println!("{id}: {early:.1} cents early, {late:.1} late");
        assert!(early < 3.0 && late > 15.0, "{id}: {early:.1} then {late:.1} cents");
    }
}
