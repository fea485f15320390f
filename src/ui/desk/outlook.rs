//! How the window looks and speaks.

use eframe::egui;

use super::super::cards::{self, choice};
use super::super::look::Theme;
use super::super::view::View;
use super::super::wish::Wish;
use super::super::words::LANGUAGES;

/// Sizes that are offered, in percent.
const SIZES: [u16; 6] = [100, 125, 150, 200, 300, 400];

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-outlook"), |ui| {
        let width = ui.available_width() - 4.0;
        let now = words.language();
        let rows = LANGUAGES.into_iter().map(|language| (language, language.name.to_owned()));
        let name = words.say("desk-language");
        if let Some(language) = choice(ui, &name, now.name, width, rows, |row| *row == now) {
            wishes.push(Wish::Language(language));
        }
        let theme = view.look.theme;
        let named = |theme: Theme| words.say(&format!("theme-{}", theme.id()));
        let rows = Theme::ALL.into_iter().map(|theme| (theme, named(theme)));
        let name = words.say("desk-theme");
        if let Some(theme) = choice(ui, &name, &named(theme), width, rows, |row| *row == theme) {
            wishes.push(Wish::Theme(theme));
        }
        let size = (view.look.size * 100.0).round() as u16;
        let percent = |size: u16| format!("{size} %");
        let rows = SIZES.into_iter().map(|size| (size, percent(size)));
        let name = words.say("desk-size");
        if let Some(size) = choice(ui, &name, &percent(size), width, rows, |row| *row == size) {
            wishes.push(Wish::Size(f32::from(size) / 100.0));
        }
        let mut calm = view.look.reduced_motion;
        if ui.checkbox(&mut calm, words.say("desk-calm")).changed() {
            wishes.push(Wish::ReducedMotion(calm));
        }
        let mut names = view.look.note_names;
        if ui.checkbox(&mut names, words.say("desk-note-names")).changed() {
            wishes.push(Wish::NoteNames(names));
        }
        let mut sung = view.settings.song_text;
        if ui.checkbox(&mut sung, words.say("desk-song-text")).changed() {
            wishes.push(Wish::SongText(sung));
        }
    });
}
