//! What becomes of wishes.

use std::path::Path;

use super::app::Window;
use super::desk::Of;
use super::opening::{Folder, Opens};
use super::page::PageWish;
use super::wish::Wish;
use super::words::Words;
use crate::input::DeskEdit;
use crate::play::registry;
use crate::preset::{FileKind, font_file};
use crate::session::settings::{SIZE, change_favourite};
use crate::sound::font::{DRUM_BANK, FontEntry};

impl Window {
    /// Does what somebody wants.
    pub(super) fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Act(action) => self.said = self.session.act(&action),
            Wish::Edit(edit) => self.changed(|window| window.session.edit(&edit)),
            Wish::EditOn(edit) => self.changed(|window| window.session.edit_on(&edit)),
            Wish::Undo if self.pages.change_the_person() => self.grant_page(PageWish::TakeBack),
            Wish::Redo if self.pages.change_the_person() => self.grant_page(PageWish::MakeAgain),
            Wish::Undo => self.changed(|window| window.session.undo()),
            Wish::Redo => self.changed(|window| window.session.redo()),
            Wish::Open(preset) => self.open(&preset),
            Wish::Person(person) => self.changed(|window| window.session.set_person(&person)),
            Wish::Page(wish) => self.grant_page(wish),
            Wish::OpenFile(path) => self.open_file(&path),
            Wish::Browse(folder) => self.browse(folder),
            Wish::ProblemRead => self.problem = None,
            // What is as its file has it needs no copy.
            Wish::Keep(Of::Music) if !self.session.unsaved().0 => {}
            Wish::Keep(Of::Person) if !self.session.unsaved().1 => {}
            Wish::Keep(Of::Music) => self.changed(|window| window.session.save_preset()),
            Wish::Keep(Of::Person) => self.changed(|window| window.session.save_person()),
            Wish::Reopen(Of::Music) => self.changed(|window| window.session.reopen_preset()),
            Wish::Reopen(Of::Person) => self.changed(|window| window.session.reopen_person()),
            Wish::Ship(Of::Music) => self.changed(|window| window.session.ship_preset()),
            Wish::Ship(Of::Person) => self.changed(|window| window.session.ship_person()),
            Wish::Favourite(of, id) => self.session.remember(|settings| match of {
                Of::Music => change_favourite(&mut settings.favourites, &id),
                Of::Person => change_favourite(&mut settings.favourite_people, &id),
            }),
            Wish::Show(screen) => {
                self.grant_page(PageWish::Show(None));
                self.screen = screen;
                self.session.remember(|settings| settings.begun = true);
            }
            Wish::Theme(theme) => {
                self.look.set_theme(theme);
                self.look_is_new = true;
                self.session.remember(|settings| settings.theme = Some(theme.id().to_owned()));
            }
            Wish::Size(size) => {
                self.look.size = size.clamp(*SIZE.start(), *SIZE.end());
                self.look_is_new = true;
                let size = self.look.size;
                self.session.remember(|settings| settings.size = size);
            }
            Wish::ReducedMotion(reduced) => {
                self.look.reduced_motion = reduced;
                self.session.remember(|settings| settings.reduced_motion = reduced);
            }
            Wish::NoteNames(shown) => {
                self.look.note_names = shown;
                self.session.remember(|settings| settings.note_names = shown);
            }
            Wish::SongText(shown) => self.session.remember(|settings| settings.song_text = shown),
            Wish::Language(language) => {
                self.words = Words::new(language);
                // Names are read again in it.
                self.library.presets.clear();
                self.session.remember(|settings| settings.language = Some(language.code.to_owned()));
            }
            Wish::Dismiss(place) => self.alerts.dismiss(place),
        }
    }

    pub(super) fn changed(&mut self, change: impl FnOnce(&mut Window) -> Result<String, String>) {
        self.said = change(self).unwrap_or_else(|reason| reason);
    }

    fn open(&mut self, preset: &str) {
        match self.session.try_open(preset) {
            Ok(said) => {
                self.said = said;
                self.problem = None;
            }
            Err(reason) => self.problem = Some(reason.to_string()),
        }
    }

    /// A file from outside: music is played; a song, a sound, a SoundFont or a recording goes to the
    /// part that is chosen.
    fn open_file(&mut self, path: &Path) {
        self.folder = None;
        let name = path.to_string_lossy().into_owned();
        let part = self.desk.part(self.session.arrangement().setup.parts.len());
        let edit = match Opens::of(path) {
            Some(Opens::As(FileKind::Preset)) => return self.open(&name),
            Some(Opens::As(FileKind::Person)) => return self.open_person(&name),
            Some(Opens::As(FileKind::Song)) => {
                DeskEdit::Mode { part, id: "song".to_owned(), song: Some(name) }
            }
            Some(Opens::As(FileKind::Patch)) => DeskEdit::Patch { part, id: name },
            Some(Opens::As(_)) => DeskEdit::Scale(name),
            Some(Opens::Clip) => DeskEdit::Clip { part, file: name },
            Some(Opens::Font) => match self.font(path, part) {
                Ok(edit) => edit,
                Err(reason) => {
                    self.problem = Some(reason);
                    return;
                }
            },
            None => {
                let values = [("file", name.into())];
                self.problem = Some(self.words.say_with("open-unknown", &values));
                return;
            }
        };
        match self.session.edit(&edit) {
            Ok(said) => (self.said, self.problem) = (said, None),
            Err(reason) => self.problem = Some(reason),
        }
    }

    fn open_person(&mut self, name: &str) {
        match self.session.set_person(name) {
            Ok(said) => (self.said, self.problem) = (said, None),
            Err(reason) => self.problem = Some(reason),
        }
    }

    /// The first preset of a SoundFont that fits `part`; all of them can be chosen from then on.
    fn font(&mut self, path: &Path, part: u8) -> Result<DeskEdit, String> {
        let font = font_file(path);
        if let Some(problem) = font.problem {
            return Err(format!("{}: {problem}.", path.display()));
        }
        let parts = &self.session.arrangement().setup.parts;
        let mode = parts.get(usize::from(part)).map_or("", |part| part.mode);
        let drums = registry::find(mode).is_some_and(|row| row.unpitched);
        let fits = |preset: &&FontEntry| (preset.bank >= DRUM_BANK) == drums;
        let Some(first) = font.presets.iter().find(fits) else {
            let key = if drums { "open-font-no-drums" } else { "open-font-only-drums" };
            return Err(self.words.say_with(key, &[("file", path.display().to_string().into())]));
        };
        let file = path.to_string_lossy().into_owned();
        let edit = DeskEdit::Font { part, bank: first.bank, program: first.program, file };
        self.library.fonts.retain(|known| known.path != font.path);
        self.library.fonts.push(font);
        Ok(edit)
    }

    fn browse(&mut self, folder: Option<Folder>) {
        self.folder = folder;
    }
}
