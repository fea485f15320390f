//! The top of the desk: what plays, what was done last, and what is always in reach.

use eframe::egui::{self, Align, Layout, RichText, Stroke};

use super::super::app::Screen;
use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use crate::session::Action;

/// Height of what is always in reach, in points.
const HEIGHT: f32 = 52.0;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let wide = ui.available_width() >= super::TWO;
    if wide {
        let size = egui::vec2(ui.available_width(), HEIGHT);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            in_reach(ui, view, wishes);
            ui.with_layout(Layout::top_down(Align::Min), |ui| title(ui, view));
        });
    } else {
        ui.horizontal_wrapped(|ui| in_reach(ui, view, wishes));
        title(ui, view);
    }
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

fn in_reach(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let (look, words) = (view.look, view.words);
    let palette = &look.palette;
    let tall = |text: String| egui::Button::new(text).min_size(egui::vec2(0.0, HEIGHT - 6.0));
    let silence = egui::Button::new(RichText::new(words.say("desk-silence")).size(19.0).strong())
        .min_size(egui::vec2(130.0, HEIGHT - 6.0))
        .stroke(Stroke::new(2.5, palette.severe));
    if ui.add(silence).on_hover_text(words.say("desk-silence-hint")).clicked() {
        wishes.push(Wish::Act(Action::Silence));
    }
    let stage = RichText::new(words.say("desk-to-stage")).color(palette.on_accent).size(19.0).strong();
    let stage = egui::Button::new(stage)
        .min_size(egui::vec2(110.0, HEIGHT - 6.0))
        .fill(palette.accent)
        .stroke(Stroke::NONE);
    if ui.add(stage).on_hover_text(words.say("desk-to-stage-hint")).clicked() {
        wishes.push(Wish::Show(Screen::Stage));
    }
    ui.add_space(6.0);
    let (undo, redo) = view.undo_redo;
    let button = ui.add_enabled(redo, tall(words.say("desk-redo")));
    if button.on_hover_text(words.say("desk-redo-hint")).clicked() {
        wishes.push(Wish::Redo);
    }
    let button = ui.add_enabled(undo, tall(words.say("desk-undo")));
    if button.on_hover_text(words.say("desk-undo-hint")).clicked() {
        wishes.push(Wish::Undo);
    }
}
