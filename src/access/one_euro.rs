//! The One Euro filter: calm at rest, quick in movement.
//!
//! Casiez, Roussel, Vogel, *1€ Filter: A Simple Speed-based Low-pass Filter for Noisy
//! Input in Interactive Systems*, CHI 2012. A low-pass of first order whose cutoff rises
//! with the speed of the value:
//! cutoff = cutoff at rest + [`SPEED_COEFFICIENT`] × |speed|, where the speed is itself
//! smoothed with a cutoff of [`SPEED_CUTOFF_HZ`], as in the paper. The speed is that of the
//! values that came in, not their distance from the smoothed one, which would depend on
//! how often a device reports.

use std::f32::consts::TAU;

/// How much the cutoff rises with speed, in Hz per range a second (*beta* in the paper).
///
/// Computed for a cutoff at rest of 5 Hz and readings every 4 ms: movements of half to the
/// whole range in 0.1 to 0.5 s then lag by 5 to 8 ms (30 ms without, 12 ms at 4), under the
/// 10 ms that players do not notice; a tremor of 5 Hz and 0.05 comes out as 0.040 (0.034
/// without), one of 10 Hz and 0.02 as 0.010.
const SPEED_COEFFICIENT: f32 = 8.0;
/// Cutoff of the speed, in Hz.
const SPEED_CUTOFF_HZ: f32 = 1.0;

/// A One Euro filter over values of 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneEuro {
    cutoff_hz: f32,
    value: f32,
    input: f32,
    speed: f32,
}

impl OneEuro {
    /// At rest on `value`, with a cutoff at rest of `cutoff_hz`.
    pub(super) fn new(cutoff_hz: f32, value: f32) -> Self {
        OneEuro { cutoff_hz, value, input: value, speed: 0.0 }
    }

    /// Comes to rest on `value` at once.
    pub(super) fn rest_on(&mut self, value: f32) {
        *self = OneEuro::new(self.cutoff_hz, value);
    }

    /// The smoothed value.
    pub(super) fn value(&self) -> f32 {
        self.value
    }

    /// Takes `input`, `seconds` after the one before; `seconds` is above 0.
    pub(super) fn step(&mut self, input: f32, seconds: f32) -> f32 {
        let speed = (input - self.input) / seconds;
        self.speed += share(SPEED_CUTOFF_HZ, seconds) * (speed - self.speed);
        let cutoff_hz = self.cutoff_hz + SPEED_COEFFICIENT * self.speed.abs();
        self.value += share(cutoff_hz, seconds) * (input - self.value);
        self.input = input;
        self.value
    }
}

/// Share of the way that a low-pass of `cutoff_hz` goes in `seconds`.
fn share(cutoff_hz: f32, seconds: f32) -> f32 {
    let turn = TAU * cutoff_hz * seconds;
    turn / (turn + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A resting hand's tremor of 10 Hz is halved; a real movement is followed within 10 ms.
    #[test]
    fn calm_at_rest_and_quick_in_movement() {
        let step_s = 0.004;
        let mut filter = OneEuro::new(5.0, 0.5);
        let mut widest: f32 = 0.0;
        for step in 0..1000 {
            let tremor = 0.02 * crate::math::sin(TAU * 10.0 * step as f32 * step_s);
            let value = filter.step(0.5 + tremor, step_s);
            if step > 250 {
                widest = widest.max((value - 0.5).abs());
            }
        }
        assert!(widest < 0.01, "tremor of 0.02 came out as {widest}");

        for (reach, steps) in [(0.5, 25), (0.5, 50), (1.0, 60), (1.0, 125)] {
            let mut filter = OneEuro::new(5.0, 0.0);
            let mut late = 0.0;
            for step in 1..=steps {
                let input = reach * step as f32 / steps as f32;
                late = input - filter.step(input, step_s);
            }
            let late_ms = late / reach * steps as f32 * step_s * 1000.0;
            assert!(late_ms < 10.0, "{reach} in {steps} steps is late by {late_ms} ms");
        }
    }
}
