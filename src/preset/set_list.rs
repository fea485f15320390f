//! Set lists as files, `ID.setlist.toml`: presets in the order in which they are played.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::named::pitch;
use super::{Catalogue, FileKind, PitchName, Preset};
use crate::document::{Document, DocumentError, Findings};
use crate::music::Pitch;

/// Lowest and highest root.
const ROOTS: std::ops::RangeInclusive<Pitch> = 24.0..=96.0;

/// Presets in the order in which they are played; a gesture of the person goes on to the next.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cantus set list")]
pub(super) struct SetListFile {
    /// Version of the file format, 1.
    #[allow(dead_code)]
    #[schemars(range(min = 1, max = 1))]
    format: i64,
    /// Name for people.
    #[schemars(length(min = 1, max = 80))]
    name: String,
    /// What it is for, in one sentence.
    #[schemars(length(min = 1, max = 300))]
    about: String,
    /// Words to find it by, in lower case.
    #[serde(default)]
    #[schemars(length(max = 12))]
    tags: Vec<String>,
    /// The pieces, `[[piece]]`, in their order; after the last comes the first.
    #[schemars(length(min = 1, max = 100))]
    piece: Vec<PieceTable>,
}

/// One piece: a preset, and what is other in it here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PieceTable {
    /// The preset: its id, or the path of a file from the folder of the set list.
    #[schemars(with = "String")]
    preset: Spanned<String>,
    /// Tempo instead of the preset's own, in beats per minute, 30 to 240.
    #[schemars(range(min = 30, max = 240))]
    tempo_bpm: Option<f64>,
    /// Root instead of the preset's own: a note name such as "D4" or a MIDI note number, 24 to 96.
    #[schemars(with = "Option<PitchName>", range(min = 24, max = 96))]
    root: Option<Spanned<PitchName>>,
}

/// Presets in the order in which they are played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetList {
    /// Name for people.
    pub name: String,
    /// What it is for, in one sentence.
    pub about: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The pieces, at least one.
    pub pieces: Vec<Piece>,
}

/// One piece of a set list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// The preset: its id, or its path as the program can open it.
    pub preset: String,
    /// Tempo in beats per minute, where it is not the preset's own.
    pub tempo_bpm: Option<f64>,
    /// Root, where it is not the preset's own.
    pub root: Option<Pitch>,
}

impl SetList {
    /// The set list that `document` describes. Every preset of it is read, so that none is
    /// found broken in the middle of a session.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn read(document: &Document, catalogue: &Catalogue) -> Result<Self, Vec<DocumentError>> {
        let file: SetListFile = document.read()?;
        let base = document.path().parent().unwrap_or_else(|| Path::new(""));
        let mut findings = Findings::new(document);
        let pieces = file
            .piece
            .iter()
            .map(|table| {
                let written = table.preset.get_ref();
                let preset = opened(catalogue, written, base).unwrap_or_else(|message| {
                    findings.add(table.preset.span(), message);
                    written.clone()
                });
                let root = table.root.as_ref().and_then(|root| pitch(root, ROOTS, &mut findings));
                Piece { preset, tempo_bpm: table.tempo_bpm, root }
            })
            .collect();
        findings.finish(SetList { name: file.name, about: file.about, tags: file.tags, pieces })
    }

    /// All presets there are, in alphabetical order: what is played where nobody made a list.
    pub fn of_everything(catalogue: &Catalogue) -> Self {
        let piece = |preset| Piece { preset, ..Piece::default() };
        let pieces = catalogue.ids(FileKind::Preset).into_iter().map(piece).collect();
        SetList { name: "All presets".to_owned(), pieces, ..SetList::default() }
    }

    /// The place `by` pieces on from `place`, or back; behind the last piece comes the first.
    pub fn step(&self, place: usize, by: isize) -> usize {
        let length = self.pieces.len().max(1) as isize;
        (place as isize).saturating_add(by).rem_euclid(length) as usize
    }
}

/// The name by which a preset that is there, and right, can be opened.
fn opened(catalogue: &Catalogue, written: &str, base: &Path) -> Result<String, String> {
    let place = catalogue.place(FileKind::Preset, written, base).map_err(|error| error.message)?;
    let read = place.document(FileKind::Preset).map_err(|error| vec![error]);
    match read.and_then(|document| Preset::read(&document, catalogue)) {
        Ok(_) if written.contains(['/', '\\', '.']) => Ok(place.path().display().to_string()),
        Ok(_) => Ok(written.to_owned()),
        Err(errors) => {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            Err(format!("the preset `{written}` cannot be used: {first}"))
        }
    }
}

/// What a set list names, not looked up: for lists.
pub(super) fn named_presets(document: &Document) -> Result<Vec<String>, Vec<DocumentError>> {
    let file: SetListFile = document.read()?;
    Ok(file.piece.into_iter().map(|table| table.preset.into_inner()).collect())
}
