//! Values of eight lanes that move in straight lines.

use wide::f32x8;

/// A value that goes straight from one control step to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ramp {
    pub now: f32x8,
    pub step: f32x8,
    pub goal: f32x8,
}

impl Ramp {
    /// Heads for `goal`, `per_frame` of the way each frame.
    #[inline]
    pub fn head(&mut self, goal: f32x8, per_frame: f32x8) {
        // Starting from the old goal instead of the sum keeps rounding from piling up.
        self.now = self.goal;
        self.step = (goal - self.goal) * per_frame;
        self.goal = goal;
    }

    /// Lane `lane` stands still at 0.
    pub fn clear_lane(&mut self, lane: usize) {
        self.copy_lane(lane, &Ramp::default(), 0);
    }

    /// Copies lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Ramp, other: usize) {
        copy(&mut self.now, lane, &from.now, other);
        copy(&mut self.step, lane, &from.step, other);
        copy(&mut self.goal, lane, &from.goal, other);
    }
}

/// Copies lane `other` of `from` into `lane` of `to`.
pub(crate) fn copy(to: &mut f32x8, lane: usize, from: &f32x8, other: usize) {
    to.as_mut_array()[lane] = from.as_array()[other];
}

/// Sets one lane.
pub(crate) fn set(to: &mut f32x8, lane: usize, value: f32) {
    to.as_mut_array()[lane] = value;
}
