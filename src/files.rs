//! Every kind of file people write: checked by name, described by a schema.

use std::path::Path;

use serde_json::Value;

use crate::document::{Document, DocumentError, plain_schema, read_bytes};
use crate::music::ScaleFile;
use crate::person::Person;
use crate::preset::{
    Catalogue, FileKind, Preset, SetList, is_midi, read_midi_song, read_patch, read_scale, read_song,
    read_style,
};
use crate::sound::Patch;

/// JSON Schema of a kind of file (JSON Schema 2020-12).
pub fn schema(kind: FileKind) -> Value {
    match kind {
        FileKind::Preset => crate::preset::schema(),
        FileKind::Person => crate::person::schema(),
        FileKind::Patch => plain_schema::<Patch>(),
        FileKind::Scale => plain_schema::<ScaleFile>(),
        FileKind::Song => crate::preset::song_schema(),
        FileKind::Style => crate::preset::style_schema(),
        FileKind::SetList => crate::preset::set_list_schema(),
    }
}

/// Checks a file, whose kind its ending says. Traces are no
/// documents: [`crate::input::trace`] reads them.
///
/// # Errors
/// Everything that is wrong in the file; where its ending is none of these, a sentence
/// that names them.
pub fn check_file(path: &Path, catalogue: &Catalogue) -> Result<FileKind, Vec<DocumentError>> {
    let Some(kind) = FileKind::of(path) else {
        let endings: Vec<&str> = FileKind::ALL.iter().flat_map(|kind| kind.endings()).copied().collect();
        return Err(vec![DocumentError::of_file(
            path,
            format!("what it is shows in the file's name: it ends in {}", endings.join(", ")),
        )]);
    };
    if is_midi(path) {
        let bytes = read_bytes(path).map_err(|error| vec![error])?;
        return read_midi_song(path, &bytes, "").map(|_| kind);
    }
    let document = kind.open(path).map_err(|error| vec![error])?;
    if kind == FileKind::Preset {
        // Sound files that are missing keep no music from playing, but somebody who asks wants
        // to know.
        return match Preset::read(&document, catalogue)?.warnings {
            warnings if warnings.is_empty() => Ok(kind),
            warnings => Err(warnings),
        };
    }
    check_document(kind, &document, catalogue)?;
    Ok(kind)
}

/// Checks a text of a known kind.
///
/// # Errors
/// Everything that is wrong in it.
pub fn check_document(
    kind: FileKind,
    document: &Document,
    catalogue: &Catalogue,
) -> Result<(), Vec<DocumentError>> {
    match kind {
        FileKind::Preset => Preset::read(document, catalogue).map(drop),
        FileKind::Person => Person::read(document).map(drop),
        FileKind::Patch => read_patch(document).map(drop),
        FileKind::Scale => read_scale(document).map(drop),
        FileKind::Song => read_song(document, catalogue).map(drop),
        FileKind::Style => read_style(document, catalogue).map(drop),
        FileKind::SetList => SetList::read(document, catalogue).map(drop),
    }
}
