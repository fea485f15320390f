//! The engine itself: a fixed grid of blocks, cut at events and deadlines.

use arrayvec::ArrayVec;

use super::changing_body::guard_setup;
use super::clock_out::ClockOut;
use super::leaving::LeavingMusic;
use super::master::Master;
use super::menu::PlayersMenu;
use super::music::peak;
use super::pressed::Pressed;
use super::queue::{CommandQueue, EventQueue, Waiting};
use super::scanning::scan_timing;
use super::tempo_told::TempoTold;
use super::{Applied, Command, LostReason, Music, Notice, Retired, Sink, Stems};
use crate::access::{Body, BodySetup, Gestures};
use crate::input::{LeaderRole, Role, RoleEvent, RoleValue};
use crate::play::{RhythmVelocity, ScanTiming};
use crate::sound::guard::GuardReport;
use crate::sound::{Bus, Guard};
use crate::time::{BLOCK_FRAMES, Frames, ms_to_frames};

/// Fade of *silence*, in ms.
const SILENCE_MS: f64 = 30.0;
/// How long old music rings on after another was opened, in ms.
const LEAVE_MS: f64 = 300.0;
/// Fade-in of a newly opened stream, in ms.
const SOFT_START_MS: f64 = 200.0;
/// Steps within one frame after which the rest waits: no set of modes can stop time.
const STEPS_A_FRAME: u32 = 4096;
/// Events that take effect within one block; further ones wait: a storm is spread out.
const EVENTS_A_BLOCK: u32 = 128;

/// The instrument.
pub struct Engine {
    pub(super) rate_hz: f64,
    /// First frame of the next block.
    pub(super) block_at: Frames,
    pub(super) body: Box<Body>,
    pub(super) velocity: RhythmVelocity,
    pub(super) scan: ScanTiming,
    pub(super) menu: PlayersMenu,
    /// How hard notes are struck, in steps.
    pub(super) fierceness: i8,
    events: EventQueue,
    commands: CommandQueue,
    pub(super) music: Box<Music>,
    pub(super) leaving: LeavingMusic,
    /// What nobody has taken away yet.
    retired: ArrayVec<Retired, 8>,
    pub(super) master: Master,
    clock_out: ClockOut,
    pub(super) guard: Guard,
    pub(super) out: Bus,
    /// Frames of `out` that were handed on already.
    used: usize,
    pub(super) gestures: Gestures,
    /// How many more events may take effect in this block.
    events_left: u32,
    pub(super) pressed: Pressed,
    tempo_told: TempoTold,
    pub(super) peak: f32,
    /// What the guard had to do in this block.
    pub(super) guarded: GuardReport,
    pub(super) stems: Option<Box<Stems>>,
}

impl Engine {
    /// An engine at `rate_hz` for one body, playing `music`. Allocates.
    pub fn new(rate_hz: f64, body: BodySetup, music: Box<Music>) -> Self {
        let scan = scan_timing(&body, rate_hz);
        let mut engine = Engine {
            rate_hz,
            block_at: 0,
            velocity: RhythmVelocity::new(rate_hz, body.softest_velocity, body.loudest_velocity),
            menu: PlayersMenu::new(rate_hz, body.menu, &scan),
            fierceness: 0,
            scan,
            guard: Guard::new(rate_hz as f32, &guard_setup(&body)),
            body: Box::new(Body::new(rate_hz, body)),
            events: EventQueue::new(),
            commands: CommandQueue::new(),
            music,
            leaving: LeavingMusic::default(),
            retired: ArrayVec::new(),
            clock_out: ClockOut::default(),
            master: Master::new(rate_hz as f32),
            out: Bus::silent(),
            used: BLOCK_FRAMES,
            gestures: Gestures::new(),
            events_left: EVENTS_A_BLOCK,
            pressed: Pressed::default(),
            tempo_told: TempoTold::new(rate_hz),
            peak: 0.0,
            guarded: GuardReport::default(),
            stems: None,
        };
        engine.body.set_holding(engine.music.held_roles());
        engine
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        self.rate_hz
    }

    /// The first frame that is not rendered yet: an event for an earlier one plays here.
    pub fn frame(&self) -> Frames {
        self.block_at
    }

    /// The frame that [`render`](Self::render) hands on next, up to a block before [`frame`](Self::frame).
    pub fn out_frame(&self) -> Frames {
        self.block_at - (BLOCK_FRAMES - self.used) as Frames
    }

    /// Whether a part goes on by itself if nobody does anything more. A band does not count.
    pub fn plays_on(&self) -> bool {
        self.music.plays_on()
    }

    /// What the guard had to do in the last block.
    pub fn guarded(&self) -> GuardReport {
        self.guarded
    }

    /// Takes an event; a late one plays at once and is counted. Whether there was room.
    pub fn event(&mut self, event: RoleEvent) -> bool {
        if event.value == RoleValue::Lost {
            self.events.forget(event.slot);
        }
        self.events.push(event)
    }

    /// Takes a command for the moment `at`.
    ///
    /// # Errors
    /// The command itself, where the queue is full; *silence* has room of its own.
    #[allow(clippy::result_large_err, reason = "the command goes back by value: nothing is boxed here")]
    pub fn command(&mut self, at: Frames, command: Command) -> Result<(), Command> {
        self.commands.push(at, command)
    }

    /// Renders interleaved stereo, as many frames as `out` holds pairs.
    pub fn render(&mut self, out: &mut [f32], sink: &mut dyn Sink) {
        for frame in out.chunks_exact_mut(2) {
            if self.used == BLOCK_FRAMES {
                self.block(sink);
                self.used = 0;
            }
            frame[0] = self.out.left[self.used];
            frame[1] = self.out.right[self.used];
            self.used += 1;
        }
    }

    fn block(&mut self, sink: &mut dyn Sink) {
        self.music.begin_block();
        self.leaving.begin_block();
        self.out.clear();
        self.guarded = GuardReport::default();
        if let Some(stems) = &mut self.stems {
            stems.begin_block(self.block_at);
        }
        self.tell_tempo(self.block_at, sink);
        let end = self.block_at + BLOCK_FRAMES as Frames;
        let mut now = self.block_at;
        self.events_left = EVENTS_A_BLOCK;
        while now < end {
            self.settle(now, sink);
            let next = self.next_moment().map_or(end, |at| at.clamp(now + 1, end));
            self.segment((now - self.block_at) as usize, (next - self.block_at) as usize, now, sink);
            now = next;
        }
        self.music.end_block();
        if let Some(stems) = &self.stems {
            sink.stems(stems);
        }
        self.peak = peak(&self.out);
        self.block_at = end;
        self.after_block(sink);
    }

    fn tell_tempo(&mut self, now: Frames, sink: &mut dyn Sink) {
        if let Some(notice) = self.tempo_told.look(now, &self.music) {
            sink.notice(notice);
        }
    }

    /// When something happens next. Events that this block has no room for cut nothing.
    fn next_moment(&self) -> Option<Frames> {
        [
            self.events.next_at().filter(|_| self.events_left > 0),
            self.commands.next_at(),
            self.body.next_deadline(),
            self.menu.next_deadline(),
            self.music.next_deadline(),
            self.clock_out.next_deadline(&self.music.transport),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Does what is due at `now`: commands, the body's deadlines, input, the music's deadlines.
    fn settle(&mut self, now: Frames, sink: &mut dyn Sink) {
        for _ in 0..STEPS_A_FRAME {
            if let Some(waiting) = self.commands.pop_due(now) {
                self.obey(now, waiting, sink);
            } else if self.body.next_deadline().is_some_and(|at| at <= now) {
                self.body.wake(now, &mut self.gestures);
                self.play_gestures(now, sink);
            } else if self.events_left > 0
                && let Some(event) = self.events.pop_due(now)
            {
                self.events_left -= 1;
                self.apply(now, event, sink);
            } else if self.menu.next_deadline().is_some_and(|at| at <= now) {
                self.wake_menu(now, sink);
            } else if self.clock_out.next_deadline(&self.music.transport).is_some_and(|at| at <= now) {
                self.clock_out.wake(now, &self.music.transport, sink);
            } else if !(self.music.next_deadline().is_some_and(|at| at <= now)
                && self.music.wake(now, &self.scan, sink))
            {
                return;
            }
        }
    }

    fn apply(&mut self, now: Frames, event: RoleEvent, sink: &mut dyn Sink) {
        let role = if event.note.is_some() { LeaderRole::Keys } else { LeaderRole::Sustain };
        let led = RoleEvent { role: Role::Leader(role), ..event };
        match (event.role, event.value) {
            (Role::Leader(_), _) => self.apply_to_leader(now, event, sink),
            (_, RoleValue::Down { .. }) if event.yields && self.music.has_leader() => {
                self.apply_to_leader(now, led, sink);
            }
            (_, RoleValue::Up) if event.yields && self.music.has_leader() => {
                self.apply_to_leader(now, led, sink);
                self.apply_to_body(now, event, sink);
            }
            (_, RoleValue::Clock(message)) => {
                self.on_time(now, event, sink);
                self.music.clock(now, &self.scan, message, sink);
            }
            (_, value) => {
                if value == RoleValue::Lost {
                    self.menu_loses(event.slot, sink);
                }
                self.apply_to_body(now, event, sink);
                if value == RoleValue::Lost {
                    self.music.lose(now, &self.scan, event.slot, sink);
                }
            }
        }
    }

    /// Nothing where nobody leads.
    fn apply_to_leader(&mut self, now: Frames, event: RoleEvent, sink: &mut dyn Sink) {
        if let Role::Leader(role) = event.role
            && self.music.has_leader()
        {
            let event = self.on_time(now, event, sink);
            self.music.lead(now, &self.scan, (role, &event), sink);
        }
    }

    fn apply_to_body(&mut self, now: Frames, event: RoleEvent, sink: &mut dyn Sink) {
        let event = self.on_time(now, event, sink);
        self.body.handle(now, &event, &mut self.gestures);
        self.play_gestures(now, sink);
    }

    /// Tells that `event` takes effect and whether it is late.
    fn on_time(&mut self, now: Frames, event: RoleEvent, sink: &mut dyn Sink) -> RoleEvent {
        let late_frames = now.saturating_sub(event.at);
        if late_frames > 0 {
            self.pressed.late_events = self.pressed.late_events.saturating_add(1);
        }
        let event = RoleEvent { at: now, yields: false, ..event };
        sink.applied(Applied { event, late_frames });
        event
    }

    fn obey(&mut self, now: Frames, waiting: Waiting, sink: &mut dyn Sink) {
        match waiting.command {
            Command::Music(music) => self.change_music(now, music, sink),
            Command::Revise(revision) => self.revise(now, revision, sink),
            Command::Body(body) => self.change_body(now, body, sink),
            Command::Silence => self.silence(now, sink),
            Command::Finish => self.music.finish(),
            Command::Rest => self.rest(now, sink),
            Command::Call => self.set_calling(now, true, sink),
            Command::Acknowledge => self.set_calling(now, false, sink),
            Command::Bell => self.ring_bell(now, sink),
            Command::Fierceness(steps) => self.set_fierceness(steps),
            Command::Band(command) => self.music.command_band(now, command),
            Command::Tempo(tempo_bpm) => self.music.set_tempo(now, &self.scan, tempo_bpm, sink),
            Command::Tap => self.music.tap(now, &self.scan, sink),
            Command::CountIn(bars) => self.music.count_in(now, &self.scan, bars, sink),
            Command::ClockOut(on) => self.clock_out.set(now, on, sink),
            Command::Edit { part, edit } => {
                self.music.edit(now, &self.scan, (part, edit), sink);
            }
            Command::Root(root) => self.music.set_root(root),
            Command::Scale(scale) => self.music.set_scale(scale),
            Command::Sound { part, sound } => self.change_sound(part, sound, sink),
            Command::PartLevel { part, level_db } => {
                if let Some(lane) = self.music.lane_mut(part)
                    && level_db.is_finite()
                {
                    lane.mix.set_level_db(level_db.clamp(-60.0, 12.0));
                }
            }
            Command::PartMute { part, muted } => {
                if let Some(lane) = self.music.lane_mut(part) {
                    lane.mix.set_muted(muted);
                }
            }
            Command::MasterLevel(level_db) => self.master.set_level_db(level_db),
            Command::SoftStart => self.guard.soft_start(ms_to_frames(SOFT_START_MS, self.rate_hz)),
        }
        sink.notice(Notice::CommandApplied { at: now, number: waiting.number });
    }

    fn silence(&mut self, now: Frames, sink: &mut dyn Sink) {
        let fade_frames = ms_to_frames(SILENCE_MS, self.rate_hz);
        self.body.forget_held();
        self.music.silence(now, fade_frames, sink);
        self.silence_menu(fade_frames, sink);
        self.leaving.silence(now, fade_frames, sink);
    }

    fn change_music(&mut self, now: Frames, mut music: Box<Music>, sink: &mut dyn Sink) {
        self.body.forget_held();
        self.music.release(now, sink);
        music.start_at(now);
        music.follow_on(now, &self.music);
        music.begin_block();
        let old = std::mem::replace(&mut self.music, music);
        self.body.set_holding(self.music.held_roles());
        self.touch();
        self.close_menu(sink);
        self.tempo_told.anew();
        self.tell_tempo(now, sink);
        self.leave(old, sink);
    }

    /// Lets music that was replaced ring out.
    pub(super) fn leave(&mut self, music: Box<Music>, sink: &mut dyn Sink) {
        if let Some(earlier) = self.leaving.add(music, ms_to_frames(LEAVE_MS, self.rate_hz), self.rate_hz) {
            self.retire(Retired::Music(earlier), sink);
        }
    }

    /// Sends something away to be dropped; with no place for it, its memory is leaked, not freed
    /// here.
    pub(super) fn retire(&mut self, retired: Retired, sink: &mut dyn Sink) {
        if let Err(retired) = sink.retired(retired)
            && let Err(full) = self.retired.try_push(retired)
        {
            std::mem::forget(full.element());
        }
    }

    fn after_block(&mut self, sink: &mut dyn Sink) {
        while let Some(gone) = self.leaving.take_over() {
            self.retire(Retired::Music(gone), sink);
        }
        while let Some(retired) = self.retired.pop() {
            if let Err(retired) = sink.retired(retired) {
                self.retired.push(retired);
                break;
            }
        }
        self.retire_sounds(sink);
        let lost = self.events.take_lost();
        if lost > 0 {
            sink.notice(Notice::Lost { events: lost, reason: LostReason::QueueFull });
        }
    }
}
