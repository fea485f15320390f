//! What plays the notes of a part: the voices that all parts share, or a player of its own.

use super::lane::Sounding;
use crate::music::{Pitch, pitch_to_hz};
use crate::play::{FIRST_CLIP, NoteId, Velocity};
use crate::sound::clip::ClipPlayer;
use crate::sound::font::FontPlayer;
use crate::sound::{Bus, Source};
use crate::time::Frames;

/// Steps above the first clip's pitch at which the patch stands in for a clip that is missing:
/// a pentatonic scale, so that any of them sound well together.
const STAND_IN: [Pitch; 5] = [0.0, 2.0, 4.0, 7.0, 9.0];
/// How long it does, in seconds.
const STAND_IN_S: f64 = 1.0;

/// What plays the notes of a part.
pub(super) enum Player {
    /// The part's patch.
    Voices,
    /// A SoundFont.
    Font(Box<FontPlayer>),
    /// Recorded sounds, and which of them are there.
    Clips(Box<ClipPlayer>, Vec<bool>),
}

impl Player {
    /// Built at `rate_hz`. Allocates.
    pub(super) fn new(rate_hz: f64, source: &Source) -> Self {
        match source {
            Source::Patch => Player::Voices,
            Source::Font(font) => Player::Font(Box::new(FontPlayer::new(rate_hz as f32, font.clone()))),
            Source::Clips(clips) => {
                let there = clips.iter().map(Option::is_some).collect();
                Player::Clips(Box::new(ClipPlayer::new(rate_hz, clips)), there)
            }
        }
    }

    pub(super) fn note_on(
        &mut self,
        part: u8,
        note: NoteId,
        pitch: Pitch,
        velocity: Velocity,
        sound: &mut Sounding<'_>,
    ) {
        let hz = sound.hz(part, pitch);
        match self {
            Player::Voices => sound.synth.note_on(part, note, hz, velocity),
            Player::Font(font) => font.note_on(note, hz, velocity),
            Player::Clips(clips, there) => {
                let number = (pitch - FIRST_CLIP).round().max(0.0) as usize;
                if there.get(number) == Some(&true) {
                    clips.start(note, number);
                } else {
                    let octaves = (number / STAND_IN.len()) as Pitch;
                    let step = STAND_IN[number % STAND_IN.len()] + 12.0 * octaves;
                    let hz = pitch_to_hz(FIRST_CLIP + step, sound.a4_hz);
                    sound.synth.note_on(part, note, hz, velocity);
                }
            }
        }
    }

    pub(super) fn note_off(&mut self, part: u8, note: NoteId, sound: &mut Sounding<'_>) {
        match self {
            Player::Voices => sound.synth.note_off(part, note),
            Player::Font(font) => font.note_off(note),
            Player::Clips(clips, _) => {
                clips.stop(note);
                sound.synth.note_off(part, note);
            }
        }
    }

    /// Ends a note as its sound does, but within `frames`.
    pub(super) fn fade(&mut self, part: u8, note: NoteId, frames: Frames, sound: &mut Sounding<'_>) {
        match self {
            Player::Voices => sound.synth.fade(part, note, frames),
            Player::Font(font) => font.fade(note, frames),
            Player::Clips(clips, _) => {
                clips.fade_out(note, frames);
                sound.synth.fade(part, note, frames);
            }
        }
    }

    pub(super) fn level(&mut self, part: u8, note: NoteId, level: f32, sound: &mut Sounding<'_>) {
        match self {
            Player::Voices => sound.synth.level(part, note, level),
            Player::Font(font) => font.level(note, level),
            Player::Clips(..) => {}
        }
    }

    /// Slides a sounding note to another pitch.
    pub(super) fn glide(
        &mut self,
        part: u8,
        note: NoteId,
        pitch: Pitch,
        frames: Frames,
        sound: &mut Sounding<'_>,
    ) {
        let hz = sound.hz(part, pitch);
        match self {
            Player::Voices => sound.synth.glide(part, note, hz, frames),
            Player::Font(font) => font.glide(note, hz, frames),
            Player::Clips(..) => {}
        }
    }

    /// Moves a recorded sound that has just started to another frame.
    pub(super) fn seek(&mut self, note: NoteId, frame: Frames) {
        if let Player::Clips(clips, _) = self {
            clips.seek(note, frame);
        }
    }

    /// Fades what it plays by itself within `fade_frames`.
    pub(super) fn silence(&mut self, fade_frames: Frames) {
        match self {
            Player::Voices => {}
            Player::Font(font) => font.silence(fade_frames),
            Player::Clips(clips, _) => clips.silence(fade_frames),
        }
    }

    /// Adds frames `from..to` of what it plays by itself to the part's bus.
    pub(super) fn render(&mut self, from: usize, to: usize, bus: &mut Bus) {
        match self {
            Player::Voices => {}
            Player::Font(font) => font.render(from, to, bus),
            Player::Clips(clips, _) => clips.render(from, to, bus),
        }
    }

    /// Voices of its own that sound or ring out.
    pub(super) fn sounding(&self) -> usize {
        match self {
            Player::Voices => 0,
            Player::Font(font) => font.sounding(),
            Player::Clips(clips, _) => clips.sounding(),
        }
    }
}

/// Lengths of a part's recorded sounds, in frames; none where it plays none.
pub(super) fn clip_frames(rate_hz: f64, source: &Source) -> Option<Vec<Frames>> {
    let Source::Clips(clips) = source else { return None };
    let stand_in = crate::time::seconds_to_frames(STAND_IN_S, rate_hz);
    Some(clips.iter().map(|clip| clip.as_ref().map_or(stand_in, |clip| clip.frames_at(rate_hz))).collect())
}
