//! When the melody of the self-playing music sounds: a bar's pattern that comes again.

use crate::chance::Chance;
use crate::play::Context;
use crate::play::grid::eighth;

/// Most places in a bar: eighths of sixteen beats.
const MOST: usize = 32;
/// How many of a bar's eighths sound at each density.
const SHARES: [f32; 5] = [0.16, 0.3, 0.45, 0.65, 0.9];
/// Bars after which a pattern is left.
const KEPT_BARS: u64 = 4;

/// A pattern of eighths, drawn anew every few bars, and one place of it in each of them.
pub(super) struct Rhythm {
    chance: Chance,
    /// How gladly each place sounds: the metre's weight, moved by chance.
    weights: [f32; MOST],
    drawn: Option<u64>,
    changed: u64,
}

impl Rhythm {
    pub(super) fn new(seed: u64) -> Self {
        let chance = Chance::new(seed).fork(1);
        Rhythm { chance, weights: [0.0; MOST], drawn: None, changed: 0 }
    }

    /// Whether the place of now sounds.
    pub(super) fn sounds(&mut self, density: usize, context: &Context<'_>) -> bool {
        let places = (2 * usize::from(context.metre.beats.max(1))).min(MOST);
        let bar = context.beat.bar;
        let place = eighth(context) % places;
        if self.drawn.is_none_or(|drawn| bar >= drawn + KEPT_BARS || bar < drawn) {
            self.drawn = Some(bar);
            (0..places).for_each(|place| self.draw(place, places));
        } else if bar != self.changed {
            let any = self.chance.below(places);
            self.draw(any, places);
        }
        self.changed = bar;
        let wanted = (SHARES[density.min(4)] * places as f32).round().max(1.0) as usize;
        let heavier = self.weights[..places].iter().filter(|weight| **weight > self.weights[place]).count();
        heavier < wanted
    }

    fn draw(&mut self, place: usize, places: usize) {
        let metre = match place {
            0 => 1.0,
            half if half * 2 == places => 0.8,
            on_beat if on_beat.is_multiple_of(2) => 0.65,
            _ => 0.45,
        };
        // No two are the same, so that the count is what it should be.
        self.weights[place] = metre + self.chance.between(0.0, 0.7);
    }
}
