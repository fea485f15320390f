//! The round of a loop: where it begins, how long it is, what comes next in it.

use super::tape::Taped;
use crate::play::Context;
use crate::time::Frames;

/// Most bars of a loop that takes its length from its first recording.
const MOST_BARS: f64 = 16.0;
/// A place that is off by more than this many beats was jumped to.
const JUMP_BEATS: f64 = 0.75;
/// Slack for rounding, in beats.
const SLACK: f64 = 1e-6;

/// Where the loop is.
#[derive(Clone, Debug)]
pub(super) struct Round {
    /// The beat on which it begins.
    anchor: f64,
    /// Its length in beats; none while its first recording lasts.
    beats: Option<f64>,
    bar_beats: f64,
    /// Up to this beat everything was played.
    cursor: f64,
    due: Option<Frames>,
    /// After this beat nothing comes back any more.
    last_beat: Option<f64>,
}

/// What lies between the last look at the loop and this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed {
    anchor: f64,
    from: f64,
    to: f64,
    beats: f64,
    /// Another round began.
    pub new_round: bool,
    /// The last round is over.
    pub is_over: bool,
}

/// When what falls on `beat` comes again after `from`, every `beats` beats.
fn next_after(from: f64, beat: f64, beats: f64) -> f64 {
    beat + (((from - beat) / beats + SLACK).floor() + 1.0) * beats
}

impl Passed {
    /// Whether the place `at` of the loop was passed.
    pub(super) fn has(&self, at: f64) -> bool {
        if self.beats <= 0.0 {
            return false;
        }
        next_after(self.from, self.anchor + at, self.beats) <= self.to + SLACK
    }
}

impl Round {
    /// A loop of `bars` bars, 0 for as many as will be recorded, that begins with this bar:
    /// the one that is nearest where its length is open, so that a press just before the bar
    /// belongs to it.
    pub(super) fn new(context: &Context<'_>, bars: f64) -> Self {
        let bar_beats = f64::from(context.metre.beats.max(1));
        let beat = context.beat.beat;
        let bar = beat / bar_beats;
        let anchor = if bars < 1.0 { bar.round() } else { bar.floor() } * bar_beats;
        let beats = (bars >= 1.0).then_some(bars * bar_beats);
        Round { anchor, beats, bar_beats, cursor: beat, due: None, last_beat: None }
    }

    /// Length in beats, as far as it is known.
    pub(super) fn beats(&self) -> f64 {
        self.beats.unwrap_or(MOST_BARS * self.bar_beats)
    }

    /// The place of `beat` in the loop.
    pub(super) fn place(&self, beat: f64) -> f64 {
        match self.beats {
            Some(beats) => (beat - self.anchor).rem_euclid(beats),
            None => beat - self.anchor,
        }
    }

    /// An open length becomes whole bars, the nearest number; says whether it was open.
    pub(super) fn close(&mut self, context: &Context<'_>) -> bool {
        if self.beats.is_some() {
            return false;
        }
        let bars = ((context.beat.beat - self.anchor) / self.bar_beats).round().clamp(1.0, MOST_BARS);
        self.beats = Some(bars * self.bar_beats);
        true
    }

    /// The place moved on to `beat`.
    pub(super) fn advance(&mut self, beat: f64) -> Passed {
        self.follow(beat);
        let from = self.cursor;
        self.cursor = self.cursor.max(beat);
        let beats = self.beats.unwrap_or(0.0);
        let round = |beat: f64| ((beat - self.anchor) / beats + SLACK).floor();
        Passed {
            anchor: self.anchor,
            from,
            to: self.cursor,
            beats,
            new_round: beats > 0.0 && round(self.cursor) > round(from),
            is_over: self.last_beat.is_some_and(|last| self.cursor + SLACK >= last),
        }
    }

    /// The music jumped to `beat`, if it is far from where the loop is: what lies between is
    /// not played.
    pub(super) fn follow(&mut self, beat: f64) {
        if beat < self.cursor - JUMP_BEATS || beat > self.cursor + self.beats() {
            self.cursor = beat;
        }
    }

    /// Ends with the round that is under way.
    pub(super) fn end_with_this(&mut self) {
        let beats = self.beats();
        let rounds = ((self.cursor - self.anchor) / beats + SLACK).floor() + 1.0;
        self.last_beat = Some(self.anchor + rounds * beats);
    }

    /// Thinks out when the next note, or the next round, is due.
    pub(super) fn plan(&mut self, now: Frames, context: &Context<'_>, notes: &[Taped]) {
        let Some(beats) = self.beats else {
            self.due = None;
            return;
        };
        let next = |at: f64| next_after(self.cursor, self.anchor + at, beats);
        // The beginning of a round counts as well: layers change there.
        let first = notes.iter().map(|note| next(note.at)).fold(next(0.0), f64::min);
        let beats_a_frame = context.tempo_bpm / 60.0 / context.rate_hz;
        let frames = ((first - context.beat.beat) / beats_a_frame - 1e-6).ceil().max(1.0);
        self.due = Some(now.saturating_add(frames as Frames));
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        self.due
    }

    /// The beat of the loop under way, from 0, and how many it has.
    pub(super) fn place_in_beats(&self) -> (u16, u16) {
        let beats = self.beats();
        ((self.cursor - self.anchor).rem_euclid(beats) as u16, beats as u16)
    }
}
