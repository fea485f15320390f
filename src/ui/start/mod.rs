//! The first minute: until somebody plays.

use eframe::egui::{self, Align2, FontId};

use super::app::Screen;
use super::view::View;
use super::wish::Wish;

/// Presses after which it plays.
const PRESSES: u32 = 2;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let presses: u32 = view.snapshot.switches.iter().map(|switch| switch.presses).sum();
    if presses >= PRESSES {
        wishes.push(Wish::Show(Screen::Stage));
    }
    let key = if presses == 0 { "start-press" } else { "start-again" };
    let text = view.words.say(key);
    let size = (ui.available_height() / 8.0).clamp(32.0, 120.0);
    let rect = ui.available_rect_before_wrap();
    let response = ui.interact(rect, ui.scope_id().with("start"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        &text,
        FontId::proportional(size),
        view.look.palette.text,
    );
}
