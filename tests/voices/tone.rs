//! Purity and tuning.

use cantus::sound::patch::{Adsr, Filter, Lfo, Oscillator, Patch, Wave};
use cantus::sound::{Bus, Synth};
use cantus::time::BLOCK_FRAMES;

use crate::play::{IDS, Note, RATE_HZ, patch, play};
use crate::spectrum::powers;

/// A saw through the wide open filter.
fn open_saw() -> Patch {
    let steady = Adsr { attack_ms: 5.0, decay_ms: 1000.0, sustain: 1.0, release_ms: 100.0 };
    Patch {
        oscillator: Oscillator { wave: Wave::Saw, level_db: 0.0 },
        filter: Filter { cutoff_hz: 20_000.0, resonance: 0.0, key_follow: 0.0, ..Filter::default() },
        amp_envelope: steady.clone(),
        filter_envelope: steady,
        ..Patch::default()
    }
}

/// A held note, from half a second on.
fn steady(patch: &Patch, hz: f64, frames: usize) -> Vec<f64> {
    let pitch = 69.0 + 12.0 * (hz / 440.0).log2() as f32;
    let seconds = 0.6 + frames as f32 / RATE_HZ;
    let note = Note { start_s: 0.0, held_s: seconds, pitch, velocity: 80.0 };
    play(patch, &[note], seconds).mono()[24_000..24_000 + frames].to_vec()
}

/// Power off the harmonics against power on them, in dB.
fn alias_db(hz: f64) -> f64 {
    let size = 1 << 16;
    let powers = powers(&steady(&open_saw(), hz, size));
    let bin_hz = f64::from(RATE_HZ) / size as f64;
    let (mut on, mut off) = (0.0, 0.0);
    for (bin, power) in powers.iter().enumerate() {
        let at_hz = bin as f64 * bin_hz;
        let harmonic = (at_hz / hz).round().max(1.0);
        // The window's main lobe is four bins to either side; the rest is for rounding of the pitch.
        if (at_hz - harmonic * hz).abs() <= 8.0 * bin_hz { on += power } else { off += power }
    }
    10.0 * (off / on).log10()
}

/// What folds back from a saw lies at least 70 dB under its harmonics.
#[test]
fn saws_do_not_alias() {
    for hz in [441.0, 1761.0, 4188.0] {
        let alias = alias_db(hz);
        println!("alias at {hz} Hz: {alias:.1} dB");
        assert!(alias <= -70.0, "{hz} Hz: {alias:.1} dB");
    }
    let lowest = alias_db(55.0);
    println!("alias at 55 Hz: {lowest:.1} dB");
    assert!(lowest <= -55.0, "{lowest:.1} dB");
}

/// A note that has glided has exactly the pitch it was sent to: against one that started there
/// less than 0.05 cents, even after a glide that was turned back half way.
#[test]
fn glides_end_in_tune() {
    let mut plain = open_saw();
    plain.filter.cutoff_hz = 1000.0;
    for to_hz in [110.0, 261.6256, 987.7666] {
        let mut synth = Synth::new(RATE_HZ, std::slice::from_ref(&plain));
        let mut bus = [Bus::silent()];
        synth.note_on(0, 1, 311.1, 80.0);
        let mut sound = Vec::new();
        for block in 0..1200 {
            match block {
                10 => synth.glide(0, 1, 1500.0, 9600),
                60 => synth.glide(0, 1, to_hz as f32, 4801),
                _ => {}
            }
            bus[0].clear();
            synth.render(0, BLOCK_FRAMES, &mut bus);
            sound.extend(bus[0].left.map(f64::from));
        }
        let glided = pitch_hz(&sound[140 * BLOCK_FRAMES..][..1 << 16], to_hz);
        let direct = pitch_hz(&steady(&plain, to_hz, 1 << 16), to_hz);
        let cents = 1200.0 * (glided / direct).log2();
        println!("{to_hz}: {cents:+.4} cents");
        assert!(cents.abs() < 0.05, "{to_hz}: {cents:+.4} cents");
    }
}

/// Mean frequency of the fundamental of a steady sound.
fn pitch_hz(sound: &[f64], near_hz: f64) -> f64 {
    let powers = powers(sound);
    let bin_hz = f64::from(RATE_HZ) / sound.len() as f64;
    let reach = near_hz * 0.02 + 5.0 * bin_hz;
    let bins = ((near_hz - reach) / bin_hz) as usize..=((near_hz + reach) / bin_hz) as usize;
    let power: f64 = bins.clone().map(|bin| powers[bin]).sum();
    bins.map(|bin| powers[bin] * bin as f64 * bin_hz).sum::<f64>() / power
}

/// Every patch is in tune within 3 cents: the mean pitch of its strongest harmonics, weighted by power.
#[test]
fn patches_are_in_tune() {
    for id in IDS {
        // The kalimba's glint is no harmonic; vibrato would only blur what it moves evenly.
        let mut patch: Patch = patch(id);
        patch.lfo = Lfo::default();
        let octaves = f64::from(patch.transpose_semitones / 12.0);
        for note_hz in [110.0, 261.6256, 440.0, 987.7666] {
            let hz = note_hz * octaves.exp2();
            let size = 1 << 16;
            let powers = powers(&steady(&patch, note_hz, size));
            let bin_hz = f64::from(RATE_HZ) / size as f64;
            let (mut sum, mut weight) = (0.0, 0.0);
            for harmonic in 1..=6 {
                let centre = f64::from(harmonic) * hz;
                // A third of a semitone to either side, and the width of the window.
                let reach = centre * 0.02 + 5.0 * bin_hz;
                let bins = ((centre - reach) / bin_hz) as usize..=((centre + reach) / bin_hz) as usize;
                let power: f64 = bins.clone().map(|bin| powers[bin]).sum();
                let mean_hz = bins.map(|bin| powers[bin] * bin as f64 * bin_hz).sum::<f64>() / power;
                sum += 1200.0 * (mean_hz / centre).log2() * power;
                weight += power;
            }
            let cents = sum / weight;
            println!("{id} {note_hz:.0} Hz: {cents:+.2} cents");
            assert!(cents.abs() <= 3.0, "{id} {note_hz} Hz: {cents:+.2} cents");
        }
    }
}
