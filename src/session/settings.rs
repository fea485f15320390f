//! What the instrument remembers from one time to the next: how loud it was set.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::write_atomically;

/// Level of the very first start, in dB: quiet, so that nobody is startled.
pub const FIRST_LEVEL_DB: f32 = -18.0;
/// Softest and loudest level that can be set, in dB.
pub const LEVEL_DB: std::ops::RangeInclusive<f32> = -42.0..=0.0;

/// What is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Master level, −42 to 0 dB.
    pub level_db: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { level_db: FIRST_LEVEL_DB }
    }
}

impl Settings {
    /// Reads what was remembered; a file that is not there, or cannot be read, counts as the
    /// first start.
    pub fn open(path: &Path) -> Self {
        let settings: Settings = std::fs::read_to_string(path)
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default();
        if LEVEL_DB.contains(&settings.level_db) { settings } else { Settings::default() }
    }

    /// Remembers it.
    ///
    /// # Errors
    /// Where the file cannot be written; what was remembered before is still there.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        write_atomically(path, &text)
    }
}

/// Where it is remembered: `settings.toml`, beside what is remembered of devices.
pub fn settings_path() -> Option<PathBuf> {
    crate::live::device_memory_path().map(|path| path.with_file_name("settings.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is saved is what is read; rubbish counts as the first start, and is quiet.
    #[test]
    fn remembers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.toml");
        assert_eq!(Settings::open(&path).level_db, FIRST_LEVEL_DB);
        Settings { level_db: -9.0 }.save(&path).unwrap();
        assert_eq!(Settings::open(&path).level_db, -9.0);
        for rubbish in ["level_db = 40.0", "level_db = nan", "]["] {
            std::fs::write(&path, rubbish).unwrap();
            assert_eq!(Settings::open(&path).level_db, FIRST_LEVEL_DB);
        }
    }
}
