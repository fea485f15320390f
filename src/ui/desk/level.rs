//! A fader and the meter under it.

use eframe::egui::{self, Color32, Id, RichText};

use super::super::look::Look;

/// Softest level that meters show, in dB.
const METER_DB: f32 = -60.0;
/// Height of a meter, in points.
const METER: f32 = 5.0;
/// Room for the level as text, in points.
const TEXT: f32 = 62.0;

/// What a fader shows.
pub struct Fader<'a> {
    /// Its name, for people who do not see it too.
    pub name: &'a str,
    /// Level in dB.
    pub level_db: f32,
    /// Lowest and highest level, in dB.
    pub range: std::ops::RangeInclusive<f32>,
    /// Peak of what sounds, linear.
    pub peak: f32,
    /// Level that the meter marks, in dB: it never gets louder.
    pub ceiling_db: Option<f32>,
    /// Colour of its meter.
    pub colour: Color32,
    /// Its width, in points.
    pub width: f32,
}

impl Fader<'_> {
    /// Draws it. The new level and the fader's id, where a hand or a key moved it.
    pub fn show(self, ui: &mut egui::Ui, look: &Look) -> Option<(f32, Id)> {
        // A fader stands on whole steps: a level between two of them is no change of anybody's.
        let step_db = self.level_db.round();
        let mut level_db = step_db;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let width = (self.width - TEXT).max(60.0);
            let response = ui
                .vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.spacing_mut().slider_width = width;
                    ui.spacing_mut().interact_size.y = 26.0;
                    let slider = egui::Slider::new(&mut level_db, self.range.clone())
                        .step_by(1.0)
                        .show_value(false)
                        .trailing_fill(true);
                    let response = ui.add(slider).accessible_name(self.name).on_hover_text(self.name);
                    self.meter(ui, look, width);
                    response
                })
                .inner;
            let text = RichText::new(decibels(level_db)).size(15.0).color(look.palette.quiet);
            ui.add_sized([TEXT - 8.0, 26.0], egui::Label::new(text));
            (response.changed() && level_db != step_db).then_some((level_db, response.id))
        })
        .inner
    }

    /// Painted only: a reader that told sixty levels a second would tell nothing else.
    fn meter(&self, ui: &mut egui::Ui, look: &Look, width: f32) {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(width, METER), egui::Sense::hover());
        let place = |db: f32| ((db - METER_DB) / -METER_DB).clamp(0.0, 1.0) * width;
        let painter = ui.painter();
        painter.rect_filled(rect, 2.0, look.palette.sunken);
        let mut full = rect;
        full.set_width(place(20.0 * self.peak.max(1e-6).log10()));
        painter.rect_filled(full, 2.0, self.colour);
        if let Some(ceiling_db) = self.ceiling_db {
            let x = rect.left() + place(ceiling_db);
            let stroke = egui::Stroke::new(2.0, look.palette.warning);
            painter.vline(x, rect.y_range().expand(2.0), stroke);
        }
    }
}

/// A level for people: `−6 dB`.
pub fn decibels(level_db: f32) -> String {
    let rounded = level_db.round();
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}{} dB", rounded.abs())
}
