//! The first minute: until somebody plays.
//!
//! Nothing is chosen and nothing has to be read: a press says “I heard you”, the next one plays.

mod press;
mod sound;

use eframe::egui;

use super::app::Screen;
use super::cards::button_width;
use super::page::{Page, PageWish};
use super::view::View;
use super::wish::Wish;
use crate::input::Role;

/// Presses after which it plays.
const PRESSES: u32 = 2;
/// Least height of what is to be read before it scrolls, and of what is, in points.
const READABLE: f32 = 220.0;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let presses: u32 = view.snapshot.switches.iter().map(|switch| switch.presses).sum();
    if presses >= PRESSES {
        wishes.push(Wish::Show(Screen::Stage));
    }
    sound::show(ui, view);
    let ways = ways_on(view);
    let buttons = rows(ui, &ways) * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
    let room = ui.available_rect_before_wrap();
    let low = room.height() - buttons < READABLE;
    // Where both do not fit, what is to be read fills the window, and the buttons lie below it.
    let readable = if low { room.height() } else { room.height() - buttons };
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(room.width(), readable), egui::Sense::hover());
        press::show(&mut ui.new_child(egui::UiBuilder::new().max_rect(rect)), view, presses);
        ui.horizontal_wrapped(|ui| {
            for (text, wish) in ways {
                if ui.button(text).clicked() {
                    wishes.push(wish);
                }
            }
        });
    });
}

/// Ways on, small and calm: nobody needs them to begin.
fn ways_on(view: &View<'_>) -> [(String, Wish); 5] {
    [
        ("start-another", Wish::Page(PageWish::Listen(Some(Role::A)))),
        ("fit-name", Wish::Page(PageWish::Show(Some(Page::Fit)))),
        ("room-name", Wish::Page(PageWish::Show(Some(Page::Room)))),
        ("start-skip", Wish::Show(Screen::Stage)),
        ("start-desk", Wish::Show(Screen::Desk)),
    ]
    .map(|(key, wish)| (view.words.say(key), wish))
}

/// Rows that their buttons take.
fn rows(ui: &egui::Ui, ways: &[(String, Wish)]) -> f32 {
    let room = ui.available_width();
    let (mut rows, mut taken) = (1.0, 0.0);
    for (text, _) in ways {
        let width = button_width(ui, text);
        if taken > 0.0 && taken + width > room {
            (rows, taken) = (rows + 1.0, 0.0);
        }
        taken += width;
    }
    rows
}
