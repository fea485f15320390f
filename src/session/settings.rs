//! What the instrument remembers from one time to the next: how loud it was set, who played
//! what, how the window looks.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::write_atomically;

/// Level of the very first start, in dB: quiet, so that nobody is startled.
pub const FIRST_LEVEL_DB: f32 = -18.0;
/// Softest and loudest level that can be set, in dB.
pub const LEVEL_DB: std::ops::RangeInclusive<f32> = -42.0..=0.0;

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Master level, −42 to 0 dB.
    pub level_db: f32,
    /// The preset that was played last, by name or path.
    pub preset: Option<String>,
    /// The person who played last, by name or path.
    pub person: Option<String>,
    /// Presets that somebody likes, in the order they were chosen.
    pub favourites: Vec<String>,
    /// Presets that were played, the last one first, at most [`RECENT`].
    pub recent: Vec<String>,
    /// People who are found first, in the order they were chosen.
    pub favourite_people: Vec<String>,
    /// People who played, the last one first, at most [`RECENT`].
    pub recent_people: Vec<String>,
    /// Language of the window, as `de`; none for the system's.
    pub language: Option<String>,
    /// Name of the window's theme; none for its own choice.
    pub theme: Option<String>,
    /// Size of the window's text, 1 to 4.
    pub size: f32,
    /// Things move only where they must.
    pub reduced_motion: bool,
    /// The stage shows the names of notes.
    pub note_names: bool,
    /// The stage shows what is sung, where the song has it.
    pub song_text: bool,
    /// Somebody has come through the first minute.
    pub begun: bool,
}

/// Presets, and people, that are remembered as played and playing.
pub const RECENT: usize = 20;
/// Smallest and largest size of the window's text.
pub const SIZE: std::ops::RangeInclusive<f32> = 1.0..=4.0;
/// Longest name that is remembered, in bytes; what is longer is no name.
const LONGEST_NAME: usize = 4096;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            level_db: FIRST_LEVEL_DB,
            preset: None,
            person: None,
            favourites: Vec::new(),
            recent: Vec::new(),
            favourite_people: Vec::new(),
            recent_people: Vec::new(),
            language: None,
            theme: None,
            size: 1.0,
            reduced_motion: false,
            note_names: false,
            song_text: true,
            begun: false,
        }
    }
}

impl Settings {
    /// Reads what was remembered; a file that is not there, or cannot be read, counts as the
    /// first start. One entry that is rubbish costs that entry and no other.
    pub fn open(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let table: toml::Table = text.parse().unwrap_or_default();
        let number = |name: &str, range: std::ops::RangeInclusive<f32>| {
            let value = table.get(name)?;
            let number = value.as_float().or(value.as_integer().map(|whole| whole as f64))? as f32;
            range.contains(&number).then_some(number)
        };
        let name = |value: &toml::Value| {
            let name = value.as_str()?;
            (!name.is_empty() && name.len() <= LONGEST_NAME).then(|| name.to_owned())
        };
        let one = |key: &str| table.get(key).and_then(name);
        let yes_or = |key: &str, other| table.get(key).and_then(toml::Value::as_bool).unwrap_or(other);
        let yes = |key: &str| yes_or(key, false);
        let several = |key: &str| {
            let mut names: Vec<String> = Vec::new();
            for name in table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(name)
            {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        let latest = |key: &str| {
            let mut names = several(key);
            names.truncate(RECENT);
            names
        };
        Settings {
            level_db: number("level_db", LEVEL_DB).unwrap_or(FIRST_LEVEL_DB),
            preset: one("preset"),
            person: one("person"),
            favourites: several("favourites"),
            recent: latest("recent"),
            favourite_people: several("favourite_people"),
            recent_people: latest("recent_people"),
            language: one("language"),
            theme: one("theme"),
            size: number("size", SIZE).unwrap_or(1.0),
            reduced_motion: yes("reduced_motion"),
            note_names: yes("note_names"),
            song_text: yes_or("song_text", true),
            begun: yes("begun"),
        }
    }

    /// `preset` is played by `person`.
    pub fn played(&mut self, preset: &str, person: &str) {
        self.preset = Some(preset.to_owned());
        self.person = Some(person.to_owned());
        for (recent, name) in [(&mut self.recent, preset), (&mut self.recent_people, person)] {
            recent.retain(|known| known != name);
            recent.insert(0, name.to_owned());
            recent.truncate(RECENT);
        }
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

/// `name` is one of the favourites from now on, or is one no more.
pub fn change_favourite(favourites: &mut Vec<String>, name: &str) {
    match favourites.iter().position(|known| known == name) {
        Some(place) => drop(favourites.remove(place)),
        None => favourites.push(name.to_owned()),
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
        Settings { level_db: -9.0, ..Settings::default() }.save(&path).unwrap();
        assert_eq!(Settings::open(&path).level_db, -9.0);
        for rubbish in ["level_db = 40.0", "level_db = nan", "]["] {
            std::fs::write(&path, rubbish).unwrap();
            assert_eq!(Settings::open(&path).level_db, FIRST_LEVEL_DB);
        }
    }

    /// Everything that is remembered reads back; of a file with rubbish in it, what is right.
    #[test]
    fn remembers_what_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let mut settings = Settings {
            theme: Some("dark".to_owned()),
            size: 2.0,
            reduced_motion: true,
            begun: true,
            ..Settings::default()
        };
        for number in 0..25 {
            settings.played(&format!("piece-{number}"), "kim");
        }
        settings.played("piece-20", "kim");
        for name in ["kim", "sam", "kim"] {
            change_favourite(&mut settings.favourite_people, name);
        }
        change_favourite(&mut settings.favourites, "piece-3");
        settings.save(&path).unwrap();
        assert_eq!(Settings::open(&path), settings);
        assert_eq!((settings.recent.len(), settings.recent[0].as_str()), (RECENT, "piece-20"));
        assert_eq!(
            (settings.recent_people, settings.favourite_people),
            (vec!["kim".to_owned()], vec!["sam".to_owned()])
        );
        std::fs::write(
            &path,
            "level_db = \"loud\"\nsize = 900\nrecent = [1, \"a\", \"a\"]\nperson = \"kim\"\nbegun = 7\nreduced_motion = true",
        )
        .unwrap();
        let read = Settings::open(&path);
        assert_eq!((read.level_db, read.size), (FIRST_LEVEL_DB, 1.0));
        assert_eq!((read.begun, read.reduced_motion), (false, true));
        assert_eq!((read.recent, read.person.as_deref()), (vec!["a".to_owned()], Some("kim")));
    }
}
