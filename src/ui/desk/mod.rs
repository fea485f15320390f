//! What the person beside the player sees: everything that can be set, on one screen.

use eframe::egui;

use super::app::Screen;
use super::view::View;
use super::wish::Wish;
use crate::session::Action;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    ui.horizontal(|ui| {
        ui.heading(view.words.say("desk-name"));
        if ui.button(view.words.say("desk-to-stage")).clicked() {
            wishes.push(Wish::Show(Screen::Stage));
        }
    });
    for (key, action) in [
        ("desk-silence", Action::Silence),
        ("desk-louder", Action::Louder),
        ("desk-softer", Action::Softer),
        ("desk-previous", Action::Previous),
        ("desk-next", Action::Next),
        ("desk-finish", Action::Finish),
    ] {
        if ui.button(view.words.say(key)).clicked() {
            wishes.push(Wish::Act(action));
        }
    }
    ui.label(view.words.say("desk-alerts"));
    for (place, alert) in view.alerts.iter().enumerate() {
        ui.label(format!("{} {} {}", alert.what, alert.still, alert.advice));
        if ui.button(view.words.say("desk-read")).clicked() {
            wishes.push(Wish::Dismiss(place));
        }
    }
}
