//! Things to choose from, as tiles: the lit one is larger, has a thick border and a mark, so that
//! it is found without colour.

use eframe::egui::{self, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::super::look::Look;
use super::super::words::Words;
use super::text;
use super::view::View;
use crate::play::ModeStatus;

/// How much the lit tile grows, as a share of its size.
const GROWS: f32 = 0.10;

/// One thing to choose.
pub struct Tile {
    /// What it says.
    pub text: String,
    /// Whether a press takes it.
    pub lit: bool,
}

/// Tiles of a part that scans; none where nothing is lit.
pub fn of_scan(status: &ModeStatus, names: bool, words: &Words) -> Vec<Tile> {
    let Some((lit, count)) = status.place else { return Vec::new() };
    let text = |place: u16| match status.lit {
        Some(pitch) if names && place == lit => words.note_name(pitch.round()),
        _ => (place + 1).to_string(),
    };
    (0..count).map(|place| Tile { text: text(place), lit: place == lit }).collect()
}

/// Draws tiles in rows that fill `rect`; `kind` tells their accessible names apart.
pub fn draw(ui: &egui::Ui, view: &View<'_>, rect: Rect, tiles: &[Tile], kind: &str) {
    if tiles.is_empty() {
        return;
    }
    let columns = columns(tiles.len(), rect);
    let rows = tiles.len().div_ceil(columns);
    let cell = vec2(rect.width() / columns as f32, rect.height() / rows as f32);
    let gap = cell.min_elem() * 0.14;
    let base = |place: usize| {
        let corner = rect.min + vec2((place % columns) as f32 * cell.x, (place / columns) as f32 * cell.y);
        Rect::from_min_size(corner, cell).shrink(gap)
    };
    let size =
        tiles.iter().map(|tile| text::fitting(ui.painter(), &tile.text, base(0).size() * 0.8, cell.y * 0.42));
    let size = size.fold(f32::INFINITY, f32::min);
    // The lit one last: it lies over its neighbours.
    let dark = (0..tiles.len()).filter(|place| !tiles[*place].lit);
    for place in dark.chain((0..tiles.len()).filter(|place| tiles[*place].lit)) {
        let tile = &tiles[place];
        one(ui.painter(), view.look, base(place), tile, size, gap);
        let response = ui.interact(base(place), ui.scope_id().with((kind, place)), egui::Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, tile.lit, &tile.text)
        });
        // An option is selected, not switched on: that is what a reader looks for.
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.clear_toggled();
            node.set_selected(tile.lit);
        });
    }
}

fn one(painter: &Painter, look: &Look, base: Rect, tile: &Tile, size: f32, gap: f32) {
    let palette = &look.palette;
    let rect = if tile.lit { base.expand2(base.size() * (GROWS / 2.0)) } else { base };
    let border = if tile.lit { (gap * 0.5).max(4.0) } else { (gap * 0.1).max(1.5) };
    let colour = if tile.lit { palette.text } else { palette.line };
    let round = rect.size().min_elem() * 0.12;
    painter.rect(rect, round, palette.raised, Stroke::new(border, colour), StrokeKind::Inside);
    text::middle(painter, base.shrink2(base.size() * 0.06), &tile.text, size, palette.text);
    if tile.lit {
        mark(painter, pos2(rect.center().x, rect.top()), gap * 0.95, palette.text);
    }
}

/// An arrow head that points at the tile below.
fn mark(painter: &Painter, tip: Pos2, size: f32, colour: egui::Color32) {
    let top = tip.y - size * 0.9;
    let corners = vec![pos2(tip.x - size, top), pos2(tip.x + size, top), pos2(tip.x, tip.y + size * 0.3)];
    painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
}

/// How many stand in a row, so that tiles are about one and a half times as wide as high.
fn columns(count: usize, rect: Rect) -> usize {
    let shape = |columns: usize| {
        let rows = count.div_ceil(columns);
        let (width, height) = (rect.width() / columns as f32, rect.height() / rows as f32);
        let spare = (rows * columns - count) as f32;
        (width / height / 1.5).ln().abs() + spare * 0.35
    };
    (1..=count).min_by(|one, other| shape(*one).total_cmp(&shape(*other))).unwrap_or(1)
}
