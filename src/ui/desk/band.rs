//! The band, where the music has one.

use eframe::egui;

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use crate::band::Playing;
use crate::input::{BandCommand, DeskEdit};
use crate::session::Action;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let Some(band) = view.snapshot.band else { return };
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-band"), |ui| {
        let section = words.say(match band.playing {
            Playing::Waiting => "desk-band-waits",
            Playing::Count => "desk-band-counts",
            Playing::Intro => "desk-band-intro",
            Playing::Variation(0) => "desk-band-first",
            Playing::Variation(_) => "desk-band-second",
            Playing::Fill(_) => "desk-band-fill",
            Playing::Ending => "desk-band-ending",
        });
        cards::quiet(ui, view.look, &section);
        let waits = band.playing == Playing::Waiting;
        ui.horizontal_wrapped(|ui| {
            for (key, hint, can, command) in [
                ("desk-band-start", "desk-band-start-hint", waits, BandCommand::Start),
                ("desk-band-stop", "desk-band-stop-hint", !waits, BandCommand::Stop),
                ("desk-band-do-fill", "desk-band-do-fill-hint", !waits, BandCommand::Fill),
            ] {
                let hint = words.say(hint);
                let button = ui.add_enabled(can, egui::Button::new(words.say(key)));
                if button.on_hover_text(&hint).on_disabled_hover_text(hint).clicked() {
                    wishes.push(Wish::Act(Action::Band(command)));
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            for (intensity, key) in [
                (None, "desk-band-follows"),
                (Some(0), "desk-band-0"),
                (Some(1), "desk-band-1"),
                (Some(2), "desk-band-2"),
                (Some(3), "desk-band-3"),
            ] {
                let is_now = view.arrangement.intensity == intensity;
                let button = egui::Button::selectable(is_now, words.say(key)).frame_when_inactive(true);
                if ui.add(button).clicked() && !is_now {
                    wishes.push(Wish::Edit(DeskEdit::Intensity(intensity)));
                }
            }
        });
    });
}
