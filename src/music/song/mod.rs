//! Songs: a melody with its chords, as notes above a root.
//!
//! A song comes from a text ([`read_melody`], [`read_chords`]) or from a standard MIDI file
//! ([`read_midi`]). Its pitches are kept as semitones above its root, so that it is played
//! in any key; its lengths are beats, which a mode may take or leave.

mod chords;
mod melody;
mod midi;
mod midi_chunks;
mod skyline;
mod tonality;
mod words;

pub use chords::read_chords;
pub use melody::{Melody, MelodyNote, read_melody};
pub use midi::{MidiSong, MidiSongError, MidiSongErrorKind, TrackChoice, read_midi};
pub use words::{SongError, SongErrorKind, read_lyrics};

use super::{Chord, Pitch, Scale};
use crate::time::Metre;

/// Most notes that a song has.
pub const MAX_SONG_NOTES: usize = 4096;

/// A written note this near to a degree of the scale is that degree: half a semitone and a
/// little, so that a neutral third is met from the keys on either side of it.
const SAME_DEGREE_CENTS: f32 = 60.0;

/// One note of the melody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SongNote {
    /// Semitones above the song's root.
    pub above_root: f32,
    /// When it is, in beats from the start of the song.
    pub at_beats: f64,
    /// How long it is, in beats.
    pub beats: f64,
    /// Which phrase it is in, from 0.
    pub phrase: u16,
    /// Which of the song's chords sounds with it; none in an upbeat before the first chord,
    /// and in a song without chords.
    pub chord: Option<u16>,
    /// The first note of its bar.
    pub begins_bar: bool,
}

/// A song, checked: it has at least one note, and its notes follow one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Song {
    /// Name for people.
    pub name: String,
    /// Root as it is written: a MIDI note number, in the octave of the melody.
    pub root: Pitch,
    /// Scale as the song names it.
    pub scale: Scale,
    /// Metre.
    pub metre: Metre,
    /// Beats per minute at which it is usually sung.
    pub tempo_bpm: f64,
    notes: Vec<SongNote>,
    chords: Vec<(f64, Chord)>,
    phrases: Vec<u16>,
    syllables: Vec<String>,
}

impl Song {
    /// A song of a melody and its chords, each from its beat on; none where the melody has
    /// no notes.
    pub fn new(
        name: String,
        (root, scale): (Pitch, Scale),
        (metre, tempo_bpm): (Metre, f64),
        melody: &Melody,
        chords: Vec<(f64, Chord)>,
    ) -> Option<Self> {
        // A note that begins a hair before its chord belongs to it: lengths of a third add up
        // to almost a bar.
        const HAIR_BEATS: f64 = 1e-3;
        let bar_beats = f64::from(metre.beats.max(1));
        let bar_of = |at: f64| ((at - melody.upbeat_beats + HAIR_BEATS) / bar_beats).floor() as i64;
        let mut bar_before = None;
        let notes: Vec<SongNote> = melody
            .notes
            .iter()
            .enumerate()
            .map(|(place, note)| {
                let chord =
                    chords.partition_point(|(at, _)| *at <= note.at_beats + HAIR_BEATS).checked_sub(1);
                let begins_bar = bar_before != Some(bar_of(note.at_beats));
                bar_before = Some(bar_of(note.at_beats));
                SongNote {
                    above_root: note.pitch - root,
                    at_beats: note.at_beats,
                    beats: note.beats,
                    phrase: (melody.phrases.partition_point(|first| *first <= place).max(1) - 1) as u16,
                    chord: chord.map(|chord| chord as u16),
                    begins_bar,
                }
            })
            .collect();
        let phrases = melody.phrases.iter().map(|first| *first as u16).collect();
        (!notes.is_empty() && notes.len() <= MAX_SONG_NOTES).then_some(Song {
            name,
            root,
            scale,
            metre,
            tempo_bpm,
            notes,
            chords,
            phrases,
            syllables: Vec::new(),
        })
    }

    /// The same song with what is sung, a syllable a note; an empty one goes on with the
    /// syllable before.
    pub fn with_syllables(mut self, syllables: Vec<String>) -> Self {
        self.syllables = syllables;
        self
    }

    /// Five notes up and home again: what sounds where no song is named.
    pub fn five_notes() -> Self {
        let pitches = [60.0, 62.0, 64.0, 65.0, 67.0, 65.0, 64.0, 62.0, 60.0];
        let notes: Vec<SongNote> = pitches
            .iter()
            .enumerate()
            .map(|(place, pitch)| SongNote {
                above_root: pitch - 60.0,
                at_beats: place as f64,
                beats: if place == 8 { 4.0 } else { 1.0 },
                phrase: u16::from(place >= 4),
                chord: None,
                begins_bar: place % 4 == 0,
            })
            .collect();
        Song {
            name: "Five notes".to_owned(),
            root: 60.0,
            scale: Scale::major(),
            metre: Metre::default(),
            tempo_bpm: 90.0,
            notes,
            chords: Vec::new(),
            phrases: vec![0, 4],
            syllables: Vec::new(),
        }
    }

    /// Its notes, one at least.
    pub fn notes(&self) -> &[SongNote] {
        &self.notes
    }

    /// Its chords, each with the beat it begins on.
    pub fn chords(&self) -> &[(f64, Chord)] {
        &self.chords
    }

    /// Numbers of the notes that phrases begin with; the first is 0.
    pub fn phrases(&self) -> &[u16] {
        &self.phrases
    }

    /// The first note of a phrase and the note behind its last.
    pub fn phrase_notes(&self, phrase: usize) -> std::ops::Range<usize> {
        let bound =
            |place: usize| self.phrases.get(place).map_or(self.notes.len(), |first| usize::from(*first));
        bound(phrase)..bound(phrase + 1)
    }

    /// What is sung on a note; none where nothing new is.
    pub fn syllable(&self, note: usize) -> Option<&str> {
        self.syllables.get(note).map(String::as_str).filter(|syllable| !syllable.is_empty())
    }

    /// Lowest and highest note, in semitones above the root.
    pub fn range(&self) -> (f32, f32) {
        self.notes.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), note| {
            (low.min(note.above_root), high.max(note.above_root))
        })
    }

    /// Length in beats, rests within it included.
    pub fn beats(&self) -> f64 {
        self.notes.last().map_or(0.0, |note| note.at_beats + note.beats)
    }

    /// How much of its time is spent on degrees of its scale, 0 to 1.
    pub fn in_scale_share(&self) -> f32 {
        let (mut inside, mut all) = (0.0, 0.0);
        for note in &self.notes {
            all += note.beats;
            if degree_near(&self.scale, note.above_root * 100.0) {
                inside += note.beats;
            }
        }
        (inside / all) as f32
    }

    /// The scale with every note of the melody and its chords in it, so that a lock to it
    /// leaves the song as it is. Where that would be too many degrees, the song's own scale.
    pub fn lock_scale(&self) -> Scale {
        let period = self.scale.period_cents();
        let mut degrees: Vec<f32> = self.scale.degrees().to_vec();
        let chord_tones = self.chords.iter().flat_map(|(_, chord)| chord.tones().iter().copied());
        for cents in self.notes.iter().map(|note| note.above_root * 100.0).chain(chord_tones) {
            if !degree_near(&self.scale, cents) {
                let degree = cents - (cents / period).floor() * period;
                if !degrees.iter().any(|other| (other - degree).abs() < 1.0) {
                    degrees.push(degree);
                }
            }
        }
        degrees.sort_by(f32::total_cmp);
        Scale::new(&degrees, period).unwrap_or(self.scale)
    }
}

/// Whether a pitch `cents` above the root is a degree of `scale`.
fn degree_near(scale: &Scale, cents: f32) -> bool {
    let period = scale.period_cents();
    let folded = cents - (cents / period).floor() * period;
    let near = |degree: f32| (degree - folded).abs() <= SAME_DEGREE_CENTS;
    scale.degrees().iter().any(|degree| near(*degree)) || near(period)
}
