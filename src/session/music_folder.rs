//! Where what a player keeps goes: their music folder, under names with the day and the hour.

use std::path::{Path, PathBuf};

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
    let name = format!("{} {}", now(), piece.trim());
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

/// Day and time as this place counts them; elsewhere than on Linux as UTC does.
fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    #[cfg(target_os = "linux")]
    {
        let time = seconds as libc::time_t;
        // SAFETY: both point to values of ours for the length of the call.
        let local = unsafe {
            let mut local: libc::tm = std::mem::zeroed();
            libc::localtime_r(&raw const time, &raw mut local);
            local
        };
        format!(
            "{:04}-{:02}-{:02} {:02}.{:02}.{:02}",
            local.tm_year + 1900,
            local.tm_mon + 1,
            local.tm_mday,
            local.tm_hour,
            local.tm_min,
            local.tm_sec
        )
    }
    #[cfg(not(target_os = "linux"))]
    {
        let (year, month, day) = day_of(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02} {hour:02}.{minute:02}.{second:02}")
    }
}

/// Year, month and day of a day counted from 1 January 1970 (Hinnant, *chrono-compatible low-level
/// date algorithms*, 2013).
#[cfg(any(not(target_os = "linux"), test))]
fn day_of(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
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

    /// Days are counted as calendars do, leap years too.
    #[test]
    fn days() {
        for (days, date) in [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (20_453, (2025, 12, 31))] {
            assert_eq!(day_of(days), date);
        }
    }
}
