//! The band: in the harmony, behind the player, to its end, whatever the style.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;

use cantus::band::Playing;
use cantus::engine::{BAND_LANE, MAX_LANES, MusicSetup, NoteRecord};
use cantus::music::LockSet;
use cantus::preset::{Catalogue, FileKind};
use cantus::session::offline::Kept;
use cantus::sound::loudness::Loudness;
use common::{RATE_HZ, Rendered, offline, person, preset, preset_ids, render, resolve};

/// Shipped presets with a band.
fn bands() -> Vec<(String, MusicSetup)> {
    let all = preset_ids().into_iter().map(|id| (id.clone(), preset(&id)));
    all.filter(|(_, setup)| setup.band.is_some()).collect()
}

/// Somebody presses one switch, a little unevenly, `every_s` on the average.
fn presses(from_s: f64, to_s: f64, every_s: f64) -> String {
    let mut text = String::new();
    let (mut at, mut step) = (from_s, 0u32);
    while at < to_s {
        writeln!(text, "{at:.4} a#0 down\n{:.4} a#0 up", at + every_s * 0.6).unwrap();
        step += 1;
        at += every_s * (1.0 + 0.25 * f64::from(step * 7 % 5) / 4.0 - 0.125);
    }
    text
}

fn of_band(notes: &[NoteRecord]) -> Vec<NoteRecord> {
    notes.iter().filter(|note| note.part >= BAND_LANE).copied().collect()
}

fn hanging(notes: &[NoteRecord]) -> usize {
    let on = notes.iter().filter(|note| note.on).count();
    on - (notes.len() - on)
}

fn seconds(bars: f64, setup: &MusicSetup) -> f64 {
    bars * f64::from(setup.metre.beats) * 60.0 / setup.tempo_bpm
}

/// Eleven styles at least, and for each a preset in which one switch plays over it.
#[test]
fn every_style_has_a_preset() {
    let styles = Catalogue::shipped().ids(FileKind::Style);
    assert!(styles.len() >= 11, "{styles:?}");
    let played: BTreeSet<String> = bands()
        .iter()
        .filter_map(|(_, setup)| setup.band.as_ref().map(|band| band.style.name.clone()))
        .collect();
    assert_eq!(played.len(), styles.len(), "{played:?}");
}

/// The first press is the first beat; the band is there within two bars, as its intro says,
/// and silent before.
#[test]
fn the_first_press_begins_it() {
    for (id, setup) in bands() {
        let rendered = render(&setup, &person("anyone"), "2.0 a#0 down\n2.3 a#0 up\n", 8.0, 512);
        let first = of_band(&rendered.kept.notes).iter().map(|note| note.at).min().unwrap();
        let start = (2.0 * RATE_HZ) as u64;
        assert!(first >= start, "{id} begins by itself");
        assert!(first <= start + (seconds(2.0, &setup) * RATE_HZ) as u64, "{id} begins at {first}");
    }
}

/// The trace of a clock from outside at the tempo of `setup`: *start* and its ticks, the first on
/// `from`, in frames.
fn clock(setup: &MusicSetup, from: f64, beats: f64) -> String {
    let tick = beat_frames(setup) * f64::from(setup.metre.unit) / 4.0 / 24.0;
    let ticks = (beats * beat_frames(setup) / tick) as u32;
    let mut text = format!("f{} clock start\n", from - 100.0);
    for number in 0..ticks {
        writeln!(text, "f{} clock tick", (from + f64::from(number) * tick).round()).unwrap();
    }
    text
}

fn beat_frames(setup: &MusicSetup) -> f64 {
    60.0 * RATE_HZ / setup.tempo_bpm
}

/// Where a clock from outside leads, the first press never moves the place in the music: the
/// beat is the clock's before and after it, and the band begins on the clock's next bar.
#[test]
fn it_begins_with_the_bar_of_a_clock_that_leads() {
    for (id, setup) in bands() {
        let bar = f64::from(setup.metre.beats);
        let first_tick = 48_000.0;
        let frame_of = |beat: f64| first_tick + beat * beat_frames(&setup);
        // A little before the third beat of the third bar.
        let pressed = frame_of(2.0 * bar + 1.9);
        let presses = format!("f{0} a#0 down\nf{1} a#0 up\n", pressed as u64, pressed as u64 + 9000);
        let played = clock(&setup, first_tick, 6.0 * bar) + &presses;
        let mut live = offline(&setup, &person("anyone"), &played);
        let mut kept = Kept::default();
        let frames = frame_of(5.5 * bar) as usize;
        for out in vec![0.0; 2 * frames].chunks_mut(128) {
            live.render(out, &mut kept, &mut resolve).unwrap();
            let snapshot = live.engine().snapshot();
            let beat = (snapshot.frame as f64 - first_tick) / beat_frames(&setup);
            if beat > 0.5 * bar {
                assert!((snapshot.beat.beat - beat).abs() < 0.01, "{id}: {} at {beat}", snapshot.beat.beat);
            }
        }
        let band = of_band(&kept.notes);
        let first = band.iter().map(|note| note.at).min().unwrap() as f64;
        let line = frame_of(3.0 * bar);
        // An intro may begin with a rest.
        assert!(first >= line - 48.0 && first < frame_of(5.0 * bar), "{id}: {first}, its bar at {line}");
    }
}

/// When the clock stops, what the band sounds ends and it waits; where it starts again the
/// band goes on with its first bar.
#[test]
fn it_stops_and_starts_with_the_clock() {
    for id in ["deep-sky", "moon-cradle", "mountain-round", "village-green"] {
        let setup = preset(id);
        let bar = f64::from(setup.metre.beats);
        let beat = beat_frames(&setup);
        let stopped = 48_000.0 + 5.3 * bar * beat;
        let again = (stopped + 3.0 * RATE_HZ).round();
        let mut played = clock(&setup, 48_000.0, 5.3 * bar);
        writeln!(played, "f{} clock stop", stopped as u64).unwrap();
        // As long as it may take until a row of the style begins anew.
        let bars = f64::from(setup.band.as_ref().unwrap().style.phrase_bars) + 1.0;
        played += &clock(&setup, again, bars * bar);
        played += "f48000 a#0 down\nf60000 a#0 up\n";
        let seconds = (again + bars * bar * beat) / RATE_HZ;
        let rendered = render(&setup, &person("anyone"), &played, seconds, 512);
        let band = of_band(&rendered.kept.notes);
        let is_held = |note: &&NoteRecord| (stopped + 4800.0..again).contains(&(note.at as f64));
        assert_eq!(band.iter().filter(is_held).count(), 0, "{id} plays on");
        let before: Vec<_> = band.iter().filter(|note| (note.at as f64) < again).copied().collect();
        assert!(before.iter().any(|note| note.on), "{id}");
        assert_eq!(hanging(&before), 0, "{id}: a note hangs while the clock stands");
        let after = band.iter().filter(|note| note.on && note.at as f64 >= again).count();
        assert!(after > 0, "{id} does not go on");
    }
}

/// Music that is changed while a clock leads goes on in the clock's place and tempo.
#[test]
fn other_music_follows_the_same_clock() {
    let setup = MusicSetup { tempo_bpm: 104.0, ..preset("beach-cafe") };
    for other in ["village-green", "moon-cradle"] {
        let played = clock(&setup, 48_000.0, 40.0) + &format!("f{} !preset {other}\n", 48_000 + 333_333);
        let mut live = offline(&setup, &person("anyone"), &played);
        for out in vec![0.0; 2 * 14 * RATE_HZ as usize].chunks_mut(128) {
            live.render(out, &mut Kept::default(), &mut resolve).unwrap();
            let snapshot = live.engine().snapshot();
            let quarters = (snapshot.frame as f64 - 48_000.0) / beat_frames(&setup);
            let unit = if snapshot.frame > 381_333 { preset(other).metre.unit } else { setup.metre.unit };
            let here = snapshot.beat.beat * 4.0 / f64::from(unit);
            assert!(
                !(4.0..22.0).contains(&quarters) || (here - quarters).abs() < 0.02,
                "{other}: {here}, the clock {quarters}"
            );
        }
    }
}

/// Every pitch of bass, chords and pad is a tone of the chord or of the scale that holds at
/// its onset; drums are drums.
#[test]
fn the_band_is_in_the_harmony() {
    for (id, setup) in bands() {
        let trace = presses(0.2, 24.0, 0.5) + "12.0 !band intensity 3\n";
        let mut offline = common::offline(&setup, &person("anyone"), &trace);
        let (mut kept, mut seen, mut lanes) = (Kept::default(), 0, BTreeSet::new());
        let mut out = [0.0; 128];
        for _ in 0..(24.0 * RATE_HZ) as usize / 64 {
            let before = offline.engine().snapshot().harmony;
            offline.render(&mut out, &mut kept, &mut common::resolve).unwrap();
            let after = offline.engine().snapshot().harmony;
            for note in kept.notes[seen..].iter().filter(|note| note.on && note.part >= BAND_LANE) {
                lanes.insert(note.part);
                let fits = note.part == BAND_LANE
                    || [before, after].iter().any(|harmony| {
                        LockSet::chord(harmony).contains(note.pitch)
                            || LockSet::scale(harmony).contains(note.pitch)
                    });
                assert!(fits, "{id}: {note:?}");
            }
            seen = kept.notes.len();
        }
        let instruments = setup.band.iter().flat_map(|band| band.style.instruments()).count();
        assert!(lanes.len() + 1 >= instruments && lanes.len() >= 2, "{id}: only lanes {lanes:?} play");
    }
}

/// How long is listened for a loudness, in s.
const LISTENED_S: f64 = 32.0;

/// Stereo loudness of what a trace gives with some lanes muted, in LUFS.
fn loudness(setup: &MusicSetup, trace: &str, is_muted: impl Fn(u8) -> bool) -> f64 {
    let lanes = (0..MAX_LANES as u8).filter(|lane| is_muted(*lane));
    let mutes: String = lanes.map(|lane| format!("0 !mute {lane}\n")).collect();
    let rendered = render(setup, &person("anyone"), &(mutes + trace), LISTENED_S, 512);
    let mut loudness = Loudness::new(RATE_HZ as f32);
    loudness.add(&rendered.left(), &rendered.right());
    loudness.integrated()
}

/// Somebody who plays along steadily, with a band at its fullest.
fn played_along(setup: &MusicSetup) -> String {
    let beat_s = 60.0 / setup.tempo_bpm;
    let every_s = if beat_s < 0.4 { beat_s * 2.0 } else { beat_s };
    presses(0.2, LISTENED_S - 1.0, every_s) + "0 !band intensity 3\n"
}

/// Even at its fullest the band is 4 LU or more under the player who plays along with it.
#[test]
fn the_player_is_in_front() {
    let mut figures = String::new();
    let mut least = f64::INFINITY;
    for (id, setup) in bands() {
        let trace = played_along(&setup);
        let solo = loudness(&setup, &trace, |lane| lane >= BAND_LANE);
        let band = loudness(&setup, &trace, |lane| lane < BAND_LANE);
        writeln!(
            figures,
            "{id:20} player {solo:6.1} LUFS, band {band:6.1} LUFS, {:5.1} LU between",
            solo - band
        )
        .unwrap();
        least = least.min(solo - band);
    }
    println!("{figures}");
    assert!(least >= 4.0, "\n{figures}");
}

/// Who plays in a band is balanced: where a style dances or marches, its drums lie 7 to 11.5 LU under the
/// whole, player included, as plain as they can be with a player in front of them; bass and chords 8 to
/// 15; the pad is behind all of them, 11 LU or more. A lullaby keeps its drums 20 LU under, a drone
/// has none. (In a mix without anybody in front drums and voice are the loudest, drums 4 to 10 LU
/// under the whole; the player here takes the voice's place.)
#[test]
fn the_band_is_balanced() {
    let mut figures = String::new();
    let mut wrong = String::new();
    for (id, setup) in bands() {
        let trace = played_along(&setup);
        let whole = loudness(&setup, &trace, |_| false);
        let style = &setup.band.as_ref().unwrap().style;
        let plays = &style.name;
        let drums_play = setup.parts.iter().any(|part| part.mode == "beat");
        write!(figures, "{id:18} {plays:16} whole {whole:6.1} LUFS").unwrap();
        for (number, name) in ["drums", "bass", "chords", "pad"].into_iter().enumerate() {
            if style.instruments[number].is_none() {
                continue;
            }
            let own = BAND_LANE + number as u8;
            let under = whole - loudness(&setup, &trace, |lane| lane != own);
            write!(figures, ", {name} -{under:.1}").unwrap();
            let limits = match (name, plays.as_str()) {
                // Whoever plays the drums needs no others.
                _ if drums_play => 7.0..=40.0,
                ("drums", "Lullaby") => 20.0..=32.0,
                ("drums", "Slow ballad") => 9.0..=13.0,
                ("drums", _) => 7.0..=11.5,
                ("pad", "Ambient drone" | "Lullaby") => 9.0..=16.0,
                ("pad", _) => 11.0..=24.0,
                (_, "Ambient drone") => 11.0..=20.0,
                _ => 8.0..=15.0,
            };
            if !limits.contains(&under) {
                writeln!(wrong, "{id}: {name} {under:.1} LU under the whole, not {limits:?}").unwrap();
            }
        }
        writeln!(figures).unwrap();
    }
    println!("{figures}");
    assert!(wrong.is_empty(), "{wrong}\n{figures}");
}

/// *Finish* brings the ending with the next bar, on the home chord; then all is over, and
/// stays so until somebody presses again.
#[test]
fn finish_is_an_end() {
    for (id, setup) in bands() {
        let trace = presses(0.1, 6.0, 0.6) + "6.0 !finish\n";
        let end_s = 6.0 + seconds(4.0, &setup);
        let rendered = render(&setup, &person("anyone"), &trace, end_s + 6.0, 512);
        let notes = of_band(&rendered.kept.notes);
        assert_eq!(hanging(&notes), 0, "{id}");
        let last = notes.iter().map(|note| note.at).max().unwrap();
        assert!(last <= (end_s * RATE_HZ) as u64, "{id} plays until {last}");
        let again = trace + &format!("{:.1} a#0 down\n", end_s + 3.0);
        let rendered = render(&setup, &person("anyone"), &again, end_s + 6.0, 512);
        let late = of_band(&rendered.kept.notes).iter().any(|note| note.at > last + RATE_HZ as u64);
        assert!(late, "{id} does not begin again");
    }
}

/// *Silence* ends it at once: within 30 ms there is nothing but the last of the fade.
#[test]
fn silence_is_silence() {
    for (id, setup) in bands() {
        let trace = presses(0.1, 4.9, 0.4) + "0.1 !band intensity 3\n5.0 !silence\n";
        let rendered = render(&setup, &person("anyone"), &trace, 7.0, 512);
        assert_eq!(hanging(&rendered.kept.notes), 0, "{id}");
        let after = (5.031 * RATE_HZ) as usize * 2;
        let loudest = rendered.audio[after..].iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        assert!(loudest < 0.001, "{id}: {loudest}");
    }
}

/// Without a press it ends by itself after the time that the preset says.
#[test]
fn it_ends_by_itself() {
    for (id, setup) in bands() {
        let mut setup = setup;
        setup.band.as_mut().unwrap().rest_s = 5.0;
        let rendered =
            render(&setup, &person("anyone"), "0.1 a#0 down\n0.4 a#0 up\n", 5.5 + seconds(4.0, &setup), 512);
        assert_eq!(hanging(&rendered.kept.notes), 0, "{id}");
    }
}

/// More presses bring more of the band, fewer less.
#[test]
fn it_follows_the_player() {
    let setup = preset("village-green");
    let intensity = |every_s: f64| {
        let mut offline = common::offline(&setup, &person("anyone"), &presses(0.1, 30.0, every_s));
        let mut out = vec![0.0; 2 * 480];
        for _ in 0..3000 {
            offline.render(&mut out, &mut Kept::default(), &mut common::resolve).unwrap();
        }
        let band = offline.engine().snapshot().band.unwrap();
        assert!(matches!(band.playing, Playing::Variation(_) | Playing::Fill(_)));
        band.intensity
    };
    let levels = [4.0, 1.1, 0.6, 0.3].map(intensity);
    assert!(levels.windows(2).all(|pair| pair[0] <= pair[1]), "{levels:?}");
    assert!(levels[0] <= 1 && levels[3] == 3, "{levels:?}");
}

/// Steered by commands, it is the same for every device buffer.
#[test]
fn buffers_do_not_matter() {
    let setup = preset("beach-cafe");
    let trace = presses(0.1, 9.0, 0.45)
        + "1.0 !band intensity 3\n3.0 !band fill\n4.1 !tempo 140\n6.0 !band intensity player\n8.0 !band stop\n";
    let all: Vec<Rendered> =
        [64, 1, 7, 480, 1024].map(|buffer| render(&setup, &person("anyone"), &trace, 11.0, buffer)).into();
    assert!(all.iter().all(|other| other.audio == all[0].audio));
}

/// What varies by chance varies with the seed, and only with it.
#[test]
fn chance_is_the_seed() {
    let mut setup = preset("night-ride");
    let trace = presses(0.1, 5.0, 0.5);
    let played = |setup: &MusicSetup| of_band(&render(setup, &person("anyone"), &trace, 6.0, 512).kept.notes);
    let (first, again) = (played(&setup), played(&setup));
    assert_eq!(first, again);
    setup.seed += 1;
    assert_ne!(first, played(&setup));
}
