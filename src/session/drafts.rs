//! Changes that nobody has kept yet, of every piece and every person they were made to.
//!
//! They are written down soon after they were made, so that a crash does not take them away: as
//! edits, the way journals write them, and not as files, so that whoever restores them can take
//! them back one by one. Restoring happens once: the file is put aside before, so that a change
//! that brings the program down does so once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::{read_bytes, write_atomically};
use crate::input::{DeskEdit, PersonEdit};

/// Changes by the name of what they were made to: a name in the catalogue, or a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Drafts {
    pub(super) presets: BTreeMap<String, Vec<DeskEdit>>,
    pub(super) persons: BTreeMap<String, Vec<PersonEdit>>,
}

/// What the file looks like.
#[derive(Default, Serialize, Deserialize)]
struct File {
    format: u32,
    #[serde(default)]
    preset: Vec<Changed>,
    #[serde(default)]
    person: Vec<Changed>,
}

#[derive(Serialize, Deserialize)]
struct Changed {
    name: String,
    edits: Vec<String>,
}

impl Drafts {
    /// Takes the changes out of the file at `path`, which is put aside. A file that is not there or
    /// cannot be read has none; a change that cannot be read costs itself only.
    pub(super) fn take(path: &Path) -> Self {
        let Ok(bytes) = read_bytes(path) else { return Drafts::default() };
        let text = String::from_utf8_lossy(&bytes);
        let file: File = toml::from_str(&text).unwrap_or_default();
        if std::fs::rename(path, aside(path)).is_err() {
            return Drafts::default();
        }
        Drafts { presets: read(file.preset), persons: read(file.person) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.presets.is_empty() && self.persons.is_empty()
    }

    /// Writes them to `path`; none take the file away.
    ///
    /// # Errors
    /// Where it cannot be written; what was written before is still there.
    pub(super) fn save(&self, path: &Path) -> std::io::Result<()> {
        if self.is_empty() {
            return gone(std::fs::remove_file(path));
        }
        let file = File { format: 1, preset: written(&self.presets), person: written(&self.persons) };
        write_atomically(path, &toml::to_string(&file).map_err(std::io::Error::other)?)
    }

    /// Takes away what was written to `path` and what was put aside: nothing is to be restored.
    ///
    /// # Errors
    /// Where a file cannot be taken away.
    pub(super) fn forget(path: &Path) -> std::io::Result<()> {
        gone(std::fs::remove_file(aside(path)))?;
        gone(std::fs::remove_file(path))
    }
}

/// Where the file is put before it is restored.
fn aside(path: &Path) -> PathBuf {
    path.with_extension("toml.bak")
}

/// What is not there need not be taken away.
fn gone(result: std::io::Result<()>) -> std::io::Result<()> {
    result.or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

fn read<T: std::str::FromStr>(changed: Vec<Changed>) -> BTreeMap<String, Vec<T>> {
    let edits = |changed: &Changed| changed.edits.iter().filter_map(|edit| edit.parse().ok()).collect();
    let read = changed.into_iter().map(|changed| (edits(&changed), changed.name));
    read.filter(|(edits, _): &(Vec<T>, String)| !edits.is_empty())
        .map(|(edits, name)| (name, edits))
        .collect()
}

fn written<T: ToString>(changed: &BTreeMap<String, Vec<T>>) -> Vec<Changed> {
    let write = |(name, edits): (&String, &Vec<T>)| Changed {
        name: name.clone(),
        edits: edits.iter().map(ToString::to_string).collect(),
    };
    changed.iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written is restored, once; of a file with rubbish in it, what is right.
    #[test]
    fn changes_are_restored_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unsaved.toml");
        let mut drafts = Drafts::default();
        let edits = ["patch 0 flute", "tempo 77", "chords |I|V|"].map(|edit| edit.parse().unwrap());
        drafts.presets.insert("first-notes".to_owned(), edits.into());
        let edit = "set switch.a.lockout_ms 333".parse().unwrap();
        drafts.persons.insert("one-switch".to_owned(), vec![edit]);
        drafts.save(&path).unwrap();
        assert_eq!(Drafts::take(&path), drafts);
        assert!(Drafts::take(&path).is_empty());
        let rubbish = "[[preset]]\nname = \"x\"\nedits = [\"dance\", \"tempo 80\"]\n";
        std::fs::write(&path, format!("format = 1\n{rubbish}")).unwrap();
        assert_eq!(Drafts::take(&path).presets["x"], ["tempo 80".parse().unwrap()]);
        std::fs::write(&path, "][").unwrap();
        assert!(Drafts::take(&path).is_empty());
        Drafts::default().save(&path).unwrap();
        Drafts::forget(&path).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
