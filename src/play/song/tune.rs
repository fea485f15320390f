//! The song as the steps that presses take.

use std::sync::Arc;

use crate::music::{Chord, Song};

/// What of the song sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Play {
    Melody,
    MelodyAndChords,
    /// Each press the next chord.
    Chords,
    /// The chords, at the steps of the melody.
    Accompaniment,
    /// Their basses, at the steps of the melody.
    Bass,
}

impl Play {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "melody_and_chords" => Play::MelodyAndChords,
            "chords" => Play::Chords,
            "accompaniment" => Play::Accompaniment,
            "bass" => Play::Bass,
            _ => Play::Melody,
        }
    }
}

/// What one press plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// Semitones above the root.
    pub above_root: f32,
    pub at_beats: f64,
    pub beats: f64,
    pub phrase: u16,
    /// Number of its chord; none takes the preset's own.
    pub chord: Option<u16>,
    /// The chord, or the bass, is struck here.
    pub strikes: bool,
    pub begins_bar: bool,
}

/// A song cut into steps.
pub(super) struct Tune {
    song: Arc<Song>,
    play: Play,
    steps: Vec<Step>,
}

impl Tune {
    pub(super) fn new(song: &Arc<Song>, play: Play) -> Self {
        let steps = if play == Play::Chords && !song.chords().is_empty() {
            chord_steps(song)
        } else {
            note_steps(song, play == Play::Chords)
        };
        Tune { song: Arc::clone(song), play, steps }
    }

    pub(super) fn play(&self) -> Play {
        self.play
    }

    /// Number of steps, one at least.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// A step; the last one beyond the end.
    pub(super) fn step(&self, step: usize) -> Step {
        self.steps[step.min(self.steps.len() - 1)]
    }

    pub(super) fn chord(&self, number: u16) -> Chord {
        self.song.chords().get(usize::from(number)).map_or_else(Chord::default, |(_, chord)| *chord)
    }

    /// Lowest and highest note of the song, in semitones above its root.
    pub(super) fn range(&self) -> (f32, f32) {
        self.song.range()
    }

    /// Beats from the beginning of a step to that of the next; at the end, its length.
    pub(super) fn beats_to_next(&self, step: usize) -> f64 {
        match self.steps.get(step + 1) {
            Some(next) => next.at_beats - self.steps[step].at_beats,
            None => self.step(step).beats,
        }
    }

    /// The first step of the phrase that `step` is in.
    pub(super) fn phrase_start(&self, step: usize) -> usize {
        let phrase = self.step(step).phrase;
        self.steps.partition_point(|other| other.phrase < phrase)
    }

    /// The step behind the phrase that `step` is in.
    pub(super) fn phrase_end(&self, step: usize) -> usize {
        let phrase = self.step(step).phrase;
        self.steps.partition_point(|other| other.phrase <= phrase)
    }
}

/// A step a note. Chords are struck where they change and where a bar begins.
fn note_steps(song: &Song, always: bool) -> Vec<Step> {
    let mut before = None;
    let has_chords = !song.chords().is_empty();
    song.notes()
        .iter()
        .map(|note| {
            let changes = note.chord != before;
            before = note.chord;
            let sounds = note.chord.is_some() || !has_chords;
            Step {
                above_root: note.above_root,
                at_beats: note.at_beats,
                beats: note.beats,
                phrase: note.phrase,
                chord: note.chord,
                strikes: always || sounds && (changes || note.begins_bar),
                begins_bar: note.begins_bar,
            }
        })
        .collect()
}

/// A step a chord.
fn chord_steps(song: &Song) -> Vec<Step> {
    let ends = song.chords().iter().skip(1).map(|(at, _)| *at).chain([song.beats()]);
    let starts = song.chords().iter().enumerate();
    starts
        .zip(ends)
        .map(|((number, (at, _)), end)| {
            let note = song.notes().partition_point(|note| note.at_beats <= *at).saturating_sub(1);
            Step {
                above_root: 0.0,
                at_beats: *at,
                beats: (end - at).max(0.25),
                phrase: song.notes().get(note).map_or(0, |note| note.phrase),
                chord: Some(number as u16),
                strikes: true,
                begins_bar: true,
            }
        })
        .collect()
}
