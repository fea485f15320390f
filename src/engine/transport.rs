//! Tempo and the place in the music.

use crate::time::{BeatPosition, Frames, Metre, Swing, TEMPO_BPM};

/// Counts beats from frames; a change of tempo keeps the place.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    rate_hz: f64,
    tempo_bpm: f64,
    metre: Metre,
    swing: Swing,
    anchor_frame: Frames,
    anchor_beat: f64,
}

impl Transport {
    pub(super) fn new(rate_hz: f64, tempo_bpm: f64, metre: Metre, swing: Swing) -> Self {
        let tempo_bpm = tempo_bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
        Transport { rate_hz, tempo_bpm, metre, swing, anchor_frame: 0, anchor_beat: 0.0 }
    }

    /// The first beat falls on `frame`.
    pub(super) fn start_at(&mut self, frame: Frames) {
        self.anchor_frame = frame;
        self.anchor_beat = 0.0;
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

    fn beats_a_frame(&self) -> f64 {
        self.tempo_bpm / 60.0 / self.rate_hz
    }

    /// Beats since the start at `frame`.
    pub(super) fn beat_at(&self, frame: Frames) -> f64 {
        self.anchor_beat + frame.saturating_sub(self.anchor_frame) as f64 * self.beats_a_frame()
    }

    pub(super) fn position_at(&self, frame: Frames) -> BeatPosition {
        BeatPosition::new(self.beat_at(frame), self.metre)
    }

    /// The first frame at or after which `beat` has come.
    pub(super) fn frame_of(&self, beat: f64) -> Frames {
        // A millionth of a frame of slack keeps rounding from landing one frame late.
        let frames = ((beat - self.anchor_beat) / self.beats_a_frame() - 1e-6).ceil().max(0.0);
        self.anchor_frame + frames as Frames
    }

    /// Another tempo from `frame` on; the beat that holds there stays.
    pub(super) fn set_tempo(&mut self, frame: Frames, tempo_bpm: f64) {
        if !tempo_bpm.is_finite() {
            return;
        }
        self.anchor_beat = self.beat_at(frame);
        self.anchor_frame = frame;
        self.tempo_bpm = tempo_bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A beat's frame is the first on which it has come, through any change of tempo.
    #[test]
    fn beats_and_frames_agree() {
        let mut transport = Transport::new(48_000.0, 90.0, Metre::default(), Swing::default());
        transport.start_at(1000);
        transport.set_tempo(50_000, 133.7);
        for beat in 2..200 {
            let beat = f64::from(beat);
            let frame = transport.frame_of(beat);
            assert!(transport.beat_at(frame) >= beat - 1e-9);
            assert!(transport.beat_at(frame - 1) < beat);
        }
    }
}
