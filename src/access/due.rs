//! Many deadlines, and the first of them.

use crate::time::Frames;

/// The deadline of what has none.
const NEVER: Frames = Frames::MAX;
/// Places in a group: about the root of their number, so that finding the first deadline
/// anew looks at few, even in a storm of events.
const GROUP: usize = 16;

/// The deadlines of a fixed number of places.
#[derive(Clone, Debug)]
pub(super) struct Deadlines {
    places: Box<[Frames]>,
    /// First deadline of each group of places.
    groups: Box<[Frames]>,
    first: Frames,
}

impl Deadlines {
    /// None due, for `count` places. Allocates.
    pub(super) fn new(count: usize) -> Self {
        let groups = count.div_ceil(GROUP);
        Deadlines {
            places: vec![NEVER; groups * GROUP].into_boxed_slice(),
            groups: vec![NEVER; groups].into_boxed_slice(),
            first: NEVER,
        }
    }

    /// The first deadline of all.
    pub(super) fn first(&self) -> Option<Frames> {
        (self.first != NEVER).then_some(self.first)
    }

    /// Sets the deadline of `place`.
    pub(super) fn set(&mut self, place: usize, deadline: Option<Frames>) {
        let deadline = deadline.unwrap_or(NEVER);
        if self.places[place] == deadline {
            return;
        }
        self.places[place] = deadline;
        let group = place / GROUP;
        let places = &self.places[group * GROUP..(group + 1) * GROUP];
        self.groups[group] = earliest(places);
        self.first = earliest(&self.groups);
    }

    /// The first place, at `from` or after it, whose deadline has come by `now`.
    pub(super) fn next_due(&self, from: usize, now: Frames) -> Option<usize> {
        let mut place = from;
        while place < self.places.len() {
            if self.groups[place / GROUP] > now {
                place = (place / GROUP + 1) * GROUP;
            } else if self.places[place] > now {
                place += 1;
            } else {
                return Some(place);
            }
        }
        None
    }
}

fn earliest(deadlines: &[Frames]) -> Frames {
    deadlines.iter().copied().fold(NEVER, Frames::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    /// The first deadline and the places that are due are those that a plain search finds.
    #[test]
    fn same_as_a_plain_search() {
        let mut chance = Chance::new(5);
        let mut deadlines = Deadlines::new(70);
        let mut plain: [Option<Frames>; 70] = [None; 70];
        for _ in 0..5000 {
            let place = chance.below(70);
            let deadline = chance.happens(0.5).then(|| chance.below(100) as Frames);
            deadlines.set(place, deadline);
            plain[place] = deadline;
            assert_eq!(deadlines.first(), plain.iter().copied().flatten().min());
            let now = chance.below(100) as Frames;
            let from = chance.below(70);
            let due = (from..70).find(|&place| plain[place].is_some_and(|at| at <= now));
            assert_eq!(deadlines.next_due(from, now), due);
        }
    }
}
