//! Writing a file so that it is never half there.

use std::io::Write;
use std::path::Path;

/// Writes `contents` to `path` in one step: whoever reads the file finds the old text or
/// the new one, also when the power goes in between. Missing folders are made.
///
/// # Errors
/// Where the folder or the file cannot be written; the old file stays as it was.
pub fn write_atomically(path: &Path, contents: &str) -> std::io::Result<()> {
    // A link stays a link: the file it names is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(contents.as_bytes())?;
    // Temporary files are private; a file somebody edits keeps the rights it had.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&target).map_or(0o644, |old| old.permissions().mode() & 0o777);
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The new text replaces the old one, nothing else is left in the folder.
    #[test]
    fn replaces_in_one_step() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/x.person.toml");
        write_atomically(&path, "old").unwrap();
        write_atomically(&path, "new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    /// Where the folder cannot be made, the error says so and nothing else happens.
    #[test]
    fn a_bad_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        assert!(write_atomically(&file.join("x.toml"), "y").is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "x");
    }
}
