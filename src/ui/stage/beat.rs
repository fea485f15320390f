//! The beat breathes: what it changes is size and place, never brightness.

use eframe::egui::{Painter, Rangef, Stroke, pos2};

use super::layout::Layout;
use super::view::View;

/// How much the ring widens on a beat, and on the first of a bar, as a share of its radius.
const BREATH: f32 = 0.03;
const FIRST_BREATH: f32 = 0.055;

/// Draws the ring and the beads; `awake` is 1 while there is music and 0 after a rest, when
/// nothing moves.
pub fn draw(painter: &Painter, view: &View<'_>, layout: &Layout, awake: f32, free: Rangef) {
    let beat = view.snapshot.beat;
    let picture = layout.space.rect;
    let radius = picture.height().min(picture.width() * 0.6) * 0.42;
    let motion = if view.look.reduced_motion { 0.0 } else { awake };
    let phase = beat.beat_in_bar.rem_euclid(1.0) as f32;
    let swell = (0.5 + 0.5 * (phase * std::f32::consts::TAU).cos()).powi(2);
    let near_first = beat.beat_in_bar < 0.5 || beat.beat_in_bar > f64::from(view.music.metre.beats) - 0.5;
    let most = if near_first { FIRST_BREATH } else { BREATH };
    let at = pos2(layout.centre_x(), picture.center().y);
    let stroke = Stroke::new((layout.unit * 0.07).max(1.5), view.look.faint(0.4));
    painter.circle_stroke(at, radius * (1.0 + motion * most * swell), stroke);
    beads(painter, view, layout, awake, free);
}

/// One bead a beat of the bar; the one of now is larger. None where there is no room for them.
fn beads(painter: &Painter, view: &View<'_>, layout: &Layout, awake: f32, free: Rangef) {
    let beats = view.music.metre.beats.clamp(1, 16);
    let now = view.snapshot.beat.beat_in_bar.max(0.0) as usize;
    let size = (layout.top.height() * 0.12).max(3.0);
    let step = size * 4.0;
    let first = layout.centre_x() - step * f32::from(beats - 1) / 2.0;
    let last = first + step * f32::from(beats - 1);
    if !free.contains(first - step / 2.0) || !free.contains(last + step / 2.0) {
        return;
    }
    for beat in 0..usize::from(beats) {
        let at = pos2(first + step * beat as f32, layout.top.center().y);
        let grown = if beat == now && awake > 0.0 { 1.9 } else { 1.0 };
        painter.circle_filled(at, size * grown, view.look.palette.line);
    }
}
