//! Pitch, scales, chords, progressions and the pitch lock: pure functions.

mod chord;
mod harmony;
mod lock;
mod pitch;
mod scale;

pub use chord::{Chord, MAX_CHORD_TONES};
pub use harmony::Harmony;
pub use lock::{Lock, LockSet};
pub use pitch::{A4_HZ, Pitch, Register, cents, pitch_to_hz};
pub use scale::{MAX_DEGREES, Scale, ScaleError};
