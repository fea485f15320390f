//! Sounds, songs and pictures from outside.

use std::path::{Path, PathBuf};

use cantus::sound::Source;

use crate::screen::Shown;
use crate::sf2;

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A SoundFont that is dropped sounds in the part that is chosen, its other sounds can be chosen from
/// then on, and it is taken back; a part that plays drums takes its drums.
#[test]
fn a_dropped_font_sounds() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "call-and-answer");
    let font = write(folder.path(), "small.sf2", &sf2::small());
    shown.choose("Answer");
    shown.drop_file(&font);
    let sounds = |shown: &mut Shown| {
        let music = shown.session().music();
        [0, 1].map(|part: usize| matches!(music.parts[part].source, Source::Font(_)))
    };
    assert_eq!(sounds(&mut shown), [false, true]);
    assert!(shown.has("Sound: Small flute"));
    shown.choose("Undo");
    assert_eq!(sounds(&mut shown), [false, false]);
    let mut drums = Shown::at_home(folder.path(), "drum-circle");
    drums.drop_file(&font);
    assert!(drums.has("Sound: Small kit"));
}

/// A recording that is dropped becomes what the part plays, a second one the second switch's.
#[test]
fn a_dropped_recording_is_a_cue() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    for (name, bytes) in [
        ("hello.flac", &include_bytes!("../clips/tone.flac")[..]),
        ("bye.ogg", &include_bytes!("../clips/tone.ogg")[..]),
    ] {
        let path = write(folder.path(), name, bytes);
        shown.drop_file(&path);
    }
    let part = shown.session().music().parts.remove(0);
    assert_eq!(part.mode, "cue");
    assert!(matches!(&part.source, Source::Clips(clips) if clips.iter().flatten().count() == 2));
    shown.press("key:space");
    assert!(shown.session().snapshot().peak > 1e-4);
}

/// Files that are broken say so with their name, and what plays is not touched.
#[test]
fn broken_files_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    let before = format!("{:?}", shown.session().arrangement());
    let song = "format = 1\nname = \"Broken\"\nabout = \"x\"\nculture = \"x\"\norigin = \"x\"\nsource = \"x\"\n\
                root = \"C4\"\ntempo_bpm = 90\nmelody = \"C4 D H\"\n";
    for (name, bytes, told) in [
        ("noise.sf2", &b"RIFF no font"[..], "noise.sf2"),
        ("noise.wav", b"RIFF no sound", "noise.wav"),
        ("noise.mid", b"MThd no song", "noise.mid"),
        ("noise.song.toml", song.as_bytes(), "noise.song.toml:9"),
    ] {
        let path = write(folder.path(), name, bytes);
        shown.drop_file(&path);
        assert!(shown.has("This file was not opened") && shown.tells(told), "{name}");
        assert_eq!(format!("{:?}", shown.session().arrangement()), before, "{name}");
        shown.choose("I have read this");
    }
    shown.press("key:space");
    assert!(shown.session().snapshot().parts[0].last_pitch.is_some());
}

/// A piece with a picture shows it on the stage, quietly; a picture that is broken is told and the
/// piece plays.
#[test]
fn a_piece_has_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    image::RgbImage::from_pixel(40, 30, image::Rgb([200, 30, 30]))
        .save(folder.path().join("red.png"))
        .unwrap();
    write(folder.path(), "broken.jpg", b"no picture");
    let text = include_str!("../../presets/first-notes.preset.toml");
    let piece = |name: &str, picture: &str| {
        let text = text.replacen("format = 1\n", &format!("format = 1\npicture = \"{picture}\"\n"), 1);
        write(folder.path(), name, text.as_bytes())
    };
    let (good, broken) = (piece("good.preset.toml", "red.png"), piece("broken.preset.toml", "broken.jpg"));
    let mut shown = Shown::at_home(folder.path(), "first-notes");
    shown.drop_file(&good);
    shown.choose("Stage");
    shown.wait_for("the picture", |shown| {
        shown.draw();
        shown.has("Picture of this piece")
    });
    shown.choose("Desk");
    shown.drop_file(&broken);
    shown.wait_for("what is wrong with the picture", |shown| {
        shown.draw();
        shown.tells("broken.jpg cannot be shown")
    });
    shown.choose("Stage");
    shown.press("key:space");
    assert!(!shown.has("Picture of this piece"));
    assert!(shown.session().snapshot().parts[0].last_pitch.is_some());
}

/// What is sung stands on the stage where the song has words, and does not where nobody wants it;
/// songs without words show their notes where names of notes are wanted.
#[test]
fn the_stage_shows_what_is_sung() {
    let folder = tempfile::tempdir().unwrap();
    let mut shown = Shown::at_home(folder.path(), "phrase-a-press");
    shown.choose("Stage");
    assert!(shown.tells("Jac"), "the first line");
    shown.choose("Desk");
    shown.choose("Song text");
    shown.choose("Stage");
    assert!(!shown.tells("Jac"));
    let mut shown = Shown::at_home(folder.path(), "song-alone");
    shown.session().remember(|settings| settings.song_text = true);
    shown.choose("Names of notes");
    shown.choose("Stage");
    shown.press("key:space");
    assert!(shown.tells("D G"), "Amazing Grace");
}
