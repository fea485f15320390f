//! An engine to play live, and how to look at it.

use std::path::Path;
use std::time::Duration;

use cantus::access::BodySetup;
use cantus::engine::{Engine, Music, MusicSetup};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::live::{ControlEnds, Link, LiveEngine};
use cantus::person::Person;
use cantus::preset::{Catalogue, FileKind, Preset};

pub const RATE_HZ: f64 = 48_000.0;

pub fn music_setup() -> MusicSetup {
    let catalogue = Catalogue::shipped();
    let document = catalogue.document(FileKind::Preset, "first-notes", Path::new(".")).unwrap();
    Preset::read(&document, &catalogue).unwrap().setup
}

pub fn person() -> Person {
    let document = Catalogue::shipped().document(FileKind::Person, "anyone", Path::new(".")).unwrap();
    Person::read(&document).unwrap()
}

pub fn engine(rate_hz: f64) -> Engine {
    Engine::new(rate_hz, BodySetup::default(), Music::build(rate_hz, &music_setup()).unwrap())
}

pub fn live_engine(tap: bool) -> (LiveEngine, ControlEnds) {
    let engine = engine(RATE_HZ);
    let Link { audio, control } = Link::new(&engine.snapshot(), tap);
    (LiveEngine::new(engine, audio), control)
}

/// A press; the audio thread will say on which frame.
pub fn press(slot: u8) -> RoleEvent {
    RoleEvent {
        at: 0,
        slot,
        role: Role::A,
        value: RoleValue::Down { velocity: None },
        note: None,
        pulse: false,
        yields: false,
    }
}

pub fn release(slot: u8) -> RoleEvent {
    RoleEvent { value: RoleValue::Up, ..press(slot) }
}

pub fn drain<T>(ring: &mut rtrb::Consumer<T>) -> Vec<T> {
    std::iter::from_fn(|| ring.pop().ok()).collect()
}

/// Waits for what other threads bring about; far longer than it ever takes.
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..30_000 {
        if done() {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    panic!("never came about: {what}");
}
