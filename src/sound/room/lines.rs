//! The delay lines and what mixes them.

use wide::f32x4;

use crate::math::{cos, exp2, log2, sin};
use crate::time::BLOCK_FRAMES;

use super::{RoomSetup, prime_at_least};

/// Delay lines; the first half belongs to the left.
pub(super) const LINES: usize = 16;
/// Shortest and longest line, in ms. Together they are over a second long, which gives about
/// a mode per Hz; a prime number of frames each, so that their echoes do not fall together.
const SHORTEST_MS: f32 = 29.0;
const LONGEST_MS: f32 = 113.0;
/// Which line gets which length: long and short lines are spread over both sides.
const ORDER: [usize; LINES] = [0, 9, 3, 13, 5, 10, 6, 15, 1, 8, 2, 12, 4, 11, 7, 14];
/// Frequency at which brightness is defined, in Hz.
const BRIGHT_HZ: f32 = 5_000.0;
/// Decay time at that frequency, as a share of the low one, for brightness 0.
const DARKEST: f32 = 0.25;
/// Slowest turn of a pair of lines, in Hz; the others are up to four times as fast.
const TURN_HZ: f32 = 0.13;

/// One frame of all lines.
type Frame = [f32x4; LINES / 4];
/// Four frames of each line.
type Lined = [f32x4; LINES];

/// Sixteen delay lines fed back through damping, slow rotations and a Hadamard matrix.
///
/// Attenuation and damping follow Jot and Chaigne ("Digital delay networks for designing
/// artificial reverberators", 1991): each line loses what its length asks for, so that all
/// frequencies of a kind decay alike. The rotations are a time-varying feedback matrix
/// (Schlecht and Habets, JASA 138, 2015): no mode stands long enough to ring, and since a
/// rotation keeps energy, the decay stays exact and the loop stable.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    rings: [Vec<f32>; LINES],
    at: [usize; LINES],
    /// Where a line whose ring ends within a block is straightened out.
    straight: Box<[[f32; BLOCK_FRAMES]; LINES]>,
    /// Frames written since the lines were cleared: older ones read as silence.
    written: usize,
    feedback: Feedback,
    /// Mean loss of energy in a pass, as a share.
    pub loss: f32,
}

/// The way from what comes out of the lines to what goes in again.
#[derive(Clone, Debug)]
struct Feedback {
    /// Gain of a pass: the loss of the line, times what makes the damping 1 for low tones,
    /// times the scale of the matrix.
    gain: Frame,
    /// Pole of the damping.
    pole: Frame,
    damped: Frame,
    turn: Turn,
}

impl Lines {
    pub fn new(rate_hz: f32, setup: &RoomSetup) -> Self {
        let octaves = log2(LONGEST_MS / SHORTEST_MS) / (LINES - 1) as f32;
        let mut rings: [Vec<f32>; LINES] = Default::default();
        let (mut gain, mut pole) = ([0.0; LINES], [0.0; LINES]);
        let mut kept = 0.0;
        let angle = std::f32::consts::TAU * (BRIGHT_HZ / rate_hz).min(0.45);
        let bright = DARKEST + (1.0 - DARKEST) * setup.brightness;
        let mut longest = 0;
        let mut lengths = [0; LINES];
        for (rank, length) in lengths.iter_mut().enumerate() {
            let ms = SHORTEST_MS * exp2(octaves * rank as f32);
            longest = prime_at_least(((rate_hz * ms / 1000.0) as usize).max(longest + 1));
            *length = longest;
        }
        for (line, &rank) in ORDER.iter().enumerate() {
            let frames = lengths[rank];
            rings[line] = vec![0.0; frames];
            let seconds = frames as f32 / rate_hz;
            let loss = |decay_s: f32| exp2(-3.0 * std::f32::consts::LOG2_10 * seconds / decay_s);
            let low = loss(setup.decay_s);
            pole[line] = pole_for(loss(setup.decay_s * bright) / low, angle);
            // A Hadamard matrix of 16 has the scale 1/4.
            gain[line] = low * (1.0 - pole[line]) * 0.25;
            kept += low * low / LINES as f32;
        }
        Lines {
            rings,
            at: [0; LINES],
            straight: Box::new([[0.0; BLOCK_FRAMES]; LINES]),
            written: 0,
            feedback: Feedback {
                gain: frame(gain),
                pole: frame(pole),
                damped: Frame::default(),
                turn: Turn::new(rate_hz),
            },
            loss: 1.0 - kept,
        }
    }

    /// Frames of the longest line.
    pub fn longest(&self) -> usize {
        self.rings.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Makes the lines silent without touching their memory.
    pub fn clear(&mut self) {
        self.written = 0;
        self.feedback.damped = Frame::default();
    }

    /// A stretch of the 64-frame grid that the lines run on has begun.
    pub fn begin_grid(&mut self) {
        self.feedback.turn.begin_grid();
    }

    /// Feeds `left` and `right` in, and puts what comes out of the lines in their place.
    // A function of its own for the compiler too: inlined into its caller, it costs 2.5 times as much.
    #[inline(never)]
    pub fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        let count = left.len();
        let mut places: [&mut [f32]; LINES] = std::array::from_fn(|_| Default::default());
        let lines = self.rings.iter_mut().zip(&self.at).zip(self.straight.iter_mut());
        for (place, ((ring, &at), straight)) in places.iter_mut().zip(lines) {
            let run = count.min(ring.len() - at);
            let unwritten = ring.len().saturating_sub(self.written).min(count);
            *place = if run == count {
                &mut ring[at..at + count]
            } else {
                straight[..run].copy_from_slice(&ring[at..]);
                straight[run..count].copy_from_slice(&ring[..count - run]);
                &mut straight[..count]
            };
            place[..unwritten].fill(0.0);
        }
        self.feedback.render(&mut places, left, right);
        for ((ring, at), straight) in self.rings.iter_mut().zip(&mut self.at).zip(self.straight.iter()) {
            let run = count.min(ring.len() - *at);
            if run < count {
                ring[*at..].copy_from_slice(&straight[..run]);
                ring[..count - run].copy_from_slice(&straight[run..count]);
                *at = count - run;
            } else {
                *at = if *at + count == ring.len() { 0 } else { *at + count };
            }
        }
        self.written = (self.written + count).min(1 << 30);
    }
}

impl Feedback {
    /// Puts into `places`, a stretch of each line, what goes in after what came out.
    #[inline(always)]
    fn render(&mut self, places: &mut [&mut [f32]; LINES], left: &mut [f32], right: &mut [f32]) {
        let count = left.len();
        let whole = count - count % 4;
        for at in (0..whole).step_by(4) {
            let mut lines: Lined = std::array::from_fn(|line| f32x4::from(four_of(places[line], at)));
            let (mut four_left, mut four_right) = (four_of(left, at), four_of(right, at));
            self.group(&mut lines, &mut four_left, &mut four_right, 4);
            // In fours, which the compiler unrolls: a loop over all lines goes through memory twice.
            for (places, lines) in places.chunks_exact_mut(4).zip(lines.chunks_exact(4)) {
                for (place, line) in places.iter_mut().zip(lines) {
                    place[at..at + 4].copy_from_slice(line.as_array());
                }
            }
            left[at..at + 4].copy_from_slice(&four_left);
            right[at..at + 4].copy_from_slice(&four_right);
        }
        if whole < count {
            self.rest(places, &mut left[whole..], &mut right[whole..], whole);
        }
    }

    /// Fewer than four frames, from `at` to the end.
    #[cold]
    fn rest(&mut self, places: &mut [&mut [f32]; LINES], left: &mut [f32], right: &mut [f32], at: usize) {
        let count = left.len();
        let padded = |part: &[f32]| {
            let mut four = [0.0; 4];
            four[..count].copy_from_slice(part);
            four
        };
        let mut lines: Lined = std::array::from_fn(|line| f32x4::from(padded(&places[line][at..])));
        let (mut four_left, mut four_right) = (padded(left), padded(right));
        self.group(&mut lines, &mut four_left, &mut four_right, count);
        for (place, line) in places.iter_mut().zip(lines) {
            place[at..].copy_from_slice(&line.as_array()[..count]);
        }
        left.copy_from_slice(&four_left[..count]);
        right.copy_from_slice(&four_right[..count]);
    }

    /// Takes `count` frames, four at most, through all lines.
    #[inline(always)]
    fn group(&mut self, lines: &mut Lined, left: &mut [f32; 4], right: &mut [f32; 4], count: usize) {
        let (of_left, of_right) = lines.split_at(LINES / 2);
        let heard_left = mix_out(of_left, [1.0, 1.0, -1.0, -1.0]);
        let heard_right = mix_out(of_right, [1.0, -1.0, 1.0, -1.0]);
        let mut frames = transposed(lines);
        for (n, frame) in frames.iter_mut().take(count).enumerate() {
            *frame = self.pass(*frame, left[n], right[n]);
        }
        for (group, four) in lines.chunks_exact_mut(4).enumerate() {
            four.copy_from_slice(&f32x4::transpose(frames.map(|frame| frame[group])));
        }
        (*left, *right) = (heard_left.to_array(), heard_right.to_array());
    }

    /// What goes into the lines when `frame` has come out of them.
    #[inline]
    fn pass(&mut self, frame: Frame, left: f32, right: f32) -> Frame {
        for (line, damped) in self.damped.iter_mut().enumerate() {
            *damped = frame[line] * self.gain[line] + *damped * self.pole[line];
        }
        let [a, b, c, d] = hadamard(self.turn.next(self.damped));
        let (left, right) = (f32x4::splat(left), f32x4::splat(right));
        [a + left, b + left, c + right, d + right]
    }
}

/// What a side hears of its eight lines, with signs that differ from side to side.
#[inline(always)]
fn mix_out(lines: &[f32x4], signs: [f32; 4]) -> f32x4 {
    let [a, b, c, d, e, f, g, h] = lines else { return f32x4::ZERO };
    let signs = signs.map(f32x4::splat);
    ((*a + *e) * signs[0] + (*b - *f) * signs[1]) + ((*c + *g) * signs[2] + (*d - *h) * signs[3])
}

/// From four frames of each line to all lines of each frame.
#[inline(always)]
fn transposed(lines: &Lined) -> [Frame; 4] {
    let mut frames = [Frame::default(); 4];
    for (group, four) in lines.chunks_exact(4).enumerate() {
        let four = f32x4::transpose([four[0], four[1], four[2], four[3]]);
        for (frame, four) in frames.iter_mut().zip(four) {
            frame[group] = four;
        }
    }
    frames
}

/// Four frames from `at`. Read as one array: element by element the compiler may read four times.
#[inline(always)]
fn four_of(part: &[f32], at: usize) -> [f32; 4] {
    part[at..].first_chunk().copied().unwrap_or_default()
}

fn frame(values: [f32; LINES]) -> Frame {
    let mut frame = Frame::default();
    for (four, values) in frame.iter_mut().zip(values.chunks_exact(4)) {
        *four = f32x4::from([values[0], values[1], values[2], values[3]]);
    }
    frame
}

/// Pole of a one-pole low-pass, 1 for low tones, whose gain at `angle` is `ratio`.
///
/// From (1 − p)² = ratio² (1 − 2 p cos(angle) + p²).
fn pole_for(ratio: f32, angle: f32) -> f32 {
    if ratio > 0.999_9 {
        return 0.0;
    }
    let (square, cosine) = (f64::from(ratio) * f64::from(ratio), f64::from(cos(angle)));
    let half = (1.0 - square * cosine) / (1.0 - square);
    (half - libm::sqrt(half * half - 1.0)) as f32
}

/// A Hadamard matrix of 16 without its scale: by fours across vectors, then across lanes.
///
/// The lines come out in another order, which is as good a matrix.
fn hadamard(frame: Frame) -> Frame {
    four(f32x4::transpose(four(frame)))
}

fn four([a, b, c, d]: Frame) -> Frame {
    let (ab, a_b, cd, c_d) = (a + b, a - b, c + d, c - d);
    [ab + cd, a_b + c_d, ab - cd, a_b - c_d]
}

/// Slow rotations of the lines in pairs, each pair at its own pace.
///
/// Exact at the grid, straight lines between: there a rotation is shorter than 1 by less than
/// a part in 10⁵, so it never adds energy.
#[derive(Clone, Debug)]
struct Turn {
    now: [f32x4; 4],
    step: [f32x4; 4],
    /// Where each pair stands and goes in a grid stretch: cosine and sine.
    place: [[f64; 2]; LINES / 2],
    pace: [[f64; 2]; LINES / 2],
}

impl Turn {
    fn new(rate_hz: f32) -> Self {
        let mut pace = [[0.0; 2]; LINES / 2];
        let mut place = pace;
        for (pair, (pace, place)) in pace.iter_mut().zip(&mut place).enumerate() {
            // Up to four times as fast, no two alike, every other one backwards.
            let hz = TURN_HZ * exp2(2.0 * pair as f32 / 7.0) * if pair % 2 == 0 { 1.0 } else { -1.0 };
            let angle = std::f32::consts::TAU * hz * BLOCK_FRAMES as f32 / rate_hz;
            *pace = [f64::from(cos(angle)), f64::from(sin(angle))];
            let start = pair as f32 * 2.4;
            *place = [f64::from(cos(start)), f64::from(sin(start))];
        }
        let mut turn = Turn { now: Default::default(), step: Default::default(), place, pace };
        turn.now = turn.vectors();
        turn
    }

    fn vectors(&self) -> [f32x4; 4] {
        let lane = |part: usize, half: usize| {
            f32x4::from(std::array::from_fn::<f32, 4, _>(|pair| self.place[half * 4 + pair][part] as f32))
        };
        [lane(0, 0), lane(1, 0), lane(0, 1), lane(1, 1)]
    }

    fn begin_grid(&mut self) {
        self.now = self.vectors();
        for (place, pace) in self.place.iter_mut().zip(&self.pace) {
            let next = [place[0] * pace[0] - place[1] * pace[1], place[0] * pace[1] + place[1] * pace[0]];
            // One step of Newton's method holds the length at 1 for ever.
            let scale = 1.5 - 0.5 * (next[0] * next[0] + next[1] * next[1]);
            *place = next.map(|part| part * scale);
        }
        let next = self.vectors();
        let share = f32x4::splat(1.0 / BLOCK_FRAMES as f32);
        for ((step, now), next) in self.step.iter_mut().zip(self.now).zip(next) {
            *step = (next - now) * share;
        }
    }

    /// Turns a frame: the left lines against the right ones.
    fn next(&mut self, [a, b, c, d]: Frame) -> Frame {
        let [cos_ac, sin_ac, cos_bd, sin_bd] = self.now;
        for (now, step) in self.now.iter_mut().zip(self.step) {
            *now += step;
        }
        [a * cos_ac - c * sin_ac, b * cos_bd - d * sin_bd, a * sin_ac + c * cos_ac, b * sin_bd + d * cos_bd]
    }
}
