//! Music that was replaced and rings out.

use arrayvec::ArrayVec;

use super::{Music, Sink};
use crate::sound::Bus;
use crate::time::Frames;

/// Music that was replaced, on its way to silence.
struct Leaving {
    music: Box<Music>,
    left_frames: Frames,
    fade_frames: Frames,
}

impl Leaving {
    /// `music`, to be silent after `fade_frames`.
    fn new(music: Box<Music>, fade_frames: Frames) -> Self {
        let fade_frames = fade_frames.max(1);
        Leaving { music, left_frames: fade_frames, fade_frames }
    }

    /// Whether it has come to silence.
    fn is_over(&self) -> bool {
        self.left_frames == 0
    }

    /// Adds frames `from..to` of this block to `out`, and to `stem`, where one is kept.
    fn render_into(&mut self, from: usize, to: usize, out: &mut Bus, mut stem: Option<&mut Bus>) {
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

/// Pieces of music that ring out at once: somebody leafs through presets faster than they fade.
const MOST: usize = 4;

/// All music that was replaced and still rings.
#[derive(Default)]
pub(super) struct LeavingMusic {
    all: ArrayVec<Leaving, MOST>,
}

impl LeavingMusic {
    /// Lets `music` ring out within `fade_frames`. Returns what has to go for it: what sounds
    /// least, the oldest among equals, so that leafing through silent music cuts nothing.
    pub(super) fn add(&mut self, music: Box<Music>, fade_frames: Frames) -> Option<Box<Music>> {
        let gone = if self.all.is_full() {
            let least = self.all.iter().enumerate().min_by_key(|(_, leaving)| leaving.music.sounding());
            least.map(|(place, _)| place).and_then(|place| self.all.pop_at(place))
        } else {
            None
        };
        // There is room now.
        let _ = self.all.try_push(Leaving::new(music, fade_frames));
        gone.map(|leaving| leaving.music)
    }

    /// Music that has come to silence.
    pub(super) fn take_over(&mut self) -> Option<Box<Music>> {
        let place = self.all.iter().position(Leaving::is_over)?;
        self.all.pop_at(place).map(|leaving| leaving.music)
    }

    /// A block begins.
    pub(super) fn begin_block(&mut self) {
        self.all.iter_mut().for_each(|leaving| leaving.music.begin_block());
    }

    /// Fades all of it within `fade_frames`.
    pub(super) fn silence(&mut self, now: Frames, fade_frames: Frames, sink: &mut dyn Sink) {
        self.all.iter_mut().for_each(|leaving| leaving.music.silence(now, fade_frames, sink));
    }

    /// Adds frames `from..to` of this block to `out`, and to `stem`, where one is kept.
    pub(super) fn render_into(&mut self, from: usize, to: usize, out: &mut Bus, mut stem: Option<&mut Bus>) {
        for leaving in &mut self.all {
            leaving.render_into(from, to, out, stem.as_deref_mut());
        }
    }
}
