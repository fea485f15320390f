//! How the engine gets into an output's callback and out again.
//!
//! The engine is sent to a running callback through a ring of one place and comes back
//! through another: when it is called back, after a fade; or when the output dies and drops
//! its callback. So it is never lost with a device, and never freed on an audio thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use rtrb::{Consumer, Producer, RingBuffer};

use super::live_engine::LiveEngine;
use super::monotonic_ns;

/// Length of the fade before an engine leaves an output, in ms.
const FADE_MS: f64 = 15.0;

/// What an output's threads tell about themselves. Atomics only: it is written in audio
/// callbacks.
#[derive(Debug, Default)]
pub struct OutputHealth {
    xruns: AtomicU32,
    errors: AtomicU32,
    beat_ns: AtomicU64,
    engine_since_ns: AtomicU64,
    frames: AtomicU64,
    delay_frames: AtomicU32,
    largest_frames: AtomicU32,
    period_frames: AtomicU32,
    realtime: AtomicU32,
    failed: AtomicBool,
    recall: AtomicBool,
}

/// Whether the audio thread has real-time priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Realtime {
    /// Not known, or not asked for with this kind of output.
    #[default]
    NotAsked,
    /// It has.
    Granted,
    /// The system refused.
    Refused,
}

impl OutputHealth {
    /// The device lost frames.
    pub fn xrun(&self) {
        self.xruns.fetch_add(1, Ordering::Relaxed);
    }

    /// How often the device lost frames.
    pub fn xruns(&self) -> u32 {
        self.xruns.load(Ordering::Relaxed)
    }

    /// The output reported an error that may pass.
    pub fn error(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    /// Errors that might have passed.
    pub fn errors(&self) -> u32 {
        self.errors.load(Ordering::Relaxed)
    }

    /// Frames that the device has taken.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// How long what is written now waits before it sounds, as the device says.
    pub fn set_delay_frames(&self, frames: u32) {
        self.delay_frames.store(frames, Ordering::Relaxed);
    }

    /// See [`set_delay_frames`](Self::set_delay_frames).
    pub fn delay_frames(&self) -> u32 {
        self.delay_frames.load(Ordering::Relaxed)
    }

    /// The period that the device really has, where it is known only once it was opened.
    pub fn set_period_frames(&self, frames: u32) {
        self.period_frames.store(frames, Ordering::Relaxed);
    }

    /// The largest callback so far, in frames.
    pub fn largest_frames(&self) -> u32 {
        self.largest_frames.load(Ordering::Relaxed)
    }

    /// Whether the callback's thread has real-time priority.
    pub fn set_realtime(&self, realtime: Realtime) {
        self.realtime.store(realtime as u32, Ordering::Relaxed);
    }

    /// See [`set_realtime`](Self::set_realtime).
    pub fn realtime(&self) -> Realtime {
        match self.realtime.load(Ordering::Relaxed) {
            1 => Realtime::Granted,
            2 => Realtime::Refused,
            _ => Realtime::NotAsked,
        }
    }

    /// When the callback was called last, in monotonic ns; 0 for never.
    pub fn beat_ns(&self) -> u64 {
        self.beat_ns.load(Ordering::Relaxed)
    }

    /// When the engine came into this output, in monotonic ns; 0 for not yet.
    pub fn engine_since_ns(&self) -> u64 {
        self.engine_since_ns.load(Ordering::Relaxed)
    }

    /// The engine panicked and came back unfit.
    pub fn engine_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }
}

/// The callback's half.
pub struct OutputHead {
    engine: Option<Box<LiveEngine>>,
    inbox: Consumer<Box<LiveEngine>>,
    outbox: Producer<Box<LiveEngine>>,
    health: Arc<OutputHealth>,
    xruns_seen: u32,
    /// Gain while the engine is called back, 1 to 0.
    fade: f32,
}

/// The supervisor's half.
pub struct OutputTail {
    inbox: Producer<Box<LiveEngine>>,
    outbox: Consumer<Box<LiveEngine>>,
    health: Arc<OutputHealth>,
}

/// Both halves for an output whose callbacks ask for about `period_frames`.
pub fn handover(period_frames: usize) -> (OutputHead, OutputTail) {
    let (to_head, inbox) = RingBuffer::new(1);
    let (outbox, from_head) = RingBuffer::new(1);
    let health = Arc::new(OutputHealth::default());
    health.set_period_frames(period_frames as u32);
    let head =
        OutputHead { engine: None, inbox, outbox, health: Arc::clone(&health), xruns_seen: 0, fade: 1.0 };
    (head, OutputTail { inbox: to_head, outbox: from_head, health })
}

impl OutputHead {
    /// What the output tells about itself.
    pub fn health(&self) -> &Arc<OutputHealth> {
        &self.health
    }

    /// Fills one callback's worth of interleaved stereo: from the engine, or with silence
    /// while there is none.
    pub fn fill(&mut self, out: &mut [f32]) {
        self.fill_at(monotonic_ns(), out);
    }

    /// The same for a callback that began at `now_ns` on a monotonic clock: for outputs whose
    /// time is not the system's, as one that is moved by hand.
    pub fn fill_at(&mut self, now_ns: u64, out: &mut [f32]) {
        self.health.beat_ns.store(now_ns, Ordering::Relaxed);
        self.health.frames.fetch_add((out.len() / 2) as u64, Ordering::Relaxed);
        self.health.largest_frames.fetch_max((out.len() / 2) as u32, Ordering::Relaxed);
        if self.engine.is_none()
            && let Ok(mut engine) = self.inbox.pop()
        {
            engine.open(self.health.period_frames.load(Ordering::Relaxed) as usize);
            self.fade = 1.0;
            self.xruns_seen = self.health.xruns();
            self.health.engine_since_ns.store(now_ns, Ordering::Relaxed);
            self.engine = Some(engine);
        }
        let Some(engine) = &mut self.engine else {
            out.fill(0.0);
            return;
        };
        let xruns = self.health.xruns();
        if xruns != self.xruns_seen {
            self.xruns_seen = xruns;
            engine.xrun();
        }
        let rendered = catch_unwind(AssertUnwindSafe(|| engine.callback(now_ns, out)));
        if rendered.is_err() {
            out.fill(0.0);
            self.health.failed.store(true, Ordering::Release);
            self.give_back();
        } else if self.health.recall.load(Ordering::Acquire) {
            self.fade_out(out);
        }
    }

    fn fade_out(&mut self, out: &mut [f32]) {
        let rate_hz = self.engine.as_ref().map_or(48_000.0, |engine| engine.rate_hz());
        let step = (1000.0 / (FADE_MS * rate_hz)) as f32;
        for frame in out.chunks_exact_mut(2) {
            self.fade = (self.fade - step).max(0.0);
            frame[0] *= self.fade;
            frame[1] *= self.fade;
        }
        if self.fade == 0.0 {
            self.give_back();
        }
    }

    fn give_back(&mut self) {
        if let Some(engine) = self.engine.take() {
            // There is room: one engine, one place.
            let _ = self.outbox.push(engine);
            self.health.recall.store(false, Ordering::Release);
        }
    }
}

impl Drop for OutputHead {
    fn drop(&mut self) {
        if self.engine.is_none() {
            self.engine = self.inbox.pop().ok();
        }
        self.give_back();
    }
}

impl OutputTail {
    /// What the output tells about itself.
    pub fn health(&self) -> &Arc<OutputHealth> {
        &self.health
    }

    /// Sends the engine into the callback.
    ///
    /// # Errors
    /// The engine, where one is there already.
    pub fn give(&mut self, engine: Box<LiveEngine>) -> Result<(), Box<LiveEngine>> {
        self.inbox.push(engine).map_err(|rtrb::PushError::Full(engine)| engine)
    }

    /// Asks for the engine; it comes back after a fade.
    pub fn recall(&self) {
        self.health.recall.store(true, Ordering::Release);
    }

    /// The engine, once it has come back.
    pub fn take(&mut self) -> Option<Box<LiveEngine>> {
        self.outbox.pop().ok()
    }
}
