//! Songs: those that ship are songs, whole and singable; MIDI files become songs or are
//! refused with the place; presets play them note by note.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;
#[path = "songs/midi.rs"]
mod midi;

use std::path::Path;

use cantus::music::Song;
use cantus::preset::{Catalogue, FileKind, SongSheet, read_song};
use common::{RATE_HZ, person, preset, render};

fn sheets() -> Vec<(String, SongSheet)> {
    let catalogue = Catalogue::shipped();
    let read = |id: String| {
        let document = catalogue.document(FileKind::Song, &id, Path::new("")).unwrap();
        let sheet = read_song(&document, &catalogue).unwrap_or_else(|errors| panic!("{}", errors[0]));
        (id, sheet)
    };
    catalogue.ids(FileKind::Song).into_iter().map(read).collect()
}

fn song(id: &str) -> Song {
    let (_, sheet) = sheets().into_iter().find(|(other, _)| other == id).unwrap();
    sheet.song
}

/// There are at least 35 songs of many peoples, each with a source, no two alike.
#[test]
fn there_are_songs_of_many_peoples() {
    let sheets = sheets();
    assert!(sheets.len() >= 35, "{}", sheets.len());
    let mut cultures: Vec<&str> = sheets.iter().map(|(_, sheet)| sheet.culture.as_str()).collect();
    cultures.sort_unstable();
    cultures.dedup();
    assert!(cultures.len() >= 24, "{cultures:?}");
    for (place, (id, sheet)) in sheets.iter().enumerate() {
        assert!(sheet.about.ends_with('.') && sheet.origin.ends_with('.'), "{id}");
        assert!(sheet.source.len() > 10 && !sheet.tags.is_empty(), "{id}");
        let notes =
            |sheet: &SongSheet| sheet.song.notes().iter().map(|note| note.above_root).collect::<Vec<_>>();
        for (other, another) in &sheets[..place] {
            assert!(notes(sheet) != notes(another), "{id} is {other}");
        }
    }
}

/// Every song is singable: a range of at most two octaves, phrases of 3 to 24 notes, an end
/// on the root or its fifth, and nine tenths of its time on degrees of its scale. That bars
/// add up, the reader itself has seen to.
#[test]
fn songs_are_whole_and_singable() {
    for (id, sheet) in sheets() {
        let song = &sheet.song;
        let (low, high) = song.range();
        assert!((5.0..=24.0).contains(&(high - low)), "{id}: {} semitones", high - low);
        assert!(song.notes().len() >= 20, "{id}");
        for phrase in 0..song.phrases().len() {
            let notes = song.phrase_notes(phrase);
            assert!((3..=24).contains(&notes.len()), "{id}: phrase {phrase} has {} notes", notes.len());
        }
        let last = song.notes().last().unwrap().above_root.rem_euclid(12.0);
        assert!([0.0, 7.0].contains(&last), "{id} ends {last} semitones above its root");
        assert!(song.in_scale_share() >= 0.9, "{id}: {}", song.in_scale_share());
        let gaps = song.notes().windows(2).filter(|pair| pair[1].at_beats <= pair[0].at_beats);
        assert_eq!(gaps.count(), 0, "{id}");
    }
}

/// Most of a song's notes on the first beat of a bar are tones of the chord there.
#[test]
fn chords_fit_their_tunes() {
    for (id, sheet) in sheets() {
        let song = &sheet.song;
        if song.chords().is_empty() {
            continue;
        }
        let (mut fit, mut all) = (0, 0);
        for note in song.notes().iter().filter(|note| note.begins_bar) {
            let Some(chord) = note.chord else { continue };
            let (_, chord) = song.chords()[usize::from(chord)];
            let apart = |tone: &f32| (tone / 100.0 - note.above_root).rem_euclid(12.0);
            all += 1;
            fit += usize::from(chord.tones().iter().any(|tone| apart(tone) < 0.5 || apart(tone) > 11.5));
        }
        assert!(fit * 4 >= all * 3, "{id}: {fit} of {all}");
    }
}

/// The lock of a song holds each of its notes and chords as they are written.
#[test]
fn locks_hold_their_songs() {
    use cantus::music::{Harmony, LockSet};
    for (id, sheet) in sheets() {
        let song = &sheet.song;
        let harmony = Harmony { root: song.root, scale: song.lock_scale(), ..Harmony::default() };
        let lock = LockSet::scale(&harmony);
        for note in song.notes() {
            let pitch = song.root + note.above_root;
            assert!((lock.snap(pitch) - pitch).abs() < 0.3, "{id}: {pitch}");
        }
    }
}

/// Known tunes, note by note: what a press plays is what the song has, in the player's rhythm.
#[test]
fn presses_are_the_notes() {
    let presses: String = (0..16).map(|n| format!("{0}.1 a#0 down\n{0}.6 a#0 up\n", n)).collect();
    let rendered = render(&preset("song-alone"), &person("anyone"), &presses, 18.0, 512);
    let pitches: Vec<f32> = rendered.ons().iter().map(|note| note.pitch).collect();
    // New Britain: D G B G B A G E D, D G B G B A D'.
    let tune = [62, 67, 71, 67, 71, 69, 67, 64, 62, 62, 67, 71, 67, 71, 69, 74];
    assert_eq!(pitches, tune.map(|pitch| pitch as f32));
    let frames: Vec<u64> = rendered.ons().iter().map(|note| note.at).collect();
    assert!(frames.windows(2).all(|pair| pair[1] - pair[0] == RATE_HZ as u64));
}

/// Layers on one switch stay together: chords and bass change with the tune's bars.
#[test]
fn layers_stay_together() {
    let presses: String = (0..40)
        .map(|n| format!("{} a#0 down\n{} a#0 up\n", 0.5 * f64::from(n), 0.5 * f64::from(n) + 0.3))
        .collect();
    let rendered = render(&preset("song-with-chords"), &person("anyone"), &presses, 26.0, 512);
    assert_eq!(rendered.hanging(), 0);
    let ons = rendered.ons();
    let tune: Vec<u64> = ons.iter().filter(|note| note.part == 0).map(|note| note.at).collect();
    assert_eq!(tune.len(), 40);
    for part in [1, 2] {
        let mut struck: Vec<u64> = ons.iter().filter(|note| note.part == part).map(|note| note.at).collect();
        struck.dedup();
        assert!(struck.len() >= 8, "{struck:?}");
        assert!(struck.iter().all(|at| tune.contains(at)));
    }
    let bass: Vec<f32> =
        ons.iter().filter(|note| note.part == 2).map(|note| note.pitch.rem_euclid(12.0)).take(6).collect();
    // Stille Nacht in C: two bars of I, of V, of I.
    assert_eq!(bass, [0.0, 7.0, 7.0, 0.0, 5.0, 0.0]);
}

/// Every shipped song can be played to its end by one switch, in a preset's register, and
/// leads home on *finish*.
#[test]
fn every_song_plays_to_its_end() {
    use cantus::play::OptionValue;
    for (id, sheet) in sheets() {
        let mut setup = preset("song-alone");
        let song = sheet.song;
        setup.root = song.root;
        setup.scale = song.lock_scale();
        setup.parts[0].register = cantus::music::Register { low: 48.0, high: 84.0 };
        let notes = song.notes().len();
        let intervals: Vec<f32> =
            song.notes().windows(2).map(|pair| pair[1].above_root - pair[0].above_root).collect();
        setup.parts[0].options.set("song", OptionValue::Song(song.into())).unwrap();
        let presses: String = (0..notes)
            .map(|n| format!("{} a#0 down\n{} a#0 up\n", 0.1 * n as f64, 0.1 * n as f64 + 0.05))
            .collect();
        let rendered = render(&setup, &person("anyone"), &presses, 0.1 * notes as f64 + 1.0, 512);
        let pitches: Vec<f32> = rendered.ons().iter().map(|note| note.pitch).collect();
        assert_eq!(pitches.len(), notes, "{id}");
        for (place, pair) in pitches.windows(2).enumerate() {
            let step = pair[1] - pair[0];
            assert!(
                (step - intervals[place]).abs() < 0.4,
                "{id}: note {place}, {step} for {}",
                intervals[place]
            );
        }
    }
}

/// The song whose first notes everybody knows is the one that is written.
#[test]
fn what_is_written_is_what_is_known() {
    let above = |id: &str, count: usize| -> Vec<i32> {
        song(id).notes().iter().take(count).map(|note| note.above_root.round() as i32).collect()
    };
    assert_eq!(above("frere_jacques", 11), [0, 2, 4, 0, 0, 2, 4, 0, 4, 5, 7]);
    assert_eq!(above("ah_vous_dirai_je", 7), [0, 0, 7, 7, 9, 9, 7]);
    assert_eq!(above("sakura", 6), [5, 5, 7, 5, 5, 7]);
    assert_eq!(above("stille_nacht", 8), [7, 9, 7, 4, 7, 9, 7, 4]);
    assert_eq!(above("old_hundredth", 8), [0, 0, -1, -3, -5, 0, 2, 4]);
    assert_eq!(above("korobeiniki", 6), [7, 2, 3, 5, 3, 2]);
}
