//! What the person beside the player sees: everything that can be set, on one screen.
//!
//! Three columns where there is room (what can be played, how it plays, the session), one
//! below the other where there is not. What is changed acts while the music plays, and can be taken
//! back.

mod alerts;
mod band;
mod finding;
mod harmony;
mod keeping;
mod level;
mod outlook;
mod parts;
mod people;
mod person;
mod players;
mod row;
mod session;
mod shelf;
mod sounds;
mod top;
mod transport;

use eframe::egui::{self, Id};

use super::view::View;
use super::wish::Wish;
use crate::input::DeskEdit;
pub use keeping::Of;

/// Width of the columns at the sides, in points.
const SIDE: f32 = 300.0;
/// Widths from which there are three columns, and two.
const THREE: f32 = 1080.0;
const TWO: f32 = 760.0;
/// Space between columns and cards, in points.
const GAP: f32 = 12.0;

/// What the desk remembers from one picture to the next.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// What is looked for among the pieces.
    pieces: finding::Finding,
    /// The list of people.
    people: people::Memory,
    /// Chords as they are being written.
    chords: String,
    /// The fader that a hand is on.
    hand: Option<Id>,
    /// The part that opened files go to.
    chosen: u8,
}

impl Memory {
    /// The part that opened files go to, of so many.
    pub fn part(&self, parts: usize) -> u8 {
        if usize::from(self.chosen) < parts { self.chosen } else { 0 }
    }

    /// The wish for `edit`, made at the widget `id`: a hand that has not let go goes on with the
    /// change before.
    fn edit(&mut self, ui: &egui::Ui, id: Id, edit: DeskEdit) -> Wish {
        let holds = ui.input(|input| input.pointer.any_down());
        let goes_on = holds && self.hand == Some(id);
        self.hand = holds.then_some(id);
        if goes_on { Wish::EditOn(edit) } else { Wish::Edit(edit) }
    }
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    if ui.input(|input| !input.pointer.any_down()) {
        memory.hand = None;
    }
    top(ui, view, wishes);
    let width = ui.available_width();
    let (side, middle) = (SIDE, width - 2.0 * (SIDE + GAP));
    if width >= THREE {
        // The tabulator comes to what plays first, and last to the long list of what could.
        columns(ui, &[side, middle, side], &[1, 2, 0], |ui, column| match column {
            0 => shelf::show(ui, view, memory, wishes),
            1 => music(ui, view, memory, wishes),
            _ => beside(ui, view, memory, wishes),
        });
    } else if width >= TWO {
        columns(ui, &[width - SIDE - GAP, side], &[0, 1], |ui, column| {
            if column == 0 {
                music(ui, view, memory, wishes);
                ui.add_space(GAP);
                shelf::show(ui, view, memory, wishes);
            } else {
                beside(ui, view, memory, wishes);
            }
        });
    } else {
        let low = top::is_low(ui);
        columns(ui, &[width], &[0], |ui, _| {
            if low {
                top::rest(ui, view, wishes);
                ui.add_space(GAP);
            }
            beside(ui, view, memory, wishes);
            ui.add_space(GAP);
            music(ui, view, memory, wishes);
            ui.add_space(GAP);
            shelf::show(ui, view, memory, wishes);
        });
    }
}

/// What is always in reach, also over what lies over the desk.
pub fn top(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let low = top::is_low(ui) && ui.available_width() < TWO;
    top::show(ui, view, low, wishes);
    ui.add_space(if low { GAP / 2.0 } else { GAP });
}

/// Columns beside each other, each of which scrolls by itself; drawn, and reached by the tabulator,
/// in this order.
fn columns(ui: &mut egui::Ui, widths: &[f32], order: &[usize], mut show: impl FnMut(&mut egui::Ui, usize)) {
    let all = ui.available_rect_before_wrap();
    for &number in order {
        let before: f32 = widths[..number].iter().map(|width| width + GAP).sum();
        let at = all.min + egui::vec2(before, 0.0);
        let rect = egui::Rect::from_min_size(at, egui::vec2(widths[number], all.height()));
        let column = egui::UiBuilder::new().max_rect(rect).id_salt(("column", number));
        ui.scope_builder(column, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                show(ui, number);
                ui.add_space(GAP);
            });
        });
    }
}

/// How it plays.
fn music(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    keeping::music(ui, view, wishes);
    parts::show(ui, view, memory, wishes);
    ui.add_space(GAP - 8.0);
    if ui.available_width() >= 560.0 {
        let half = (ui.available_width() - GAP) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            ui.vertical(|ui| {
                ui.set_width(half);
                transport::show(ui, view, memory, wishes);
            });
            ui.vertical(|ui| {
                ui.set_width(half);
                harmony::show(ui, view, memory, wishes);
            });
        });
    } else {
        transport::show(ui, view, memory, wishes);
        harmony::show(ui, view, memory, wishes);
    }
    band::show(ui, view, wishes);
}

/// What goes on around the music.
fn beside(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    alerts::show(ui, view, wishes);
    session::show(ui, view, memory, wishes);
    ui.add_space(GAP - 8.0);
    outlook::show(ui, view, wishes);
}
