//! What a mode wants to sound.

use arrayvec::ArrayVec;

use crate::music::Pitch;
use crate::time::Frames;

/// Loudness of a note on the MIDI scale, 1 to 127, with fraction.
pub type Velocity = f32;

/// `velocity` within its range; what is no number counts as the usual 72.
pub fn playable(velocity: Velocity) -> Velocity {
    if velocity.is_finite() { velocity.clamp(1.0, 127.0) } else { 72.0 }
}

/// A note of one part, numbered by its mode; unique while it sounds.
pub type NoteId = u32;

/// Something a mode wants to happen to a note of its part, now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Intent {
    /// Start a note. The engine locks the pitch before it sounds.
    On {
        /// The new note.
        note: NoteId,
        /// Wanted pitch.
        pitch: Pitch,
        /// Loudness.
        velocity: Velocity,
    },
    /// Release a note.
    Off {
        /// The note.
        note: NoteId,
    },
    /// Set how strongly a sounding note is played, as a bow or a breath does.
    Level {
        /// The note.
        note: NoteId,
        /// 0 (silent) to 1 (as its velocity says).
        level: f32,
    },
    /// Let a sounding note glide to another pitch. The engine locks the pitch it glides to.
    Glide {
        /// The note.
        note: NoteId,
        /// Wanted pitch at the end.
        pitch: Pitch,
        /// Time to get there, in ms; less than 5 counts as 5.
        glide_ms: f32,
    },
    /// Move a recorded sound that has just started to another place.
    Seek {
        /// The note.
        note: NoteId,
        /// Frames from the beginning of the sound.
        frame: Frames,
    },
}

/// Intents of one call, in order. 64 is more than a mode may want at once: further
/// ones are counted by the engine as lost, note-offs first in line.
pub type Intents = ArrayVec<Intent, 64>;
