//! What somebody changes at the desk while the music plays, as traces write it.

use std::fmt;
use std::str::FromStr;

use super::Role;
use crate::music::{Lock, Pitch};
use crate::nearest::nearest;
use crate::time::TEMPO_BPM;

/// What every edit is called in traces.
const WORDS: [&str; 21] = [
    "level",
    "pan",
    "mute",
    "unmute",
    "solo",
    "unsolo",
    "patch",
    "font",
    "clip",
    "mode",
    "register",
    "roles",
    "lock",
    "tempo",
    "metre",
    "swing",
    "root",
    "scale",
    "chords",
    "intensity",
    "master",
];
/// Locks by their names, as preset files have them.
const LOCKS: [(&str, Lock); 4] = [
    ("scale", Lock::Scale),
    ("chord", Lock::Chord),
    ("chord-on-beat", Lock::ChordOnBeat),
    ("off", Lock::Off),
];

/// Something at the desk: an edit, or one taken back.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskCommand {
    /// A change, to be taken back by itself.
    Edit(DeskEdit),
    /// The change before goes on, under a hand that has not let go: both are taken back as one.
    More(DeskEdit),
    /// The last change is taken back.
    Undo,
    /// The change taken back last is made again.
    Redo,
}

/// Where chords come from.
#[derive(Clone, Debug, PartialEq)]
pub enum ChordSource {
    /// Nowhere: the tonic stays.
    Still,
    /// A progression, as preset files write it.
    Progression(String),
    /// Somebody who plays along on a MIDI keyboard.
    Leader,
}

/// A change of the music that plays.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskEdit {
    /// Level of a lane, −60 to 12 dB.
    Level {
        /// Number of the part, from 0, or of another lane.
        lane: u8,
        /// Level in dB.
        level_db: f32,
    },
    /// Side of a lane, −1 (left) to 1 (right).
    Pan {
        /// Number of the lane.
        lane: u8,
        /// Side.
        pan: f32,
    },
    /// A lane is silent, or no more.
    Mute {
        /// Number of the lane.
        lane: u8,
        /// Whether it is silent.
        on: bool,
    },
    /// Only lanes of which this is said sound, while it is said of any.
    Solo {
        /// Number of the lane.
        lane: u8,
        /// Whether it is said of this one.
        on: bool,
    },
    /// Sound of a part: the name of a patch.
    Patch {
        /// Number of the part, from 0.
        part: u8,
        /// The patch.
        id: String,
    },
    /// Sound of a part: a preset of a SoundFont.
    Font {
        /// Number of the part.
        part: u8,
        /// Bank, 0 to 128.
        bank: u16,
        /// Program, 0 to 127.
        program: u16,
        /// The SoundFont: its name or its path.
        file: String,
    },
    /// A recorded sound that a part plays, beside those it has already.
    Clip {
        /// Number of the part.
        part: u8,
        /// The sound file: its name or its path.
        file: String,
    },
    /// Mode of a part, with its song where it plays one.
    Mode {
        /// Number of the part.
        part: u8,
        /// The mode.
        id: String,
        /// The song.
        song: Option<String>,
    },
    /// Lowest and highest pitch of a part, an octave apart at least.
    Register {
        /// Number of the part.
        part: u8,
        /// Lowest pitch, as a MIDI note number.
        low: Pitch,
        /// Highest pitch.
        high: Pitch,
    },
    /// Who plays a part.
    Roles {
        /// Number of the part.
        part: u8,
        /// The roles; none leaves it to nobody.
        roles: Vec<Role>,
    },
    /// What pitches of a part are locked to.
    Lock {
        /// Number of the part.
        part: u8,
        /// To what.
        lock: Lock,
    },
    /// Beats per minute, 30 to 240.
    Tempo(f64),
    /// Beats in a bar and what a beat is.
    Metre {
        /// Beats, 1 to 16.
        beats: u8,
        /// 2, 4, 8 or 16.
        unit: u8,
    },
    /// How late off-eighths come, in percent of an eighth, 0 to 75.
    Swing(f64),
    /// Root of the harmony, as a MIDI note number.
    Root(Pitch),
    /// Scale of the harmony: its name.
    Scale(String),
    /// Where chords come from.
    Chords(ChordSource),
    /// How much the band plays, 0 to 3; none follows the player.
    Intensity(Option<u8>),
    /// Master level, −60 to 0 dB; the person's ceiling holds in any case.
    Master(f32),
}

impl DeskEdit {
    /// Whether it belongs to the piece and its file: how loud everything is and who is silent for
    /// now does not.
    pub fn is_of_the_piece(&self) -> bool {
        !matches!(self, DeskEdit::Mute { .. } | DeskEdit::Solo { .. } | DeskEdit::Master(_))
    }

    /// Whether both move the same thing.
    pub fn same_control(&self, other: &DeskEdit) -> bool {
        use DeskEdit::{Font, Level, Lock, Mode, Mute, Pan, Patch, Register, Roles, Solo};
        let place = |edit: &DeskEdit| match edit {
            Level { lane, .. } | Pan { lane, .. } | Mute { lane, .. } | Solo { lane, .. } => Some(*lane),
            Patch { part, .. } | Mode { part, .. } | Register { part, .. } | Roles { part, .. } => {
                Some(*part)
            }
            Lock { part, .. } | Font { part, .. } => Some(*part),
            _ => None,
        };
        std::mem::discriminant(self) == std::mem::discriminant(other) && place(self) == place(other)
    }
}

/// The name of a lock in files.
pub fn lock_name(lock: Lock) -> &'static str {
    LOCKS.iter().find(|(_, known)| *known == lock).map_or("scale", |(name, _)| name)
}

impl fmt::Display for DeskCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskCommand::Edit(edit) => write!(f, "{edit}"),
            DeskCommand::More(edit) => write!(f, "more {edit}"),
            DeskCommand::Undo => f.write_str("undo"),
            DeskCommand::Redo => f.write_str("redo"),
        }
    }
}

impl fmt::Display for DeskEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskEdit::Level { lane, level_db } => write!(f, "level {lane} {level_db}"),
            DeskEdit::Pan { lane, pan } => write!(f, "pan {lane} {pan}"),
            DeskEdit::Mute { lane, on } => write!(f, "{} {lane}", if *on { "mute" } else { "unmute" }),
            DeskEdit::Solo { lane, on } => write!(f, "{} {lane}", if *on { "solo" } else { "unsolo" }),
            DeskEdit::Patch { part, id } => write!(f, "patch {part} {id}"),
            DeskEdit::Font { part, bank, program, file } => write!(f, "font {part} {bank} {program} {file}"),
            DeskEdit::Clip { part, file } => write!(f, "clip {part} {file}"),
            DeskEdit::Mode { part, id, song: None } => write!(f, "mode {part} {id}"),
            DeskEdit::Mode { part, id, song: Some(song) } => write!(f, "mode {part} {id} {song}"),
            DeskEdit::Register { part, low, high } => write!(f, "register {part} {low} {high}"),
            DeskEdit::Roles { part, roles } => {
                write!(f, "roles {part}")?;
                roles.iter().try_for_each(|role| write!(f, " {role}"))
            }
            DeskEdit::Lock { part, lock } => write!(f, "lock {part} {}", lock_name(*lock)),
            DeskEdit::Tempo(bpm) => write!(f, "tempo {bpm}"),
            DeskEdit::Metre { beats, unit } => write!(f, "metre {beats} {unit}"),
            DeskEdit::Swing(percent) => write!(f, "swing {percent}"),
            DeskEdit::Root(root) => write!(f, "root {root}"),
            DeskEdit::Scale(id) => write!(f, "scale {id}"),
            DeskEdit::Chords(ChordSource::Still) => f.write_str("chords still"),
            DeskEdit::Chords(ChordSource::Leader) => f.write_str("chords leader"),
            // Between bars, so that no chord is taken for a comment.
            DeskEdit::Chords(ChordSource::Progression(chords)) => {
                write!(f, "chords |")?;
                chords.split_whitespace().try_for_each(|chord| write!(f, "{chord}|"))
            }
            DeskEdit::Intensity(None) => f.write_str("intensity player"),
            DeskEdit::Intensity(Some(intensity)) => write!(f, "intensity {intensity}"),
            DeskEdit::Master(level_db) => write!(f, "master {level_db}"),
        }
    }
}

impl FromStr for DeskCommand {
    /// A sentence for people.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.split_once(char::is_whitespace) {
            None if text == "undo" => Ok(DeskCommand::Undo),
            None if text == "redo" => Ok(DeskCommand::Redo),
            Some(("more", edit)) => edit.parse().map(DeskCommand::More),
            _ => text.parse().map(DeskCommand::Edit),
        }
    }
}

impl FromStr for DeskEdit {
    /// A sentence for people.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let rest = rest.trim();
        let words: Vec<&str> = rest.split_whitespace().collect();
        let mut words = Words { all: &words, used: 0 };
        let edit = match word {
            "level" => DeskEdit::Level { lane: words.lane()?, level_db: words.within(-60.0, 12.0)? as f32 },
            "pan" => DeskEdit::Pan { lane: words.lane()?, pan: words.within(-1.0, 1.0)? as f32 },
            "mute" | "unmute" => DeskEdit::Mute { lane: words.lane()?, on: word == "mute" },
            "solo" | "unsolo" => DeskEdit::Solo { lane: words.lane()?, on: word == "solo" },
            "patch" => DeskEdit::Patch { part: words.lane()?, id: words.rest("a patch")? },
            "font" => DeskEdit::Font {
                part: words.lane()?,
                bank: words.within(0.0, 128.0)? as u16,
                program: words.within(0.0, 127.0)? as u16,
                file: words.rest("a SoundFont")?,
            },
            "clip" => DeskEdit::Clip { part: words.lane()?, file: words.rest("a sound file")? },
            "mode" => {
                let (part, id) = (words.lane()?, words.next("a mode")?.to_owned());
                let song = (words.used < words.all.len()).then(|| words.rest("a song")).transpose()?;
                DeskEdit::Mode { part, id, song }
            }
            "register" => DeskEdit::Register {
                part: words.lane()?,
                low: words.within(0.0, 127.0)? as Pitch,
                high: words.within(0.0, 127.0)? as Pitch,
            },
            "roles" => {
                let part = words.lane()?;
                let mut roles = Vec::new();
                while words.used < words.all.len() {
                    let role: Role = words.next("a role")?.parse().map_err(|error| format!("{error}"))?;
                    roles.push(role);
                }
                DeskEdit::Roles { part, roles }
            }
            "lock" => DeskEdit::Lock { part: words.lane()?, lock: words.lock()? },
            "tempo" => DeskEdit::Tempo(words.within(*TEMPO_BPM.start(), *TEMPO_BPM.end())?),
            "metre" => {
                let (beats, unit) = (words.within(1.0, 16.0)? as u8, words.within(2.0, 16.0)? as u8);
                if !unit.is_power_of_two() {
                    return Err("a beat is a 2nd, 4th, 8th or 16th note".to_owned());
                }
                DeskEdit::Metre { beats, unit }
            }
            "swing" => DeskEdit::Swing(words.within(0.0, 75.0)?),
            "root" => DeskEdit::Root(words.within(0.0, 127.0)? as Pitch),
            "scale" => DeskEdit::Scale(words.rest("a scale")?),
            "chords" => DeskEdit::Chords(match words.rest("`still`, `leader` or |chords|")?.as_str() {
                "still" => ChordSource::Still,
                "leader" => ChordSource::Leader,
                chords => {
                    let chords: Vec<&str> =
                        chords.split(['|', ' ']).filter(|chord| !chord.is_empty()).collect();
                    ChordSource::Progression(chords.join(" "))
                }
            }),
            "master" => DeskEdit::Master(words.within(-60.0, 0.0)? as f32),
            "intensity" => DeskEdit::Intensity(match words.next("0 to 3, or `player`")? {
                "player" => None,
                number => match number.parse() {
                    Ok(intensity @ 0..=3) => Some(intensity),
                    _ => return Err("after `intensity` comes 0 to 3, or `player`".to_owned()),
                },
            }),
            _ => {
                let near = nearest(word, WORDS).map(|near| format!(": did you mean `{near}`?"));
                return Err(format!("there is no edit `{word}`{}", near.unwrap_or_default()));
            }
        };
        match words.all.get(words.used) {
            Some(word) => Err(format!("nothing was expected here, found `{word}`")),
            None => Ok(edit),
        }
    }
}

/// The words of an edit, one after the other.
struct Words<'a> {
    all: &'a [&'a str],
    used: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self, expected: &str) -> Result<&'a str, String> {
        let word = self.all.get(self.used).ok_or_else(|| format!("expected {expected}"))?;
        self.used += 1;
        Ok(word)
    }

    fn rest(&mut self, expected: &str) -> Result<String, String> {
        let first = self.next(expected)?;
        let rest = std::iter::once(first).chain(self.all[self.used..].iter().copied());
        let rest = rest.collect::<Vec<_>>().join(" ");
        self.used = self.all.len();
        Ok(rest)
    }

    fn within(&mut self, low: f64, high: f64) -> Result<f64, String> {
        let word = self.next(&format!("a number from {low} to {high}"))?;
        let number = word.parse().ok().filter(|number| (low..=high).contains(number));
        number.ok_or_else(|| format!("expected a number from {low} to {high}, found `{word}`"))
    }

    fn lane(&mut self) -> Result<u8, String> {
        let word = self.next("the number of a part")?;
        let number = word.parse().ok().filter(|number| *number <= 12);
        number.ok_or_else(|| format!("a part is 0 to 12, found `{word}`"))
    }

    fn lock(&mut self) -> Result<Lock, String> {
        let word = self.next("a lock")?;
        let known = LOCKS.iter().find(|(name, _)| *name == word);
        known
            .map(|(_, lock)| *lock)
            .ok_or_else(|| format!("a lock is `scale`, `chord`, `chord-on-beat` or `off`, found `{word}`"))
    }
}
