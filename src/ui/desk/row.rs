//! A line of the shelf: a name, a sentence below it, a star.

use eframe::egui::{self, FontId, Stroke, StrokeKind, TextStyle};

use super::super::look::Look;

/// Height of a row, in points.
const HEIGHT: f32 = 52.0;
/// Space before the text, in points.
const INDENT: f32 = 10.0;

/// A row.
pub struct Row<'a> {
    /// Name for people.
    pub name: &'a str,
    /// One sentence.
    pub about: &'a str,
    /// It is what plays.
    pub is_now: bool,
    /// Width, in points.
    pub width: f32,
}

impl Row<'_> {
    /// Draws it and says whether it was chosen.
    pub fn show(self, ui: &mut egui::Ui, look: &Look) -> bool {
        let size = egui::vec2(self.width, HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), self.is_now, self.name)
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, look, rect, &response);
        }
        response.on_hover_text(self.about).clicked()
    }

    fn paint(&self, ui: &egui::Ui, look: &Look, rect: egui::Rect, response: &egui::Response) {
        let (painter, palette) = (ui.painter(), &look.palette);
        let (fill, name, about) = match (self.is_now, response.hovered()) {
            (true, _) => (palette.accent, palette.on_accent, palette.on_accent),
            (false, true) => (palette.sunken, palette.text, palette.quiet),
            (false, false) => (egui::Color32::TRANSPARENT, palette.text, palette.quiet),
        };
        painter.rect_filled(rect, 8.0, fill);
        if response.has_focus() {
            painter.rect_stroke(rect, 8.0, Stroke::new(2.0, palette.text), StrokeKind::Inside);
        }
        let width = rect.width() - 2.0 * INDENT;
        let line = |text: &str, font: FontId, colour| {
            let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
            job.wrap = egui::text::TextWrapping::truncate_at_width(width);
            painter.layout_job(job)
        };
        let at = rect.left_top() + egui::vec2(INDENT, 6.0);
        painter.galley(at, line(self.name, TextStyle::Body.resolve(ui.style()), name), name);
        let below = at + egui::vec2(0.0, 22.0);
        painter.galley(below, line(self.about, FontId::proportional(13.5), about), about);
    }
}
