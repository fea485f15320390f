//! Songs out of standard MIDI files.

use std::fmt;

use midly::{EventIter, MetaMessage, MidiMessage, TrackEventKind};

use super::Song;
use super::midi_chunks::{Header, TrackChunk, read_chunks};
use super::skyline::{Sounded, melody_of};
use super::tonality::{harmonise, key_of};
use crate::time::{Metre, TEMPO_BPM};

/// Most notes of a file that are looked at, in all tracks.
const MAX_NOTES: usize = 65_536;
/// Longest song, in quarter notes: more than a day at any tempo is no song.
const MAX_QUARTERS: u64 = 100_000;
/// Channel of drums, from 0.
const DRUMS: u8 = 9;
/// Longest name of a track that is kept, in characters.
const NAME_CHARS: usize = 60;
/// What the names of tracks with the tune often have in them, in lower case.
const TUNE_NAMES: [&str; 12] = [
    "melod", "tune", "vocal", "voice", "sopran", "lead", "sing", "gesang", "stimme", "chant", "canto", "voz",
];

/// Which track of a file is the song.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrackChoice<'a> {
    /// The one that is most likely the tune: by its name, else by its height.
    #[default]
    Likely,
    /// By its number, from 1; in a file of one track, a channel.
    Number(usize),
    /// By its name or a part of it, whatever the case.
    Name(&'a str),
}

impl<'a> TrackChoice<'a> {
    /// A choice as people write it: a number, a name, nothing.
    pub fn read(text: &'a str) -> Self {
        match text.trim() {
            "" => TrackChoice::Likely,
            word => word.parse().map_or(TrackChoice::Name(word), TrackChoice::Number),
        }
    }
}

/// A song out of a file, and the tracks there were to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct MidiSong {
    /// The song.
    pub song: Song,
    /// Names of tracks with notes, each with its number.
    pub tracks: Vec<(usize, String)>,
}

/// A MIDI file that is no song, and the place that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MidiSongError {
    /// Track, from 1, where one is meant.
    pub track: Option<usize>,
    /// Byte of the file, from 0.
    pub byte: usize,
    /// What is wrong.
    pub kind: MidiSongErrorKind,
}

impl fmt::Display for MidiSongError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.track {
            Some(track) => write!(f, "track {track}, byte {}: {}", self.byte, self.kind),
            None if self.byte > 0 => write!(f, "byte {}: {}", self.byte, self.kind),
            None => write!(f, "{}", self.kind),
        }
    }
}

impl std::error::Error for MidiSongError {}

/// What can be wrong with a MIDI file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MidiSongErrorKind {
    /// Another kind of file.
    #[error("this is no standard MIDI file: it does not start with MThd")]
    NotMidi,
    /// A file of several songs.
    #[error("MIDI files of format {0} hold several songs; save it as format 0 or 1")]
    Format(u16),
    /// Time by the clock instead of beats.
    #[error("this file counts time by the clock (SMPTE) and has no beats; save it with beats")]
    Timing,
    /// It ends before it is over.
    #[error("the file is cut short: {wanted} bytes were to come, {found} are there; copy it anew")]
    CutShort {
        /// Bytes that should follow.
        wanted: usize,
        /// Bytes that do.
        found: usize,
    },
    /// An event that is none.
    #[error("the file is broken here ({0}); copy it anew, or open and save it in another program")]
    Broken(&'static str),
    /// More notes than a song has.
    #[error(
        "this has more notes than a song: at most {MAX_NOTES} in the file, {} in the tune",
        super::MAX_SONG_NOTES
    )]
    TooManyNotes,
    /// It does not come to an end.
    #[error("this lasts longer than {MAX_QUARTERS} quarter notes, which no song does")]
    TooLong,
    /// Nothing to play.
    #[error("there are no notes in this file, drums aside")]
    NoNotes,
    /// A track that is not there.
    #[error("there is no track {wanted} with notes; there is {there}{}", near.as_ref().map_or_else(String::new, |near| format!(": did you mean `{near}`?")))]
    NoSuchTrack {
        /// As it was asked for.
        wanted: String,
        /// Those there are.
        there: String,
        /// What was probably meant.
        near: Option<String>,
    },
}

use MidiSongErrorKind as Kind;

/// What a file says about all its tracks.
#[derive(Default)]
struct Signs {
    tempo_us: Option<u32>,
    metre: Option<Metre>,
    /// Sharps (flats below 0) and whether it is minor.
    key: Option<(i8, bool)>,
}

/// The notes of one track, or of one channel in a file of one track.
struct Voice {
    number: usize,
    name: String,
    notes: Vec<Sounded>,
}

/// Reads the song in a standard MIDI file: the highest line of the chosen track, in the key
/// that the file names or that its notes fit best, with chords that fit the tune.
///
/// # Errors
/// Where it is no MIDI file, is broken, cut short or endless, or has no such track; says
/// where.
pub fn read_midi(name: &str, file: &[u8], choice: TrackChoice<'_>) -> Result<MidiSong, MidiSongError> {
    let (header, chunks) = read_chunks(file)?;
    let mut signs = Signs::default();
    let mut voices: Vec<Voice> = Vec::new();
    let mut left = MAX_NOTES;
    for (place, chunk) in chunks.iter().enumerate() {
        read_track(&header, place + 1, chunk, &mut signs, &mut voices, &mut left)?;
    }
    voices.retain(|voice| !voice.notes.is_empty());
    let whole = |kind| MidiSongError { track: None, byte: 0, kind };
    if voices.is_empty() {
        return Err(whole(Kind::NoNotes));
    }
    let tracks: Vec<(usize, String)> =
        voices.iter().map(|voice| (voice.number, voice.name.clone())).collect();
    let place = choose(&voices, choice).ok_or_else(|| whole(no_such_track(&tracks, choice)))?;
    let metre = signs.metre.unwrap_or_default();
    let voice = &mut voices[place];
    let beats_a_tick = f64::from(metre.unit) / 4.0 / f64::from(header.ticks_a_quarter);
    let melody = melody_of(&mut voice.notes, beats_a_tick, metre).ok_or_else(|| whole(Kind::TooManyNotes))?;
    let (root, scale) = key_of(&melody, signs.key);
    let quarters_bpm = 60_000_000.0 / f64::from(signs.tempo_us.unwrap_or(500_000).max(1));
    let tempo_bpm = (quarters_bpm * f64::from(metre.unit) / 4.0).clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
    let chords = harmonise(&melody, root, &scale, metre);
    match Song::new(name.to_owned(), (root, scale), (metre, tempo_bpm), &melody, chords) {
        Some(song) => Ok(MidiSong { song, tracks }),
        None => Err(whole(Kind::TooManyNotes)),
    }
}

fn read_track(
    header: &Header,
    track: usize,
    chunk: &TrackChunk<'_>,
    signs: &mut Signs,
    voices: &mut Vec<Voice>,
    left: &mut usize,
) -> Result<(), MidiSongError> {
    let mut events = EventIter::new(chunk.bytes);
    let mut tick = 0u64;
    let mut name = String::new();
    let first_voice = voices.len();
    loop {
        let byte = chunk.at + chunk.bytes.len() - events.unread().len();
        let events_are_over = events.unread().is_empty();
        let error = |kind| MidiSongError { track: Some(track), byte, kind };
        let event = match events.next() {
            None if events_are_over => break,
            // The reader stops without a word at what is no event.
            None => return Err(error(Kind::Broken("no event begins here"))),
            Some(Err(broken)) => return Err(error(Kind::Broken(broken.kind().message()))),
            Some(Ok(event)) => event,
        };
        tick += u64::from(event.delta.as_int());
        if tick / u64::from(header.ticks_a_quarter) > MAX_QUARTERS {
            return Err(error(Kind::TooLong));
        }
        match event.kind {
            TrackEventKind::Midi { channel, message } if channel.as_int() != DRUMS => {
                let number = if header.one_track { usize::from(channel.as_int()) + 1 } else { track };
                let (key, on) = match message {
                    MidiMessage::NoteOn { key, vel } => (key.as_int(), vel.as_int() > 0),
                    MidiMessage::NoteOff { key, .. } => (key.as_int(), false),
                    _ => continue,
                };
                let known = voices[first_voice..].iter().position(|voice| voice.number == number);
                let place = match known {
                    Some(place) => first_voice + place,
                    None => {
                        voices.push(Voice { number, name: String::new(), notes: Vec::new() });
                        voices.len() - 1
                    }
                };
                let notes = &mut voices[place].notes;
                if let Some(open) = notes.iter_mut().rev().take(128).find(|note| note.open && note.key == key)
                {
                    open.open = false;
                    open.end = tick;
                }
                if on {
                    *left = left.checked_sub(1).ok_or_else(|| error(Kind::TooManyNotes))?;
                    notes.push(Sounded { key, at: tick, end: tick, open: true });
                }
            }
            TrackEventKind::Meta(MetaMessage::TrackName(bytes)) if name.is_empty() => name = readable(bytes),
            TrackEventKind::Meta(MetaMessage::Tempo(us)) => {
                signs.tempo_us.get_or_insert(us.as_int());
            }
            TrackEventKind::Meta(MetaMessage::TimeSignature(beats, power, ..))
                if (1..=16).contains(&beats) && (1..=4).contains(&power) =>
            {
                signs.metre.get_or_insert(Metre { beats, unit: 1 << power });
            }
            TrackEventKind::Meta(MetaMessage::KeySignature(sharps, minor)) if (-7..=7).contains(&sharps) => {
                signs.key.get_or_insert((sharps, minor));
            }
            TrackEventKind::Meta(MetaMessage::EndOfTrack) => break,
            _ => {}
        }
    }
    for voice in &mut voices[first_voice..] {
        // A note that nothing ends lasts as long as its track.
        voice.notes.iter_mut().filter(|note| note.open).for_each(|note| note.end = tick.max(note.at));
        voice.name = match (header.one_track, name.is_empty()) {
            (true, _) => format!("channel {}", voice.number),
            (false, true) => format!("track {}", voice.number),
            (false, false) => name.clone(),
        };
    }
    Ok(())
}

/// The name of a track without what would move a terminal's cursor.
fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS).collect::<String>().trim().to_owned()
}

fn choose(voices: &[Voice], choice: TrackChoice<'_>) -> Option<usize> {
    let lower = |text: &str| text.to_lowercase();
    match choice {
        TrackChoice::Number(number) => voices.iter().position(|voice| voice.number == number),
        TrackChoice::Name(wanted) => voices
            .iter()
            .position(|voice| lower(&voice.name) == lower(wanted))
            .or_else(|| voices.iter().position(|voice| lower(&voice.name).contains(&lower(wanted)))),
        TrackChoice::Likely => {
            let named = |voice: &Voice| TUNE_NAMES.iter().any(|word| lower(&voice.name).contains(word));
            voices.iter().position(named).or_else(|| highest(voices))
        }
    }
}

/// The voice that lies highest, of those that have a good part of the notes.
fn highest(voices: &[Voice]) -> Option<usize> {
    let most = voices.iter().map(|voice| voice.notes.len()).max()?;
    let height = |voice: &Voice| {
        voice.notes.iter().map(|note| f64::from(note.key)).sum::<f64>() / voice.notes.len().max(1) as f64
    };
    let sung = voices.iter().enumerate().filter(|(_, voice)| voice.notes.len() * 4 >= most);
    sung.max_by(|(_, one), (_, other)| height(one).total_cmp(&height(other))).map(|(place, _)| place)
}

fn no_such_track(tracks: &[(usize, String)], choice: TrackChoice<'_>) -> Kind {
    let wanted = match choice {
        TrackChoice::Number(number) => number.to_string(),
        TrackChoice::Name(name) => format!("`{}`", name.chars().take(NAME_CHARS).collect::<String>()),
        TrackChoice::Likely => String::new(),
    };
    let near = match choice {
        TrackChoice::Name(name) => {
            crate::nearest::nearest(name, tracks.iter().map(|(_, name)| name.as_str()))
        }
        _ => None,
    };
    let there: Vec<String> =
        tracks.iter().take(20).map(|(number, name)| format!("{number} ({name})")).collect();
    Kind::NoSuchTrack { wanted, there: there.join(", "), near: near.map(str::to_owned) }
}
