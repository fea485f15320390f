//! Which chord of the progression holds, and what moves it on: bars, or the players.

use super::ProgressionBy;
use crate::music::{Chord, Scale};
use crate::time::{Frames, ms_to_frames};

/// Presses as close as this are one, so that two players who press together are not two
/// chords apart: they are apart by 30 to 50 ms (Rasch, *Synchronization in performed
/// ensemble music*, Acustica 43, 1979).
const TOGETHER_MS: f64 = 50.0;

/// The chords that follow one another, and which of them comes next.
pub(super) struct Progress {
    chords: Vec<(Chord, f64)>,
    by: ProgressionBy,
    next: usize,
    /// Beat of the next change, where bars move the chords.
    next_beat: f64,
    /// The last press that moved the chords.
    led_at: Option<Frames>,
    together_frames: Frames,
}

impl Progress {
    pub(super) fn new(chords: Vec<(Chord, f64)>, by: ProgressionBy, rate_hz: f64) -> Self {
        Progress {
            next_beat: chords.first().map_or(f64::INFINITY, |(_, beats)| *beats),
            // The first chord holds from the start: by bars the second is next, by presses
            // the first press brings the first.
            next: usize::from(by == ProgressionBy::Bars),
            chords,
            by,
            led_at: None,
            together_frames: ms_to_frames(TOGETHER_MS, rate_hz),
        }
    }

    /// The chord that holds from the start.
    pub(super) fn first(&self) -> Option<Chord> {
        self.chords.first().map(|(chord, _)| *chord)
    }

    /// Beat of the next change, where bars move the chords.
    pub(super) fn next_beat(&self) -> Option<f64> {
        let moves = self.by == ProgressionBy::Bars && self.chords.len() > 1;
        (moves && self.next_beat.is_finite()).then_some(self.next_beat)
    }

    /// The chord that follows, where bars move the chords.
    pub(super) fn next_chord(&self) -> Option<&Chord> {
        self.next_beat().and_then(|_| self.chords.get(self.next)).map(|(chord, _)| chord)
    }

    /// Begins again on `beat`, where bars move the chords: the chord that holds from there.
    pub(super) fn restart(&mut self, beat: f64) -> Option<Chord> {
        let (chord, beats) = *self.chords.first().filter(|_| self.by == ProgressionBy::Bars)?;
        self.next = 1 % self.chords.len();
        self.next_beat = beat + beats.max(0.25);
        Some(chord)
    }

    /// Moves no further until it begins again. Says whether it was to move on its own.
    pub(super) fn rest(&mut self) -> bool {
        let moves = self.next_beat().is_some();
        self.next_beat = f64::INFINITY;
        moves
    }

    /// The beat of the next change has come: the chord that holds from now on.
    pub(super) fn beat_came(&mut self) -> Option<Chord> {
        let (chord, beats) = *self.chords.get(self.next % self.chords.len().max(1))?;
        self.next = (self.next + 1) % self.chords.len();
        // A chord of no length would be due for ever.
        self.next_beat += beats.max(0.25);
        Some(chord)
    }

    /// The music is at `beat` now: the chord that holds there, where bars move them.
    pub(super) fn seek(&mut self, beat: f64) -> Option<Chord> {
        self.next_beat()?;
        let beat = beat.max(0.0);
        let round: f64 = self.chords.iter().map(|(_, beats)| beats.max(0.25)).sum();
        let mut until = (beat / round).floor() * round;
        let holds = |(_, beats): &(Chord, f64)| {
            until += beats.max(0.25);
            until > beat + 1e-9
        };
        let place = self.chords.iter().position(holds).unwrap_or(0);
        self.next = (place + 1) % self.chords.len();
        self.next_beat = until;
        self.chords.get(place).map(|(chord, _)| *chord)
    }

    /// Goes on from where `other` is, at `beat`: the chord that holds there, where it is another
    /// one. Where presses move the chords, they move on from the same place.
    pub(super) fn go_on_from(&mut self, other: &Progress, beat: f64) -> Option<Chord> {
        self.led_at = other.led_at;
        if self.by == ProgressionBy::Presses {
            self.next = other.next % self.chords.len().max(1);
            let holds = (self.next + self.chords.len().max(1) - 1) % self.chords.len().max(1);
            return self.chords.get(holds).map(|(chord, _)| *chord);
        }
        self.seek(beat).or(self.first())
    }

    /// A player who leads pressed: the chord that holds from now on, where presses move them.
    pub(super) fn pressed(&mut self, now: Frames) -> Option<Chord> {
        let is_together = self.led_at.is_some_and(|at| now.saturating_sub(at) <= self.together_frames);
        if self.by != ProgressionBy::Presses || is_together {
            return None;
        }
        self.led_at = Some(now);
        let (chord, _) = *self.chords.get(self.next % self.chords.len().max(1))?;
        self.next = (self.next + 1) % self.chords.len();
        Some(chord)
    }

    /// Leads home: two presses bring the last chord and the first, or one press the first
    /// where the last is sounding or is the same chord.
    pub(super) fn finish(&mut self, sounding: &Chord) {
        let (Some((first, _)), Some((last, _))) = (self.chords.first(), self.chords.last()) else { return };
        if self.by == ProgressionBy::Presses {
            self.next = if first == last || last == sounding { 0 } else { self.chords.len() - 1 };
        }
    }

    /// Another scale: chords move to their nearest degrees in it.
    pub(super) fn fit(&mut self, scale: &Scale, fitted: fn(&Chord, &Scale) -> Chord) {
        for (chord, _) in &mut self.chords {
            *chord = fitted(chord, scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chords() -> [Chord; 3] {
        [0.0, 500.0, 700.0].map(|root| Chord::new(&[root, root + 400.0, root + 700.0]))
    }

    fn progress(by: ProgressionBy) -> Progress {
        Progress::new(chords().map(|chord| (chord, 4.0)).to_vec(), by, 1000.0)
    }

    /// Every press brings the next chord, the first press the first; presses together are one.
    #[test]
    fn presses_move_the_chords() {
        let [tonic, fourth, fifth] = chords();
        let mut progress = progress(ProgressionBy::Presses);
        assert_eq!(progress.next_beat(), None);
        let heard = [0, 40, 500, 1000, 1500].map(|at| progress.pressed(at));
        assert_eq!(heard, [Some(tonic), None, Some(fourth), Some(fifth), Some(tonic)]);
    }

    /// By bars, presses move nothing.
    #[test]
    fn bars_move_the_chords() {
        let mut progress = progress(ProgressionBy::Bars);
        assert_eq!((progress.next_beat(), progress.pressed(0)), (Some(4.0), None));
        assert_eq!(progress.beat_came(), Some(chords()[1]));
        assert_eq!(progress.next_beat(), Some(8.0));
    }

    /// *Finish* needs two presses: the last chord, then the first; one where the last sounds.
    #[test]
    fn finish_leads_home() {
        let [tonic, fourth, fifth] = chords();
        let mut progress = progress(ProgressionBy::Presses);
        progress.pressed(0);
        progress.pressed(1000);
        progress.finish(&fourth);
        assert_eq!([2000, 3000].map(|at| progress.pressed(at)), [Some(fifth), Some(tonic)]);
        progress.finish(&fifth);
        assert_eq!(progress.pressed(4000), Some(tonic));
    }
}
