//! Offline rendering: the same engine, fed from a trace instead of devices.

use std::collections::BTreeMap;

use crate::band::Playing;
use crate::engine::{Applied, Command, Engine, GlideRecord, NoteRecord, Notice, Retired, Sink};
use crate::input::trace::{Trace, TraceCommand, What};
use crate::input::{ControlEvent, RoleEvent};
use crate::person::Binder;
use crate::sound::denormals::FlushDenormals;
use crate::time::{BLOCK_FRAMES, Frames, seconds_to_frames};

/// Output below this peak, in dBFS, counts as silence at the end of a render.
const SILENT_DB: f32 = -80.0;
/// Longest ring-out after the last event, in seconds; and how long a piece that plays by itself
/// goes on after it before it is led home.
const TAIL_S: f64 = 12.0;
/// How long it may take to come home, in seconds.
const WAY_HOME_S: f64 = 120.0;

/// Something a trace makes happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// An input.
    Event(RoleEvent),
    /// A command.
    Command {
        /// Which.
        command: TraceCommand,
        /// Its line in the trace, from 1.
        line: u32,
    },
}

/// A trace made ready for an engine: every moment in frames, every control a role.
#[derive(Clone, Debug, Default)]
pub struct Script {
    steps: Vec<(Frames, Step)>,
}

impl Script {
    /// Puts `trace` through a person's bindings, for an engine at `rate_hz`. Controls that
    /// nobody bound do nothing.
    pub fn new(trace: &Trace, binder: &mut Binder, rate_hz: f64) -> Self {
        let written_hz = trace.header.rate_hz.map_or(rate_hz, f64::from);
        let mut entries: Vec<_> =
            trace.entries.iter().map(|entry| (entry.at.frames(rate_hz, written_hz), entry)).collect();
        entries.sort_by_key(|(at, _)| *at);
        let mut devices: BTreeMap<String, u16> = BTreeMap::from([(String::new(), 0)]);
        let mut steps = Vec::with_capacity(entries.len());
        for (at, entry) in entries {
            match &entry.what {
                What::Control { name, value } => {
                    let device = name.device.clone().unwrap_or_default();
                    let next = devices.len() as u16;
                    let number = *devices.entry(device.clone()).or_insert(next);
                    let event = ControlEvent { at, device: number, control: name.control, value: *value };
                    let bound = binder.bind(number, &device, event.control, event.value, at);
                    steps.extend(bound.into_iter().map(|event| (at, Step::Event(event))));
                }
                What::Role { role, slot, value, note, pulse } => {
                    let (slot, role, value, note, pulse) = (*slot, *role, *value, *note, *pulse);
                    let event = RoleEvent { at, slot, role, value, note, pulse, yields: false };
                    steps.push((at, Step::Event(event)));
                }
                What::Clock(message) => {
                    steps.push((at, Step::Event(RoleEvent::clock(at, *message))));
                }
                What::Lost { device } => {
                    let wanted = device.to_lowercase();
                    for (name, number) in &devices {
                        if (wanted.is_empty() && name.is_empty())
                            || (!wanted.is_empty() && name.to_lowercase().contains(&wanted))
                        {
                            let lost = binder.lost(*number, at);
                            steps.extend(lost.into_iter().map(|event| (at, Step::Event(event))));
                        }
                    }
                }
                What::Command(command) => {
                    steps.push((at, Step::Command { command: command.clone(), line: entry.line }));
                }
            }
        }
        Script { steps }
    }

    /// Adds what a leader does, in its order; of one moment, behind the trace.
    #[must_use]
    pub fn led_by(mut self, leader: Vec<RoleEvent>) -> Self {
        self.steps.extend(leader.into_iter().map(|event| (event.at, Step::Event(event))));
        self.steps.sort_by_key(|(at, _)| *at);
        self
    }

    /// Everything in its order, with the frame of each.
    pub fn into_steps(self) -> Vec<(Frames, Step)> {
        self.steps
    }

    /// The moment of the last step.
    pub fn end(&self) -> Frames {
        self.steps.last().map_or(0, |(at, _)| *at)
    }

    /// The moment by which its sound has rung out at `rate_hz`, at the latest.
    pub fn latest_silence(&self, rate_hz: f64) -> Frames {
        self.end().saturating_add(seconds_to_frames(2.0 * TAIL_S + WAY_HOME_S, rate_hz))
    }
}

/// A command of a trace that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ScriptError {
    /// Line of the trace, from 1.
    pub line: u32,
    /// What was wrong.
    pub message: String,
}

/// Turns a command of a trace into one of the engine, which may mean to read and build
/// a preset.
pub type Resolve<'a> = dyn FnMut(&TraceCommand) -> Result<Command, String> + 'a;

/// What a render leaves beside the sound.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Every note.
    pub notes: Vec<NoteRecord>,
    /// Every glide of a note.
    pub glides: Vec<GlideRecord>,
    /// Every input that took effect.
    pub applied: Vec<Applied>,
    /// Everything the engine had to say, commands aside.
    pub notices: Vec<Notice>,
    /// The frame on which each command took effect, in the order of sending.
    pub commands_at: Vec<Frames>,
}

impl Sink for Kept {
    fn note(&mut self, note: NoteRecord) {
        self.notes.push(note);
    }

    fn glide(&mut self, glide: GlideRecord) {
        self.glides.push(glide);
    }

    fn applied(&mut self, applied: Applied) {
        self.applied.push(applied);
    }

    fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::CommandApplied { at, .. } => self.commands_at.push(at),
            other => self.notices.push(other),
        }
    }

    fn retired(&mut self, _retired: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

/// An engine that plays a script.
pub struct Offline {
    engine: Engine,
    script: Script,
    next: usize,
    quiet_frames: u64,
    /// The last frame on which the band played, or a part went on by itself.
    plays_until: Frames,
    led_home: bool,
}

impl Offline {
    /// Sets `engine` to play `script`.
    pub fn new(engine: Engine, script: Script) -> Self {
        Offline { engine, script, next: 0, quiet_frames: 0, plays_until: 0, led_home: false }
    }

    /// Renders interleaved stereo into `out`; call it with buffers of any length.
    ///
    /// # Errors
    /// Where a command of the trace names something that is not there.
    pub fn render(
        &mut self,
        out: &mut [f32],
        sink: &mut dyn Sink,
        resolve: &mut Resolve<'_>,
    ) -> Result<(), ScriptError> {
        let _flush = FlushDenormals::new();
        let mut done = 0;
        while done < out.len() {
            // The engine renders whole blocks: what falls into one must be there before it.
            self.feed(self.engine.frame() + BLOCK_FRAMES as Frames, resolve)?;
            let step = (out.len() - done).min(2 * BLOCK_FRAMES);
            self.engine.render(&mut out[done..done + step], sink);
            done += step;
        }
        let band_plays = self.engine.snapshot().band.is_some_and(|band| band.playing != Playing::Waiting);
        if band_plays || (self.engine.plays_on() && self.engine.frame() < self.latest_home()) {
            self.plays_until = self.engine.frame();
        }
        let silent = crate::math::db_to_gain(SILENT_DB);
        let is_quiet = out.iter().all(|sample| sample.abs() < silent);
        self.quiet_frames = if is_quiet { self.quiet_frames + (out.len() / 2) as u64 } else { 0 };
        Ok(())
    }

    fn feed(&mut self, until: Frames, resolve: &mut Resolve<'_>) -> Result<(), ScriptError> {
        while let Some((at, step)) = self.script.steps.get(self.next)
            && *at < until
        {
            match step {
                Step::Event(event) => {
                    // What finds no room is counted and reported by the engine.
                    self.engine.event(*event);
                }
                Step::Command { command, line } => {
                    let refused = |message| ScriptError { line: *line, message };
                    let resolved = resolve(command).map_err(refused)?;
                    self.engine
                        .command(*at, resolved)
                        .map_err(|_| refused("too many commands at once".to_owned()))?;
                }
            }
            self.next += 1;
        }
        Ok(())
    }

    /// Leads home what still plays by itself twelve seconds after the script's end, as somebody
    /// would who leaves: otherwise it would never end. Call it between buffers.
    pub fn lead_home(&mut self) {
        let long_over =
            self.engine.frame() > self.script.end() + seconds_to_frames(TAIL_S, self.engine.rate_hz());
        if long_over && !self.led_home && self.engine.plays_on() {
            // The script is over: there is room.
            self.led_home = self.engine.command(self.engine.frame(), Command::Finish).is_ok();
        }
    }

    /// The frame by which it has come home, or never will.
    fn latest_home(&self) -> Frames {
        self.script.end().saturating_add(seconds_to_frames(TAIL_S + WAY_HOME_S, self.engine.rate_hz()))
    }

    /// Whether the script is over, the band and what parts play by themselves have come to their
    /// end, and the sound has rung out (or rung for twelve seconds).
    pub fn is_over(&self) -> bool {
        let rate_hz = self.engine.rate_hz();
        let end = self.script.end().max(self.plays_until);
        let frame = self.engine.out_frame();
        self.next == self.script.steps.len()
            && frame > end
            && (self.quiet_frames >= seconds_to_frames(0.25, rate_hz)
                || frame > end.saturating_add(seconds_to_frames(TAIL_S, rate_hz)))
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }
}
