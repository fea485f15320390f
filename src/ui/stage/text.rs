//! Text that fits where it stands.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, FontId, Painter, Rect, Vec2, pos2};

/// Smallest text, in points, and as large as that is at twice the size where more is asked for:
/// with the largest letters there are few points, and what is whole is read more easily than what is
/// large. What does not fit then is cut by its clip.
const SMALLEST: f32 = 11.0;

fn job(text: &str, size: f32, width: f32, colour: Color32, align: Align) -> LayoutJob {
    let format = TextFormat { font_id: FontId::proportional(size), color: colour, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = width;
    job.halign = align;
    job
}

/// The largest size, up to `most`, in which `text` fits into `room`, wrapped at words.
pub fn fitting(painter: &Painter, text: &str, room: Vec2, most: f32) -> f32 {
    let smallest = SMALLEST * (2.0 / painter.ctx().zoom_factor()).min(1.0);
    let mut size = most;
    while size > smallest {
        let galley = painter.layout_job(job(text, size, room.x, Color32::WHITE, Align::LEFT));
        let longest = text.split_whitespace().map(|word| {
            painter.layout_job(job(word, size, f32::INFINITY, Color32::WHITE, Align::LEFT)).size().x
        });
        let is_broken = longest.fold(0.0, f32::max) > room.x;
        if galley.size().y <= room.y && galley.size().x <= room.x && !is_broken {
            break;
        }
        size *= 0.92;
    }
    size.max(smallest)
}

/// Draws `text` in the middle of `rect`.
pub fn middle(painter: &Painter, rect: Rect, text: &str, size: f32, colour: Color32) {
    let galley = painter.layout_job(job(text, size, rect.width(), colour, Align::Center));
    let top = rect.center().y - galley.size().y / 2.0;
    painter.galley(pos2(rect.center().x, top), galley, colour);
}

/// Draws `text` at the left of `rect`, in the middle of its height.
pub fn left(painter: &Painter, rect: Rect, text: &str, size: f32, colour: Color32) {
    let galley = painter.layout_job(job(text, size, rect.width(), colour, Align::LEFT));
    let top = rect.center().y - galley.size().y / 2.0;
    painter.galley(pos2(rect.left(), top), galley, colour);
}
