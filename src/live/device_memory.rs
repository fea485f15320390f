//! What is remembered about audio devices: the buffer that each one needs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::document::write_atomically;

/// A memory file that cannot be read or written. The instrument plays without it.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    /// The file system refused.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// It is not what was written there.
    #[error("{path}: {reason}")]
    Content {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct Content {
    format: u32,
    #[serde(default)]
    buffer_frames: BTreeMap<String, u32>,
}

/// The buffer sizes that were found to be needed, by id of the device, kept in a file.
#[derive(Debug, Default)]
pub struct DeviceMemory {
    path: Option<PathBuf>,
    buffer_frames: BTreeMap<String, u32>,
}

impl DeviceMemory {
    /// Reads the file; one that is not there yet is empty. Without a path nothing is kept.
    ///
    /// # Errors
    /// Where it is there and cannot be read; the memory is empty then, but will be kept.
    pub fn open(path: Option<&Path>) -> (Self, Result<(), MemoryError>) {
        let mut memory = DeviceMemory { path: path.map(Path::to_owned), buffer_frames: BTreeMap::new() };
        let Some(path) = path else { return (memory, Ok(())) };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (memory, Ok(())),
            Err(error) => return (memory, Err(MemoryError::File { path: path.to_owned(), error })),
        };
        match toml::from_str::<Content>(&text) {
            Ok(content) if content.format == 1 => {
                memory.buffer_frames = content.buffer_frames;
                (memory, Ok(()))
            }
            Ok(content) => {
                let reason = format!("format {} is newer than this program", content.format);
                (memory, Err(MemoryError::Content { path: path.to_owned(), reason }))
            }
            Err(error) => {
                let reason = error.message().to_owned();
                (memory, Err(MemoryError::Content { path: path.to_owned(), reason }))
            }
        }
    }

    /// The buffer that this device needed, in frames.
    pub fn buffer_frames(&self, device: &str) -> Option<u32> {
        self.buffer_frames.get(device).copied()
    }

    /// Remembers the buffer that a device needs. The file is replaced as a whole, so that
    /// a power cut leaves the old or the new one.
    ///
    /// # Errors
    /// Where the file cannot be written; it is remembered until the program ends.
    pub fn remember(&mut self, device: &str, buffer_frames: u32) -> Result<(), MemoryError> {
        self.buffer_frames.insert(device.to_owned(), buffer_frames);
        let Some(path) = &self.path else { return Ok(()) };
        let content = Content { format: 1, buffer_frames: self.buffer_frames.clone() };
        let text = toml::to_string_pretty(&content)
            .map_err(|error| MemoryError::Content { path: path.clone(), reason: error.to_string() })?;
        write_atomically(path, &text).map_err(|error| MemoryError::File { path: path.clone(), error })
    }
}

/// Where the memory is kept: `cantus/devices.toml` in `XDG_STATE_HOME`
/// (`~/.local/state`; XDG Base Directory Specification 0.8), `%LOCALAPPDATA%` or
/// `~/Library/Application Support`.
pub fn device_memory_path() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_STATE_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/state")))
    };
    folder.map(|folder| folder.join("cantus").join("devices.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was remembered is there after a restart, for each device by itself.
    #[test]
    fn remembers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join("devices.toml");
        let (mut memory, opened) = DeviceMemory::open(Some(&path));
        opened.unwrap();
        memory.remember("alsa:hw:CARD=PCH,DEV=0", 256).unwrap();
        memory.remember("alsa:default", 128).unwrap();
        let (memory, opened) = DeviceMemory::open(Some(&path));
        opened.unwrap();
        assert_eq!(memory.buffer_frames("alsa:hw:CARD=PCH,DEV=0"), Some(256));
        assert_eq!(memory.buffer_frames("alsa:default"), Some(128));
        assert_eq!(memory.buffer_frames("alsa:other"), None);
    }

    /// A spoilt file is reported and replaced, and stops nothing.
    #[test]
    fn survives_a_spoilt_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("devices.toml");
        std::fs::write(&path, "format = 'one'").unwrap();
        let (mut memory, opened) = DeviceMemory::open(Some(&path));
        assert!(opened.is_err());
        memory.remember("a", 64).unwrap();
        assert!(DeviceMemory::open(Some(&path)).1.is_ok());
    }
}
