//! Accompaniment styles as files, `ID.style.toml`.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::named::{metre_of, pitch};
use super::read::Reading;
use super::song_shelf::SongShelf;
use super::{Catalogue, FileKind, PitchName, read_patch};
use crate::band::{Instrument, InstrumentSetup, MAX_VOICES, Row, Section, Style, grid};
use crate::document::{Document, DocumentError, Findings};
use crate::music::{Lock, Register, drum};
use crate::nearest::nearest;
use crate::time::Metre;

/// Registers of bass, chords and pad where the file names none: the low octaves of a bass,
/// and around middle C, under and between the player's notes.
const REGISTERS: [Register; 4] = [
    Register::ALL,
    Register { low: 28.0, high: 52.0 },
    Register { low: 50.0, high: 74.0 },
    Register { low: 48.0, high: 76.0 },
];

/// An accompaniment style: who plays what in which section.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cantus accompaniment style")]
pub(super) struct StyleFile {
    /// Version of the file format, 1.
    #[allow(dead_code)]
    #[schemars(range(min = 1, max = 1))]
    format: i64,
    /// Name for people.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// How it sounds and what it is for, in one sentence.
    #[allow(dead_code)]
    #[schemars(length(min = 1, max = 300))]
    about: String,
    /// Where its patterns come from.
    #[schemars(length(min = 1, max = 500))]
    origin: String,
    /// Words to find it by, in lower case.
    #[allow(dead_code)]
    #[serde(default)]
    #[schemars(length(max = 12))]
    tags: Vec<String>,
    /// Beats in a bar (1 to 16) and the note value of a beat (2, 4, 8 or 16), such as "3/4".
    #[schemars(with = "Option<String>", extend("default" = "4/4"))]
    metre: Option<Spanned<String>>,
    /// Slowest and fastest tempo at which it is itself, in beats per minute, 30 to 240.
    #[schemars(with = "[f64; 2]", inner(range(min = 30, max = 240)))]
    tempo_bpm: Spanned<[f64; 2]>,
    /// Cells in a beat, 1 to 8: 2 for eighths, 3 for triplets, 4 for sixteenths.
    #[schemars(range(min = 1, max = 8))]
    cells_a_beat: u8,
    /// Where the second cell of each pair falls within the pair, 0.5 (straight) to 0.75; 0.67 is
    /// a triplet.
    #[serde(default = "straight")]
    #[schemars(range(min = 0.5, max = 0.75))]
    swing: f64,
    /// How much onsets are spread by chance, at most, in ms, 0 to 20.
    #[serde(default = "human")]
    #[schemars(range(min = 0, max = 20))]
    humanise_ms: f32,
    /// Bars of a variation before the other one comes, its fill included, 2 to 32.
    #[serde(default = "phrase")]
    #[schemars(range(min = 2, max = 32))]
    phrase_bars: u8,
    /// How the drums sound.
    drums: Option<InstrumentTable>,
    /// How the bass sounds.
    bass: Option<InstrumentTable>,
    /// How the chords sound.
    chords: Option<InstrumentTable>,
    /// How the pad sounds.
    pad: Option<InstrumentTable>,
    /// What is played.
    section: SectionTables,
}

fn straight() -> f64 {
    0.5
}

fn human() -> f32 {
    6.0
}

fn phrase() -> u8 {
    8
}

/// How one instrument sounds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentTable {
    /// Sound: the id of a shipped patch or of one's own, or the path of a .patch.toml file,
    /// from the folder of the style. Drums need a kit.
    #[schemars(with = "String")]
    patch: Spanned<String>,
    /// Level in dB, -60 to 12.
    #[serde(default)]
    #[schemars(range(min = -60, max = 12))]
    level_db: f32,
    /// Place between left (-1) and right (1).
    #[serde(default)]
    #[schemars(range(min = -1, max = 1))]
    pan: f32,
    /// How much of it goes to the room in dB, -60 (none) to 0.
    #[serde(default = "room_send_db")]
    #[schemars(range(min = -60, max = 0))]
    room_db: f32,
    /// Lowest and highest pitch, at least an octave apart: note names or MIDI note numbers.
    /// Without it, low for a bass and around middle C for the others.
    #[schemars(with = "Option<[PitchName; 2]>")]
    register: Option<Spanned<[Spanned<PitchName>; 2]>>,
    /// How many tones chords have, 1 to 6.
    #[serde(default = "voices")]
    #[schemars(range(min = 1, max = 6))]
    voices: u8,
    /// How far it lies behind the beat, in ms, 0 to 40.
    #[serde(default)]
    #[schemars(range(min = 0, max = 40))]
    late_ms: f32,
}

fn room_send_db() -> f32 {
    -12.0
}

fn voices() -> u8 {
    3
}

/// What is played, section by section.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionTables {
    /// Once at the start.
    #[serde(default)]
    #[schemars(length(max = 24))]
    intro: Vec<RowTable>,
    /// The first variation.
    #[schemars(length(min = 1, max = 24))]
    a: Vec<RowTable>,
    /// The second variation; without it, the first again.
    #[serde(default)]
    #[schemars(length(max = 24))]
    b: Vec<RowTable>,
    /// A bar before the next variation; who is not named here plays on as before.
    #[serde(default)]
    #[schemars(length(max = 24))]
    fill: Vec<RowTable>,
    /// Once at the end, on the home chord.
    #[serde(default)]
    #[schemars(length(max = 24))]
    ending: Vec<RowTable>,
}

/// A row: who plays, from which intensity on, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RowTable {
    /// Who plays: `bass`, `chords`, `pad`, or the name of a drum.
    #[schemars(with = "String")]
    plays: Spanned<String>,
    /// The least intensity at which it is heard, 0 to 3.
    #[serde(default)]
    #[schemars(range(min = 0, max = 3))]
    from: u8,
    /// The greatest intensity at which it is heard, 0 to 3.
    #[serde(default = "always")]
    #[schemars(range(min = 0, max = 3))]
    to: u8,
    /// One sign a cell, bars parted by `|`, blanks where they help the eye.
    #[schemars(with = "String", length(min = 1, max = 2000))]
    row: Spanned<String>,
}

fn always() -> u8 {
    3
}

/// The style that `document` describes, with patches from `catalogue`.
///
/// # Errors
/// Everything that is wrong in it, from the top of the file to its end.
pub fn read_style(document: &Document, catalogue: &Catalogue) -> Result<Style, Vec<DocumentError>> {
    let file: StyleFile = document.read()?;
    let base = document.path().parent().unwrap_or_else(|| Path::new(""));
    let songs = SongShelf::default();
    let (findings, warnings) = (Findings::new(document), Findings::new(document));
    let mut reading = Reading { catalogue, base, songs, lock: Lock::Scale, findings, warnings };
    let metre = file.metre.as_ref().map_or_else(Metre::default, |it| metre_of(it, &mut reading.findings));
    let [slowest, fastest] = *file.tempo_bpm.get_ref();
    if slowest > fastest {
        reading.findings.add(file.tempo_bpm.span(), "the slowest tempo comes first, then the fastest");
    }
    let tables = [file.drums.as_ref(), file.bass.as_ref(), file.chords.as_ref(), file.pad.as_ref()];
    let mut instruments = [None, None, None, None];
    for (who, table) in Instrument::ALL.into_iter().zip(tables) {
        instruments[who.index()] = table.and_then(|table| reading.instrument(who, table));
    }
    let known = tables.map(|table| table.is_some());
    let mut sections = Sections { document, metre, cells_a_beat: file.cells_a_beat.max(1), known };
    let findings = &mut reading.findings;
    let a = sections.read(&file.section.a, findings);
    let b = if file.section.b.is_empty() { a.clone() } else { sections.read(&file.section.b, findings) };
    let fill = sections.read(&file.section.fill, findings);
    if fill.bars > 1
        && let Some(first) = file.section.fill.first()
    {
        findings.add(first.row.span(), "a fill is one bar long");
    }
    let style = Style {
        name: file.name,
        origin: file.origin,
        metre,
        cells_a_beat: file.cells_a_beat.max(1),
        tempo_bpm: [slowest, fastest],
        swing: file.swing,
        humanise_ms: file.humanise_ms,
        phrase_bars: file.phrase_bars,
        intro: sections.read(&file.section.intro, findings),
        variations: [a, b],
        fill,
        ending: sections.read(&file.section.ending, findings),
        instruments,
    };
    reading.findings.finish(style)
}

impl Reading<'_> {
    fn instrument(&mut self, who: Instrument, table: &InstrumentTable) -> Option<InstrumentSetup> {
        let register = match &table.register {
            None => REGISTERS[who.index()],
            Some(written) => {
                let [low, high] = written.get_ref();
                let low = pitch(low, 0.0..=127.0, &mut self.findings)?;
                let high = pitch(high, 0.0..=127.0, &mut self.findings)?;
                if high - low < 12.0 {
                    self.findings
                        .add(written.span(), "a register goes from low to high and spans an octave at least");
                }
                Register { low, high }
            }
        };
        Some(InstrumentSetup {
            patch: self.named(FileKind::Patch, &table.patch, read_patch)?,
            level_db: table.level_db,
            pan: table.pan,
            room_db: table.room_db,
            register,
            voices: table.voices.clamp(1, MAX_VOICES as u8),
            late_ms: table.late_ms,
        })
    }
}

/// How sections are read.
struct Sections<'d> {
    document: &'d Document,
    metre: Metre,
    cells_a_beat: u8,
    /// Which instruments the file has, by [`Instrument::index`].
    known: [bool; 4],
}

impl Sections<'_> {
    fn read(&mut self, tables: &[RowTable], findings: &mut Findings<'_>) -> Section {
        let cells_a_bar = usize::from(self.cells_a_beat) * usize::from(self.metre.beats);
        let mut section = Section::default();
        for table in tables {
            let (who, drum) = match player(table.plays.get_ref()) {
                Ok(player) => player,
                Err(message) => {
                    findings.add(table.plays.span(), message);
                    continue;
                }
            };
            if !self.known[who.index()] {
                let message = format!(
                    "this style has no `[{0}]`: say how the {0} sound, as in `[{0}]` and `patch = …`",
                    who.id()
                );
                findings.add(table.plays.span(), message);
            }
            if table.from > table.to {
                findings.add(table.plays.span(), "`from` is the least intensity, `to` the greatest");
            }
            match grid::parse(table.row.get_ref(), who, cells_a_bar) {
                Ok(cells) => {
                    section.bars = section.bars.max((cells.len() / cells_a_bar) as u8);
                    section.rows[who.index()].push(Row { from: table.from, to: table.to, drum, cells });
                }
                Err(error) => {
                    let place =
                        self.document.span_within(table.row.span(), table.row.get_ref(), error.column);
                    findings.add(place, error.message);
                }
            }
        }
        section
    }
}

/// Who plays a row, and which drum.
fn player(name: &str) -> Result<(Instrument, f32), String> {
    let pitched = [Instrument::Bass, Instrument::Chords, Instrument::Pad];
    if let Some(who) = pitched.into_iter().find(|who| who.id() == name) {
        return Ok((who, 0.0));
    }
    drum(name).map(|drum| (Instrument::Drums, drum)).map_err(|message| {
        match nearest(name, pitched.map(Instrument::id)) {
            Some(near) => format!("nobody is called `{name}`: did you mean `{near}`?"),
            None => message,
        }
    })
}
