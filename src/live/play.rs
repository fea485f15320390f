//! Live play as a whole: what the command line starts, steers and asks.

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rtrb::Consumer;

use super::audio::{AudioBackend, AudioChoice};
use super::binding_ear::HeardControl;
use super::desk::{Desk, NoPort};
use super::device_memory::DeviceMemory;
use super::feed::Feed;
use super::link::{CommandEnd, Link, SourceEnd};
use super::live_engine::LiveEngine;
use super::losses::Losses;
use super::press_timing::PressTiming;
use super::status::LiveStatus;
use super::stems::StemsTap;
use super::supervisor::{self, EngineFactory, Supervisor};
use super::tap::Tap;
use super::{Alert, AlertLevel, DeviceId, DeviceKind, Port};
use crate::engine::{Applied, Command, GlideRecord, NoteRecord, Notice, Snapshot};
use crate::input::RoleEvent;
use crate::person::Binder;

/// How long the first output may take to open before play goes on without waiting.
const OPENING: Duration = Duration::from_secs(10);

/// What live play is made of.
pub struct LiveSetup {
    /// Builds the engine.
    pub factory: EngineFactory,
    /// The person's bindings.
    pub binder: Binder,
    /// Where outputs come from.
    pub backend: Box<dyn AudioBackend>,
    /// The wanted output.
    pub audio: AudioChoice,
    /// Frames in a period, fixed; none starts with 64, or what the device is known to need,
    /// and grows where that is too small.
    pub buffer_frames: Option<u32>,
    /// Frames per second, if the device can.
    pub rate_hz: u32,
    /// Where it is remembered what devices need; see
    /// [`device_memory_path`](super::device_memory_path).
    pub memory: Option<PathBuf>,
    /// Whether a copy of the sound is wanted; see [`Live::tap`].
    pub record: bool,
    /// Who hands on what sounds to another instrument, if anybody: the feed is sent there before
    /// the first frame.
    pub feed: Option<Sender<Feed>>,
    /// Whether the sound of each part by itself is wanted; see [`Live::stems`].
    pub stems: bool,
    /// Commands that hold from the first frame on; they have the numbers from 0.
    pub first_commands: Vec<Command>,
}

/// Live play under way. Dropping it stops it.
pub struct Live {
    desk: Arc<Desk>,
    commands: Arc<Mutex<CommandEnd>>,
    own_source: SourceEnd,
    snapshot: triple_buffer::Output<Snapshot>,
    notes: Consumer<NoteRecord>,
    glides: Consumer<GlideRecord>,
    applied: Consumer<Applied>,
    taken: Consumer<PressTiming>,
    tap: Option<Tap>,
    stems: Option<StemsTap>,
    losses: Arc<Losses>,
    status: Arc<Mutex<LiveStatus>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Live play that could not begin.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The system refused a thread.
    #[error("live play could not begin: {0}")]
    Thread(#[from] std::io::Error),
}

impl Live {
    /// Begins to play. Returns once the first output was opened, or found missing: then
    /// time goes on silently, an alert says so, and it is tried again and again.
    ///
    /// # Errors
    /// Where the system has no threads left.
    pub fn start(setup: LiveSetup) -> Result<Live, LiveError> {
        let LiveSetup { binder, backend, audio, buffer_frames, rate_hz, stems, .. } = setup;
        let mut build = setup.factory;
        let mut factory: EngineFactory = Box::new(move |rate_hz| {
            let mut engine = build(rate_hz);
            if stems {
                engine.keep_stems();
            }
            engine
        });
        let engine = factory(f64::from(rate_hz));
        let Link { audio: mut audio_ends, control } = Link::new(&engine.snapshot(), setup.record);
        if let Some(taker) = setup.feed {
            let (end, feed) = super::feed::feed(control.clock);
            audio_ends.outlets.set_feed(end);
            // Who has gone meanwhile wants none.
            let _ = taker.send(feed);
        }
        let stems = stems.then(|| audio_ends.keep_stems());
        let mut sources = control.sources;
        // The ring that rings out last when all are due at once is the supervisor's own.
        let Some(own_source) = sources.pop() else { unreachable!("there are rings for every source") };
        let desk = Arc::new(Desk::new(binder, sources));
        let mut commands = control.commands;
        for command in setup.first_commands {
            // A handful: there is room.
            let _ = commands.push(command);
        }
        let commands = Arc::new(Mutex::new(commands));
        let status = Arc::new(Mutex::new(LiveStatus::default()));
        let (memory, read) = DeviceMemory::open(setup.memory.as_deref());
        if let Err(error) = read {
            desk.alert(Alert {
                level: AlertLevel::Note,
                what: format!("What was remembered about audio devices could not be read: {error}."),
                still: "Everything works; buffers are found anew.".to_owned(),
                advice: "It will be written again when it changes.".to_owned(),
            });
        }
        let supervisor = Supervisor {
            factory,
            backend,
            choice: audio,
            fixed_buffer: buffer_frames,
            memory,
            desk: Arc::clone(&desk),
            commands: Arc::clone(&commands),
            notices: control.notices,
            retired: control.retired,
            status: Arc::clone(&status),
            engine: Some(Box::new(LiveEngine::new(engine, audio_ends))),
        };
        let (stop, stopped) = channel();
        let (ready, is_ready) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("cantus-supervisor".to_owned())
            .spawn(move || supervisor::run(supervisor, &stopped, &ready))?;
        let _ = is_ready.recv_timeout(OPENING);
        Ok(Live {
            desk,
            commands,
            own_source,
            snapshot: control.snapshot,
            notes: control.notes,
            glides: control.glides,
            applied: control.applied,
            taken: control.taken,
            tap: control.tap,
            stems,
            losses: control.losses,
            status,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// A way in for one input thread. `source` names it for people: “MIDI”.
    ///
    /// # Errors
    /// Where all of them are taken; dropping a port makes room.
    pub fn port(&self, source: &str) -> Result<Box<dyn Port>, NoPort> {
        Desk::port(&self.desk, source)
    }

    /// Whether the music follows MIDI clocks from now on; it does not at first.
    pub fn follow_clock(&self, follows: bool) {
        self.desk.follow_clock(follows);
    }

    /// Sends a command; it takes effect with the next callback. Returns its number, by
    /// which [`Notice::CommandApplied`] names it.
    ///
    /// # Errors
    /// The command itself, where too many wait. *Silence* always has room.
    #[allow(clippy::result_large_err, reason = "the command goes back by value")]
    pub fn command(&self, command: Command) -> Result<u64, Command> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner).push(command)
    }

    /// Plays an event at a moment in monotonic ns, as if a device had, now or a little later; says
    /// whether there was room.
    pub fn play(&mut self, event: RoleEvent, stamp_ns: u64) -> bool {
        self.own_source.push(event, stamp_ns)
    }

    /// Puts another person's bindings in place; everything held is released.
    pub fn set_binder(&mut self, binder: Binder) {
        self.desk.set_binder(binder, &mut self.own_source);
    }

    /// Everything held is released, as if it had been let go.
    pub fn let_go(&mut self) {
        self.desk.let_go(&mut self.own_source);
    }

    /// From now on what is pressed is heard instead of played, or played again; everything held is
    /// released.
    pub fn listen_for_binding(&mut self, on: bool) {
        self.desk.listen_for_binding(on, &mut self.own_source);
    }

    /// What was heard since the last call, while it is listened for.
    pub fn heard_controls(&self) -> Vec<HeardControl> {
        self.desk.heard_controls()
    }

    /// The state after the last callback.
    pub fn snapshot(&mut self) -> Snapshot {
        *self.snapshot.read()
    }

    /// Alerts since the last call, in order.
    pub fn alerts(&self) -> Vec<Alert> {
        self.desk.take_alerts()
    }

    /// Notices of the engine since the last call, in order. The supervisor has made alerts
    /// of those that matter to people.
    pub fn notices(&self) -> Vec<Notice> {
        self.desk.take_notices()
    }

    /// Numbers of the *soft start* commands that were sent among the others since the last
    /// call: the journal needs them.
    pub fn soft_starts(&self) -> Vec<u64> {
        self.desk.take_soft_starts()
    }

    /// Notes since the last call. Fetch them at least every few seconds.
    pub fn notes(&mut self) -> impl Iterator<Item = NoteRecord> + '_ {
        std::iter::from_fn(|| self.notes.pop().ok())
    }

    /// Glides of sounding notes since the last call. Fetch them at least every few seconds.
    pub fn glides(&mut self) -> impl Iterator<Item = GlideRecord> + '_ {
        std::iter::from_fn(|| self.glides.pop().ok())
    }

    /// Events that took effect since the last call, for the journal. Fetch them at least
    /// every few seconds.
    pub fn applied(&mut self) -> impl Iterator<Item = Applied> + '_ {
        std::iter::from_fn(|| self.applied.pop().ok())
    }

    /// Presses that took effect since the last call, with their stamps: what is added to
    /// each on its way. Fetch them at least every few seconds.
    pub fn timings(&mut self) -> impl Iterator<Item = PressTiming> + '_ {
        std::iter::from_fn(|| self.taken.pop().ok())
    }

    /// The copy of the sound, where the setup asked for it. It can be taken once.
    pub fn tap(&mut self) -> Option<Tap> {
        self.tap.take()
    }

    /// The sound of each part by itself, where the setup asked for it. It can be taken once.
    pub fn stems(&mut self) -> Option<StemsTap> {
        self.stems.take()
    }

    /// Input devices that are there: number, kind and name.
    pub fn devices(&self) -> Vec<(DeviceId, DeviceKind, String)> {
        self.desk.devices()
    }

    /// The bound control that was pressed last.
    pub fn last_heard(&self) -> Option<HeardControl> {
        self.desk.last_heard()
    }

    /// How it stands.
    pub fn status(&mut self) -> LiveStatus {
        let mut status = self.status.lock().unwrap_or_else(PoisonError::into_inner).clone();
        status.late_events = self.snapshot.read().late_events;
        status.losses = self.losses.counts();
        status
    }

    /// Fades out, closes the device and ends every thread that [`Port::stopping`] tells.
    /// What is still queued can be fetched afterwards.
    pub fn stop(&mut self) {
        self.desk.stop();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop();
    }
}
