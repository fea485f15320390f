//! One line out of many notes: what is heard as the tune is, as a rule, on top.
//!
//! The skyline of a track (Uitdenbogerd and Zobel, *Manipulation of music for melody
//! matching*, ACM Multimedia 1998): of notes that begin together the highest, and none that
//! begins below a higher one that still sounds.

use super::MAX_SONG_NOTES;
use super::melody::{Melody, MelodyNote};
use crate::music::Pitch;
use crate::time::Metre;

/// Notes that begin within this are one chord, in beats: a rolled chord of a quick hand.
const TOGETHER_BEATS: f64 = 0.08;
/// A note that begins while a higher one sounds is the tune's own, where the higher one has
/// this little left, in beats: singers and keys overlap.
const OVERLAP_BEATS: f64 = 0.15;
/// Shortest note, in beats.
const SHORTEST_BEATS: f64 = 1.0 / 32.0;
/// Fewest and most notes of a phrase that a long note or a rest ends.
const PHRASE_NOTES: std::ops::RangeInclusive<usize> = 4..=20;

/// A note of a file, in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sounded {
    pub key: u8,
    pub at: u64,
    pub end: u64,
    /// It was not ended yet.
    pub open: bool,
}

/// The tune in `notes`; none where it has too many notes.
pub(super) fn melody_of(notes: &mut [Sounded], beats_a_tick: f64, metre: Metre) -> Option<Melody> {
    notes.sort_by_key(|note| (note.at, std::cmp::Reverse(note.key)));
    let mut line: Vec<Sounded> = Vec::new();
    for note in notes.iter() {
        let Some(last) = line.last_mut() else {
            line.push(*note);
            continue;
        };
        let beats = |ticks: u64| ticks as f64 * beats_a_tick;
        if beats(note.at - last.at) < TOGETHER_BEATS {
            if note.key > last.key {
                last.key = note.key;
                last.end = note.end;
            }
        } else if note.key > last.key || beats(last.end.saturating_sub(note.at)) < OVERLAP_BEATS {
            if line.len() == MAX_SONG_NOTES {
                return None;
            }
            line.push(*note);
        }
    }
    let first = line.first()?.at;
    let bar_beats = f64::from(metre.beats.max(1));
    let late = first as f64 * beats_a_tick % bar_beats;
    let ends = line.iter().skip(1).map(|note| note.at).chain([u64::MAX]);
    let notes: Vec<MelodyNote> = line
        .iter()
        .zip(ends)
        .map(|(note, next)| MelodyNote {
            pitch: Pitch::from(note.key),
            at_beats: (note.at - first) as f64 * beats_a_tick,
            beats: ((note.end.min(next).saturating_sub(note.at)) as f64 * beats_a_tick).max(SHORTEST_BEATS),
        })
        .collect();
    let upbeat_beats = if late > TOGETHER_BEATS { bar_beats - late } else { 0.0 };
    let end = notes.last().map_or(0.0, |note| note.at_beats + note.beats);
    // Ends a hair late, as recorded notes do, open no further bar.
    let bars = ((end - upbeat_beats - TOGETHER_BEATS) / bar_beats).ceil().max(1.0) as usize;
    Some(Melody { phrases: phrases(&notes), upbeat_beats, bars: vec![bar_beats; bars], notes })
}

/// Where phrases begin: behind a note that is much longer than usual, its rest included, or
/// after many notes at the longest of them.
fn phrases(notes: &[MelodyNote]) -> Vec<usize> {
    let gaps: Vec<f64> = notes.windows(2).map(|pair| pair[1].at_beats - pair[0].at_beats).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0);
    let mut starts = vec![0];
    let mut first = 0;
    for (place, gap) in gaps.iter().enumerate() {
        let length = place + 1 - first;
        let is_long = *gap >= 2.0 * usual - 1e-6;
        if is_long && PHRASE_NOTES.contains(&length) && notes.len() - place > 2 {
            first = place + 1;
            starts.push(first);
        } else if length >= *PHRASE_NOTES.end() {
            let longest = (first + PHRASE_NOTES.start()..=place)
                .max_by(|one, other| gaps[*one].total_cmp(&gaps[*other]).then(one.cmp(other)))
                .unwrap_or(place);
            first = longest + 1;
            starts.push(first);
        }
    }
    starts
}
