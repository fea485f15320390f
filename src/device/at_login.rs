//! Starting with the desktop: a file in the user's autostart folder, as freedesktop.org's *Desktop
//! Application Autostart Specification* has it. Taking it away takes the file away.

use std::io;
use std::path::{Path, PathBuf};

use crate::document::write_atomically;

/// The autostart file of this user; none where there is no home.
pub fn at_login_path() -> Option<PathBuf> {
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".config")))?;
    cfg!(target_os = "linux").then(|| folder.join("autostart/cantus.desktop"))
}

/// Whether Cantus starts with the desktop.
pub fn starts_at_login(path: &Path) -> bool {
    path.exists()
}

/// Has `program` start with the desktop, or no more.
///
/// # Errors
/// Where the file cannot be written or taken away.
pub fn start_at_login(path: &Path, program: &Path, on: bool) -> io::Result<()> {
    if on {
        return write_atomically(path, &entry(program));
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn entry(program: &Path) -> String {
    format!(
        "[Desktop Entry]\nType=Application\nName=Cantus\nComment=An instrument for one switch\nExec={} window\n\
         Terminal=false\n",
        quoted(&program.to_string_lossy())
    )
}

/// As the *Desktop Entry Specification* quotes: what is special within quotes gets a backslash, the
/// backslash itself twice over since the file has escapes of its own; `%` is written twice.
fn quoted(program: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in program.chars() {
        match letter {
            '"' | '`' | '$' => {
                quoted.extend(["\\\\".chars(), letter.to_string().as_str().chars()].into_iter().flatten())
            }
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Switching it on leaves one file that starts this program, switching it off leaves none,
    /// however often.
    #[test]
    fn it_comes_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("autostart/cantus.desktop");
        let program = Path::new("/opt/my $music/cantus");
        for on in [false, true, true, false, false] {
            start_at_login(&path, program, on).unwrap();
            assert_eq!(starts_at_login(&path), on);
        }
        start_at_login(&path, program, true).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("[Desktop Entry]\n"), "{text}");
        assert!(text.contains("\nExec=\"/opt/my \\\\$music/cantus\" window\n"), "{text}");
    }
}
