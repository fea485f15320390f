//! Another sound for a part that plays on: built elsewhere, swapped in as a box.

use arrayvec::ArrayVec;

use super::{Engine, Music, Retired, Sink};
use crate::play::{NoteId, Velocity};
use crate::sound::{Bus, Patch, Synth};
use crate::time::Frames;

/// Earlier sounds that may ring out at once; of a fifth change while all ring, the oldest is cut.
const MOST_RINGING: usize = 4;

/// The voices of one part with another patch.
#[derive(Debug)]
pub struct OtherSound {
    synth: Synth,
}

impl OtherSound {
    /// Builds them at `rate_hz`. Allocates.
    pub fn build(rate_hz: f64, patch: &Patch) -> Box<Self> {
        Box::new(OtherSound { synth: Synth::new(rate_hz as f32, std::slice::from_ref(patch)) })
    }
}

/// What a part has sounded with in place of its own sound: notes end where they began.
#[derive(Debug, Default)]
pub(super) struct OtherSounds {
    /// What new notes sound with.
    now: Option<Box<OtherSound>>,
    /// What rings out.
    before: ArrayVec<Box<OtherSound>, MOST_RINGING>,
}

impl OtherSounds {
    /// From now on notes sound with `sound`. What has to go for it, if anything, is given back.
    pub(super) fn swap(&mut self, sound: Box<OtherSound>) -> Option<Box<OtherSound>> {
        let before = self.now.replace(sound)?;
        let gone = self.before.is_full().then(|| self.before.remove(0));
        self.before.push(before);
        gone
    }

    /// A sound that has rung out.
    pub(super) fn rung_out(&mut self) -> Option<Box<OtherSound>> {
        let place = self.before.iter().position(|sound| sound.synth.sounding() == 0)?;
        Some(self.before.remove(place))
    }

    /// Whether new notes are its own to play.
    pub(super) fn is_on(&self) -> bool {
        self.now.is_some()
    }

    pub(super) fn note_on(&mut self, note: NoteId, hz: f32, velocity: Velocity) {
        if let Some(sound) = &mut self.now {
            sound.synth.note_on(0, note, hz, velocity);
        }
    }

    pub(super) fn note_off(&mut self, note: NoteId) {
        self.each(|synth| synth.note_off(0, note));
    }

    /// Releases a note and fades what is left of it.
    pub(super) fn fade(&mut self, note: NoteId, frames: Frames) {
        self.each(|synth| synth.fade(0, note, frames));
    }

    pub(super) fn level(&mut self, note: NoteId, level: f32) {
        self.each(|synth| synth.level(0, note, level));
    }

    pub(super) fn glide(&mut self, note: NoteId, hz: f32, frames: Frames) {
        self.each(|synth| synth.glide(0, note, hz, frames));
    }

    pub(super) fn silence(&mut self, fade_frames: Frames) {
        self.each(|synth| synth.silence(fade_frames));
    }

    /// Adds frames `from..to` of this block to the part's bus.
    pub(super) fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        self.each(|synth| synth.render(from, to, std::slice::from_mut(bus)));
    }

    /// Voices that sound or ring out.
    pub(super) fn sounding(&self) -> usize {
        self.before.iter().chain(&self.now).map(|sound| sound.synth.sounding()).sum()
    }

    fn each(&mut self, mut call: impl FnMut(&mut Synth)) {
        for sound in self.before.iter_mut().chain(&mut self.now) {
            call(&mut sound.synth);
        }
    }
}

impl Music {
    /// A sound of any part that has rung out.
    fn rung_out(&mut self) -> Option<Box<OtherSound>> {
        self.parts.iter_mut().find_map(|part| part.lane.others.rung_out())
    }
}

impl Engine {
    /// A part of the players' sounds otherwise from now on; what sounds, rings out.
    pub(super) fn change_sound(&mut self, part: u8, sound: Box<OtherSound>, sink: &mut dyn Sink) {
        let gone = match self.music.parts.get_mut(usize::from(part)) {
            Some(part) => part.lane.others.swap(sound),
            None => Some(sound),
        };
        if let Some(gone) = gone {
            self.retire(Retired::Sound(gone), sink);
        }
    }

    /// Sends away what has rung out.
    pub(super) fn retire_sounds(&mut self, sink: &mut dyn Sink) {
        while let Some(sound) = self.music.rung_out() {
            self.retire(Retired::Sound(sound), sink);
        }
    }
}
