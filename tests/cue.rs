//! Cues: recorded sounds play on the frame, at one loudness, without a click, and hardly any
//! file can break them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::path::Path;

use cantus::document::Document;
use cantus::preset::{Catalogue, Preset};
use cantus::sound::Bus;
use cantus::sound::clip::{Clip, ClipError, ClipPlayer};
use cantus::sound::loudness::Loudness;
use cantus::time::BLOCK_FRAMES;
use common::{RATE_HZ, Rendered, person, render};
use proptest::prelude::*;

/// A WAV file of `seconds`, each frame made by `at` from its time.
fn wav(rate_hz: u32, channels: u16, seconds: f64, at: impl Fn(f64) -> f64) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for frame in 0..(seconds * f64::from(rate_hz)) as u32 {
        let value = (at(f64::from(frame) / f64::from(rate_hz)) * 32_000.0) as i16;
        (0..channels).for_each(|_| writer.write_sample(value).unwrap());
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

fn tone(hz: f64) -> impl Fn(f64) -> f64 {
    move |at| 0.3 * (at * hz * std::f64::consts::TAU).sin()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clips").join(name)).unwrap()
}

fn lufs(clip: &Clip) -> f64 {
    let mut meter = Loudness::new(clip.rate_hz as f32);
    meter.add(&clip.channels[0], clip.channels.last().unwrap());
    meter.integrated()
}

/// Power of `hz` in a sound.
fn power(sound: &[f32], hz: f64) -> f64 {
    let turn = |n: usize| n as f64 * hz / RATE_HZ * std::f64::consts::TAU;
    let sum = |wave: fn(f64) -> f64| {
        sound.iter().enumerate().map(|(n, x)| f64::from(*x) * wave(turn(n))).sum::<f64>()
    };
    (sum(f64::sin).powi(2) + sum(f64::cos).powi(2)) / (sound.len() as f64).powi(2)
}

/// A preset in a folder of its own with these clips, and what its part says further.
fn open(folder: &Path, clips: &[(&str, Vec<u8>)], further: &str) -> Preset {
    for (name, bytes) in clips {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let names: Vec<String> = clips.iter().map(|(name, _)| format!("{name:?}")).collect();
    let text = format!(
        "format = 1\nname = \"Cues\"\nabout = \"Cues.\"\n\n[[part]]\nmode = \"cue\"\n\
         patch = \"flute\"\nroom_db = -60\nclips = [{}]\n{further}",
        names.join(", ")
    );
    let document = Document::new(folder.join("cues.preset.toml"), text);
    Preset::read(&document, &Catalogue::shipped()).unwrap_or_else(|errors| panic!("{}", errors[0]))
}

fn play(clips: &[(&str, Vec<u8>)], further: &str, trace: &str, seconds: f64) -> Rendered {
    let folder = tempfile::tempdir().unwrap();
    let preset = open(folder.path(), clips, further);
    assert!(preset.warnings.is_empty(), "{:?}", preset.warnings);
    let rendered = render(&preset.setup, &person("anyone"), trace, seconds, 64);
    assert!(rendered.audio == render(&preset.setup, &person("anyone"), trace, seconds, 333).audio);
    rendered
}

/// Every format is read, with its length, at every rate, as loud as all clips are.
#[test]
fn formats_are_read() {
    let tone = tone(440.0);
    let files = [
        ("mono.wav", wav(44_100, 1, 0.5, &tone), 0.5),
        ("stereo.wav", wav(8_000, 2, 0.5, &tone), 0.5),
        ("fast.wav", wav(192_000, 1, 0.5, &tone), 0.5),
        ("tone.flac", fixture("tone.flac"), 0.4),
        ("tone.ogg", fixture("tone.ogg"), 0.4),
        ("tone.mp3", fixture("tone.mp3"), 0.4),
    ];
    for (name, bytes, seconds) in files {
        let clip = Clip::decode(name, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let got = clip.frames() as f64 / f64::from(clip.rate_hz);
        assert!((got - seconds).abs() < 0.09, "{name}: {got} s");
        assert!((lufs(&clip) + 24.0).abs() < 0.5, "{name}: {} LUFS", lufs(&clip));
        assert_eq!(clip.frames_at(RATE_HZ), (got * RATE_HZ).round() as u64);
    }
}

/// What cannot be played says why: too long, too large, empty, silent, of no known kind.
#[test]
fn errors_say_why() {
    let kind = |bytes: Vec<u8>| Clip::decode("x.wav", bytes).unwrap_err();
    assert_eq!(kind(wav(8_000, 1, 60.5, tone(200.0))), ClipError::Long);
    assert_eq!(kind(vec![0; (32 << 20) + 1]), ClipError::Large);
    assert_eq!(kind(wav(8_000, 1, 0.5, |_| 0.0)), ClipError::Silent);
    assert_eq!(kind(wav(4_000, 1, 0.5, tone(200.0))), ClipError::Rate(4_000));
    assert!(matches!(kind(b"Hello, this is text.".repeat(100)), ClipError::Kind(_)));
    assert!(Clip::decode("x.wav", wav(8_000, 1, 0.0, tone(200.0))).is_err());
    assert!(Clip::decode("x.wav", Vec::new()).is_err());
}

/// Each switch plays a clip of its own, from the frame of the press, for the length of the clip;
/// a new one ends the one before.
#[test]
fn each_switch_plays_its_own() {
    let clips =
        [("low.wav", wav(44_100, 1, 0.5, tone(300.0))), ("high.wav", wav(48_000, 1, 0.5, tone(900.0)))];
    let rendered = play(&clips, "", "f4801 a#0 down\n0.2 a#0 up\n1 b#1 down\n1.2 a#0 down\n", 2.5);
    let left = rendered.left();
    assert!(left[..4801].iter().all(|x| *x == 0.0));
    assert!(left[4802..4810].iter().any(|x| *x != 0.0));
    let notes: Vec<(u64, bool)> = rendered.kept.notes.iter().map(|note| (note.at, note.on)).collect();
    let expected =
        [(4801, true), (28_801, false), (48_000, true), (57_600, false), (57_600, true), (81_600, false)];
    assert_eq!(notes, expected);
    assert!(power(&left[10_000..20_000], 300.0) > 1e-4 && power(&left[10_000..20_000], 900.0) < 1e-7);
    assert!(power(&left[50_000..56_000], 900.0) > 1e-4 && power(&left[60_000..70_000], 900.0) < 1e-7);
    assert!(left[83_000..].iter().all(|x| x.abs() < 1e-4));
}

/// A clip that was let go goes on where it stopped.
#[test]
fn clips_resume() {
    let halves = |at: f64| if at < 0.5 { tone(300.0)(at) } else { tone(900.0)(at) };
    let clips = [("halves.wav", wav(48_000, 1, 1.0, halves))];
    let options = "[part.options]\nplays = \"while_held\"\nstarts = \"resume\"\n";
    let trace = "0.1 a#0 down\n0.7 a#0 up\n1 a#0 down\n2 a#0 up\n2.1 a#0 down\n2.4 a#0 up\n";
    let left = play(&clips, options, trace, 3.0).left();
    assert!(power(&left[8_000..24_000], 300.0) > 1e-4);
    assert!(left[36_000..47_900].iter().all(|x| x.abs() < 1e-4), "let go, it stops");
    assert!(power(&left[49_000..60_000], 900.0) > 1e-4 && power(&left[49_000..60_000], 300.0) < 1e-6);
    assert!(left[70_000..95_900].iter().all(|x| x.abs() < 1e-4), "it has come to its end");
    assert!(power(&left[102_000..112_000], 300.0) > 1e-4, "then it starts anew");
}

/// One switch steps through all of them, and the next press may stop instead.
#[test]
fn one_switch_plays_them_in_turn() {
    let clips =
        [("low.wav", wav(48_000, 1, 2.0, tone(300.0))), ("high.wav", wav(48_000, 1, 2.0, tone(900.0)))];
    let trace = "0.1 a#0 down\n0.6 a#0 up\n1 a#0 down\n1.1 a#0 up\n1.5 a#0 down\n";
    let next = play(&clips, "[part.options]\norder = \"next\"\n", trace, 2.0);
    let pitches: Vec<f32> = next.ons().iter().map(|note| note.pitch).collect();
    assert_eq!(pitches, [60.0, 61.0, 60.0]);
    let options = "[part.options]\norder = \"next\"\nplays = \"until_next_press\"\n";
    let stopped = play(&clips, options, trace, 2.0);
    let pitches: Vec<f32> = stopped.ons().iter().map(|note| note.pitch).collect();
    assert_eq!(pitches, [60.0, 61.0]);
}

/// Starts, stops and ends in the middle of anything are fades of 10 ms, never steps.
#[test]
fn nothing_clicks() {
    let clip = Clip { name: "flat".to_owned(), rate_hz: 48_000, channels: vec![vec![0.5; 20_000]] };
    let mut player = ClipPlayer::new(RATE_HZ, &[Some(clip), None]);
    let mut sound = Vec::new();
    for block in 0..700 {
        match block {
            10 => player.start(1, 0),
            60 => player.stop(1),
            100 => player.start(2, 0),
            120 => player.start(2, 0),
            // Nothing is there to be played.
            130 => player.start(3, 1),
            500 => {
                player.start(4, 0);
                player.seek(4, 12_345);
            }
            560 => player.silence(1440),
            _ => {}
        }
        let mut bus = Bus::silent();
        player.render(0, 17, &mut bus);
        player.render(17, BLOCK_FRAMES, &mut bus);
        sound.extend(bus.left);
    }
    assert!(sound.iter().any(|x| *x > 0.49) && sound[sound.len() - 1] == 0.0);
    assert!(sound.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.0022));
    assert_eq!(player.sounding(), 0);
}

/// A file that is missing or broken is named with its place; its switch plays a tone, the others
/// play on.
#[test]
fn missing_files_are_told_and_stood_in_for() {
    let folder = tempfile::tempdir().unwrap();
    let clips = [("good.wav", wav(48_000, 1, 0.5, tone(300.0))), ("bad.ogg", vec![7; 500])];
    let mut preset = open(folder.path(), &clips, "");
    assert_eq!(preset.warnings.len(), 1);
    let warning = &preset.warnings[0];
    assert!(warning.line == 9 && warning.message.contains("bad.ogg"), "{warning}");
    let trace = "0.1 a#0 down\n0.2 a#0 up\n1 b#1 down\n1.1 b#1 up\n";
    preset.setup.parts[0].room_db = -60.0;
    let rendered = render(&preset.setup, &person("anyone"), trace, 3.0, 64);
    let left = rendered.left();
    assert!(power(&left[10_000..20_000], 300.0) > 1e-4);
    assert!(left[50_000..60_000].iter().any(|x| x.abs() > 0.01), "the tone that stands in");
    assert_eq!(rendered.hanging(), 0);
}

/// A file cut off at any byte is refused with a sentence, or plays as far as it goes.
#[test]
fn cut_off_files_are_survived() {
    let files = [
        ("tone.wav", wav(8_000, 1, 0.05, tone(440.0))),
        ("tone.flac", fixture("tone.flac")),
        ("tone.ogg", fixture("tone.ogg")),
        ("tone.mp3", fixture("tone.mp3")),
    ];
    for (name, bytes) in files {
        let step = (bytes.len() / 400).max(1);
        for length in (0..300.min(bytes.len())).chain((300..bytes.len()).step_by(step)) {
            if let Err(error) = Clip::decode(name, bytes[..length].to_vec()) {
                assert!(!error.to_string().is_empty(), "{name} at {length}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Bytes changed anywhere: an error, or a clip with nothing wild in it.
    #[test]
    fn damage_is_survived(
        which in 0usize..4,
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let name = ["tone.flac", "tone.ogg", "tone.mp3", "tone.wav"][which];
        let mut bytes = if which == 3 { wav(8_000, 2, 0.2, tone(440.0)) } else { fixture(name) };
        for (place, value) in places {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(clip) = Clip::decode(name, bytes) {
            prop_assert!(clip.channels.iter().flatten().all(|x| x.is_finite() && x.abs() < 1.0));
        }
    }
}
