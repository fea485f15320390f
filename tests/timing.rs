//! Time: presses that come to the grid, a clock from outside and one for others, taps, the
//! count-in, and what comes back in time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::fmt::Write;

use cantus::chance::Chance;
use cantus::engine::{ClockTold, Engine, Grid, Music, MusicSetup, NoteRecord, Retired, Sink};
use cantus::input::{ClockMessage, Role, RoleEvent, RoleValue};
use cantus::session::journal::Journal;
use cantus::session::offline::Kept;
use common::{RATE_HZ, offline, person, preset, render, resolve};

/// First notes with its first part pulled to eighths of 120 BPM: 12 000 frames each.
fn assisted(percent: f64) -> MusicSetup {
    let mut setup = preset("first-notes");
    setup.tempo_bpm = 120.0;
    setup.parts[0].assist.strength = percent / 100.0;
    setup.parts[0].assist.grid = Grid::Eighth;
    setup.parts[0].assist.max_ms = 150.0;
    setup
}

fn onsets(notes: &[NoteRecord]) -> Vec<u64> {
    notes.iter().filter(|note| note.on).map(|note| note.at).collect()
}

/// A press before the line comes on it, to the frame, and its release as much later; one that
/// is just late, one far off, and every one without assist sound at their own frame.
#[test]
fn assist_delays_only_what_it_should() {
    let anyone = person("anyone");
    let played = "f11000 a#0 down\nf14500 a#0 up\nf25000 a#0 down\nf27000 a#0 up\n\
                  f40001 a#0 down\nf44000 a#0 up\n";
    let full = render(&assisted(100.0), &anyone, played, 2.0, 512);
    assert_eq!(onsets(&full.kept.notes), [12_000, 25_000, 40_001]);
    let none = render(&assisted(0.0), &anyone, played, 2.0, 512);
    let off = |rendered: &common::Rendered| rendered.kept.notes.iter().find(|note| !note.on).unwrap().at;
    assert_eq!(off(&full), off(&none) + 1000, "the length stays");
    assert_eq!(onsets(&none.kept.notes), [11_000, 25_000, 40_001]);
    let mut live = offline(&assisted(100.0), &anyone, played);
    let mut out = vec![0.0; 2 * 13_000];
    live.render(&mut out, &mut Kept::default(), &mut resolve).unwrap();
    let told_ms = live.engine().snapshot().parts[0].assisted_ms;
    assert!((told_ms - 1000.0 / 48.0).abs() < 0.01, "{told_ms} ms");
}

/// A press that waits for its line is forgotten by *silence*, and nothing hangs when its
/// switch vanishes meanwhile.
#[test]
fn waiting_presses_end_with_silence_and_loss() {
    let anyone = person("anyone");
    let silenced = "f9000 a#0 down\nf10000 !silence\nf30000 a#0 up\nf36000 a#0 down\nf38000 a#0 up\n";
    let rendered = render(&assisted(100.0), &anyone, silenced, 2.0, 512);
    assert_eq!(onsets(&rendered.kept.notes), [36_000]);
    let lost = "f9000 a#0 down\nf10000 a#0 lost\n";
    let rendered = render(&assisted(100.0), &anyone, lost, 4.0, 512);
    assert_eq!(onsets(&rendered.kept.notes), [12_000]);
    assert_eq!(rendered.hanging(), 0);
}

/// The trace of a clock at `tempo_bpm` with jitter, and the frame of its first tick.
fn clock_trace(tempo_bpm: f64, beats: u32, jitter_ms: f32) -> (String, f64) {
    let mut chance = Chance::new(8);
    let (first, tick) = (24_000.0, 60.0 * RATE_HZ / tempo_bpm / 24.0);
    let mut text = String::from("f23000 clock start\n");
    for number in 0..beats * 24 {
        let jitter = f64::from(chance.between(-jitter_ms, jitter_ms)) * RATE_HZ / 1000.0;
        let at = (first + f64::from(number) * tick + jitter).round();
        writeln!(text, "f{at} clock tick").unwrap();
    }
    (text, first)
}

/// The engine's beat follows a clock with 2 ms of jitter within 1 ms; what was applied replays
/// to the same samples.
#[test]
fn a_clock_is_followed_and_replays() {
    let anyone = person("anyone");
    let setup = preset("round-and-round");
    let (clock, first) = clock_trace(107.0, 64, 2.0);
    let presses: String = (0..20).map(|n| format!("{0}.3 a#0 down\n{0}.6 a#0 up\n", n + 1)).collect();
    let played = clock + &presses;
    let seconds = 36.0;
    let mut live = offline(&setup, &anyone, &played);
    let mut kept = Kept::default();
    let mut audio = vec![0.0; 2 * (seconds * RATE_HZ) as usize];
    let mut worst_ms = 0.0f64;
    for out in audio.chunks_mut(128) {
        live.render(out, &mut kept, &mut resolve).unwrap();
        let snapshot = live.engine().snapshot();
        let beat = (snapshot.frame as f64 - first) * 107.0 / 60.0 / RATE_HZ;
        if (16.0..60.0).contains(&beat) {
            worst_ms = worst_ms.max((snapshot.beat.beat - beat).abs() * 60_000.0 / 107.0);
            assert!((snapshot.tempo_bpm - 107.0).abs() < 0.5);
        }
    }
    println!("worst {worst_ms:.3} ms");
    assert!(worst_ms < 1.0, "{worst_ms} ms off");
    let mut text = Vec::new();
    let header = cantus::input::trace::Header { rate_hz: Some(48_000), ..Default::default() };
    let mut journal = Journal::new(&mut text, &header).unwrap();
    for applied in &kept.applied {
        journal.applied(applied).unwrap();
    }
    journal.finish().unwrap();
    let again = render(&setup, &anyone, &String::from_utf8(text).unwrap(), seconds, 480);
    assert!(audio == again.audio, "the replay differs");
}

/// What the clock out told.
#[derive(Default)]
struct Told(Vec<ClockTold>);

impl Sink for Told {
    fn clock(&mut self, told: ClockTold) {
        self.0.push(told);
    }

    fn retired(&mut self, _retired: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

/// The clock out starts on a beat, ticks 24 times a quarter to the frame, keeps its place when
/// the tempo changes, and stops when it is switched off.
#[test]
fn others_are_told_the_beat() {
    let setup = assisted(0.0);
    let mut trace =
        offline(&setup, &person("anyone"), "0 !clock-out on\n2.0 !tempo 60\n4.0 !clock-out off\n");
    let mut told = Told::default();
    let mut out = vec![0.0; 2 * 5 * RATE_HZ as usize];
    trace.render(&mut out, &mut told, &mut resolve).unwrap();
    assert_eq!(told.0[0], ClockTold { at: 0, message: ClockMessage::Start });
    assert_eq!(told.0.last().unwrap().message, ClockMessage::Stop);
    let ticks: Vec<u64> =
        told.0.iter().filter(|told| told.message == ClockMessage::Tick).map(|told| told.at).collect();
    // Four beats at 120 BPM, two at 60; the tick on the frame of the end is not told any more.
    assert_eq!(ticks.len(), 24 * 6);
    assert!(ticks[..96].iter().enumerate().all(|(n, at)| *at == n as u64 * 1000));
    assert!(ticks[96..].iter().enumerate().all(|(n, at)| *at == 96_000 + n as u64 * 2000));
    let mut late = offline(&setup, &person("anyone"), "1.1 !clock-out on\n");
    let mut told = Told::default();
    late.render(&mut out, &mut told, &mut resolve).unwrap();
    // Beat 2.2 is sixteenth 8.8: it goes on from the ninth, which is beat 2.25.
    assert_eq!(told.0[0], ClockTold { at: 54_000, message: ClockMessage::Position(9) });
    assert_eq!(told.0[1], ClockTold { at: 54_000, message: ClockMessage::Continue });
    assert_eq!(told.0[2], ClockTold { at: 54_000, message: ClockMessage::Tick });
}

/// The tempo can be tapped by command, and by a switch that the preset names, which then plays
/// nothing.
#[test]
fn tempo_is_tapped() {
    let anyone = person("anyone");
    let mut setup = preset("first-notes");
    setup.tap = Some(Role::Switch(1));
    setup.parts[0].roles = vec![Role::A];
    for taps in [
        "1.0 !tap\n1.5 !tap\n2.0 !tap\n2.5 !tap\n",
        "1.0 b#1 down\n1.1 b#1 up\n1.5 b#1 down\n1.6 b#1 up\n2.0 b#1 down\n2.1 b#1 up\n",
    ] {
        let mut live = offline(&setup, &anyone, taps);
        let mut kept = Kept::default();
        live.render(&mut vec![0.0; 2 * 3 * RATE_HZ as usize], &mut kept, &mut resolve).unwrap();
        assert!((live.engine().snapshot().tempo_bpm - 120.0).abs() < 0.01);
        assert!(kept.notes.is_empty());
    }
}

/// A count-in clicks softly before the first bar, once a beat; then the bars are counted from
/// 0. *Silence* ends it.
#[test]
fn music_is_counted_in() {
    let anyone = person("anyone");
    let mut setup = preset("first-notes");
    (setup.tempo_bpm, setup.count_in_bars) = (120.0, 1);
    let rendered = render(&setup, &anyone, "", 4.0, 64);
    let left = rendered.left();
    let loud = |from: f64, to: f64| {
        left[(from * RATE_HZ) as usize..(to * RATE_HZ) as usize].iter().fold(0.0f32, |l, s| l.max(s.abs()))
    };
    for beat in 0..4 {
        let at = f64::from(beat) * 0.5;
        assert!(loud(at, at + 0.05) > 0.01 && loud(at, at + 0.05) < 0.1, "beat {beat}");
    }
    assert!(loud(2.0, 4.0) < 0.001);
    let mut live = offline(&setup, &anyone, "");
    live.render(&mut vec![0.0; 2 * 72_000], &mut Kept::default(), &mut resolve).unwrap();
    let beat = live.engine().snapshot().beat;
    assert!(
        (beat.beat + 1.0).abs() < 0.01 && (beat.beat_in_bar - 3.0).abs() < 0.01 && beat.bar == 0,
        "{beat:?}"
    );
    let silenced = render(&setup, &anyone, "0.7 !silence\n", 2.0, 64);
    assert!(silenced.left()[(0.8 * RATE_HZ) as usize..].iter().all(|sample| sample.abs() < 0.001));
}

/// A loop keeps its place in the bars when the tempo changes, by command and by a clock.
#[test]
fn loops_stay_in_time() {
    let anyone = person("anyone");
    let mut setup = preset("round-and-round");
    setup.parts[0].assist.strength = 0.0;
    setup.tempo_bpm = 120.0;
    setup.parts[0].roles = vec![Role::A];
    // Three notes in the first two bars, which are 4 s.
    let played =
        "0.3 a#0 down\n0.5 a#0 up\n1.1 a#0 down\n1.3 a#0 up\n2.6 a#0 down\n2.9 a#0 up\n5.0 !tempo 80\n";
    let rendered = render(&setup, &anyone, played, 17.0, 512);
    let beats: Vec<f64> = onsets(&rendered.kept.notes)
        .iter()
        .map(|at| {
            let seconds = *at as f64 / RATE_HZ;
            if seconds <= 5.0 { seconds * 2.0 } else { 10.0 + (seconds - 5.0) * 80.0 / 60.0 }
        })
        .collect();
    assert!(beats.len() >= 9, "{beats:?}");
    for (place, beat) in beats.iter().enumerate() {
        let expected = [0.6, 2.2, 5.2][place % 3] + (place / 3) as f64 * 8.0;
        assert!((beat - expected).abs() < 0.001, "{beats:?}");
    }
}

/// A part that listens hears the other one: the loop box plays what the flute played, an answer
/// has the notes of the call; and undo and clear work by command.
#[test]
fn parts_hear_each_other() {
    let anyone = person("anyone");
    let setup = preset("loop-box");
    let played = "0.1 b#1 down\n0.2 b#1 up\n0.5 a#0 down\n0.8 a#0 up\n1.5 a#0 down\n1.9 a#0 up\n\
                  4.8 b#1 down\n4.9 b#1 up\n";
    let of =
        |rendered: &common::Rendered, part| rendered.ons().iter().filter(|note| note.part == part).count();
    let looped = render(&setup, &anyone, played, 20.0, 512);
    assert_eq!((of(&looped, 0), of(&looped, 1)), (2, 6));
    let cleared = render(&setup, &anyone, &format!("{played}9.5 !clear\n"), 20.0, 512);
    assert_eq!((of(&cleared, 0), of(&cleared, 1)), (2, 2));
    assert_eq!(cleared.hanging(), 0);
    let undone = render(&setup, &anyone, &format!("{played}9.5 !undo 1\n"), 20.0, 512);
    assert_eq!(of(&undone, 1), 2);
    let other = render(&setup, &anyone, &format!("{played}9.5 !undo 0\n"), 20.0, 512);
    assert_eq!(of(&other, 1), 6);
    let voices = preset("two-voices");
    let called = "0.5 b#1 down\n0.8 b#1 up\n1.2 b#1 down\n1.6 b#1 up\n2.0 b#1 down\n2.5 b#1 up\n";
    let silent = render(&voices, &anyone, called, 8.0, 512);
    assert_eq!((of(&silent, 0), of(&silent, 1)), (3, 0));
}

/// Ticks without end, and a clock that turns about, leave the engine whole.
#[test]
fn a_wild_clock_does_no_harm() {
    let setup = preset("round-and-round");
    let music = Music::build(RATE_HZ, &setup).unwrap();
    let mut engine = Engine::new(RATE_HZ, person("anyone").body, music);
    let mut chance = Chance::new(4);
    let mut kept = Kept::default();
    for _ in 0..2000 {
        for _ in 0..chance.below(6) {
            let at = engine.frame() + chance.below(200) as u64;
            let message = match chance.below(12) {
                0 => ClockMessage::Start,
                1 => ClockMessage::Stop,
                2 => ClockMessage::Continue,
                3 => ClockMessage::Position(chance.below(0x4000) as u16),
                _ => ClockMessage::Tick,
            };
            engine.event(RoleEvent::clock(at, message));
            let value = if chance.happens(0.5) { RoleValue::Down { velocity: None } } else { RoleValue::Up };
            engine.event(RoleEvent { value, slot: 0, ..RoleEvent::clock(at, message) });
        }
        let mut out = [0.0f32; 256];
        engine.render(&mut out, &mut kept);
        assert!(out.iter().all(|sample| sample.is_finite() && sample.abs() <= 0.3549));
        assert!(engine.snapshot().beat.beat.is_finite());
    }
    assert!(!kept.notes.is_empty());
}
