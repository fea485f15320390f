//! The songs that a preset names, each read once.

use std::path::Path;
use std::sync::Arc;

use super::Catalogue;
use super::file::PartTable;
use super::song_file::find_song;
use crate::document::DocumentError;
use crate::music::Song;
use crate::play::{OptionKind, registry};

/// Songs by the names they were asked for.
#[derive(Default)]
pub(super) struct SongShelf {
    songs: Vec<(String, Arc<Song>)>,
}

impl SongShelf {
    /// The song named by `written`, from the folder `base` where it is a path.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    pub(super) fn song(
        &mut self,
        catalogue: &Catalogue,
        base: &Path,
        written: &str,
    ) -> Result<Arc<Song>, String> {
        if let Some((_, song)) = self.songs.iter().find(|(name, _)| name == written) {
            return Ok(Arc::clone(song));
        }
        let song = Arc::new(find_song(catalogue, written, base).map_err(|errors| told(&errors))?);
        self.songs.push((written.to_owned(), Arc::clone(&song)));
        Ok(song)
    }

    /// The first song of the parts: the preset takes key, scale, metre and tempo from it where
    /// it has none of its own. A song that cannot be read is none here.
    pub(super) fn first(
        &mut self,
        catalogue: &Catalogue,
        base: &Path,
        parts: &[PartTable],
    ) -> Option<Arc<Song>> {
        let written = parts.iter().find_map(named_song)?;
        self.song(catalogue, base, written).ok()
    }
}

/// The song that a part names.
pub(super) fn named_song(part: &PartTable) -> Option<&str> {
    let row = registry::find(part.mode.get_ref())?;
    let spec = row.options.iter().find(|spec| spec.kind == OptionKind::Song)?;
    let (_, value) = part.options.iter().find(|(name, _)| name.get_ref() == spec.name)?;
    value.get_ref().as_str()
}

fn told(errors: &[DocumentError]) -> String {
    match errors.first() {
        Some(error) if error.line == 0 => error.message.clone(),
        Some(error) => {
            format!(
                "the song {} cannot be used: line {}: {}",
                error.path.display(),
                error.line,
                error.message
            )
        }
        None => "this song cannot be used".to_owned(),
    }
}
