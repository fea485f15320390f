//! The top of the desk: what plays, what was done last, and what is always in reach.

use eframe::egui::{self, Align, Layout, RichText, Stroke};

use super::super::app::Screen;
use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use crate::session::Action;

/// Height of what is always in reach, in points.
const HEIGHT: f32 = 52.0;

/// Below this height of the window, in points, only *silence* and the way to the stage stay in
/// place: the rest scrolls, so that there is room to read.
const LOW: f32 = 320.0;

/// Draws it. `low` says that only what must be in reach is to stay in place.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, low: bool, wishes: &mut Vec<Wish>) {
    if low {
        ui.horizontal(|ui| {
            silence(ui, view, wishes);
            stage(ui, view, wishes);
        });
    } else if ui.available_width() >= super::TWO {
        let size = egui::vec2(ui.available_width(), HEIGHT);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            silence(ui, view, wishes);
            stage(ui, view, wishes);
            ui.add_space(6.0);
            redo(ui, view, wishes);
            undo(ui, view, wishes);
            ui.with_layout(Layout::top_down(Align::Min), |ui| title(ui, view));
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            silence(ui, view, wishes);
            stage(ui, view, wishes);
            ui.add_space(6.0);
            undo(ui, view, wishes);
            redo(ui, view, wishes);
        });
        title(ui, view);
    }
}

/// Whether the window is as low as that.
pub fn is_low(ui: &egui::Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

/// What scrolls where the window is low.
pub fn rest(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    title(ui, view);
    ui.horizontal_wrapped(|ui| {
        undo(ui, view, wishes);
        redo(ui, view, wishes);
    });
}

fn title(ui: &mut egui::Ui, view: &View<'_>) {
    let look = view.look;
    ui.spacing_mut().item_spacing.y = 2.0;
    let name = view.piece();
    let label = ui.add(egui::Label::new(RichText::new(name).size(25.0).strong()).truncate());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(name);
    });
    let said = if view.said.is_empty() { view.words.say("desk-hint") } else { view.said.to_owned() };
    let first = said.lines().next().unwrap_or_default();
    let text = RichText::new(first).size(15.0).color(look.palette.quiet);
    let label = ui.add(egui::Label::new(text).truncate()).on_hover_text(&said);
    cards::is_live(ui, &label, false);
}

fn silence(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let (words, palette) = (view.words, &view.look.palette);
    let silence = egui::Button::new(RichText::new(words.say("desk-silence")).size(19.0).strong())
        .min_size(egui::vec2(130.0, HEIGHT - 6.0))
        .stroke(Stroke::new(2.5, palette.severe));
    if ui.add(silence).on_hover_text(words.say("desk-silence-hint")).clicked() {
        wishes.push(Wish::Act(Action::Silence));
    }
}

fn stage(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let (words, palette) = (view.words, &view.look.palette);
    let stage = RichText::new(words.say("desk-to-stage")).color(palette.on_accent).size(19.0).strong();
    let stage = egui::Button::new(stage)
        .min_size(egui::vec2(110.0, HEIGHT - 6.0))
        .fill(palette.accent)
        .stroke(Stroke::NONE);
    if ui.add(stage).on_hover_text(words.say("desk-to-stage-hint")).clicked() {
        wishes.push(Wish::Show(Screen::Stage));
    }
}

fn undo(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    step(ui, view, ["desk-undo", "desk-undo-hint"], view.undo_redo.0, Wish::Undo, wishes);
}

fn redo(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    step(ui, view, ["desk-redo", "desk-redo-hint"], view.undo_redo.1, Wish::Redo, wishes);
}

/// A step back or on, with its name and what it does.
fn step(
    ui: &mut egui::Ui,
    view: &View<'_>,
    [name, hint]: [&str; 2],
    can: bool,
    wish: Wish,
    wishes: &mut Vec<Wish>,
) {
    let button = egui::Button::new(view.words.say(name)).min_size(egui::vec2(0.0, HEIGHT - 6.0));
    if ui.add_enabled(can, button).on_hover_text(view.words.say(hint)).clicked() {
        wishes.push(wish);
    }
}
