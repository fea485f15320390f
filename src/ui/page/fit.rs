//! “Press when you hear the bell”: the one-minute fit, and what it proposes.

use eframe::egui::{self, RichText, Stroke};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::numbers::{name_of, shown};
use super::{Page, PageWish, back, column, headline, main_button};
use crate::access::{FitError, FitProposal, Found};
use crate::session::{FitChange, FitState, fit_changes};

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
        ui.label(RichText::new(in_words(view, found)).size(19.0));
    }
    let changes = changes(view, proposal);
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

/// What was found, in the language of the window.
fn in_words(view: &View<'_>, found: &Found) -> String {
    let words = view.words;
    let seconds = |s: f64| decimal(view, s);
    match *found {
        Found::Answered { answered, bells, mean_s, spread_s } => words.say_with(
            "fit-answered",
            &[
                ("answered", answered.into()),
                ("bells", bells.into()),
                ("mean", seconds(mean_s).into()),
                ("spread", seconds(spread_s).into()),
            ],
        ),
        Found::Doubled { times, within_s } => {
            words.say_with("fit-doubled", &[("times", times.into()), ("within", seconds(within_s).into())])
        }
        Found::Bounced { times, ms } => {
            words.say_with("fit-bounced", &[("times", times.into()), ("length", ms.round().into())])
        }
        Found::Brushed { times, ms } => {
            words.say_with("fit-brushed", &[("times", times.into()), ("length", ms.round().into())])
        }
        Found::Unasked { times } => words.say_with("fit-unasked", &[("times", times.into())]),
        Found::Pulses => words.say("fit-pulses"),
        Found::Held { from_s, to_s } => {
            words.say_with("fit-held", &[("from", seconds(from_s).into()), ("to", seconds(to_s).into())])
        }
    }
}

/// One digit behind the mark that the language has.
fn decimal(view: &View<'_>, value: f64) -> String {
    format!("{value:.1}").replace('.', &view.words.say("number-mark"))
}

/// What accepting changes: “Ignore repeats for: 250 ms instead of 60 ms”.
fn changes(view: &View<'_>, proposal: &FitProposal) -> Vec<String> {
    let changes = fit_changes(view.person, view.pages.role, proposal);
    let line = |FitChange { row, now, then }: &FitChange| {
        let values = [
            ("name", name_of(view, row).into()),
            ("now", shown(view, row, *now).into()),
            ("then", shown(view, row, *then).into()),
        ];
        view.words.say_with("fit-change", &values)
    };
    let menu = changes.menu_after_rest.then(|| view.words.say("fit-menu-rest"));
    changes.settings.iter().map(line).chain(menu).collect()
}
