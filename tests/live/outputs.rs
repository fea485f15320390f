//! Outputs and devices that come and go.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use cantus::input::{Control, ControlValue};
use cantus::live::{
    Alert, AlertLevel, AudioBackend, AudioChoice, AudioError, DeviceKind, Live, LiveSetup, OutputInfo,
    OutputTail, RunningOutput, SilentOutput, StreamWish, monotonic_ns,
};
use cantus::person::Binder;
use cantus::session::recorder::Recorder;

use crate::setup::{engine, person, until};

/// An output that can be unplugged: a clock without sound under another name.
struct Socket {
    plugged: Arc<AtomicBool>,
    rate_hz: Arc<AtomicU32>,
    stumbling: Arc<AtomicBool>,
    opened: Arc<Mutex<Vec<u32>>>,
}

struct Plug {
    clock: SilentOutput,
    info: OutputInfo,
    plugged: Arc<AtomicBool>,
    stumbling: Arc<AtomicBool>,
}

impl AudioBackend for Socket {
    fn open(&mut self, _: &AudioChoice, wish: &StreamWish<'_>) -> Result<Box<dyn RunningOutput>, AudioError> {
        if !self.plugged.load(Ordering::Acquire) {
            return Err(AudioError::NoOutput("nothing is plugged in".to_owned()));
        }
        let rate_hz = self.rate_hz.load(Ordering::Acquire);
        let frames = wish.frames_for("test:plug");
        self.opened.lock().unwrap().push(frames);
        let info = OutputInfo {
            id: "test:plug".to_owned(),
            name: "Plug".to_owned(),
            rate_hz,
            buffer_frames: frames,
            largest_buffer_frames: 8192,
            ..OutputInfo::default()
        };
        Ok(Box::new(Plug {
            clock: SilentOutput::start(rate_hz, frames)?,
            info,
            plugged: Arc::clone(&self.plugged),
            stumbling: Arc::clone(&self.stumbling),
        }))
    }
}

impl RunningOutput for Plug {
    fn info(&self) -> &OutputInfo {
        &self.info
    }

    fn tail(&mut self) -> &mut OutputTail {
        self.clock.tail()
    }

    fn failure(&mut self) -> Option<AudioError> {
        if self.stumbling.load(Ordering::Acquire) && self.info.buffer_frames < 256 {
            self.clock.tail().health().xrun();
        }
        (!self.plugged.load(Ordering::Acquire)).then(|| AudioError::Gone { name: "Plug".to_owned() })
    }

    fn close(&mut self) {
        self.clock.close();
    }
}

struct Room {
    live: Live,
    plugged: Arc<AtomicBool>,
    rate_hz: Arc<AtomicU32>,
    stumbling: Arc<AtomicBool>,
    opened: Arc<Mutex<Vec<u32>>>,
    heard: Vec<Alert>,
}

impl Room {
    fn new(plugged: bool, memory: Option<&Path>, record: bool) -> Room {
        let plugged = Arc::new(AtomicBool::new(plugged));
        let rate_hz = Arc::new(AtomicU32::new(48_000));
        let stumbling = Arc::new(AtomicBool::new(false));
        let opened = Arc::new(Mutex::new(Vec::new()));
        let socket = Socket {
            plugged: Arc::clone(&plugged),
            rate_hz: Arc::clone(&rate_hz),
            stumbling: Arc::clone(&stumbling),
            opened: Arc::clone(&opened),
        };
        let live = Live::start(LiveSetup {
            factory: Box::new(engine),
            binder: Binder::new(&person()),
            backend: Box::new(socket),
            audio: AudioChoice::Default,
            buffer_frames: None,
            rate_hz: 48_000,
            memory: memory.map(Path::to_owned),
            record,
            feed: None,
            stems: false,
            first_commands: Vec::new(),
        })
        .unwrap();
        Room { live, plugged, rate_hz, stumbling, opened, heard: Vec::new() }
    }

    fn hears(&mut self, words: &str) -> bool {
        self.heard.extend(self.live.alerts());
        self.heard.iter().any(|alert| alert.what.contains(words))
    }

    fn await_alert(&mut self, words: &str) {
        until(words, || self.hears(words));
    }

    fn await_frames(&mut self, more: u64) {
        let from = self.live.snapshot().frame;
        until("time goes on", || self.live.snapshot().frame >= from + more);
    }
}

fn key(name: &str) -> Control {
    name.parse().unwrap()
}

const DOWN: ControlValue = ControlValue::Down { velocity: None };

/// Without an output the instrument says so and goes on silently; presses still play.
#[test]
fn plays_silently_without_an_output() {
    let mut room = Room::new(false, None, false);
    room.await_alert("There is no sound");
    assert!(room.heard.iter().any(|alert| alert.level == AlertLevel::Severe && !alert.advice.is_empty()));
    assert!(room.live.status().standing_in);
    let mut port = room.live.port("test").unwrap();
    let keyboard = port.arrived(DeviceKind::SwitchBox, "Box", "usb:1:2");
    port.event(keyboard, monotonic_ns(), key("key:space"), DOWN);
    until("a note", || room.live.notes().any(|note| note.on));
    room.plugged.store(true, Ordering::Release);
    room.await_alert("There is sound now, from Plug");
    until("the device plays", || !room.live.status().standing_in);
}

/// A device that goes away is told of, time goes on silently, and it is taken up again by
/// itself when it is back: the same engine, with a soft start. Another rate needs a new
/// engine, and gets one.
#[test]
fn a_lost_output_comes_back() {
    let mut room = Room::new(true, None, false);
    assert_eq!(room.live.status().output.name, "Plug");
    room.await_frames(4_800);
    room.plugged.store(false, Ordering::Release);
    room.await_alert("The audio output `Plug` is gone");
    until("it stands in", || room.live.status().standing_in);
    room.await_frames(4_800);
    room.plugged.store(true, Ordering::Release);
    room.await_alert("There is sound now");
    until("the device plays", || !room.live.status().standing_in);
    room.await_frames(4_800);
    let status = room.live.status();
    assert_eq!(status.engine_rebuilds, 0);
    assert_eq!(room.live.soft_starts(), [0, 1]);
    assert!(room.live.soft_starts().is_empty(), "each is told once");

    room.rate_hz.store(44_100, Ordering::Release);
    room.plugged.store(false, Ordering::Release);
    until("it stands in", || room.live.status().standing_in);
    room.plugged.store(true, Ordering::Release);
    until("the device plays", || !room.live.status().standing_in);
    let status = room.live.status();
    assert_eq!((status.output.rate_hz, status.engine_rebuilds), (44_100, 1));
    room.await_frames(4_800);
}

/// Where frames are lost again and again the buffer grows until they are not, somebody is
/// told, and the device is opened with the right size the next time.
#[test]
fn the_buffer_grows_and_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let memory = folder.path().join("devices.toml");
    let mut room = Room::new(true, Some(&memory), false);
    room.stumbling.store(true, Ordering::Release);
    room.await_alert("from 64 to 128 frames");
    room.await_alert("from 128 to 256 frames");
    until("256 frames", || room.live.status().output.buffer_frames == 256);
    room.await_frames(48_000);
    assert_eq!(room.live.status().output.buffer_frames, 256);
    println!("gap: {:.1} ms", room.live.status().last_gap_ms);
    room.live.stop();
    assert_eq!(*room.opened.lock().unwrap(), [64, 128, 256]);
    let mut again = Room::new(true, Some(&memory), false);
    assert_eq!(again.live.status().output.buffer_frames, 256);
}

/// An unplugged device lets go of what it held and says so; plugged in again it is the same
/// device, and coming back plays nothing. Two alike are told apart.
#[test]
fn unplugged_switches_are_released() {
    let mut room = Room::new(true, None, false);
    let mut port = room.live.port("gamepads").unwrap();
    let pad = port.arrived(DeviceKind::Pad, "Pad", "usb:45e:b0a:Pad");
    let twin = port.arrived(DeviceKind::Pad, "Pad", "usb:45e:b0a:Pad");
    assert_ne!(pad, twin);
    assert!(port.wants(pad, key("pad:south")));
    port.event(pad, monotonic_ns(), key("pad:south"), DOWN);
    until("the press", || room.live.snapshot().switches[0].down);
    port.gone(pad);
    room.await_alert("The gamepad “Pad” was unplugged");
    until("the release", || !room.live.snapshot().switches[0].down);
    let presses = room.live.snapshot().switches[0].presses;
    assert_eq!(port.arrived(DeviceKind::Pad, "Pad", "usb:45e:b0a:Pad"), pad);
    room.await_alert("The gamepad “Pad” is back");
    room.await_frames(4_800);
    assert_eq!(room.live.snapshot().switches[0].presses, presses);

    port.event(twin, monotonic_ns(), key("pad:south"), DOWN);
    until("the press", || room.live.snapshot().switches[0].down);
    drop(port);
    until("the release", || !room.live.snapshot().switches[0].down);
    room.await_alert("Input from gamepads has ended");
}

/// A recording holds the sound from the first frame to the last, in a file of its rate.
#[test]
fn a_recording_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    let mut room = Room::new(true, None, true);
    let recorder = Recorder::start(Some(&path), room.live.tap().unwrap()).unwrap();
    let mut port = room.live.port("test").unwrap();
    let device = port.arrived(DeviceKind::SwitchBox, "Box", "usb:1:2");
    port.event(device, monotonic_ns(), key("key:space"), DOWN);
    room.await_frames(24_000);
    room.live.stop();
    assert!(port.stopping());
    let frames = room.live.snapshot().frame;
    assert_eq!(recorder.finish().unwrap(), std::slice::from_ref(&path));
    let mut wav = hound::WavReader::open(&path).unwrap();
    assert_eq!(wav.spec().sample_rate, 48_000);
    // The snapshot counts what is rendered ahead within a block.
    assert!(u64::from(wav.duration()) <= frames && u64::from(wav.duration()) + 64 > frames);
    assert!(wav.samples::<f32>().any(|sample| sample.unwrap().abs() > 0.001));
    assert_eq!(room.live.status().losses.tap_frames, 0);
}

/// Where more controls are played than can be told apart, somebody is told, once; those that
/// played before play on.
#[test]
fn too_many_controls_are_told_of() {
    let mut room = Room::new(true, None, false);
    let mut port = room.live.port("test").unwrap();
    for device in 0..3 {
        let keyboard = port.arrived(DeviceKind::Midi, "Keys", &format!("midi:{device}"));
        for note in 0..100 {
            port.event(keyboard, monotonic_ns(), key(&format!("midi:note{note}")), ControlValue::Up);
        }
    }
    assert!(room.hears("More than 256 different controls"));
    room.heard.clear();
    assert!(!room.hears("different controls"));
    port.event(0, monotonic_ns(), key("midi:note60"), DOWN);
    until("a note", || room.live.notes().any(|note| note.on));
}
