//! The beat as a mode sees it: when the next place of a grid comes.

use super::Context;
use crate::time::Frames;

/// A place this near behind counts as now, in parts of a grid step: it was meant to be on it.
const ON_GRID: f64 = 1e-3;

/// Frames that `beats` beats last at the tempo of now, at least one.
pub(super) fn beats_to_frames(beats: f64, context: &Context<'_>) -> Frames {
    ((beats * 60.0 / context.tempo_bpm.max(1.0) * context.rate_hz).round() as Frames).max(1)
}

/// When the next place of a grid with `per_beat` places a beat comes that is later than
/// `least_beats` from `now`. Off-beats are late where the music swings.
pub(super) fn next_place(now: Frames, per_beat: f64, least_beats: f64, context: &Context<'_>) -> Frames {
    let here = context.beat.beat;
    let written = context.swing.written(here + least_beats.max(0.0));
    let place = (written * per_beat + ON_GRID).floor() + 1.0;
    let beats = context.swing.sounding(place / per_beat) - here;
    now + beats_to_frames(beats.max(0.0), context)
}

/// The eighth of the bar that is nearest, from 0.
pub(super) fn eighth(context: &Context<'_>) -> usize {
    (context.swing.written(context.beat.beat_in_bar) * 2.0).round().max(0.0) as usize
}
