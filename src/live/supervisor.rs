//! The supervisor: keeps the engine running in some output, whatever becomes of devices.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rtrb::Consumer;

use super::audio::{AudioBackend, AudioChoice, AudioError, OutputInfo, RunningOutput, StreamWish};
use super::buffer_steps::{BUFFER_LADDER, BufferSteps, Pace, next_buffer};
use super::desk::Desk;
use super::device_memory::DeviceMemory;
use super::handover::Realtime;
use super::link::CommandEnd;
use super::live_engine::LiveEngine;
use super::silent::SilentOutput;
use super::status::LiveStatus;
use super::{monotonic_ns, words};
use crate::engine::{Command, Engine, Notice, Retired};

/// How often the supervisor looks round.
const ROUND: Duration = Duration::from_millis(10);
/// First and longest wait before a lost device is tried again.
const FIRST_RETRY_NS: u64 = 500_000_000;
const LONGEST_RETRY_NS: u64 = 2_000_000_000;
/// A device that has not asked for sound for this long has stalled (or 16 periods).
const STALLED_NS: u64 = 1_000_000_000;
/// Errors of one output within a round that are taken as its end: it fails without pause.
const ERRORS_A_ROUND: u32 = 20;
/// The same complaint is made once in this time.
const COMPLAINT_NS: u64 = 60_000_000_000;
/// How long the engine may take to leave an output: fade and one long period.
const LEAVE_ROUNDS: u32 = 400;
/// How long a recording may take to catch up, in ms.
const TAP_ROUNDS: u32 = 200;

/// Builds an engine at a rate. Called once when play begins, and again where an output with
/// another rate takes over or an engine failed; its frames begin at 0 each time.
pub type EngineFactory = Box<dyn FnMut(f64) -> Engine + Send>;

pub(super) struct Supervisor {
    pub factory: EngineFactory,
    pub backend: Box<dyn AudioBackend>,
    pub choice: AudioChoice,
    pub fixed_buffer: Option<u32>,
    pub memory: DeviceMemory,
    pub desk: Arc<Desk>,
    pub commands: Arc<Mutex<CommandEnd>>,
    pub notices: Consumer<Notice>,
    pub retired: Consumer<Retired>,
    pub status: Arc<Mutex<LiveStatus>>,
    /// The engine, while it is in no output.
    pub engine: Option<Box<LiveEngine>>,
}

/// The output in use, and what is watched about it.
struct Current {
    output: Box<dyn RunningOutput>,
    /// It stands in for a device that is away.
    standing_in: bool,
    opened_ns: u64,
    steps: BufferSteps,
    pace: Pace,
    errors_seen: u32,
    /// The device did not give a larger buffer when asked.
    full_grown: bool,
}

impl Current {
    fn new(output: Box<dyn RunningOutput>, standing_in: bool) -> Self {
        let now_ns = monotonic_ns();
        Current {
            pace: Pace::new(now_ns, output.info().rate_hz),
            output,
            standing_in,
            opened_ns: now_ns,
            steps: BufferSteps::new(now_ns),
            errors_seen: 0,
            full_grown: false,
        }
    }
}

/// When a lost device is tried again.
struct Retry {
    at_ns: u64,
    wait_ns: u64,
}

impl Retry {
    fn after(now_ns: u64) -> Self {
        Retry { at_ns: now_ns + FIRST_RETRY_NS, wait_ns: FIRST_RETRY_NS }
    }

    fn again(&mut self, now_ns: u64) {
        self.wait_ns = (self.wait_ns * 2).min(LONGEST_RETRY_NS);
        self.at_ns = now_ns + self.wait_ns;
    }
}

/// What the supervisor does until `stop` says so or its sender is gone. `ready` is told
/// once the first output was tried.
pub(super) fn run(mut supervisor: Supervisor, stop: &Receiver<()>, ready: &SyncSender<()>) {
    let Ok(mut current) = supervisor.begin() else {
        supervisor.desk.alert(words::no_thread());
        let _ = ready.send(());
        return;
    };
    supervisor.publish(&mut current);
    let _ = ready.send(());
    let mut retry = Retry::after(monotonic_ns());
    let mut told = Told::default();
    while stop.recv_timeout(ROUND) == Err(RecvTimeoutError::Timeout) {
        supervisor.housekeeping(&mut told);
        let looked = match supervisor.watch(&mut current, &mut told) {
            Watched::Well => Ok(()),
            Watched::Lost(error) => {
                retry = Retry::after(monotonic_ns());
                supervisor.stand_in(&mut current, &error)
            }
            Watched::TooSmall(larger) => supervisor.enlarge(&mut current, larger),
        };
        let tried = if current.standing_in && monotonic_ns() >= retry.at_ns {
            supervisor.retry(&mut current, &mut retry)
        } else {
            Ok(())
        };
        if looked.and(tried).is_err() {
            supervisor.desk.alert(words::no_thread());
        }
        supervisor.publish(&mut current);
    }
    supervisor.leave(&mut current);
    supervisor.housekeeping(&mut told);
}

/// When complaints were made last.
#[derive(Default)]
struct Told {
    lost_ns: u64,
    xruns_ns: u64,
    no_realtime: bool,
}

fn due(last_ns: &mut u64, now_ns: u64) -> bool {
    let due = *last_ns == 0 || now_ns > *last_ns + COMPLAINT_NS;
    if due {
        *last_ns = now_ns;
    }
    due
}

enum Watched {
    Well,
    Lost(AudioError),
    TooSmall(u32),
}

impl Supervisor {
    fn rate_hz(&self) -> u32 {
        self.engine.as_ref().map_or(48_000, |engine| engine.rate_hz() as u32)
    }

    fn begin(&mut self) -> Result<Current, AudioError> {
        let rate_hz = self.rate_hz();
        if self.choice == AudioChoice::Null {
            let frames = self.fixed_buffer.unwrap_or(BUFFER_LADDER[0]);
            let mut current = Current::new(Box::new(SilentOutput::start(rate_hz, frames)?), false);
            self.enter(&mut current);
            return Ok(current);
        }
        let mut current = match self.open(rate_hz, None) {
            Ok(output) => Current::new(output, false),
            Err(error) => {
                self.desk.alert(words::no_sound(&error));
                let silent = SilentOutput::start(rate_hz, BUFFER_LADDER[0])?;
                Current::new(Box::new(silent), true)
            }
        };
        self.enter(&mut current);
        Ok(current)
    }

    /// Opens the wanted device, with the buffer it is known to need.
    fn open(&mut self, rate_hz: u32, larger: Option<u32>) -> Result<Box<dyn RunningOutput>, AudioError> {
        let memory = &self.memory;
        let remembered = |id: &str| memory.buffer_frames(id);
        let wish =
            StreamWish { rate_hz, buffer_frames: self.fixed_buffer.or(larger), remembered: &remembered };
        self.backend.open(&self.choice, &wish)
    }

    /// Puts the engine into an output, built anew where the rate is another.
    fn enter(&mut self, current: &mut Current) {
        let Some(mut engine) = self.engine.take() else { return };
        let rate_hz = current.output.info().rate_hz;
        if engine.rate_hz() as u32 != rate_hz {
            self.rebuild(&mut engine, f64::from(rate_hz));
        }
        if !current.standing_in {
            self.soft_start();
        }
        if let Err(engine) = current.output.tail().give(engine) {
            self.engine = Some(engine);
        }
    }

    fn rebuild(&mut self, engine: &mut LiveEngine, rate_hz: f64) {
        let fresh = (self.factory)(rate_hz);
        // Recording, notes and journal take what is left of the old engine first.
        for _ in 0..TAP_ROUNDS {
            if engine.tap_is_empty() && engine.is_fetched() {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.housekeeping(&mut Told::default());
        // Nobody may send a command between the counting of the old and of the new engine.
        let commands = self.commands.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        engine.replace_engine(fresh, commands.sent());
        drop(commands);
        let mut status = self.status.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        status.engine_rebuilds += 1;
    }

    fn soft_start(&mut self) {
        let mut commands = self.commands.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Ok(number) = commands.push(Command::SoftStart) {
            self.desk.soft_start(number);
        }
    }

    /// Gets the engine out of an output, after a fade; closes the output where it does not
    /// answer.
    fn leave(&mut self, current: &mut Current) {
        let alive = monotonic_ns().saturating_sub(current.output.tail().health().beat_ns()) < STALLED_NS;
        if alive {
            current.output.tail().recall();
            for _ in 0..LEAVE_ROUNDS {
                if let Some(engine) = current.output.tail().take() {
                    self.engine = Some(engine);
                    return;
                }
                std::thread::sleep(Duration::from_micros(500));
            }
        }
        current.output.close();
        self.engine = current.output.tail().take();
    }

    /// Carries the engine over to another output and closes the old one.
    fn carry(&mut self, current: &mut Current, next: Current) {
        self.leave(current);
        let failed = current.output.tail().health().engine_failed();
        current.output.close();
        let old = std::mem::replace(current, next);
        drop(old);
        if failed && let Some(mut engine) = self.engine.take() {
            let rate_hz = f64::from(current.output.info().rate_hz);
            self.rebuild(&mut engine, rate_hz);
            self.engine = Some(engine);
            self.desk.alert(words::engine_failed());
        }
        self.enter(current);
    }

    fn stand_in(&mut self, current: &mut Current, error: &AudioError) -> Result<(), AudioError> {
        self.desk.alert(words::lost(error));
        let info = current.output.info();
        let silent = SilentOutput::start(info.rate_hz, info.buffer_frames)?;
        self.carry(current, Current::new(Box::new(silent), true));
        Ok(())
    }

    fn retry(&mut self, current: &mut Current, retry: &mut Retry) -> Result<(), AudioError> {
        let rate_hz = current.output.info().rate_hz;
        match self.open(rate_hz, None) {
            Ok(output) => {
                self.desk.alert(words::back(output.info()));
                self.carry(current, Current::new(output, false));
            }
            Err(_) => retry.again(monotonic_ns()),
        }
        Ok(())
    }

    /// Opens the same device with a larger buffer. Time goes on silently in between.
    fn enlarge(&mut self, current: &mut Current, larger: u32) -> Result<(), AudioError> {
        let before: OutputInfo = current.output.info().clone();
        let gap_from_ns = monotonic_ns();
        let silent = SilentOutput::start(before.rate_hz, before.buffer_frames)?;
        self.carry(current, Current::new(Box::new(silent), true));
        let output = match self.open(before.rate_hz, Some(larger)) {
            Ok(output) => output,
            Err(error) => {
                self.desk.alert(words::lost(&error));
                return Ok(());
            }
        };
        let after = output.info().clone();
        self.carry(current, Current::new(output, false));
        current.full_grown = after.buffer_frames <= before.buffer_frames;
        let gap_ms = monotonic_ns().saturating_sub(gap_from_ns) as f64 / 1.0e6;
        let mut status = self.status.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        status.last_gap_ms = gap_ms;
        drop(status);
        if current.full_grown {
            self.desk.alert(words::xruns(&after, false));
            return Ok(());
        }
        let kept = self.memory.remember(&after.id, after.buffer_frames);
        self.desk.alert(words::enlarged(&before, &after, kept.err().as_ref()));
        Ok(())
    }

    fn watch(&mut self, current: &mut Current, told: &mut Told) -> Watched {
        let now_ns = monotonic_ns();
        let info = current.output.info().clone();
        let name = || info.name.clone();
        if let Some(error) = current.output.failure() {
            return Watched::Lost(error);
        }
        let health = Arc::clone(current.output.tail().health());
        if health.engine_failed() {
            return Watched::Lost(AudioError::Other {
                name: name(),
                reason: "the instrument met an error of its own".to_owned(),
            });
        }
        let period_ns = u64::from(info.buffer_frames) * 1_000_000_000 / u64::from(info.rate_hz.max(1));
        let last_ns = health.beat_ns().max(current.opened_ns + STALLED_NS);
        if now_ns > last_ns + STALLED_NS.max(16 * period_ns) {
            return Watched::Lost(AudioError::Stalled { name: name() });
        }
        let errors = health.errors();
        if errors > current.errors_seen + ERRORS_A_ROUND {
            current.errors_seen = errors;
            // ALSA's way to PulseAudio fails like this where its server is too slow for the buffer.
            let reason = "it keeps failing".to_owned();
            let lost = || Watched::Lost(AudioError::Other { name: name(), reason });
            return self.larger_than(current).map_or_else(lost, Watched::TooSmall);
        }
        current.errors_seen = errors;
        // The first callback may still get it another way.
        if health.beat_ns() > 0 && health.realtime() == Realtime::Refused && !told.no_realtime {
            told.no_realtime = true;
            self.desk.alert(words::no_realtime());
        }
        let stumbles = current.steps.observe(now_ns, health.xruns());
        let slow = current.pace.observe(now_ns, health.frames());
        if !info.silent && (stumbles || slow) {
            current.steps = BufferSteps::new(now_ns);
            match self.larger_than(current) {
                Some(larger) => return Watched::TooSmall(larger),
                None if due(&mut told.xruns_ns, now_ns) => {
                    self.desk.alert(words::xruns(&info, self.fixed_buffer.is_some()));
                }
                None => {}
            }
        }
        Watched::Well
    }

    /// A larger buffer to try, where the output has one and none was asked for.
    fn larger_than(&self, current: &Current) -> Option<u32> {
        let info = current.output.info();
        let larger = next_buffer(info.buffer_frames, info.largest_buffer_frames)?;
        (self.fixed_buffer.is_none() && !current.full_grown && !info.silent).then_some(larger)
    }

    fn housekeeping(&mut self, told: &mut Told) {
        while let Ok(retired) = self.retired.pop() {
            drop(retired);
        }
        while let Ok(notice) = self.notices.pop() {
            if let Some(alert) = words::of_notice(&notice) {
                let repeated = matches!(notice, Notice::Lost { .. } | Notice::NotFinite);
                if !repeated || due(&mut told.lost_ns, monotonic_ns()) {
                    self.desk.alert(alert);
                }
            }
            self.desk.notice(notice);
        }
    }

    fn publish(&self, current: &mut Current) {
        let info = current.output.info().clone();
        let health = Arc::clone(current.output.tail().health());
        let mut status = self.status.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        status.standing_in = current.standing_in;
        status.xruns = health.xruns();
        status.realtime = health.realtime();
        status.device_delay_frames = health.delay_frames();
        status.period_frames = health.largest_frames().max(info.buffer_frames);
        status.output = info;
    }
}
