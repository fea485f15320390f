//! A rest: the music pauses until the next press, which wakes it and plays.

use super::lane::Sounding;
use super::{Engine, Music, Notice, Sink};
use crate::play::ScanTiming;
use crate::time::Frames;

/// Music that rests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resting {
    /// Its time ran, and runs on from here.
    runs_on: bool,
}

impl Music {
    /// Pauses: every note of players and band is released, nothing plays by itself, the place in
    /// the music is held. What was recorded stays; a leader plays on.
    fn pause(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) {
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        for part in &mut self.parts {
            part.pause(now, &mut sound, sink);
        }
        if let Some(backing) = &mut self.backing {
            backing.silence(now, &mut sound, sink);
        }
        self.hearing.forget();
        self.timing.silence();
        self.resting = Some(Resting { runs_on: self.transport.is_running() });
        self.transport.stop(now);
        self.retime(now, scan, sink);
    }

    /// Goes on from where it was held. Says whether it rested.
    fn go_on(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) -> bool {
        let Some(resting) = self.resting.take() else { return false };
        if resting.runs_on {
            let beat = self.transport.beat_at(now);
            self.transport.jump(now, beat);
            self.retime(now, scan, sink);
        }
        true
    }
}

impl Engine {
    /// The music pauses; held switches must be pressed anew.
    pub(super) fn rest(&mut self, now: Frames, sink: &mut dyn Sink) {
        if self.music.resting.is_none() {
            self.body.forget_held();
            self.music.pause(now, &self.scan, sink);
            sink.notice(Notice::Resting);
        }
    }

    /// Music that rests wakes for the press that follows.
    pub(super) fn wake_music(&mut self, now: Frames, sink: &mut dyn Sink) {
        if self.music.go_on(now, &self.scan, sink) {
            sink.notice(Notice::Woken);
        }
    }
}
