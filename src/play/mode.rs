//! The trait that every play mode is.

use super::{Intents, NoteId, Velocity};
use crate::input::{Role, Slot};
use crate::music::{Harmony, LockSet, Pitch, Register};
use crate::time::{BeatPosition, Frames, Metre, Swing};

/// What a player did, conditioned to their body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// A switch role was pressed.
    Press {
        /// The role.
        role: Role,
        /// The physical control, which is also what is released later.
        slot: Slot,
        /// Loudness: from the control where it has one, else from the rhythm of pressing.
        velocity: Velocity,
        /// MIDI note number where the control is a key of a MIDI keyboard.
        note: Option<u8>,
    },
    /// The control of an earlier press was released (for *pulse* switches: its
    /// length, taken from the rhythm, is over).
    Release {
        /// The role.
        role: Role,
        /// The physical control.
        slot: Slot,
    },
    /// An axis moved.
    Axis {
        /// The role.
        role: Role,
        /// Place within the learned range, 0 to 1.
        value: f32,
    },
}

/// A note that a part hears: one of the leader or of another part, as it sounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// Lane it sounds in: 0 to 7 the parts, 8 the leader.
    pub lane: u8,
    /// Started (`true`) or released.
    pub on: bool,
    /// Number of the note within its lane.
    pub note: NoteId,
    /// Pitch as it sounded.
    pub pitch: Pitch,
    /// Velocity of the note-on, 1 to 127.
    pub velocity: Velocity,
}

/// How this person scans; from the person file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScanTiming {
    /// Who moves the light.
    pub style: crate::access::ScanStyle,
    /// Time an item stays lit, in frames.
    pub interval_frames: Frames,
    /// Extra time for the first item, in frames.
    pub first_extra_frames: Frames,
    /// Rounds before the scan rests, 0 for no end.
    pub loops: u8,
    /// A dark item behind the last one: taking it lets the scan rest and takes nothing.
    pub escape: bool,
    /// A press this soon after a step still takes the step before, in frames.
    pub grace_frames: Frames,
}

/// What a mode sees when it is called.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Frames per second.
    pub rate_hz: f64,
    /// Root, scale and chord.
    pub harmony: &'a Harmony,
    /// What may start to sound in this part now.
    pub lock: &'a LockSet,
    /// Lowest and highest pitch of the part.
    pub register: Register,
    /// Place in the music.
    pub beat: BeatPosition,
    /// Beats per minute.
    pub tempo_bpm: f64,
    /// Metre.
    pub metre: Metre,
    /// How late off-eighths come.
    pub swing: Swing,
    /// How this person scans.
    pub scan: &'a ScanTiming,
}

/// What the screen may show of a mode.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ModeStatus {
    /// The pitch that a press would take, or the last one taken.
    pub lit: Option<Pitch>,
    /// Place in a list and its length: the lit item of a scan, the zone of an axis.
    pub place: Option<(u16, u16)>,
}

/// What a mode is built from, beside its options.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    /// Frames per second.
    pub rate_hz: f64,
    /// Seed of this part's chance.
    pub seed: u64,
}

/// A change of what a mode has recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The last layer goes.
    Undo,
    /// Everything goes.
    Clear,
}

/// A way to play.
///
/// All three timed calls share one shape: `handle` when something happens,
/// `next_deadline` for what is due by itself, `wake` when that moment has come.
/// Calls come in order of time; `now` is a frame on the engine's time line.
pub trait PlayMode: Send {
    /// The part plays recorded sounds of these lengths, in frames; told once, before anything
    /// else.
    fn clips(&mut self, frames: &[Frames]) {
        let _ = frames;
    }

    /// The player did something.
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents);

    /// A note was heard in the lane that the part `listens` to. It is told at the moment it
    /// sounds or ends; a note-off may be missing after a silence.
    fn hear(&mut self, now: Frames, heard: Heard, context: &Context<'_>, out: &mut Intents) {
        let _ = (now, heard, context, out);
    }

    /// When this mode wants to be woken, if at all.
    fn next_deadline(&self) -> Option<Frames> {
        None
    }

    /// The moment of [`next_deadline`](Self::next_deadline) has come.
    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let _ = (now, context, out);
    }

    /// Whether it goes on by itself if nobody does anything more: something is still to sound,
    /// or to end. What is only shown does not count.
    fn plays_on(&self) -> bool {
        self.next_deadline().is_some()
    }

    /// Whether this press brings the next chord, where the part leads and presses move the
    /// progression. It is asked before the press is handled, so that every part plays the
    /// press in the new chord.
    fn leads(&self, act: Act) -> bool {
        let _ = act;
        true
    }

    /// Tempo or place of the music changed: what was planned by the beat has other moments.
    /// Nothing sounds here; what is due is woken for.
    fn retime(&mut self, now: Frames, context: &Context<'_>) {
        let _ = (now, context);
    }

    /// What was recorded is changed.
    fn edit(&mut self, now: Frames, edit: Edit, context: &Context<'_>, out: &mut Intents) {
        let _ = (now, edit, context, out);
    }

    /// Everything of this part was silenced: latches and held notes are gone and
    /// need no note-off. The next press plays again.
    fn silence(&mut self) {}

    /// The music pauses: as with [`silence`](Self::silence) every note is gone, but what was
    /// recorded stays.
    fn pause(&mut self) {
        self.silence();
    }

    /// Lead home: the next presses, three at most, come to an end.
    fn finish(&mut self) {}

    /// What the screen may show.
    fn status(&self) -> ModeStatus {
        ModeStatus::default()
    }
}
