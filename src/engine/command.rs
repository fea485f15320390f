//! Commands: what steers the music, as data, so that it enters the journal.

use super::{Music, OtherSound, Revision};
use crate::access::Body;
use crate::input::BandCommand;
use crate::music::{Pitch, Scale};
use crate::play::Edit;

/// A command to the engine.
///
/// Commands travel by value: a box would have to be freed on the audio thread.
#[allow(clippy::large_enum_variant, reason = "a boxed scale would be freed on the audio thread")]
pub enum Command {
    /// Play other music. Old notes release; held switches must be pressed anew.
    Music(Box<Music>),
    /// Change the music while it plays: what is not touched sounds on.
    Revise(Box<Revision>),
    /// Somebody else plays, or the same person otherwise: what was held is let go, everything else
    /// plays on.
    Body(Box<Body>),
    /// Fade everything within 30 ms; the next press plays again.
    Silence,
    /// Lead home: the next presses, three at most, come to an end.
    Finish,
    /// Pause until the next press, which wakes the music and plays.
    Rest,
    /// A chime calls somebody, again and again until it is acknowledged.
    Call,
    /// Somebody has come, or is not needed any more: the call ends.
    Acknowledge,
    /// A bell rings, to be answered by a press. Until it has been over for a while, no hold opens
    /// the player's menu.
    Bell,
    /// How hard notes are struck, in steps from gentlest (−3) to fiercest (3).
    Fierceness(i8),
    /// Beats per minute, 30 to 240.
    Tempo(f64),
    /// A tap of the tempo; two to eight of them set it.
    Tap,
    /// Count in and begin anew: clicks for so many bars, 0 to 4, then the first.
    CountIn(u8),
    /// Tell others the beat, or no more.
    ClockOut(bool),
    /// What a part has recorded changes; without a part, of all.
    Edit {
        /// Number of the part, from 0.
        part: Option<u8>,
        /// What happens.
        edit: Edit,
    },
    /// Root of the harmony, as a MIDI note number.
    Root(Pitch),
    /// Scale of the harmony.
    Scale(Scale),
    /// Another sound for a part of the players, which plays on. What sounds, rings out.
    Sound {
        /// Number of the part, from 0.
        part: u8,
        /// Its voices, built for this engine's rate.
        sound: Box<OtherSound>,
    },
    /// Level of a part, −60 to 12 dB.
    PartLevel {
        /// Number of the part, from 0, or of another lane.
        part: u8,
        /// Level in dB.
        level_db: f32,
    },
    /// Mutes or unmutes a part.
    PartMute {
        /// Number of the part, from 0, or of another lane.
        part: u8,
        /// Whether it is silent from now on.
        muted: bool,
    },
    /// Master level, −60 to 0 dB; the person's ceiling holds in any case.
    MasterLevel(f32),
    /// Steers the band, where there is one.
    Band(BandCommand),
    /// The output stream was opened: fade in.
    SoftStart,
}

/// Why an event was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostReason {
    /// The engine's queue was full.
    QueueFull,
    /// More came of one moment than can be played.
    TooMany,
}
