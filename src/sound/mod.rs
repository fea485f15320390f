//! Voices, patches, part buses, the room and the guard.

mod bus;
pub mod guard;
pub mod loudness;
pub mod patch;
pub mod reference;
pub mod room;
pub mod synth;
pub mod voice;

pub use bus::Bus;
pub use guard::{Guard, GuardSetup};
pub use patch::Patch;
pub use room::{Room, RoomSetup};
pub use synth::{MAX_VOICES, Synth};
