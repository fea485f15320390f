//! “Another switch”: press it, and it plays.

use eframe::egui::{self, Align, Layout, RichText};

use super::super::cards;
use super::super::heard::control_name;
use super::super::view::View;
use super::super::wish::Wish;
use crate::input::{ControlName, Role};
use crate::session::Heard;

/// Widest this is, in points: lines that are easy to read.
const WIDTH: f32 = 640.0;

/// Draws it: what was heard, if anything, and what may become of it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, heard: Option<&Heard>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    ui.add_space(ui.available_height() * 0.2);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.set_max_width(WIDTH);
        let headline = match heard {
            None => words.say("bind-press"),
            Some(heard) => words.say_with("bind-heard", &[("control", in_words(view, heard).into())]),
        };
        cards::live(ui, RichText::new(headline).size(44.0));
        match heard {
            None => drop(ui.label(RichText::new(words.say("bind-hint")).color(view.look.palette.quiet))),
            Some(heard) => chosen(ui, view, heard, wishes),
        }
        ui.add_space(18.0);
        if ui.button(words.say("bind-cancel")).clicked() {
            wishes.push(Wish::Listen(false));
        }
    });
}

fn chosen(ui: &mut egui::Ui, view: &View<'_>, heard: &Heard, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let others: Vec<String> = heard
        .plays
        .iter()
        .filter(|role| **role != Role::A)
        .map(|role| role.to_string().to_uppercase())
        .collect();
    if !others.is_empty() {
        let text = words.say_with("bind-plays", &[("roles", others.join(", ").into())]);
        ui.label(RichText::new(text).color(view.look.palette.warning));
    }
    let only = RichText::new(words.say("bind-only")).color(view.look.palette.on_accent).strong();
    if ui.add(egui::Button::new(only).fill(view.look.palette.accent)).clicked() {
        wishes.push(Wish::Bind { alone: true });
    }
    if ui.button(words.say("bind-too")).clicked() {
        wishes.push(Wish::Bind { alone: false });
    }
}

/// The control, in the language of the window.
fn in_words(view: &View<'_>, heard: &Heard) -> String {
    let name = heard.control.parse::<ControlName>();
    name.map_or_else(|_| heard.said.clone(), |name| control_name(view.words, name.control))
}
