//! The session: how long, how loud, the next piece.

use eframe::egui::{self, RichText, Stroke};

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
            let label = ui.label(RichText::new(clock(view.seconds())).size(28.0).strong());
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
        kept(ui, view, wishes);
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
        let values = [("level", decibels(ceiling_db).into()), ("person", view.player().into())];
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

/// Recording, and keeping what has just been played.
fn kept(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    ui.horizontal_wrapped(|ui| {
        let text = match view.recording_s {
            Some(seconds) => words.say_with("desk-record-stop", &[("time", clock(seconds).into())]),
            None => words.say("desk-record"),
        };
        let is_recording = view.recording_s.is_some();
        let mut button = egui::Button::selectable(is_recording, text).frame_when_inactive(true);
        if is_recording {
            button = button.stroke(Stroke::new(2.5, view.look.palette.severe));
        }
        // Its name stays while the seconds run: a reader would tell nothing else.
        let name = words.say("desk-record");
        let hint = words.say("desk-record-hint");
        if ui.add(button).accessible_name(name).on_hover_text(hint).clicked() {
            wishes.push(Wish::Act(Action::Record));
        }
        let keep = ui.button(words.say("desk-keep-that"));
        if keep.on_hover_text(words.say("desk-keep-that-hint")).clicked() {
            wishes.push(Wish::Act(Action::KeepThat));
        }
    });
    if let Some(path) = view.last_kept {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(path).display().to_string();
        let text = words.say_with("desk-last-kept", &[("file", name.into()), ("folder", folder.into())]);
        cards::quiet(ui, view.look, &text).on_hover_text(path.display().to_string());
    }
}

/// Minutes and seconds: `3:07`.
fn clock(seconds: f64) -> String {
    let seconds = seconds.max(0.0) as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
