//! Music that was replaced and rings out.

use arrayvec::ArrayVec;

use super::{Music, Sink};
use crate::sound::Bus;
use crate::time::{Frames, ms_to_frames};

/// Most pieces of music that ring out at once.
const MOST: usize = 4;
/// Time in which what was cut off comes to rest from where it stood, in ms.
const REST_MS: f64 = 5.0;

/// Music that was replaced, each piece on its way to silence.
#[derive(Default)]
pub(super) struct LeavingMusic {
    pieces: ArrayVec<Leaving, MOST>,
    cut: CutOff,
}

/// What stands in for pieces that had to go before their time: their last samples, left and right,
/// on a straight way to zero. A piece that just stopped would click.
#[derive(Default)]
struct CutOff {
    at: [f32; 2],
    step: [f32; 2],
    left_frames: Frames,
}

impl CutOff {
    fn add(&mut self, last: [f32; 2], frames: Frames) {
        self.left_frames = frames.max(1);
        for ((at, step), last) in self.at.iter_mut().zip(&mut self.step).zip(last) {
            *at += last;
            *step = *at / self.left_frames as f32;
        }
    }

    fn next(&mut self) -> [f32; 2] {
        if self.left_frames == 0 {
            return [0.0; 2];
        }
        self.left_frames -= 1;
        for (at, step) in self.at.iter_mut().zip(self.step) {
            *at = if self.left_frames == 0 { 0.0 } else { *at - step };
        }
        self.at
    }
}

struct Leaving {
    music: Box<Music>,
    left_frames: Frames,
    fade_frames: Frames,
    /// What it gave last.
    last: [f32; 2],
}

impl LeavingMusic {
    /// `music`, to be silent after `fade_frames` at `rate_hz`; given back is what had to go for it, the
    /// softest: more than four were replaced within one fade.
    pub(super) fn add(&mut self, music: Box<Music>, fade_frames: Frames, rate_hz: f64) -> Option<Box<Music>> {
        let earlier = self.pieces.is_full().then(|| self.pieces.remove(0)).map(|earlier| {
            self.cut.add(earlier.last, ms_to_frames(REST_MS, rate_hz));
            earlier.music
        });
        let fade_frames = fade_frames.max(1);
        self.pieces.push(Leaving { music, left_frames: fade_frames, fade_frames, last: [0.0; 2] });
        earlier
    }

    /// Takes a piece that has come to silence.
    pub(super) fn take_over(&mut self) -> Option<Box<Music>> {
        let place = self.pieces.iter().position(|leaving| leaving.left_frames == 0)?;
        Some(self.pieces.remove(place).music)
    }

    pub(super) fn begin_block(&mut self) {
        self.pieces.iter_mut().for_each(|leaving| leaving.music.begin_block());
    }

    /// Fades all of it within `fade_frames`.
    pub(super) fn silence(&mut self, now: Frames, fade_frames: Frames, sink: &mut dyn Sink) {
        self.pieces.iter_mut().for_each(|leaving| leaving.music.silence(now, fade_frames, sink));
    }

    /// Adds frames `from..to` of this block to `out`, and to `stem`, where one is kept.
    pub(super) fn render_into(&mut self, from: usize, to: usize, out: &mut Bus, mut stem: Option<&mut Bus>) {
        let mut add = |frame: usize, [left, right]: [f32; 2]| {
            out.left[frame] += left;
            out.right[frame] += right;
            if let Some(stem) = stem.as_deref_mut() {
                stem.left[frame] += left;
                stem.right[frame] += right;
            }
        };
        for Leaving { music, left_frames, fade_frames, last } in &mut self.pieces {
            music.render(from, to, None);
            for frame in from..to {
                let gain = *left_frames as f32 / *fade_frames as f32;
                *last = [music.out.left[frame] * gain, music.out.right[frame] * gain];
                add(frame, *last);
                *left_frames = left_frames.saturating_sub(1);
            }
        }
        if self.cut.left_frames > 0 {
            (from..to).for_each(|frame| add(frame, self.cut.next()));
        }
    }
}
