//! “Press your switch”, and what was heard.

use eframe::egui::{self, Align2, Color32, FontId, Rect, Stroke, text::LayoutJob};

use super::super::cards;
use super::super::heard;
use super::super::view::View;
use super::PRESSES;

/// What share of the height each thing takes: the switch, the headline, and what stands below it.
const SHARES: [f32; 3] = [0.46, 0.26, 0.14];
/// The same where there is little of it.
const LOW_SHARES: [f32; 3] = [0.34, 0.28, 0.36];
/// Below this height there is, in points.
const LOW: f32 = 240.0;
/// Smallest text, in points.
const SMALLEST: f32 = 12.0;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, presses: u32) {
    let rect = ui.available_rect_before_wrap();
    let words = view.words;
    let heard = view.heard.filter(|_| presses > 0).map(|heard| heard::heard(words, heard));
    let headline = match &heard {
        _ if presses == 0 => words.say("start-press"),
        Some((control, _)) => words.say_with("start-heard", &[("control", control.as_str().into())]),
        None => words.say("start-again"),
    };
    let below = match heard {
        _ if presses == 0 => words.say("start-any"),
        Some((_, device)) if !device.is_empty() => {
            words.say_with("start-device", &[("device", device.into())])
        }
        _ => String::new(),
    };
    let shares = if rect.height() < LOW { LOW_SHARES } else { SHARES };
    let [picture, high, low] = {
        let mut top = rect.top();
        shares.map(|share| {
            let place = rect.with_min_y(top).with_max_y(top + share * rect.height());
            top = place.bottom();
            place
        })
    };
    switch(ui, view, picture, presses);
    let size = (rect.height() / 9.0).clamp(28.0, 84.0);
    let headline = text(ui, high, &headline, size, view.look.palette.text);
    cards::is_live(ui, &headline, true);
    if !below.is_empty() {
        text(ui, low, &below, (size / 3.0).max(18.0), view.look.palette.quiet);
    }
}

/// Text in the middle of a place, smaller where it is long, named for those who do not see it.
fn text(ui: &egui::Ui, place: Rect, text: &str, size: f32, colour: Color32) -> egui::Response {
    let wrapped = |size: f32| {
        let font = FontId::proportional(size);
        let mut job = LayoutJob::simple(text.to_owned(), font, colour, place.width() - 48.0);
        job.halign = egui::Align::Center;
        ui.painter().layout_job(job)
    };
    let mut size = size;
    let mut galley = wrapped(size);
    while galley.size().y > place.height() && size > SMALLEST {
        size *= 0.9;
        galley = wrapped(size);
    }
    let at = egui::pos2(place.center().x, place.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colour);
    let id = ui.unique_id().with(place.top() as i32);
    let response = ui.interact(place, id, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    response
}

/// A switch as one sees it from the side: it goes down with the press, and a ring fills.
fn switch(ui: &egui::Ui, view: &View<'_>, place: Rect, presses: u32) {
    let palette = &view.look.palette;
    let painter = ui.painter();
    let down = view.snapshot.switches.iter().any(|switch| switch.down);
    let radius = (place.height() * 0.32).min(place.width() * 0.3);
    let centre = place.center() + egui::vec2(0.0, radius * 0.12);
    let depth = if down { 0.04 } else { 0.2 } * radius;
    let base = cards::lifted(palette.ground, palette.text, 0.2);
    painter.circle_filled(centre + egui::vec2(0.0, radius * 0.2), radius * 1.12, base);
    painter.circle_stroke(
        centre + egui::vec2(0.0, radius * 0.2),
        radius * 1.12,
        Stroke::new(1.5, palette.line),
    );
    painter.circle_filled(centre + egui::vec2(0.0, radius * 0.2 - depth * 0.5), radius, palette.sunken);
    painter.circle_filled(centre + egui::vec2(0.0, radius * 0.2 - depth), radius, palette.accent);
    let mark = Align2::CENTER_CENTER;
    let font = FontId::proportional(radius * 0.7);
    let at = centre + egui::vec2(0.0, radius * 0.2 - depth);
    let text = PRESSES.saturating_sub(presses).max(1).to_string();
    painter.text(at, mark, text, font, palette.on_accent);
}
