//! What was replaced, on its way back from the audio thread, which frees nothing.

use rtrb::{Consumer, Producer, PushError, RingBuffer};

use crate::engine::{Music, OtherSound};

/// How many wait at most; the engine holds on to what finds no room.
const WAITING: usize = 16;

/// What was replaced, to be dropped.
pub enum Retired {
    /// Music.
    Music(Box<Music>),
    /// The sound of a part.
    Sound(Box<OtherSound>),
}

/// The audio thread's end.
pub(super) struct RetiredEnd(Producer<Retired>);

impl RetiredEnd {
    /// Sends music, or gives it back where there is no room.
    pub(super) fn music(&mut self, music: Box<Music>) -> Result<(), Box<Music>> {
        match self.0.push(Retired::Music(music)) {
            Err(PushError::Full(Retired::Music(music))) => Err(music),
            _ => Ok(()),
        }
    }

    /// Sends the sound of a part, likewise.
    pub(super) fn sound(&mut self, sound: Box<OtherSound>) -> Result<(), Box<OtherSound>> {
        match self.0.push(Retired::Sound(sound)) {
            Err(PushError::Full(Retired::Sound(sound))) => Err(sound),
            _ => Ok(()),
        }
    }
}

pub(super) fn retired() -> (RetiredEnd, Consumer<Retired>) {
    let (push, ring) = RingBuffer::new(WAITING);
    (RetiredEnd(push), ring)
}
