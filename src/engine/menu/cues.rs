//! What the menu sounds like: a short soft figure for every item.
//!
//! A figure is told by its shape first (rising, falling, one tone, a repeated one) and by its
//! place second, as ears that are not trained tell best (Brewster, Wright and Edwards, *An
//! evaluation of earcons*, CHI 1993). Tones are root, fourth, fifth and octave of the music's own
//! key, which fit any scale.

use arrayvec::ArrayVec;

use crate::access::MenuItem;
use crate::math;
use crate::music::{Pitch, pitch_to_hz};
use crate::sound::Bus;
use crate::time::{Frames, ms_to_frames};

/// Tones that can sound or wait at once.
const MOST_TONES: usize = 24;
/// Rise of a tone, in ms: nothing startles.
const RISE_MS: f64 = 15.0;
/// Time in which what still sounds gives way to the next cue, in ms.
const GIVE_WAY_MS: f64 = 20.0;
/// The root of the key is taken between this pitch and an octave above.
const LOWEST_ROOT: Pitch = 66.0;

/// A tone of a figure: semitones above the root, when it begins and how long it lasts in ms.
#[derive(Clone, Copy, Debug)]
struct Tone(i8, u16, u16);

/// A figure, and how bright it is: the share of its octave and twelfth.
#[derive(Clone, Copy, Debug)]
struct Figure(&'static [Tone], f32);

fn of_item(item: MenuItem) -> Figure {
    match item {
        MenuItem::Louder => Figure(&[Tone(0, 0, 140), Tone(7, 110, 200)], 0.1),
        MenuItem::Softer => Figure(&[Tone(7, 0, 140), Tone(0, 110, 200)], 0.1),
        MenuItem::Gentler => Figure(&[Tone(7, 0, 260), Tone(5, 180, 320)], 0.0),
        MenuItem::Fiercer => Figure(&[Tone(5, 0, 120), Tone(7, 90, 200)], 0.5),
        MenuItem::NextPiece => Figure(&[Tone(0, 0, 120), Tone(5, 100, 120), Tone(12, 200, 220)], 0.1),
        MenuItem::PreviousPiece => Figure(&[Tone(12, 0, 120), Tone(5, 100, 120), Tone(0, 200, 220)], 0.1),
        MenuItem::AnotherSound => Figure(&[Tone(7, 0, 110), Tone(0, 90, 110), Tone(7, 180, 200)], 0.3),
        MenuItem::Slower => Figure(&[Tone(0, 0, 200), Tone(0, 260, 260)], 0.1),
        MenuItem::Faster => Figure(&[Tone(0, 0, 90), Tone(0, 80, 90), Tone(0, 160, 140)], 0.1),
        MenuItem::KeepThat => Figure(&[Tone(12, 0, 150), Tone(7, 120, 150), Tone(12, 240, 220)], 0.0),
        MenuItem::Record => Figure(&[Tone(12, 0, 260)], 0.4),
        MenuItem::Finish => Figure(&[Tone(7, 0, 150), Tone(5, 130, 150), Tone(0, 260, 300)], 0.0),
        MenuItem::Rest => Figure(&[Tone(0, 0, 420)], 0.0),
        MenuItem::Silence => Figure(&[Tone(-5, 0, 420)], 0.0),
        MenuItem::Call => Figure(&[Tone(12, 0, 120), Tone(12, 130, 200)], 0.3),
        MenuItem::StopCalling => Figure(&[Tone(12, 0, 120), Tone(0, 130, 240)], 0.3),
        MenuItem::Leave => Figure(&[Tone(0, 0, 130), Tone(-5, 110, 260)], 0.0),
    }
}

/// What is heard of a menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cue {
    /// An item is lit.
    Item(MenuItem),
    /// The menu is open.
    Opened,
    /// What was lit is taken.
    Taken,
    /// The menu is closed.
    Closed,
    /// A press now opens it.
    Offered,
    /// Holding on opens it.
    Near,
    /// Press now: no part of the menu, and longer than anything in it.
    Bell,
}

impl Cue {
    fn figure(self) -> Figure {
        match self {
            Cue::Item(item) => of_item(item),
            Cue::Opened => Figure(&[Tone(0, 0, 200), Tone(7, 60, 200), Tone(12, 120, 300)], 0.0),
            Cue::Taken => Figure(&[Tone(12, 0, 80), Tone(19, 60, 160)], 0.0),
            Cue::Closed => Figure(&[Tone(12, 0, 200), Tone(7, 60, 200), Tone(0, 120, 300)], 0.0),
            Cue::Offered => Figure(&[Tone(7, 0, 400), Tone(12, 0, 400)], 0.0),
            Cue::Bell => Figure(&[Tone(12, 0, 1400), Tone(24, 0, 500)], 0.25),
            Cue::Near => Figure(&[Tone(7, 0, 140)], 0.0),
        }
    }
}

/// A tone under way.
#[derive(Clone, Copy, Debug)]
struct Sounding {
    wait: u32,
    age: u32,
    length: u32,
    cycles_a_frame: f32,
    gain: f32,
    bright: f32,
    /// Frames until it has given way.
    gives_way: Option<u32>,
}

/// The voice of the cues, which every preset has alike.
#[derive(Debug)]
pub(super) struct Cues {
    rate_hz: f64,
    tones: ArrayVec<Sounding, MOST_TONES>,
    rise_frames: f32,
    give_way_frames: u32,
}

impl Cues {
    pub(super) fn new(rate_hz: f64) -> Self {
        Cues {
            rate_hz,
            tones: ArrayVec::new(),
            rise_frames: ms_to_frames(RISE_MS, rate_hz).max(1) as f32,
            give_way_frames: ms_to_frames(GIVE_WAY_MS, rate_hz).max(1) as u32,
        }
    }

    /// Strikes a cue, as loud as `peak_db`, in the key of `root` where A4 is `a4_hz`. What
    /// sounded gives way.
    pub(super) fn strike(&mut self, cue: Cue, peak_db: f32, root: Pitch, a4_hz: f32) {
        self.fade(Frames::from(self.give_way_frames));
        let Figure(tones, bright) = cue.figure();
        let root = LOWEST_ROOT + (root - LOWEST_ROOT).rem_euclid(12.0);
        let at_once = if matches!(cue, Cue::Offered | Cue::Bell) { 0.5 } else { 1.0 };
        for &Tone(step, begins_ms, length_ms) in tones {
            let hz = pitch_to_hz(root + f32::from(step), a4_hz);
            let frames = |ms: u16| ms_to_frames(f64::from(ms), self.rate_hz) as u32;
            let tone = Sounding {
                wait: frames(begins_ms),
                age: 0,
                length: frames(length_ms).max(1),
                cycles_a_frame: hz / self.rate_hz as f32,
                gain: at_once * math::db_to_gain(peak_db) / (1.0 + bright),
                bright,
                gives_way: None,
            };
            // With no place left the oldest goes: it has faded long ago.
            if self.tones.is_full() {
                self.tones.remove(0);
            }
            self.tones.push(tone);
        }
    }

    /// Whether nothing sounds or waits.
    pub(super) fn is_silent(&self) -> bool {
        self.tones.is_empty()
    }

    /// Everything gives way within `frames`.
    pub(super) fn fade(&mut self, frames: Frames) {
        let frames = frames.max(1) as u32;
        self.tones.retain(|tone| {
            tone.gives_way = Some(tone.gives_way.map_or(frames, |left| left.min(frames)));
            tone.wait == 0
        });
    }

    /// Adds frames `from..to` of this block to `out`.
    pub(super) fn render(&mut self, from: usize, to: usize, out: &mut Bus) {
        let (rise_frames, give_way_frames) = (self.rise_frames, self.give_way_frames as f32);
        self.tones.retain(|tone| {
            for frame in from..to {
                if tone.wait > 0 {
                    tone.wait -= 1;
                    continue;
                }
                if tone.age >= tone.length || tone.gives_way == Some(0) {
                    return false;
                }
                let sample = tone.next(rise_frames, give_way_frames);
                out.left[frame] += sample;
                out.right[frame] += sample;
            }
            true
        });
    }
}

impl Sounding {
    fn next(&mut self, rise_frames: f32, give_way_frames: f32) -> f32 {
        let time = self.age as f32;
        let rise = (time / rise_frames).min(1.0);
        let left = 1.0 - time / self.length as f32;
        let mut level = self.gain * rise * rise * (3.0 - 2.0 * rise) * left * left;
        if let Some(frames) = &mut self.gives_way {
            level *= (*frames as f32 / give_way_frames).min(1.0);
            *frames = frames.saturating_sub(1);
        }
        let cycles = time * self.cycles_a_frame;
        let partial = |number: f32| {
            let cycles = cycles * number;
            math::sin((cycles - cycles.floor()) * math::TAU)
        };
        self.age += 1;
        level * (partial(1.0) + self.bright * (0.7 * partial(2.0) + 0.3 * partial(3.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::MENU_ITEMS;
    use crate::time::BLOCK_FRAMES;

    /// Renders until it is silent.
    fn rendered(cue: Cue) -> Vec<f32> {
        let mut cues = Cues::new(48_000.0);
        cues.strike(cue, -24.0, 60.0, 440.0);
        let mut sound = Vec::new();
        while !cues.tones.is_empty() {
            let mut bus = Bus::silent();
            cues.render(0, BLOCK_FRAMES, &mut bus);
            sound.extend_from_slice(&bus.left);
        }
        sound
    }

    /// No two items sound the same: their figures differ in a tone, in time or in brightness.
    #[test]
    fn every_item_has_its_own() {
        let told = MENU_ITEMS.map(|row| format!("{:?}", of_item(row.item)));
        for (place, figure) in told.iter().enumerate() {
            assert!(!told[..place].contains(figure), "{figure}");
        }
    }

    /// Every cue is short, as loud as it is set at most, not steeper than a soft attack, and ends.
    #[test]
    fn cues_are_soft_and_short() {
        let items = MENU_ITEMS.iter().map(|row| Cue::Item(row.item));
        let others = [Cue::Opened, Cue::Taken, Cue::Closed, Cue::Offered, Cue::Near];
        for cue in items.chain(others) {
            let sound = rendered(cue);
            assert!(sound.len() < 48_000 * 6 / 10, "{cue:?} {}", sound.len());
            let peak = sound.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            // Where two tones overlap they may add up.
            assert!((0.02..=0.063 * 1.5).contains(&peak), "{cue:?} {peak}");
            let first: f32 = sound[..48].iter().fold(0.0, |peak, sample| peak.max(sample.abs()));
            assert!(first < 0.1 * peak, "{cue:?} begins with {first}");
        }
    }
}
