//! Who plays: one line with their picture, and a list of all people that opens below it.
//!
//! A dozen people are seen at one glance, in two columns where there is room: favourites first, then
//! who played lately, then the others by name, each once.

use eframe::egui::{self, Key, Modifiers, Popup, PopupCloseBehavior, Response};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::finding::Finding;
use super::keeping::{self, Of};
use super::person;
use super::row::{Is, Row, STAR, star};
use crate::preset::{Entry, FileKind, picture};

/// Tags that are offered, in this order.
const TAGS: [&str; 5] = ["one switch", "several switches", "scanning", "joystick", "breath"];
/// Narrowest column of the list, and the widest, in points.
const NARROWEST: f32 = 270.0;
const WIDEST: f32 = 320.0;
/// Space that the list leaves at the edge of the window, in points.
const EDGE: f32 = 24.0;
/// Gap between columns, in points.
const GAP: f32 = 8.0;

/// What the list remembers while it is open.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    finding: Finding,
    is_open: bool,
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let name = words.say("desk-people");
    cards::card(ui, view.look, &name, |ui| {
        let told = format!("{name}: {}", view.player());
        let about = words.names().of(FileKind::Person, &view.person.about);
        let picture = picture(FileKind::Person, view.person_id, view.person.picture.clone());
        let row = Row {
            name: view.player(),
            told: Some(&told),
            about,
            picture: picture.as_ref(),
            is: Is::List { open: memory.is_open },
            width: ui.available_width(),
        };
        let row = row.show(ui, view);
        list(view, &row, &name, memory, wishes);
        cards::quiet(ui, view.look, about);
        keeping::show(ui, view, Of::Person, wishes);
        person::show(ui, view, wishes);
    });
}

fn list(view: &View<'_>, row: &Response, name: &str, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let was_open = memory.is_open;
    let room = row.ctx.content_rect().shrink(EDGE);
    let column = (room.width() / 2.0 - GAP).clamp(NARROWEST, WIDEST).min(room.width());
    let columns = if 2.0 * column + GAP <= room.width() { 2 } else { 1 };
    let width = columns as f32 * (column + GAP) - GAP;
    let popup = Popup::menu(row)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name)
        .gap(4.0)
        .width(width);
    let shown = popup.show(|ui| {
        ui.set_width(width);
        let search = memory.finding.field(ui, &view.words.say("people-search"));
        // Who opened it by hand points at somebody; who did by key goes on by key.
        if !was_open && row.has_focus() {
            search.request_focus();
        }
        let into_list =
            search.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
        let first = search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        memory.finding.tags(ui, view, &view.library.persons, &TAGS);
        let found = found(view, &memory.finding);
        if found.is_empty() {
            cards::quiet(ui, view.look, &view.words.say("desk-nothing-found"));
        }
        let left = (room.bottom() - ui.cursor().top()).max(120.0);
        let chosen = egui::ScrollArea::vertical()
            .max_height(left)
            .show(ui, |ui| rows(ui, view, &found, (columns, column), into_list, wishes))
            .inner;
        let chosen = chosen.or_else(|| found.first().filter(|_| first).map(|entry| entry.id.clone()));
        if let Some(id) = chosen {
            if id != view.person_id {
                wishes.push(Wish::Person(id));
            }
            ui.close();
        }
    });
    memory.is_open = Popup::is_id_open(&row.ctx, Popup::default_response_id(row));
    if was_open && !memory.is_open {
        memory.finding = Finding::default();
        if shown.is_some() {
            row.request_focus();
        }
    }
}

/// Who is looked for: favourites, who played lately, the others.
fn found<'v>(view: &'v View<'_>, finding: &Finding) -> Vec<&'v Entry> {
    let settings = view.settings;
    let place = |entry: &Entry| {
        let place = |names: &[String]| names.iter().position(|name| *name == entry.id).unwrap_or(usize::MAX);
        (place(&settings.favourite_people), place(&settings.recent_people))
    };
    let mut found: Vec<&Entry> =
        view.library.persons.iter().filter(|entry| finding.finds(view.words, entry)).collect();
    // Those that stand nowhere keep the order of their names.
    found.sort_by_key(|entry| place(entry));
    found
}

/// The people, in columns. Tells who was chosen.
fn rows(
    ui: &mut egui::Ui,
    view: &View<'_>,
    found: &[&Entry],
    (columns, width): (usize, f32),
    into_list: bool,
    wishes: &mut Vec<Wish>,
) -> Option<String> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing = egui::vec2(GAP, 2.0);
    for (number, line) in found.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            for (place, entry) in line.iter().enumerate() {
                ui.push_id(&entry.id, |ui| {
                    let response = person_row(ui, view, entry, width, wishes);
                    if into_list && number == 0 && place == 0 {
                        response.request_focus();
                    }
                    if response.clicked() {
                        chosen = Some(entry.id.clone());
                    }
                });
            }
        });
    }
    chosen
}

fn person_row(
    ui: &mut egui::Ui,
    view: &View<'_>,
    entry: &Entry,
    width: f32,
    wishes: &mut Vec<Wish>,
) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let row = Row {
            name: &entry.name,
            told: None,
            about: entry.problem.as_ref().unwrap_or(&entry.about),
            picture: entry.picture.as_ref(),
            is: Is::Choice { now: view.person_id == entry.id },
            width: width - STAR,
        };
        let response = row.show(ui, view);
        let is_favourite = view.settings.favourite_people.contains(&entry.id);
        let name = view.words.say_with("people-favourite", &[("name", entry.name.as_str().into())]);
        if star(ui, view.look, is_favourite, &name) {
            wishes.push(Wish::Favourite(Of::Person, entry.id.clone()));
        }
        response
    })
    .inner
}
