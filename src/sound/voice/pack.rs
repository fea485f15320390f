//! Eight voices of one part, side by side in SIMD lanes.

use wide::f32x8;

use super::common::{Common, Onset};
use super::drive::Drive;
use super::moves::Moves;
use super::seats::Seats;
use super::{CONTROL_FRAMES, LANE_NUMBERS};

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

/// How eight voices of an engine sound: everything of a voice but amplifier, place and
/// bookkeeping, which [`Seats`] has. Small and cheap to copy; what is large is `Memory`.
pub trait Tone: Clone + std::fmt::Debug + Send + Sync + 'static {
    /// A patch turned into the numbers that this engine works with.
    type Timbre: Clone + std::fmt::Debug + Send + Sync + 'static;
    /// What a pack remembers beside its state: delay lines, mostly.
    type Memory: Clone + std::fmt::Debug + Send + Sync + 'static;

    /// Eight silent voices, and their memory. Allocates.
    fn new(timbre: &Self::Timbre) -> (Self, Self::Memory);
    /// The part of the timbre that all engines have.
    fn common(timbre: &Self::Timbre) -> &Common;
    /// What this engine changes about a new note: how it decays, what it silences.
    fn prepare(timbre: &Self::Timbre, onset: &mut Onset) {
        let _ = (timbre, onset);
    }
    /// A note begins in `lane`.
    fn start(&mut self, lane: usize, timbre: &Self::Timbre, onset: &Onset);
    /// The pitch that the note in `lane` heads for becomes that of `onset`, `octaves` from the last.
    fn retune(&mut self, lane: usize, timbre: &Self::Timbre, onset: &Onset, octaves: f32);
    /// Copies lane `other` of `from` into `lane`.
    fn copy_lane(&mut self, lane: usize, from: &Self, other: usize);
    /// Copies what lane `other` of `from` remembers into `lane`, where anything is remembered.
    fn copy_memory(&self, memory: &mut Self::Memory, lane: usize, from: &Self::Memory, other: usize) {
        let _ = (memory, lane, from, other);
    }
    /// Copies what lane `other` remembers into `lane` of the same pack.
    fn move_memory(&self, memory: &mut Self::Memory, lane: usize, other: usize) {
        let _ = (memory, lane, other);
    }
    /// Empties `lane`: nothing that sounds may be left in it.
    fn clear(&mut self, lane: usize);
    /// One step of everything that moves.
    fn advance(&mut self, timbre: &Self::Timbre, seats: &Seats, moves: &Moves);
    /// The next samples, written over `mix`.
    fn render(&mut self, timbre: &Self::Timbre, memory: &mut Self::Memory, mix: &mut [f32x8]);
}

/// A pack of voices.
#[derive(Clone, Debug)]
pub struct Pack<T: Tone> {
    /// Who sits in it.
    pub seats: Seats,
    pub(crate) tone: T,
    memory: T::Memory,
    drive: Drive,
}

impl<T: Tone> Pack<T> {
    /// A pack without voices. Allocates.
    pub fn new(timbre: &T::Timbre) -> Self {
        let (tone, memory) = T::new(timbre);
        Pack { seats: Seats::new(), tone, memory, drive: Drive::new() }
    }

    /// Puts a new note into `lane`.
    pub fn start(&mut self, lane: usize, timbre: &T::Timbre, note: u32, count: u32, onset: &Onset) {
        self.tone.start(lane, timbre, onset);
        self.seats.start(lane, T::common(timbre), note, count, onset);
        if let Some(amplifier) = &T::common(timbre).amplifier {
            self.drive.start(lane, amplifier, onset);
        }
    }

    /// Copies the voice in lane `other` of `from` into `lane`.
    pub fn copy_lane(&mut self, lane: usize, from: &Self, other: usize) {
        self.seats.copy_lane(lane, &from.seats, other);
        self.tone.copy_lane(lane, &from.tone, other);
        self.tone.copy_memory(&mut self.memory, lane, &from.memory, other);
        self.drive.copy_lane(lane, &from.drive, other);
    }

    /// Copies the voice in lane `other` into `lane`.
    pub fn move_lane(&mut self, lane: usize, other: usize) {
        let (seats, tone, drive) = (self.seats.clone(), self.tone.clone(), self.drive.clone());
        self.seats.copy_lane(lane, &seats, other);
        self.tone.copy_lane(lane, &tone, other);
        self.drive.copy_lane(lane, &drive, other);
        self.tone.move_memory(&mut self.memory, lane, other);
    }

    /// Empties `lane`.
    pub fn clear(&mut self, lane: usize) {
        self.seats.clear(lane);
        self.tone.clear(lane);
        self.drive.clear(lane);
    }

    /// Sends the note in `lane` to `hz` within `steps` control steps.
    pub fn glide_to(&mut self, lane: usize, timbre: &T::Timbre, hz: f32, steps: f32) {
        let onset = T::common(timbre).onset(hz, 80.0, 0);
        if let Some(octaves) = self.seats.glide_to(lane, T::common(timbre), &onset, steps) {
            self.tone.retune(lane, timbre, &onset, octaves);
        }
    }

    /// One control step for all lanes that have sounded.
    pub fn control(&mut self, timbre: &T::Timbre) {
        let fresh = self.seats.fresh;
        if fresh == 0 {
            self.advance(timbre, CONTROL_FRAMES);
            return;
        }
        let (seats, tone) = (self.seats.clone(), self.tone.clone());
        self.advance(timbre, CONTROL_FRAMES);
        self.copy_lanes(fresh, &seats, &tone);
    }

    /// Prepares lanes that have not sounded yet for the rest of the control period.
    pub fn begin(&mut self, timbre: &T::Timbre, frames: usize) {
        let fresh = self.seats.fresh;
        let (seats, tone) = (self.seats.clone(), self.tone.clone());
        // First the values at the onset itself, then the way to the next control step.
        self.advance(timbre, 0);
        self.advance(timbre, frames);
        self.copy_lanes(!fresh, &seats, &tone);
        self.seats.fresh = 0;
    }

    fn advance(&mut self, timbre: &T::Timbre, frames: usize) {
        let moves = self.seats.advance(T::common(timbre), frames);
        self.tone.advance(timbre, &self.seats, &moves);
    }

    fn copy_lanes(&mut self, which: u8, seats: &Seats, tone: &T) {
        for lane in LANE_NUMBERS.filter(|lane| which >> lane & 1 == 1) {
            self.seats.copy_lane(lane, seats, lane);
            self.tone.copy_lane(lane, tone, lane);
        }
    }

    /// Adds frames `from..to` of a control period to `sums`.
    pub fn render(&mut self, timbre: &T::Timbre, from: usize, to: usize, sums: &mut Sums) {
        let mut mix = [f32x8::ZERO; CONTROL_FRAMES];
        let mix = &mut mix[from..to];
        self.tone.render(timbre, &mut self.memory, mix);
        if let Some(amplifier) = &T::common(timbre).amplifier {
            self.drive.render(amplifier, mix);
        }
        let (mut gain_left, mut gain_right) = (self.seats.left.now, self.seats.right.now);
        let (step_left, step_right) = (self.seats.left.step, self.seats.right.step);
        for ((sample, left), right) in mix.iter().zip(&mut sums.left[from..to]).zip(&mut sums.right[from..to])
        {
            *left += *sample * gain_left;
            *right += *sample * gain_right;
            gain_left += step_left;
            gain_right += step_right;
        }
        self.seats.left.now = gain_left;
        self.seats.right.now = gain_right;
    }
}
