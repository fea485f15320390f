//! The player's menu and their call, on the stage.

use eframe::egui::{self, Rect, Stroke, StrokeKind, pos2};

use super::text;
use super::tiles::{self, Tile};
use super::view::View;
use crate::engine::MenuSnapshot;

/// Draws the menu over the picture.
pub fn draw(ui: &egui::Ui, view: &View<'_>, rect: Rect, menu: &MenuSnapshot) {
    let palette = &view.look.palette;
    ui.painter().rect_filled(rect, 0.0, palette.ground);
    let room = (rect.height() * 0.11).max(26.0);
    let heading = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + room));
    let name = view.words.say("stage-menu");
    text::middle(ui.painter(), heading, &name, (room * 0.5).max(18.0), palette.quiet);
    let response = ui.interact(heading, ui.scope_id().with("heading"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
    items(ui, view, Rect::from_min_max(pos2(rect.left(), heading.bottom()), rect.max), menu);
}

/// Draws what can be chosen.
pub fn items(ui: &egui::Ui, view: &View<'_>, rect: Rect, menu: &MenuSnapshot) {
    let items = menu.items.as_slice().iter().map(|item| Tile {
        text: view.words.say(&format!("menu-{}", item.row().id)),
        lit: menu.lit == Some(*item),
    });
    tiles::draw(ui, view, rect, &items.collect::<Vec<_>>(), "menu");
}

/// Says that the player calls somebody, and that nobody in a ward hears it.
pub fn call_banner(ui: &egui::Ui, view: &View<'_>, rect: Rect) {
    let palette = &view.look.palette;
    let painter = ui.painter();
    let border = Stroke::new((rect.height() * 0.05).max(3.0), palette.text);
    painter.rect(rect, rect.height() * 0.15, palette.raised, border, StrokeKind::Inside);
    let calling = view.words.say("stage-calling");
    let note = view.words.say("stage-calling-note");
    let (above, below) = rect.shrink(rect.height() * 0.1).split_top_bottom_at_fraction(0.62);
    let size = text::fitting(painter, &calling, above.size(), above.height() * 0.8);
    text::middle(painter, above, &calling, size, palette.text);
    let size = text::fitting(painter, &note, below.size(), below.height() * 0.62);
    text::middle(painter, below, &note, size, palette.quiet);
    let response = ui.interact(rect, ui.scope_id().with("calling"), egui::Sense::hover());
    let text = format!("{calling}. {note}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Assertive));
}
