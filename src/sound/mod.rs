//! Voices, patches, part buses, the room and the guard.

mod bank;
pub mod breath;
mod bus;
pub mod clip;
pub mod denormals;
pub mod drums;
pub mod effects;
pub mod engines;
pub mod fm;
pub mod font;
pub mod guard;
mod k_weighting;
pub mod loudness;
pub mod mix;
pub mod patch;
pub mod plucked;
pub mod reference;
pub mod room;
mod source;
pub mod struck;
pub mod subtractive;
pub mod synth;
pub mod voice;

pub use bus::Bus;
pub use effects::{Effects, EffectsSetup, Shade};
pub use guard::{Guard, GuardSetup};
pub use loudness::Loudness;
pub use mix::PartMix;
pub use patch::Patch;
pub use room::{Room, RoomSetup};
pub use source::Source;
pub use synth::{MAX_VOICES, Synth};
