//! Where what a player keeps goes: their music folder, under names with the day and the hour.

use std::path::{Path, PathBuf};

use crate::live::day_and_time;

/// Folder of the user's music in which Cantus keeps what was played; none where the system knows no
/// home.
pub fn music_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
    let config = variable("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
    let told = std::fs::read_to_string(config.join("user-dirs.dirs")).ok();
    let music = told.and_then(|text| told_music(&text, &home)).unwrap_or_else(|| home.join("Music"));
    Some(music.join("Cantus"))
}

/// What `user-dirs.dirs` says (xdg-user-dirs): `XDG_MUSIC_DIR="$HOME/Music"`.
fn told_music(text: &str, home: &Path) -> Option<PathBuf> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("XDG_MUSIC_DIR="))?;
    let written = line.trim_matches('"');
    match written.strip_prefix("$HOME/") {
        Some(inside) => Some(home.join(inside)),
        None => Some(PathBuf::from(written)).filter(|path| path.is_absolute()),
    }
}

/// A path in `folder` for what is kept of `piece` now, without an ending: `2026-05-01 14.30.05 Tide`.
/// Nothing that is there has this name with one of `endings`.
pub(super) fn dated(folder: &Path, piece: &str, endings: &[&str]) -> PathBuf {
    let plain = |c: char| if c.is_alphanumeric() || c == ' ' || c == '-' { c } else { '_' };
    let piece: String = piece.chars().take(60).map(plain).collect();
    let name = format!("{} {}", day_and_time(), piece.trim());
    let is_free = |path: &PathBuf| {
        let with = |ending: &&str| path.with_file_name(format!("{}.{ending}", file_name(path))).exists();
        !endings.iter().any(with)
    };
    let numbered = (2u32..).map(|number| folder.join(format!("{name}-{number}")));
    std::iter::once(folder.join(&name)).chain(numbered).find(is_free).unwrap_or_else(|| folder.join(&name))
}

/// `path` with an ending: [`Path::with_extension`] would take the seconds for one.
pub(super) fn ending(path: &Path, ending: &str) -> PathBuf {
    path.with_file_name(format!("{}.{ending}", file_name(path)))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The system's own word for the music folder counts, where there is one.
    #[test]
    fn told_folders() {
        let home = Path::new("/home/ada");
        let told = |text| told_music(text, home);
        assert_eq!(told("# x\nXDG_MUSIC_DIR=\"$HOME/Musik\"\n"), Some(PathBuf::from("/home/ada/Musik")));
        assert_eq!(told("XDG_MUSIC_DIR=\"/data/music\""), Some(PathBuf::from("/data/music")));
        assert_eq!(told("XDG_MUSIC_DIR=\"music\""), None);
        assert_eq!(told(""), None);
    }

    /// Nothing that was kept is overwritten, and names hold no sign that a file system refuses.
    #[test]
    fn names_are_new() {
        let folder = tempfile::tempdir().unwrap();
        let first = dated(folder.path(), "What/now?", &["wav"]);
        assert!(file_name(&first).ends_with(" What_now_"), "{}", first.display());
        // Where a second passes between them, the names differ by it.
        let mut taken = vec![first];
        for _ in 0..3 {
            std::fs::write(ending(&taken[taken.len() - 1], "wav"), "").unwrap();
            let next = dated(folder.path(), "What/now?", &["wav"]);
            assert!(!taken.contains(&next));
            taken.push(next);
        }
    }
}
