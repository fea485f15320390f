//! The count-in: soft clicks, one a beat, before the first bar.

use crate::math;
use crate::sound::Bus;

/// Peak of a click in dBFS: below every voice, clear in a quiet room.
const LEVEL_DB: f32 = -26.0;
/// Time in which a click falls by 60 dB, in seconds.
const FALL_S: f32 = 0.06;
/// Time in which it rises, in seconds: no edge.
const RISE_S: f32 = 0.002;
/// Pitch of the first beat of a bar and of the others, in Hz: a fifth apart.
const PITCHES_HZ: [f32; 2] = [1320.0, 880.0];

/// A wooden tick: a sine that falls.
#[derive(Clone, Debug)]
pub(super) struct Click {
    rate_hz: f32,
    gain: f32,
    /// Frames since it was struck; none while it is silent.
    age: Option<u32>,
    cycles_a_frame: f32,
}

impl Click {
    pub(super) fn new(rate_hz: f32) -> Self {
        Click { rate_hz, gain: math::db_to_gain(LEVEL_DB), age: None, cycles_a_frame: 0.0 }
    }

    /// Strikes it; the first beat of a bar is higher.
    pub(super) fn strike(&mut self, first: bool) {
        self.age = Some(0);
        self.cycles_a_frame = PITCHES_HZ[usize::from(!first)] / self.rate_hz;
    }

    /// It is silent.
    pub(super) fn silence(&mut self) {
        self.age = None;
    }

    /// Adds frames `from..to` of this block to `out`.
    pub(super) fn render(&mut self, from: usize, to: usize, out: &mut Bus) {
        let Some(mut age) = self.age else { return };
        let fall_frames = FALL_S * self.rate_hz;
        let rise_frames = RISE_S * self.rate_hz;
        for frame in from..to {
            let time = age as f32;
            let rise = (time / rise_frames).min(1.0);
            let left = 1.0 - time / fall_frames;
            if left <= 0.0 {
                self.age = None;
                return;
            }
            // The fourth power falls as an ear expects of wood, and ends at nought.
            let level = self.gain * rise * left * left * left * left;
            let cycles = time * self.cycles_a_frame;
            let sample = level * math::sin((cycles - cycles.floor()) * math::TAU);
            out.left[frame] += sample;
            out.right[frame] += sample;
            age += 1;
        }
        self.age = Some(age);
    }
}
