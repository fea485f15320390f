//! `cue`: a switch plays a recorded sound or a voice message.
//!
//! A clip is a pitch to the engine: [`FIRST_CLIP`] is the first of the part's clips, one
//! more the next. The part tells how long they are, so that each note ends with its clip.

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intent, Intents, ModeStatus, NoteId, OptionKind, OptionSpec, Options, PlayMode,
    Velocity,
};
use crate::input::{MAX_SWITCHES, Role, Slot};
use crate::music::Pitch;
use crate::time::Frames;

/// Pitch that stands for the first clip of a part.
pub const FIRST_CLIP: Pitch = 60.0;
/// Most clips of one part: one for each switch there can be.
pub const MAX_CLIPS: usize = MAX_SWITCHES;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "cue",
    label: "Cue",
    about: "A switch plays a recorded sound or a voice message.",
    roles: &[("a … p", "each plays a clip of its own, `a` the first; or every press plays the next")],
    options: &[
        OptionSpec {
            name: "order",
            about: "Each switch plays a clip of its own, or every press, by whichever switch, plays the next.",
            kind: OptionKind::Choice { values: &["by_switch", "next"], default: "by_switch" },
        },
        OptionSpec {
            name: "plays",
            about: "A press plays the clip to its end, for as long as it is held, or until the next press.",
            kind: OptionKind::Choice {
                values: &["to_the_end", "while_held", "until_next_press"],
                default: "to_the_end",
            },
        },
        OptionSpec {
            name: "starts",
            about: "A clip that was stopped starts from its beginning, or where it was stopped.",
            kind: OptionKind::Choice { values: &["beginning", "resume"], default: "beginning" },
        },
        OptionSpec {
            name: "together",
            about: "Clips may sound together; otherwise a new one ends the one before.",
            kind: OptionKind::Flag { default: false },
        },
    ],
    holds: true,
    unpitched: true,
    build: |options, build| Box::new(Cue::new(options, build)),
};

#[derive(Clone, Copy, PartialEq)]
enum Plays {
    ToTheEnd,
    WhileHeld,
    UntilNextPress,
}

/// A clip that sounds.
#[derive(Clone, Copy)]
struct Playing {
    note: NoteId,
    slot: Slot,
    since: Frames,
    from: Frames,
}

/// One clip of the part.
#[derive(Clone, Copy, Default)]
struct Clip {
    frames: Frames,
    /// Where it was stopped.
    stopped_at: Frames,
    playing: Option<Playing>,
}

struct Cue {
    plays: Plays,
    by_switch: bool,
    resumes: bool,
    together: bool,
    clips: [Clip; MAX_CLIPS],
    count: usize,
    /// The clip that the next press plays, where they follow one another.
    next: usize,
    last: Option<usize>,
    note: NoteId,
}

impl Cue {
    fn new(options: &Options, build: Build) -> Self {
        // Until the part says what clips it has: one, of a second.
        let mut clips = [Clip::default(); MAX_CLIPS];
        clips[0].frames = build.rate_hz as Frames;
        Cue {
            plays: match options.choice("plays") {
                "while_held" => Plays::WhileHeld,
                "until_next_press" => Plays::UntilNextPress,
                _ => Plays::ToTheEnd,
            },
            by_switch: options.choice("order") != "next",
            resumes: options.choice("starts") == "resume",
            together: options.flag("together"),
            clips,
            count: 1,
            next: 0,
            last: None,
            note: 0,
        }
    }

    fn press(&mut self, now: Frames, number: u8, slot: Slot, velocity: Velocity, out: &mut Intents) {
        if self.count == 0 {
            return;
        }
        // Where clips follow one another, the press that stops one does not start another.
        let sounding = (0..self.count).find(|&clip| self.clips[clip].playing.is_some());
        let clip = if self.by_switch { usize::from(number) % self.count } else { self.next };
        if self.plays == Plays::UntilNextPress {
            let stopped =
                if self.by_switch { Some(clip).filter(|_| self.is_playing(clip)) } else { sounding };
            if let Some(stopped) = stopped {
                self.stop(now, stopped, out);
                return;
            }
        }
        for other in 0..self.count {
            if other == clip || !self.together {
                self.stop(now, other, out);
            }
        }
        self.start(now, clip, slot, velocity, out);
        if !self.by_switch {
            self.next = (clip + 1) % self.count;
        }
    }

    fn is_playing(&self, clip: usize) -> bool {
        self.clips[clip].playing.is_some()
    }

    fn start(&mut self, now: Frames, number: usize, slot: Slot, velocity: Velocity, out: &mut Intents) {
        let clip = &mut self.clips[number];
        // A clip that could not be read has no length.
        if clip.frames == 0 {
            return;
        }
        let from = if self.resumes && clip.stopped_at < clip.frames { clip.stopped_at } else { 0 };
        let note = self.note;
        self.note = self.note.wrapping_add(1);
        clip.playing = Some(Playing { note, slot, since: now, from });
        clip.stopped_at = 0;
        self.last = Some(number);
        let _ = out.try_push(Intent::On { note, pitch: FIRST_CLIP + number as Pitch, velocity });
        if from > 0 {
            let _ = out.try_push(Intent::Seek { note, frame: from });
        }
    }

    fn stop(&mut self, now: Frames, number: usize, out: &mut Intents) {
        let clip = &mut self.clips[number];
        if let Some(playing) = clip.playing.take() {
            clip.stopped_at = playing.from + now.saturating_sub(playing.since);
            if clip.stopped_at >= clip.frames {
                clip.stopped_at = 0;
            }
            let _ = out.try_push(Intent::Off { note: playing.note });
        }
    }
}

impl PlayMode for Cue {
    fn clips(&mut self, frames: &[Frames]) {
        self.count = frames.len().min(MAX_CLIPS);
        for (clip, &frames) in self.clips.iter_mut().zip(frames) {
            clip.frames = frames;
        }
    }

    fn handle(&mut self, now: Frames, act: Act, _context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: Role::Switch(number), slot, velocity, .. } => {
                self.press(now, number, slot, velocity, out);
            }
            Act::Release { slot, .. } if self.plays == Plays::WhileHeld => {
                for clip in 0..self.count {
                    if self.clips[clip].playing.is_some_and(|playing| playing.slot == slot) {
                        self.stop(now, clip, out);
                    }
                }
            }
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        let end = |clip: &Clip| clip.playing.map(|playing| playing.since + (clip.frames - playing.from));
        self.clips.iter().filter_map(end).min()
    }

    fn wake(&mut self, now: Frames, _context: &Context<'_>, out: &mut Intents) {
        for number in 0..self.count {
            let clip = self.clips[number];
            if clip.playing.is_some_and(|playing| playing.since + (clip.frames - playing.from) <= now) {
                self.stop(now, number, out);
            }
        }
    }

    fn silence(&mut self) {
        for clip in &mut self.clips {
            clip.playing = None;
        }
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: None, place: self.last.map(|last| (last as u16, self.count as u16)) }
    }
}
