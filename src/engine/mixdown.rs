//! From voices to the output: music, master level, guard; and the stems beside it.

use super::{Engine, Notice, Sink, Stems};
use crate::time::Frames;

impl Engine {
    /// From the next block on the sink gets the stems of every block. Allocates.
    pub fn keep_stems(&mut self) {
        self.stems = Some(Box::new(Stems::new(self.rate_hz)));
    }

    /// Renders frames `from..to` of this block.
    pub(super) fn segment(&mut self, from: usize, to: usize, now: Frames, sink: &mut dyn Sink) {
        self.music.render(from, to, self.stems.as_deref_mut());
        for frame in from..to {
            self.out.left[frame] = self.music.out.left[frame];
            self.out.right[frame] = self.music.out.right[frame];
        }
        let room = self.stems.as_mut().map(|stems| &mut stems.room);
        self.leaving.render_into(from, to, &mut self.out, room);
        self.master.apply(from, to, &mut self.out, self.stems.as_deref_mut());
        self.menu.render(from, to, &mut self.out, self.stems.as_mut().map(|stems| &mut stems.room));
        if let Some(stems) = &mut self.stems {
            stems.mixed(from, to, &self.out);
        }
        let report = self.guard.process(from, to, &mut self.out);
        self.guarded.add(report);
        if report.not_finite {
            self.music.silence(now, 0, sink);
            sink.notice(Notice::NotFinite);
        }
    }
}
