//! The preset file as it is written. Its schema is the table of fields and ranges.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::PitchName;
use super::band::BandTable;
use crate::music::Lock;
use crate::sound::EffectsSetup;

/// What is played: key, scale, tempo, chords, parts and sounds. Any person plays any preset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cantus preset")]
pub(super) struct PresetFile {
    /// Version of the file format, 1.
    #[allow(dead_code)]
    #[schemars(range(min = 1, max = 1))]
    format: i64,
    /// Name for people.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// What it is like to play, in one sentence.
    #[schemars(length(min = 1, max = 300))]
    pub about: String,
    /// Words to find it by, such as calm, lively, group, one switch, joystick, breath.
    #[serde(default)]
    #[schemars(length(max = 12))]
    pub tags: Vec<String>,
    /// A picture or photo that stands beside its name, and that the stage shows behind the music: a
    /// PNG, JPEG or plain SVG file, its path from the folder of the preset.
    #[schemars(length(min = 1, max = 4096))]
    pub picture: Option<String>,
    /// What it asks of whoever plays: 1 for anyone at once, whatever a press is like; 2 for a
    /// press that is held, timed or answers somebody; 3 for several controls, or a place to hit.
    #[schemars(with = "Option<u8>", range(min = 1, max = 3))]
    pub difficulty: Option<u8>,
    /// Root of the scale: a note name such as "D4" or a MIDI note number, 24 to 96.
    #[schemars(with = "Option<PitchName>", extend("default" = "C4", "minimum" = 24, "maximum" = 96))]
    pub root: Option<Spanned<PitchName>>,
    /// Scale: the id of a shipped scale or of one's own, or the path of a .scale.toml or
    /// .scl file, from the folder of the preset.
    #[schemars(with = "Option<String>", extend("default" = "major"))]
    pub scale: Option<Spanned<String>>,
    /// Chords in Roman numerals, repeated, each a bar long or as many beats as it says, such as
    /// "I vi IV V" or "ii:2 V:2 I". Without it the chord stays on the tonic.
    #[schemars(with = "Option<String>", length(max = 2000))]
    pub progression: Option<Spanned<String>>,
    /// What moves the progression on: bars, or the players, each press of a part with
    /// `leads = true` bringing the next chord for all.
    #[schemars(with = "Option<ProgressionByName>", extend("default" = "bars"))]
    pub progression_by: Option<Spanned<ProgressionByName>>,
    /// Beats per minute, 30 to 240.
    #[schemars(range(min = 30, max = 240), extend("default" = 90))]
    pub tempo_bpm: Option<f64>,
    /// Beats in a bar (1 to 16) and the note value of a beat (2, 4, 8 or 16), such as "3/4".
    #[schemars(with = "Option<String>", extend("default" = "4/4"))]
    pub metre: Option<Spanned<String>>,
    /// How late off-eighths come, in percent of an eighth, 0 (straight) to 75; 33 gives triplets.
    #[schemars(range(min = 0, max = 75), extend("default" = 0))]
    pub swing: Option<f64>,
    /// Bars of soft clicks before the first bar, 0 to 4.
    #[schemars(range(min = 0, max = 4), extend("default" = 0))]
    pub count_in_bars: Option<u8>,
    /// The switch that taps the tempo, `a` to `p`: two to eight taps set it. It plays only parts
    /// that name it.
    #[schemars(with = "Option<String>")]
    pub tap: Option<Spanned<String>>,
    /// Tuning of A4 in Hz, 400 to 480.
    #[schemars(range(min = 400, max = 480), extend("default" = 440))]
    pub a4_hz: Option<f64>,
    /// Seed of all chance in the music: the same seed plays the same melodies.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64), extend("default" = 1))]
    pub seed: Option<u64>,
    /// The room that all parts share.
    #[serde(default)]
    pub room: RoomTable,
    /// Somebody who plays along on a MIDI keyboard. MIDI keys that the person file does not
    /// bind by name are theirs.
    pub leader: Option<LeaderTable>,
    /// A band that plays along.
    pub band: Option<BandTable>,
    /// The parts, 1 to 8.
    #[schemars(length(min = 1, max = 8))]
    pub part: Vec<PartTable>,
}

/// The room that all parts share.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoomTable {
    /// Time in seconds in which the sound falls by 60 dB, 0.2 to 12.
    #[schemars(range(min = 0.2, max = 12), extend("default" = 2.2))]
    pub decay_s: Option<f64>,
    /// How bright the tail stays, 0 (dark) to 1 (bright).
    #[schemars(range(min = 0, max = 1), extend("default" = 0.5))]
    pub brightness: Option<f64>,
    /// Level of the tail in dB, -60 (off) to 0.
    #[schemars(range(min = -60, max = 0), extend("default" = -14))]
    pub level_db: Option<f64>,
}

/// Somebody who plays along on a MIDI keyboard: how their own notes sound.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LeaderTable {
    /// Name for people.
    #[schemars(length(min = 1, max = 80), extend("default" = "Leader"))]
    pub name: Option<String>,
    /// The chord of the music is the chord that the leader plays; without it, the progression's.
    #[schemars(with = "Option<bool>", extend("default" = true))]
    pub chords: Option<Spanned<bool>>,
    /// Root and scale are those of the key that the leader plays in.
    #[schemars(extend("default" = false))]
    pub key: Option<bool>,
    /// What notes of players that sound do when the leader changes the chord: finish as they
    /// are, or glide into it.
    #[schemars(extend("default" = "finish"))]
    pub sounding: Option<SoundingName>,
    /// How long they glide, in ms, 5 to 5000.
    #[schemars(range(min = 5, max = 5000), extend("default" = 150))]
    pub glide_ms: Option<f64>,
    /// What the leader's own notes are locked to; `off` sounds what is played.
    #[schemars(extend("default" = "off"))]
    pub lock: Option<LockName>,
    /// Sound: the id of a shipped patch or of one's own, or the path of a .patch.toml file,
    /// from the folder of the preset.
    #[schemars(with = "String")]
    pub patch: Spanned<String>,
    /// Level in dB, -60 to 12.
    #[schemars(range(min = -60, max = 12), extend("default" = 0))]
    pub level_db: Option<f64>,
    /// Place between left (-1) and right (1).
    #[schemars(range(min = -1, max = 1), extend("default" = 0))]
    pub pan: Option<f64>,
    /// How much of it goes to the room in dB, -60 (none) to 0.
    #[schemars(range(min = -60, max = 0), extend("default" = -6))]
    pub room_db: Option<f64>,
}

/// One part: who plays what, how it sounds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PartTable {
    /// Name for people; without it, the name of the mode.
    #[schemars(length(min = 1, max = 80))]
    pub name: Option<String>,
    /// Play mode, by its id (`cantus list modes`).
    #[schemars(with = "String")]
    pub mode: Spanned<String>,
    /// Roles that play this part: switches `a` to `p`, axes `axis1` to `axis8`. Without it,
    /// every switch plays.
    #[schemars(with = "Option<Vec<String>>", length(min = 1, max = 24))]
    pub roles: Option<Vec<Spanned<String>>>,
    /// Lowest and highest pitch, at least an octave apart: note names or MIDI note numbers,
    /// 0 to 127.
    #[schemars(with = "Option<[PitchName; 2]>", extend("default" = ["C3", "C6"]))]
    pub register: Option<Spanned<[Spanned<PitchName>; 2]>>,
    /// What pitches are locked to: every degree of the scale, tones of the chord, tones of
    /// the chord on strong beats, or nothing. Where the chords are a leader's, `chord` without it.
    #[schemars(extend("default" = "scale"))]
    pub lock: Option<LockName>,
    /// Whom it hears, for modes that answer or record: "leader", or another part by its name or
    /// by its number, counted from 0. Without it the part hears nobody.
    #[schemars(with = "Option<Listens>")]
    pub listens: Option<Spanned<Listens>>,
    /// With `progression_by = "presses"`: a press of this part brings the next chord.
    #[schemars(with = "Option<bool>", extend("default" = false))]
    pub leads: Option<Spanned<bool>>,
    /// Where loudness comes from: the control where it has one (a MIDI key) and else the rhythm
    /// of pressing, always the rhythm, or always the same.
    #[schemars(extend("default" = "control"))]
    pub expression: Option<ExpressionName>,
    /// With `expression = "fixed"`: the loudness, 1 to 127, within the person's range.
    #[schemars(with = "Option<f64>", range(min = 1, max = 127), extend("default" = 80))]
    pub velocity: Option<Spanned<f64>>,
    /// Seed of this part's own chance; without it, one is drawn from that of the music.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: Option<u64>,
    /// How far presses are pulled to the grid, in percent of the way: 0 plays every press at
    /// once, 100 on the line. A press is only ever delayed.
    #[schemars(range(min = 0, max = 100), extend("default" = 0))]
    pub assist: Option<f64>,
    /// The lines that `assist` pulls to: quarters, eighths, triplets of eighths, sixteenths;
    /// eighths and sixteenths swing.
    #[schemars(extend("default" = "1/8"))]
    pub grid: Option<GridName>,
    /// A press further from the next line than this plays at once, in ms.
    #[schemars(range(min = 0, max = 500), extend("default" = 150))]
    pub assist_max_ms: Option<f64>,
    /// Sound: the id of a shipped patch or of one's own, or the path of a .patch.toml file,
    /// from the folder of the preset.
    #[schemars(with = "String")]
    pub patch: Spanned<String>,
    /// Other sounds that go round when the player takes "another sound" in the menu, as `patch`
    /// names them. Without it, sounds of the same family.
    #[schemars(with = "Option<Vec<String>>", length(max = 16))]
    pub sounds: Option<Vec<Spanned<String>>>,
    /// A SoundFont to sound with instead; the patch stands in where it is missing.
    pub soundfont: Option<FontTable>,
    /// Recorded sounds for the mode `cue`: WAV, FLAC, Ogg Vorbis or MP3 files of 60 s at most.
    /// The patch stands in for one that is missing.
    #[schemars(with = "Option<Vec<String>>", length(min = 1, max = 16))]
    pub clips: Option<Vec<Spanned<String>>>,
    /// Level in dB, -60 to 12.
    #[schemars(range(min = -60, max = 12), extend("default" = 0))]
    pub level_db: Option<f64>,
    /// Place between left (-1) and right (1).
    #[schemars(range(min = -1, max = 1), extend("default" = 0))]
    pub pan: Option<f64>,
    /// How much of it goes to the room in dB, -60 (none) to 0.
    #[schemars(range(min = -60, max = 0), extend("default" = -6))]
    pub room_db: Option<f64>,
    /// What its sound goes through before the mix: tone, chorus, delay.
    #[serde(default)]
    pub effects: EffectsSetup,
    /// Options of the mode (`cantus list modes`).
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, OptionField>")]
    pub options: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
}

/// What sounding notes do when the leader changes the chord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub(super) enum SoundingName {
    Finish,
    Glide,
}

impl LockName {
    /// The lock of this name.
    pub fn lock(self) -> Lock {
        match self {
            LockName::Scale => Lock::Scale,
            LockName::Chord => Lock::Chord,
            LockName::ChordOnBeat => Lock::ChordOnBeat,
            LockName::Off => Lock::Off,
        }
    }
}

/// A preset of a SoundFont.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FontTable {
    /// The file, such as "TimGM6mb.sf2" (`cantus list soundfonts`), or its path from the folder
    /// of the preset.
    #[schemars(with = "String")]
    pub file: Spanned<String>,
    /// Bank, 0 to 128; the drums of most fonts are bank 128.
    #[schemars(range(min = 0, max = 128), extend("default" = 0))]
    pub bank: Option<u16>,
    /// Program, 0 to 127, counted from 0.
    #[schemars(range(min = 0, max = 127), extend("default" = 0))]
    pub program: Option<u16>,
}

/// What pitches are locked to.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub(super) enum LockName {
    #[serde(rename = "scale")]
    Scale,
    #[serde(rename = "chord")]
    Chord,
    #[serde(rename = "chord-on-beat")]
    ChordOnBeat,
    #[serde(rename = "off")]
    Off,
}

/// Lines that presses are pulled to.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub(super) enum GridName {
    #[serde(rename = "1/4")]
    Quarter,
    #[serde(rename = "1/8")]
    Eighth,
    #[serde(rename = "1/8T")]
    EighthTriplet,
    #[serde(rename = "1/16")]
    Sixteenth,
}

/// Whom a part hears.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Listens {
    /// Number of a part, from 0.
    Number(u8),
    /// "leader" or the name of a part.
    Name(String),
}

impl JsonSchema for Listens {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Listens".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "title": "\"leader\", the name of a part, or its number from 0 to 7",
            "type": ["string", "integer"],
            "minimum": 0,
            "maximum": 7,
        })
    }
}

/// What moves the progression on.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProgressionByName {
    Bars,
    Presses,
}

/// Where the loudness of a part comes from.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub(super) enum ExpressionName {
    Control,
    Rhythm,
    Fixed,
}

/// For the schema: what an option of a mode may be.
struct OptionField;

impl JsonSchema for OptionField {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OptionField".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "title": "a number, a word in quotes, or true or false",
            "type": ["number", "string", "boolean"],
        })
    }
}
