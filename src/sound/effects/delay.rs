//! Echoes in the tempo of the music.
//!
//! With another tempo the sound moves from one place of the line to the other in a crossfade:
//! no click and no slide of pitch.

use std::hint::black_box;

use super::dip::Dip;
use super::setup::{DelaySetup, MAX_BEATS, OFF_DB, bounded};
use crate::math;
use crate::time::{TEMPO_BPM, ms_to_frames};

/// Length of the crossfade to another tempo, in ms.
const CROSS_MS: f64 = 40.0;
/// Time in which a line emptied in the middle of a sound takes sound again, in ms.
const RETURN_MS: f64 = 5.0;
/// Corner of what an echo keeps on its way round, in Hz: dark and bright.
const DARK_HZ: f32 = 900.0;
const BRIGHT_HZ: f32 = 14_000.0;
/// Tones under this, and DC, do not go round again, in Hz.
const LOW_HZ: f32 = 60.0;

/// The delay of one part.
#[derive(Clone, Debug)]
pub(super) struct Delay {
    rate_hz: f64,
    beats: f64,
    feedback: f32,
    level: f32,
    ping_pong: bool,
    past: [Vec<f32>; 2],
    /// Where the next frame is written.
    at: usize,
    /// Frames written since the line was emptied: what lies before is silence.
    filled: usize,
    /// Delay that is heard, that comes in while `cross_left`, and that the tempo asks for.
    tap: usize,
    coming: usize,
    wanted: usize,
    cross_left: u32,
    cross_frames: u32,
    dark: [f32; 2],
    dark_pull: f32,
    low: [f32; 2],
    low_pull: f32,
    echo_dip: Dip,
    feed_dip: Dip,
}

impl Delay {
    /// None where it would change nothing. Allocates, and touches all its memory.
    pub(super) fn new(rate_hz: f32, setup: &DelaySetup) -> Option<Self> {
        let level_db = bounded(setup.level_db, OFF_DB, 0.0, OFF_DB);
        if level_db <= OFF_DB {
            return None;
        }
        let brightness = bounded(setup.brightness, 0.0, 1.0, 0.5);
        let corner_hz = DARK_HZ * math::pow(BRIGHT_HZ / DARK_HZ, brightness);
        let rate = f64::from(rate_hz);
        let beats = f64::from(bounded(setup.beats, 0.125, MAX_BEATS, 0.75));
        let frames = delay_frames(beats, *TEMPO_BPM.start(), rate) + 1;
        let line = || {
            let mut line = vec![0.0_f32; frames];
            // Memory that was never written has no page yet; the audio thread must not be the
            // one to ask for it.
            line.iter_mut().step_by(1024).for_each(|sample| *black_box(sample) = 0.0);
            line
        };
        let tap = delay_frames(beats, 120.0, rate);
        Some(Delay {
            rate_hz: rate,
            beats,
            feedback: bounded(setup.feedback, 0.0, 0.8, 0.0),
            level: math::db_to_gain(level_db),
            ping_pong: setup.ping_pong,
            past: [line(), line()],
            at: 0,
            filled: 0,
            tap,
            coming: tap,
            wanted: tap,
            cross_left: 0,
            cross_frames: ms_to_frames(CROSS_MS, rate).max(1) as u32,
            dark: [0.0; 2],
            dark_pull: 1.0 - math::exp(-math::TAU * corner_hz / rate_hz),
            low: [0.0; 2],
            low_pull: 1.0 - math::exp(-math::TAU * LOW_HZ / rate_hz),
            echo_dip: Dip::new(0, 1),
            feed_dip: Dip::new(0, ms_to_frames(RETURN_MS, rate)),
        })
    }

    /// Echoes follow this tempo, in beats per minute, from the next frame on.
    pub(super) fn set_tempo(&mut self, tempo_bpm: f64) {
        if tempo_bpm.is_finite() {
            let tempo_bpm = tempo_bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
            self.wanted = delay_frames(self.beats, tempo_bpm, self.rate_hz);
            if self.filled == 0 {
                // Nothing sounds that could jump.
                (self.tap, self.coming, self.cross_left) = (self.wanted, self.wanted, 0);
            }
        }
    }

    /// Frames for which an echo may be silent before the next.
    pub(super) fn tail_frames(&self) -> usize {
        self.tap.max(self.coming).max(self.wanted)
    }

    pub(super) fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        for (left, right) in left.iter_mut().zip(right) {
            let gain = self.move_tap();
            let mut echo = self.read(self.tap);
            if gain > 0.0 {
                let coming = self.read(self.coming);
                echo = [0, 1].map(|side: usize| echo[side] + (coming[side] - echo[side]) * gain);
            }
            let mut emptied = false;
            if !self.echo_dip.is_full() {
                let (gain, bottom) = self.echo_dip.step();
                echo = echo.map(|sample| sample * gain);
                emptied = bottom;
            }
            self.write([*left, *right], echo);
            *left += echo[0] * self.level;
            *right += echo[1] * self.level;
            if emptied {
                self.clear();
                // What sounds on must not enter the empty line with a step.
                self.feed_dip.drop();
            }
        }
    }

    /// Fades all echoes within `frames`; then the line is empty.
    pub(super) fn silence(&mut self, frames: u64) {
        self.echo_dip.start(frames);
    }

    /// Empties the line.
    pub(super) fn clear(&mut self) {
        self.filled = 0;
        (self.tap, self.coming, self.cross_left) = (self.wanted, self.wanted, 0);
        (self.dark, self.low) = ([0.0; 2], [0.0; 2]);
        self.echo_dip.reset();
        self.feed_dip.reset();
    }

    /// How much of the coming delay is heard in this frame.
    fn move_tap(&mut self) -> f32 {
        if self.cross_left == 0 {
            if self.wanted == self.tap {
                return 0.0;
            }
            self.coming = self.wanted;
            self.cross_left = self.cross_frames;
        }
        self.cross_left -= 1;
        if self.cross_left == 0 {
            self.tap = self.coming;
            return 0.0;
        }
        let x = 1.0 - self.cross_left as f32 / self.cross_frames as f32;
        x * x * (3.0 - 2.0 * x)
    }

    #[inline]
    fn read(&self, delay: usize) -> [f32; 2] {
        let [left, right] = &self.past;
        if delay > self.filled {
            return [0.0; 2];
        }
        let place = if self.at >= delay { self.at - delay } else { self.at + left.len() - delay };
        [left[place], right[place]]
    }

    #[inline]
    fn write(&mut self, input: [f32; 2], echo: [f32; 2]) {
        let round = [0, 1].map(|side: usize| {
            self.dark[side] += (echo[side] - self.dark[side]) * self.dark_pull;
            self.low[side] += (self.dark[side] - self.low[side]) * self.low_pull;
            (self.dark[side] - self.low[side]) * self.feedback
        });
        let feed = if self.feed_dip.is_full() { 1.0 } else { self.feed_dip.step().0 };
        let written = if self.ping_pong {
            // The sides of a hard-panned sound are 3 dB louder than its middle.
            let middle = (input[0] + input[1]) * std::f32::consts::FRAC_1_SQRT_2;
            [middle * feed + round[1], round[0]]
        } else {
            [input[0] * feed + round[0], input[1] * feed + round[1]]
        };
        let [left, right] = &mut self.past;
        (left[self.at], right[self.at]) = (written[0], written[1]);
        self.at = if self.at + 1 == left.len() { 0 } else { self.at + 1 };
        self.filled = (self.filled + 1).min(left.len());
    }
}

/// Length of `beats` at a tempo, to the nearest frame.
fn delay_frames(beats: f64, tempo_bpm: f64, rate_hz: f64) -> usize {
    ((beats * 60.0 / tempo_bpm * rate_hz).round() as usize).max(1)
}
