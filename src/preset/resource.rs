//! Scales and patches as files, checked.

use std::path::Path;

use crate::document::{Document, DocumentError};
use crate::music::{Scale, ScaleError, ScaleFile, ScaleFileError, SclScale, parse_scl};
use crate::sound::Patch;
use crate::sound::patch::PatchError;

/// The scale that `document` describes: a Scala file by its name, else a scale file.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read_scale(document: &Document) -> Result<Scale, Vec<DocumentError>> {
    if is_scala(document.path()) {
        return Ok(read_scala(document)?.scale);
    }
    let file: ScaleFile = document.read()?;
    file.to_scale().map_err(|error| {
        let field = match &error {
            ScaleFileError::Format(_) => "format",
            ScaleFileError::Scale(ScaleError::Period(_)) => "period_cents",
            ScaleFileError::Scale(_) => "cents",
        };
        vec![document.error_at(document.span_of(field), error.to_string())]
    })
}

/// Whether a file of this name is a Scala file.
pub(super) fn is_scala(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "scl")
}

/// The scale of a Scala file, with its description.
pub(super) fn read_scala(document: &Document) -> Result<SclScale, Vec<DocumentError>> {
    parse_scl(document.text()).map_err(|error| {
        let place = document.span_at(error.line, error.column);
        vec![document.error_at(place, error.kind.to_string())]
    })
}

/// The patch that `document` describes.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read_patch(document: &Document) -> Result<Patch, Vec<DocumentError>> {
    let patch: Patch = document.read()?;
    match patch.check() {
        Ok(()) => Ok(patch),
        Err(error) => {
            let place = match &error {
                PatchError::Format { .. } => document.span_of("format"),
                PatchError::Foreign { table, .. } => document.span_of(table),
                PatchError::Range { field, .. } => document.span_of(field),
            };
            Err(vec![document.error_at(place, error.to_string())])
        }
    }
}
