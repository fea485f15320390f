//! The room check: what is to be known and done, and what starts with this computer.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::{PageWish, back, column, headline};
use crate::live::{AlertLevel, SILENT_OUTPUT};

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let (words, palette) = (view.words, &view.look.palette);
    column(ui, |ui| {
        ui.add_space(24.0);
        headline(ui, &words.say("room-name"));
        if !view.status.standing_in && !view.status.output.silent {
            ui.label(RichText::new(sound(view)).size(19.0));
        }
        if view.pages.findings.is_empty() {
            ui.label(RichText::new(words.say("room-well")).size(19.0));
        }
        for alert in &view.pages.findings {
            let colour = match alert.level {
                AlertLevel::Note => palette.text,
                AlertLevel::Warning => palette.warning,
                AlertLevel::Severe => palette.severe,
            };
            cards::plain_card(ui, view.look, |ui| {
                ui.label(RichText::new(view.tell(&alert.what)).color(colour).strong().size(19.0));
                ui.label(view.tell(&alert.still));
                ui.label(view.tell(&alert.advice));
            });
        }
        ui.horizontal_wrapped(|ui| {
            back(ui, view, wishes);
            if ui.button(words.say("room-again")).clicked() {
                wishes.push(Wish::Page(PageWish::LookRound));
            }
        });
        if let Some(at_login) = view.pages.at_login {
            let mut at_login = at_login;
            if ui.checkbox(&mut at_login, words.say("room-at-login")).changed() {
                wishes.push(Wish::Page(PageWish::AtLogin(at_login)));
            }
        }
    });
}

/// Where the sound comes from, and how long after a press.
fn sound(view: &View<'_>) -> String {
    let (status, words) = (view.status, view.words);
    let ms = |ms: f64| ms.round() as i64;
    let buffer_ms = f64::from(status.period_frames) * 1000.0 / f64::from(status.output.rate_hz.max(1));
    if status.output.id == SILENT_OUTPUT {
        return words.say("start-silent");
    }
    let values = [
        ("device", view.tell(&status.output.name).into()),
        ("latency", ms(status.latency_ms()).into()),
        ("buffer", ms(buffer_ms).into()),
    ];
    words.say_with("room-sound", &values)
}
