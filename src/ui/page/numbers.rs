//! Every number of a person's switch, with its unit and its range. What is turned acts while the
//! music plays, from the next block on.

use eframe::egui::{self, RichText};

use super::super::cards::{self, choice};
use super::super::fit_words::{name_of, suffix, text_key, word_of};
use super::super::view::View;
use super::super::wish::Wish;
use super::role::{role_name, switches};
use super::{Page, PageWish, back, column, headline};
use crate::person::{Kind, PERSON_SETTINGS, PersonSetting, Value};

/// Width of the names, in points.
const NAMES: f32 = 300.0;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    column(ui, |ui| {
        ui.add_space(24.0);
        headline(ui, &words.say_with("page-numbers", &[("person", view.player().into())]));
        cards::quiet(ui, view.look, &words.say("page-numbers-hint"));
        ways(ui, view, wishes);
        whose(ui, view, wishes);
        let name = role_name(view, view.pages.role);
        cards::card(ui, view.look, &name, |ui| rows(ui, view, true, wishes));
        cards::card(ui, view.look, &words.say("page-numbers-person"), |ui| rows(ui, view, false, wishes));
    });
}

fn ways(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    ui.horizontal_wrapped(|ui| {
        back(ui, view, wishes);
        let (back, again) = view.pages.undo_redo;
        for (key, can, wish) in
            [("page-take-back", back, PageWish::TakeBack), ("page-make-again", again, PageWish::MakeAgain)]
        {
            if ui.add_enabled(can, egui::Button::new(words.say(key))).clicked() {
                wishes.push(Wish::Page(wish));
            }
        }
        if ui.button(words.say("fit-name")).clicked() {
            wishes.push(Wish::Page(PageWish::Show(Some(Page::Fit))));
        }
    });
}

/// Which switch, where there are several.
fn whose(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let switches = switches(view);
    if switches.len() < 2 {
        return;
    }
    let now = view.pages.role;
    let rows = switches.into_iter().map(|role| (role, role_name(view, role)));
    let name = view.words.say("page-numbers-which");
    if let Some(role) = choice(ui, &name, &role_name(view, now), 200.0, rows, |role| *role == now) {
        wishes.push(Wish::Page(PageWish::NumbersOf(role)));
    }
}

fn rows(ui: &mut egui::Ui, view: &View<'_>, of_switch: bool, wishes: &mut Vec<Wish>) {
    for row in PERSON_SETTINGS.iter().filter(|row| row.of_switch == of_switch) {
        let now = row.value(view.person, view.pages.role);
        // How long a timed latch lasts means nothing where it is none.
        if row.id == "latch_ms" && now == Value::Off {
            continue;
        }
        let mut new = None;
        ui.horizontal(|ui| {
            let name = name_of(view.words, row);
            let width = NAMES.min(ui.available_width() * 0.5);
            let label = ui.allocate_ui_with_layout(
                egui::vec2(width, 30.0),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_width(width);
                    ui.add(egui::Label::new(RichText::new(&name)).wrap())
                },
            );
            label.inner.on_hover_text(about(view, row));
            new = widget(ui, view, row, &name, now);
        });
        cards::quiet(ui, view.look, &about(view, row));
        if let Some(new) = new.filter(|new| *new != now) {
            wishes.push(Wish::Page(PageWish::Change(vec![row.edit(view.pages.role, new)])));
        }
    }
}

/// The widget of a setting; what it was set to.
fn widget(ui: &mut egui::Ui, view: &View<'_>, row: &PersonSetting, name: &str, now: Value) -> Option<Value> {
    match (row.kind, now) {
        (Kind::Flag, Value::Flag(on)) => {
            let mut on = on;
            let word = view.words.say(if on { "set-yes" } else { "set-no" });
            let changed = ui.checkbox(&mut on, word).accessible_name(name).changed();
            changed.then_some(Value::Flag(on))
        }
        (Kind::Choice(words), Value::Choice(now)) => {
            let said = |word: &str| word_of(view.words, row, word);
            let rows = words.iter().map(|word| (*word, said(word)));
            choice(ui, name, &said(now), 180.0, rows, |word| *word == now).map(Value::Choice)
        }
        (Kind::Number { off, .. }, now) => {
            let mut new = None;
            if let Some(begins) = off {
                let mut on = now != Value::Off;
                let spoken = format!("{name}: {}", view.words.say("set-on"));
                if ui.checkbox(&mut on, view.words.say("set-on")).accessible_name(spoken).changed() {
                    new = Some(if on { Value::Number(begins) } else { Value::Off });
                }
            }
            if let Value::Number(number) = now {
                new = new.or(turned(ui, row, name, number).map(Value::Number));
            }
            new
        }
        _ => None,
    }
}

/// A number that is dragged, typed or stepped with the arrow keys. While a hand drags it, it is only
/// shown: each change lets go what is held.
fn turned(ui: &mut egui::Ui, row: &PersonSetting, name: &str, number: f32) -> Option<f32> {
    let Kind::Number { range: (least, most), step, unit, .. } = row.kind else { return None };
    let id = ui.scope_id().with(row.id);
    let mut new = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(number);
    let drag = egui::DragValue::new(&mut new)
        .range(least..=most)
        .speed(step)
        .max_decimals(0)
        .update_while_editing(false)
        .suffix(suffix(unit));
    let response = ui.add_sized([130.0, 30.0], drag).accessible_name(name);
    if response.dragged() {
        ui.data_mut(|data| data.insert_temp(id, new));
        return None;
    }
    ui.data_mut(|data| data.remove::<f32>(id));
    (new != number).then_some(new)
}

/// What it is for, and its range.
fn about(view: &View<'_>, row: &PersonSetting) -> String {
    let about = view.words.say(&format!("set-{}-about", text_key(row)));
    match row.kind {
        Kind::Number { range: (least, most), unit, .. } => {
            let values = [("least", least.into()), ("most", format!("{most}{}", suffix(unit)).into())];
            format!("{about} {}", view.words.say_with("set-range", &values))
        }
        Kind::Flag | Kind::Choice(_) => about,
    }
}
