//! “Press the switch that is to play”, “move it as far as is comfortable”: what was heard, and what
//! may become of it.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::heard::{control_name, written_name};
use super::super::view::View;
use super::super::wish::Wish;
use super::bind::range;
use super::role::role_name;
use super::{Listening, PageWish, column, headline, main_button};
use crate::input::Role;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, listening: &Listening, wishes: &mut Vec<Wish>) {
    let words = view.words;
    column(ui, |ui| {
        ui.add_space(ui.ctx().content_rect().height() * 0.16);
        if listening.role != Role::A {
            cards::quiet(ui, view.look, &role_name(view, listening.role));
        }
        match listening.role {
            Role::Axis(_) => axis(ui, view, listening, wishes),
            Role::Switch(_) | Role::Leader(_) => switch(ui, view, listening, wishes),
        }
        ui.add_space(10.0);
        if ui.button(words.say("bind-cancel")).clicked() {
            wishes.push(Wish::Page(PageWish::Listen(None)));
        }
    });
}

fn switch(ui: &mut egui::Ui, view: &View<'_>, listening: &Listening, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let Some(heard) = &listening.heard else {
        headline(ui, &words.say("bind-press"));
        cards::quiet(ui, view.look, &words.say("bind-hint"));
        return;
    };
    headline(
        ui,
        &words.say_with(
            "bind-heard",
            &[("control", written_name(words, &heard.control, &heard.device).into())],
        ),
    );
    duplicate(ui, view, listening.role, &heard.plays);
    if main_button(ui, view, words.say("bind-only")) {
        wishes.push(Wish::Page(PageWish::Bind { alone: true }));
    }
    if ui.button(words.say("bind-too")).clicked() {
        wishes.push(Wish::Page(PageWish::Bind { alone: false }));
    }
}

fn axis(ui: &mut egui::Ui, view: &View<'_>, listening: &Listening, wishes: &mut Vec<Wish>) {
    let words = view.words;
    if let Some(Ok((learned, plays))) = &listening.learned {
        let control = control_name(words, learned.control, &learned.device);
        headline(ui, &words.say_with("bind-heard", &[("control", control.into())]));
        ui.label(RichText::new(range(view, learned.fit.low, learned.fit.high)).size(20.0));
        duplicate(ui, view, listening.role, plays);
        if main_button(ui, view, words.say("bind-axis-use")) {
            wishes.push(Wish::Page(PageWish::BindAxis));
        }
        if ui.button(words.say("bind-axis-again")).clicked() {
            wishes.push(Wish::Page(PageWish::Listen(Some(listening.role))));
        }
        return;
    }
    headline(ui, &words.say("bind-move"));
    match &listening.travel {
        None => drop(cards::quiet(ui, view.look, &words.say("bind-move-hint"))),
        Some(travel) => {
            let control = control_name(words, travel.control, &travel.device);
            ui.label(RichText::new(control).size(20.0).strong());
            cards::quiet(ui, view.look, &range(view, travel.ends.0, travel.ends.1));
            // Sticks have a middle; what has none only uses the upper half.
            ui.add(
                egui::ProgressBar::new((travel.now + 1.0) / 2.0)
                    .desired_width(320.0)
                    .fill(view.look.palette.accent),
            );
        }
    }
    if let Some(Err(reason)) = &listening.learned {
        let text = RichText::new(view.tell(reason)).color(view.look.palette.warning);
        cards::live(ui, text);
    }
    if listening.travel.is_some() && main_button(ui, view, words.say("bind-axis-learn")) {
        wishes.push(Wish::Page(PageWish::Learn));
    }
}

/// Warns where the control plays something else already.
fn duplicate(ui: &mut egui::Ui, view: &View<'_>, role: Role, plays: &[Role]) {
    let others: Vec<String> =
        plays.iter().filter(|other| **other != role).map(|other| other.to_string().to_uppercase()).collect();
    if !others.is_empty() {
        let text = view.words.say_with("bind-plays", &[("roles", others.join(", ").into())]);
        ui.label(RichText::new(text).color(view.look.palette.warning));
    }
}
