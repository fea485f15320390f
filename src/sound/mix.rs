//! A part's place in the mix: level, side, share of the room, mute.

use crate::math::{cos, db_to_gain, exp, sin};

use super::Bus;
use super::patch::OFF_DB;

/// Time constant of every change, in ms: fast enough for a hand on a fader, too slow to click.
const SMOOTHING_MS: f32 = 10.0;

/// Puts one part's bus into the mix.
///
/// A part's sound is stereo already: panning turns down the far side by the equal-power
/// law (cos, sin) scaled so that the middle is untouched and a hard side is +3 dB.
#[derive(Clone, Debug)]
pub struct PartMix {
    level_db: f32,
    pan: f32,
    room_db: f32,
    muted: bool,
    /// What the gains tend to: left, right, room.
    target: [f32; 3],
    gain: [f32; 3],
    pull: f32,
}

impl PartMix {
    /// A part at `level_db` (0 leaves it as it is, −60 or less is off), `pan` from −1 (left)
    /// to 1 (right), with `room_db` sent to the room on top of level and pan (−60 or less is off).
    pub fn new(rate_hz: f32, level_db: f32, pan: f32, room_db: f32) -> Self {
        let pull = 1.0 - exp(-1000.0 / (SMOOTHING_MS * rate_hz.max(1.0)));
        let mut mix =
            PartMix { level_db, pan, room_db, muted: false, target: [0.0; 3], gain: [0.0; 3], pull };
        mix.aim();
        mix.gain = mix.target;
        mix
    }

    /// Moves to a level in dB.
    pub fn set_level_db(&mut self, level_db: f32) {
        self.level_db = level_db;
        self.aim();
    }

    /// Moves to a side, −1 (left) to 1 (right).
    pub fn set_pan(&mut self, pan: f32) {
        self.pan = pan;
        self.aim();
    }

    /// Moves to a share of the room in dB.
    pub fn set_room_db(&mut self, room_db: f32) {
        self.room_db = room_db;
        self.aim();
    }

    /// Fades the part out or back in. What it has already sent to the room rings on.
    pub fn set_muted(&mut self, muted: bool) {
        self.muted = muted;
        self.aim();
    }

    /// Sets out from where another mix is, muted where that is.
    pub fn set_out_from(&mut self, other: &PartMix) {
        self.gain = other.gain;
        self.muted = other.muted;
        self.aim();
    }

    /// Whether nothing of the part can be heard now.
    pub fn is_silent(&self) -> bool {
        self.gain == [0.0; 3] && self.target == [0.0; 3]
    }

    /// Adds frames `from..to` of `part` to `dry` and to `room_send`.
    pub fn render(&mut self, from: usize, to: usize, part: &Bus, dry: &mut Bus, room_send: &mut Bus) {
        for frame in from..to {
            let [left, right, room] = self.gain;
            let (l, r) = (part.left[frame] * left, part.right[frame] * right);
            dry.left[frame] += l;
            dry.right[frame] += r;
            room_send.left[frame] += l * room;
            room_send.right[frame] += r * room;
            for (gain, target) in self.gain.iter_mut().zip(self.target) {
                let rest = target - *gain;
                // Lands exactly, a hundred dB down, so that rest costs nothing and is silent.
                *gain = if rest.abs() < 1e-5 { target } else { *gain + rest * self.pull };
            }
        }
    }

    fn aim(&mut self) {
        let level = if self.muted { 0.0 } else { gain_or_off(self.level_db) };
        let pan = if self.pan.is_finite() { self.pan.clamp(-1.0, 1.0) } else { 0.0 };
        let angle = (pan + 1.0) * std::f32::consts::FRAC_PI_4;
        let level = level * std::f32::consts::SQRT_2;
        self.target = [level * cos(angle).max(0.0), level * sin(angle).max(0.0), gain_or_off(self.room_db)];
    }
}

/// Amplitude of a level, 0 where it is off or no number.
pub(super) fn gain_or_off(level_db: f32) -> f32 {
    if level_db > OFF_DB { db_to_gain(level_db.min(24.0)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BLOCK_FRAMES;

    const RATE_HZ: f32 = 48_000.0;

    /// A block of ones through `mix`, cut at `cuts`: dry, then room.
    fn block(mix: &mut PartMix, cuts: &[usize]) -> (Bus, Bus) {
        let part = Bus { left: [1.0; BLOCK_FRAMES], right: [1.0; BLOCK_FRAMES] };
        let (mut dry, mut room) = (Bus::silent(), Bus::silent());
        let mut from = 0;
        for &to in cuts.iter().chain(&[BLOCK_FRAMES]) {
            mix.render(from, to, &part, &mut dry, &mut room);
            from = to;
        }
        (dry, room)
    }

    /// Pan keeps the power of the two sides together, and the middle is untouched.
    #[test]
    fn equal_power() {
        for pan in [-1.0, -0.5, 0.0, 0.3, 1.0] {
            let (dry, _) = block(&mut PartMix::new(RATE_HZ, 0.0, pan, -60.0), &[]);
            let (l, r) = (dry.left[0], dry.right[0]);
            assert!((l * l + r * r - 2.0).abs() < 1e-4, "{pan}: {l} {r}");
            assert!(pan != 0.0 || ((l - 1.0).abs() < 1e-6 && (r - 1.0).abs() < 1e-6), "{l} {r}");
            assert!(pan >= 0.0 || l > r);
        }
    }

    /// No change makes a step: full mute moves a frame by less than 0.3 % of full level, and ends in silence.
    #[test]
    fn no_zipper() {
        let mut mix = PartMix::new(RATE_HZ, 0.0, 0.0, -6.0);
        let mut last = 1.0;
        mix.set_muted(true);
        for _ in 0..RATE_HZ as usize / 4 / BLOCK_FRAMES {
            let (dry, _) = block(&mut mix, &[]);
            for &sample in &dry.left {
                assert!((sample - last).abs() < 0.003 && sample <= last);
                last = sample;
            }
        }
        assert_eq!(last, 0.0);
        mix.set_room_db(-60.0);
        for _ in 0..200 {
            block(&mut mix, &[]);
        }
        assert!(mix.is_silent());
        mix.set_muted(false);
        mix.set_level_db(-6.0);
        for _ in 0..200 {
            block(&mut mix, &[]);
        }
        let (dry, room) = block(&mut mix, &[]);
        assert!((dry.left[0] - 0.501).abs() < 1e-3, "{}", dry.left[0]);
        assert_eq!(room.left[0], 0.0);
    }

    /// How a block is cut changes no bit.
    #[test]
    fn cuts_change_nothing() {
        let mut whole = PartMix::new(RATE_HZ, -3.0, 0.4, -9.0);
        let mut cut = whole.clone();
        for mix in [&mut whole, &mut cut] {
            mix.set_level_db(-20.0);
            mix.set_pan(-1.0);
        }
        for _ in 0..20 {
            let (a, b) = (block(&mut whole, &[]), block(&mut cut, &[1, 1, 17, 40, 63]));
            assert_eq!((a.0.left, a.0.right, a.1.left), (b.0.left, b.0.right, b.1.left));
        }
    }
}
