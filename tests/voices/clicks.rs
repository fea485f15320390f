//! No clicks.
//!
//! A sine that starts, stops or changes without a click has next to nothing above 5 kHz.
//! A *click* is measured as the peak of what a fourth-order high-pass at 5 kHz leaves of the
//! sound, against the peak of the sound itself. A 5 ms ramp measures about −60 dB, a cut
//! in full swing about −10 dB; the limit is −45 dB.

use cantus::sound::patch::{Adsr, Filter, Oscillator, Patch, Wave};
use cantus::sound::{Bus, MAX_VOICES, Synth};
use cantus::time::BLOCK_FRAMES;

use crate::play::{IDS, Note, RATE_HZ, patch, play};

const LIMIT_DB: f64 = -45.0;

/// A bare sine that starts and stops as fast as a patch may.
fn bare() -> Patch {
    let fast = Adsr { attack_ms: 5.0, decay_ms: 500.0, sustain: 1.0, release_ms: 20.0 };
    Patch {
        spread: 0.0,
        oscillator: Oscillator { wave: Wave::Sine, level_db: 0.0 },
        filter: Filter { cutoff_hz: 20_000.0, resonance: 0.0, ..Filter::default() },
        amp_envelope: fast.clone(),
        filter_envelope: fast,
        ..Patch::default()
    }
}

/// Peak above 5 kHz against the peak, in dB.
fn click_db(sound: &[f32]) -> f64 {
    let mut above: Vec<f64> = sound.iter().map(|s| f64::from(*s)).collect();
    for damping in [0.765_367, 1.847_759] {
        // Butterworth's two sections, bilinear.
        let w = (std::f64::consts::PI * 5000.0 / f64::from(RATE_HZ)).tan();
        let norm = 1.0 / (1.0 + damping * w + w * w);
        let (a1, a2) = (2.0 * (w * w - 1.0) * norm, (1.0 - damping * w + w * w) * norm);
        let (mut z1, mut z2) = (0.0, 0.0);
        for sample in &mut above {
            let x = *sample;
            let y = x * norm + z1;
            z1 = -2.0 * x * norm - a1 * y + z2;
            z2 = x * norm - a2 * y;
            *sample = y;
        }
    }
    let high = above.iter().fold(0.0f64, |p, s| p.max(s.abs()));
    let peak = sound.iter().fold(0.0f64, |p, s| p.max(f64::from(s.abs())));
    20.0 * (high / peak).log10()
}

/// Renders `blocks` blocks, `act` acting before each.
fn render(synth: &mut Synth, blocks: usize, mut act: impl FnMut(&mut Synth, usize)) -> Vec<f32> {
    let mut sound = Vec::new();
    for block in 0..blocks {
        let mut bus = [Bus::silent()];
        act(synth, block);
        synth.render(0, BLOCK_FRAMES, &mut bus);
        sound.extend(bus[0].left);
    }
    sound
}

/// The measure tells a cut from a ramp.
#[test]
fn a_cut_is_a_click() {
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let sound = render(&mut synth, 60, |synth, block| match block {
        0 => synth.note_on(0, 1, 311.0, 80.0),
        30 => synth.silence(0),
        _ => {}
    });
    let click = click_db(&sound);
    assert!(click > -25.0, "{click}");
}

/// Starting and stopping a note at any velocity makes no click.
#[test]
fn notes_start_and_stop_without_clicks() {
    for velocity in 1..=127 {
        for hz in [55.0, 311.0, 523.0] {
            let mut synth = Synth::new(RATE_HZ, &[bare()]);
            let sound = render(&mut synth, 60, |synth, block| match block {
                1 => synth.note_on(0, 1, hz, velocity as f32),
                30 => synth.note_off(0, 1),
                _ => {}
            });
            let click = click_db(&sound);
            assert!(click < LIMIT_DB, "velocity {velocity}, {hz} Hz: {click}");
        }
    }
}

/// Starting a note that sounds already, changing levels and *silence* make no click.
#[test]
fn changes_make_no_clicks() {
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let again = render(&mut synth, 90, |synth, block| {
        if block % 20 == 0 {
            synth.note_on(0, 1, 311.0, 80.0);
        }
    });
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let levels = render(&mut synth, 200, |synth, block| match block {
        0 => synth.note_on(0, 1, 311.0, 80.0),
        _ if block % 30 == 0 => synth.level(0, 1, (block / 30 % 2) as f32),
        _ => {}
    });
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let silence = render(&mut synth, 60, |synth, block| match block {
        0 => synth.note_on(0, 1, 311.0, 80.0),
        20 => synth.silence(1440),
        _ => {}
    });
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let glides = render(&mut synth, 300, |synth, block| match block {
        0 => synth.note_on(0, 1, 311.0, 80.0),
        // Slow, as fast as it can be, and turned back half way.
        40 => synth.glide(0, 1, 466.0, 9600),
        200 => synth.glide(0, 1, 155.0, 0),
        230 => synth.glide(0, 1, 622.0, 2000),
        240 => synth.glide(0, 1, 100.0, 1000),
        _ => {}
    });
    let all = [("again", again), ("levels", levels), ("silence", silence), ("glides", glides)];
    for (what, sound) in all {
        let click = click_db(&sound);
        assert!(click < LIMIT_DB, "{what}: {click}");
    }
}

/// Stealing makes no click: 128 voices sound, 64 more start one after another, then 128 at once.
#[test]
fn stealing_makes_no_clicks() {
    let mut synth = Synth::new(RATE_HZ, &[bare()]);
    let pitch = |note: u32| 200.0 + 2.7 * (note % 128) as f32;
    let sound = render(&mut synth, 300, |synth, block| {
        let block = block as u32;
        match block {
            // Spread in time, or the sines' common onset would hide everything else.
            0..128 => synth.note_on(0, block, pitch(block), 80.0),
            150..214 => synth.note_on(0, block, pitch(block), 80.0),
            250 => (0..MAX_VOICES as u32).for_each(|n| synth.note_on(0, 1000 + n, pitch(n), 80.0)),
            _ => {}
        }
    });
    let click = click_db(&sound);
    assert!(click < LIMIT_DB, "{click}");
    // One voice alone: the stolen one is all that can be heard.
    let mut synth = Synth::new(RATE_HZ, &[bare(), bare()]);
    let mut buses = [Bus::silent(), Bus::silent()];
    synth.note_on(1, 0, 311.0, 70.0);
    (0..127).for_each(|n| synth.note_on(0, n, 200.0, 80.0));
    let mut alone = Vec::new();
    for block in 0..60 {
        if block == 30 {
            synth.note_on(0, 500, 200.0, 80.0);
        }
        buses[1].clear();
        synth.render(0, BLOCK_FRAMES, &mut buses);
        alone.extend(buses[1].left);
    }
    assert!(alone[50 * BLOCK_FRAMES..].iter().all(|s| *s == 0.0));
    let click = click_db(&alone);
    assert!(click < LIMIT_DB, "{click}");
}

/// In no shipped patch is a step from sample to sample at onset or release larger than the
/// largest within the note.
#[test]
fn patches_start_and_stop_smoothly() {
    for id in IDS {
        let patch = patch(id);
        for velocity in [1.0, 20.0, 40.0, 60.0, 80.0, 100.0, 127.0] {
            let note = Note { start_s: 0.0, held_s: 0.6, pitch: 57.0, velocity };
            let sound = play(&patch, &[note], 1.2).left;
            let step = |from_s: f32, to_s: f32| {
                let (from, to) = ((from_s * RATE_HZ) as usize, (to_s * RATE_HZ) as usize);
                sound[from..to].windows(2).fold(0.0f32, |most, w| most.max((w[1] - w[0]).abs()))
            };
            // Oscillators that beat may meet steeper at the end than before; a click is several times as steep.
            let within = step(0.004, 0.58) * 1.3;
            assert!(step(0.0, 0.004) <= within && step(0.59, 1.2) <= within, "{id} {velocity}");
        }
    }
}
