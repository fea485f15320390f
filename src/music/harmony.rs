//! What is in tune right now: root, scale and chord, shared by all parts.

use super::{Chord, Pitch, Scale};

/// The harmony all parts share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Harmony {
    /// Root of the scale, as a MIDI note number (60 is middle C).
    pub root: Pitch,
    /// The scale.
    pub scale: Scale,
    /// The chord that sounds now.
    pub chord: Chord,
}

impl Default for Harmony {
    fn default() -> Self {
        Harmony { root: 60.0, scale: Scale::major(), chord: Chord::default() }
    }
}
