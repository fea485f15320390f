//! An accompaniment style as checked data.

use super::grid::Hit;
use crate::music::{Pitch, Register};
use crate::sound::Patch;
use crate::time::Metre;

/// Who plays in a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Pitches are percussion keys.
    Drums,
    /// One tone at a time.
    Bass,
    /// Chords in rhythm, voice-led.
    Chords,
    /// Chords held.
    Pad,
}

impl Instrument {
    /// All of them, in the order of their lanes.
    pub const ALL: [Instrument; 4] =
        [Instrument::Drums, Instrument::Bass, Instrument::Chords, Instrument::Pad];

    /// Word in style files and for people.
    pub fn id(self) -> &'static str {
        match self {
            Instrument::Drums => "drums",
            Instrument::Bass => "bass",
            Instrument::Chords => "chords",
            Instrument::Pad => "pad",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Instrument::Drums => "Drums",
            Instrument::Bass => "Bass",
            Instrument::Chords => "Chords",
            Instrument::Pad => "Pad",
        }
    }

    /// Place in [`Instrument::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// How one instrument sounds.
#[derive(Clone, Debug)]
pub struct InstrumentSetup {
    /// Its sound.
    pub patch: Patch,
    /// Level, −60 to 12 dB.
    pub level_db: f32,
    /// Place between left (−1) and right (1).
    pub pan: f32,
    /// How much of it goes to the room, −60 (none) to 0 dB.
    pub room_db: f32,
    /// Lowest and highest pitch.
    pub register: Register,
    /// Tones of its chords, 1 to [`super::MAX_VOICES`].
    pub voices: u8,
    /// How far it lies behind the beat, 0 to 40 ms.
    pub late_ms: f32,
}

/// What one instrument plays in a section, at some intensities.
#[derive(Clone, Debug)]
pub struct Row {
    /// Intensity from which it plays, 0 to 3.
    pub from: u8,
    /// Intensity up to which it plays, 0 to 3.
    pub to: u8,
    /// The drum, as a percussion key; of no meaning to other instruments.
    pub drum: Pitch,
    /// What starts in each cell, over whole bars.
    pub cells: Vec<Option<Hit>>,
}

impl Row {
    /// Whether it plays at `intensity`.
    pub fn plays_at(&self, intensity: u8) -> bool {
        (self.from..=self.to).contains(&intensity)
    }
}

/// A section: rows for each instrument, repeated by their own length.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// How long it is, in bars; 0 where the style has none.
    pub bars: u8,
    /// Rows of each instrument, by [`Instrument::index`].
    pub rows: [Vec<Row>; 4],
}

/// An accompaniment style.
#[derive(Clone, Debug)]
pub struct Style {
    /// Name for people.
    pub name: String,
    /// Where its patterns come from.
    pub origin: String,
    /// Metre.
    pub metre: Metre,
    /// Cells in a beat, 1 to 8.
    pub cells_a_beat: u8,
    /// Slowest and fastest tempo at which it is itself, in beats per minute.
    pub tempo_bpm: [f64; 2],
    /// Where the second cell of each pair falls within the pair: 0.5 straight, 0.67 as
    /// triplets.
    pub swing: f64,
    /// How much onsets are spread, at most, in ms.
    pub humanise_ms: f32,
    /// Bars from the start of a variation to the next, its fill included.
    pub phrase_bars: u8,
    /// Instruments, by [`Instrument::index`].
    pub instruments: [Option<InstrumentSetup>; 4],
    /// Played once at the start.
    pub intro: Section,
    /// The two variations, played by turns.
    pub variations: [Section; 2],
    /// One bar that leads from one variation to the next.
    pub fill: Section,
    /// Played once at the end, on the home chord.
    pub ending: Section,
}

impl Style {
    /// The instruments that play in it.
    pub fn instruments(&self) -> impl Iterator<Item = Instrument> {
        Instrument::ALL.into_iter().filter(|who| self.instruments[who.index()].is_some())
    }

    /// Their sounds, in the same order.
    pub fn sounds(&self) -> impl Iterator<Item = &Patch> {
        self.instruments.iter().flatten().map(|sound| &sound.patch)
    }

    /// Cells in a bar.
    pub fn cells_a_bar(&self) -> u32 {
        u32::from(self.cells_a_beat) * u32::from(self.metre.beats)
    }

    /// Beats from the start of a bar to a cell of it, swung.
    pub fn beat_of(&self, cell: u32) -> f64 {
        let straight = f64::from(cell) / f64::from(self.cells_a_beat);
        if self.cells_a_beat.is_multiple_of(2) && cell % 2 == 1 {
            straight + (self.swing - 0.5) * 2.0 / f64::from(self.cells_a_beat)
        } else {
            straight
        }
    }
}
