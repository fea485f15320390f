//! What the snapshot shows is what happens.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;
#[path = "common/trace_gen.rs"]
mod trace_gen;

use cantus::access::{BodySetup, Latch, SwitchState};
use cantus::engine::{Engine, Music};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::session::offline::Kept;
use common::{RATE_HZ, offline, person, preset, preset_ids, resolve};
use trace_gen::random_trace;

/// The snapshot shows the pitches that sound in each part, the oldest first, and no others.
#[test]
fn sounding_notes_are_shown() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let trace = random_trace(7, 2.0, &["a#0", "b#1", "c#2"], &["axis1#8", "axis2#9"]);
        let mut offline = offline(&preset(&id), &anyone, &trace);
        let mut kept = Kept::default();
        for _ in 0..1500 {
            offline.render(&mut [0.0; 128], &mut kept, &mut resolve).unwrap();
            let snapshot = offline.engine().snapshot();
            for (part, shown) in snapshot.parts[..usize::from(snapshot.part_count)].iter().enumerate() {
                let mut sounding: Vec<(u32, f32)> = Vec::new();
                for note in kept.notes.iter().filter(|note| usize::from(note.part) == part) {
                    sounding.retain(|(sounding, _)| *sounding != note.note);
                    sounding.extend(note.on.then_some((note.note, note.pitch)));
                }
                for (note, pitch) in &mut sounding {
                    let glides = kept.glides.iter().filter(|glide| usize::from(glide.part) == part);
                    let last = glides.rev().find(|glide| glide.note == *note);
                    *pitch = last.map_or(*pitch, |glide| glide.pitch);
                }
                let sounding: Vec<f32> = sounding.into_iter().map(|(_, pitch)| pitch).collect();
                assert_eq!(shown.sounding(), sounding, "{id}, part {part}");
            }
        }
        assert!(!kept.notes.is_empty(), "{id}");
    }
}

/// An engine for one body, with one switch that is pressed and let go.
struct Stage {
    engine: Engine,
    kept: Kept,
}

impl Stage {
    fn new(body: BodySetup) -> Self {
        let music = Music::build(RATE_HZ, &preset("first-notes")).unwrap();
        Stage { engine: Engine::new(RATE_HZ, body, music), kept: Kept::default() }
    }

    fn press(&mut self) -> SwitchState {
        self.play(RoleValue::Down { velocity: None })
    }

    fn release(&mut self) -> SwitchState {
        self.play(RoleValue::Up)
    }

    fn play(&mut self, value: RoleValue) -> SwitchState {
        let at = self.engine.frame();
        self.engine.event(RoleEvent {
            at,
            slot: 3,
            role: Role::A,
            value,
            note: None,
            pulse: false,
            yields: false,
        });
        self.after_ms(2.0)
    }

    fn after_ms(&mut self, ms: f64) -> SwitchState {
        let frames = (ms * RATE_HZ / 1000.0) as usize;
        self.engine.render(&mut vec![0.0; 2 * frames], &mut self.kept);
        self.engine.snapshot().switches[0].state
    }
}

/// A switch is shown as it is conditioned: waiting for its acceptance time, held, up.
#[test]
fn acceptance_is_shown() {
    let mut body = BodySetup::default();
    body.switches[0].acceptance_ms = 100.0;
    let mut stage = Stage::new(body);
    assert_eq!(stage.after_ms(10.0), SwitchState::Up);
    assert_eq!(stage.press(), SwitchState::Waiting);
    assert_eq!(stage.after_ms(110.0), SwitchState::Held);
    stage.release();
    assert_eq!(stage.after_ms(100.0), SwitchState::Up);
}

/// A press within the lockout, and one that was held too long, are shown as ignored.
#[test]
fn ignored_presses_are_shown() {
    let mut body = BodySetup { max_hold_ms: 1000.0, ..BodySetup::default() };
    body.switches[0].lockout_ms = 500.0;
    let mut stage = Stage::new(body);
    assert_eq!(stage.press(), SwitchState::Held);
    stage.release();
    assert_eq!(stage.after_ms(50.0), SwitchState::Up);
    assert_eq!(stage.press(), SwitchState::Ignored);
    stage.release();
    stage.after_ms(600.0);
    assert_eq!(stage.press(), SwitchState::Held);
    assert_eq!(stage.after_ms(1100.0), SwitchState::Ignored);
    stage.release();
    assert_eq!(stage.after_ms(50.0), SwitchState::Up);
}

/// A latched switch is shown as sounding on until its latch ends.
#[test]
fn latches_are_shown() {
    let mut body = BodySetup::default();
    body.switches[0].latch = Latch::Toggle;
    let mut stage = Stage::new(body);
    assert_eq!(stage.press(), SwitchState::Held);
    stage.release();
    assert_eq!(stage.after_ms(200.0), SwitchState::SoundsOn);
    assert_eq!(stage.press(), SwitchState::Held);
    stage.release();
    assert_eq!(stage.after_ms(200.0), SwitchState::Up);
}
