//! The room that all parts share.
//!
//! A feedback delay network: each channel passes a low cut and a few allpass filters that
//! make one echo many, then sixteen delay lines that feed each other.

mod diffuser;
mod lines;

use super::Bus;
use crate::math::db_to_gain;
use crate::time::BLOCK_FRAMES;
use diffuser::Diffuser;
use lines::{LINES, Lines};

/// At or under this level the room is off and costs nothing, in dB.
const OFF_DB: f32 = -60.0;
/// Lengths of the diffusing filters, in ms, and how much they feed back.
const DIFFUSE_LEFT_MS: [f32; 4] = [1.9, 3.7, 6.1, 9.7];
const DIFFUSE_RIGHT_MS: [f32; 4] = [2.3, 4.3, 5.3, 11.3];
const DIFFUSE_GAIN: f32 = 0.62;
/// Tones under this are no room but rumble, in Hz: they, and DC, do not enter.
const LOW_CUT_HZ: f32 = 40.0;
/// What stays under this, −160 dB, is over: the room sleeps.
const OVER: f32 = 1e-8;

/// The room as data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomSetup {
    /// Time in which the sound falls by 60 dB, 0.2 to 12 s.
    pub decay_s: f32,
    /// How bright the tail stays, 0 to 1: at 1 all frequencies decay alike, at 0 those of
    /// 5 kHz in a quarter of the time.
    pub brightness: f32,
    /// Level of the tail, −60 (off) to 0 dB: steady noise comes back at this level from a
    /// room of brightness 1.
    pub level_db: f32,
}

impl Default for RoomSetup {
    fn default() -> Self {
        RoomSetup { decay_s: 2.2, brightness: 0.5, level_db: -14.0 }
    }
}

impl RoomSetup {
    /// Every value brought into its range; what is no number becomes the default.
    fn in_range(self) -> Self {
        let default = RoomSetup::default();
        let or = |value: f32, default: f32| if value.is_nan() { default } else { value };
        RoomSetup {
            decay_s: or(self.decay_s, default.decay_s).clamp(0.2, 12.0),
            brightness: or(self.brightness, default.brightness).clamp(0.0, 1.0),
            level_db: or(self.level_db, default.level_db).clamp(OFF_DB, 0.0),
        }
    }
}

/// The room, built at a rate.
///
/// Silence costs nothing: it sleeps when its tail is over. It runs on its own 64-frame grid,
/// so how a block is cut changes no bit.
#[derive(Clone, Debug)]
pub struct Room {
    /// Gain of the output, 0 where the room is off.
    level: f32,
    low_cut: LowCut,
    diffusers: [Diffuser; 2],
    lines: Lines,
    /// Frame within the room's own grid.
    grid_at: usize,
    /// Whether anything was over in or out in this stretch of the grid.
    heard: bool,
    /// Frames for which nothing has been heard, in or out.
    quiet_frames: usize,
    sleep_after: usize,
    asleep: bool,
    fade: Option<Fade>,
}

/// A fade to silence under way.
#[derive(Clone, Copy, Debug)]
struct Fade {
    left: u64,
    step: f32,
}

impl Room {
    /// A room at `rate_hz` (8000 to 192000). Allocates.
    pub fn new(rate_hz: f32, setup: &RoomSetup) -> Self {
        let setup = setup.in_range();
        let rate_hz = if rate_hz.is_nan() { 48_000.0 } else { rate_hz.clamp(8_000.0, 192_000.0) };
        let lines = Lines::new(rate_hz, &setup);
        let level = if setup.level_db > OFF_DB {
            // A line holds the power it is fed over its loss; a side hears half of the lines.
            db_to_gain(setup.level_db) * libm::sqrtf(lines.loss / (LINES / 2) as f32)
        } else {
            0.0
        };
        Room {
            level,
            low_cut: LowCut::new(rate_hz),
            diffusers: [
                Diffuser::new(rate_hz, &DIFFUSE_LEFT_MS, DIFFUSE_GAIN),
                Diffuser::new(rate_hz, &DIFFUSE_RIGHT_MS, DIFFUSE_GAIN),
            ],
            sleep_after: lines.longest() + (0.2 * rate_hz) as usize,
            lines,
            grid_at: 0,
            heard: false,
            quiet_frames: 0,
            asleep: true,
            fade: None,
        }
    }

    /// Adds the tail of `send` to `out`, frames `from..to`.
    ///
    /// Samples of `send` that are not finite count as silence.
    pub fn render(&mut self, from: usize, to: usize, send: &Bus, out: &mut Bus) {
        if self.level == 0.0 {
            return;
        }
        let mut from = from;
        while from < to {
            if self.asleep {
                let heard = |&frame: &usize| send.left[frame].abs().max(send.right[frame].abs()) > OVER;
                let Some(first) = (from..to).find(heard) else {
                    self.pass_fade((to - from) as u64);
                    return;
                };
                self.pass_fade((first - from) as u64);
                from = first;
                self.asleep = false;
                self.quiet_frames = 0;
                self.grid_at = 0;
            }
            if self.grid_at == 0 {
                self.lines.begin_grid();
                self.heard = false;
            }
            let mut count = (to - from).min(BLOCK_FRAMES - self.grid_at);
            if let Some(fade) = self.fade {
                count = count.min(fade.left as usize);
            }
            self.render_stretch(from, count, send, out);
            from += count;
            self.pass_fade(count as u64);
            self.grid_at += count;
            if self.grid_at == BLOCK_FRAMES {
                self.grid_at = 0;
                self.quiet_frames = if self.heard { 0 } else { self.quiet_frames + BLOCK_FRAMES };
                self.asleep |= self.quiet_frames > self.sleep_after;
            }
        }
    }

    /// Fades the tail within `fade_frames` and leaves the room silent.
    ///
    /// What is sent meanwhile fades too. A second call while fading cannot make it longer.
    pub fn silence(&mut self, fade_frames: u64) {
        let gain = self.fade.map_or(1.0, |fade| fade.left as f32 * fade.step);
        let left = fade_frames.min(self.fade.map_or(u64::MAX, |fade| fade.left));
        if left == 0 {
            self.clear();
        } else {
            self.fade = Some(Fade { left, step: gain / left as f32 });
        }
    }

    /// Whether nothing sounds in the room.
    pub fn is_silent(&self) -> bool {
        self.asleep
    }

    fn render_stretch(&mut self, from: usize, count: usize, send: &Bus, out: &mut Bus) {
        let mut sides = [[0.0_f32; BLOCK_FRAMES]; 2];
        for (sound, sent) in sides.iter_mut().zip([&send.left, &send.right]) {
            for (sample, &sent) in sound[..count].iter_mut().zip(&sent[from..from + count]) {
                // A voice gone wild must not poison the tail for ever.
                *sample = if sent.is_finite() { sent.clamp(-64.0, 64.0) } else { 0.0 };
            }
            self.heard |= is_heard(&sound[..count]);
        }
        let [left, right] = &mut sides;
        let (left, right) = (&mut left[..count], &mut right[..count]);
        self.low_cut.render(left, right);
        self.diffusers[0].render(left);
        self.diffusers[1].render(right);
        self.lines.render(left, right);
        for (sound, out) in [(left, &mut out.left), (right, &mut out.right)] {
            sound.iter_mut().for_each(|sample| *sample *= self.level);
            self.heard |= is_heard(sound);
            if let Some(mut fade) = self.fade {
                for sample in sound.iter_mut() {
                    fade.left -= 1;
                    *sample *= fade.left as f32 * fade.step;
                }
            }
            for (sample, out) in sound.iter().zip(&mut out[from..from + count]) {
                *out += sample;
            }
        }
    }

    fn pass_fade(&mut self, frames: u64) {
        if let Some(fade) = &mut self.fade {
            fade.left = fade.left.saturating_sub(frames);
            if fade.left == 0 {
                self.clear();
            }
        }
    }

    fn clear(&mut self) {
        self.fade = None;
        self.low_cut.clear();
        self.diffusers.iter_mut().for_each(Diffuser::clear);
        self.lines.clear();
        self.asleep = true;
    }
}

/// Whether any sample is not over yet.
fn is_heard(sound: &[f32]) -> bool {
    sound.iter().fold(false, |heard, sample| heard | (sample.abs() > OVER))
}

/// A one-pole high-pass for both sides.
#[derive(Clone, Debug)]
struct LowCut {
    low: [f32; 2],
    pull: f32,
}

impl LowCut {
    fn new(rate_hz: f32) -> Self {
        LowCut { low: [0.0; 2], pull: 1.0 - crate::math::exp(-std::f32::consts::TAU * LOW_CUT_HZ / rate_hz) }
    }

    fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        let keep = 1.0 - self.pull;
        let [mut low_left, mut low_right] = self.low;
        for (left, right) in left.iter_mut().zip(right) {
            let (into_left, into_right) = (*left * self.pull, *right * self.pull);
            *left -= low_left;
            *right -= low_right;
            low_left = low_left * keep + into_left;
            low_right = low_right * keep + into_right;
        }
        self.low = [low_left, low_right];
    }

    fn clear(&mut self) {
        self.low = [0.0; 2];
    }
}

/// The first prime number that is `at_least` or more, at least 2.
fn prime_at_least(at_least: usize) -> usize {
    let is_prime = |n: usize| (2..).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d));
    (at_least.max(2)..).find(|&n| is_prime(n)).unwrap_or(at_least)
}
