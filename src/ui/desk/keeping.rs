//! Keeping what was changed: calm about it, and always the way back.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The piece.
    Music,
    /// Who plays.
    Person,
}

/// Whether the piece that plays is kept. Always of the same height, so that
/// nothing moves away under a hand that changes something.
pub fn music(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    cards::plain_card(ui, view.look, |ui| {
        show(ui, view, Of::Music, wishes);
    });
}

/// How it stands, and what can be done about it. Beside a person, who is seldom changed, it is there
/// only where there is something to say.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, of: Of, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let (changed, own, name) = match of {
        Of::Music => (view.unsaved.0, view.own_copies.0, view.piece()),
        Of::Person => (view.unsaved.1, view.own_copies.1, view.player()),
    };
    let (key, colour) = match (changed, own) {
        (true, _) => ("keep-not-yet", view.look.palette.accent),
        (false, true) => ("keep-own", view.look.palette.quiet),
        (false, false) => ("keep-as-it-is", view.look.palette.quiet),
    };
    if of == Of::Person && !changed && !own {
        return;
    }
    let buttons = [
        ("keep-keep", "keep-keep-hint", changed, Wish::Keep(of)),
        ("keep-reopen", "keep-reopen-hint", changed, Wish::Reopen(of)),
        ("keep-ship", "keep-ship-hint", own, Wish::Ship(of)),
    ];
    ui.horizontal_wrapped(|ui| {
        let mark = RichText::new(words.say(key)).color(colour).size(15.0);
        let mark = ui.label(if changed { mark.strong() } else { mark });
        cards::is_live(ui, &mark, false);
        for (key, hint, can, wish) in buttons {
            if of == Of::Person && !can {
                continue;
            }
            let text = words.say(key);
            let named = format!("{text}: {name}");
            let hint = words.say(hint);
            let button = ui.add_enabled(can, egui::Button::new(text)).accessible_name(named);
            if button.on_hover_text(&hint).on_disabled_hover_text(hint).clicked() {
                wishes.push(wish);
            }
        }
    });
}
