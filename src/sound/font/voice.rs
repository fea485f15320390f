//! One sample of a sounding note.

use super::region::{Region, Stages, Wave};
use crate::math;
use crate::play::NoteId;
use crate::sound::Bus;

/// Frames for which envelopes, pitch and filter are straight, counted from the onset.
pub(super) const STEP_FRAMES: usize = 16;
/// Shortest attack, in s: a sample that does not begin at zero must not click.
const ATTACK_S: f32 = 0.002;
/// Shortest release, in s.
const RELEASE_S: f32 = 0.01;
/// Fall of decay and release within their time, in dB (specification, section 8.1.3).
const FALL_DB: f32 = 100.0;
/// Under this, −90 dB, a voice is over.
const OVER: f32 = 3e-5;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Delay,
    Attack,
    Hold,
    Decay,
    Release,
}

/// An envelope, moved on in steps.
#[derive(Clone, Copy, Debug)]
struct Envelope {
    stage: Stage,
    /// Steps until the stage is over.
    left: f32,
    value: f32,
    attack_steps: f32,
    hold_steps: f32,
    /// Factor a step of the volume; change a step of the motion.
    decay: f32,
    sustain: f32,
    release: f32,
    is_volume: bool,
}

impl Envelope {
    fn new(stages: &Stages, key: f32, steps_a_second: f32, is_volume: bool) -> Self {
        let steps = |seconds: f32| seconds * steps_a_second;
        let by_key = |octaves: f32| math::exp2((octaves * (60.0 - key)).clamp(-10.0, 10.0));
        let decay_steps = steps(stages.decay_s * by_key(stages.decay_by_key)).max(1.0);
        let release_steps = steps(stages.release_s.max(RELEASE_S)).max(1.0);
        let fall = |steps: f32| if is_volume { math::db_to_gain(-FALL_DB / steps) } else { 1.0 / steps };
        Envelope {
            stage: Stage::Delay,
            left: steps(stages.delay_s).floor(),
            value: 0.0,
            attack_steps: steps(stages.attack_s.max(if is_volume { ATTACK_S } else { 0.0 })).max(1.0),
            hold_steps: steps(stages.hold_s * by_key(stages.hold_by_key)).floor(),
            decay: fall(decay_steps),
            sustain: if is_volume { math::db_to_gain(-stages.fall) } else { 1.0 - stages.fall },
            release: fall(release_steps),
            is_volume,
        }
    }

    fn release(&mut self) {
        self.stage = Stage::Release;
    }

    fn fall(&self, by: f32) -> f32 {
        if self.is_volume { self.value * by } else { (self.value - by).max(0.0) }
    }

    fn step(&mut self) {
        if self.stage == Stage::Delay {
            if self.left >= 1.0 {
                self.left -= 1.0;
                return;
            }
            self.stage = Stage::Attack;
        }
        match self.stage {
            Stage::Delay => {}
            Stage::Attack => {
                self.value += 1.0 / self.attack_steps;
                if self.value >= 1.0 {
                    self.value = 1.0;
                    (self.stage, self.left) = (Stage::Hold, self.hold_steps);
                }
            }
            Stage::Hold => {
                self.left -= 1.0;
                if self.left < 0.0 {
                    self.stage = Stage::Decay;
                }
            }
            Stage::Decay => self.value = self.fall(self.decay).max(self.sustain),
            Stage::Release => self.value = self.fall(self.release),
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Decay | Stage::Release) && self.value < OVER
    }
}

/// A slow triangle, −1 to 1.
#[derive(Clone, Copy, Debug)]
struct Sway {
    wait: f32,
    turn: f32,
    step: f32,
}

impl Sway {
    fn new(wave: &Wave, steps_a_second: f32) -> Self {
        Sway {
            wait: wave.delay_s * steps_a_second,
            turn: 0.25,
            step: (wave.rate_hz / steps_a_second).min(0.5),
        }
    }

    fn step(&mut self) -> f32 {
        if self.wait >= 1.0 {
            self.wait -= 1.0;
            return 0.0;
        }
        let value = 1.0 - (self.turn * 4.0 - 2.0).abs();
        self.turn += self.step;
        if self.turn >= 1.0 {
            self.turn -= 1.0;
        }
        value
    }
}

/// What a note starts a voice with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub note: NoteId,
    /// As a MIDI note number, with fraction.
    pub pitch: f32,
    pub key: i32,
    pub gain: f32,
}

/// One sample that sounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub note: NoteId,
    pub region: usize,
    pub exclusive: i32,
    pub released: bool,
    /// Fades whatever the envelope does: stolen, silenced or choked.
    pub fading: bool,
    pitch: f32,
    pitch_goal: f32,
    pitch_step: f32,
    place: f64,
    speed: f64,
    gain: f32,
    left: f32,
    right: f32,
    /// Gain now, and its change a frame.
    now: f32,
    slope: f32,
    level: f32,
    level_goal: f32,
    fade: f32,
    fade_step: f32,
    volume: Envelope,
    motion: Envelope,
    vibrato: Sway,
    wave: Sway,
    /// Frame within the step.
    at: usize,
    filters: bool,
    /// Coefficients and state of the filter.
    coefficients: [f32; 3],
    state: [f32; 2],
    pub over: bool,
}

impl Voice {
    pub(super) fn new(rate_hz: f32, index: usize, region: &Region, start: &Start) -> Self {
        let steps_a_second = rate_hz / STEP_FRAMES as f32;
        let angle = (region.pan + 1.0) * std::f32::consts::FRAC_PI_4;
        let key = start.key as f32;
        Voice {
            note: start.note,
            region: index,
            exclusive: region.exclusive,
            released: false,
            fading: false,
            pitch: start.pitch,
            pitch_goal: start.pitch,
            pitch_step: 0.0,
            place: region.start as f64,
            speed: 0.0,
            gain: start.gain * math::db_to_gain(-region.attenuation_db),
            left: math::cos(angle).max(0.0),
            right: math::sin(angle).max(0.0),
            now: 0.0,
            slope: 0.0,
            level: 1.0,
            level_goal: 1.0,
            fade: 1.0,
            fade_step: 0.0,
            volume: Envelope::new(&region.volume, key, steps_a_second, true),
            motion: Envelope::new(&region.motion, key, steps_a_second, false),
            vibrato: Sway::new(&region.vibrato, steps_a_second),
            wave: Sway::new(&region.wave, steps_a_second),
            at: 0,
            filters: region.cutoff_hz < 0.4 * rate_hz.min(48_000.0)
                || region.motion_to_cutoff_octaves != 0.0
                || region.wave_cutoff_octaves != 0.0,
            coefficients: [0.0; 3],
            state: [0.0; 2],
            over: false,
        }
    }

    pub(super) fn release(&mut self) {
        if !self.released {
            self.released = true;
            self.volume.release();
            self.motion.release();
        }
    }

    /// Ends within `frames`.
    pub(super) fn fade_out(&mut self, frames: f32) {
        let step = STEP_FRAMES as f32 / frames.max(STEP_FRAMES as f32);
        self.fade_step = self.fade_step.max(step);
        self.fading = true;
    }

    /// How strongly it is played, 0 to 1; before its first frame at once.
    pub(super) fn set_level(&mut self, level: f32) {
        self.level_goal = level;
        if self.at == 0 && self.speed == 0.0 {
            self.level = level;
        }
    }

    /// Slides to `pitch` within `frames`.
    pub(super) fn glide(&mut self, pitch: f32, frames: f32) {
        self.pitch_goal = pitch;
        self.pitch_step = (pitch - self.pitch).abs() / (frames / STEP_FRAMES as f32).max(1.0);
    }

    /// How loud it is now, to choose whom to steal.
    pub(super) fn loudness(&self) -> f32 {
        if self.volume.stage == Stage::Attack || self.volume.stage == Stage::Delay {
            self.gain
        } else {
            self.gain * self.volume.value * self.level
        }
    }

    fn control(&mut self, rate_hz: f32, region: &Region) {
        if self.fading && self.fade == 0.0 {
            self.over = true;
            return;
        }
        self.volume.step();
        self.motion.step();
        let (vibrato, wave) = (self.vibrato.step(), self.wave.step());
        let way = self.pitch_goal - self.pitch;
        self.pitch = if way.abs() <= self.pitch_step {
            self.pitch_goal
        } else {
            self.pitch + self.pitch_step.copysign(way)
        };
        let bend = region.motion_to_semitones * self.motion.value
            + region.vibrato_semitones * vibrato
            + region.wave_semitones * wave;
        let semitones = (self.pitch - region.root) * region.scale + region.tune + bend;
        self.speed = f64::from(math::exp2((semitones / 12.0).clamp(-8.0, 8.0)) * region.rate_hz / rate_hz);
        self.level +=
            (self.level_goal - self.level) * (1.0 - math::exp(-(STEP_FRAMES as f32) / (0.01 * rate_hz)));
        self.fade = (self.fade - self.fade_step).max(0.0);
        let swell = if region.wave_db == 0.0 { 1.0 } else { math::db_to_gain(region.wave_db * wave) };
        let goal = self.gain * self.volume.value * self.level * self.fade * swell;
        self.slope = (goal - self.now) / STEP_FRAMES as f32;
        self.over = self.volume.is_over();
        if self.filters {
            let octaves =
                region.motion_to_cutoff_octaves * self.motion.value + region.wave_cutoff_octaves * wave;
            let cutoff_hz = (region.cutoff_hz * math::exp2(octaves)).clamp(20.0, 0.45 * rate_hz);
            // A state-variable low-pass (A. Simper, "Solving the continuous SVF equations using
            // trapezoidal integration", 2013); the file's resonance is over that of Butterworth.
            let g = math::tan(math::PI * cutoff_hz / rate_hz);
            let k = std::f32::consts::SQRT_2 * math::db_to_gain(-region.resonance_db);
            let a1 = 1.0 / (1.0 + g * (g + k));
            self.coefficients = [a1, g * a1, g * g * a1];
        }
    }

    /// Adds frames `from..to` to `bus`.
    pub(super) fn render(
        &mut self,
        rate_hz: f32,
        region: &Region,
        samples: &[i16],
        from: usize,
        to: usize,
        bus: &mut Bus,
    ) {
        let turn = region.turn.filter(|_| !self.released || region.loops_after_release);
        for frame in from..to {
            if self.at == 0 {
                self.control(rate_hz, region);
                if self.over {
                    return;
                }
            }
            self.at = (self.at + 1) % STEP_FRAMES;
            let Some(mut sample) = self.sample(region, turn, samples) else {
                self.over = true;
                return;
            };
            if self.filters {
                let [a1, a2, a3] = self.coefficients;
                let rest = sample - self.state[1];
                let band = a1 * self.state[0] + a2 * rest;
                let low = self.state[1] + a2 * self.state[0] + a3 * rest;
                self.state = [2.0 * band - self.state[0], 2.0 * low - self.state[1]];
                sample = low;
            }
            self.now += self.slope;
            let sample = sample * self.now;
            bus.left[frame] += sample * self.left;
            bus.right[frame] += sample * self.right;
        }
    }

    /// The next frame of the sample, between its own by a cubic; none after its end.
    fn sample(&mut self, region: &Region, turn: Option<[usize; 2]>, samples: &[i16]) -> Option<f32> {
        if let Some([first, end]) = turn
            && self.place >= end as f64
        {
            let length = (end - first) as f64;
            self.place = first as f64 + (self.place - end as f64) % length;
        }
        let whole = self.place as usize;
        if whole >= region.end {
            return None;
        }
        let part = (self.place - whole as f64) as f32;
        self.place += self.speed;
        let at = |frame: usize| {
            let frame = match turn {
                Some([first, end]) if frame >= end => first + (frame - end) % (end - first),
                _ => frame.min(region.end - 1),
            };
            samples.get(frame).map_or(0.0, |&sample| f32::from(sample) / 32_768.0)
        };
        let before = at(if whole > region.start { whole - 1 } else { whole });
        let (a, b, c) = (at(whole), at(whole + 1), at(whole + 2));
        // Catmull-Rom.
        let slope = 0.5 * (b - before);
        let third = 1.5 * (a - b) + 0.5 * (c - before);
        let second = before - 2.5 * a + 2.0 * b - 0.5 * c;
        Some(((third * part + second) * part + slope) * part + a)
    }
}
