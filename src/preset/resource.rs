//! Scales and patches as files, checked.

use serde::Deserialize;

use crate::document::{Document, DocumentError};
use crate::music::Scale;
use crate::sound::Patch;

/// A scale file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleTable {
    #[allow(dead_code)]
    format: i64,
    #[allow(dead_code)]
    name: String,
    #[allow(dead_code)]
    about: String,
    #[allow(dead_code)]
    #[serde(default)]
    origin: String,
    #[allow(dead_code)]
    #[serde(default)]
    tags: Vec<String>,
    cents: toml::Spanned<Vec<f32>>,
    #[serde(default = "octave")]
    period_cents: f32,
}

fn octave() -> f32 {
    1200.0
}

/// The scale that `document` describes.
///
/// # Errors
/// What is wrong in it.
pub fn read_scale(document: &Document) -> Result<Scale, Vec<DocumentError>> {
    let table: ScaleTable = document.read_plain(true)?;
    Scale::new(table.cents.get_ref(), table.period_cents)
        .map_err(|error| vec![document.error_at(table.cents.span(), error.to_string())])
}

/// The patch that `document` describes.
///
/// # Errors
/// What is wrong in it.
pub fn read_patch(document: &Document) -> Result<Patch, Vec<DocumentError>> {
    document.read_plain(false)
}
