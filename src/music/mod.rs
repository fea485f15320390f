//! Pitch, scales, chords, progressions and the pitch lock: pure functions.

mod chord;
mod chord_name;
mod ear;
mod fitting;
mod harmony;
mod key_finding;
mod lock;
mod numeral;
mod percussion;
mod pitch;
mod progression;
mod scale;
mod scale_file;
mod scl;
mod song;

pub use chord::{Chord, MAX_CHORD_TONES};
pub use chord_name::ChordName;
pub use ear::{Ear, HeardChord};
pub use fitting::{chord_in, scale_of_key, scale_with};
pub use harmony::Harmony;
pub use key_finding::{Key, KeyFinder};
pub use lock::{Lock, LockSet};
pub use percussion::{DRUMS, drum};
pub use pitch::{A4_HZ, Pitch, Register, cents, natural_note, pitch_name, pitch_to_hz};
pub use progression::{CHORD_BEATS, MAX_CHORDS, Progression, ProgressionError, ProgressionErrorKind};
pub use scale::{MAX_DEGREES, Scale, ScaleError};
pub use scale_file::{SCALE_FORMAT, ScaleFile, ScaleFileError};
pub use scl::{SclError, SclErrorKind, SclScale, parse_scl, parse_scl_bytes};
pub use song::{
    MAX_SONG_NOTES, Melody, MelodyNote, MidiSong, MidiSongError, MidiSongErrorKind, Song, SongError,
    SongErrorKind, SongNote, TrackChoice, read_chords, read_lyrics, read_melody, read_midi,
};
