//! Kinds of file, by how their names end.

use std::borrow::Cow;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::resource::is_scala;
use crate::document::{Document, DocumentError};

pub(super) static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/presets");

/// What sort of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `*.preset.toml`
    Preset,
    /// `*.person.toml`
    Person,
    /// `*.patch.toml`
    Patch,
    /// `*.scale.toml`, `*.scl`
    Scale,
    /// `*.song.toml`, and standard MIDI files
    Song,
    /// `*.style.toml`
    Style,
    /// `*.setlist.toml`
    SetList,
}

impl FileKind {
    /// All of them.
    pub const ALL: [FileKind; 7] = [
        FileKind::Preset,
        FileKind::Person,
        FileKind::Patch,
        FileKind::Scale,
        FileKind::Song,
        FileKind::Style,
        FileKind::SetList,
    ];

    /// Word for people.
    pub fn label(self) -> &'static str {
        match self {
            FileKind::Preset => "preset",
            FileKind::Person => "person",
            FileKind::Patch => "patch",
            FileKind::Scale => "scale",
            FileKind::Song => "song",
            FileKind::Style => "style",
            FileKind::SetList => "set list",
        }
    }

    /// How the names of such files end, the usual ending first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            FileKind::Preset => &[".preset.toml"],
            FileKind::Person => &[".person.toml"],
            FileKind::Patch => &[".patch.toml"],
            FileKind::Scale => &[".scale.toml", ".scl"],
            FileKind::Song => &[".song.toml", ".mid", ".midi"],
            FileKind::Style => &[".style.toml"],
            FileKind::SetList => &[".setlist.toml"],
        }
    }

    /// The kind that a file of this name is, by its ending.
    pub fn of(path: &Path) -> Option<FileKind> {
        let name = path.file_name()?.to_str()?;
        Self::ALL.into_iter().find(|kind| kind.id(name).is_some())
    }

    /// The folder of such files within the user's folder.
    pub fn folder(self) -> &'static str {
        match self {
            FileKind::Preset => "presets",
            FileKind::Person => "persons",
            FileKind::Patch => "patches",
            FileKind::Scale => "scales",
            FileKind::Song => "songs",
            FileKind::Style => "styles",
            FileKind::SetList => "setlists",
        }
    }

    /// The text of such a file at `path`; Scala files may be older than UTF-8.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(self, path: &Path) -> Result<Document, DocumentError> {
        if is_scala(path) { Document::open_old(path) } else { Document::open(path) }
    }

    /// The file's name without its ending; none where the ending is another kind's.
    pub(super) fn id(self, file_name: &str) -> Option<&str> {
        let id = self.endings().iter().find_map(|ending| file_name.strip_suffix(ending))?;
        (!id.is_empty()).then_some(id)
    }

    pub(super) fn shipped(self) -> Option<&'static Dir<'static>> {
        match self {
            FileKind::Preset => Some(&SHIPPED),
            other => SHIPPED.get_dir(other.folder()),
        }
    }
}

pub(super) fn file_name(path: &Path) -> Cow<'_, str> {
    path.file_name().map(std::ffi::OsStr::to_string_lossy).unwrap_or_default()
}
