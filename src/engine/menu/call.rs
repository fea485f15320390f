//! Calling somebody: a chime that swells and comes again until it is answered.

use crate::math;
use crate::sound::Bus;
use crate::time::{Frames, seconds_to_frames};

/// From one chime to the next, in seconds: time to hear whether somebody comes.
const AGAIN_S: f64 = 6.0;
/// Strokes of a chime, half a second apart.
const STROKES: u32 = 5;
const STROKE_S: f64 = 0.5;
/// Level of the last stroke in dBFS, whatever the loudness of the music is set to; the person's
/// ceiling holds.
const LEVEL_DB: f32 = -14.0;
/// How much softer the first stroke is, two seconds before.
const SWELL_DB: f32 = 18.0;
/// High and low stroke in Hz, a major third apart as doorbells are, where ears hear best.
const PITCHES_HZ: [f32; 2] = [1318.5, 1046.5];
/// Rise and fall of a stroke, in seconds.
const RISE_S: f64 = 0.02;
const FALL_S: f64 = 0.9;

/// The call and its chime.
#[derive(Debug)]
pub(super) struct Call {
    rate_hz: f64,
    calling: bool,
    /// When the next chime begins.
    due: Option<Frames>,
    /// Frames since the chime began; none while it is silent.
    age: Option<u32>,
    /// Frames until it is silent, and of how many.
    fade: Option<(u32, u32)>,
}

impl Call {
    pub(super) fn new(rate_hz: f64) -> Self {
        Call { rate_hz, calling: false, due: None, age: None, fade: None }
    }

    /// Whether somebody is called.
    pub(super) fn is_on(&self) -> bool {
        self.calling
    }

    /// Whether no chime sounds.
    pub(super) fn is_silent(&self) -> bool {
        self.age.is_none()
    }

    /// Calls, from `now`; says whether it did not call before.
    pub(super) fn begin(&mut self, now: Frames) -> bool {
        let begins = !std::mem::replace(&mut self.calling, true);
        if begins {
            self.due = Some(now);
        }
        begins
    }

    /// Somebody answered; says whether there was a call. The chime fades within `fade_frames`.
    pub(super) fn end(&mut self, fade_frames: Frames) -> bool {
        self.due = None;
        self.silence(fade_frames);
        std::mem::take(&mut self.calling)
    }

    /// What sounds fades within `fade_frames`; the call goes on.
    pub(super) fn silence(&mut self, fade_frames: Frames) {
        let frames = fade_frames.max(1) as u32;
        if self.age.is_some() && self.fade.is_none() {
            self.fade = Some((frames, frames));
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        self.due
    }

    /// The next chime begins where it is due by `now`.
    pub(super) fn wake(&mut self, now: Frames) {
        if self.due.is_some_and(|due| due <= now) {
            self.due = Some(now.saturating_add(seconds_to_frames(AGAIN_S, self.rate_hz)));
            (self.age, self.fade) = (Some(0), None);
        }
    }

    /// Adds frames `from..to` of this block to `out`.
    pub(super) fn render(&mut self, from: usize, to: usize, out: &mut Bus) {
        let Some(mut age) = self.age else { return };
        let frames = |seconds: f64| seconds_to_frames(seconds, self.rate_hz) as u32;
        let (stroke_frames, rise, fall) = (frames(STROKE_S), frames(RISE_S), frames(FALL_S));
        let end = (STROKES - 1) * stroke_frames + rise + fall;
        for frame in from..to {
            let mut fade = 1.0;
            if let Some((left, of)) = &mut self.fade {
                fade = *left as f32 / *of as f32;
                *left = left.saturating_sub(1);
            }
            if age >= end || fade == 0.0 {
                (self.age, self.fade) = (None, None);
                return;
            }
            let first = (age.saturating_sub(rise + fall)).div_ceil(stroke_frames);
            let mut sample = 0.0;
            for stroke in first..=(age / stroke_frames).min(STROKES - 1) {
                sample += self.stroke(stroke, age - stroke * stroke_frames, (rise, fall));
            }
            out.left[frame] += fade * sample;
            out.right[frame] += fade * sample;
            age += 1;
        }
        self.age = Some(age);
    }

    /// A sample of one stroke, so many frames old.
    fn stroke(&self, number: u32, age: u32, (rise, fall): (u32, u32)) -> f32 {
        let up = (age as f32 / rise as f32).min(1.0);
        let left = 1.0 - age.saturating_sub(rise) as f32 / fall as f32;
        let under_db = SWELL_DB * (1.0 - number as f32 / (STROKES - 1) as f32);
        // Without a corner at either end: it would tick.
        let up = up * up * (3.0 - 2.0 * up);
        let level = math::db_to_gain(LEVEL_DB - under_db) * up * left.max(0.0) * left.max(0.0);
        let cycles = age as f32 * PITCHES_HZ[(number % 2) as usize] / self.rate_hz as f32;
        let partial = |number: f32| {
            let cycles = cycles * number;
            math::sin((cycles - cycles.floor()) * math::TAU)
        };
        level * (0.8 * partial(1.0) + 0.2 * partial(2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BLOCK_FRAMES;

    fn rendered(call: &mut Call, from: Frames, seconds: f64) -> Vec<f32> {
        let mut sound = Vec::new();
        let mut now = from;
        while now < from + seconds_to_frames(seconds, 48_000.0) {
            call.wake(now);
            let mut bus = Bus::silent();
            call.render(0, BLOCK_FRAMES, &mut bus);
            sound.extend_from_slice(&bus.left);
            now += BLOCK_FRAMES as Frames;
        }
        sound
    }

    fn peak(sound: &[f32]) -> f32 {
        sound.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
    }

    /// A chime swells over two seconds, no stroke over its level, and comes again for as long as
    /// nobody answers; silence takes the sound and not the call.
    #[test]
    fn swells_and_comes_again() {
        let mut call = Call::new(48_000.0);
        assert!(call.begin(0) && !call.begin(0));
        let sound = rendered(&mut call, 0, 6.0);
        let second = |n: usize| peak(&sound[n * 24_000..(n + 1) * 24_000]);
        for stroke in 0..4 {
            assert!(second(stroke) < second(stroke + 1), "stroke {stroke}");
        }
        assert!(peak(&sound) < math::db_to_gain(-12.0) && peak(&sound) > math::db_to_gain(-16.0));
        assert_eq!(peak(&sound[4 * 48_000..5 * 48_000]), 0.0);
        assert!(peak(&rendered(&mut call, 288_000, 1.0)) > 0.0);
        call.silence(1440);
        let silenced = rendered(&mut call, 336_000, 3.0);
        assert_eq!(peak(&silenced[1536..]), 0.0);
        assert!(call.is_on() && peak(&rendered(&mut call, 576_000, 1.0)) > 0.0);
        assert!(call.end(1440) && !call.end(1440));
        rendered(&mut call, 624_000, 0.1);
        assert_eq!(peak(&rendered(&mut call, 628_800, 20.0)), 0.0);
    }
}
