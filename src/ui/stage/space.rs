//! The room in which pitches have a height.

use eframe::egui::{FontId, Painter, Pos2, Rect, Stroke, pos2, vec2};

use super::view::View;
use crate::music::{Lock, LockSet, Pitch, Register};
use crate::play::registry;

/// Least span of pitches that is shown, in semitones: fewer would make small steps look like leaps.
const LEAST_SPAN: Pitch = 19.0;
/// Lines nearer than this, in points, are a grey veil: only the roots are drawn then.
const NEAREST_LINES: f32 = 7.0;

/// Where pitches lie: the highest at the top.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    /// The picture.
    pub rect: Rect,
    low: Pitch,
    high: Pitch,
}

impl Space {
    /// The room of all pitched parts of the music, in `rect`.
    pub fn new(view: &View<'_>, rect: Rect) -> Self {
        let registers =
            view.music.parts.iter().filter(|part| is_pitched(part.mode)).map(|part| part.register);
        let joined = registers
            .reduce(|one, other| Register { low: one.low.min(other.low), high: one.high.max(other.high) });
        let Register { low, high } = joined.unwrap_or_default();
        let spare = ((LEAST_SPAN - (high - low)) / 2.0).max(0.0) + 1.5;
        Space { rect, low: low - spare, high: high + spare }
    }

    /// Height of a pitch; what lies outside is shown at the edge.
    pub fn y(&self, pitch: Pitch) -> f32 {
        let share = ((pitch - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.rect.bottom() - share * self.rect.height()
    }

    /// Points from one semitone to the next.
    pub fn semitone(&self) -> f32 {
        self.rect.height() / (self.high - self.low)
    }

    /// Draws the pitches of the lock as faint lines, the root stronger, and their names where
    /// these are wanted.
    pub fn lines(&self, painter: &Painter, view: &View<'_>, names: bool) {
        let harmony = &view.snapshot.harmony;
        let lock =
            view.music.parts.iter().find(|part| is_pitched(part.mode)).map_or(Lock::Scale, |part| part.lock);
        let set = match lock {
            Lock::Chord => LockSet::chord(harmony),
            _ => LockSet::scale(harmony),
        };
        let (first, last) = set.steps_in(Register { low: self.low, high: self.high });
        let steps = (last - first).max(1) as f32;
        let veiled = self.rect.height() / steps < NEAREST_LINES;
        let roots = LockSet::scale(harmony);
        let mut named = Vec::new();
        for pitch in (first..=last).map(|step| set.pitch(step)) {
            let is_root = roots.nearest_step(pitch).rem_euclid(roots.len() as i32) == 0;
            if veiled && !is_root {
                continue;
            }
            let y = self.y(pitch);
            let (width, share) = if is_root { (2.5, 0.55) } else { (1.25, 0.28) };
            let colour = view.look.faint(share);
            painter.hline(self.rect.x_range(), y, Stroke::new(width, colour));
            named.push((!is_root, y, pitch));
        }
        if names {
            self.names(painter, view, named);
        }
    }

    /// Names of lines, those of roots first: one that would stand over another is left out.
    fn names(&self, painter: &Painter, view: &View<'_>, mut lines: Vec<(bool, f32, Pitch)>) {
        let size = (self.semitone() * 1.3).clamp(14.0, 24.0);
        let palette = &view.look.palette;
        lines.sort_by_key(|(is_other, ..)| *is_other);
        let mut taken: Vec<f32> = Vec::new();
        for (_, y, pitch) in lines {
            if taken.iter().any(|other| (other - y).abs() < size * 1.05) {
                continue;
            }
            taken.push(y);
            let name = view.words.note_name(pitch.round());
            let galley = painter.layout_no_wrap(name, FontId::proportional(size), palette.quiet);
            let at = pos2(self.rect.left() + 4.0, y - galley.size().y / 2.0);
            // The lines stop before it.
            let room = Rect::from_min_size(at, galley.size()).expand2(vec2(4.0, -galley.size().y * 0.12));
            painter.rect_filled(room, 3.0, palette.ground);
            painter.galley(at, galley, palette.quiet);
        }
    }

    /// A place in it.
    pub fn at(&self, x: f32, pitch: Pitch) -> Pos2 {
        pos2(x, self.y(pitch))
    }
}

/// Whether heights mean something to a mode.
pub fn is_pitched(mode: &str) -> bool {
    registry::find(mode).is_none_or(|row| !row.unpitched)
}
