//! Demonstrations: a tiny trace for each preset, `demos/ID.trace`.

use std::path::Path;

use super::catalogue::{Catalogue, shipped};
use super::{FileKind, Place};
use crate::document::{Document, DocumentError};

/// The folder of demonstrations.
const FOLDER: &str = "demos";

impl Catalogue {
    /// The text of the trace that shows a preset, which is named by its id or its path: in the
    /// user's folder `demos`, among the shipped ones, or `NAME.trace` beside `NAME.preset.toml`.
    ///
    /// # Errors
    /// Where there is no such preset, no demonstration of it, or it cannot be read.
    pub fn demo(&self, preset: &str) -> Result<Document, DocumentError> {
        let place = self.place(FileKind::Preset, preset, Path::new(""))?;
        let path = place.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let id = FileKind::Preset.id(name).unwrap_or(preset);
        let file = format!("{id}.trace");
        let own = self.own_folder().map(|own| own.join(FOLDER).join(&file));
        let beside = matches!(place, Place::Own(_)).then(|| path.with_file_name(&file));
        if let Some(found) = own.into_iter().chain(beside).find(|path| path.exists()) {
            return Document::open(&found);
        }
        match shipped(FOLDER).and_then(|folder| folder.get_file(format!("{FOLDER}/{file}"))) {
            Some(file) => Document::from_static(file.path(), file.contents()),
            None => Err(DocumentError::of_file(
                preset,
                format!("this preset has no demonstration: put a trace of it into {FOLDER}/{file}"),
            )),
        }
    }
}
