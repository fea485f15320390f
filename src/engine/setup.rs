//! Music as checked data: what a preset file becomes.

use super::{BAND_LANE, LEADER_LANE};
use crate::band::BandSetup;
use crate::input::Role;
use crate::music::{Lock, Pitch, Register, Scale};
use crate::play::{Options, Velocity};
use crate::sound::{EffectsSetup, Patch, RoomSetup, Source};
use crate::time::{Metre, Swing};

/// Most parts that play at once.
pub const MAX_PARTS: usize = 8;

/// Where the loudness of a press comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Expression {
    /// From the control where it has a loudness (a MIDI key), else from the rhythm.
    #[default]
    Control,
    /// From the rhythm of pressing, whatever the control says.
    Rhythm,
    /// Always the same, within the person's range.
    Fixed(Velocity),
}

/// What moves the progression on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProgressionBy {
    /// Each chord lasts as long as it says.
    #[default]
    Bars,
    /// Each press of a part that leads brings the next chord, the first press the first.
    Presses,
}

/// Where presses are pulled to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grid {
    /// Quarter notes.
    Quarter,
    /// Eighths, late on the off-beat where the music swings.
    #[default]
    Eighth,
    /// Triplets of eighths.
    EighthTriplet,
    /// Sixteenths; they swing with the eighths.
    Sixteenth,
}

impl Grid {
    /// From one line to the next, in beats of `metre`.
    pub fn beats(self, metre: Metre) -> f64 {
        let notes = match self {
            Grid::Quarter => 4.0,
            Grid::Eighth => 8.0,
            Grid::EighthTriplet => 12.0,
            Grid::Sixteenth => 16.0,
        };
        f64::from(metre.unit.max(1)) / notes
    }

    /// Whether its lines move with the swing.
    pub fn swings(self) -> bool {
        matches!(self, Grid::Eighth | Grid::Sixteenth)
    }
}

/// How presses of a part are pulled to the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssistSetup {
    /// How much of the way to the next line a press waits, 0 (it never does) to 1.
    pub strength: f64,
    /// The lines.
    pub grid: Grid,
    /// A press further from the next line than this happens at once, in ms.
    pub max_ms: f64,
}

impl Default for AssistSetup {
    fn default() -> Self {
        AssistSetup { strength: 0.0, grid: Grid::Eighth, max_ms: 150.0 }
    }
}

/// One part: who plays what, how it sounds.
#[derive(Clone, Debug)]
pub struct PartSetup {
    /// Name for people.
    pub name: String,
    /// Play mode, by its id in the registry.
    pub mode: &'static str,
    /// The mode's options.
    pub options: Options,
    /// Roles that play this part.
    pub roles: Vec<Role>,
    /// Lowest and highest pitch.
    pub register: Register,
    /// What its pitches are locked to.
    pub lock: Lock,
    /// How its presses are pulled to the grid.
    pub assist: AssistSetup,
    /// The lane it hears, if any: the number of another part, or [`LEADER_LANE`].
    pub listens: Option<u8>,
    /// Where the loudness of its presses comes from.
    pub expression: Expression,
    /// Seed of its own chance, in place of one drawn from the music's.
    pub seed: Option<u64>,
    /// Whether its presses bring the next chord, where presses move the progression.
    pub leads: bool,
    /// Its sound, or what stands in for a source that is missing.
    pub patch: Patch,
    /// Where its sound comes from.
    pub source: Source,
    /// Level, −60 to 12 dB.
    pub level_db: f32,
    /// Place between left (−1) and right (1).
    pub pan: f32,
    /// How much of it goes to the room, −60 (none) to 0 dB.
    pub room_db: f32,
    /// What its sound goes through before the mix.
    pub effects: EffectsSetup,
}

/// Somebody who plays along on a MIDI keyboard: how their own notes sound.
#[derive(Clone, Debug)]
pub struct LeaderSetup {
    /// Name for people.
    pub name: String,
    /// What their own notes are locked to.
    pub lock: Lock,
    /// The chord of the harmony is the chord they play.
    pub follows_chords: bool,
    /// Root and scale of the harmony are those of the key they play in.
    pub follows_key: bool,
    /// When they change the chord, sounding notes of players glide into it within so many ms;
    /// without it they finish as they are.
    pub glide_ms: Option<f32>,
    /// Their sound.
    pub patch: Patch,
    /// Level, −60 to 12 dB.
    pub level_db: f32,
    /// Place between left (−1) and right (1).
    pub pan: f32,
    /// How much of it goes to the room, −60 (none) to 0 dB.
    pub room_db: f32,
}

/// A piece of music to play in: what a preset says, checked.
#[derive(Clone, Debug)]
pub struct MusicSetup {
    /// Name for people.
    pub name: String,
    /// Root, as a MIDI note number.
    pub root: Pitch,
    /// Scale.
    pub scale: Scale,
    /// Chords with their lengths in beats, repeated; none stays on the tonic triad.
    pub progression: Vec<(crate::music::Chord, f64)>,
    /// What moves it on.
    pub progression_by: ProgressionBy,
    /// Beats per minute, 30 to 240.
    pub tempo_bpm: f64,
    /// Metre.
    pub metre: Metre,
    /// How late off-eighths come.
    pub swing: Swing,
    /// Bars of clicks before the first bar, 0 to 4.
    pub count_in_bars: u8,
    /// The switch that taps the tempo, where there is one.
    pub tap: Option<Role>,
    /// Tuning of A4, 400 to 480 Hz.
    pub a4_hz: f32,
    /// The room.
    pub room: RoomSetup,
    /// Seed of all chance in it.
    pub seed: u64,
    /// The parts, 1 to [`MAX_PARTS`].
    pub parts: Vec<PartSetup>,
    /// Somebody who plays along on a MIDI keyboard, where there is one.
    pub leader: Option<LeaderSetup>,
    /// A band that plays along, where there is one.
    pub band: Option<BandSetup>,
}

impl MusicSetup {
    /// Numbers of the lanes that sound in it, and their names for people.
    pub fn lanes(&self) -> Vec<(u8, String)> {
        let parts = self.parts.iter().enumerate().map(|(lane, part)| (lane as u8, part.name.clone()));
        let leader = self.leader.as_ref().map(|leader| (LEADER_LANE, leader.name.clone()));
        let band = self.band.iter().flat_map(|band| band.style.instruments());
        let band = band.map(|who| (BAND_LANE + who.index() as u8, who.label().to_owned()));
        parts.chain(leader).chain(band).collect()
    }
}

/// Music that cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// No parts, or too many.
    #[error("music has 1 to {MAX_PARTS} parts, this has {0}")]
    Parts(usize),
    /// A mode that the registry does not have.
    #[error("there is no play mode `{0}`")]
    Mode(String),
    /// A part that would hear itself, if only by way of others, or a lane that is not there.
    #[error("part {0} cannot listen there: it would hear itself, or nobody")]
    Listens(u8),
}
