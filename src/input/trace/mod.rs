//! Traces: what was played, as text that people read and write.
//!
//! ```text
//! #!cantus-trace 1 rate=48000 seed=7
//! 0.000 key:space down            # seconds, control, what it did
//! 0.250 key:space up
//! 1.5   pad:lstick.x 0.35         # buttons 0/1, triggers 0 to 1, sticks -1 to 1
//! 2.0   midi:note60 down 96       # with a MIDI velocity
//! 3.0   !tempo 96                 # a command
//! f192000 a#3 down                # a journal: frame applied, role, slot
//! ```

mod clock;
mod error;
mod parse;
mod write;

pub use error::TraceError;
pub use parse::parse;
pub use write::header_line;

use super::{
    BandCommand, ClockMessage, ControlName, ControlValue, DeskCommand, PersonEdit, Role, RoleValue, Slot,
};
use crate::time::{Frames, seconds_to_frames};

/// Version of the format written in the header.
pub const VERSION: u32 = 1;

/// A trace, in the order of its lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The header, where there is one.
    pub header: Header,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// What the first line says; all of it optional in a trace written by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Frames per second of the engine that wrote it; frames in the trace count in these.
    pub rate_hz: Option<u32>,
    /// Seed of the music, where it differs from the preset's.
    pub seed: Option<u64>,
    /// Fingerprint of the preset it was played with.
    pub preset: Option<String>,
    /// Fingerprint of the person file it was played with.
    pub person: Option<String>,
}

/// One line: when and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// Line of the file, from 1.
    pub line: u32,
    /// What.
    pub what: What,
}

/// A moment as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// Seconds since the start.
    Seconds(f64),
    /// Frames since the start, at the header's rate.
    Frame(Frames),
}

impl Moment {
    /// The moment in frames at `rate_hz`, for a trace whose frames count at `written_hz`.
    pub fn frames(self, rate_hz: f64, written_hz: f64) -> Frames {
        match self {
            Moment::Seconds(seconds) => seconds_to_frames(seconds, rate_hz),
            Moment::Frame(frame) if written_hz == rate_hz => frame,
            Moment::Frame(frame) => seconds_to_frames(frame as f64 / written_hz, rate_hz),
        }
    }
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A control did something; the person's bindings say what it means.
    Control {
        /// Which control.
        name: ControlName,
        /// What it did.
        value: ControlValue,
    },
    /// A role did something, as a journal writes it.
    Role {
        /// The role.
        role: Role,
        /// The physical control, as numbered then.
        slot: Slot,
        /// What it did.
        value: RoleValue,
        /// MIDI note number, where the control was a key.
        note: Option<u8>,
        /// The control gives pulses.
        pulse: bool,
    },
    /// A message of a MIDI clock came: `clock tick`, `clock start`, `clock continue`,
    /// `clock stop`, `clock position SIXTEENTHS`.
    Clock(ClockMessage),
    /// A device vanished.
    Lost {
        /// Part of its name; empty for the controls written without one.
        device: String,
    },
    /// The music was steered.
    Command(TraceCommand),
}

/// Commands as traces write them. Names are resolved by whoever plays the trace.
#[derive(Clone, Debug, PartialEq)]
pub enum TraceCommand {
    /// `!silence`
    Silence,
    /// `!finish`
    Finish,
    /// `!rest`: a pause until the next press
    Rest,
    /// `!call`: a chime calls until it is acknowledged
    Call,
    /// `!acknowledge`
    Acknowledge,
    /// `!bell`: a bell rings, to be answered by a press
    Bell,
    /// `!fierceness STEPS`, −3 to 3
    Fierceness(i8),
    /// `!soft-start`: the output stream was opened.
    SoftStart,
    /// `!tempo BPM`, 30 to 240
    Tempo(f64),
    /// `!tap`: a tap of the tempo
    Tap,
    /// `!count-in BARS`, 0 to 4: counts in and begins anew
    CountIn(u8),
    /// `!clock-out on` and `!clock-out off`: tells others the beat
    ClockOut(bool),
    /// `!undo [PART]` and `!clear [PART]`: what a part, or every part, has recorded
    Recorded {
        /// Number of the part; none for all.
        part: Option<u8>,
        /// Everything goes, not only the last layer.
        clear: bool,
    },
    /// `!root PITCH`, a MIDI note number
    Root(f32),
    /// `!scale ID`
    Scale(String),
    /// `!preset ID`
    Preset(String),
    /// `!sound PART PATCH`: another sound for a part, which plays on
    Sound {
        /// Number of the part.
        part: u8,
        /// The patch, by its id.
        patch: String,
    },
    /// `!level PART DB`, parts counted from 0
    PartLevel {
        /// Number of the part.
        part: u8,
        /// Level in dB.
        level_db: f32,
    },
    /// `!mute PART` and `!unmute PART`
    PartMute {
        /// Number of the part.
        part: u8,
        /// Whether it is silent from now on.
        muted: bool,
    },
    /// `!master DB`, −60 to 0
    MasterLevel(f32),
    /// `!band start`, `!band stop`, `!band fill`, `!band intensity 2`
    Band(BandCommand),
    /// `!edit patch 0 flute` and the like: the music is changed while it plays; `!edit undo` takes
    /// that back
    Desk(DeskCommand),
    /// `!person ID`: somebody else plays. What controls of the trace mean stays as it is
    Person(String),
    /// `!body set switch.a.lockout_ms 250` and the like: the person who plays is changed
    Body(PersonEdit),
}
