//! Times the bank against the reference kernel, in µs of CPU per voice and second of sound.
#![allow(clippy::disallowed_methods, missing_docs)]

use std::hint::black_box;
use std::time::Instant;

use cantus::sound::patch::Patch;
use cantus::sound::reference::{ReferenceKernel, bench_patch};
use cantus::sound::{Bus, MAX_VOICES, Synth};
use cantus::time::BLOCK_FRAMES;

const RATE_HZ: f32 = 48_000.0;
/// Blocks in one timing: short, so that many of them fall between interruptions.
const BLOCKS: usize = 75;
const ROUNDS: usize = 60;

fn main() {
    let start = Instant::now();
    let mut reference = ReferenceKernel::new(RATE_HZ, MAX_VOICES);
    println!("tables and reference built in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut patches = vec![(String::from("bench"), bench_patch())];
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).expect("a readable patch file");
        let start = Instant::now();
        let patch: Patch = toml::from_str(&text).expect("a patch");
        black_box(Synth::new(RATE_HZ, std::slice::from_ref(&patch)));
        println!("{path}: built in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
        patches.push((path, patch));
    }
    let mut ratios: Vec<Vec<(f64, f64, f64)>> = vec![Vec::new(); patches.len()];
    for _ in 0..ROUNDS {
        for (index, (_, patch)) in patches.iter().enumerate() {
            let yard = per_voice(|bus| reference.render_block(&mut bus[0]));
            let mut synth = full(patch);
            let bank = per_voice(|bus| synth.render(0, BLOCK_FRAMES, bus));
            ratios[index].push((bank / yard, bank, yard));
        }
    }
    for ((name, patch), mut runs) in patches.iter().zip(ratios) {
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ratio = runs[runs.len() / 2].0;
        let least = |pick: fn(&(f64, f64, f64)) -> f64| runs.iter().map(pick).fold(f64::MAX, f64::min);
        let (bank, yard) = (least(|run| run.1), least(|run| run.2));
        println!(
            "{name}: least: bank {bank:.0} µs, reference {yard:.0} µs; median ratio {ratio:.2} ({:.2} to {:.2}); worst block {:.0} µs, with steals {:.0} µs",
            runs[0].0,
            runs[runs.len() - 1].0,
            worst_block(patch, false),
            worst_block(patch, true),
        );
    }
}

fn full(patch: &Patch) -> Synth {
    let mut synth = Synth::new(RATE_HZ, std::slice::from_ref(patch));
    for note in 0..MAX_VOICES as u32 {
        synth.note_on(0, note, 65.406 * ((note % 48) as f32 / 12.0).exp2(), 80.0);
    }
    synth
}

fn per_voice(mut block: impl FnMut(&mut [Bus])) -> f64 {
    let mut bus = [Bus::silent()];
    let start = Instant::now();
    for _ in 0..BLOCKS {
        bus[0].clear();
        block(&mut bus);
        black_box(&bus);
    }
    let sound_s = (BLOCKS * BLOCK_FRAMES) as f64 / f64::from(RATE_HZ);
    start.elapsed().as_secs_f64() * 1e6 / MAX_VOICES as f64 / sound_s
}

/// Median time of a block with 128 note-ons, into silence or into 128 sounding voices.
fn worst_block(patch: &Patch, steals: bool) -> f64 {
    let mut times: Vec<f64> = (0..101)
        .map(|_| {
            let mut synth = Synth::new(RATE_HZ, std::slice::from_ref(patch));
            let mut bus = [Bus::silent()];
            if steals {
                synth = full(patch);
                for _ in 0..20 {
                    synth.render(0, BLOCK_FRAMES, &mut bus);
                }
            }
            let start = Instant::now();
            for note in 0..MAX_VOICES as u32 {
                synth.note_on(0, 1000 + note, 110.0 + note as f32, 80.0);
            }
            synth.render(0, BLOCK_FRAMES, &mut bus);
            black_box(&bus);
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
