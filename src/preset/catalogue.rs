//! All files there are by name: those inside the program, and the user's own.
//!
//! A file is read when it is asked for, not before: starting up costs one preset and one
//! person. An own file with the name of a shipped one takes its place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::Dir;
use serde::{Deserialize, Serialize};

use super::kind::{FileKind, SHIPPED, file_name};
use super::picture::picture;
use super::resource::{is_scala, read_scala};
use super::set_list::named_presets as set_list_presets;
use super::song_file::{is_midi, read_midi_song};
use super::summary::Summary;
use crate::document::{Document, DocumentError, read_bytes};
use crate::nearest::nearest;

/// One file as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Name on the command line and in presets.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The picture of a preset or person: its own, or the one that is shipped for its id.
    #[serde(skip)]
    pub picture: Option<Place>,
    /// How much a preset asks of whoever plays: 1 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    /// Presets of a set list, in its order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presets: Option<Vec<String>>,
    /// Play modes of a preset's parts, each once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modes: Option<Vec<String>>,
    /// Scale of a preset; none where its song says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Root of a preset, as a MIDI note number; none where its song says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<f64>,
    /// Whether it is the user's own file.
    pub own: bool,
    /// What is wrong with the file, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// All files there are, by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    own: Option<PathBuf>,
}

impl Catalogue {
    /// Shipped files only.
    pub fn shipped() -> Self {
        Catalogue { own: None }
    }

    /// Shipped files, and those of a folder with `presets`, `persons`, `patches`, `scales`,
    /// `songs`, `styles` and `setlists` in it.
    pub fn with_folder(own: impl Into<PathBuf>) -> Self {
        Catalogue { own: Some(own.into()) }
    }

    /// Shipped files, and those of this user.
    pub fn of_this_user() -> Self {
        Catalogue { own: user_folder(|name| std::env::var_os(name).map(PathBuf::from)) }
    }

    /// The user's own folder, where there is one.
    pub(super) fn own_folder(&self) -> Option<&Path> {
        self.own.as_deref()
    }

    /// Where a file of the user's own with this name belongs; none where the user has no folder.
    pub fn own_place(&self, kind: FileKind, name: &str) -> Option<PathBuf> {
        let ending = kind.endings().first()?;
        Some(self.own.as_ref()?.join(kind.folder()).join(format!("{name}{ending}")))
    }

    /// Names of all files of a kind, in alphabetical order.
    pub fn ids(&self, kind: FileKind) -> Vec<String> {
        self.files(kind).into_keys().collect()
    }

    /// The text of a file, by its name or its path. A path that is not absolute counts from
    /// `base`.
    ///
    /// # Errors
    /// Where there is no such file (with the nearest name there is), or it cannot be read.
    pub fn document(&self, kind: FileKind, name: &str, base: &Path) -> Result<Document, DocumentError> {
        self.place(kind, name, base)?.document(kind)
    }

    /// Where a file is, by its name or its path. A path that is not absolute counts from
    /// `base`.
    ///
    /// # Errors
    /// Where there is no file of that name (with the nearest name there is), or the path is not
    /// one of this kind.
    pub fn place(&self, kind: FileKind, name: &str, base: &Path) -> Result<Place, DocumentError> {
        let is_path = name.contains(['/', '\\'])
            || kind.endings().iter().any(|ending| name.ends_with(last_part(ending)));
        if is_path {
            let path = base.join(name);
            return match kind.id(&file_name(&path)) {
                Some(_) => Ok(Place::Own(path)),
                None => Err(DocumentError::of_file(
                    path,
                    format!("the name of a {} file ends in {}", kind.label(), kind.endings().join(" or ")),
                )),
            };
        }
        let place = self.files(kind).remove(name);
        place.ok_or_else(|| DocumentError::of_file(name, self.missing(kind, name)))
    }

    /// A sentence for a name that is not there.
    fn missing(&self, kind: FileKind, name: &str) -> String {
        let label = kind.label();
        let ids = self.ids(kind);
        match nearest(name, ids.iter().map(String::as_str)) {
            Some(near) => format!("there is no {label} `{name}`: did you mean `{near}`?"),
            None => {
                format!("there is no {label} `{name}`: `cantus list {}` shows all there are", kind.folder())
            }
        }
    }

    /// Every file of a kind as lists show it, in alphabetical order of names.
    pub fn entries(&self, kind: FileKind) -> Vec<Entry> {
        self.files(kind).into_iter().map(|(id, place)| entry(kind, id, place)).collect()
    }

    fn files(&self, kind: FileKind) -> BTreeMap<String, Place> {
        let mut files = BTreeMap::new();
        for file in kind.shipped().into_iter().flat_map(Dir::files) {
            let path = file.path();
            if let Some(id) = kind.id(&file_name(path)) {
                files.insert(id.to_owned(), Place::Shipped(path, file.contents()));
            }
        }
        let own = self.own.iter().filter_map(|own| std::fs::read_dir(own.join(kind.folder())).ok());
        for file in own.flatten().flatten() {
            let path = file.path();
            if let Some(id) = kind.id(&file_name(&path)) {
                files.insert(id.to_owned(), Place::Own(path.clone()));
            }
        }
        files
    }
}

/// A folder inside the program.
pub(super) fn shipped(folder: &str) -> Option<&'static Dir<'static>> {
    SHIPPED.get_dir(folder)
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Inside the program.
    Shipped(&'static Path, &'static [u8]),
    /// On disk.
    Own(PathBuf),
}

impl Place {
    /// Its path.
    pub fn path(&self) -> &Path {
        match self {
            Place::Shipped(path, _) => path,
            Place::Own(path) => path,
        }
    }

    /// Its text, as a file of `kind`.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn document(&self, kind: FileKind) -> Result<Document, DocumentError> {
        match self {
            Place::Own(path) => kind.open(path),
            Place::Shipped(path, text) => Document::from_static(path, text),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Where it cannot be read or is larger than [`MAX_BYTES`](crate::document::MAX_BYTES).
    pub fn bytes(&self) -> Result<Cow<'static, [u8]>, DocumentError> {
        match self {
            Place::Own(path) => read_bytes(path).map(Cow::Owned),
            Place::Shipped(_, bytes) => Ok(Cow::Borrowed(*bytes)),
        }
    }
}

/// The last ending of `.scale.toml`: `.toml`.
fn last_part(ending: &str) -> &str {
    ending.rfind('.').map_or(ending, |dot| &ending[dot..])
}

/// What every file has, and whatever else is in it.
#[derive(Deserialize)]
struct Headline {
    name: String,
    #[serde(default)]
    about: String,
    tags: Option<Vec<String>>,
    picture: Option<String>,
}

fn entry(kind: FileKind, id: String, place: Place) -> Entry {
    let own = matches!(place, Place::Own(_));
    let mut entry = Entry {
        id,
        name: String::new(),
        about: String::new(),
        tags: None,
        picture: None,
        difficulty: None,
        presets: None,
        modes: None,
        scale: None,
        root: None,
        own,
        problem: None,
    };
    if is_midi(place.path()) {
        let bytes = place.bytes().map_err(|error| vec![error]);
        let read = bytes.and_then(|bytes| read_midi_song(place.path(), &bytes, ""));
        entry.name = read.as_ref().map_or_else(|_| entry.id.clone(), |song| song.name.clone());
        entry.about = "A MIDI file.".to_owned();
        entry.problem = read.err().and_then(|errors| errors.first().map(ToString::to_string));
        return entry;
    }
    let headline = place.document(kind).map_err(|error| vec![error]).and_then(|document| {
        if is_scala(document.path()) {
            let scala = read_scala(&document)?;
            return Ok(Headline {
                name: entry.id.clone(),
                about: scala.description,
                tags: None,
                picture: None,
            });
        }
        if kind == FileKind::Preset {
            let summary = Summary::read(&document)?;
            entry.modes = Some(summary.modes);
            entry.scale = Some(summary.scale);
            entry.root = summary.root.map(f64::from);
            entry.difficulty = summary.difficulty;
            let Summary { name, about, tags, picture, .. } = summary;
            return Ok(Headline { name, about, tags: Some(tags), picture });
        }
        if kind == FileKind::SetList {
            entry.presets = Some(set_list_presets(&document)?);
        }
        document.read_plain()
    });
    let folder = place.path().parent().unwrap_or_else(|| Path::new(""));
    match headline {
        Ok(headline) => {
            let named = headline.picture.map(|picture| folder.join(picture));
            entry.picture = picture(kind, &entry.id, named);
            entry.name = headline.name;
            entry.about = headline.about;
            entry.tags = headline.tags;
        }
        Err(errors) => {
            entry.name = entry.id.clone();
            entry.problem = errors.first().map(ToString::to_string);
        }
    }
    entry
}

/// The platform's folder for settings, and `cantus` in it: `$XDG_CONFIG_HOME` or
/// `~/.config` (XDG Base Directory Specification 0.8), `~/Library/Application Support` on
/// macOS, `%APPDATA%` on Windows. None where the variables are not set.
fn user_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        variable("APPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        // The specification has relative paths ignored.
        variable("XDG_CONFIG_HOME")
            .filter(|folder| folder.is_absolute())
            .or_else(|| variable("HOME").map(|home| home.join(".config")))
    };
    folder.filter(|folder| folder.is_absolute()).map(|folder| folder.join("cantus"))
}
