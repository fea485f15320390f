//! Keeping what was changed: copies of the user's own, never the shipped files.
//!
//! A shipped preset or person that was changed is kept under its own name in the user's folder,
//! where it comes before the shipped one: whoever opens it finds it as they left it. Taking the
//! copy away brings the shipped one back.

use std::path::{Path, PathBuf};

use super::opening::fingerprint;
use super::running::Session;
use crate::document::write_atomically;
use crate::preset::{Catalogue, FileKind, Place, edited_preset};

impl Session {
    /// Keeps the music as it is now and says where.
    ///
    /// # Errors
    /// A sentence, where it cannot be kept; nothing is lost by that.
    pub fn save_preset(&mut self) -> Result<String, String> {
        let text = edited_preset(&self.opened_text, self.music.edits())?;
        let path = self.own_place(FileKind::Preset, &self.playing)?;
        let said = write(&path, &text)?;
        self.kept_edits = self.music.edits().filter(|edit| edit.is_of_the_piece()).cloned().collect();
        self.look_for_copies();
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
        self.look_for_copies();
        Ok(said)
    }

    /// Whether music, and whether the person, are other than their files.
    pub fn unsaved(&self) -> (bool, bool) {
        let edits = self.music.edits().filter(|edit| edit.is_of_the_piece());
        (!edits.eq(&self.kept_edits), !self.person_edits.is_empty())
    }

    /// Whether piece and person are copies of the user's own, in place of shipped ones.
    pub fn own_copies(&self) -> (bool, bool) {
        self.own_copies
    }

    pub(super) fn look_for_copies(&mut self) {
        let is_copy = |kind, name: &str| {
            let shipped = Catalogue::shipped().place(kind, name, Path::new(""));
            let own = self.catalogue.place(kind, name, Path::new(""));
            matches!((shipped, own), (Ok(Place::Shipped(..)), Ok(Place::Own(_))))
        };
        self.own_copies =
            (is_copy(FileKind::Preset, &self.playing), is_copy(FileKind::Person, &self.person_id));
    }

    /// Plays the piece again as its file has it: what was not kept goes.
    ///
    /// # Errors
    /// A sentence; everything plays on as it was then.
    pub fn reopen_preset(&mut self) -> Result<String, String> {
        let piece = self.playing.clone();
        let (edits, again) = (self.kept_edits.clone(), std::mem::take(&mut self.changes_again));
        // Nothing is put away that is not wanted any more.
        self.kept_edits = self.music.edits().filter(|edit| edit.is_of_the_piece()).cloned().collect();
        self.change_music(&piece).map_err(|error| {
            (self.kept_edits, self.changes_again) = (edits, again);
            error.to_string()
        })
    }

    /// Lets the person play again as their file has them: what was not kept goes.
    ///
    /// # Errors
    /// A sentence; they play on as they were then.
    pub fn reopen_person(&mut self) -> Result<String, String> {
        let person = self.person_id.clone();
        let edits = std::mem::take(&mut self.person_edits);
        self.set_person(&person).inspect_err(|_| self.person_edits = edits)
    }

    /// Plays the shipped piece again. The user's own copy is put aside, with `.bak` behind its name.
    ///
    /// # Errors
    /// A sentence; everything plays on as it was then.
    pub fn ship_preset(&mut self) -> Result<String, String> {
        let aside = self.put_aside(FileKind::Preset, &self.playing)?;
        self.reopen_preset().map(|_| shipped_again(&aside)).inspect_err(|_| put_back(&aside))
    }

    /// Lets the shipped person play again. The user's own copy is put aside, with `.bak` behind its
    /// name.
    ///
    /// # Errors
    /// A sentence; they play on as they were then.
    pub fn ship_person(&mut self) -> Result<String, String> {
        let aside = self.put_aside(FileKind::Person, &self.person_id)?;
        self.reopen_person().map(|_| shipped_again(&aside)).inspect_err(|_| put_back(&aside))
    }

    /// Where the copy was, and where it is now.
    fn put_aside(&self, kind: FileKind, name: &str) -> Result<(PathBuf, PathBuf), String> {
        let place = self.catalogue.place(kind, name, Path::new("")).map_err(|error| error.to_string())?;
        let Place::Own(path) = place else { return Err("This is the shipped one.".to_owned()) };
        let numbered = |number: u32| match number {
            1 => with_ending(&path, ".bak"),
            _ => with_ending(&path, &format!(".bak{number}")),
        };
        let free = (1..).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(1));
        std::fs::rename(&path, &free)
            .map_err(|error| format!("{} cannot be put aside: {error}.", path.display()))?;
        Ok((path, free))
    }

    /// Where a file of the user's own is, or will be.
    pub(super) fn own_place(&self, kind: FileKind, name: &str) -> Result<PathBuf, String> {
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

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn shipped_again((_, aside): &(PathBuf, PathBuf)) -> String {
    format!("The shipped one plays again. Your own is put aside as {}.", aside.display())
}

/// A copy that cannot be left is the one that counts again.
fn put_back((path, aside): &(PathBuf, PathBuf)) {
    // Where even that fails, the copy is whole, under its other name.
    let _ = std::fs::rename(aside, path);
}
