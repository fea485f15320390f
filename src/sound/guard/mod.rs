//! The guard: the last stage before the ear.
//!
//! Five stages, each frame by frame and without look-ahead, so it adds no latency and
//! does not care how a block is cut:
//!
//! 1. Input: whatever is no number is replaced and faded out;
//! 2. Attack: no onset from silence is quicker than the softest attack;
//! 3. Ceiling: a fast limiter brings peaks near the ceiling;
//! 4. Rise: momentary loudness rises at most 12 dB in 50 ms above −40 LUFS;
//! 5. the ceiling again: a curve that no finite input crosses.
//!
//! At last comes the fade of the stream. Sound that keeps the rules passes bit for bit.

mod attack;
mod ceiling;
mod fade;
mod input;
mod rise;

use super::Bus;
use attack::Attack;
use ceiling::Ceiling;
use fade::Fade;
use input::Input;
use rise::Rise;

/// What the guard holds the sound to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuardSetup {
    /// Highest sample peak, −40 to −9 dBFS.
    pub ceiling_db: f32,
    /// Shortest attack that passes, 5 to 500 ms.
    pub softest_attack_ms: f32,
}

impl Default for GuardSetup {
    fn default() -> Self {
        GuardSetup { ceiling_db: -9.0, softest_attack_ms: 5.0 }
    }
}

impl GuardSetup {
    /// The stricter of two in everything: the guard serves all persons playing.
    #[must_use]
    pub fn strictest(self, other: Self) -> Self {
        let (a, b) = (self.in_range(), other.in_range());
        GuardSetup {
            ceiling_db: a.ceiling_db.min(b.ceiling_db),
            softest_attack_ms: a.softest_attack_ms.max(b.softest_attack_ms),
        }
    }

    /// Every value brought into its range; what is no number becomes the default.
    fn in_range(self) -> Self {
        let default = GuardSetup::default();
        let or = |value: f32, default: f32| if value.is_nan() { default } else { value };
        GuardSetup {
            ceiling_db: or(self.ceiling_db, default.ceiling_db).clamp(-40.0, -9.0),
            softest_attack_ms: or(self.softest_attack_ms, default.softest_attack_ms).clamp(5.0, 500.0),
        }
    }
}

/// What the guard had to do in a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuardReport {
    /// It met NaN or infinity and muted it.
    pub not_finite: bool,
    /// It held the level down by more than 1 dB: peaks over the ceiling, or loudness rising too fast.
    pub limited: bool,
    /// It softened an onset that came from near silence by more than 1 dB.
    pub softened: bool,
}

impl GuardReport {
    /// Takes in what it had to do in another stretch.
    pub fn add(&mut self, other: GuardReport) {
        self.not_finite |= other.not_finite;
        self.limited |= other.limited;
        self.softened |= other.softened;
    }
}

/// A gain under this counts as held down: −1 dB.
const HELD_DOWN: f32 = 0.891;

/// The guard, built at a rate.
#[derive(Clone, Debug)]
pub struct Guard {
    rate_hz: f32,
    input: Input,
    attack: Attack,
    rise: Rise,
    ceiling: Ceiling,
    fade: Fade,
}

impl Guard {
    /// A guard at `rate_hz`. Allocates.
    pub fn new(rate_hz: f32, setup: &GuardSetup) -> Self {
        let setup = setup.in_range();
        Guard {
            rate_hz,
            input: Input::new(rate_hz),
            attack: Attack::new(rate_hz, &setup),
            rise: Rise::new(rate_hz),
            ceiling: Ceiling::new(rate_hz, &setup),
            fade: Fade::open(),
        }
    }

    /// Holds to other values: to another ceiling in full after 5 ms, in which it glides there, to the
    /// rest at once. What it knows of the sound stays.
    pub fn set_setup(&mut self, setup: &GuardSetup) {
        let setup = setup.in_range();
        self.attack.set_setup(self.rate_hz, &setup);
        self.ceiling.set_setup(&setup);
    }

    /// Makes frames `from..to` safe, in place.
    pub fn process(&mut self, from: usize, to: usize, bus: &mut Bus) -> GuardReport {
        let mut report = GuardReport::default();
        let (left, right) = (&mut bus.left[from..to], &mut bus.right[from..to]);
        for (left, right) in left.iter_mut().zip(right) {
            let (frame, finite) = self.input.next([*left, *right]);
            report.not_finite |= !finite;

            let attack = self.attack.next(peak(frame));
            report.softened |= attack < HELD_DOWN && self.attack.is_plain();
            let frame = scaled(frame, attack);

            let limit = self.ceiling.limit(peak(frame));
            let frame = scaled(frame, limit);

            let rise = self.rise.gain(frame);
            let frame = scaled(frame, rise);

            let before = peak(frame);
            let frame = frame.map(|sample| self.ceiling.bend(sample));
            let bent = if before > 0.0 { peak(frame) / before } else { 1.0 };
            report.limited |= limit * rise * bent < HELD_DOWN;

            let fade = self.fade.next();
            self.rise.passed(rise * bent * fade);
            [*left, *right] = scaled(frame, fade);
        }
        report
    }

    /// Fades in from silence within `fade_frames`: a stream was opened.
    pub fn soft_start(&mut self, fade_frames: u64) {
        self.fade.start(fade_frames);
    }

    /// Fades out within `fade_frames` and stays silent until [`Guard::soft_start`]: the stream
    /// is about to stop, or its device to have a gap.
    pub fn fade_out(&mut self, fade_frames: u64) {
        self.fade.stop(fade_frames);
    }

    /// Whether [`Guard::fade_out`] has come to silence.
    pub fn is_faded(&self) -> bool {
        self.fade.is_silent()
    }
}

fn peak(frame: [f32; 2]) -> f32 {
    frame[0].abs().max(frame[1].abs())
}

fn scaled(frame: [f32; 2], gain: f32) -> [f32; 2] {
    [frame[0] * gain, frame[1] * gain]
}

/// Frames in a time, at least one.
fn frames(rate_hz: f32, ms: f32) -> u32 {
    ((rate_hz * ms / 1000.0).round() as u32).max(1)
}

/// Share of the way that a one-pole filter with time constant `ms` goes in a frame.
fn pull(rate_hz: f32, ms: f32) -> f32 {
    1.0 - crate::math::exp(-1000.0 / (rate_hz * ms))
}
