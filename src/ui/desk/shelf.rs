//! What can be played: searched, by tag, favourites and what was played lately first.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use super::keeping::{self, Of};
use super::person;
use super::row::{Row, STAR, star};
use crate::preset::{Entry, FileKind};

/// Tags that are offered.
const TAGS: [&str; 8] = ["beginner", "calm", "lively", "song", "band", "group", "holding", "joystick"];
/// Pieces under *played lately*.
const LATELY: usize = 4;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-people"), |ui| {
        let rows = view.library.persons.iter().map(|person| (person.id.clone(), person.name.clone()));
        let width = ui.available_width() - 4.0;
        let now = view.player();
        let is_now = |id: &String| id == view.person_id;
        if let Some(person) = cards::choice(ui, &words.say("desk-people"), now, width, rows, is_now) {
            wishes.push(Wish::Person(person));
        }
        cards::quiet(ui, view.look, view.words.names().of(FileKind::Person, &view.person.about));
        keeping::show(ui, view, Of::Person, wishes);
        person::show(ui, view, wishes);
    });
    cards::card(ui, view.look, &words.say("desk-pieces"), |ui| {
        let search = egui::TextEdit::singleline(&mut memory.search)
            .hint_text(words.say("desk-search"))
            .desired_width(f32::INFINITY);
        let search = ui.add(search).accessible_name(words.say("desk-search"));
        let find = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::F);
        if ui.input_mut(|input| input.consume_shortcut(&find)) {
            search.request_focus();
        }
        tags(ui, view, memory);
        ui.spacing_mut().item_spacing.y = 2.0;
        let all = &view.library.presets;
        let is_whole = memory.search.trim().is_empty() && memory.tag.is_none();
        let find = |id: &String| all.iter().find(|entry| entry.id == *id);
        if is_whole {
            let settings = view.settings;
            group(ui, view, "desk-favourites", settings.favourites.iter().filter_map(find), wishes);
            group(ui, view, "desk-lately", settings.recent.iter().filter_map(find).take(LATELY), wishes);
        }
        group(ui, view, "desk-all", all.iter().filter(|entry| matches(entry, memory)), wishes);
        if !is_whole && !all.iter().any(|entry| matches(entry, memory)) {
            cards::quiet(ui, view.look, &words.say("desk-nothing-found"));
        }
    });
    ui.add_space(4.0);
    super::super::opening::card(ui, view, wishes);
}

fn tags(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        ui.spacing_mut().button_padding = egui::vec2(10.0, 3.0);
        ui.spacing_mut().interact_size.y = 26.0;
        ui.horizontal_wrapped(|ui| {
            for tag in TAGS {
                let on = memory.tag.as_deref() == Some(tag);
                let text = RichText::new(view.words.say(&format!("tag-{tag}"))).size(14.0);
                let button = egui::Button::selectable(on, text).frame_when_inactive(true).corner_radius(13);
                if ui.add(button).clicked() {
                    memory.tag = (!on).then(|| tag.to_owned());
                }
            }
        });
    });
}

/// Whether an entry is looked for.
fn matches(entry: &Entry, memory: &Memory) -> bool {
    let tags = entry.tags.as_deref().unwrap_or_default();
    let has_tag = memory.tag.as_ref().is_none_or(|tag| tags.contains(tag));
    let text = format!("{} {} {}", entry.name, entry.about, tags.join(" ")).to_lowercase();
    has_tag && memory.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
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
        ui.push_id((key, &entry.id), |ui| row(ui, view, entry, wishes));
    }
}

fn row(ui: &mut egui::Ui, view: &View<'_>, entry: &Entry, wishes: &mut Vec<Wish>) {
    let about = entry.problem.as_ref().unwrap_or(&entry.about);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let is_now = view.preset == entry.id;
        let row = Row { name: &entry.name, about, is_now, width: ui.available_width() - STAR };
        if row.show(ui, view.look) {
            wishes.push(Wish::Open(entry.id.clone()));
        }
        let is_favourite = view.settings.favourites.contains(&entry.id);
        let name = view.words.say_with("desk-favourite", &[("name", entry.name.as_str().into())]);
        if star(ui, view.look, is_favourite, &name) {
            wishes.push(Wish::Favourite(entry.id.clone()));
        }
    });
}
