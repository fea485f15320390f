//! Contour: how high a phrase wants to be, from its first note to its last.

use crate::chance::Chance;
use crate::music::{Pitch, Register};

/// The shapes of melodic phrases (Huron, *The Melodic Arch in Western Folksongs*,
/// Computing in Musicology 10, 1996, names them so).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Up and down again.
    Arch,
    /// Up.
    Rising,
    /// Down and up again.
    Dipping,
    /// Down.
    Falling,
}

const SHAPES: [Shape; 4] = [Shape::Arch, Shape::Rising, Shape::Dipping, Shape::Falling];
impl Shape {
    /// Shape of a span of notes from the heights of its start, middle and end. A level span
    /// counts as falling, since most phrases sink to their end.
    fn of(start: Pitch, middle: Pitch, end: Pitch) -> Shape {
        if middle > start && middle > end {
            Shape::Arch
        } else if middle < start && middle < end {
            Shape::Dipping
        } else if end > start {
            Shape::Rising
        } else {
            Shape::Falling
        }
    }
}

/// The last seven notes, waiting for the eighth that gives them a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span(pub(super) [Pitch; 7]);

impl Span {
    /// Shape by first note, mean of those between and last note: Huron's way to tell.
    pub(super) fn by_edges(&self, last: Pitch) -> Shape {
        Shape::of(self.0[0], self.0[1..].iter().sum::<Pitch>() / 6.0, last)
    }

    /// Shape by the means of the first three, the middle two and the last three notes,
    /// which single notes at the edges do not sway.
    pub(super) fn by_thirds(&self, last: Pitch) -> Shape {
        let [a, b, c, d, e, f, g] = self.0;
        Shape::of((a + b + c) / 3.0, (d + e) / 2.0, (f + g + last) / 3.0)
    }
}

/// How often a phrase that stays open has each shape, and one that closes: songs
/// rise and arch away from home and fall back to it.
const OPEN: [f32; 4] = [0.42, 0.36, 0.05, 0.17];
const CLOSED: [f32; 4] = [0.62, 0.0, 0.03, 0.35];

/// Start, middle and end of each shape, as parts of the window.
const HEIGHTS: [[f32; 3]; 4] = [[0.28, 0.88, 0.25], [0.15, 0.55, 0.75], [0.65, 0.12, 0.5], [0.88, 0.6, 0.15]];
/// How far chance moves each of them.
const SPREAD: f32 = 0.12;

/// The heights a phrase passes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contour {
    /// Where it starts.
    pub(super) start: Pitch,
    /// Where it is half way.
    pub(super) middle: Pitch,
    /// Where it ends.
    pub(super) end: Pitch,
}

impl Contour {
    /// A contour inside `window`, for a phrase that closes or stays open.
    pub(super) fn draw(window: Register, closes: bool, chance: &mut Chance) -> Self {
        let shape = SHAPES[chance.weighted(if closes { &CLOSED } else { &OPEN })];
        let span = window.high - window.low;
        let mut place = |part: f32| {
            let part = part + chance.between(-SPREAD, SPREAD);
            window.low + span * part.clamp(0.0, 1.0)
        };
        let [start, middle, end] = HEIGHTS[shape as usize];
        Contour { start: place(start), middle: place(middle), end: place(end) }
    }

    /// Height at `part` of the phrase, 0 (first note) to 1 (last note).
    pub(super) fn at(&self, part: f32) -> Pitch {
        if part < 0.5 {
            self.start + (self.middle - self.start) * part * 2.0
        } else {
            self.middle + (self.end - self.middle) * (part * 2.0 - 1.0)
        }
    }
}
