//! A line of the shelf: a name, a sentence below it, a star.

use eframe::egui::{self, FontId, Stroke, StrokeKind, TextStyle};

use super::super::look::Look;

/// Height of a row, in points.
const HEIGHT: f32 = 52.0;
/// Space before the text, in points.
const INDENT: f32 = 10.0;

/// Room for a star, in points.
pub const STAR: f32 = 40.0;
/// Radius of a star, and of the corners between its points.
const POINTS: [f32; 2] = [8.5, 3.8];

/// A star that is set or not. Says whether somebody changed that.
pub fn star(ui: &mut egui::Ui, look: &Look, on: bool, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(STAR - 4.0, STAR), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, ui.is_enabled(), on, name));
    let at = |place: u8| {
        let angle = f32::from(place) * std::f32::consts::PI / 5.0;
        rect.center() + POINTS[usize::from(place % 2)] * egui::vec2(angle.sin(), -angle.cos())
    };
    let outline: Vec<egui::Pos2> = (0..10).map(at).collect();
    let (painter, palette) = (ui.painter(), &look.palette);
    if on {
        // A star is no convex shape: its points, and what lies between them.
        for point in (0..10).step_by(2) {
            let corners =
                [outline[(point + 9) % 10], outline[point], outline[(point + 1) % 10], rect.center()];
            painter.add(egui::Shape::convex_polygon(corners.to_vec(), palette.accent, Stroke::NONE));
        }
    }
    let line = if on { palette.accent } else { palette.line };
    painter.add(egui::Shape::closed_line(outline, Stroke::new(1.3, line)));
    if response.has_focus() || response.hovered() {
        let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, palette.text);
        painter.rect_stroke(rect, 8.0, stroke, StrokeKind::Inside);
    }
    response.on_hover_text(name).clicked()
}

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
