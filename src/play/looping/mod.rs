//! `loop`: what is played comes back, bar by bar.
//!
//! A loop of whole bars, locked to the bar of the music. What is recorded comes back in the
//! next round at the same place, fitted to the harmony that holds then. Each round that
//! records is a layer on its [`tape`]; layers can be undone, and the oldest give way.

mod options;
mod round;
mod tape;
#[cfg(test)]
mod tests;

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Edit, Heard, Intent, Intents, ModeStatus, NoteId, Options, PlayMode, Velocity,
    playable, wander,
};
use crate::input::{Role, Slot};
use crate::music::Pitch;
use crate::time::{Frames, ms_to_frames};
use options::OPTIONS;
use round::Round;
use tape::Tape;

/// The mode as the registry knows it.
pub const ROW: ModeRow = ModeRow {
    id: "loop",
    label: "Loop",
    about: "What is played comes back in time, round by round, in layers; what was recorded plays itself.",
    roles: &[
        (
            "a",
            "plays a melody that is recorded; where the part records what it hears, starts and stops recording",
        ),
        ("b … p", "start and stop recording"),
    ],
    options: OPTIONS,
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Looping::new(options, build)),
};

/// Notes of the loop that sound at once; a further one ends the oldest.
const MOST_SOUNDING: usize = 8;
/// Notes that are recorded at once.
const MOST_OPEN: usize = 16;
/// Loudness at which the loop comes back, as a share of what was played: the player stays in
/// front.
const COMES_BACK: f32 = 0.85;

/// What starts and stops recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Starts {
    Always,
    Switch,
    Hold,
}

/// A note that is being recorded.
#[derive(Clone, Copy, Debug)]
struct Open {
    note: NoteId,
    beat: f64,
    pitch: Pitch,
    velocity: Velocity,
}

/// The mode. See the module.
struct Looping {
    hears: bool,
    starts: Starts,
    hold: Frames,
    bars: f64,
    inner: Box<dyn PlayMode>,
    inner_out: Intents,
    tape: Tape,
    round: Option<Round>,
    recording: bool,
    open: ArrayVec<Open, MOST_OPEN>,
    /// Notes of the loop that sound, and when they end.
    sounding: ArrayVec<(NoteId, Frames), MOST_SOUNDING>,
    next_note: NoteId,
    /// The switch that is held, and when that starts or stops recording.
    held: Option<(Slot, Frames)>,
    last: Option<Pitch>,
}

impl Looping {
    fn new(options: &Options, build: Build) -> Self {
        let starts = match options.choice("starts") {
            "switch" => Starts::Switch,
            "hold" => Starts::Hold,
            _ => Starts::Always,
        };
        let bars = options.number("bars").round();
        Looping {
            hears: options.choice("records") == "heard",
            starts,
            hold: ms_to_frames(options.number("hold_ms"), build.rate_hz),
            // What always records has to come back some time.
            bars: if starts == Starts::Always && bars < 1.0 { 2.0 } else { bars },
            inner: (wander::ROW.build)(&Options::defaults(wander::ROW.options), build),
            inner_out: Intents::new(),
            tape: Tape::new(options.number("layers").round() as usize),
            round: None,
            recording: starts == Starts::Always,
            open: ArrayVec::new(),
            sounding: ArrayVec::new(),
            next_note: 1,
            held: None,
            last: None,
        }
    }

    /// Starts recording, or stops it.
    fn toggle(&mut self, context: &Context<'_>) {
        let beat = context.beat.beat;
        if !self.recording {
            self.recording = true;
            self.begin(context);
            self.tape.next_layer();
            return;
        }
        self.recording = false;
        while let Some(open) = self.open.pop() {
            self.tape_note(open, beat);
        }
        self.close(context);
        self.tape.next_layer();
    }

    /// The loop begins with this bar, where there is none yet.
    fn begin(&mut self, context: &Context<'_>) {
        if self.round.is_none() {
            self.round = Some(Round::new(context, self.bars));
        }
    }

    /// A loop as long as its first recording gets its length.
    fn close(&mut self, context: &Context<'_>) {
        if let Some(round) = &mut self.round
            && round.close(context)
        {
            if self.tape.is_empty() {
                self.round = None;
            } else {
                self.tape.wrap(round.beats());
            }
        }
    }

    fn record_start(&mut self, note: NoteId, pitch: Pitch, velocity: Velocity, context: &Context<'_>) {
        if !self.recording {
            return;
        }
        self.begin(context);
        let _ = self.open.try_push(Open { note, beat: context.beat.beat, pitch, velocity });
    }

    fn record_end(&mut self, note: NoteId, context: &Context<'_>) {
        if let Some(place) = self.open.iter().position(|open| open.note == note) {
            let open = self.open.remove(place);
            self.tape_note(open, context.beat.beat);
        }
    }

    fn tape_note(&mut self, open: Open, beat: f64) {
        let Some(round) = &self.round else { return };
        let beats = (beat - open.beat).clamp(0.05, round.beats());
        self.tape.record(round.place(open.beat), beats, open.pitch, open.velocity);
    }

    /// Lets the melody answer an act, and records what it plays.
    fn play_inner(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        self.inner.handle(now, act, context, &mut self.inner_out);
        self.pass_on(context, out);
    }

    /// The melody's notes have even numbers, the loop's odd ones.
    fn pass_on(&mut self, context: &Context<'_>, out: &mut Intents) {
        let mut intents = std::mem::take(&mut self.inner_out);
        for mut intent in intents.drain(..) {
            match &mut intent {
                Intent::On { note, pitch, velocity } => {
                    *velocity = playable(*velocity);
                    if !self.hears {
                        self.record_start(*note, *pitch, *velocity, context);
                    }
                    self.last = Some(*pitch);
                    *note = note.wrapping_mul(2);
                }
                Intent::Off { note } => {
                    if !self.hears {
                        self.record_end(*note, context);
                    }
                    *note = note.wrapping_mul(2);
                }
                Intent::Level { note, .. } | Intent::Glide { note, .. } | Intent::Seek { note, .. } => {
                    *note = note.wrapping_mul(2)
                }
            }
            let _ = out.try_push(intent);
        }
    }

    /// Plays what the loop has at this moment and ends what is over.
    fn play_back(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        while let Some(place) = self.sounding.iter().position(|(_, ends)| *ends <= now) {
            let (note, _) = self.sounding.remove(place);
            let _ = out.try_push(Intent::Off { note });
        }
        let Some(round) = &mut self.round else { return };
        let passed = round.advance(context.beat.beat);
        if passed.new_round && self.recording {
            self.tape.next_layer();
        }
        if passed.is_over {
            self.stop();
            return;
        }
        let beat_frames = 60.0 / context.tempo_bpm * context.rate_hz;
        for place in 0..self.tape.notes().len() {
            let taped = self.tape.notes()[place];
            if !passed.has(taped.at) {
                continue;
            }
            if self.sounding.is_full() {
                let (oldest, _) = self.sounding.remove(0);
                let _ = out.try_push(Intent::Off { note: oldest });
            }
            let note = self.next_note;
            self.next_note = self.next_note.wrapping_add(2);
            let pitch = context.lock.snap_within(taped.pitch, context.register);
            let velocity = (taped.velocity * COMES_BACK).clamp(1.0, 127.0);
            if out.try_push(Intent::On { note, pitch, velocity }).is_err() {
                break;
            }
            let frames = (taped.beats * beat_frames).round().max(1.0) as Frames;
            self.sounding.push((note, now + frames));
            self.last = Some(pitch);
        }
    }

    /// When the next note of the loop is due is thought out anew.
    fn plan(&mut self, now: Frames, context: &Context<'_>) {
        if let Some(round) = &mut self.round {
            round.plan(now, context, self.tape.notes());
        }
    }

    /// Nothing is recorded and nothing comes back any more.
    fn stop(&mut self) {
        self.tape.clear();
        self.round = None;
        self.open.clear();
        self.recording = self.starts == Starts::Always;
    }

    /// Whether a switch plays the melody; the others start and stop recording.
    fn plays(&self, role: Role) -> bool {
        !self.hears && (role == Role::A || self.starts != Starts::Switch)
    }

    /// When it has something to do apart from what is played into it.
    fn own_deadline(&self) -> Option<Frames> {
        let ends = self.sounding.iter().map(|(_, ends)| *ends).min();
        let next = self.round.as_ref().and_then(Round::next_deadline);
        [ends, next, self.held.map(|(_, at)| at)].into_iter().flatten().min()
    }
}

impl PlayMode for Looping {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        self.play_back(now, context, out);
        match act {
            Act::Press { role, slot, .. } => {
                if self.plays(role) {
                    self.play_inner(now, act, context, out);
                    if self.starts == Starts::Hold {
                        self.held = Some((slot, now + self.hold));
                    }
                } else if self.starts != Starts::Always {
                    self.toggle(context);
                }
            }
            Act::Release { role, slot } => {
                if self.held.is_some_and(|(held, _)| held == slot) {
                    self.held = None;
                }
                if self.plays(role) {
                    self.play_inner(now, act, context, out);
                }
            }
            Act::Axis { .. } => self.play_inner(now, act, context, out),
        }
        self.plan(now, context);
    }

    fn hear(&mut self, now: Frames, heard: Heard, context: &Context<'_>, out: &mut Intents) {
        if !self.hears {
            return;
        }
        self.play_back(now, context, out);
        if heard.on {
            self.record_start(heard.note, heard.pitch, heard.velocity, context);
        } else {
            self.record_end(heard.note, context);
        }
        self.plan(now, context);
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.own_deadline().into_iter().chain(self.inner.next_deadline()).min()
    }

    fn plays_on(&self) -> bool {
        self.own_deadline().is_some() || self.inner.plays_on()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        if self.inner.next_deadline().is_some_and(|at| at <= now) {
            self.inner.wake(now, context, &mut self.inner_out);
            self.pass_on(context, out);
        }
        if self.held.is_some_and(|(_, at)| at <= now) {
            self.held = None;
            self.toggle(context);
        }
        self.play_back(now, context, out);
        self.plan(now, context);
    }

    fn retime(&mut self, now: Frames, context: &Context<'_>) {
        if let Some(round) = &mut self.round {
            round.follow(context.beat.beat);
        }
        self.plan(now, context);
    }

    fn edit(&mut self, now: Frames, edit: Edit, context: &Context<'_>, out: &mut Intents) {
        match edit {
            Edit::Undo => self.tape.undo(),
            Edit::Clear => {
                self.stop();
                for (note, _) in self.sounding.drain(..) {
                    let _ = out.try_push(Intent::Off { note });
                }
            }
        }
        self.plan(now, context);
    }

    fn silence(&mut self) {
        self.stop();
        self.sounding.clear();
        self.held = None;
        self.inner.silence();
    }

    fn pause(&mut self) {
        self.open.clear();
        self.sounding.clear();
        self.held = None;
        self.inner.silence();
    }

    fn finish(&mut self) {
        self.recording = false;
        self.open.clear();
        if let Some(round) = &mut self.round {
            round.end_with_this();
        }
        self.inner.finish();
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.last, place: self.round.as_ref().map(Round::place_in_beats) }
    }
}
