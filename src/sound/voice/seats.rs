//! Who sits in each lane of a pack, how loud, where, and how its pitch moves.

use wide::f32x8;

use super::common::{Common, Onset};
use super::envelope::Step;
use super::ramp::{Ramp, copy, set};
use super::{LANE_NUMBERS, LANES};

/// Below this an envelope counts as silent: −96 dB.
const SILENT: f32 = 1.6e-5;

/// The notes of a pack.
#[derive(Clone, Debug)]
pub struct Seats {
    pub(super) amp: f32x8,
    pub(super) pan_left: f32x8,
    pub(super) pan_right: f32x8,
    pub(super) env: f32x8,
    pub(super) env_keep: f32x8,
    pub(super) env_add: f32x8,
    /// The second envelope, of filter, modulation or noise.
    pub sweep: f32x8,
    pub(super) sweep_keep: f32x8,
    pub(super) sweep_add: f32x8,
    pub(super) decay_speed: f32x8,
    pub(super) ring: f32x8,
    pub(super) ring_keep: f32x8,
    pub(super) level: f32x8,
    pub(super) level_goal: f32x8,
    pub(super) fade: f32x8,
    pub(super) fade_step: f32x8,
    pub(super) lfo_phase: f32x8,
    pub(super) lfo_turns: f32x8,
    pub(super) lfo_onset: f32x8,
    pub(super) lfo_rise: f32x8,
    /// Note played, or glided to, in Hz.
    pub(super) note_hz: f32x8,
    /// How far above the pitch it glides to a note is, in octaves, and how far that moves a step.
    pub(super) glide: f32x8,
    pub(super) glide_step: f32x8,
    /// Octaves of level a glide brings, for each octave of pitch: registers differ in level.
    pub(super) glide_level: f32x8,
    /// Infinity in lanes that are empty or stolen, else 0.
    pub(super) not_for_stealing: f32x8,
    /// How loud each lane was at the last control step, an attack counted as finished;
    /// infinity where there is no voice or a stolen one.
    pub loudness: f32x8,
    pub(super) left: Ramp,
    pub(super) right: Ramp,
    /// The note in each lane.
    pub(super) note: [u32; LANES],
    /// Number of the note in the synth's count, to tell old from new.
    pub born: [u32; LANES],
    pub(super) group: [u8; LANES],
    pub(super) held: u8,
    /// Lanes that have not sounded yet.
    pub fresh: u8,
    /// Lanes that were stolen and fade.
    pub stolen: u8,
    pub(super) gliding: u8,
    /// Lanes released in a short attack, which they finish.
    pub(super) early: u8,
}

impl Seats {
    /// Nobody.
    pub(super) fn new() -> Self {
        let zero = f32x8::ZERO;
        let empty = f32x8::splat(f32::INFINITY);
        Seats {
            amp: zero,
            pan_left: zero,
            pan_right: zero,
            env: zero,
            env_keep: zero,
            env_add: zero,
            sweep: zero,
            sweep_keep: zero,
            sweep_add: zero,
            decay_speed: f32x8::ONE,
            ring: f32x8::ONE,
            ring_keep: f32x8::ONE,
            level: zero,
            level_goal: zero,
            fade: zero,
            fade_step: zero,
            lfo_phase: zero,
            lfo_turns: zero,
            lfo_onset: zero,
            lfo_rise: zero,
            note_hz: zero,
            glide: zero,
            glide_step: zero,
            glide_level: zero,
            not_for_stealing: empty,
            loudness: empty,
            left: Ramp::default(),
            right: Ramp::default(),
            note: [0; LANES],
            born: [0; LANES],
            group: [0; LANES],
            held: 0,
            fresh: 0,
            stolen: 0,
            gliding: 0,
            early: 0,
        }
    }

    /// Puts a new note into `lane`.
    pub fn start(&mut self, lane: usize, common: &Common, note: u32, count: u32, onset: &Onset) {
        let (attack, sweep) = (common.amp.attack(), common.sweep.attack());
        for (row, value) in [
            (&mut self.amp, onset.amp),
            (&mut self.pan_left, onset.pan.0),
            (&mut self.pan_right, onset.pan.1),
            (&mut self.env, 0.0),
            (&mut self.env_keep, attack.keep),
            (&mut self.env_add, attack.add),
            (&mut self.sweep, 0.0),
            (&mut self.sweep_keep, sweep.keep),
            (&mut self.sweep_add, sweep.add),
            (&mut self.decay_speed, onset.decay_speed),
            (&mut self.ring, 1.0),
            (&mut self.ring_keep, onset.ring_keep),
            (&mut self.level, 1.0),
            (&mut self.level_goal, 1.0),
            (&mut self.fade, 1.0),
            (&mut self.fade_step, 0.0),
            (&mut self.lfo_phase, 0.0),
            (&mut self.lfo_turns, onset.lfo_turns),
            (&mut self.lfo_onset, onset.lfo_onset),
            (&mut self.lfo_rise, onset.lfo_rise),
            (&mut self.note_hz, onset.note_hz),
            (&mut self.glide, 0.0),
            (&mut self.glide_step, 0.0),
            (&mut self.glide_level, 0.0),
            (&mut self.not_for_stealing, 0.0),
            (&mut self.loudness, onset.amp),
        ] {
            set(row, lane, value);
        }
        self.left.clear_lane(lane);
        self.right.clear_lane(lane);
        self.note[lane] = note;
        self.born[lane] = count;
        self.group[lane] = onset.group;
        let bit = 1 << lane;
        self.held |= bit;
        self.fresh |= bit;
        self.stolen &= !bit;
        self.gliding &= !bit;
        self.early &= !bit;
    }

    /// Copies the note in lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Seats, other: usize) {
        for (to, from) in [
            (&mut self.amp, &from.amp),
            (&mut self.pan_left, &from.pan_left),
            (&mut self.pan_right, &from.pan_right),
            (&mut self.env, &from.env),
            (&mut self.env_keep, &from.env_keep),
            (&mut self.env_add, &from.env_add),
            (&mut self.sweep, &from.sweep),
            (&mut self.sweep_keep, &from.sweep_keep),
            (&mut self.sweep_add, &from.sweep_add),
            (&mut self.decay_speed, &from.decay_speed),
            (&mut self.ring, &from.ring),
            (&mut self.ring_keep, &from.ring_keep),
            (&mut self.level, &from.level),
            (&mut self.level_goal, &from.level_goal),
            (&mut self.fade, &from.fade),
            (&mut self.fade_step, &from.fade_step),
            (&mut self.lfo_phase, &from.lfo_phase),
            (&mut self.lfo_turns, &from.lfo_turns),
            (&mut self.lfo_onset, &from.lfo_onset),
            (&mut self.lfo_rise, &from.lfo_rise),
            (&mut self.note_hz, &from.note_hz),
            (&mut self.glide, &from.glide),
            (&mut self.glide_step, &from.glide_step),
            (&mut self.glide_level, &from.glide_level),
            (&mut self.not_for_stealing, &from.not_for_stealing),
            (&mut self.loudness, &from.loudness),
        ] {
            copy(to, lane, from, other);
        }
        self.left.copy_lane(lane, &from.left, other);
        self.right.copy_lane(lane, &from.right, other);
        self.note[lane] = from.note[other];
        self.born[lane] = from.born[other];
        self.group[lane] = from.group[other];
        for (to, from) in [
            (&mut self.held, from.held),
            (&mut self.fresh, from.fresh),
            (&mut self.stolen, from.stolen),
            (&mut self.gliding, from.gliding),
            (&mut self.early, from.early),
        ] {
            *to = (*to & !(1 << lane)) | ((from >> other & 1) << lane);
        }
    }

    /// Empties `lane`.
    pub fn clear(&mut self, lane: usize) {
        for row in [
            &mut self.amp,
            &mut self.env,
            &mut self.env_add,
            &mut self.sweep,
            &mut self.sweep_add,
            &mut self.level,
            &mut self.level_goal,
        ] {
            set(row, lane, 0.0);
        }
        self.left.clear_lane(lane);
        self.right.clear_lane(lane);
        self.empty(lane);
        let kept = !(1 << lane);
        self.held &= kept;
        self.fresh &= kept;
        self.stolen &= kept;
        self.gliding &= kept;
        self.early &= kept;
    }

    /// Takes `lane` out of what may be stolen.
    fn empty(&mut self, lane: usize) {
        set(&mut self.not_for_stealing, lane, f32::INFINITY);
        set(&mut self.loudness, lane, f32::INFINITY);
    }

    /// Releases the note in `lane`. A short attack is finished first, so that the
    /// shortest press still sounds.
    pub fn release(&mut self, lane: usize, common: &Common) {
        let bit = 1 << lane;
        self.held &= !bit;
        if common.one_shot {
            return;
        }
        let in_attack = self.env_keep.as_array()[lane] == 1.0 && self.env_add.as_array()[lane] > 0.0;
        if in_attack && common.amp.attack().add >= common.short_attack {
            self.early |= bit;
        } else {
            self.fall(lane, common);
        }
    }

    /// Lets the voice in `lane` die away.
    pub(super) fn fall(&mut self, lane: usize, common: &Common) {
        let speed = self.decay_speed.as_array()[lane];
        self.follow(lane, common.amp.release(speed));
        let release = common.sweep.release(speed);
        set(&mut self.sweep_keep, lane, release.keep);
        set(&mut self.sweep_add, lane, release.add);
    }

    /// Makes the envelope in `lane` take steps of `step`.
    pub(super) fn follow(&mut self, lane: usize, step: Step) {
        set(&mut self.env_keep, lane, step.keep);
        set(&mut self.env_add, lane, step.add);
    }

    /// Sets the level that the note in `lane` heads for, at once if it has not sounded.
    pub fn set_level(&mut self, lane: usize, level: f32) {
        set(&mut self.level_goal, lane, level);
        if self.fresh >> lane & 1 == 1 {
            set(&mut self.level, lane, level);
        }
    }

    /// Fades `lane` to silence within `steps` control steps.
    pub fn fade_out(&mut self, lane: usize, steps: f32) {
        let step = (1.0 / steps).max(self.fade_step.as_array()[lane]);
        set(&mut self.fade_step, lane, step);
        self.held &= !(1 << lane);
    }

    /// Lanes that hold `note` unreleased.
    pub fn holding(&self, note: u32) -> u8 {
        let mut found = 0;
        for lane in LANE_NUMBERS {
            found |= u8::from(self.note[lane] == note) << lane;
        }
        found & self.held
    }

    /// Level, and gain on the left with its step, of `lane`.
    #[cfg(test)]
    pub fn motion(&self, lane: usize) -> [f32; 3] {
        [self.level, self.left.now, self.left.step].map(|row| row.as_array()[lane])
    }

    /// Whether the voice in `lane` belongs to `group`.
    pub fn is_in(&self, lane: usize, group: u8) -> bool {
        self.group[lane] == group
    }

    /// Says that the voice in `lane` was stolen: it only fades now.
    pub fn mark_stolen(&mut self, lane: usize) {
        self.stolen |= 1 << lane;
        self.empty(lane);
    }

    /// Lanes that have fallen silent for good.
    pub fn finished(&self) -> u8 {
        let silent = f32x8::splat(SILENT);
        let falls = self.env_add.simd_le(f32x8::ZERO) & self.env.simd_lt(silent);
        let faded = self.fade.simd_le(f32x8::ZERO) | self.ring.simd_lt(silent);
        (falls | faded).to_bitmask() as u8
    }
}
