//! Every kind of file people write: checked by name, described by a schema.

use std::path::Path;

use serde_json::Value;

use crate::document::{Document, DocumentError};
use crate::person::Person;
use crate::preset::{Catalogue, FileKind, Preset, read_patch, read_scale};

/// JSON Schema of a kind of file; none where there is no schema for it.
pub fn schema(kind: FileKind) -> Option<Value> {
    match kind {
        FileKind::Preset => Some(crate::preset::schema()),
        FileKind::Person => Some(crate::person::schema()),
        FileKind::Patch | FileKind::Scale => None,
    }
}

/// Checks a preset, person, patch or scale file, which it is by its ending.
///
/// # Errors
/// Everything that is wrong in the file; where its ending is none of these, a sentence
/// that names them.
pub fn check_file(path: &Path, catalogue: &Catalogue) -> Result<FileKind, Vec<DocumentError>> {
    let Some(kind) = FileKind::of(path) else {
        let endings: Vec<&str> = FileKind::ALL.iter().flat_map(|kind| kind.endings()).copied().collect();
        return Err(vec![DocumentError {
            path: path.to_owned(),
            line: 0,
            column: 0,
            message: format!("what it is shows in the file's name: it ends in {}", endings.join(", ")),
            excerpt: String::new(),
        }]);
    };
    let document = Document::open(path).map_err(|error| vec![error])?;
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
    }
}
