//! Playing other instruments: what sounds here goes to a MIDI port, note for note, and the
//! clock with it where the engine tells one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::midi_channels::Channels;
use super::midi_clock::{ClockWire, Wire};
use super::midi_lanes::LanePlan;
use super::midi_message::Sent;
use crate::device::midi::{OutChoice, OutError, OutPort};
use crate::live::{Alert, AlertLevel, ClockLine, Feed, Outgoing, monotonic_ns};
use crate::time::Frames;

/// How often the thread looks for what is due.
const ROUND: Duration = Duration::from_millis(1);
/// How often it looks whether the port is there.
const LOOK_NS: u64 = 500_000_000;
/// What goes out later than this after its moment does not begin a clock: a fifth of the time
/// between two ticks at 120 beats a minute.
const LATE_NS: u64 = 4_000_000;
/// A moment further ahead than this is none: the clock was drawn anew.
const FURTHEST_NS: u64 = 200_000_000;

/// MIDI out under way, on a thread of its own. Dropping it ends every note.
pub struct MidiOut {
    name: String,
    stop: Arc<AtomicBool>,
    plans: Sender<Vec<LanePlan>>,
    alerts: Receiver<Alert>,
    thread: Option<JoinHandle<()>>,
}

/// A port that is open, and how it was asked for. Opened before play begins: what goes out
/// first, a clock's *start* above all, must not wait for it.
pub struct Opened {
    choice: OutChoice,
    port: OutPort,
}

impl Opened {
    /// Opens the wanted port.
    ///
    /// # Errors
    /// Where there is none, or it does not open.
    pub fn open(choice: OutChoice) -> Result<Self, OutError> {
        OutPort::open(&choice).map(|port| Opened { choice, port })
    }
}

/// The system refused a thread.
#[derive(Debug, thiserror::Error)]
#[error("MIDI out could not begin: {0}")]
pub struct MidiOutError(#[from] std::io::Error);

impl MidiOut {
    /// Begins to play to the port what the feed brings that comes by `coming`, each lane as
    /// planned. Begun before play is, so that its first messages are in time.
    ///
    /// # Errors
    /// Where the system has no threads left.
    pub fn start(opened: Opened, coming: Receiver<Feed>, lanes: Vec<LanePlan>) -> Result<Self, MidiOutError> {
        let Opened { choice, port } = opened;
        let name = port.name.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let (plans, planned) = channel();
        let (tell, alerts) = channel();
        let shown = name.clone();
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("cantus-midi-out".to_owned()).spawn(move || {
            let Ok(feed) = coming.recv() else { return };
            let mut player = Player {
                choice,
                name: shown,
                port: Some(port),
                // It was opened just now.
                next_look_ns: monotonic_ns() + LOOK_NS,
                channels: Channels::new(lanes),
                clock: ClockWire::default(),
                feed,
                waiting: VecDeque::new(),
                fresh: Vec::new(),
                planned,
                tell,
            };
            while !stopped.load(Ordering::Acquire) {
                player.round();
                std::thread::sleep(player.rest());
            }
            player.end();
        })?;
        Ok(MidiOut { name, stop, plans, alerts, thread: Some(thread) })
    }

    /// What the port is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Other music begins: its lanes.
    pub fn plan(&self, lanes: Vec<LanePlan>) {
        // A thread that has ended plays nothing either way.
        let _ = self.plans.send(lanes);
    }

    /// What there is to tell since the last call.
    pub fn alerts(&self) -> Vec<Alert> {
        self.alerts.try_iter().collect()
    }

    /// Ends every note and closes the port.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for MidiOut {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Player {
    choice: OutChoice,
    name: String,
    port: Option<OutPort>,
    next_look_ns: u64,
    channels: Channels,
    clock: ClockWire,
    feed: Feed,
    /// What is not due yet, with its moment in monotonic ns.
    waiting: VecDeque<(u64, Wire)>,
    fresh: Vec<Sent>,
    planned: Receiver<Vec<LanePlan>>,
    tell: Sender<Alert>,
}

impl Player {
    fn round(&mut self) {
        let now_ns = monotonic_ns();
        if now_ns >= self.next_look_ns {
            self.next_look_ns = now_ns + LOOK_NS;
            self.look();
        }
        for lanes in self.planned.try_iter() {
            self.channels.replan(lanes);
        }
        self.take(now_ns);
        while let Some((due_ns, _)) = self.waiting.front()
            && *due_ns <= now_ns
            && let Some((_, wire)) = self.waiting.pop_front()
        {
            self.send(&wire);
        }
    }

    /// How long there is nothing to do: until the next message is due, and a round at most.
    fn rest(&self) -> Duration {
        let due = self.waiting.front().map(|(due_ns, _)| due_ns.saturating_sub(monotonic_ns()));
        due.map_or(ROUND, |due_ns| Duration::from_nanos(due_ns).min(ROUND))
    }

    /// Looks whether the port is there, and for one that was lost.
    fn look(&mut self) {
        match &self.port {
            Some(port) if !port.is_there() => self.lose(),
            Some(_) => {}
            None => {
                if let Ok(port) = OutPort::open(&self.choice) {
                    self.name.clone_from(&port.name);
                    self.port = Some(port);
                    // It is new to everything that was said to it.
                    self.channels.forget();
                    self.clock.forget();
                    let _ = self.tell.send(Alert {
                        level: AlertLevel::Note,
                        what: format!("The MIDI output “{}” is back.", self.name),
                        still: "What is played from now on sounds there.".to_owned(),
                        advice: String::new(),
                    });
                }
            }
        }
    }

    fn lose(&mut self) {
        self.port = None;
        self.channels.forget();
        self.waiting.clear();
        let _ = self.tell.send(Alert {
            level: AlertLevel::Warning,
            what: format!("The MIDI output “{}” is gone.", self.name),
            still: "The instrument plays on.".to_owned(),
            advice: "Plug it in again: notes go there again by themselves.".to_owned(),
        });
    }

    /// Turns what has come into messages, each with its moment: that at which its sound leaves.
    fn take(&mut self, now_ns: u64) {
        let line = self.feed.line();
        while let Some(outgoing) = self.feed.pop() {
            match outgoing {
                // The clock goes on without the port, so that it knows the place.
                Outgoing::Clock(told) => {
                    self.pass_on(now_ns, line);
                    let due_ns = self.due_ns(told.at, now_ns, line);
                    let late = line.is_none_or(|line| line.ns_at(told.at) + LATE_NS < due_ns);
                    let waiting = &mut self.waiting;
                    self.clock.message(told.message, late, |wire| waiting.push_back((due_ns, wire)));
                }
                _ if self.port.is_none() => {}
                Outgoing::Note(note) => self.channels.note(&note, &mut self.fresh),
                Outgoing::Glide(glide) => self.channels.glide(&glide, &mut self.fresh),
                Outgoing::Anew => {
                    self.waiting.clear();
                    let waiting = &mut self.waiting;
                    self.clock.stop(|wire| waiting.push_back((now_ns, wire)));
                    self.channels.all_off(0, &mut self.fresh);
                }
            }
        }
        if let Some(line) = line {
            self.channels.until(line.frame_at(now_ns), &mut self.fresh);
        }
        self.pass_on(now_ns, line);
    }

    /// Puts the messages that were made behind what waits already.
    fn pass_on(&mut self, now_ns: u64, line: Option<ClockLine>) {
        for sent in std::mem::take(&mut self.fresh) {
            let due_ns = self.due_ns(sent.at, now_ns, line);
            self.waiting.push_back((due_ns, sent.bytes()));
        }
    }

    /// The moment at which what belongs to the frame `at` goes out: in the order in which
    /// messages were made, whatever becomes of the clock.
    fn due_ns(&self, at: Frames, now_ns: u64, line: Option<ClockLine>) -> u64 {
        let due_ns = line.map_or(now_ns, |line| line.ns_at(at)).clamp(now_ns, now_ns + FURTHEST_NS);
        self.waiting.back().map_or(due_ns, |(before, _)| due_ns.max(*before))
    }

    fn send(&mut self, (bytes, length): &Wire) {
        if let Some(port) = &mut self.port
            && port.send(&bytes[..*length]).is_err()
        {
            self.lose();
        }
    }

    /// Everything that was begun is ended, at once.
    fn end(&mut self) {
        self.take(monotonic_ns());
        self.channels.all_off(0, &mut self.fresh);
        self.pass_on(monotonic_ns(), None);
        let waiting = &mut self.waiting;
        self.clock.stop(|wire| waiting.push_back((0, wire)));
        for (_, wire) in std::mem::take(&mut self.waiting) {
            self.send(&wire);
        }
    }
}
