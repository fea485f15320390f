//! What the player sees: the music as it sounds.

use eframe::egui::{self, Align2, FontId, Rect};

use super::view::View;
use super::wish::Wish;
use crate::engine::NoteRecord;

/// What the stage remembers from one picture to the next.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Notes of the last seconds, for the trace of the melody.
    notes: Vec<NoteRecord>,
}

impl Memory {
    /// Notes began or ended.
    pub fn hear(&mut self, notes: &[NoteRecord]) {
        self.notes.extend_from_slice(notes);
        let over = self.notes.len().saturating_sub(512);
        self.notes.drain(..over);
    }
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, _wishes: &mut Vec<Wish>) {
    let rect = ui.available_rect_before_wrap();
    picture(ui, view, memory, rect);
    let down = view.snapshot.switches.iter().any(|switch| switch.down);
    let text = view.words.say(if down { "stage-down" } else { "stage-press" });
    ui.painter().text(
        rect.center_bottom() - egui::vec2(0.0, 40.0),
        Align2::CENTER_CENTER,
        text,
        FontId::proportional(40.0),
        view.look.palette.text,
    );
}

fn picture(ui: &egui::Ui, view: &View<'_>, _memory: &Memory, rect: Rect) {
    let painter = ui.painter();
    for (number, part) in view.snapshot.parts[..usize::from(view.snapshot.part_count)].iter().enumerate() {
        for pitch in part.sounding() {
            let height = (pitch - 36.0) / 60.0;
            let at = egui::pos2(rect.center().x, rect.bottom() - height * rect.height());
            painter.circle_filled(at, 30.0 + 60.0 * part.peak, view.look.part(number));
        }
    }
}
