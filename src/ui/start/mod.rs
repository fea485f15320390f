//! The first minute: until somebody plays.
//!
//! Nothing is chosen and nothing has to be read: a press says “I heard you”, the next one plays.

mod press;
mod sound;

use eframe::egui;

use super::app::Screen;
use super::page::{Page, PageWish};
use super::view::View;
use super::wish::Wish;
use crate::input::Role;

/// Presses after which it plays.
const PRESSES: u32 = 2;
/// Height of the row of buttons at the bottom, in points.
const BUTTONS: f32 = 60.0;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let presses: u32 = view.snapshot.switches.iter().map(|switch| switch.presses).sum();
    if presses >= PRESSES {
        wishes.push(Wish::Show(Screen::Stage));
    }
    sound::show(ui, view);
    let mut middle = ui.available_rect_before_wrap();
    let bottom = middle.split_top_bottom_at_y(middle.bottom() - BUTTONS).1;
    middle.max.y = bottom.min.y;
    ui.scope_builder(egui::UiBuilder::new().max_rect(middle), |ui| press::show(ui, view, presses));
    ui.scope_builder(egui::UiBuilder::new().max_rect(bottom), |ui| ways_on(ui, view, wishes));
}

/// Small and calm: nobody needs them to begin.
fn ways_on(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    ui.horizontal_wrapped(|ui| {
        if ui.button(view.words.say("start-another")).clicked() {
            wishes.push(Wish::Page(PageWish::Listen(Some(Role::A))));
        }
        for (key, page) in [("fit-name", Page::Fit), ("room-name", Page::Room)] {
            if ui.button(view.words.say(key)).clicked() {
                wishes.push(Wish::Page(PageWish::Show(Some(page))));
            }
        }
        for (key, screen) in [("start-skip", Screen::Stage), ("start-desk", Screen::Desk)] {
            if ui.button(view.words.say(key)).clicked() {
                wishes.push(Wish::Show(screen));
            }
        }
    });
}
