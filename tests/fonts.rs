//! SoundFonts as sounds of parts: in tune, on the frame, as loud as patches, and hard to break.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;
#[path = "common/sf2.rs"]
mod sf2;

use std::io::Cursor;
use std::sync::Arc;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::chance::Chance;
use cantus::document::Document;
use cantus::preset::{Catalogue, Preset};
use cantus::sound::font::{Font, FontError, FontPlayer, presets};
use cantus::sound::loudness::Loudness;
use cantus::sound::{Bus, Source};
use cantus::time::BLOCK_FRAMES;
use common::{person, render};
use proptest::prelude::*;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE: f32 = 48_000.0;

fn hz(pitch: f32) -> f32 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}

fn read(bytes: &[u8], bank: u16, program: u16) -> Result<Font, FontError> {
    Font::read(&mut Cursor::new(bytes), bank, program)
}

fn player(bank: u16, program: u16) -> FontPlayer {
    FontPlayer::new(RATE, Arc::new(read(&sf2::small(), bank, program).unwrap()))
}

/// The left side of `blocks` blocks.
fn blocks(player: &mut FontPlayer, blocks: usize) -> Vec<f32> {
    let mut sound = Vec::new();
    for _ in 0..blocks {
        let mut bus = Bus::silent();
        player.render(0, BLOCK_FRAMES, &mut bus);
        sound.extend(bus.left);
    }
    sound
}

fn frequency(sound: &[f32]) -> f64 {
    let rises: Vec<f64> = sound
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(n, pair)| n as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    f64::from(RATE) * (rises.len() - 1) as f64 / (rises[rises.len() - 1] - rises[0])
}

/// Lists say what presets there are, and a missing one is told with another.
#[test]
fn presets_are_listed() {
    let bytes = sf2::small();
    let told: Vec<(u16, u16, String)> = presets(&mut Cursor::new(&bytes))
        .unwrap()
        .into_iter()
        .map(|entry| (entry.bank, entry.program, entry.name))
        .collect();
    assert_eq!(told, [(0, 73, "Small flute".to_owned()), (128, 0, "Small kit".to_owned())]);
    let error = read(&bytes, 5, 73).unwrap_err();
    assert!(error.to_string().contains("bank 0 and program 73 (Small flute)"), "{error}");
}

/// Any pitch, also between the keys, is in tune within half a cent, high and low, and slides.
#[test]
fn any_pitch_is_in_tune() {
    for pitch in [40.0, 57.3, 69.0, 69.5, 72.86, 88.01] {
        let mut player = player(0, 73);
        player.note_on(1, hz(pitch), 80.0);
        blocks(&mut player, 20);
        let got = frequency(&blocks(&mut player, 750));
        let cents = 1200.0 * (got / f64::from(hz(pitch))).log2();
        assert!(cents.abs() < 0.5, "{pitch}: {cents} cents off");
    }
    let mut player = player(0, 73);
    player.note_on(1, hz(60.0), 80.0);
    player.glide(1, hz(67.0), 4800);
    blocks(&mut player, 76);
    let got = frequency(&blocks(&mut player, 750));
    assert!((1200.0 * (got / f64::from(hz(67.0))).log2()).abs() < 0.5);
}

/// A note begins on the frame on which it was started, wherever in a block, without a step; how
/// blocks are cut changes no bit.
#[test]
fn onsets_are_exact() {
    let whole = {
        let mut player = player(0, 73);
        player.note_on(1, hz(69.0), 80.0);
        blocks(&mut player, 40)
    };
    for at in [0, 1, 7, 33, 63] {
        let mut player = player(0, 73);
        let mut sound = Vec::new();
        let mut bus = Bus::silent();
        player.render(0, at, &mut bus);
        player.note_on(1, hz(69.0), 80.0);
        player.render(at, BLOCK_FRAMES, &mut bus);
        sound.extend(bus.left);
        sound.extend(blocks(&mut player, 30));
        assert!(sound[..at].iter().all(|x| *x == 0.0));
        assert!(sound[at..] == whole[..sound.len() - at], "onset at {at}");
        assert!(sound[at + 1] != 0.0 || sound[at + 2] != 0.0);
    }
    assert!(whole.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.05));
}

/// Fonts are as loud as patches: −24 LUFS at velocity 80, and in proportion to velocity.
#[test]
fn as_loud_as_patches() {
    let lufs = |velocity: f32| {
        let mut player = player(0, 73);
        let mut meter = Loudness::new(RATE);
        for note in 0..8 {
            player.note_on(note, hz(57.0 + note as f32), velocity);
            for block in 0..337 {
                if block == 300 {
                    player.note_off(note);
                }
                let mut bus = Bus::silent();
                player.render(0, BLOCK_FRAMES, &mut bus);
                meter.add(&bus.left, &bus.right);
            }
        }
        meter.short_term_max()
    };
    assert!((lufs(80.0) + 24.0).abs() < 1.5, "{} LUFS", lufs(80.0));
    assert!((lufs(40.0) + 30.0).abs() < 1.5, "{} LUFS", lufs(40.0));
}

/// A closed hat ends the open one; kicks do not.
#[test]
fn drums_choke() {
    let mut player = player(128, 0);
    player.note_on(1, hz(46.0), 100.0);
    player.note_on(2, hz(36.0), 100.0);
    blocks(&mut player, 10);
    assert_eq!(player.sounding(), 2);
    player.note_on(3, hz(42.0), 100.0);
    blocks(&mut player, 20);
    assert_eq!(player.sounding(), 2, "the open hat is gone");
    player.note_on(4, hz(70.0), 100.0);
    assert_eq!(player.sounding(), 2, "there is no drum on this key");
}

/// Notes end after their release, and everything within the fade of *silence*; nothing clicks.
#[test]
fn everything_ends() {
    let mut player = player(0, 73);
    player.note_on(1, hz(60.0), 127.0);
    blocks(&mut player, 100);
    player.note_off(1);
    let ending = blocks(&mut player, 400);
    assert!(ending.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.05));
    assert_eq!(player.sounding(), 0);
    for note in 0..200 {
        player.note_on(note, hz(50.0 + (note % 40) as f32), 127.0);
        blocks(&mut player, 1);
    }
    assert!(player.sounding() <= 96);
    player.silence(1440);
    blocks(&mut player, 25);
    assert_eq!(player.sounding(), 0);
}

/// A part plays a font through mix, effects, room and guard, and never allocates.
#[test]
fn a_part_plays_it_without_allocating() {
    let mut player = player(0, 73);
    let mut kit = self::player(128, 0);
    let mut chance = Chance::new(3);
    let mut bus = Bus::silent();
    assert_no_alloc(|| {
        for round in 0..4000u32 {
            let note = chance.below(100) as u32;
            let pitch = chance.between(-20.0, 140.0);
            match chance.below(8) {
                0..=2 => player.note_on(note, hz(pitch), chance.between(1.0, 127.0)),
                3 => kit.note_on(note, hz(pitch.round()), 100.0),
                4 => player.note_off(note),
                5 => player.level(note, chance.between(0.0, 1.0)),
                6 => player.glide(note, hz(pitch), 1000),
                _ => kit.note_off(note),
            }
            if round % 500 == 499 {
                player.silence(1000);
            }
            let cut = chance.below(BLOCK_FRAMES);
            bus.clear();
            for player in [&mut player, &mut kit] {
                player.render(0, cut, &mut bus);
                player.render(cut, BLOCK_FRAMES, &mut bus);
            }
            assert!(bus.left.iter().chain(&bus.right).all(|x| x.is_finite()));
        }
    });
}

const PRESET: &str = r#"format = 1
name = "Font"
about = "A font."

[[part]]
mode = "keys"
patch = "flute"

[part.soundfont]
file = "small.sf2"
program = 73

[[part]]
mode = "wander"
patch = "kalimba"
"#;

/// A preset names a font beside it; it sounds. Where the font is missing or broken, this is said,
/// the part has its patch instead, and everything plays.
#[test]
fn a_preset_falls_back_to_the_patch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.sf2");
    let open = || {
        let document = Document::new(folder.path().join("font.preset.toml"), PRESET.to_owned());
        Preset::read(&document, &Catalogue::shipped()).unwrap()
    };
    let played = "0.1 a#0 down\n0.9 a#0 up\n";
    let missing = open();
    assert!(matches!(missing.setup.parts[0].source, Source::Patch));
    assert!(missing.warnings[0].message.contains("small.sf2"), "{:?}", missing.warnings);
    assert_eq!(missing.warnings[0].line, 10);
    let with_patch = render(&missing.setup, &person("anyone"), played, 2.0, 64);
    assert!(with_patch.audio.iter().any(|x| x.abs() > 0.01));
    std::fs::write(&path, sf2::small()).unwrap();
    let found = open();
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
    let with_font = render(&found.setup, &person("anyone"), played, 2.0, 64);
    assert!(with_font.audio != with_patch.audio && with_font.audio.iter().any(|x| x.abs() > 0.01));
    assert!(with_font.audio == render(&found.setup, &person("anyone"), played, 2.0, 333).audio);
    std::fs::write(&path, &sf2::small()[..3000]).unwrap();
    let broken = open();
    assert!(broken.warnings[0].message.contains("ends too early"), "{:?}", broken.warnings);
}

/// A file cut off at any byte is refused with a sentence, or plays what is whole.
#[test]
fn cut_off_files_are_refused() {
    let bytes = sf2::small();
    let tables = bytes.len() - 1200;
    for length in (0..tables).step_by(211).chain(tables..bytes.len()) {
        let error = read(&bytes[..length], 0, 73).unwrap_err();
        assert!(!error.to_string().is_empty(), "{length}");
    }
}

/// A file that promises more than it has takes no memory for it.
#[test]
fn promises_are_not_believed() {
    let mut bytes = sf2::small();
    let smpl = bytes.windows(4).position(|id| id == b"smpl").unwrap();
    bytes[smpl + 4..smpl + 8].copy_from_slice(&0xffff_fff0u32.to_le_bytes());
    assert!(matches!(read(&bytes, 0, 73), Err(FontError::Broken(_))));
    assert!(matches!(read(&[0; 4096], 0, 0), Err(FontError::Broken(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Bytes changed anywhere: an error, or a font that plays whatever it is without a step
    /// outside its samples.
    #[test]
    fn damage_is_survived(places in prop::collection::vec((0usize..2000, any::<u8>()), 1..12), seed in 0u64..1000) {
        let mut bytes = sf2::small();
        // The tables are at the end, where damage does most.
        let length = bytes.len();
        for (place, value) in places {
            bytes[length - 1 - place % 1800] = value;
        }
        for (bank, program) in [(0, 73), (128, 0)] {
            if let Ok(font) = read(&bytes, bank, program) {
                let mut player = FontPlayer::new(RATE, Arc::new(font));
                let mut chance = Chance::new(seed);
                for note in 0..20 {
                    player.note_on(note, hz(chance.between(0.0, 127.0).round()), 90.0);
                    prop_assert!(blocks(&mut player, 5).iter().all(|x| x.is_finite()));
                }
            }
        }
    }
}
