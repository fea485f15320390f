//! Telling the tempo to whoever writes the music down.

use super::{Music, Notice};
use crate::time::{Frames, Metre, ms_to_frames};

/// Changes of tempo are told this far apart at least: a tempo that follows a hand changes
/// with every beat or oftener.
const APART_MS: f64 = 100.0;

/// Where the beat was on a frame, and how fast it goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TempoMark {
    /// The frame.
    pub at: Frames,
    /// Beats since the music began, with fraction.
    pub beat: f64,
    /// Beats per minute from here on.
    pub tempo_bpm: f64,
    /// The metre.
    pub metre: Metre,
    /// Other music begins here: beats count from 0 again.
    pub begins: bool,
}

/// What was told last.
#[derive(Clone, Debug)]
pub(super) struct TempoTold {
    apart: Frames,
    told: Option<TempoMark>,
}

impl TempoTold {
    pub(super) fn new(rate_hz: f64) -> Self {
        TempoTold { apart: ms_to_frames(APART_MS, rate_hz), told: None }
    }

    /// Other music begins: it is told at the next look.
    pub(super) fn anew(&mut self) {
        self.told = None;
    }

    /// What is to be told at `now`, if anything is.
    pub(super) fn look(&mut self, now: Frames, music: &Music) -> Option<Notice> {
        let (tempo_bpm, metre) = (music.tempo_bpm(), music.metre());
        let begins = match &self.told {
            None => true,
            Some(told) => {
                let same = told.tempo_bpm == tempo_bpm && told.metre == metre;
                if same || now < told.at + self.apart {
                    return None;
                }
                false
            }
        };
        let mark = TempoMark { at: now, beat: music.position_at(now).beat, tempo_bpm, metre, begins };
        self.told = Some(mark);
        Some(Notice::Tempo(mark))
    }
}
