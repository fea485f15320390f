//! Music that was replaced and rings out.

use arrayvec::ArrayVec;

use super::{Music, Sink};
use crate::sound::Bus;
use crate::time::Frames;

/// Most pieces of music that ring out at once.
const MOST: usize = 4;

/// Music that was replaced, each piece on its way to silence.
#[derive(Default)]
pub(super) struct LeavingMusic(ArrayVec<Leaving, MOST>);

struct Leaving {
    music: Box<Music>,
    left_frames: Frames,
    fade_frames: Frames,
}

impl LeavingMusic {
    /// `music`, to be silent after `fade_frames`; given back is what had to go for it, the
    /// softest: more than four were replaced within one fade.
    pub(super) fn add(&mut self, music: Box<Music>, fade_frames: Frames) -> Option<Box<Music>> {
        let earlier = self.0.is_full().then(|| self.0.remove(0).music);
        let fade_frames = fade_frames.max(1);
        self.0.push(Leaving { music, left_frames: fade_frames, fade_frames });
        earlier
    }

    /// Takes a piece that has come to silence.
    pub(super) fn take_over(&mut self) -> Option<Box<Music>> {
        let place = self.0.iter().position(|leaving| leaving.left_frames == 0)?;
        Some(self.0.remove(place).music)
    }

    pub(super) fn begin_block(&mut self) {
        self.0.iter_mut().for_each(|leaving| leaving.music.begin_block());
    }

    /// Fades all of it within `fade_frames`.
    pub(super) fn silence(&mut self, now: Frames, fade_frames: Frames, sink: &mut dyn Sink) {
        self.0.iter_mut().for_each(|leaving| leaving.music.silence(now, fade_frames, sink));
    }

    /// Adds frames `from..to` of this block to `out`, and to `stem`, where one is kept.
    pub(super) fn render_into(&mut self, from: usize, to: usize, out: &mut Bus, mut stem: Option<&mut Bus>) {
        for Leaving { music, left_frames, fade_frames } in &mut self.0 {
            music.render(from, to, None);
            for frame in from..to {
                let gain = *left_frames as f32 / *fade_frames as f32;
                let (left, right) = (music.out.left[frame] * gain, music.out.right[frame] * gain);
                out.left[frame] += left;
                out.right[frame] += right;
                if let Some(stem) = stem.as_deref_mut() {
                    stem.left[frame] += left;
                    stem.right[frame] += right;
                }
                *left_frames = left_frames.saturating_sub(1);
            }
        }
    }
}
