//! The session: how long, how loud, the next piece.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use super::level::{Fader, decibels};
use crate::input::DeskEdit;
use crate::session::Action;
use crate::session::settings::LEVEL_DB;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-session"), |ui| {
        ui.horizontal(|ui| {
            let seconds = view.seconds() as u64;
            let time = format!("{}:{:02}", seconds / 60, seconds % 60);
            let label = ui.label(RichText::new(&time).size(28.0).strong());
            label.on_hover_text(words.say("desk-timer"));
            let presses: u32 = view.snapshot.switches.iter().map(|switch| switch.presses).sum();
            cards::quiet(ui, view.look, &words.say_with("desk-presses", &[("presses", presses.into())]));
        });
        ui.horizontal_wrapped(|ui| {
            for (key, action) in [
                ("desk-previous", Action::Previous),
                ("desk-next", Action::Next),
                ("desk-finish", Action::Finish),
            ] {
                if ui.button(words.say(key)).clicked() {
                    wishes.push(Wish::Act(action));
                }
            }
        });
    });
    cards::card(ui, view.look, &words.say("desk-loudness"), |ui| {
        let ceiling_db = view.person.body.loudest_db;
        let fader = Fader {
            name: &words.say("desk-loudness"),
            level_db: view.arrangement.master_db,
            range: LEVEL_DB,
            peak: view.snapshot.peak,
            ceiling_db: Some(ceiling_db),
            colour: view.look.palette.accent,
            width: ui.available_width(),
        };
        if let Some((level_db, id)) = fader.show(ui, view.look) {
            wishes.push(memory.edit(ui, id, DeskEdit::Master(level_db)));
        }
        let values = [("level", decibels(ceiling_db).into()), ("person", view.person.name.as_str().into())];
        cards::quiet(ui, view.look, &words.say_with("desk-ceiling", &values));
        ui.horizontal(|ui| {
            for (key, action) in [("desk-softer", Action::Softer), ("desk-louder", Action::Louder)] {
                if ui.button(words.say(key)).clicked() {
                    wishes.push(Wish::Act(action));
                }
            }
        });
    });
}
