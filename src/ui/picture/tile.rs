//! A picture as it stands beside a name.

use eframe::egui::epaint::RectShape;
use eframe::egui::{self, Align2, Color32, FontId, Rect, Stroke, Vec2, emath::GuiRounding, pos2};

use super::super::view::View;
use crate::preset::Place;

/// Radius of the corners as a share of the side: that of the shipped drawings.
const CORNER: f32 = 12.0 / 64.0;
/// How much of a part's colour is in the ground of a letter.
const GROUND: f32 = 0.3;

/// Draws the picture at `place` into the square `rect`, named for those who do not see it; where there
/// is none, or it has not been read yet, the first letter of `name`.
pub fn tile(ui: &egui::Ui, view: &View<'_>, rect: Rect, place: Option<&Place>, name: &str) {
    let rect = rect.round_to_pixels(ui.pixels_per_point());
    let corner = rect.width() * CORNER;
    let texture = place.and_then(|place| view.pictures.get(ui.ctx(), place, rect.width()));
    let Some(texture) = texture else {
        let letter: String =
            name.chars().find(|c| c.is_alphanumeric()).iter().flat_map(|c| c.to_uppercase()).collect();
        ui.painter().rect_filled(rect, corner, view.look.tint(number_of(name), GROUND));
        let font = FontId::proportional(rect.height() * 0.48);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, letter, font, view.look.palette.text);
        return;
    };
    let size = texture.size_vec2();
    let shown = Rect::from_center_size(rect.center(), size * (rect.width() / size.max_elem()));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), Vec2::splat(1.0).to_pos2());
    let shape = RectShape::filled(shown, corner, Color32::WHITE).with_texture(texture.id(), whole);
    ui.painter().add(shape);
    if view.look.theme == super::super::look::Theme::HighContrast {
        ui.painter().rect_stroke(
            shown,
            corner,
            Stroke::new(1.0, view.look.palette.line),
            egui::StrokeKind::Inside,
        );
    }
    let response = ui.interact(shown, ui.scope_id().with(("picture", name)), egui::Sense::hover());
    let named = view.words.say_with("picture-of", &[("name", name.into())]);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &named));
}

/// The same for the same name, and another for most others.
fn number_of(name: &str) -> usize {
    name.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)))
}
