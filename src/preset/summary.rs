//! What lists say of a preset, without looking up what it names.

use super::file::PresetFile;
use super::read::{ROOT, SCALE, root};
use super::song_shelf::named_song;
use crate::document::{Document, DocumentError, Findings};
use crate::music::Pitch;

/// What lists say where a song brings its scale.
const OF_THE_SONG: &str = "of the song";

/// What lists say of a preset. Names in it are not looked up.
pub(super) struct Summary {
    pub name: String,
    pub about: String,
    pub tags: Vec<String>,
    pub picture: Option<String>,
    pub difficulty: Option<u8>,
    pub modes: Vec<String>,
    /// [`OF_THE_SONG`] where the preset's song says it.
    pub scale: String,
    /// None where the preset's song says it.
    pub root: Option<Pitch>,
}

impl Summary {
    pub fn read(document: &Document) -> Result<Self, Vec<DocumentError>> {
        let file: PresetFile = document.read()?;
        let mut findings = Findings::new(document);
        let root = root(&file, &mut findings);
        let mut modes: Vec<String> = Vec::new();
        for part in &file.part {
            if !modes.contains(part.mode.get_ref()) {
                modes.push(part.mode.get_ref().clone());
            }
        }
        let of_song = file.part.iter().any(|part| named_song(part).is_some());
        let root = root.or((!of_song).then_some(ROOT));
        let unsaid = if of_song { OF_THE_SONG } else { SCALE };
        let scale = file.scale.as_ref().map_or_else(|| unsaid.to_owned(), |name| name.get_ref().clone());
        let PresetFile { name, about, tags, picture, difficulty, .. } = file;
        findings.finish(Summary { name, about, tags, picture, difficulty, modes, scale, root })
    }
}
