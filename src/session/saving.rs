//! Keeping what was changed: copies of the user's own, never the shipped files.
//!
//! A shipped preset or person that was changed is kept under its own name in the user's folder,
//! where it comes before the shipped one: whoever opens it finds it as they left it. Taking the
//! copy away brings the shipped one back.

use std::path::{Path, PathBuf};

use super::opening::fingerprint;
use super::running::Session;
use crate::document::write_atomically;
use crate::preset::{FileKind, Place, edited_preset};

impl Session {
    /// Keeps the music as it is now and says where.
    ///
    /// # Errors
    /// A sentence, where it cannot be kept; nothing is lost by that.
    pub fn save_preset(&mut self) -> Result<String, String> {
        let text = edited_preset(&self.opened_text, self.music.edits())?;
        let path = self.own_place(FileKind::Preset, &self.programme.piece().preset)?;
        let said = write(&path, &text)?;
        self.kept_edits = self.music.edits().cloned().collect();
        Ok(said)
    }

    /// Keeps the person as they are now and says where.
    ///
    /// # Errors
    /// A sentence, where it cannot be kept; nothing is lost by that.
    pub fn save_person(&mut self) -> Result<String, String> {
        let text = self.person_sheet().text().to_owned();
        let path = self.own_place(FileKind::Person, &self.person_id)?;
        let said = write(&path, &text)?;
        self.keeping.played_by(fingerprint(&text));
        self.person_edits.clear();
        Ok(said)
    }

    /// Whether music, and whether the person, are other than their files.
    pub fn unsaved(&self) -> (bool, bool) {
        (!self.music.edits().eq(&self.kept_edits), !self.person_edits.is_empty())
    }

    /// Where a file of the user's own is, or will be.
    fn own_place(&self, kind: FileKind, name: &str) -> Result<PathBuf, String> {
        let place = self.catalogue.place(kind, name, Path::new(""));
        match place.map_err(|error| error.to_string())? {
            Place::Own(path) => Ok(path),
            Place::Shipped(..) => self.catalogue.own_place(kind, name).ok_or_else(|| {
                "There is no folder of your own to keep it in: set HOME and try again.".to_owned()
            }),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<String, String> {
    write_atomically(path, text)
        .map(|()| format!("Kept as {}.", path.display()))
        .map_err(|error| format!("{} cannot be written: {error}. Everything plays on.", path.display()))
}
