//! Every queue between the audio thread and the others, named in one place.
//!
//! All are wait-free rings for one writer and one reader, of fixed size, filled and emptied
//! without allocating. A full ring never blocks: what did not fit is counted in [`Losses`].

use std::sync::Arc;

use rtrb::{Consumer, Producer, RingBuffer};

use super::clock_cell::{ClockReader, ClockWriter, clock_cell};
use super::feed::{FeedEnd, Outgoing};
use super::losses::Losses;
use super::press_timing::{PressStamps, PressTiming, TakenPress};
use super::stems::{StemsEnd, StemsTap, stems};
use super::tap::{Tap, TapEnd, new_tap};
use crate::engine::{
    Applied, ClockTold, Command, GlideRecord, NoteRecord, Notice, Retired, Sink, Snapshot, Stems,
};
use crate::input::{RoleEvent, RoleValue, Slot};
use crate::time::Frames;

/// Most sources of input: one ring each. Keyboard, pads, MIDI, terminal, mouse and touch
/// take one each; the first is the supervisor's own.
pub const MAX_SOURCES: usize = 12;
/// Events that wait in one source's ring.
const SOURCE_EVENTS: usize = 1024;
/// Of these, room that only releases and losses of devices may take: twice the number of
/// slots, because a slot has at most one release and one loss outstanding.
const RELEASE_ROOM: usize = 512;
/// Of the rest, room that movements leave to presses.
const PRESS_ROOM: usize = 128;
/// Commands that wait.
const COMMANDS: usize = 64;
/// Of these, room that only *silence*, *soft start* and calls may take.
const SILENCE_ROOM: usize = 16;
const RETIRED: usize = 16;
const NOTICES: usize = 1024;
const NOTES: usize = 8192;
const APPLIED: usize = 8192;
/// Presses that took effect and wait to be measured; no loss where nobody measures.
const TAKEN: usize = 256;

/// Both halves of the queues.
pub struct Link {
    /// What the audio thread holds.
    pub audio: AudioEnds,
    /// What the other threads hold.
    pub control: ControlEnds,
}

/// The audio thread's ends.
pub struct AudioEnds {
    /// Events in, a ring per source.
    pub sources: Vec<Consumer<Stamped>>,
    /// Commands in.
    pub commands: Consumer<Command>,
    /// What the engine hands out.
    pub outlets: Outlets,
    /// The state for the screen.
    pub snapshot: triple_buffer::Input<Snapshot>,
    /// Where time is.
    pub clock: ClockWriter,
    /// The sound as rendered, for a recording.
    pub tap: Option<TapEnd>,
}

impl AudioEnds {
    /// The other end of the stems, which an engine that [keeps](crate::engine::Engine::keep_stems) them
    /// gives block by block. Allocates.
    pub fn keep_stems(&mut self) -> StemsTap {
        let (end, tap) = stems();
        self.outlets.stems = Some(end);
        tap
    }
}

/// The other threads' ends.
pub struct ControlEnds {
    /// Events out, one end for each source.
    pub sources: Vec<SourceEnd>,
    /// Commands out.
    pub commands: CommandEnd,
    /// What the engine wants somebody to know.
    pub notices: Consumer<Notice>,
    /// Notes as they sounded.
    pub notes: Consumer<NoteRecord>,
    /// Glides of sounding notes.
    pub glides: Consumer<GlideRecord>,
    /// Events as they took effect.
    pub applied: Consumer<Applied>,
    /// Presses that took effect, to be measured.
    pub taken: Consumer<PressTiming>,
    /// What was replaced, to be dropped here.
    pub retired: Consumer<Retired>,
    /// The state for the screen.
    pub snapshot: triple_buffer::Output<Snapshot>,
    /// Where time is.
    pub clock: ClockReader,
    /// The sound as rendered.
    pub tap: Option<Tap>,
    /// What was lost.
    pub losses: Arc<Losses>,
}

impl Link {
    /// All queues, empty. `tap` asks for a copy of the sound.
    pub fn new(first: &Snapshot, tap: bool) -> Link {
        let losses = Arc::new(Losses::default());
        let (source_ins, source_outs): (Vec<_>, Vec<_>) =
            (0..MAX_SOURCES).map(|_| RingBuffer::new(SOURCE_EVENTS)).unzip();
        let (command_in, command_out) = RingBuffer::new(COMMANDS);
        let (notice_in, notice_out) = RingBuffer::new(NOTICES);
        let (note_in, note_out) = RingBuffer::new(NOTES);
        let (glide_in, glide_out) = RingBuffer::new(NOTES);
        let (applied_in, applied_out) = RingBuffer::new(APPLIED);
        let (retired_in, retired_out) = RingBuffer::new(RETIRED);
        let (taken_in, taken_out) = RingBuffer::new(TAKEN);
        let (snapshot_in, snapshot_out) = triple_buffer::triple_buffer(first);
        let (clock_in, clock_out) = clock_cell();
        let (tap_in, tap_out) = tap.then(new_tap).unzip();
        let sources = source_ins
            .into_iter()
            .map(|ring| SourceEnd { ring, down: Box::new([false; 256]), losses: Arc::clone(&losses) })
            .collect();
        Link {
            audio: AudioEnds {
                sources: source_outs,
                commands: command_out,
                outlets: Outlets {
                    notices: notice_in,
                    notes: note_in,
                    glides: glide_in,
                    applied: applied_in,
                    retired: retired_in,
                    taken: taken_in,
                    stamps: PressStamps::default(),
                    callback: (0, 0, 0),
                    feed: None,
                    stems: None,
                    commands_before: 0,
                    losses: Arc::clone(&losses),
                },
                snapshot: snapshot_in,
                clock: clock_in,
                tap: tap_in,
            },
            control: ControlEnds {
                sources,
                commands: CommandEnd { ring: command_in, sent: 0, losses: Arc::clone(&losses) },
                notices: notice_out,
                notes: note_out,
                glides: glide_out,
                applied: applied_out,
                retired: retired_out,
                taken: taken_out,
                snapshot: snapshot_out,
                clock: clock_out,
                tap: tap_out,
                losses,
            },
        }
    }
}

/// An event on its way to the audio thread.
#[derive(Clone, Copy, Debug)]
pub struct Stamped {
    /// What happened. Its frame is not known yet.
    pub event: RoleEvent,
    /// When it happened, in monotonic ns.
    pub stamp_ns: u64,
}

/// An input thread's end of its ring.
pub struct SourceEnd {
    ring: Producer<Stamped>,
    /// Slots whose last press went through and was not released yet.
    down: Box<[bool; Slot::MAX as usize + 1]>,
    losses: Arc<Losses>,
}

impl SourceEnd {
    /// Sends an event that happened at `stamp_ns`, if there is room for its kind; returns
    /// whether there was. Its frame is set by the audio thread, which knows at every moment
    /// where the device is. A release whose press was lost is not sent, and is no loss.
    pub fn push(&mut self, event: RoleEvent, stamp_ns: u64) -> bool {
        let free = self.ring.slots();
        let down = &mut self.down[usize::from(event.slot)];
        let fits = match event.value {
            RoleValue::Moved(_) => free > RELEASE_ROOM + PRESS_ROOM,
            RoleValue::Down { .. } | RoleValue::Clock(_) => free > RELEASE_ROOM,
            RoleValue::Up if !*down => return true,
            RoleValue::Up | RoleValue::Lost => free > 0,
        };
        if !fits || self.ring.push(Stamped { event, stamp_ns }).is_err() {
            self.losses.event(&event);
            return false;
        }
        match event.value {
            RoleValue::Down { .. } => *down = true,
            RoleValue::Up | RoleValue::Lost => *down = false,
            RoleValue::Moved(_) | RoleValue::Clock(_) => {}
        }
        true
    }
}

/// The sending end of the commands.
pub struct CommandEnd {
    ring: Producer<Command>,
    sent: u64,
    losses: Arc<Losses>,
}

impl CommandEnd {
    /// Sends a command and returns its number, by which
    /// [`Notice::CommandApplied`] names it.
    ///
    /// # Errors
    /// The command itself, where the queue is full. *Silence* has room of its own.
    #[allow(clippy::result_large_err, reason = "the command goes back by value")]
    pub fn push(&mut self, command: Command) -> Result<u64, Command> {
        let reserved = match command {
            Command::Silence | Command::SoftStart | Command::Call | Command::Acknowledge => 0,
            _ => SILENCE_ROOM,
        };
        if self.ring.slots() <= reserved {
            self.losses.command();
            return Err(command);
        }
        self.ring.push(command).map_err(|rtrb::PushError::Full(command)| command)?;
        self.sent += 1;
        Ok(self.sent - 1)
    }

    /// How many were sent.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }
}

/// Where the engine puts what leaves it.
pub struct Outlets {
    notices: Producer<Notice>,
    notes: Producer<NoteRecord>,
    glides: Producer<GlideRecord>,
    applied: Producer<Applied>,
    retired: Producer<Retired>,
    taken: Producer<PressTiming>,
    /// Stamps of presses that have not taken effect yet.
    stamps: PressStamps,
    /// Beginning of the callback under way in monotonic ns, its first frame, and how often the
    /// clock was drawn anew.
    callback: (u64, Frames, u32),
    /// Another instrument, where somebody asked for it.
    feed: Option<FeedEnd>,
    /// Files of the parts, where somebody asked for them.
    stems: Option<StemsEnd>,
    /// Commands that earlier engines were sent.
    commands_before: u64,
    losses: Arc<Losses>,
}

impl Outlets {
    /// The counts of what was lost.
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// `event` goes into the engine; it happened at `stamp_ns`.
    pub(super) fn stamped(&mut self, event: &RoleEvent, stamp_ns: u64) {
        self.stamps.sent(event, stamp_ns);
    }

    /// From now on what sounds goes to another instrument too.
    pub(super) fn set_feed(&mut self, feed: FeedEnd) {
        self.feed = Some(feed);
    }

    /// Whether everything that goes to files was fetched.
    pub(super) fn are_fetched(&self) -> bool {
        fn is_empty<T>(ring: &Producer<T>) -> bool {
            ring.slots() == ring.buffer().capacity() || ring.is_abandoned()
        }
        let stems = self.stems.as_ref().is_none_or(StemsEnd::is_empty);
        stems && is_empty(&self.notes) && is_empty(&self.glides) && is_empty(&self.applied)
    }

    /// Another engine takes over: it counts its commands from 0, of which `commands` were sent
    /// before.
    pub(super) fn begin_engine(&mut self, commands: u64) {
        self.commands_before = commands;
        self.hand_on(Outgoing::Anew);
    }

    fn hand_on(&mut self, outgoing: Outgoing) {
        if let Some(feed) = &mut self.feed
            && !feed.push(outgoing)
        {
            self.losses.note();
        }
    }

    /// A callback began at `now_ns` and hands on the frame `first` first; the clock was drawn
    /// anew so often.
    pub(super) fn begin_callback(&mut self, now_ns: u64, first: Frames, clock_restarts: u32) {
        self.callback = (now_ns, first, clock_restarts);
    }
}

impl Sink for Outlets {
    fn note(&mut self, note: NoteRecord) {
        self.hand_on(Outgoing::Note(note));
        if self.notes.push(note).is_err() {
            self.losses.note();
        }
    }

    fn glide(&mut self, glide: GlideRecord) {
        self.hand_on(Outgoing::Glide(glide));
        if self.glides.push(glide).is_err() {
            self.losses.note();
        }
    }

    fn clock(&mut self, told: ClockTold) {
        self.hand_on(Outgoing::Clock(told));
    }

    fn applied(&mut self, applied: Applied) {
        if matches!(applied.event.value, RoleValue::Down { .. }) {
            let (callback_ns, callback_frame, clock_restarts) = self.callback;
            let timing = self.stamps.taken(TakenPress {
                slot: applied.event.slot,
                frame: applied.event.at,
                late_frames: applied.late_frames,
                callback_ns,
                callback_frame,
                clock_restarts,
            });
            let _ = timing.map(|timing| self.taken.push(timing));
        }
        if self.applied.push(applied).is_err() {
            self.losses.applied();
        }
    }

    fn notice(&mut self, notice: Notice) {
        let notice = match notice {
            Notice::CommandApplied { at, number } => {
                Notice::CommandApplied { at, number: number + self.commands_before }
            }
            other => other,
        };
        if self.notices.push(notice).is_err() {
            self.losses.notice();
        }
    }

    fn stems(&mut self, stems: &Stems) {
        if let Some(end) = &mut self.stems
            && !end.push(stems)
        {
            self.losses.tap(crate::time::BLOCK_FRAMES);
        }
    }

    fn retired(&mut self, retired: Retired) -> Result<(), Retired> {
        self.retired.push(retired).map_err(|rtrb::PushError::Full(retired)| retired)
    }
}
