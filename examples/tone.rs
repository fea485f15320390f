use std::path::Path;
use std::time::Duration;
use cantus::device::audio::{CpalBackend, list_outputs, survey, try_output};
use cantus::engine::{Engine, Music};
use cantus::input::ControlValue;
use cantus::live::*;
use cantus::person::{Binder, Person};
use cantus::preset::{Catalogue, FileKind, Preset};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let arg = |n: usize, d: &str| args.get(n).cloned().unwrap_or_else(|| d.to_owned());
    let choice: AudioChoice = arg(1, "default").parse().unwrap();
    let buffer: Option<u32> = arg(2, "auto").parse().ok();
    let seconds: u32 = arg(3, "5").parse().unwrap();
    match arg(4, "").as_str() {
        "list" => { for l in list_outputs() { println!("{l:?}"); } return; }
        "survey" => { println!("{:#?}", survey()); return; }
        "try" => { println!("{:#?}", try_output(&choice, buffer.unwrap_or(64))); return; }
        _ => {}
    }
    let cat = Catalogue::shipped();
    let setup = Preset::read(&cat.document(FileKind::Preset, "first-notes", Path::new(".")).unwrap(), &cat).unwrap().setup;
    let person = Person::read(&cat.document(FileKind::Person, "anyone", Path::new(".")).unwrap()).unwrap();
    let body = person.body.clone();
    let mut live = Live::start(LiveSetup {
        factory: Box::new(move |rate| { eprintln!("engine at {rate}"); Engine::new(rate, body.clone(), Music::build(rate, &setup).unwrap()) }),
        binder: Binder::new(&person), backend: Box::new(CpalBackend::new()), audio: choice, buffer_frames: buffer,
        rate_hz: 48_000, memory: device_memory_path(), record: false }).unwrap();
    let mut port = live.port("tone").unwrap();
    let device = port.arrived(DeviceKind::SwitchBox, "Box", "x");
    let start = monotonic_ns();
    for step in 0..seconds * 4 {
        let value = if step % 2 == 0 { ControlValue::Down { velocity: None } } else { ControlValue::Up };
        port.event(device, monotonic_ns(), "key:space".parse().unwrap(), value);
        std::thread::sleep(Duration::from_millis(250));
        for a in live.alerts() { println!("[{:?}] {} | {} | {}", a.level, a.what, a.still, a.advice); }
        let s = live.status();
        if step % 4 == 3 {
            println!("{:.2}s {} [{}] {} Hz {} fr {} ch x{} rt={:?} own {:.2} ms all {:.2} ms late {} standin {} gap {:.1} frame {} delay {}",
                (monotonic_ns() - start) as f64 / 1e9, s.output.name, s.output.id, s.output.rate_hz, s.output.buffer_frames, s.output.channels,
                s.xruns, s.realtime, s.own_latency_ms(), s.latency_ms(), s.late_events, s.standing_in, s.last_gap_ms, live.snapshot().frame, s.device_delay_frames);
            println!("   {} losses {:?} notes {}", s.output.format, s.losses, live.notes().count());
        }
    }
    live.stop();
}
