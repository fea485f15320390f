//! Whether there is sound, in one sentence.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use crate::live::{AlertLevel, SILENT_OUTPUT};

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>) {
    let words = view.words;
    let wrong = view.alerts.worst().filter(|alert| alert.level > AlertLevel::Note);
    if let Some(alert) = wrong {
        cards::plain_card(ui, view.look, |ui| {
            let colour = if alert.level == AlertLevel::Severe {
                view.look.palette.severe
            } else {
                view.look.palette.warning
            };
            let what = RichText::new(view.tell(&alert.what)).color(colour).strong().size(20.0);
            let what = ui.label(what);
            cards::is_live(ui, &what, true);
            cards::quiet(ui, view.look, &view.tell(&alert.advice));
        });
    } else if view.status.standing_in {
        let none = RichText::new(words.say("start-no-sound")).color(view.look.palette.severe).size(20.0);
        cards::live(ui, none);
    } else {
        let output = &view.status.output;
        let text = match output.name.as_str() {
            _ if output.id == SILENT_OUTPUT => words.say("start-silent"),
            "" => words.say("start-sound"),
            device => words.say_with("start-sound-from", &[("device", view.tell(device).into())]),
        };
        cards::live(ui, RichText::new(text).color(view.look.palette.quiet).size(17.0));
    }
}
