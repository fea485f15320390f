//! The song in the part's key and register.

use crate::music::{Pitch, Register};
use crate::play::Context;

const OCTAVE: f32 = 12.0;

/// By how much the song is moved: onto the root of the harmony, and by whole octaves to the
/// middle of the register.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transposed {
    root: Pitch,
}

impl Transposed {
    /// For a song whose notes lie between the ends of `range`, in semitones above its root.
    pub(super) fn new(range: (f32, f32), context: &Context<'_>) -> Self {
        let (low, high) = range;
        let Register { low: floor, high: ceiling } = context.register;
        let root = context.harmony.root;
        let middle = root + (low + high) / 2.0;
        let nearest = ((context.register.centre() - middle) / OCTAVE).round();
        // The nearest octave may leave the register where the next one does not.
        let fits = |octave: f32| {
            let root = root + octave * OCTAVE;
            root + low >= floor - 0.01 && root + high <= ceiling + 0.01
        };
        let octave = [nearest, nearest - 1.0, nearest + 1.0].into_iter().find(|octave| fits(*octave));
        let octaves = octave.unwrap_or(nearest);
        Transposed { root: if octaves.is_finite() { root + octaves * OCTAVE } else { root } }
    }

    /// A note of the song in tune: what leaves a register that is too narrow is played an
    /// octave nearer.
    pub(super) fn pitch(self, above_root: f32, context: &Context<'_>) -> Pitch {
        in_register(self.root + above_root, context)
    }
}

/// `pitch` moved by octaves into the register, and to the nearest pitch of the lock.
pub(super) fn in_register(pitch: Pitch, context: &Context<'_>) -> Pitch {
    let Register { low, high } = context.register;
    let mut pitch = pitch;
    if pitch < low {
        pitch += ((low - pitch) / OCTAVE).ceil() * OCTAVE;
    } else if pitch > high {
        pitch -= ((pitch - high) / OCTAVE).ceil() * OCTAVE;
    }
    context.lock.snap_within(pitch, context.register)
}
