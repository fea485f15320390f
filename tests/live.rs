//! Live play: what happens between a switch and the sound, without a sound card.
#![cfg(feature = "app")]

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::access::BodySetup;
use cantus::chance::Chance;
use cantus::engine::{Applied, Command, Engine, Music, MusicSetup, NoteRecord, Sink};
use cantus::input::{Control, ControlValue, Role, RoleEvent, RoleValue};
use cantus::live::{
    Alert, AlertLevel, AudioBackend, AudioChoice, AudioError, ControlEnds, DeviceKind, Link, Live,
    LiveEngine, LiveSetup, OutputInfo, OutputTail, RunningOutput, SilentOutput, StreamWish, handover,
    monotonic_ns,
};
use cantus::person::{Binder, Person};
use cantus::preset::{Catalogue, FileKind, Preset};
use cantus::session::recorder::Recorder;
use cantus::sound::denormals::FlushDenormals;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE_HZ: f64 = 48_000.0;

fn music_setup() -> MusicSetup {
    let catalogue = Catalogue::shipped();
    let document = catalogue.document(FileKind::Preset, "first-notes", Path::new(".")).unwrap();
    Preset::read(&document, &catalogue).unwrap().setup
}

fn person() -> Person {
    let document = Catalogue::shipped().document(FileKind::Person, "anyone", Path::new(".")).unwrap();
    Person::read(&document).unwrap()
}

fn engine(rate_hz: f64) -> Engine {
    Engine::new(rate_hz, BodySetup::default(), Music::build(rate_hz, &music_setup()).unwrap())
}

fn live_engine(tap: bool) -> (LiveEngine, ControlEnds) {
    let engine = engine(RATE_HZ);
    let Link { audio, control } = Link::new(&engine.snapshot(), tap);
    (LiveEngine::new(engine, audio), control)
}

fn press(slot: u8, at: u64) -> RoleEvent {
    RoleEvent { at, slot, role: Role::A, value: RoleValue::Down { velocity: None }, note: None, pulse: false }
}

fn release(slot: u8, at: u64) -> RoleEvent {
    RoleEvent { value: RoleValue::Up, ..press(slot, at) }
}

fn drain<T>(ring: &mut rtrb::Consumer<T>) -> Vec<T> {
    std::iter::from_fn(|| ring.pop().ok()).collect()
}

/// Waits for what other threads bring about; far longer than it ever takes.
fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..30_000 {
        if done() {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(1));
    }
    panic!("never came about: {what}");
}

/// Whatever comes in, an audio callback neither allocates nor frees: events from every
/// source, every kind of command, other music, a recording.
#[test]
fn callbacks_never_allocate() {
    let (mut live, mut control) = live_engine(true);
    let mut tap = control.tap.take().unwrap();
    let mut recorded = Vec::with_capacity(1 << 20);
    let mut chance = Chance::new(3);
    let mut out = vec![0.0; 2 * 480];
    live.open(480);
    let mut loudest = 0.0f32;
    for round in 0..2_000u64 {
        for source in &mut control.sources {
            let slot = chance.below(20) as u8;
            let at = round * 480 + chance.below(1500) as u64;
            let event = if chance.happens(0.6) { press(slot, at) } else { release(slot, at) };
            source.push(event);
        }
        if round % 50 == 0 {
            let commands = [
                Command::Silence,
                Command::Tempo(90.0 + round as f64 / 20.0),
                Command::Music(Music::build(RATE_HZ, &music_setup()).unwrap()),
                Command::SoftStart,
                Command::MasterLevel(-3.0),
            ];
            for command in commands {
                let _ = control.commands.push(command);
            }
        }
        assert_no_alloc(|| live.callback(1_000_000_000 + round * 10_000_000, &mut out));
        loudest = out.iter().fold(loudest, |peak, sample| peak.max(sample.abs()));
        drain(&mut control.retired);
        drain(&mut control.notices);
        drain(&mut control.notes);
        drain(&mut control.applied);
        recorded.clear();
        tap.read(&mut recorded);
        assert_eq!(recorded, out);
    }
    assert!(loudest > 0.001);
}

/// Events of one callback take effect in the order of their frames; of one frame, in the
/// order of sources.
#[test]
fn sources_are_merged_in_order() {
    let (mut live, mut control) = live_engine(false);
    live.open(256);
    for (source, events) in [(2, [(9, 70), (8, 40)]), (1, [(7, 70), (6, 200)]), (0, [(5, 199), (4, 70)])] {
        for (slot, at) in events {
            assert!(control.sources[source].push(press(slot, at)));
        }
    }
    live.callback(1_000_000_000, &mut [0.0; 512]);
    let order: Vec<_> = drain(&mut control.applied)
        .into_iter()
        .map(|applied| (applied.event.slot, applied.event.at))
        .collect();
    assert_eq!(order, [(8, 40), (4, 70), (7, 70), (9, 70), (5, 199), (6, 200)]);
}

/// Under callbacks that come late by chance and a card that is off by 150 ppm, every press
/// sounds a constant time after its stamp, within one frame, none is too late, and that
/// time is the period and at most 64 frames.
#[test]
fn latency_is_constant() {
    for (period, jitter_ns) in [(64usize, 60_000.0), (128, 60_000.0), (256, 50_000.0)] {
        let (mut live, mut control) = live_engine(false);
        live.open(period);
        let mut chance = Chance::new(11);
        let mut out = vec![0.0; period * 2];
        let period_ns = period as f64 * 1.0e9 / (RATE_HZ * 1.000_15);
        let callbacks = (40.0e9 / period_ns) as u64;
        let mut stamps: Vec<f64> = Vec::new();
        let mut pressed = false;
        for callback in 0..callbacks {
            let ideal_ns = 9.0e9 + callback as f64 * period_ns;
            let late_ns = -jitter_ns * f64::from((1.0 - chance.unit()).max(1.0e-6)).ln();
            live.callback((ideal_ns + late_ns) as u64, &mut out);
            // Between this callback and the next somebody presses, and the press takes up
            // to 0.3 ms to get through.
            let stamp_ns = ideal_ns + late_ns + f64::from(chance.unit()) * (period_ns - 500_000.0).max(0.0);
            if callback as f64 * period_ns > 20.0e9 && chance.happens(0.2) {
                let at = control.clock.read().unwrap().due_at(stamp_ns as u64);
                let event = if pressed { release(0, at) } else { press(0, at) };
                pressed = !pressed;
                assert!(control.sources[0].push(event));
                stamps.push((stamp_ns - 9.0e9) / period_ns * period as f64);
            }
            drain(&mut control.notes);
        }
        live.callback((9.0e9 + callbacks as f64 * period_ns) as u64, &mut out);
        let applied = drain(&mut control.applied);
        assert!(applied.len() > 200 && applied.len() <= stamps.len());
        let delays: Vec<f64> = applied
            .iter()
            .zip(&stamps)
            .map(|(applied, stamp)| {
                assert_eq!(applied.late_frames, 0, "period {period}");
                applied.event.at as f64 - stamp
            })
            .collect();
        let least = delays.iter().copied().fold(f64::INFINITY, f64::min);
        let most = delays.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!("period {period}: {least:.2} to {most:.2} frames after the stamp");
        // Both ends are rounded to whole frames: half a frame each.
        assert!(most - least <= 2.0, "period {period}: spread of {}", most - least);
        assert!(
            most <= (period + 64) as f64 + 1.0 && least > period as f64,
            "period {period}: {least}..{most}"
        );
    }
}

/// Keeps what an engine hands out.
#[derive(Default)]
struct Kept {
    notes: Vec<NoteRecord>,
}

impl Sink for Kept {
    fn note(&mut self, note: NoteRecord) {
        self.notes.push(note);
    }

    fn retired(&mut self, _music: Box<Music>) -> Result<(), Box<Music>> {
        Ok(())
    }
}

/// What took effect live, put into a fresh engine, gives the same samples and notes.
#[test]
fn a_journal_replays_to_the_same_sound() {
    let (mut live, mut control) = live_engine(false);
    let mut chance = Chance::new(5);
    let (mut heard, mut applied, mut notes) = (Vec::new(), Vec::<Applied>::new(), Vec::new());
    let mut now_ns = 1_000_000_000u64;
    for _ in 0..1_500 {
        let frames = 1 + chance.below(500);
        let mut out = vec![0.0; frames * 2];
        let slot = chance.below(4) as u8;
        let at = live.position() + chance.below(700) as u64;
        let event = if chance.happens(0.5) { press(slot, at) } else { release(slot, at) };
        control.sources[chance.below(3)].push(event);
        live.callback(now_ns, &mut out);
        now_ns += frames as u64 * 20_833;
        heard.extend(out);
        applied.extend(drain(&mut control.applied));
        notes.extend(drain(&mut control.notes));
    }
    let _flush = FlushDenormals::new();
    let mut again = engine(RATE_HZ);
    let mut replayed = vec![0.0; heard.len()];
    let mut kept = Kept::default();
    let mut left = applied.iter().peekable();
    for (block, out) in replayed.chunks_mut(2 * 64).enumerate() {
        while let Some(applied) = left.next_if(|applied| applied.event.at < (block as u64 + 1) * 64) {
            assert!(again.event(applied.event));
        }
        again.render(out, &mut kept);
    }
    assert!(notes.len() > 100 && heard.iter().any(|sample| sample.abs() > 0.001));
    kept.notes.truncate(notes.len());
    assert_eq!(kept.notes, notes);
    assert!(heard.iter().zip(&replayed).all(|(a, b)| a.to_bits() == b.to_bits()));
}

/// A flood fills the queues and is counted; every release of an accepted press still gets
/// through, and *silence* still has room.
#[test]
fn floods_leave_room_for_releases_and_silence() {
    let (mut live, mut control) = live_engine(false);
    let source = &mut control.sources[0];
    let mut accepted = std::collections::BTreeSet::new();
    for n in 0..10_000u32 {
        let slot = (n % 251) as u8;
        if source.push(press(slot, 0)) {
            accepted.insert(slot);
        }
        source.push(RoleEvent { value: RoleValue::Moved(0.5), role: Role::Axis(0), ..press(250, 0) });
    }
    for slot in 0..=250 {
        assert!(source.push(release(slot, 0)), "slot {slot}");
    }
    while control.commands.push(Command::Finish).is_ok() {}
    assert!(control.commands.push(Command::Silence).is_ok());
    let lost = control.losses.counts();
    assert!(
        lost.presses > 9_000 && lost.moves > 9_000 && lost.releases == 0 && lost.commands == 1,
        "{lost:?}"
    );
    let mut released = std::collections::BTreeSet::new();
    for callback in 0..8 {
        live.callback(1_000_000_000 + callback * 1_000_000, &mut [0.0; 128]);
        for applied in drain(&mut control.applied) {
            if applied.event.value == RoleValue::Up {
                released.insert(applied.event.slot);
            }
        }
    }
    assert_eq!(released, accepted);
}

/// The engine comes back from an output that is called off, after a fade to silence, and
/// from one that just vanishes; its time goes on where it was.
#[test]
fn the_engine_survives_its_outputs() {
    let (live, mut control) = live_engine(false);
    control.sources[0].push(press(0, 0));
    let mut out = [0.0; 2 * 256];
    let (mut head, mut tail) = handover(256);
    assert!(tail.give(Box::new(live)).is_ok());
    for _ in 0..40 {
        head.fill(&mut out);
    }
    assert!(out.iter().any(|sample| *sample != 0.0));
    tail.recall();
    let mut calls = 0;
    let engine = loop {
        head.fill(&mut out);
        calls += 1;
        if let Some(engine) = tail.take() {
            break engine;
        }
        assert!(calls < 20, "the fade never ends");
    };
    assert_eq!(out[out.len() - 2..], [0.0, 0.0]);
    let position = engine.position();
    assert_eq!(position, (40 + calls) * 256);
    head.fill(&mut out);
    assert!(out.iter().all(|sample| *sample == 0.0));

    let (mut head, mut tail) = handover(64);
    assert!(tail.give(engine).is_ok());
    head.fill(&mut out);
    drop(head);
    assert_eq!(tail.take().map(|engine| engine.position()), Some(position + 256));
}

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
    fn open(&mut self, _: &AudioChoice, wish: &StreamWish) -> Result<Box<dyn RunningOutput>, AudioError> {
        if !self.plugged.load(Ordering::Acquire) {
            return Err(AudioError::NoOutput("nothing is plugged in".to_owned()));
        }
        let rate_hz = self.rate_hz.load(Ordering::Acquire);
        let frames = wish.buffer_frames.unwrap_or(64);
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
    room.await_alert("There is sound again, from Plug");
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
    room.await_alert("There is sound again");
    until("the device plays", || !room.live.status().standing_in);
    room.await_frames(4_800);
    let status = room.live.status();
    assert_eq!(status.engine_rebuilds, 0);
    assert_eq!(status.soft_starts, [0, 1]);

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
    let recorder = Recorder::start(&path, room.live.tap().unwrap()).unwrap();
    let mut port = room.live.port("test").unwrap();
    let device = port.arrived(DeviceKind::SwitchBox, "Box", "usb:1:2");
    port.event(device, monotonic_ns(), key("key:space"), DOWN);
    room.await_frames(24_000);
    room.live.stop();
    assert!(port.stopping());
    let frames = room.live.snapshot().frame;
    assert_eq!(recorder.finish().unwrap(), [path.clone()]);
    let mut wav = hound::WavReader::open(&path).unwrap();
    assert_eq!(wav.spec().sample_rate, 48_000);
    // The snapshot counts what is rendered ahead within a block.
    assert!(u64::from(wav.duration()) <= frames && u64::from(wav.duration()) + 64 > frames);
    assert!(wav.samples::<f32>().any(|sample| sample.unwrap().abs() > 0.001));
    assert_eq!(room.live.status().losses.tap_frames, 0);
}
