//! Which drum a press is, so that presses become a groove.
//!
//! Two drummers are one here. In time with the transport, the place in the bar says it:
//! kick on the first group of beats, snare on the next (the back beat of rock and its
//! kin), a hat between. Out of time, the player's own pulse says it: presses alternate
//! between kick and snare, those squeezed in between are hats, a rest begins anew with
//! the kick. Who presses fast plays a fill down the toms, and the next calm press lands.

use crate::math;
use crate::time::{Frames, Metre, frames_to_seconds};

/// A drum of the groove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The ground.
    Kick,
    /// The answer.
    Snare,
    /// Between them.
    Hat,
    /// Between them, leading on to the next bar.
    OpenHat,
    /// A fill, 0 the highest drum.
    Tom(u8),
    /// After a fill: the kick, with a cymbal.
    Landing,
}

/// Nearer to an eighth than this part of a beat, a press is in time: a tenth is 67 ms at
/// 90 BPM, about where a tap to a beat is heard as off it (Repp, *Sensorimotor
/// synchronization*, Psychonomic Bulletin & Review 12, 2005).
const NEAR_BEATS: f64 = 0.1;
/// Presses closer than this are a fill, in s.
const FAST_S: f64 = 0.26;
/// Fast presses in a row before the toms begin: two may be a doubled stroke.
const FILL_AFTER: u8 = 3;
/// A press after less than this part of the usual interval is squeezed in.
const SQUEEZED: f32 = 0.62;
/// A rest of this many usual intervals begins the groove anew.
const REST: f32 = 2.6;
/// How often in a row a press may miss the grid before the player's own pulse counts.
const DOUBT: i8 = -1;

/// Turns presses into drums.
#[derive(Clone, Debug, Default)]
pub(super) struct Groove {
    last: Option<Frames>,
    /// The player's usual time between main strokes, in s; 0 before there is one.
    usual_s: f32,
    /// Since the last main stroke.
    since_main_s: f32,
    /// How well the last presses met the grid, −2 to 2.
    in_time: i8,
    fast: u8,
    filling: bool,
    snare_next: bool,
}

impl Groove {
    /// The drum of a press at `now`, `beat_in_bar` beats into a bar of `metre`.
    pub(super) fn press(&mut self, now: Frames, rate_hz: f64, beat_in_bar: f64, metre: Metre) -> Piece {
        let gap_s = self.last.map(|last| frames_to_seconds(now.saturating_sub(last), rate_hz));
        self.last = Some(now);
        let near = (beat_in_bar * 2.0 - (beat_in_bar * 2.0).round()).abs() / 2.0 <= NEAR_BEATS;
        self.in_time = (self.in_time + if near { 1 } else { -1 }).clamp(-2, 2);
        let own = self.own_pulse(gap_s);
        if let Some(piece) = self.fill(gap_s) {
            return piece;
        }
        if near && self.in_time > DOUBT {
            let piece = in_bar(beat_in_bar, metre);
            self.snare_next = piece == Piece::Kick;
            return piece;
        }
        own
    }

    /// Forgets what was played.
    pub(super) fn forget(&mut self) {
        *self = Groove::default();
    }

    /// The drum that follows in the player's own time.
    fn own_pulse(&mut self, gap_s: Option<f64>) -> Piece {
        let Some(gap_s) = gap_s.map(|gap_s| gap_s as f32) else {
            self.snare_next = true;
            return Piece::Kick;
        };
        self.since_main_s += gap_s;
        let since = self.since_main_s;
        if self.usual_s > 0.0 && since < SQUEEZED * self.usual_s {
            return Piece::Hat;
        }
        let rested = self.usual_s > 0.0 && since > REST * self.usual_s;
        self.since_main_s = 0.0;
        if rested {
            self.snare_next = true;
            return Piece::Kick;
        }
        // Follows the player within a few strokes, by a third of the way each time, counted
        // in octaves of time so that twice as fast and half as fast weigh the same.
        self.usual_s = if self.usual_s > 0.0 {
            self.usual_s * math::pow(since.max(0.05) / self.usual_s, 0.34)
        } else {
            since.max(0.05)
        };
        self.snare_next = !self.snare_next;
        if self.snare_next { Piece::Kick } else { Piece::Snare }
    }

    /// A drum of the fill, while one is played, and its landing.
    fn fill(&mut self, gap_s: Option<f64>) -> Option<Piece> {
        if gap_s.is_none_or(|gap_s| gap_s > FAST_S) {
            let landing = std::mem::take(&mut self.filling);
            self.fast = 0;
            if landing {
                self.snare_next = true;
                self.since_main_s = 0.0;
            }
            return landing.then_some(Piece::Landing);
        }
        self.fast = self.fast.saturating_add(1);
        if self.fast < FILL_AFTER {
            return None;
        }
        self.filling = true;
        // Two strokes a drum, from the high tom to the floor tom and round again.
        Some(Piece::Tom((self.fast - FILL_AFTER) / 2 % 4))
    }
}

/// The drum at a place in the bar.
fn in_bar(beat_in_bar: f64, metre: Metre) -> Piece {
    let beats = metre.beats.max(1);
    let eighth = (beat_in_bar * 2.0).round() as u32 % (u32::from(beats) * 2);
    let (beat, between) = ((eighth / 2) as u8, eighth % 2 == 1);
    if between {
        return if eighth == u32::from(beats) * 2 - 1 { Piece::OpenHat } else { Piece::Hat };
    }
    match group(beat, metre) {
        Some(0) => Piece::Kick,
        // The third group of four is a ground again; in threes both others answer.
        Some(group) if group % 2 == 0 && groups(metre) != 3 => Piece::Kick,
        Some(_) => Piece::Snare,
        None => Piece::Hat,
    }
}

/// How many groups a bar has.
fn groups(metre: Metre) -> u8 {
    (0..metre.beats).filter(|beat| group(*beat, metre).is_some()).count() as u8
}

/// The number of the group that begins on `beat`. Beats of a quarter or longer are groups of
/// their own; eighths and shorter go in threes where the bar divides so, else in twos with
/// a three at the end (2+2+3).
fn group(beat: u8, metre: Metre) -> Option<u8> {
    if metre.unit < 8 {
        return Some(beat);
    }
    let size = if metre.beats.is_multiple_of(3) { 3 } else { 2 };
    let last = (metre.beats / size).saturating_sub(1);
    (beat.is_multiple_of(size) && beat / size <= last).then_some(beat / size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::BeatPosition;

    const RATE_HZ: f64 = 48_000.0;
    const FOUR: Metre = Metre { beats: 4, unit: 4 };

    /// The drums of presses at these moments, in s, at 120 BPM.
    fn played(times_s: &[f64], metre: Metre) -> Vec<Piece> {
        let mut groove = Groove::default();
        let press = |time_s: &f64| {
            let beat = BeatPosition::new(time_s * 2.0, metre).beat_in_bar;
            groove.press((time_s * RATE_HZ) as Frames, RATE_HZ, beat, metre)
        };
        times_s.iter().map(press).collect()
    }

    /// In time, beats are kick and snare by turns and eighths between them hats, from any
    /// place in the bar.
    #[test]
    fn the_bar_says_which() {
        use Piece::{Hat, Kick, OpenHat, Snare};
        let eighths: Vec<f64> = (0..8).map(|eighth| f64::from(eighth) * 0.27).collect();
        let slower = |times: &[f64]| -> Vec<Piece> {
            let mut groove = Groove::default();
            times
                .iter()
                .map(|time_s| {
                    let beat = BeatPosition::new(time_s / 0.54, FOUR).beat_in_bar;
                    groove.press((time_s * RATE_HZ) as Frames, RATE_HZ, beat, FOUR)
                })
                .collect()
        };
        assert_eq!(slower(&eighths), [Kick, Hat, Snare, Hat, Kick, Hat, Snare, OpenHat]);
        assert_eq!(played(&[0.51, 1.0, 1.49], FOUR), [Snare, Kick, Snare]);
        assert_eq!(played(&[0.0, 0.5, 1.0, 1.5], Metre { beats: 3, unit: 4 }), [Kick, Snare, Snare, Kick]);
        let seven = Metre { beats: 7, unit: 8 };
        assert_eq!(played(&[0.0, 1.0, 2.0, 3.0, 3.5], seven), [Kick, Snare, Snare, Hat, Kick]);
    }

    /// Out of time, kick and snare alternate in the player's own time, quick strokes between
    /// are hats, and a rest begins with the kick.
    #[test]
    fn free_rhythm_is_a_groove() {
        use Piece::{Hat, Kick, Snare};
        let metre = FOUR;
        let own = played(&[0.37, 1.14, 1.91, 2.64, 3.02, 3.41, 8.4, 9.16], metre);
        assert_eq!(own, [Kick, Snare, Kick, Snare, Hat, Kick, Kick, Snare]);
    }

    /// Fast presses become a fill down the toms, and the next calm one lands.
    #[test]
    fn fast_presses_fill() {
        let times: Vec<f64> = (0..10).map(|n| f64::from(n) * 0.11).chain([1.6]).collect();
        let drums = played(&times, FOUR);
        let toms: Vec<u8> = drums
            .iter()
            .filter_map(|piece| if let Piece::Tom(tom) = piece { Some(*tom) } else { None })
            .collect();
        assert_eq!(toms, [0, 0, 1, 1, 2, 2, 3]);
        assert_eq!(drums.last(), Some(&Piece::Landing));
    }
}
