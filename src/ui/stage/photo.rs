//! The picture of the piece, quiet behind the music.

use eframe::egui::{self, Color32, Rect, Vec2, pos2};

use super::view::View;

/// How much of it is seen: the music stands out before any picture.
const SEEN: f32 = 0.35;

/// Draws it, where the piece has one.
pub fn draw(ui: &egui::Ui, view: &View<'_>, rect: Rect) {
    let Some(texture) = view.photo else { return };
    let size = texture.size_vec2();
    let scale = (rect.width() / size.x).min(rect.height() / size.y);
    let shown = Rect::from_center_size(rect.center(), size * scale);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), (Vec2::splat(1.0)).to_pos2());
    ui.painter().image(texture.id(), shown, whole, Color32::WHITE.gamma_multiply(SEEN));
    let response = ui.interact(shown, ui.scope_id().with("photo"), egui::Sense::hover());
    let name = view.words.say("stage-photo");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
}
