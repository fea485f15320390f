//! Who plays: one line with their picture, and a list of all people that opens below it.
//!
//! A dozen people are seen at one glance, in two columns where there is room: favourites first, then
//! who played lately, then the others by name, each once.

use eframe::egui::{self, EventFilter, Key, Popup, PopupCloseBehavior, Response};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::finding::Finding;
use super::keeping::{self, Of};
use super::person;
use super::row::{self, Is, Row};
use crate::preset::{Entry, FileKind, picture};

/// Tags that are offered, in this order.
const TAGS: [&str; 5] = ["one switch", "several switches", "scanning", "joystick", "breath"];
/// Narrowest column of the list, and the widest, in points.
const NARROWEST: f32 = 270.0;
const WIDEST: f32 = 320.0;
/// Space that the list leaves at the edge of the window, in points.
const EDGE: f32 = 24.0;
/// Keys that stay with a row that has focus.
const ARROWS: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
/// Least height of the rows, in points.
const LOWEST: f32 = 120.0;
/// Gap between columns, in points.
const GAP: f32 = 8.0;

/// What the list remembers while it is open.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    finding: Finding,
    is_open: bool,
    /// Where keys have led, in the next picture.
    goes_to: Option<Goal>,
}

/// Where keys lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Field,
    Row(usize),
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let name = words.say("desk-people");
    cards::card(ui, view.look, &name, |ui| {
        let told = format!("{name}: {}", view.player());
        let picture = picture(FileKind::Person, view.person_id, view.person.picture.clone());
        let row = Row {
            name: view.player(),
            told: Some(&told),
            about: words.names().of(FileKind::Person, &view.person.about),
            picture: picture.as_ref(),
            is: Is::List { open: memory.is_open },
            width: ui.available_width(),
        };
        let row = row.show(ui, view);
        list(view, &row, &name, memory, wishes);
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
    let popup = Popup::from_toggle_button_response(row)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .frame(egui::Frame::popup(&row.ctx.global_style()).inner_margin(12).corner_radius(14))
        .accessible_name(name)
        .gap(4.0)
        .width(width);
    let shown = popup.show(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 8.0;
        let goal = memory.goes_to.take();
        let search = memory.finding.field(ui, &view.words.say("people-search"));
        // Who opened it by hand points at somebody; who did by key goes on by key.
        if goal == Some(Goal::Field) || (!was_open && row.has_focus()) {
            search.request_focus();
        }
        if search.has_focus() && ui.input(|input| input.key_pressed(Key::ArrowDown)) {
            memory.goes_to = Some(Goal::Row(0));
        }
        let takes_first = search.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        memory.finding.tags(ui, view, &view.library.persons, &TAGS);
        let found = found(view, &memory.finding);
        if found.is_empty() {
            cards::quiet(ui, view.look, &view.words.say("desk-nothing-found"));
        }
        // The list moves up over its line where there is no room below.
        let head = ui.cursor().top() - ui.min_rect().top();
        let left = (room.height() - head).max(LOWEST);
        let area = egui::ScrollArea::vertical().max_height(left).min_scrolled_height(left);
        let rows = area.show(ui, |ui| rows(ui, view, &found, (columns, column), goal, wishes)).inner;
        memory.goes_to = memory.goes_to.or(rows.goes_to);
        if memory.goes_to.is_some() {
            ui.request_repaint();
        }
        let first = found.first().filter(|_| takes_first).map(|entry| entry.id.clone());
        if let Some(id) = rows.chosen.or(first) {
            if id != view.person_id {
                wishes.push(Wish::Person(id));
            }
            ui.close();
        }
    });
    memory.is_open = Popup::is_id_open(&row.ctx, Popup::default_response_id(row));
    if was_open && !memory.is_open {
        let by_key = shown.is_some() && row.ctx.input(|input| !input.pointer.any_released());
        *memory = Memory::default();
        if by_key {
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

/// What came of the rows.
#[derive(Default)]
struct Rows {
    chosen: Option<String>,
    goes_to: Option<Goal>,
}

/// The people, in columns. The arrows lead from one to the next, and up to the field; they stay in the
/// list, whatever lies below it.
fn rows(
    ui: &mut egui::Ui,
    view: &View<'_>,
    found: &[&Entry],
    (columns, width): (usize, f32),
    goal: Option<Goal>,
    wishes: &mut Vec<Wish>,
) -> Rows {
    let mut rows = Rows::default();
    ui.spacing_mut().item_spacing = egui::vec2(GAP, 2.0);
    for (line, entries) in found.chunks(columns).enumerate() {
        ui.horizontal_top(|ui| {
            for (column, entry) in entries.iter().enumerate() {
                let number = line * columns + column;
                let row =
                    ui.push_id(&entry.id, |ui| row::entry(ui, view, Of::Person, entry, width, wishes)).inner;
                if goal == Some(Goal::Row(number)) {
                    row.request_focus();
                    row.scroll_to_me(None);
                }
                if row.has_focus() {
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, ARROWS));
                    let next = ui.input(|input| next(input, number, columns, found.len()));
                    rows.goes_to = rows.goes_to.or(next);
                }
                if row.clicked() {
                    rows.chosen = Some(entry.id.clone());
                }
            }
        });
    }
    rows
}

/// Where an arrow leads from a row.
fn next(input: &egui::InputState, number: usize, columns: usize, count: usize) -> Option<Goal> {
    let pressed = |key| input.key_pressed(key);
    if pressed(Key::ArrowUp) {
        return Some(number.checked_sub(columns).map_or(Goal::Field, Goal::Row));
    }
    let next = match () {
        () if pressed(Key::ArrowDown) => number + columns,
        () if pressed(Key::ArrowRight) => number + 1,
        () if pressed(Key::ArrowLeft) => number.checked_sub(1)?,
        () => return None,
    };
    (next < count).then_some(Goal::Row(next))
}
