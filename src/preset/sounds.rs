//! Recorded sounds and SoundFonts by their names: beside the preset, the user's own, shipped,
//! the system's.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use include_dir::Dir;

use super::Catalogue;
use crate::sound::clip::{Clip, ClipError, LARGEST_BYTES};
use crate::sound::font::{self, Font, FontEntry, FontError};

/// Where systems keep SoundFonts: Debian and its kin, then Fedora and Arch.
const SYSTEM_FONTS: [&str; 2] = ["/usr/share/sounds/sf2", "/usr/share/soundfonts"];
/// Folders of the user's own, within their folder.
const OWN_CLIPS: &str = "sounds";
const OWN_FONTS: &str = "soundfonts";

/// A SoundFont as `cantus list soundfonts` shows it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FontFile {
    /// Name in presets.
    pub id: String,
    /// How many presets it has.
    pub about: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its presets by bank and program.
    pub presets: Vec<FontEntry>,
    /// What is wrong with it, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Catalogue {
    /// The clip in the file `name`; a path counts from `base`.
    ///
    /// # Errors
    /// A sentence with the file's name and the cause.
    pub fn clip(&self, name: &str, base: &Path) -> Result<Clip, String> {
        let told = |place: &Path, error: &dyn std::fmt::Display| {
            format!("the sound file {} cannot be played: {error}", place.display())
        };
        if let Some(path) = self.sound_place(name, base, OWN_CLIPS, &[]) {
            let bytes = read_bounded(&path).map_err(|error| told(&path, &error))?;
            return Clip::decode(name, bytes).map_err(|error| told(&path, &error));
        }
        let shipped = super::catalogue::shipped(OWN_CLIPS).and_then(|folder: &Dir<'_>| {
            folder.files().find(|file| file.path().file_name().is_some_and(|known| known == name))
        });
        match shipped {
            Some(file) => {
                Clip::decode(name, file.contents().to_vec()).map_err(|error| told(file.path(), &error))
            }
            None => Err(format!("there is no sound file `{name}`{}", self.looked(base, OWN_CLIPS, &[]))),
        }
    }

    /// A preset of the SoundFont `name`; a path counts from `base`.
    ///
    /// # Errors
    /// A sentence with the file's name and the cause.
    pub fn font(&self, name: &str, bank: u16, program: u16, base: &Path) -> Result<Font, String> {
        let file_name = if name.contains('.') { name.to_owned() } else { format!("{name}.sf2") };
        let Some(path) = self.sound_place(&file_name, base, OWN_FONTS, &SYSTEM_FONTS) else {
            let looked = self.looked(base, OWN_FONTS, &SYSTEM_FONTS);
            return Err(format!("there is no SoundFont `{file_name}`{looked}"));
        };
        let told = |error: FontError| format!("the SoundFont {} cannot be played: {error}", path.display());
        let mut file = File::open(&path).map_err(|error| told(FontError::Read(error.to_string())))?;
        Font::read(&mut file, bank, program).map_err(told)
    }

    /// Every SoundFont of the user and the system, by name.
    pub fn fonts(&self) -> Vec<FontFile> {
        let own = self.own_folder().map(|own| own.join(OWN_FONTS));
        let folders = own.into_iter().chain(SYSTEM_FONTS.map(PathBuf::from));
        let mut fonts: Vec<FontFile> = Vec::new();
        for file in folders.filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten() {
            let path = file.path();
            let id = file.file_name().to_string_lossy().into_owned();
            let is_font = id.to_lowercase().ends_with(".sf2");
            if is_font && !fonts.iter().any(|known| known.id == id) {
                fonts.push(named_font(id, path));
            }
        }
        fonts.sort_by(|a, b| a.id.cmp(&b.id));
        fonts
    }

    /// The file of this name, where there is one.
    fn sound_place(&self, name: &str, base: &Path, own: &str, system: &[&str]) -> Option<PathBuf> {
        self.folders(base, own, system).map(|folder| folder.join(name)).find(|path| path.is_file())
    }

    fn folders(&self, base: &Path, own: &str, system: &[&str]) -> impl Iterator<Item = PathBuf> {
        let own = self.own_folder().map(|folder| folder.join(own));
        let system: Vec<PathBuf> = system.iter().map(PathBuf::from).collect();
        std::iter::once(base.to_owned()).chain(own).chain(system)
    }

    fn looked(&self, base: &Path, own: &str, system: &[&str]) -> String {
        let folders: Vec<String> = self
            .folders(base, own, system)
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(|folder| folder.display().to_string())
            .collect();
        let sep = if folders.is_empty() { "" } else { ", nor in " };
        format!(" beside the preset{sep}{}", folders.join(", "))
    }
}

/// What is in the SoundFont at `path`, or what is wrong with it.
pub fn font_file(path: &Path) -> FontFile {
    let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    named_font(id, path.to_owned())
}

fn named_font(id: String, path: PathBuf) -> FontFile {
    let read = File::open(&path)
        .map_err(|error| FontError::Read(error.to_string()))
        .and_then(|mut file| font::presets(&mut file));
    let (presets, problem) = match read {
        Ok(presets) => (presets, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    FontFile { id, about: format!("{} presets", presets.len()), path, presets, problem }
}

/// The bytes of a file, of a size that is read.
fn read_bounded(path: &Path) -> Result<Vec<u8>, ClipError> {
    let broken = |error: std::io::Error| ClipError::Broken(error.to_string());
    let file = File::open(path).map_err(broken)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > LARGEST_BYTES { Err(ClipError::Large) } else { Ok(bytes) }
}
