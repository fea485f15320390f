//! “Press when you hear the bell”: the one-minute fit, and what it proposes.

use eframe::egui::{self, RichText, Stroke};

use super::super::cards;
use super::super::fit_words::{change_words, found_words};
use super::super::view::View;
use super::super::wish::Wish;
use super::{Page, PageWish, back, column, headline, main_button};
use crate::access::{FitError, FitProposal};
use crate::session::FitState;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    column(ui, |ui| {
        ui.add_space(ui.ctx().content_rect().height() * 0.12);
        match &view.pages.fit {
            None => before(ui, view, wishes),
            Some(FitState::Ringing { bells, answered, waits, down }) => {
                ringing(ui, view, (*bells, *answered), *waits, *down);
                back(ui, view, wishes);
            }
            Some(FitState::Proposed(proposal)) => proposed(ui, view, proposal, wishes),
            Some(FitState::Accepted { said, is_kept, can_take_back }) => {
                accepted(ui, view, said, (*is_kept, *can_take_back), wishes);
            }
            Some(FitState::Failed(error)) => failed(ui, view, *error, wishes),
        }
    });
}

fn before(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    headline(ui, &words.say("fit-name"));
    ui.label(RichText::new(words.say("fit-hint")).size(20.0));
    if main_button(ui, view, words.say("fit-begin")) {
        wishes.push(Wish::Page(PageWish::Fit));
    }
    back(ui, view, wishes);
}

fn ringing(ui: &mut egui::Ui, view: &View<'_>, (bells, answered): (usize, usize), waits: bool, down: bool) {
    let words = view.words;
    headline(ui, &words.say("fit-press"));
    // It stays silent of how quick anybody is: this is no test.
    let key = match (down, waits) {
        (true, _) => "fit-heard",
        (false, true) if bells > 0 => "fit-bell",
        _ => "fit-wait",
    };
    cards::live(ui, RichText::new(words.say(key)).size(22.0).color(view.look.palette.quiet));
    ui.add_space(16.0);
    ui.add(lamp(view, down));
    let count = [("bells", bells.into()), ("answered", answered.into())];
    cards::quiet(ui, view.look, &words.say_with("fit-count", &count));
}

/// The switch, seen from above: full while it is down. Size changes, not brightness alone.
fn lamp(view: &View<'_>, down: bool) -> impl egui::Widget {
    let palette = view.look.palette.clone();
    move |ui: &mut egui::Ui| {
        let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(132.0), egui::Sense::hover());
        let radius = if down { 60.0 } else { 46.0 };
        ui.painter().circle_filled(rect.center(), radius, if down { palette.accent } else { palette.raised });
        ui.painter().circle_stroke(rect.center(), radius, Stroke::new(3.0, palette.text));
        response
    }
}

fn proposed(ui: &mut egui::Ui, view: &View<'_>, proposal: &FitProposal, wishes: &mut Vec<Wish>) {
    let words = view.words;
    headline(ui, &words.say("fit-found"));
    for found in &proposal.found {
        ui.label(RichText::new(found_words(words, found)).size(19.0));
    }
    let changes = change_words(words, view.person, view.pages.role, proposal);
    cards::plain_card(ui, view.look, |ui| {
        if changes.is_empty() {
            ui.label(words.say("fit-as-it-is"));
        }
        for change in &changes {
            ui.label(RichText::new(change).size(18.0));
        }
    });
    if main_button(ui, view, words.say("fit-accept")) {
        wishes.push(Wish::Page(PageWish::AcceptFit));
    }
    cards::quiet(ui, view.look, &words.say("fit-accept-hint"));
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.say("fit-leave")).clicked() {
            wishes.push(Wish::Page(PageWish::Show(None)));
        }
        again(ui, view, wishes);
    });
}

fn accepted(
    ui: &mut egui::Ui,
    view: &View<'_>,
    said: &str,
    (is_kept, can_take_back): (bool, bool),
    wishes: &mut Vec<Wish>,
) {
    let words = view.words;
    let mut lines = said.lines();
    headline(ui, &view.tell(lines.next().unwrap_or_default()));
    for more in lines {
        cards::quiet(ui, view.look, &view.tell(more));
    }
    for key in is_kept.then_some("fit-done-hint").into_iter().chain(["fit-next-press"]) {
        cards::quiet(ui, view.look, &words.say(key));
    }
    if main_button(ui, view, words.say("fit-go-on")) {
        wishes.push(Wish::Page(PageWish::Show(None)));
    }
    ui.horizontal_wrapped(|ui| {
        if can_take_back && ui.button(words.say("fit-take-back")).clicked() {
            wishes.push(Wish::Page(PageWish::TakeBack));
        }
        if ui.button(words.say("page-to-numbers")).clicked() {
            wishes.push(Wish::Page(PageWish::Show(Some(Page::Numbers))));
        }
    });
}

fn failed(ui: &mut egui::Ui, view: &View<'_>, error: FitError, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let FitError::TooFew { answered, bells } = error;
    headline(ui, &words.say("fit-too-few"));
    let count = [("answered", answered.into()), ("bells", bells.into())];
    ui.label(RichText::new(words.say_with("fit-too-few-hint", &count)).size(19.0));
    again(ui, view, wishes);
    if ui.button(words.say("fit-leave")).clicked() {
        wishes.push(Wish::Page(PageWish::Show(None)));
    }
}

fn again(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    if ui.button(view.words.say("fit-again")).clicked() {
        wishes.push(Wish::Page(PageWish::Fit));
    }
}
