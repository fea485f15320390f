//! What a part plays and how it sounds: mode, song, sound.

use eframe::egui;

use super::super::cards::{choice, searched_choice};
use super::super::letters::typable;
use super::super::view::View;
use crate::engine::PartSetup;
use crate::input::DeskEdit;
use crate::play::{OptionKind, registry};
use crate::preset::{FileKind, FontFile};
use crate::sound::Source;
use crate::sound::font::DRUM_BANK;

/// The choices of one part.
pub struct Choices<'a> {
    /// How everything stands.
    pub view: &'a View<'a>,
    /// Number of the part.
    pub number: u8,
    /// The part.
    pub part: &'a PartSetup,
    /// Width of each list, in points.
    pub width: f32,
}

impl Choices<'_> {
    /// How a press plays.
    pub fn mode(&self, ui: &mut egui::Ui) -> Option<DeskEdit> {
        let &Choices { view, number, part, width } = self;
        let label = |id: &str, label: &str| view.words.say_or(&format!("mode-{id}"), label);
        let now = registry::find(part.mode).map_or_else(String::new, |row| label(row.id, row.label));
        // Recorded sounds come with the mode that plays them, when they are opened.
        let rows = registry::MODES.iter().filter(|row| row.id != "cue" || part.mode == "cue");
        let rows = rows.map(|row| (row.id, label(row.id, row.label)));
        let id = choice(ui, &view.words.say("desk-mode"), &now, width, rows, |id| *id == part.mode)?;
        let needs_song = registry::find(id)
            .is_some_and(|row| row.options.iter().any(|spec| spec.kind == OptionKind::Song));
        let song = needs_song.then(|| view.library.songs.first().map(|(song, _)| song.id.clone())).flatten();
        Some(DeskEdit::Mode { part: number, id: id.to_owned(), song })
    }

    /// Which song, where it plays one.
    pub fn song(&self, ui: &mut egui::Ui) -> Option<DeskEdit> {
        let &Choices { view, number, part, width } = self;
        let own = &part.options.first_song()?.name;
        let known = view.library.songs.iter().find(|(_, name)| name == own).map(|(song, _)| song);
        let now = known.map_or_else(|| typable(own), |song| song.name.clone());
        let rows = view.library.songs.iter().map(|(song, _)| (&song.id, song.name.clone()));
        let words = view.words;
        let names = (words.say("desk-song"), words.say("desk-song-search"));
        let id = searched_choice(ui, (&names.0, &names.1), &now, width, rows, |id| {
            known.is_some_and(|song| song.id == **id)
        })?;
        Some(DeskEdit::Mode { part: number, id: part.mode.to_owned(), song: Some(id.clone()) })
    }

    /// Its sound: a patch, or a preset of a SoundFont that was opened.
    pub fn sound(&self, ui: &mut egui::Ui) -> Option<DeskEdit> {
        let &Choices { view, number, part, width } = self;
        if matches!(part.source, Source::Clips(_)) {
            return None;
        }
        let drums = registry::find(part.mode).is_some_and(|row| row.unpitched);
        let now = match &part.source {
            Source::Font(font) => font.name.clone(),
            _ => view.words.names().of(FileKind::Patch, &part.patch.name).to_owned(),
        };
        let is_patch = matches!(part.source, Source::Patch);
        let patches = view.library.patches.iter().filter(|patch| patch.id.starts_with("kit_") == drums);
        let patches = patches.map(|patch| (Sound::Patch(patch.id.clone()), patch.name.clone()));
        let fonts = view.library.fonts.iter().flat_map(|font| presets(font, drums));
        let named = |sound: &Sound, name: &str| name == now && is_patch == matches!(sound, Sound::Patch(_));
        let rows: Vec<(Sound, String)> = patches.chain(fonts).collect();
        let known = rows.iter().position(|(sound, name)| named(sound, name));
        let texts = rows.iter().enumerate().map(|(place, (_, name))| (place, name.clone()));
        let words = view.words;
        let name = words.say("desk-sound");
        let is_now = |place: &usize| known == Some(*place);
        let place = if view.library.fonts.is_empty() {
            choice(ui, &name, &now, width, texts, is_now)?
        } else {
            searched_choice(ui, (&name, &words.say("desk-sound-search")), &now, width, texts, is_now)?
        };
        Some(match rows.into_iter().nth(place)?.0 {
            Sound::Patch(id) => DeskEdit::Patch { part: number, id },
            Sound::Font { bank, program, file } => DeskEdit::Font { part: number, bank, program, file },
        })
    }
}

/// A sound that can be chosen.
#[derive(PartialEq)]
enum Sound {
    Patch(String),
    Font { bank: u16, program: u16, file: String },
}

/// Presets of a SoundFont that fit, drums or notes.
fn presets(font: &FontFile, drums: bool) -> impl Iterator<Item = (Sound, String)> {
    let fits = font.presets.iter().filter(move |preset| (preset.bank >= DRUM_BANK) == drums);
    fits.map(|preset| {
        let file = font.path.display().to_string();
        (Sound::Font { bank: preset.bank, program: preset.program, file }, preset.name.clone())
    })
}
