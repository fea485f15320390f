//! Darker or brighter: three first-order shelves in a row.

use super::setup::{ToneSetup, bounded};
use crate::math;

/// Corner frequencies, in Hz: of the tilt, the low and the high shelf.
const TILT_HZ: f32 = 800.0;
const LOW_HZ: f32 = 200.0;
const HIGH_HZ: f32 = 4000.0;

/// One shelf: the sound in two halves that add up to it, each with its gain.
///
/// The low half is a one-pole low-pass with trapezoidal integration (V. Zavalishin, *The Art
/// of VA Filter Design*, 2018, section 3.10), the high half the rest.
#[derive(Clone, Debug)]
struct Shelf {
    state: [f32; 2],
    /// g ÷ (1 + g), where g is the tangent of half the corner's angle.
    pull: f32,
    low: f32,
    high: f32,
}

impl Shelf {
    /// None where it would change nothing.
    fn new(rate_hz: f32, corner_hz: f32, low_db: f32, high_db: f32) -> Option<Self> {
        if low_db == 0.0 && high_db == 0.0 {
            return None;
        }
        let g = math::tan(math::PI * (corner_hz / rate_hz).min(0.45));
        Some(Shelf {
            state: [0.0; 2],
            pull: g / (1.0 + g),
            low: math::db_to_gain(low_db),
            high: math::db_to_gain(high_db),
        })
    }

    fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        let [mut a, mut b] = self.state;
        for (left, right) in left.iter_mut().zip(right) {
            let (step_a, step_b) = ((*left - a) * self.pull, (*right - b) * self.pull);
            let (low_a, low_b) = (a + step_a, b + step_b);
            (a, b) = (low_a + step_a, low_b + step_b);
            *left = low_a * self.low + (*left - low_a) * self.high;
            *right = low_b * self.low + (*right - low_b) * self.high;
        }
        self.state = [a, b];
    }
}

/// The shelves of one part.
#[derive(Clone, Debug)]
pub(super) struct Tone {
    shelves: [Option<Shelf>; 3],
}

impl Tone {
    /// None where it would change nothing.
    pub(super) fn new(rate_hz: f32, setup: &ToneSetup) -> Option<Self> {
        let tilt_db = bounded(setup.tilt_db, -12.0, 12.0, 0.0) / 2.0;
        let low_db = bounded(setup.low_db, -18.0, 12.0, 0.0);
        let high_db = bounded(setup.high_db, -18.0, 12.0, 0.0);
        let shelves = [
            Shelf::new(rate_hz, TILT_HZ, -tilt_db, tilt_db),
            Shelf::new(rate_hz, LOW_HZ, low_db, 0.0),
            Shelf::new(rate_hz, HIGH_HZ, 0.0, high_db),
        ];
        shelves.iter().any(Option::is_some).then_some(Tone { shelves })
    }

    pub(super) fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        for shelf in self.shelves.iter_mut().flatten() {
            shelf.render(left, right);
        }
    }

    pub(super) fn clear(&mut self) {
        for shelf in self.shelves.iter_mut().flatten() {
            shelf.state = [0.0; 2];
        }
    }
}
