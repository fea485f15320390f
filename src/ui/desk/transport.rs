//! Tempo, metre, count-in.

use eframe::egui;

use super::super::cards::{self, choice};
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use crate::input::DeskEdit;
use crate::preset::FileKind;
use crate::session::Action;
use crate::time::{Swing, TEMPO_BPM};

/// Metres that are offered.
const METRES: [(u8, u8); 7] = [(2, 4), (3, 4), (4, 4), (5, 4), (6, 8), (7, 8), (9, 8)];

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-time"), |ui| {
        tempo(ui, view, memory, wishes);
        ui.horizontal_wrapped(|ui| {
            if ui.button(words.say("desk-tap")).on_hover_text(words.say("desk-tap-hint")).clicked() {
                wishes.push(Wish::Act(Action::Tap));
            }
            let count_in = ui.button(words.say("desk-count-in"));
            if count_in.on_hover_text(words.say("desk-count-in-hint")).clicked() {
                wishes.push(Wish::Act(Action::CountIn));
            }
        });
        let metre = view.music.metre;
        let now = format!("{}/{}", metre.beats, metre.unit);
        let rows = METRES.into_iter().map(|(beats, unit)| ((beats, unit), format!("{beats}/{unit}")));
        let is_now = |row: &(u8, u8)| *row == (metre.beats, metre.unit);
        ui.horizontal(|ui| {
            cards::quiet(ui, view.look, &words.say("desk-metre"));
            let name = words.say("desk-metre");
            if let Some(reason) = refusal(view, "desk-metre-refused") {
                cards::refused_choice(ui, &name, &now, 80.0, &reason);
            } else if let Some((beats, unit)) = choice(ui, &name, &now, 80.0, rows, is_now) {
                wishes.push(Wish::Edit(DeskEdit::Metre { beats, unit }));
            }
            beats(ui, view);
        });
        swing(ui, view, memory, wishes);
    });
}

/// Why the band keeps something as it is; none where it may be changed.
fn refusal(view: &View<'_>, key: &str) -> Option<String> {
    let style = &view.music.band.as_ref()?.style;
    Some(view.words.say_with(key, &[("style", view.words.names().of(FileKind::Style, &style.name).into())]))
}

/// How late off-eighths come.
fn swing(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let band = view.music.band.as_ref();
    let set = band.map_or(view.music.swing, |band| Swing::new(band.style.swing));
    let before = (set.share() * 100.0).round();
    let mut percent = before;
    let name = view.words.say("desk-swing");
    let refused = refusal(view, "desk-swing-refused");
    ui.horizontal(|ui| {
        cards::quiet(ui, view.look, &name);
        ui.spacing_mut().slider_width = (ui.available_width() - 106.0).max(60.0);
        let slider = egui::Slider::new(&mut percent, 0.0..=Swing::MOST * 100.0)
            .step_by(1.0)
            .fixed_decimals(0)
            .suffix(" %")
            .trailing_fill(true);
        let slider = ui.add_enabled(refused.is_none(), slider).accessible_name(&name);
        if let Some(reason) = &refused {
            ui.ctx().accesskit_node_builder(slider.id, |node| node.set_description(reason.as_str()));
        }
        let hint = refused.unwrap_or_else(|| view.words.say("desk-swing-hint"));
        let slider = slider.on_hover_text(&hint).on_disabled_hover_text(hint);
        if slider.changed() && percent != before {
            wishes.push(memory.edit(ui, slider.id, DeskEdit::Swing(percent)));
        }
    });
}

fn tempo(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let mut bpm = view.snapshot.tempo_bpm.round();
    let name = view.words.say("desk-tempo");
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 66.0).max(80.0);
        let slider = egui::Slider::new(&mut bpm, TEMPO_BPM).step_by(1.0).trailing_fill(true);
        let slider = ui.add(slider).accessible_name(&name).on_hover_text(name);
        if slider.changed() && bpm != view.snapshot.tempo_bpm.round() {
            wishes.push(memory.edit(ui, slider.id, DeskEdit::Tempo(bpm)));
        }
    });
}

/// The beats of the bar; the one that sounds is larger.
fn beats(ui: &mut egui::Ui, view: &View<'_>) {
    let all = usize::from(view.music.metre.beats.clamp(1, 16));
    let now = view.snapshot.beat.beat_in_bar as usize;
    let room = (ui.available_width() / all as f32).min(22.0);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(room * all as f32, 24.0), egui::Sense::hover());
    for beat in 0..all {
        let at = egui::pos2(rect.left() + room * (beat as f32 + 0.5), rect.center().y);
        let (radius, colour): (f32, _) =
            if beat == now { (7.0, view.look.palette.accent) } else { (4.0, view.look.palette.line) };
        ui.painter().circle_filled(at, radius.min(room / 2.0), colour);
    }
}
