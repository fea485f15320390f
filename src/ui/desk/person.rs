//! Who plays, and how their switch fits them.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::page::{Page, PageWish};
use super::super::view::View;
use super::super::wish::Wish;
use crate::access::{Drift, Misfit};
use crate::live::AlertLevel;

/// Draws it, below who plays.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    if let Some(drift) = view.pages.drift {
        offer(ui, view, drift, wishes);
    }
    let matter = view.pages.findings.iter().filter(|alert| alert.level > AlertLevel::Note).count();
    if matter > 0 {
        let text = words.say_with("room-matters", &[("count", matter.into())]);
        cards::live(ui, RichText::new(text).color(view.look.palette.warning));
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        ui.spacing_mut().button_padding = egui::vec2(10.0, 4.0);
        ui.horizontal_wrapped(|ui| {
            for (key, page) in [
                ("fit-name", Page::Fit),
                ("person-numbers", Page::Numbers),
                ("person-bind", Page::Bind),
                ("room-name", Page::Room),
            ] {
                if ui.button(RichText::new(words.say(key)).size(15.0)).clicked() {
                    wishes.push(Wish::Page(PageWish::Show(Some(page))));
                }
            }
        });
    });
}

/// One calm line: nobody has to do anything.
fn offer(ui: &mut egui::Ui, view: &View<'_>, drift: Drift, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let key = match (drift.misfit, drift.came_later) {
        (Misfit::Doubles, true) => "person-drift-doubles",
        (Misfit::LongHolds, true) => "person-drift-holds",
        (Misfit::LateInScan, true) => "person-drift-scan",
        (Misfit::ShortContacts, true) => "person-drift-short",
        (Misfit::Doubles, false) => "person-misfit-doubles",
        (Misfit::LongHolds, false) => "person-misfit-holds",
        (Misfit::LateInScan, false) => "person-misfit-scan",
        (Misfit::ShortContacts, false) => "person-misfit-short",
    };
    cards::live(ui, RichText::new(words.say(key)));
    if ui.button(words.say("person-not-now")).clicked() {
        wishes.push(Wish::Page(PageWish::NotNow));
    }
}
