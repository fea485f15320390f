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
    /// Shape of a span of notes from its first, the mean of those between, and its last:
    /// Huron's way to tell. A level span counts as falling, since that is how it sounds
    /// where most phrases sink to their end.
    pub(super) fn of(first: Pitch, mean: Pitch, last: Pitch) -> Shape {
        if mean > first && mean > last {
            Shape::Arch
        } else if mean < first && mean < last {
            Shape::Dipping
        } else if last > first {
            Shape::Rising
        } else {
            Shape::Falling
        }
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
