//! The line at the top: the name of the piece and, for a while, what was just done.

use eframe::egui::{self, Rect, vec2};

use super::super::picture::tile;
use super::text;
use super::view::View;
use crate::time::Frames;

/// How long what was done is told, in seconds: long enough to read a sentence of six words twice.
const TOLD_S: f64 = 5.0;

/// Side of the drawing of the piece, in points.
const LARGEST_DRAWING: f32 = 56.0;

/// What is told, and since when.
#[derive(Clone, Debug, Default)]
pub struct Headline {
    said: String,
    since: Option<Frames>,
}

impl Headline {
    /// Moves on to the moment that `view` shows.
    pub fn move_on(&mut self, view: &View<'_>) {
        let now = view.snapshot.frame;
        if view.said != self.said {
            view.said.clone_into(&mut self.said);
            self.since = (!self.said.is_empty()).then_some(now);
        }
        let told = |since: Frames| now.saturating_sub(since) as f64 / view.rate_hz();
        self.since = self.since.filter(|since| *since <= now && told(*since) < TOLD_S);
    }

    /// Whether it goes away by itself.
    pub fn moves(&self) -> bool {
        self.since.is_some()
    }

    /// Draws it.
    pub fn draw(&self, ui: &egui::Ui, view: &View<'_>, line: Rect) {
        let palette = &view.look.palette;
        let mut rect = Rect::from_min_size(line.min, vec2(line.width() * super::HEADLINE, line.height()));
        if let Some(drawing) = &view.drawing {
            let side = line.height().min(LARGEST_DRAWING);
            let beside = Rect::from_center_size(line.left_center() + vec2(side / 2.0, 0.0), vec2(side, side));
            tile(ui, view, beside, Some(drawing), view.piece());
            rect.min.x = beside.right() + side * 0.25;
        }
        let is_told = self.since.is_some();
        let words = if is_told { self.said.lines().next().unwrap_or_default() } else { view.piece() };
        let (most, colour) = if is_told { (0.56, palette.text) } else { (0.42, palette.quiet) };
        let most = (rect.height() * most).max(17.0);
        let size = text::fitting(ui.painter(), words, rect.size(), most);
        text::left(ui.painter(), rect, words, size, colour);
        let response = ui.interact(rect, ui.scope_id().with("headline"), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}
