//! What the window remembers from one time to the next.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::look::{Look, Theme};
use super::words::Language;
use crate::document::write_atomically;

/// Most pieces that are remembered as played lately.
const RECENT: usize = 12;

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Somebody has come through the first minute.
    pub begun: bool,
    /// Who played last: a name in the catalogue, or a path.
    pub person: Option<String>,
    /// Code of the language; none takes the system's.
    pub language: Option<String>,
    /// Name of the theme.
    pub theme: Option<String>,
    /// Size of everything, 1.0 to 4.0.
    pub size: Option<f32>,
    /// Whether things move only where they must.
    pub reduced_motion: bool,
    /// Presets that somebody likes.
    pub favourites: Vec<String>,
    /// Presets that were opened, the last one first.
    pub recent: Vec<String>,
}

impl Remembered {
    /// Reads what was remembered; a file that is not there, or cannot be read, is forgotten.
    pub fn open(path: &Path) -> Self {
        std::fs::read_to_string(path).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    /// Remembers it.
    ///
    /// # Errors
    /// Where the file cannot be written; what was remembered before is still there.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        write_atomically(path, &toml::to_string(self).map_err(std::io::Error::other)?)
    }

    /// The language of the window.
    pub fn language(&self) -> Language {
        self.language.as_deref().and_then(Language::of_code).unwrap_or_else(Language::of_system)
    }

    /// How the window looks.
    pub fn look(&self) -> Look {
        let theme = Theme::ALL.into_iter().find(|theme| Some(theme.id()) == self.theme.as_deref());
        let size = self.size.filter(|size| size.is_finite()).unwrap_or(1.0).clamp(1.0, 4.0);
        Look { size, reduced_motion: self.reduced_motion, ..Look::new(theme.unwrap_or_default()) }
    }

    /// A preset was opened.
    pub fn opened(&mut self, preset: &str) {
        self.recent.retain(|known| known != preset);
        self.recent.insert(0, preset.to_owned());
        self.recent.truncate(RECENT);
    }

    /// A preset becomes a favourite, or is one no more.
    pub fn favour(&mut self, preset: &str) {
        let before = self.favourites.len();
        self.favourites.retain(|known| known != preset);
        if self.favourites.len() == before {
            self.favourites.push(preset.to_owned());
        }
    }
}

/// Where it is remembered: `window.toml`, beside the other settings.
pub fn remembered_path() -> Option<PathBuf> {
    crate::session::settings::settings_path().map(|path| path.with_file_name("window.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is saved is what is read; rubbish is forgotten.
    #[test]
    fn remembers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window.toml");
        let mut remembered = Remembered { size: Some(2.0), ..Remembered::default() };
        remembered.opened("calm-night");
        remembered.opened("first-notes");
        remembered.opened("calm-night");
        remembered.favour("campfire");
        assert_eq!(remembered.recent, ["calm-night", "first-notes"]);
        remembered.save(&path).unwrap();
        assert_eq!(Remembered::open(&path), remembered);
        remembered.favour("campfire");
        assert!(remembered.favourites.is_empty());
        std::fs::write(&path, "size = \"large\"").unwrap();
        assert_eq!(Remembered::open(&path), Remembered::default());
    }
}
