//! What there is to choose from: presets, sounds, scales, songs, as lists show them.

use super::letters::{readable, typable};
use super::retelling::Retold;
use super::system_letters::SystemLetters;
use super::words::Words;
use crate::music::Scale;
use crate::preset::{Catalogue, Entry, FileKind, FontFile, read_scale};

/// All that can be chosen; read once, when the desk is first shown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// What can be played.
    pub presets: Vec<Entry>,
    /// Who can play.
    pub persons: Vec<Entry>,
    /// Sounds.
    pub patches: Vec<Entry>,
    /// Scales.
    pub scales: Vec<(Entry, Option<Scale>)>,
    /// Songs, each with the name that it has in its own letters.
    pub songs: Vec<(Entry, String)>,
    /// SoundFonts that were opened.
    pub fonts: Vec<FontFile>,
    /// Names that are told by their files, as they are and as they are told.
    pub retold: Retold,
}

impl Library {
    /// Everything in `catalogue`, with names in the language of `words` and in `letters` that can be
    /// drawn.
    pub fn read(catalogue: &Catalogue, words: &Words, letters: &mut SystemLetters) -> Self {
        let names = words.names();
        let mut retold = Vec::new();
        let mut tell = |own: &str, id: &str| {
            let told = readable(own, id, &mut |letter| letters.draws(letter));
            let typed = typable(own);
            if typed != told {
                retold.push((typed, told.clone()));
            }
            told
        };
        let mut sorted = |kind| {
            let mut entries = catalogue.entries(kind);
            for entry in &mut entries {
                entry.name = tell(names.of(kind, &entry.name), &entry.id);
                entry.about = names.of(kind, &entry.about).to_owned();
            }
            entries.sort_by_key(|entry| entry.name.to_lowercase());
            entries
        };
        let scale = |entry: Entry| {
            let document = catalogue.document(FileKind::Scale, &entry.id, std::path::Path::new(""));
            let scale = document.ok().and_then(|document| read_scale(&document).ok());
            (entry, scale)
        };
        let [presets, persons, patches] =
            [FileKind::Preset, FileKind::Person, FileKind::Patch].map(&mut sorted);
        let scales = sorted(FileKind::Scale).into_iter().map(scale).collect();
        let mut songs: Vec<(Entry, String)> = catalogue
            .entries(FileKind::Song)
            .into_iter()
            .map(|mut entry| {
                let own = std::mem::take(&mut entry.name);
                entry.name = tell(&own, &entry.id);
                (entry, own)
            })
            .collect();
        songs.sort_by_key(|(entry, _)| entry.name.to_lowercase());
        Library { presets, persons, patches, scales, songs, fonts: Vec::new(), retold }
    }

    /// Name in files and for people of a scale, where it is one of these.
    pub fn scale_of(&self, scale: &Scale) -> Option<(&str, &str)> {
        let found = self.scales.iter().find(|(_, known)| known.as_ref() == Some(scale));
        found.map(|(entry, _)| (entry.id.as_str(), entry.name.as_str()))
    }
}
