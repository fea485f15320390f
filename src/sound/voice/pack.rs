//! Eight voices of one part, side by side in SIMD lanes.

use wide::{f32x8, i32x8};

use super::LANES;
use super::envelope::Step;
use super::oscillator::Oscillators;
use super::ramp::{Ramp, copy, set};
use super::timbre::{LANE_NUMBERS, Onset, Timbre};

/// Below this an envelope counts as silent: −96 dB.
const SILENT: f32 = 1.6e-5;

/// A pack of voices.
#[derive(Clone, Debug)]
pub struct Pack {
    pub(super) first: Oscillators,
    pub(super) second: Oscillators,
    pub(super) sub: Oscillators,
    pub(super) noise_state: i32x8,
    pub(super) second_gain: Ramp,
    pub(super) noise_gain: Ramp,
    pub(super) state1: f32x8,
    pub(super) state2: f32x8,
    pub(super) a1: Ramp,
    pub(super) a2: Ramp,
    pub(super) a3: Ramp,
    pub(super) left: Ramp,
    pub(super) right: Ramp,
    pub(super) cutoff_log2: f32x8,
    pub(super) amp: f32x8,
    pub(super) pan_left: f32x8,
    pub(super) pan_right: f32x8,
    pub(super) env: f32x8,
    pub(super) env_keep: f32x8,
    pub(super) env_add: f32x8,
    pub(super) sweep: f32x8,
    pub(super) sweep_keep: f32x8,
    pub(super) sweep_add: f32x8,
    pub(super) decay_speed: f32x8,
    pub(super) level: f32x8,
    pub(super) level_goal: f32x8,
    pub(super) fade: f32x8,
    pub(super) fade_step: f32x8,
    pub(super) lfo_phase: f32x8,
    pub(super) lfo_turns: f32x8,
    pub(super) lfo_onset: f32x8,
    pub(super) lfo_rise: f32x8,
    /// How far below the pitch it glides to a note is, in octaves, and how far that moves a step.
    pub(super) glide: f32x8,
    pub(super) glide_step: f32x8,
    /// Octaves of level a glide brings, for each octave of pitch: registers differ in level.
    pub(super) glide_level: f32x8,
    /// Infinity in lanes that are empty or stolen, else 0.
    pub(super) not_for_stealing: f32x8,
    /// How loud each lane was at the last control step, an attack counted as finished;
    /// infinity where there is no voice or a stolen one.
    pub loudness: f32x8,
    /// The note in each lane.
    pub note: [u32; LANES],
    /// Number of the note in the synth's count, to tell old from new.
    pub born: [u32; LANES],
    /// Lanes whose note has not been released.
    pub held: u8,
    /// Lanes that have not sounded yet.
    pub fresh: u8,
    /// Lanes that were stolen and fade.
    pub stolen: u8,
    /// Lanes whose pitch glides.
    pub(super) gliding: u8,
    /// Lanes released in a short attack, which they finish.
    pub(super) early: u8,
}

impl Pack {
    /// A pack without voices.
    pub fn new(timbre: &Timbre) -> Self {
        let period = timbre.sine.version(440.0, timbre.rate_hz);
        let zero = f32x8::ZERO;
        Pack {
            first: Oscillators::new(period),
            second: Oscillators::new(period),
            sub: Oscillators::new(period),
            noise_state: i32x8::ONE,
            second_gain: Ramp::default(),
            noise_gain: Ramp::default(),
            state1: zero,
            state2: zero,
            a1: Ramp::default(),
            a2: Ramp::default(),
            a3: Ramp::default(),
            left: Ramp::default(),
            right: Ramp::default(),
            cutoff_log2: zero,
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
            level: zero,
            level_goal: zero,
            fade: zero,
            fade_step: zero,
            lfo_phase: zero,
            lfo_turns: zero,
            lfo_onset: zero,
            lfo_rise: zero,
            glide: zero,
            glide_step: zero,
            glide_level: zero,
            not_for_stealing: f32x8::splat(f32::INFINITY),
            loudness: f32x8::splat(f32::INFINITY),
            note: [0; LANES],
            born: [0; LANES],
            held: 0,
            fresh: 0,
            stolen: 0,
            gliding: 0,
            early: 0,
        }
    }

    /// Puts a new note into `lane`.
    pub(crate) fn start(
        &mut self,
        lane: usize,
        timbre: &Timbre,
        note: u32,
        count: u32,
        hz: f32,
        velocity: f32,
    ) {
        let onset: Onset = timbre.onset(hz, velocity, count);
        let rate_hz = timbre.rate_hz;
        let turns = |hz: f32| f64::from(hz) / f64::from(rate_hz);
        self.first.start(lane, timbre.wave.version(onset.widest_hz, rate_hz), 0, turns(onset.hz));
        if timbre.second_gain > 0.0 {
            let period = timbre.second_wave.version(onset.widest_second_hz, rate_hz);
            self.second.start(lane, period, timbre.second_phase, turns(onset.second_hz));
        }
        if timbre.sub_gain > 0.0 {
            self.sub.start(lane, timbre.sine.version(onset.hz, rate_hz), 0, turns(onset.hz) / 2.0);
        }
        self.noise_state.as_mut_array()[lane] = onset.seed;
        for ramp in [
            &mut self.second_gain,
            &mut self.noise_gain,
            &mut self.a1,
            &mut self.a2,
            &mut self.a3,
            &mut self.left,
            &mut self.right,
        ] {
            ramp.copy_lane(lane, &Ramp::default(), 0);
        }
        let (attack, sweep) = (timbre.amp.attack(), timbre.sweep.attack());
        for (row, value) in [
            (&mut self.state1, 0.0),
            (&mut self.state2, 0.0),
            (&mut self.cutoff_log2, onset.cutoff_log2),
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
            (&mut self.level, 1.0),
            (&mut self.level_goal, 1.0),
            (&mut self.fade, 1.0),
            (&mut self.fade_step, 0.0),
            (&mut self.lfo_phase, 0.0),
            (&mut self.lfo_turns, onset.lfo_turns),
            (&mut self.lfo_onset, onset.lfo_onset),
            (&mut self.lfo_rise, onset.lfo_rise),
            (&mut self.glide, 0.0),
            (&mut self.glide_step, 0.0),
            (&mut self.glide_level, 0.0),
            (&mut self.not_for_stealing, 0.0),
            (&mut self.loudness, onset.amp),
        ] {
            set(row, lane, value);
        }
        self.note[lane] = note;
        self.born[lane] = count;
        let bit = 1 << lane;
        self.held |= bit;
        self.fresh |= bit;
        self.stolen &= !bit;
        self.gliding &= !bit;
        self.early &= !bit;
    }

    /// Copies the voice in lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Pack, other: usize) {
        self.first.copy_lane(lane, &from.first, other);
        self.second.copy_lane(lane, &from.second, other);
        self.sub.copy_lane(lane, &from.sub, other);
        self.noise_state.as_mut_array()[lane] = from.noise_state.as_array()[other];
        for (to, from) in [
            (&mut self.second_gain, &from.second_gain),
            (&mut self.noise_gain, &from.noise_gain),
            (&mut self.a1, &from.a1),
            (&mut self.a2, &from.a2),
            (&mut self.a3, &from.a3),
            (&mut self.left, &from.left),
            (&mut self.right, &from.right),
        ] {
            to.copy_lane(lane, from, other);
        }
        for (to, from) in [
            (&mut self.state1, &from.state1),
            (&mut self.state2, &from.state2),
            (&mut self.cutoff_log2, &from.cutoff_log2),
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
            (&mut self.level, &from.level),
            (&mut self.level_goal, &from.level_goal),
            (&mut self.fade, &from.fade),
            (&mut self.fade_step, &from.fade_step),
            (&mut self.lfo_phase, &from.lfo_phase),
            (&mut self.lfo_turns, &from.lfo_turns),
            (&mut self.lfo_onset, &from.lfo_onset),
            (&mut self.lfo_rise, &from.lfo_rise),
            (&mut self.glide, &from.glide),
            (&mut self.glide_step, &from.glide_step),
            (&mut self.glide_level, &from.glide_level),
            (&mut self.not_for_stealing, &from.not_for_stealing),
            (&mut self.loudness, &from.loudness),
        ] {
            copy(to, lane, from, other);
        }
        self.note[lane] = from.note[other];
        self.born[lane] = from.born[other];
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
        for row in [&mut self.amp, &mut self.env, &mut self.env_add, &mut self.sweep, &mut self.sweep_add] {
            set(row, lane, 0.0);
        }
        for row in [&mut self.state1, &mut self.state2, &mut self.level, &mut self.level_goal] {
            set(row, lane, 0.0);
        }
        for ramp in [&mut self.left, &mut self.right] {
            ramp.copy_lane(lane, &Ramp::default(), 0);
        }
        set(&mut self.not_for_stealing, lane, f32::INFINITY);
        set(&mut self.loudness, lane, f32::INFINITY);
        let kept = !(1 << lane);
        self.held &= kept;
        self.fresh &= kept;
        self.stolen &= kept;
        self.gliding &= kept;
        self.early &= kept;
    }

    /// Releases the note in `lane`. A short attack is finished first, so that the
    /// shortest press still sounds.
    pub fn release(&mut self, lane: usize, timbre: &Timbre) {
        let bit = 1 << lane;
        self.held &= !bit;
        let in_attack = self.env_keep.as_array()[lane] == 1.0;
        if in_attack && timbre.amp.attack().add >= timbre.short_attack {
            self.early |= bit;
        } else {
            self.fall(lane, timbre);
        }
    }

    /// Lets the voice in `lane` die away.
    pub(super) fn fall(&mut self, lane: usize, timbre: &Timbre) {
        let speed = self.decay_speed.as_array()[lane];
        self.follow(lane, timbre.amp.release(speed));
        let release = timbre.sweep.release(speed);
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

    /// Says that the voice in `lane` was stolen: it only fades now.
    pub fn mark_stolen(&mut self, lane: usize) {
        self.stolen |= 1 << lane;
        set(&mut self.not_for_stealing, lane, f32::INFINITY);
        set(&mut self.loudness, lane, f32::INFINITY);
    }

    /// Lanes that have fallen silent for good.
    pub fn finished(&self) -> u8 {
        let falls = self.env_add.simd_le(f32x8::ZERO) & self.env.simd_lt(f32x8::splat(SILENT));
        let faded = self.fade.simd_le(f32x8::ZERO);
        (falls | faded).to_bitmask() as u8
    }
}
