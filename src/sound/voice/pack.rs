//! Eight voices of one part, side by side in SIMD lanes.

use wide::{f32x8, i32x8};

use super::envelope::Step;
use super::lanes;
use super::tables::{Period, TABLE_BITS};
use super::timbre::{LANE_NUMBERS, Onset, Timbre};
use super::{CONTROL_FRAMES, LANES};
use crate::math;
use crate::sound::patch::FilterKind;

/// Below this an envelope counts as silent: −96 dB.
const SILENT: f32 = 1.6e-5;

/// Sum of a part's voices over one control period, one lane sum each side.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Left.
    pub left: [f32x8; CONTROL_FRAMES],
    /// Right.
    pub right: [f32x8; CONTROL_FRAMES],
}

impl Sums {
    /// Silence.
    pub const SILENT: Sums =
        Sums { left: [f32x8::ZERO; CONTROL_FRAMES], right: [f32x8::ZERO; CONTROL_FRAMES] };
}

/// A value that goes straight from one control step to the next.
#[derive(Clone, Copy, Debug, Default)]
struct Ramp {
    now: f32x8,
    step: f32x8,
    goal: f32x8,
}

impl Ramp {
    /// Heads for `goal`, `per_frame` of the way each frame.
    #[inline]
    fn head(&mut self, goal: f32x8, per_frame: f32x8) {
        // Starting from the old goal instead of the sum keeps rounding from piling up.
        self.now = self.goal;
        self.step = (goal - self.goal) * per_frame;
        self.goal = goal;
    }

    fn copy_lane(&mut self, lane: usize, from: &Ramp, other: usize) {
        copy(&mut self.now, lane, &from.now, other);
        copy(&mut self.step, lane, &from.step, other);
        copy(&mut self.goal, lane, &from.goal, other);
    }
}

fn copy(to: &mut f32x8, lane: usize, from: &f32x8, other: usize) {
    to.as_mut_array()[lane] = from.as_array()[other];
}

fn set(to: &mut f32x8, lane: usize, value: f32) {
    to.as_mut_array()[lane] = value;
}

/// An oscillator of each lane.
#[derive(Clone, Debug)]
struct Oscillators {
    period: [&'static Period; LANES],
    phase: i32x8,
    step: i32x8,
    /// Step without vibrato.
    base: f32x8,
}

impl Oscillators {
    fn new(period: &'static Period) -> Self {
        Oscillators { period: [period; LANES], phase: i32x8::ZERO, step: i32x8::ZERO, base: f32x8::ZERO }
    }

    fn start(&mut self, lane: usize, period: &'static Period, phase: i32, turns_per_frame: f64) {
        let step = (turns_per_frame * 4_294_967_296.0).round() as i32;
        self.period[lane] = period;
        self.phase.as_mut_array()[lane] = phase;
        self.step.as_mut_array()[lane] = step;
        set(&mut self.base, lane, step as f32);
    }

    fn copy_lane(&mut self, lane: usize, from: &Oscillators, other: usize) {
        self.period[lane] = from.period[other];
        self.phase.as_mut_array()[lane] = from.phase.as_array()[other];
        self.step.as_mut_array()[lane] = from.step.as_array()[other];
        copy(&mut self.base, lane, &from.base, other);
    }

    fn bend(&mut self, factor: f32x8) {
        self.step = (self.base * factor).fast_trunc_int();
    }

    /// The next sample of each lane.
    #[inline(always)]
    fn next(&mut self) -> f32x8 {
        let value = read(&self.period, self.phase);
        self.phase += self.step;
        value
    }
}

/// The samples of `period` at `phase`, straight between its points.
#[inline(always)]
pub(crate) fn read(period: &[&'static Period; LANES], phase: i32x8) -> f32x8 {
    const REST_BITS: u32 = 32 - TABLE_BITS;
    let phases = phase.to_array();
    let at = |lane: usize| (phases[lane] as u32 >> REST_BITS) as usize;
    let here = f32x8::new(std::array::from_fn(|lane| period[lane][at(lane)]));
    let next = f32x8::new(std::array::from_fn(|lane| period[lane][at(lane) + 1]));
    let rest = f32x8::from_i32x8(phase & i32x8::splat((1 << REST_BITS) - 1));
    here + (next - here) * (rest * f32x8::splat(1.0 / (1u32 << REST_BITS) as f32))
}

/// A pack of voices.
#[derive(Clone, Debug)]
pub struct Pack {
    first: Oscillators,
    second: Oscillators,
    sub: Oscillators,
    noise_state: i32x8,
    second_gain: Ramp,
    noise_gain: Ramp,
    state1: f32x8,
    state2: f32x8,
    a1: Ramp,
    a2: Ramp,
    a3: Ramp,
    left: Ramp,
    right: Ramp,
    cutoff_log2: f32x8,
    amp: f32x8,
    pan_left: f32x8,
    pan_right: f32x8,
    env: f32x8,
    env_keep: f32x8,
    env_add: f32x8,
    sweep: f32x8,
    sweep_keep: f32x8,
    sweep_add: f32x8,
    decay_speed: f32x8,
    level: f32x8,
    level_goal: f32x8,
    fade: f32x8,
    fade_step: f32x8,
    lfo_phase: f32x8,
    lfo_turns: f32x8,
    lfo_onset: f32x8,
    lfo_rise: f32x8,
    /// Infinity in lanes that are empty or stolen, else 0.
    not_for_stealing: f32x8,
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
    /// Lanes released in a short attack, which they finish.
    early: u8,
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
            not_for_stealing: f32x8::splat(f32::INFINITY),
            loudness: f32x8::splat(f32::INFINITY),
            note: [0; LANES],
            born: [0; LANES],
            held: 0,
            fresh: 0,
            stolen: 0,
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

    fn fall(&mut self, lane: usize, timbre: &Timbre) {
        let speed = self.decay_speed.as_array()[lane];
        self.follow(lane, timbre.amp.release(speed));
        let release = timbre.sweep.release(speed);
        set(&mut self.sweep_keep, lane, release.keep);
        set(&mut self.sweep_add, lane, release.add);
    }

    fn follow(&mut self, lane: usize, step: Step) {
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

    /// One control step for all lanes.
    pub fn control(&mut self, timbre: &Timbre) {
        self.advance(timbre, CONTROL_FRAMES);
    }

    /// Prepares lanes that have not sounded yet for the rest of the control period.
    pub fn begin(&mut self, timbre: &Timbre, frames: usize) {
        let fresh = self.fresh;
        let mut ahead = self.clone();
        // First the values at the onset itself, then the way to the next control step.
        ahead.advance(timbre, 0);
        ahead.advance(timbre, frames);
        for lane in LANE_NUMBERS.filter(|lane| fresh >> lane & 1 == 1) {
            self.copy_lane(lane, &ahead, lane);
        }
        self.fresh = 0;
    }

    /// Envelopes, LFO, levels and filter, `frames` frames on.
    fn advance(&mut self, timbre: &Timbre, frames: usize) {
        let share = f32x8::splat(frames as f32 / CONTROL_FRAMES as f32);
        let per_frame = f32x8::splat(if frames == 0 { 0.0 } else { 1.0 / frames as f32 });
        let one = f32x8::ONE;

        self.env = self.env * self.env_keep + self.env_add * share;
        self.sweep = self.sweep * self.sweep_keep + self.sweep_add * share;
        self.turn_attacks(timbre);
        self.level += (self.level_goal - self.level) * f32x8::splat(timbre.level_step) * share;
        // A level that heads for nothing must arrive, or it ends in denormal numbers.
        self.level = self.level & self.level.simd_gt(f32x8::splat(1e-6));
        self.fade = (self.fade - self.fade_step * share).max(f32x8::ZERO);

        let mut gain = self.amp * self.level * self.fade;
        let attack = self.env_keep.simd_ge(one);
        self.loudness = gain * attack.select(one, self.env) + self.not_for_stealing;
        gain *= self.env;
        let mut cutoff = self.cutoff_log2 + self.sweep * f32x8::splat(timbre.sweep_octaves);
        let mut pan = f32x8::ZERO;
        if timbre.has_lfo() {
            self.lfo_onset = (self.lfo_onset + self.lfo_rise * share).min(one);
            self.lfo_phase += self.lfo_turns * share;
            self.lfo_phase -= self.lfo_phase.simd_ge(one) & one;
            let swing = lanes::sine_of_turns(self.lfo_phase) * self.lfo_onset.max(f32x8::ZERO);
            cutoff += swing * f32x8::splat(timbre.lfo_filter_octaves);
            let dip = f32x8::splat(timbre.tremolo);
            gain *= one - dip * self.lfo_onset.max(f32x8::ZERO) - dip * swing;
            pan = swing * f32x8::splat(timbre.lfo_pan);
            if timbre.vibrato_octaves != 0.0 {
                let bend = swing * f32x8::splat(timbre.vibrato_octaves * std::f32::consts::LN_2);
                let factor = one + bend + bend * bend * f32x8::splat(0.5);
                self.first.bend(factor);
                self.second.bend(factor);
                self.sub.bend(factor);
            }
        }
        self.left.head(gain * self.pan_left * (one - pan), per_frame);
        self.right.head(gain * self.pan_right * (one + pan), per_frame);

        let ceiling = f32x8::splat(timbre.cutoff_ceiling_log2);
        let cutoff = cutoff.fast_max(f32x8::splat(4.3)).fast_min(ceiling);
        let g = lanes::tan(lanes::exp2_positive(cutoff) * f32x8::splat(math::PI / timbre.rate_hz));
        let a1 = one / (one + g * (g + f32x8::splat(timbre.damping)));
        let a2 = g * a1;
        self.a1.head(a1, per_frame);
        self.a2.head(a2, per_frame);
        self.a3.head(g * a2, per_frame);

        if timbre.second_gain > 0.0 {
            let follow = f32x8::splat(timbre.second_follow);
            let share = one - follow + follow * self.sweep;
            self.second_gain.head(share * f32x8::splat(timbre.second_gain), per_frame);
        }
        if timbre.noise_gain + timbre.strike_gain > 0.0 {
            let strike = self.sweep * f32x8::splat(timbre.strike_gain);
            self.noise_gain.head(strike + f32x8::splat(timbre.noise_gain), per_frame);
        }
    }

    /// Turns attacks that have reached the top into decays, or into releases that wait.
    fn turn_attacks(&mut self, timbre: &Timbre) {
        let one = f32x8::ONE;
        let topped = |value: f32x8, keep: f32x8| (value.simd_ge(one) & keep.simd_ge(one)).to_bitmask();
        let (amp, sweep) = (topped(self.env, self.env_keep), topped(self.sweep, self.sweep_keep));
        if amp | sweep == 0 {
            return;
        }
        for lane in LANE_NUMBERS {
            let speed = self.decay_speed.as_array()[lane];
            if sweep >> lane & 1 == 1 {
                let decay = timbre.sweep.decay(speed);
                set(&mut self.sweep, lane, 1.0);
                set(&mut self.sweep_keep, lane, decay.keep);
                set(&mut self.sweep_add, lane, decay.add);
            }
            if amp >> lane & 1 == 1 {
                set(&mut self.env, lane, 1.0);
                if self.early >> lane & 1 == 1 {
                    self.early &= !(1 << lane);
                    self.fall(lane, timbre);
                } else {
                    self.follow(lane, timbre.amp.decay(speed));
                }
            }
        }
    }

    /// Adds frames `from..to` of a control period to `sums`.
    pub fn render(&mut self, timbre: &Timbre, from: usize, to: usize, sums: &mut Sums) {
        let mut mix = [f32x8::ZERO; CONTROL_FRAMES];
        let mix = &mut mix[from..to];
        self.oscillate(timbre, mix);
        let (left, right) = (&mut sums.left[from..to], &mut sums.right[from..to]);
        let damping = f32x8::splat(timbre.damping);
        match timbre.kind {
            FilterKind::Low => self.filter(mix, left, right, |_, _, low| low),
            FilterKind::Band => self.filter(mix, left, right, |_, band, _| damping * band),
            FilterKind::High => self.filter(mix, left, right, |all, band, low| all - damping * band - low),
        }
    }

    /// Oscillators and noise into `mix`.
    fn oscillate(&mut self, timbre: &Timbre, mix: &mut [f32x8]) {
        let gain = f32x8::splat(timbre.gain);
        let oscillators = &mut self.first;
        for sample in mix.iter_mut() {
            *sample = oscillators.next() * gain;
        }
        if timbre.second_gain > 0.0 {
            let (oscillators, gain) = (&mut self.second, &mut self.second_gain);
            for sample in mix.iter_mut() {
                *sample += oscillators.next() * gain.now;
                gain.now += gain.step;
            }
        }
        if timbre.sub_gain > 0.0 {
            let gain = f32x8::splat(timbre.sub_gain);
            for sample in mix.iter_mut() {
                *sample += self.sub.next() * gain;
            }
        }
        if timbre.noise_gain + timbre.strike_gain > 0.0 {
            let (mut x, gain) = (self.noise_state, &mut self.noise_gain);
            for sample in mix.iter_mut() {
                // Marsaglia, Xorshift RNGs, 2003: shifts 13, 17, 5.
                x ^= x << 13;
                x ^= (x >> 17) & i32x8::splat(0x7FFF);
                x ^= x << 5;
                *sample += f32x8::from_i32x8(x) * f32x8::splat(1.0 / 2_147_483_648.0) * gain.now;
                gain.now += gain.step;
            }
            self.noise_state = x;
        }
    }

    /// The trapezoidal state-variable filter in Andrew Simper's form (Cytomic, “Linear
    /// trapezoidal state variable filter”, 2013), then amplifier and pan.
    #[inline(always)]
    fn filter(
        &mut self,
        mix: &[f32x8],
        left: &mut [f32x8],
        right: &mut [f32x8],
        output: impl Fn(f32x8, f32x8, f32x8) -> f32x8,
    ) {
        let (mut s1, mut s2) = (self.state1, self.state2);
        let (mut a1, mut a2, mut a3) = (self.a1.now, self.a2.now, self.a3.now);
        let (mut gain_left, mut gain_right) = (self.left.now, self.right.now);
        for ((&input, left), right) in mix.iter().zip(left).zip(right) {
            let rest = input - s2;
            let band = a1 * s1 + a2 * rest;
            let low = s2 + a2 * s1 + a3 * rest;
            s1 = band + band - s1;
            s2 = low + low - s2;
            let y = output(input, band, low);
            *left += y * gain_left;
            *right += y * gain_right;
            a1 += self.a1.step;
            a2 += self.a2.step;
            a3 += self.a3.step;
            gain_left += self.left.step;
            gain_right += self.right.step;
        }
        self.state1 = s1;
        self.state2 = s2;
        self.a1.now = a1;
        self.a2.now = a2;
        self.a3.now = a3;
        self.left.now = gain_left;
        self.right.now = gain_right;
    }
}
