//! What can be played: searched, by tag, favourites and what was played lately first.

use eframe::egui;

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use super::keeping::Of;
use super::{people, row};
use crate::preset::Entry;

/// Tags that are offered, in this order.
const TAGS: [&str; 8] = ["beginner", "calm", "lively", "song", "band", "group", "holding", "joystick"];
/// Pieces under *played lately*.
const LATELY: usize = 4;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    people::show(ui, view, &mut memory.people, wishes);
    cards::card(ui, view.look, &words.say("desk-pieces"), |ui| {
        let all = &view.library.presets;
        let finding = &mut memory.pieces;
        let search = finding.field(ui, &words.say("desk-search"));
        let find = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::F);
        if ui.input_mut(|input| input.consume_shortcut(&find)) {
            search.request_focus();
        }
        finding.tags(ui, view, all, &TAGS);
        ui.spacing_mut().item_spacing.y = 2.0;
        let find = |id: &String| all.iter().find(|entry| entry.id == *id);
        if finding.is_whole() {
            let settings = view.settings;
            group(ui, view, "desk-favourites", settings.favourites.iter().filter_map(find), wishes);
            group(ui, view, "desk-lately", settings.recent.iter().filter_map(find).take(LATELY), wishes);
        }
        let found: Vec<&Entry> = all.iter().filter(|entry| finding.finds(words, entry)).collect();
        if found.is_empty() {
            cards::quiet(ui, view.look, &words.say("desk-nothing-found"));
        }
        group(ui, view, "desk-all", found.into_iter(), wishes);
    });
    ui.add_space(4.0);
    super::super::opening::card(ui, view, wishes);
}

fn group<'a>(
    ui: &mut egui::Ui,
    view: &View<'_>,
    key: &str,
    entries: impl Iterator<Item = &'a Entry>,
    wishes: &mut Vec<Wish>,
) {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return;
    }
    ui.add_space(8.0);
    cards::heading(ui, view.look, &view.words.say(key));
    for entry in entries {
        let width = ui.available_width();
        let row = ui.push_id((key, &entry.id), |ui| row::entry(ui, view, Of::Music, entry, width, wishes));
        if row.inner.clicked() {
            wishes.push(Wish::Open(entry.id.clone()));
        }
    }
}
