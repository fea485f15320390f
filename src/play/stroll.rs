//! A walk from place to place: seeded, mostly by neighbours, never standing still.

use crate::chance::Chance;

/// How wide a step of the walk is, and how often; near to sung melodies without their
/// repeats (`docs/modes/wander.md`).
const WIDTHS: [f32; 3] = [0.66, 0.24, 0.1];
/// How often it goes on the way it went: after a step, sung melodies do so in 62 %.
const GOES_ON: f32 = 0.62;

/// A walk over whole places.
#[derive(Clone, Debug)]
pub(super) struct Stroll {
    chance: Chance,
    place: Option<i32>,
    rises: bool,
}

impl Stroll {
    /// A walk of this seed; the first place is the middle.
    pub(super) fn new(seed: u64) -> Self {
        Stroll { chance: Chance::new(seed), place: None, rises: true }
    }

    /// Begins anew at `place`.
    pub(super) fn start(&mut self, place: i32) -> i32 {
        self.place = Some(place);
        place
    }

    /// The next place between `low` and `high`, another than the last where there are two.
    pub(super) fn next(&mut self, low: i32, high: i32) -> i32 {
        let Some(place) = self.place.map(|place| place.clamp(low, high.max(low))) else {
            return self.start((low + high.max(low)) / 2);
        };
        let width = 1 + self.chance.weighted(&WIDTHS) as i32;
        self.rises = if self.chance.happens(GOES_ON) { self.rises } else { !self.rises };
        let to = |rises: bool| if rises { place + width } else { place - width };
        if !(low..=high).contains(&to(self.rises)) {
            self.rises = !self.rises;
        }
        let next = to(self.rises).clamp(low, high.max(low));
        // Where both ends are nearer than the width, the neighbour that there is.
        let next = if next != place {
            next
        } else if place < high {
            place + 1
        } else {
            (place - 1).max(low)
        };
        self.start(next)
    }
}
