//! Sounds that a preset names and that are missing or broken, while somebody plays.

use std::time::Instant;

use cantus::input::{Control, ControlValue};
use cantus::live::{
    Alert, AlertLevel, AudioBackend, AudioChoice, AudioError, DeviceKind, RunningOutput, StreamWish,
    monotonic_ns,
};
use cantus::preset::Catalogue;
use cantus::session::{Keep, Session, Wanted};

use crate::setup::until;

/// No output is ever asked for.
struct NoBackend;

impl AudioBackend for NoBackend {
    fn open(&mut self, _: &AudioChoice, _: &StreamWish<'_>) -> Result<Box<dyn RunningOutput>, AudioError> {
        Err(AudioError::NoOutput("there is none in this test".to_owned()))
    }
}

const PRESET: &str = r#"format = 1
name = "Font"
about = "A melody on a font."

[[part]]
mode = "wander"
patch = "flute"

[part.soundfont]
file = "gone.sf2"
program = 73
"#;

/// A font that is missing when play begins, and one that is broken when its preset is opened
/// while another plays: each is told as an alert that says what sounds instead, and a press
/// sounds.
#[test]
fn missing_fonts_are_told_and_replaced_live() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let missing = write("missing.preset.toml", PRESET);
    let broken = write("broken.preset.toml", &PRESET.replace("gone.sf2", "broken.sf2"));
    write("broken.sf2", "RIFF and nothing that follows from it");
    let mut session = Session::start(Wanted {
        catalogue: Catalogue::shipped(),
        preset: missing,
        person: "anyone".to_owned(),
        backend: Box::new(NoBackend),
        audio: AudioChoice::Null,
        buffer_frames: None,
        follow_clock: false,
        tell_clock: false,
        demo: false,
        keep: Keep::default(),
        settings: None,
        memory: None,
    })
    .unwrap();
    let (send, presses) = std::sync::mpsc::channel::<()>();
    session.listen("test", move |mut port| {
        let device = port.arrived(DeviceKind::SwitchBox, "Test", "test:box");
        let space: Control = "key:space".parse().unwrap();
        while presses.recv().is_ok() {
            for value in [ControlValue::Down { velocity: None }, ControlValue::Up] {
                port.event(device, monotonic_ns(), space, value);
            }
        }
    });
    let mut alerts: Vec<Alert> = Vec::new();
    for (opened, file) in [(None, "gone.sf2"), (Some(&broken), "broken.sf2")] {
        if let Some(preset) = opened {
            session.open(preset);
        }
        // Behind the lockout of the press before.
        let from = session.snapshot().frame + 9_600;
        until("time goes on", || session.snapshot().frame >= from);
        let mut sounded = false;
        send.send(()).unwrap();
        until("a press sounds", || {
            #[allow(clippy::disallowed_methods, reason = "any moment will do")]
            let news = session.round(Instant::now()).unwrap();
            alerts.extend(news.alerts);
            sounded |= news.notes.iter().any(|note| note.on);
            sounded && session.snapshot().peak > 1e-4
        });
        let told = alerts.iter().find(|alert| alert.what.contains(file)).expect(file);
        assert_eq!(told.level, AlertLevel::Warning);
        assert!(told.what.contains("sounds with its patch instead"), "{told:?}");
        assert!(!told.still.is_empty() && told.advice.contains("preset.toml"), "{told:?}");
    }
    drop(send);
    session.finish().unwrap();
}
