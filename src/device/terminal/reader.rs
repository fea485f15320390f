//! The terminal's thread.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::fd::AsRawFd;

use super::keys::{Input, KeyEdge, Parser};
use super::raw::{NoTerminal, RawTerminal, signals};
use super::repeat::{RepeatFilter, Verdict};
use crate::device::clock::monotonic_ns;
use crate::device::focus::{Focus, FocusState, SAME_KEY_AFTER_NS};
use crate::input::{Control, ControlValue, MouseButton};
use crate::live::{Alert, AlertLevel, DeviceId, DeviceKind, Port};

/// What somebody asks of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A key that the person file does not use, by Linux event code: it may steer.
    Key(u16),
    /// Ctrl-C.
    Interrupt,
    /// Escape or `q`, where the person file does not use them.
    Quit,
    /// The system asked the program to end.
    Signal,
    /// The terminal's window was closed.
    Closed,
}

/// How long a terminal may take to answer what it can do, in ns.
const ANSWER_NS: u64 = 250_000_000;
/// How long after an escape the rest of a sequence may come, in ns.
const ESCAPE_NS: u64 = 40_000_000;
/// How often the thread looks round, in ms.
const LOOK_MS: i32 = 100;

/// Speaks Kitty? Focus reports? Mouse? And last what every terminal answers.
const QUESTIONS: &[u8] = b"\x1b[?u\x1b[?1004$p\x1b[?1006$p\x1b[c";
/// Report focus, bracket pastes, no keyboard repeats (the Linux console heeds this).
const SETTINGS: &[u8] = b"\x1b[?1004h\x1b[?2004h\x1b[?8l";
/// Report mouse buttons, in numbers.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";

const KEY_ESCAPE: u16 = 1;
const KEY_Q: u16 = 16;

/// Reads the terminal until the port says stop or the terminal is closed. `on_asked` is
/// told what somebody asks, to end the program among it; the thread goes on until the port
/// says so.
///
/// Without a terminal it posts a note and returns.
pub fn run(mut port: Box<dyn Port>, focus: &Focus, on_asked: impl FnMut(Asked)) {
    let terminal = match RawTerminal::open() {
        Ok(terminal) => terminal,
        Err(reason) => return port.alert(no_terminal(reason)),
    };
    let mut reader = Reader {
        focus,
        on_asked,
        terminal: &terminal,
        console: terminal
            .console()
            .and_then(|name| Some((name, File::open("/sys/class/tty/tty0/active").ok()?))),
        remote: std::env::var_os("SSH_CONNECTION").is_some() || std::env::var_os("SSH_TTY").is_some(),
        parser: Parser::default(),
        repeats: RepeatFilter::default(),
        device: 0,
        tells_releases: false,
        held: Vec::new(),
        unclaimed: VecDeque::new(),
        signals: signals(),
    };
    reader.introduce(port.as_mut());
    reader.serve(port.as_mut());
    reader.release_all(port.as_mut());
    focus.set(FocusState::Unknown);
    focus.mouse_comes_from_elsewhere(false);
    port.gone(reader.device);
}

fn no_terminal(reason: NoTerminal) -> Alert {
    Alert {
        level: AlertLevel::Note,
        what: format!("There are no keys from a terminal: {reason}."),
        still: "Switch boxes, gamepads and MIDI play.".into(),
        advice: "To play with an ordinary keyboard, start the program in a terminal.".into(),
    }
}

struct Reader<'a, F: FnMut(Asked)> {
    focus: &'a Focus,
    on_asked: F,
    terminal: &'a RawTerminal,
    /// On a virtual console: its name, and the file that names the one in front.
    console: Option<(String, File)>,
    /// Over the network the machine's own keyboards are somebody else's.
    remote: bool,
    parser: Parser,
    repeats: RepeatFilter,
    device: DeviceId,
    tells_releases: bool,
    held: Vec<Control>,
    /// Presses that the keyboard reader may still claim.
    unclaimed: VecDeque<(u64, Input)>,
    signals: u32,
}

impl<F: FnMut(Asked)> Reader<'_, F> {
    fn introduce(&mut self, port: &mut dyn Port) {
        self.terminal.write(QUESTIONS);
        let until_ns = monotonic_ns() + ANSWER_NS;
        let (mut kitty, mut focus_known, mut mouse_known, mut answered) = (false, false, false, false);
        let mut early = Vec::new();
        while !answered && monotonic_ns() < until_ns {
            for input in self.wait(20, false) {
                match input {
                    Input::Kitty => kitty = true,
                    Input::Mode(1004, state) => focus_known = state != 0 && state != 4,
                    Input::Mode(1006, state) => mouse_known = state != 0 && state != 4,
                    Input::Attributes => answered = true,
                    other => early.push(other),
                }
            }
        }
        self.terminal.write(SETTINGS);
        self.tells_releases = kitty;
        if kitty {
            self.terminal.use_kitty();
        }
        let kind = if kitty { DeviceKind::Keyboard } else { DeviceKind::Terminal };
        self.device = port.arrived(kind, "Terminal", "terminal");
        if port.wants(self.device, Control::Mouse(MouseButton::Left)) {
            self.terminal.write(MOUSE);
            self.focus.mouse_comes_from_elsewhere(mouse_known);
        }
        if self.console.is_some() {
            self.look_at_console(port);
        } else if focus_known {
            // The program was started from here a moment ago.
            self.set_focus(true, port);
        }
        for input in early {
            self.take(input, monotonic_ns(), port);
        }
    }

    fn serve(&mut self, port: &mut dyn Port) {
        while !port.stopping() {
            let mut closed = false;
            let inputs = self.wait(self.patience_ms(), true);
            let now_ns = monotonic_ns();
            for input in inputs {
                self.take(input, now_ns, port);
            }
            self.settle(port);
            let asked = signals();
            if asked != self.signals {
                self.signals = asked;
                (self.on_asked)(Asked::Signal);
            }
            if self.console.is_some() {
                self.look_at_console(port);
            }
            let mut file = libc::pollfd { fd: self.terminal.fd(), events: libc::POLLIN, revents: 0 };
            // SAFETY: one valid entry.
            if unsafe { libc::poll(&mut file, 1, 0) } > 0
                && file.revents & (libc::POLLHUP | libc::POLLERR) != 0
            {
                closed = true;
            }
            if closed {
                (self.on_asked)(Asked::Closed);
                return;
            }
        }
    }

    fn patience_ms(&self) -> i32 {
        let due = self.unclaimed.front().map(|(at, _)| at + SAME_KEY_AFTER_NS);
        let next = due.into_iter().chain(self.repeats.deadline_ns()).min();
        next.map_or(LOOK_MS, |next| {
            let left_ns = next.saturating_sub(monotonic_ns());
            (left_ns.div_ceil(1_000_000) as i32).min(LOOK_MS)
        })
    }

    /// Waits for input. An escape that stands alone for a while is the key.
    fn wait(&mut self, timeout_ms: i32, watch_console: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut timeout = timeout_ms;
        loop {
            let console =
                self.console.as_ref().filter(|_| watch_console).map_or(-1, |(_, file)| file.as_raw_fd());
            let mut polled = [
                libc::pollfd { fd: self.terminal.fd(), events: libc::POLLIN, revents: 0 },
                libc::pollfd { fd: console, events: libc::POLLPRI, revents: 0 },
            ];
            // SAFETY: a valid array of its own length.
            let ready = unsafe { libc::poll(polled.as_mut_ptr(), 2, timeout) };
            if ready > 0 && polled[0].revents & libc::POLLIN != 0 {
                let mut buffer = [0_u8; 512];
                if let Ok(count) = self.terminal.read(&mut buffer) {
                    self.parser.feed(&buffer[..count], |input| inputs.push(input));
                }
            } else if ready <= 0 && self.parser.is_waiting() {
                self.parser.flush(|input| inputs.push(input));
            }
            if !self.parser.is_waiting() || polled[1].revents != 0 {
                return inputs;
            }
            timeout = (ESCAPE_NS / 1_000_000) as i32;
        }
    }

    fn take(&mut self, input: Input, now_ns: u64, port: &mut dyn Port) {
        match input {
            Input::Interrupt => (self.on_asked)(Asked::Interrupt),
            Input::Focus(here) => {
                if self.console.is_none() {
                    self.set_focus(here, port);
                }
            }
            Input::Key(key @ (KEY_ESCAPE | KEY_Q), KeyEdge::Press)
                if !port.wants(self.device, Control::Key(key)) =>
            {
                (self.on_asked)(Asked::Quit);
            }
            Input::Key(key, KeyEdge::Press) if port.wants(self.device, Control::Key(key)) => {
                self.offer(input, now_ns, port);
            }
            Input::Key(key, KeyEdge::Press | KeyEdge::Repeat)
                if !port.wants(self.device, Control::Key(key)) =>
            {
                (self.on_asked)(Asked::Key(key));
            }
            Input::Mouse(button, true) if port.wants(self.device, Control::Mouse(button)) => {
                self.offer(input, now_ns, port);
            }
            Input::Key(_, KeyEdge::Release) | Input::Mouse(_, false) => self.offer(input, now_ns, port),
            Input::Key(..) | Input::Mouse(..) | Input::Mode(..) | Input::Kitty | Input::Attributes => {}
        }
    }

    /// Plays an input now, or once it is sure that the keyboard reader has not read it.
    fn offer(&mut self, input: Input, now_ns: u64, port: &mut dyn Port) {
        if self.focus.may_be_claimed() || !self.unclaimed.is_empty() {
            self.unclaimed.push_back((now_ns, input));
        } else {
            self.play(input, now_ns, port);
        }
    }

    fn settle(&mut self, port: &mut dyn Port) {
        let now_ns = monotonic_ns();
        while let Some((at_ns, input)) = self.unclaimed.front().copied() {
            let is_press = matches!(input, Input::Key(_, KeyEdge::Press) | Input::Mouse(_, true));
            let claimed = is_press && self.focus.is_claimed(at_ns);
            if !claimed && now_ns < at_ns + SAME_KEY_AFTER_NS {
                break;
            }
            self.unclaimed.pop_front();
            if !claimed {
                self.play(input, at_ns, port);
            }
        }
        if let Some(at_ns) = self.repeats.expired(now_ns) {
            let key = self.repeats.key();
            self.pulse(Control::Key(key), at_ns, port);
        }
    }

    fn play(&mut self, input: Input, at_ns: u64, port: &mut dyn Port) {
        match input {
            Input::Key(key, KeyEdge::Press) if self.tells_releases => {
                self.down(Control::Key(key), at_ns, port)
            }
            Input::Key(key, KeyEdge::Release) => self.up(Control::Key(key), at_ns, port),
            Input::Key(key, KeyEdge::Press) => {
                // A press that was waited for is one when another key comes.
                if let Some(at_ns) = self.repeats.settle_other(key) {
                    let other = self.repeats.key();
                    self.pulse(Control::Key(other), at_ns, port);
                }
                if self.repeats.take(key, at_ns) == Verdict::Press {
                    self.pulse(Control::Key(key), at_ns, port);
                }
            }
            Input::Mouse(button, true) => self.down(Control::Mouse(button), at_ns, port),
            Input::Mouse(button, false) => self.up(Control::Mouse(button), at_ns, port),
            _ => {}
        }
    }

    fn pulse(&mut self, control: Control, at_ns: u64, port: &mut dyn Port) {
        port.event(self.device, at_ns, control, ControlValue::Down { velocity: None });
        port.event(self.device, at_ns, control, ControlValue::Up);
    }

    fn down(&mut self, control: Control, at_ns: u64, port: &mut dyn Port) {
        if !self.held.contains(&control) {
            self.held.push(control);
            port.event(self.device, at_ns, control, ControlValue::Down { velocity: None });
        }
    }

    fn up(&mut self, control: Control, at_ns: u64, port: &mut dyn Port) {
        if let Some(place) = self.held.iter().position(|held| *held == control) {
            self.held.swap_remove(place);
            port.event(self.device, at_ns, control, ControlValue::Up);
        }
    }

    fn release_all(&mut self, port: &mut dyn Port) {
        let now_ns = monotonic_ns();
        for control in std::mem::take(&mut self.held) {
            port.event(self.device, now_ns, control, ControlValue::Up);
        }
        self.repeats.forget();
    }

    fn set_focus(&mut self, here: bool, port: &mut dyn Port) {
        if !here {
            self.release_all(port);
        }
        if !self.remote {
            self.focus.set(if here { FocusState::Here } else { FocusState::Elsewhere });
        }
    }

    /// On a virtual console focus is being the one in front.
    fn look_at_console(&mut self, port: &mut dyn Port) {
        let Some((name, file)) = &mut self.console else { return };
        let mut active = String::new();
        if file.seek(SeekFrom::Start(0)).is_err() || file.read_to_string(&mut active).is_err() {
            return;
        }
        let here = active.trim() == name;
        let known = self.focus.state() == if here { FocusState::Here } else { FocusState::Elsewhere };
        if !known {
            self.set_focus(here, port);
        }
    }
}
