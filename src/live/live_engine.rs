//! The engine with its ends of the queues: what an audio callback runs.

use arrayvec::ArrayVec;

use super::clock::ClockLine;
use super::frame_clock::FrameClock;
use super::link::{AudioEnds, MAX_SOURCES, Stamped};
use super::tap::TapEnd;
use crate::engine::{Command, Engine};
use crate::input::{RoleEvent, RoleValue};
use crate::sound::denormals::FlushDenormals;
use crate::time::Frames;

/// Most events taken from all rings in one callback; the rest waits for the next.
const EVENTS_A_CALLBACK: usize = 1024;

/// An event on its way into the engine, with what puts it in order.
#[derive(Clone, Copy, Debug)]
struct Incoming {
    event: RoleEvent,
    source: u8,
    order: u32,
}

/// The engine and the audio thread's ends of all queues. It travels from output to output:
/// nothing is lost when a device goes away.
pub struct LiveEngine {
    engine: Engine,
    ends: AudioEnds,
    clock: FrameClock,
    /// The next frame to leave, counted from the engine's first.
    position: Frames,
    incoming: ArrayVec<Incoming, EVENTS_A_CALLBACK>,
    order: u32,
    /// The latest frame of each source so far.
    latest: [Frames; MAX_SOURCES],
    /// A command that the engine had no room for yet.
    waiting: Option<Command>,
}

impl LiveEngine {
    /// Joins an engine that has not rendered yet with its queues.
    pub fn new(engine: Engine, ends: AudioEnds) -> Self {
        if let Some(tap) = &ends.tap {
            tap.set_rate_hz(engine.rate_hz() as u32);
        }
        LiveEngine {
            clock: FrameClock::new(engine.rate_hz()),
            engine,
            ends,
            position: 0,
            incoming: ArrayVec::new(),
            order: 0,
            latest: [0; MAX_SOURCES],
            waiting: None,
        }
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        self.engine.rate_hz()
    }

    /// The next frame to leave.
    pub fn position(&self) -> Frames {
        self.position
    }

    /// Puts another engine in place of this one, because the new output runs at another
    /// rate or the old one failed. What waits in the queues belongs to the old time line
    /// and is dropped; `commands` of them were sent so far. Frees and must not be called on the
    /// audio thread.
    pub fn replace_engine(&mut self, engine: Engine, commands: u64) {
        self.clock = FrameClock::new(engine.rate_hz());
        if let Some(tap) = &self.ends.tap {
            tap.set_rate_hz(engine.rate_hz() as u32);
        }
        self.engine = engine;
        self.position = 0;
        self.incoming.clear();
        self.latest = [0; MAX_SOURCES];
        self.waiting = None;
        for ring in &mut self.ends.sources {
            while ring.pop().is_ok() {}
        }
        while self.ends.commands.pop().is_ok() {}
        self.ends.outlets.begin_engine(commands);
        self.ends.snapshot.write(self.engine.snapshot());
    }

    /// Whether a recording has taken everything rendered so far, or there is none.
    pub fn tap_is_empty(&self) -> bool {
        self.ends.tap.as_ref().is_none_or(TapEnd::is_empty)
    }

    /// Whether notes and journal have taken everything, or nobody fetches.
    pub(super) fn is_fetched(&self) -> bool {
        self.ends.outlets.are_fetched()
    }

    /// A stream was opened whose callbacks ask for `period_frames`, or for at most that
    /// many.
    pub fn open(&mut self, period_frames: usize) {
        self.clock.open(period_frames);
    }

    /// The device lost frames: the clock is drawn anew.
    pub fn xrun(&mut self) {
        self.clock.restart();
    }

    /// Renders interleaved stereo for a callback that began at `now_ns` on the monotonic
    /// clock. Takes what has come in, in the order of frame, source and arrival. Neither
    /// allocates nor waits nor calls the system.
    pub fn callback(&mut self, now_ns: u64, out: &mut [f32]) {
        let _flush = FlushDenormals::new();
        let frames = out.len() / 2;
        let line = self.clock.callback(now_ns, self.position, frames);
        self.ends.clock.write(line);
        self.take_commands();
        self.take_events(&line);
        self.ends.outlets.begin_callback(now_ns, self.position, self.clock.restarts());
        self.engine.render(out, &mut self.ends.outlets);
        self.position += frames as Frames;
        self.ends.snapshot.write(self.engine.snapshot());
        if let Some(tap) = &mut self.ends.tap
            && !tap.push(out)
        {
            self.ends.outlets.losses().tap(frames);
        }
    }

    fn take_commands(&mut self) {
        loop {
            let Some(command) = self.waiting.take().or_else(|| self.ends.commands.pop().ok()) else {
                return;
            };
            if let Err(command) = self.engine.command(self.engine.frame(), command) {
                self.waiting = Some(command);
                return;
            }
        }
    }

    /// Stamps become frames here and nowhere else, by where the device is now: what happened
    /// while it lost frames is not put off by what it lost. Where the line was drawn anew, a
    /// source's events keep their order all the same.
    fn take_events(&mut self, line: &ClockLine) {
        if self.incoming.is_empty() {
            self.order = 0;
        }
        for (source, ring) in self.ends.sources.iter_mut().enumerate() {
            while !self.incoming.is_full() {
                let Ok(Stamped { mut event, stamp_ns }) = ring.pop() else { break };
                let latest = &mut self.latest[source];
                *latest = line.due_at(stamp_ns).max(*latest);
                event.at = *latest;
                self.ends.outlets.stamped(&event, stamp_ns);
                self.incoming.push(Incoming { event, source: source as u8, order: self.order });
                self.order += 1;
            }
        }
        self.incoming.sort_unstable_by_key(|incoming| (incoming.event.at, incoming.source, incoming.order));
        let engine = &mut self.engine;
        let losses = self.ends.outlets.losses();
        self.incoming.retain(|incoming| {
            if engine.event(incoming.event) {
                return false;
            }
            let must_arrive = matches!(incoming.event.value, RoleValue::Up | RoleValue::Lost);
            if !must_arrive {
                losses.event(&incoming.event);
            }
            must_arrive
        });
    }
}
