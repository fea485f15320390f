//! Playing other instruments: what sounds here goes to a MIDI port, note for note.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::midi_channels::Channels;
use super::midi_lanes::LanePlan;
use super::midi_message::Sent;
use crate::device::midi::{OutChoice, OutError, OutPort};
use crate::live::{Alert, AlertLevel, Feed, Outgoing, monotonic_ns};

/// How often the thread looks for what is due.
const ROUND: Duration = Duration::from_millis(1);
/// How often it looks whether the port is there.
const LOOK_NS: u64 = 500_000_000;
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

/// MIDI out that could not begin.
#[derive(Debug, thiserror::Error)]
pub enum MidiOutError {
    /// The port.
    #[error(transparent)]
    Port(#[from] OutError),
    /// The system refused a thread.
    #[error("MIDI out could not begin: {0}")]
    Thread(#[from] std::io::Error),
}

impl MidiOut {
    /// Begins to play what `feed` brings to the wanted port, each lane as planned.
    ///
    /// # Errors
    /// Where the port does not open.
    pub fn start(choice: OutChoice, feed: Feed, lanes: Vec<LanePlan>) -> Result<Self, MidiOutError> {
        let port = OutPort::open(&choice)?;
        let name = port.name.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let (plans, planned) = channel();
        let (tell, alerts) = channel();
        let mut player = Player {
            choice,
            name: name.clone(),
            port: Some(port),
            next_look_ns: 0,
            channels: Channels::new(lanes),
            feed,
            waiting: VecDeque::new(),
            fresh: Vec::new(),
            planned,
            tell,
        };
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("cantus-midi-out".to_owned()).spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                player.round();
                std::thread::sleep(ROUND);
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
    feed: Feed,
    /// What is not due yet, with its moment in monotonic ns.
    waiting: VecDeque<(u64, Sent)>,
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
            && let Some((_, sent)) = self.waiting.pop_front()
        {
            self.send(&sent);
        }
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
                _ if self.port.is_none() => {}
                Outgoing::Note(note) => self.channels.note(&note, &mut self.fresh),
                Outgoing::Glide(glide) => self.channels.glide(&glide, &mut self.fresh),
                Outgoing::Anew => {
                    self.waiting.clear();
                    self.channels.all_off(0, &mut self.fresh);
                }
            }
        }
        if let Some(line) = line {
            self.channels.until(line.frame_at(now_ns), &mut self.fresh);
        }
        for sent in self.fresh.drain(..) {
            let due_ns = line.map_or(now_ns, |line| line.ns_at(sent.at)).clamp(now_ns, now_ns + FURTHEST_NS);
            // In the order in which they were made, whatever becomes of the clock.
            let due_ns = self.waiting.back().map_or(due_ns, |(before, _)| due_ns.max(*before));
            self.waiting.push_back((due_ns, sent));
        }
    }

    fn send(&mut self, sent: &Sent) {
        let (bytes, length) = sent.bytes();
        if let Some(port) = &mut self.port
            && port.send(&bytes[..length]).is_err()
        {
            self.lose();
        }
    }

    /// Everything that was begun is ended, at once.
    fn end(&mut self) {
        self.take(monotonic_ns());
        self.channels.all_off(0, &mut self.fresh);
        let waiting = std::mem::take(&mut self.waiting);
        let last: Vec<Sent> = self.fresh.drain(..).collect();
        for sent in waiting.into_iter().map(|(_, sent)| sent).chain(last) {
            self.send(&sent);
        }
    }
}
