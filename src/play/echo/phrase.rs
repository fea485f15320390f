//! What was heard, cut into phrases where the other pauses for as long as this player needs.

use arrayvec::ArrayVec;

use crate::music::Pitch;
use crate::play::{Heard, NoteId, Velocity};
use crate::time::{Frames, ms_to_frames};

/// Most onsets of a phrase that are answered; a longer one is cut here.
pub(super) const MOST: usize = 32;
/// Onsets nearer than this are one: a chord is answered by its highest tone.
const TOGETHER_MS: f64 = 40.0;
/// How long a player takes to answer before they have answered: turn-taking in music therapy
/// with people who need time, not the 0.2 s of talk.
const FIRST_RESPONSE_MS: f64 = 1200.0;
/// A response after this is no response any more.
const LONGEST_RESPONSE_MS: f64 = 10_000.0;
/// Responses that are remembered.
const RESPONSES: usize = 8;
/// A phrase is over after this share of the player's usual response time …
const GAP_SHARE: f64 = 0.5;
/// … but not sooner and not later than this.
const GAPS_MS: [f64; 2] = [350.0, 2500.0];

/// One onset of a phrase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tone {
    /// Frames after the first onset of the phrase.
    pub at: Frames,
    /// How long it sounded; 0 while it still sounds.
    pub frames: Frames,
    pub pitch: Pitch,
    pub velocity: Velocity,
}

/// A phrase.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    start: Frames,
    /// When it last sounded.
    end: Frames,
    pub tones: ArrayVec<Tone, MOST>,
}

/// The listener.
#[derive(Clone, Debug)]
pub(super) struct Listening {
    rate_hz: f64,
    current: Phrase,
    last: Phrase,
    /// Notes that sound, with the place of their tone.
    open: ArrayVec<(NoteId, usize), MOST>,
    responses: ArrayVec<Frames, RESPONSES>,
    /// Nobody answered what was heard last.
    unanswered: bool,
    /// Changes with every note that starts.
    pub heard: u32,
}

impl Listening {
    pub(super) fn new(rate_hz: f64) -> Self {
        Listening {
            rate_hz,
            current: Phrase::default(),
            last: Phrase::default(),
            open: ArrayVec::new(),
            responses: ArrayVec::new(),
            unanswered: false,
            heard: 0,
        }
    }

    /// The player's usual response time: the median of the last eight.
    pub(super) fn usual_response(&self) -> Frames {
        if self.responses.is_empty() {
            return ms_to_frames(FIRST_RESPONSE_MS, self.rate_hz);
        }
        let mut sorted = self.responses.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }

    /// The silence after which a phrase is over.
    pub(super) fn gap(&self) -> Frames {
        let fitted = (self.usual_response() as f64 * GAP_SHARE) as Frames;
        let [low, high] = GAPS_MS.map(|gap_ms| ms_to_frames(gap_ms, self.rate_hz));
        fitted.clamp(low, high)
    }

    pub(super) fn hear(&mut self, now: Frames, heard: Heard) {
        if !heard.on {
            self.ended(now, heard.note);
            return;
        }
        self.heard = self.heard.wrapping_add(1);
        self.unanswered = true;
        if let Some(last) = self.current.tones.last_mut()
            && now - (self.current.start + last.at) < ms_to_frames(TOGETHER_MS, self.rate_hz)
        {
            last.pitch = last.pitch.max(heard.pitch);
            last.velocity = last.velocity.max(heard.velocity);
            let place = self.current.tones.len() - 1;
            let _ = self.open.try_push((heard.note, place));
            return;
        }
        let paused = self.open.is_empty() && now.saturating_sub(self.current.end) > self.gap();
        if self.current.tones.is_empty() || self.current.tones.is_full() || paused {
            if !self.current.tones.is_empty() {
                std::mem::swap(&mut self.last, &mut self.current);
            }
            self.current = Phrase { start: now, end: now, tones: ArrayVec::new() };
            self.open.clear();
        }
        let at = now - self.current.start;
        self.current.tones.push(Tone { at, frames: 0, pitch: heard.pitch, velocity: heard.velocity });
        self.current.end = now;
        let _ = self.open.try_push((heard.note, self.current.tones.len() - 1));
    }

    fn ended(&mut self, now: Frames, note: NoteId) {
        let Some(open) = self.open.iter().position(|(id, _)| *id == note) else { return };
        let (_, place) = self.open.remove(open);
        if let Some(tone) = self.current.tones.get_mut(place) {
            tone.frames = tone.frames.max(now - self.current.start - tone.at);
            self.current.end = now;
        }
    }

    /// The player pressed: how long they took is remembered, where there was something new to
    /// answer.
    pub(super) fn answered(&mut self, now: Frames) {
        if !std::mem::take(&mut self.unanswered) || !self.open.is_empty() {
            return;
        }
        let took = now.saturating_sub(self.current.end);
        if took > ms_to_frames(LONGEST_RESPONSE_MS, self.rate_hz) {
            return;
        }
        if self.responses.is_full() {
            self.responses.remove(0);
        }
        self.responses.push(took);
    }

    /// The phrase to answer now: the one under way, unless it has only just begun.
    pub(super) fn phrase(&self, now: Frames) -> Option<&Phrase> {
        let over = self.open.is_empty() && now.saturating_sub(self.current.end) > self.gap();
        if self.current.tones.len() > 1 || over || self.last.tones.is_empty() {
            return Some(&self.current).filter(|phrase| !phrase.tones.is_empty());
        }
        Some(&self.last)
    }

    /// Everything was silenced: what sounds is over.
    pub(super) fn silence(&mut self) {
        self.open.clear();
    }
}
