//! Music that was replaced and rings out.

use super::Music;
use crate::sound::Bus;
use crate::time::Frames;

/// Music that was replaced, on its way to silence.
pub(super) struct Leaving {
    pub(super) music: Box<Music>,
    left_frames: Frames,
    fade_frames: Frames,
}

impl Leaving {
    /// `music`, to be silent after `fade_frames`.
    pub(super) fn new(music: Box<Music>, fade_frames: Frames) -> Self {
        let fade_frames = fade_frames.max(1);
        Leaving { music, left_frames: fade_frames, fade_frames }
    }

    /// Whether it has come to silence.
    pub(super) fn is_over(&self) -> bool {
        self.left_frames == 0
    }

    /// Adds frames `from..to` of this block to `out`, and to `stem`, where one is kept.
    pub(super) fn render_into(&mut self, from: usize, to: usize, out: &mut Bus, mut stem: Option<&mut Bus>) {
        self.music.render(from, to, None);
        for frame in from..to {
            let gain = self.left_frames as f32 / self.fade_frames as f32;
            let (left, right) = (self.music.out.left[frame] * gain, self.music.out.right[frame] * gain);
            out.left[frame] += left;
            out.right[frame] += right;
            if let Some(stem) = stem.as_deref_mut() {
                stem.left[frame] += left;
                stem.right[frame] += right;
            }
            self.left_frames = self.left_frames.saturating_sub(1);
        }
    }
}
