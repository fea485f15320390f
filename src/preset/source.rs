//! Where the sound of a part comes from, as its table says: patch, SoundFont or clips.

use std::sync::Arc;

use super::file::PartTable;
use super::read::Reading;
use crate::sound::Source;
use crate::sound::clip::Clip;

/// The mode that plays clips.
const CUE: &str = "cue";

impl Reading<'_> {
    /// The part's source; where a file is missing or broken, a warning, and the patch.
    pub(super) fn source(&mut self, table: &PartTable) -> Source {
        let is_cue = table.mode.get_ref() == CUE;
        if let Some(names) = &table.clips {
            if !is_cue {
                let place = names.first().map_or(table.mode.span(), toml::Spanned::span);
                self.findings.add(place, "`clips` are for the mode `cue`");
            }
            return Source::Clips(Arc::new(names.iter().map(|name| self.clip(name)).collect()));
        }
        if is_cue {
            let missing = "the mode `cue` plays sound files: name them in `clips`";
            self.findings.add(table.mode.span(), missing);
        }
        let Some(font) = &table.soundfont else { return Source::Patch };
        let (bank, program) = (font.bank.unwrap_or(0), font.program.unwrap_or(0));
        match self.catalogue.font(font.file.get_ref(), bank, program, self.base) {
            Ok(font) => Source::Font(Arc::new(font)),
            Err(error) => {
                let instead = format!("{error}; the part sounds with its patch instead");
                self.warnings.add(font.file.span(), instead);
                Source::Patch
            }
        }
    }

    fn clip(&mut self, name: &toml::Spanned<String>) -> Option<Clip> {
        match self.catalogue.clip(name.get_ref(), self.base) {
            Ok(clip) => Some(clip),
            Err(error) => {
                self.warnings
                    .add(name.span(), format!("{error}; its switch plays a tone of the patch instead"));
                None
            }
        }
    }
}
