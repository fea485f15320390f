//! What a carer should know: what happened, what still works, what to try.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use crate::live::AlertLevel;

/// Alerts that are shown at once, the worst first; the rest come as these are read.
const SHOWN: usize = 1;

/// Draws them; nothing where there are none.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    if let Some(problem) = view.problem {
        not_opened(ui, view, problem, wishes);
    }
    let mut alerts: Vec<_> = view.alerts.iter().enumerate().collect();
    alerts.sort_by_key(|(_, alert)| std::cmp::Reverse(alert.level));
    let more = alerts.len().saturating_sub(SHOWN);
    for (place, alert) in alerts.into_iter().take(SHOWN) {
        let (key, colour) = match alert.level {
            AlertLevel::Note => ("desk-note", view.look.palette.quiet),
            AlertLevel::Warning => ("desk-warning", view.look.palette.warning),
            AlertLevel::Severe => ("desk-severe", view.look.palette.severe),
        };
        cards::plain_card(ui, view.look, |ui| {
            let heading = RichText::new(view.words.say(key)).color(colour).strong().size(15.0);
            ui.label(heading);
            let what = ui.label(RichText::new(view.tell(&alert.what)).strong());
            cards::is_live(ui, &what, alert.level == AlertLevel::Severe);
            for more in [&alert.still, &alert.advice] {
                if !more.is_empty() {
                    cards::quiet(ui, view.look, &view.tell(more));
                }
            }
            ui.horizontal_wrapped(|ui| {
                if ui.button(view.words.say("desk-read")).clicked() {
                    wishes.push(Wish::Dismiss(place));
                }
                if more > 0 {
                    let text = view.words.say_with("desk-more-alerts", &[("count", more.into())]);
                    cards::quiet(ui, view.look, &text);
                }
            });
        });
    }
}

/// A file that is not right, with its line and the place in it.
fn not_opened(ui: &mut egui::Ui, view: &View<'_>, problem: &str, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::plain_card(ui, view.look, |ui| {
        let heading = RichText::new(words.say("desk-not-opened")).color(view.look.palette.severe).strong();
        let heading = ui.label(heading);
        cards::is_live(ui, &heading, true);
        egui::ScrollArea::horizontal().id_salt("problem").show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(problem).monospace().size(13.0)).extend());
        });
        cards::quiet(ui, view.look, &words.say("desk-plays-on"));
        if ui.button(words.say("desk-read")).clicked() {
            wishes.push(Wish::ProblemRead);
        }
    });
}
