//! What the switch is doing right now, in words and shape, within one frame.

use eframe::egui::{self, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2};

use super::text;
use super::view::View;
use crate::access::SwitchState;
use crate::time::Frames;

/// A hold shows its way to the menu from here on: a tap is not bothered with it.
const LONG_FROM: f32 = 0.2;

/// Since when switches are what they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo {
    state: SwitchState,
    since: Frames,
}

impl Echo {
    /// Moves on to what is shown now.
    pub fn move_on(&mut self, view: &View<'_>) {
        let (_, state) = busiest(view);
        if state != self.state || view.snapshot.frame < self.since {
            *self = Echo { state, since: view.snapshot.frame };
        }
    }

    /// Whether it shows something that changes by itself.
    pub fn moves(&self) -> bool {
        self.state != SwitchState::Up
    }

    /// Draws it.
    pub fn draw(&self, ui: &egui::Ui, view: &View<'_>, rect: Rect) {
        let (switch, _) = busiest(view);
        let menu = view.snapshot.menu.unwrap_or_default();
        let long_press = if menu.open { 0.0 } else { menu.long_press };
        let key = self.key(view, long_press);
        let words = view.words.say(key);
        let painter = ui.painter();
        let radius = rect.height() * 0.30;
        let room = rect.width() - radius * 6.0;
        let most = (rect.height() * 0.34).max(24.0).min(rect.height() * 0.6);
        let size = text::fitting(painter, &words, Vec2::new(room, rect.height() * 0.8), most);
        // Shape and words stand in the middle together.
        let width =
            painter.layout_no_wrap(words.clone(), egui::FontId::proportional(size), egui::Color32::WHITE);
        let width = width.size().x.min(room);
        let left = rect.center().x - (width + radius * 2.6) / 2.0;
        let at = pos2(left + radius, rect.center().y);
        self.shape(painter, view, switch, at, radius, long_press);
        let beside = Rect::from_min_max(pos2(left + radius * 2.6, rect.top()), rect.max);
        text::left(painter, beside, &words, size, view.look.palette.text);
        let response = ui.interact(rect, ui.scope_id().with("echo"), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }

    fn key(&self, view: &View<'_>, long_press: f32) -> &'static str {
        let menu = view.snapshot.menu.unwrap_or_default();
        if menu.open {
            return match (menu.waits_for_release, menu.again) {
                (true, _) => "stage-menu-release",
                (_, true) => "stage-menu-again",
                _ => "stage-menu-press",
            };
        }
        if menu.offered {
            return "stage-menu-offered";
        }
        match self.state {
            SwitchState::Waiting => "stage-waiting",
            SwitchState::Ignored => "stage-ignored",
            SwitchState::SoundsOn => "stage-sounds-on",
            SwitchState::Held if long_press > LONG_FROM => "stage-menu-opens",
            SwitchState::Held => "stage-down",
            SwitchState::Up if view.snapshot.resting => "stage-resting",
            SwitchState::Up => "stage-press",
        }
    }

    fn shape(
        &self,
        painter: &Painter,
        view: &View<'_>,
        switch: usize,
        at: Pos2,
        radius: f32,
        long_press: f32,
    ) {
        let palette = &view.look.palette;
        let ring = Stroke::new((radius * 0.14).max(2.0), palette.text);
        match self.state {
            SwitchState::Up => drop(painter.circle_stroke(at, radius * 0.72, ring)),
            SwitchState::Waiting => {
                painter.circle_stroke(at, radius * 0.85, ring);
                let wait_ms = view.person.body.switches[switch].acceptance_ms.max(1.0);
                let passed = view.snapshot.frame.saturating_sub(self.since) as f64 / view.rate_hz();
                let share = (passed as f32 * 1000.0 / wait_ms).min(1.0);
                painter.circle_filled(at, radius * 0.72 * share, palette.text);
            }
            SwitchState::Held => {
                painter.circle_filled(at, radius * 0.8, palette.text);
                if long_press > LONG_FROM {
                    arc(painter, at, radius * 1.08, long_press, Stroke::new(radius * 0.16, palette.text));
                }
            }
            SwitchState::SoundsOn => {
                painter.circle_filled(at, radius * 0.5, palette.text);
                painter.circle_stroke(at, radius * 0.85, ring);
            }
            SwitchState::Ignored => {
                painter.circle_stroke(at, radius * 0.85, ring);
                let bar = Rect::from_center_size(at, Vec2::new(radius * 0.95, radius * 0.24));
                painter.rect_filled(bar, radius * 0.06, palette.text);
            }
        }
    }
}

/// The switch that does most, and what it does; the last one pressed where none does anything.
fn busiest(view: &View<'_>) -> (usize, SwitchState) {
    let switches = view.snapshot.switches.iter().enumerate();
    let most = switches.map(|(place, switch)| (switch.state, place)).max_by_key(|(state, _)| *state);
    most.map_or((0, SwitchState::Up), |(state, place)| (place, state))
}

/// A part of a circle, from the top, clockwise.
fn arc(painter: &Painter, at: Pos2, radius: f32, share: f32, stroke: Stroke) {
    let steps = (share * 48.0).ceil().max(1.0) as usize;
    let points = (0..=steps).map(|step| {
        let turn = share * step as f32 / steps as f32;
        at + radius * Vec2::angled((turn - 0.25) * std::f32::consts::TAU)
    });
    painter.add(Shape::line(points.collect(), stroke));
}
