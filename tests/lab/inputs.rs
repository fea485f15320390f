//! Prints what the sources of input say, for the lab: one line a call, stamped.
//!
//! `inputs [--for SECONDS] [--confirm IDENTITY]... [--only keyboard,pad,midi,terminal,display]
//! [--bind CONTROL]... [--grab NAME] [--tap-display TIMES]`; without `--bind` everything counts as
//! bound. The X11 display is a source only where it is named. `--tap-display` does nothing but press
//! its space bar, by XTEST, and says when.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use cantus::device::clock::monotonic_ns;
use cantus::device::focus::{Focus, FocusState};
use cantus::device::{keyboard, midi, pad, terminal, x11_keys};
use cantus::input::{Control, ControlValue};
use cantus::live::{Alert, DeviceId, DeviceKind, Port};

static NEXT: AtomicU16 = AtomicU16::new(1);
static STOP: AtomicBool = AtomicBool::new(false);

type Held = Arc<Mutex<Vec<(DeviceId, Control)>>>;

#[derive(Clone)]
struct Printer {
    bound: Arc<Vec<Control>>,
    held: Held,
    grab: Option<(String, mpsc::Sender<keyboard::Request>)>,
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{} {text}", monotonic_ns());
    let _ = out.flush();
}

impl Port for Printer {
    fn arrived(&mut self, kind: DeviceKind, name: &str, identity: &str) -> DeviceId {
        let device = NEXT.fetch_add(1, Ordering::Relaxed);
        say(&format!("arrived {device} {kind:?} [{name}] {{{identity}}}"));
        if let Some((part, requests)) = &self.grab
            && name.contains(part.as_str())
        {
            let _ = requests.send(keyboard::Request::Grab(device));
        }
        device
    }

    fn gone(&mut self, device: DeviceId) {
        let mut held = self.held.lock().expect("no panic while held");
        let (gone, stay) = held.drain(..).partition::<Vec<_>, _>(|(of, _)| *of == device);
        *held = stay;
        let released: Vec<String> = gone.iter().map(|(_, control)| control.to_string()).collect();
        say(&format!("gone {device} releases [{}]", released.join(" ")));
    }

    fn event(&mut self, device: DeviceId, stamp_ns: u64, control: Control, value: ControlValue) {
        let mut held = self.held.lock().expect("no panic while held");
        let what = match value {
            ControlValue::Down { velocity } => {
                held.push((device, control));
                velocity.map_or("down".to_owned(), |velocity| format!("down {velocity}"))
            }
            ControlValue::Up => {
                held.retain(|known| *known != (device, control));
                "up".to_owned()
            }
            ControlValue::Moved(value) => format!("moved {value:.4}"),
        };
        say(&format!("event {device} {control} {what} stamp {stamp_ns}"));
    }

    fn wants(&self, _: DeviceId, control: Control) -> bool {
        self.bound.is_empty() || self.bound.contains(&control)
    }

    fn alert(&mut self, alert: Alert) {
        say(&format!("alert {:?} {} | {} | {}", alert.level, alert.what, alert.still, alert.advice));
    }

    fn stopping(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}

/// Presses the space bar of the display so many times, at moments that drift through a millisecond.
fn tap_display(times: u32) -> Result<(), Box<dyn std::error::Error>> {
    use x11rb::connection::Connection;
    use x11rb::protocol::xproto::{KEY_PRESS_EVENT, KEY_RELEASE_EVENT};
    use x11rb::protocol::xtest::ConnectionExt as _;
    /// The kernel's code for the space bar, and 8.
    const SPACE: u8 = 65;
    let (connection, screen) = x11rb::connect(None)?;
    let root = connection.setup().roots[screen].root;
    for _ in 0..times {
        let at_ns = monotonic_ns();
        connection.xtest_fake_input(KEY_PRESS_EVENT, SPACE, 0, root, 0, 0, 0)?;
        connection.flush()?;
        thread::sleep(Duration::from_micros(7300));
        connection.xtest_fake_input(KEY_RELEASE_EVENT, SPACE, 0, root, 0, 0, 0)?;
        connection.flush()?;
        println!("{at_ns} tap display");
        thread::sleep(Duration::from_micros(11_100));
    }
    Ok(())
}

fn main() {
    pad::prepare();
    let (mut seconds, mut confirmed, mut bound, mut grab) = (5.0, Vec::new(), Vec::new(), None);
    let mut only = "keyboard,pad,midi,terminal".to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--for" => seconds = value.parse().expect("seconds"),
            "--confirm" => confirmed.push(value),
            "--bind" => bound.push(value.parse::<Control>().expect("a control")),
            "--only" => only = value,
            "--grab" => grab = Some(value),
            "--tap-display" => {
                return tap_display(value.parse().expect("how often")).expect("a display with XTEST");
            }
            other => panic!("unknown argument {other}"),
        }
    }
    for device in keyboard::list_devices(&confirmed) {
        say(&format!("listed {:?} [{}] {} {:?}", device.kind, device.name, device.node, device.readable));
    }
    say(&format!("midi {:?}", midi::list_ports()));
    let (send, requests) = mpsc::channel();
    let printer = Printer {
        bound: Arc::new(bound),
        held: Held::default(),
        grab: grab.map(|name: String| (name, send)),
    };
    let focus = Arc::new(Focus::default());
    let mut threads = Vec::new();
    let has = |source: &str| only.split(',').any(|part| part == source);
    if has("keyboard") {
        let (port, focus) = (Box::new(printer.clone()), focus.clone());
        let options = keyboard::KeyboardOptions { confirmed, requests: Some(requests) };
        threads.push(thread::spawn(move || keyboard::run(port, &focus, &options)));
    }
    if has("display") {
        let port = Box::new(printer.clone());
        let focus = Arc::new(Focus::default());
        focus.set(FocusState::Here);
        let keys = x11_keys::open().expect("an X11 display that tells its keys");
        threads.push(thread::spawn(move || keys.run(port, &focus)));
    }
    if has("pad") {
        let port = Box::new(printer.clone());
        threads.push(thread::spawn(move || pad::run(port)));
    }
    if has("midi") {
        let port = Box::new(printer.clone());
        threads.push(thread::spawn(move || midi::run(port)));
    }
    if has("terminal") {
        let (port, focus) = (Box::new(printer.clone()), focus.clone());
        threads.push(thread::spawn(move || {
            terminal::run(port, &focus, |leave| {
                say(&format!("leave {leave:?}"));
                STOP.store(true, Ordering::Relaxed);
            });
        }));
    }
    let until_ns = monotonic_ns() + (seconds * 1e9) as u64;
    while monotonic_ns() < until_ns && !STOP.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(20));
    }
    STOP.store(true, Ordering::Relaxed);
    for thread in threads {
        let _ = thread.join();
    }
    let held = printer.held.lock().expect("no panic while held");
    let names: Vec<String> = held.iter().map(|(_, control)| control.to_string()).collect();
    say(&format!("end held [{}]", names.join(" ")));
}
