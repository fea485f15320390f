//! Tempo and the place in the music.

use crate::time::{BeatPosition, Frames, Metre, Swing, TEMPO_BPM};

/// Most that the place moves faster or slower than the tempo while it catches up.
const CATCH_UP: f64 = 0.5;
/// Beats within which a small error is caught up.
const CATCH_UP_BEATS: f64 = 0.5;

/// Counts beats from frames; a change of tempo keeps the place.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    rate_hz: f64,
    tempo_bpm: f64,
    metre: Metre,
    swing: Swing,
    running: bool,
    anchor_frame: Frames,
    anchor_beat: f64,
    /// Up to this frame the place moves at `catch_up` times the tempo.
    catch_up_until: Frames,
    catch_up: f64,
    /// How often the place jumped or was held.
    jumps: u32,
}

impl Transport {
    pub(super) fn new(rate_hz: f64, tempo_bpm: f64, metre: Metre, swing: Swing) -> Self {
        let tempo_bpm = tempo_bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
        Transport {
            rate_hz,
            tempo_bpm,
            metre,
            swing,
            running: true,
            anchor_frame: 0,
            anchor_beat: 0.0,
            catch_up_until: 0,
            catch_up: 1.0,
            jumps: 0,
        }
    }

    /// The place at `frame` is `beat`, negative before the first beat, and moves on from there.
    pub(super) fn jump(&mut self, frame: Frames, beat: f64) {
        self.anchor_frame = frame;
        self.anchor_beat = beat;
        self.catch_up_until = frame;
        self.catch_up = 1.0;
        self.running = true;
        self.jumps = self.jumps.wrapping_add(1);
    }

    /// The place stays where it is at `frame`, until it runs again.
    pub(super) fn stop(&mut self, frame: Frames) {
        let beat = self.beat_at(frame);
        self.jump(frame, beat);
        self.running = false;
    }

    /// Another number after every jump and stop.
    pub(super) fn jumps(&self) -> u32 {
        self.jumps
    }

    pub(super) fn is_running(&self) -> bool {
        self.running
    }

    pub(super) fn tempo_bpm(&self) -> f64 {
        self.tempo_bpm
    }

    pub(super) fn metre(&self) -> Metre {
        self.metre
    }

    pub(super) fn swing(&self) -> Swing {
        self.swing
    }

    /// Off-eighths come as late as this from now on.
    pub(super) fn set_swing(&mut self, swing: Swing) {
        self.swing = swing;
    }

    /// Bars have this metre from `frame` on. The place stays in its bar, as far into it as it
    /// was; a bar that is over by then ends there.
    pub(super) fn set_metre(&mut self, frame: Frames, metre: Metre) {
        let beat = self.beat_at(frame);
        let (old, new) = (f64::from(self.metre.beats.max(1)), f64::from(metre.beats.max(1)));
        let bar = (beat / old).floor();
        let running = self.running;
        self.jump(frame, bar * new + (beat - bar * old).min(new));
        self.running = running;
        self.metre = metre;
    }

    fn beats_a_frame(&self) -> f64 {
        self.tempo_bpm / 60.0 / self.rate_hz
    }

    /// The beat at `catch_up_until`.
    fn caught_up_beat(&self) -> f64 {
        let frames = self.catch_up_until.saturating_sub(self.anchor_frame) as f64;
        self.anchor_beat + frames * self.beats_a_frame() * self.catch_up
    }

    /// Beats since the start at `frame`, negative before it.
    pub(super) fn beat_at(&self, frame: Frames) -> f64 {
        if !self.running {
            return self.anchor_beat;
        }
        if frame <= self.catch_up_until {
            let frames = frame.saturating_sub(self.anchor_frame) as f64;
            return self.anchor_beat + frames * self.beats_a_frame() * self.catch_up;
        }
        let from = self.catch_up_until.max(self.anchor_frame);
        self.caught_up_beat() + (frame - from) as f64 * self.beats_a_frame()
    }

    pub(super) fn position_at(&self, frame: Frames) -> BeatPosition {
        BeatPosition::new(self.beat_at(frame), self.metre)
    }

    /// The first frame at or after which `beat` has come; the end of time where the place
    /// does not move and it has not.
    pub(super) fn frame_of(&self, beat: f64) -> Frames {
        let caught_up = self.caught_up_beat();
        let (from, ahead, rate) = if beat <= caught_up {
            (self.anchor_frame, beat - self.anchor_beat, self.beats_a_frame() * self.catch_up)
        } else {
            let from = self.catch_up_until.max(self.anchor_frame);
            (from, beat - caught_up, self.beats_a_frame())
        };
        if !self.running && ahead > 0.0 {
            return Frames::MAX;
        }
        // A millionth of a frame of slack keeps rounding from landing one frame late.
        let frames = (ahead / rate - 1e-6).ceil().max(0.0);
        from.saturating_add(frames as Frames)
    }

    /// Another tempo from `frame` on; the beat that holds there stays.
    pub(super) fn set_tempo(&mut self, frame: Frames, tempo_bpm: f64) {
        if !tempo_bpm.is_finite() {
            return;
        }
        self.anchor_beat = self.beat_at(frame);
        self.anchor_frame = frame;
        self.catch_up_until = frame;
        self.catch_up = 1.0;
        self.tempo_bpm = tempo_bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
    }

    /// Another tempo from `frame` on, and within half a beat the place that it should have:
    /// nothing jumps, the place only runs a little faster or slower until it is there.
    pub(super) fn follow(&mut self, frame: Frames, beat: f64, tempo_bpm: f64) {
        self.set_tempo(frame, tempo_bpm);
        let error = beat - self.anchor_beat;
        if !error.is_finite() || error == 0.0 {
            return;
        }
        let by = (error / CATCH_UP_BEATS).clamp(-CATCH_UP, CATCH_UP);
        self.catch_up = 1.0 + by;
        let frames = (error / by) / self.beats_a_frame();
        self.catch_up_until = frame.saturating_add(frames.round().max(0.0) as Frames);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transport(tempo_bpm: f64) -> Transport {
        Transport::new(48_000.0, tempo_bpm, Metre::default(), Swing::default())
    }

    /// A beat's frame is the first on which it has come, through any change of tempo and
    /// while the place catches up.
    #[test]
    fn beats_and_frames_agree() {
        let mut steady = transport(90.0);
        steady.jump(1000, 0.0);
        steady.set_tempo(50_000, 133.7);
        let mut ahead = steady.clone();
        ahead.follow(60_000, ahead.beat_at(60_000) + 0.3, 120.0);
        let mut behind = steady.clone();
        behind.follow(60_000, behind.beat_at(60_000) - 0.3, 120.0);
        for transport in [steady, ahead, behind] {
            for step in 20..2000 {
                let beat = f64::from(step) / 8.0;
                let frame = transport.frame_of(beat);
                assert!(transport.beat_at(frame) >= beat - 1e-9);
                assert!(transport.beat_at(frame - 1) < beat);
            }
        }
    }

    /// Following another place never jumps nor turns back, and arrives.
    #[test]
    fn following_is_smooth_and_arrives() {
        for error in [-0.4, -0.01, 0.003, 0.4] {
            let mut transport = transport(120.0);
            transport.jump(0, 0.0);
            transport.follow(24_000, 1.0 + error, 120.0);
            let mut before = transport.beat_at(24_000);
            for frame in 24_001..96_000 {
                let beat = transport.beat_at(frame);
                assert!(beat > before && beat - before < 2.0 * 120.0 / 60.0 / 48_000.0);
                before = beat;
            }
            assert!((transport.beat_at(96_000) - (4.0 + error)).abs() < 1e-4, "{error}");
        }
    }

    /// A place that is held does not move, and what lies ahead never comes until it runs.
    #[test]
    fn stopping_holds_the_place() {
        let mut transport = transport(120.0);
        transport.stop(24_000);
        assert_eq!(transport.beat_at(1_000_000), 1.0);
        assert_eq!(transport.frame_of(1.5), Frames::MAX);
        transport.jump(48_000, 1.0);
        assert_eq!(transport.frame_of(2.0), 72_000);
    }
}
