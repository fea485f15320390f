//! The sources of input as seen from outside: what can be shown without a device. Real
//! devices are in `tests/lab`.
#![cfg(all(feature = "app", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "what the tests are set up with")]

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use cantus::device::clock::monotonic_ns;
use cantus::device::focus::{Focus, FocusState};
use cantus::device::keyboard::{KNOWN, KeyboardOptions, NAME_PARTS};
use cantus::device::{keyboard, midi, pad, terminal};
use cantus::input::{Control, ControlValue};
use cantus::live::{Alert, DeviceId, DeviceKind, Port};

#[derive(Clone, Default)]
struct Recorder {
    said: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    aloud: bool,
}

impl Recorder {
    fn say(&self, text: String) {
        if self.aloud {
            println!("said {text}.");
        }
        self.said.lock().unwrap().push(text);
    }
}

impl Port for Recorder {
    fn arrived(&mut self, kind: DeviceKind, name: &str, _: &str) -> DeviceId {
        self.say(format!("arrived {kind:?} {name}"));
        1
    }

    fn gone(&mut self, _: DeviceId) {
        self.say("gone".into());
    }

    fn event(&mut self, _: DeviceId, stamp_ns: u64, control: Control, value: ControlValue) {
        assert!(stamp_ns <= monotonic_ns());
        let value = if value == ControlValue::Up { "up" } else { "down" };
        self.say(format!("{control} {value}"));
    }

    fn wants(&self, _: DeviceId, control: Control) -> bool {
        ["key:space", "key:enter", "mouse:left"].contains(&control.to_string().as_str())
    }

    fn alert(&mut self, alert: Alert) {
        self.say(format!("alert {:?} {}", alert.level, alert.what));
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A source whose program is ending returns, device or none.
#[test]
fn sources_return_when_asked() {
    let recorder = Recorder::default();
    recorder.stop.store(true, Ordering::Relaxed);
    keyboard::run(Box::new(recorder.clone()), &Focus::default(), &KeyboardOptions::default());
    pad::run(Box::new(recorder.clone()));
    midi::run(Box::new(recorder.clone()));
}

/// The shipped udev rule opens exactly the switch interfaces that are known, and tags
/// nothing that is not an event device.
#[test]
fn the_udev_rule_lists_the_known_switches() {
    let rule = include_str!("../docs/linux/70-cantus-switches.rules");
    let lines: Vec<&str> = rule.lines().filter(|line| line.contains("uaccess")).collect();
    let numbers: Vec<&&str> = lines.iter().filter(|line| line.contains("id/vendor")).collect();
    assert_eq!(numbers.len(), KNOWN.len());
    for known in KNOWN {
        let line = format!(
            "ATTRS{{id/vendor}}==\"{:04x}\", ATTRS{{id/product}}==\"{:04x}\", TAG+=\"uaccess\"",
            known.vendor, known.product
        );
        assert!(lines.contains(&line.as_str()), "{}: {line}", known.what);
    }
    let names: Vec<String> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("ATTRS{name}==\"*"))
        .map(|line| {
            let pattern = line.split('*').next().unwrap();
            let small = pattern.split('[').map(|part| part.get(1..).unwrap_or_default().replace(']', ""));
            small.collect::<String>()
        })
        .collect();
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for part in NAME_PARTS {
        assert!(names.iter().any(|name| name == part), "{part} is not among {names:?}");
    }
    assert_eq!(names.len(), NAME_PARTS.len());
    assert!(rule.contains("KERNEL!=\"event*\", GOTO=\"cantus_switches_end\""));
}

/// Not a test: what [`a_terminal_plays`] runs on a terminal of its own.
#[test]
#[ignore = "started by a_terminal_plays"]
fn on_a_terminal() {
    let recorder = Recorder { aloud: true, ..Recorder::default() };
    let focus = Focus::default();
    let stop = recorder.stop.clone();
    terminal::run(Box::new(recorder.clone()), &focus, |asked| {
        println!("said asked {asked:?} {:?}.", focus.state());
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(focus.state(), FocusState::Unknown);
}

/// A terminal and the program on it.
struct Terminal {
    master: File,
    slave: OwnedFd,
    child: Child,
    shown: String,
}

impl Terminal {
    fn start() -> Terminal {
        let (mut master, mut slave) = (-1, -1);
        // SAFETY: two valid places for descriptors; no name, settings or size are given.
        let opened = unsafe {
            libc::openpty(
                &mut master,
                &mut slave,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            )
        };
        assert_eq!(opened, 0, "no pseudo terminal");
        // SAFETY: both were opened just now and belong to nobody else.
        let (master, slave) = unsafe { (File::from_raw_fd(master), OwnedFd::from_raw_fd(slave)) };
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "on_a_terminal", "--nocapture"]);
        command.stdin(slave.try_clone().unwrap()).stdout(slave.try_clone().unwrap()).stderr(Stdio::null());
        // SAFETY: only calls that are allowed between fork and exec.
        unsafe {
            command.pre_exec(|| {
                libc::setsid();
                libc::ioctl(0, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = command.spawn().unwrap();
        Terminal { master, slave, child, shown: String::new() }
    }

    fn send(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    /// Reads until the program has shown `text`, or has closed the terminal.
    fn until(&mut self, text: &str) {
        let mut buffer = [0; 1024];
        while !self.shown.contains(text) {
            let mut polled = libc::pollfd { fd: self.master.as_raw_fd(), events: libc::POLLIN, revents: 0 };
            // SAFETY: one valid entry.
            let ready = unsafe { libc::poll(&mut polled, 1, 20_000) };
            assert!(ready > 0, "never showed {text:?}: {:?}", self.shown);
            let count = self.master.read(&mut buffer).unwrap();
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    }

    fn said(&self) -> Vec<&str> {
        self.shown.split("said ").skip(1).filter_map(|part| part.split('.').next()).collect()
    }

    fn end(mut self, said: &[&str]) {
        assert!(self.child.wait().unwrap().success(), "{}", self.shown);
        assert_eq!(self.said(), said);
        let mut settings = std::mem::MaybeUninit::<libc::termios>::uninit();
        // SAFETY: the settings are written before they are read.
        let settings = unsafe {
            assert_eq!(libc::tcgetattr(self.slave.as_raw_fd(), settings.as_mut_ptr()), 0);
            settings.assume_init()
        };
        let cooked = libc::ICANON | libc::ECHO | libc::ISIG;
        assert_eq!(settings.c_lflag & cooked, cooked, "the terminal was left raw");
    }
}

const QUESTIONS_END: &str = "\x1b[c";

/// On a plain terminal every press is a pulse, keys nobody bound are nothing, Ctrl-C
/// leaves, and the terminal is as before.
#[test]
fn a_terminal_plays() {
    let mut terminal = Terminal::start();
    terminal.until(QUESTIONS_END);
    terminal.send("\x1b[?62c");
    terminal.until("arrived Terminal Terminal.");
    terminal.send(" x\r\x03");
    terminal.until("gone.");
    terminal.end(&[
        "arrived Terminal Terminal",
        "key:space down",
        "key:space up",
        "asked Key(45) Unknown",
        "key:enter down",
        "key:enter up",
        "asked Interrupt Unknown",
        "gone",
    ]);
}

/// A terminal that reports focus, mouse and releases: presses have their length, and what
/// is held when focus goes is released.
#[test]
fn a_modern_terminal_tells_lengths() {
    let mut terminal = Terminal::start();
    terminal.until(QUESTIONS_END);
    terminal.send("\x1b[?0u\x1b[?1004;2$y\x1b[?1006;2$y\x1b[?62c");
    terminal.until("arrived Keyboard Terminal.");
    terminal.send("\x1b[32;1:1u\x1b[32;1:2u\x1b[32;1:3u\x1b[<0;3;3M\x1b[<0;3;3m\x1b[13;1:1u\x1b[O");
    terminal.until("key:enter up.");
    terminal.send("\x1b[99;5u");
    terminal.until("gone.");
    terminal.end(&[
        "arrived Keyboard Terminal",
        "key:space down",
        "key:space up",
        "mouse:left down",
        "mouse:left up",
        "key:enter down",
        "key:enter up",
        "asked Interrupt Elsewhere",
        "gone",
    ]);
}

/// A program without a terminal says so and returns.
#[test]
fn no_terminal_is_a_note() {
    let recorder = Recorder::default();
    // Tests usually run without a terminal; on one, there is nothing to show here.
    // SAFETY: asks about a descriptor.
    if unsafe { libc::isatty(0) } == 1 {
        return;
    }
    terminal::run(Box::new(recorder.clone()), &Focus::default(), |_| {});
    let said = recorder.said.lock().unwrap();
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("alert Note There are no keys from a terminal"), "{said:?}");
}
