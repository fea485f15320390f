//! Tones of the chord: the bass, and chords that move as little as they can.

use arrayvec::ArrayVec;

use super::grid::Tone;
use crate::music::{Chord, Harmony, LockSet, Pitch, Register};

/// Most tones in a voicing.
pub const MAX_VOICES: usize = 6;

/// Pitches of a chord, ascending.
pub type Voicing = ArrayVec<Pitch, MAX_VOICES>;

/// `voices` tones of the chord in close position within `register`, as near to `before` as
/// may be; without one, around the middle of the register.
///
/// Close positions are runs of the chord's tones through the octaves; of all runs in the
/// register the one with the least movement of all voices together is taken (the rule of
/// *kürzester Weg*, the shortest way, of figured-bass teaching).
pub(super) fn voicing(harmony: &Harmony, register: Register, voices: u8, before: &Voicing) -> Voicing {
    let set = LockSet::chord(harmony);
    let voices = i32::from(voices).clamp(1, MAX_VOICES as i32);
    let (first, last) = set.steps_in(register);
    let run = |start: i32| (start..start + voices).map(|step| set.pitch(step)).collect::<Voicing>();
    let cost = |voicing: &Voicing| -> f32 {
        if before.is_empty() {
            let middle = voicing.iter().sum::<f32>() / voicing.len() as f32;
            return (middle - register.centre()).abs();
        }
        let moves: f32 = voicing.iter().zip(before.iter()).map(|(to, from)| (to - from).abs()).sum();
        // Of two ways as short, the one nearer to the middle: voices do not wander off.
        moves + 0.02 * (voicing[0] - register.centre()).abs()
    };
    let starts = first..=(last + 1 - voices).max(first);
    let mut best: Option<(f32, Voicing)> = None;
    for start in starts {
        let candidate = run(start);
        let cost = cost(&candidate);
        if best.as_ref().is_none_or(|(least, _)| cost < *least - 1e-4) {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, voicing)| voicing).unwrap_or_default()
}

/// The pitch of a bass tone within `register`, near to the last one, where `next` is the
/// chord that comes next.
pub(super) fn bass(
    tone: Tone,
    harmony: &Harmony,
    next: Option<&Chord>,
    register: Register,
    last: Option<Pitch>,
) -> Pitch {
    let home = bass_of(&harmony.chord, harmony, register);
    let above = |from: f32, to: f32, ideal: f32| {
        let root = harmony.chord.tones().first().copied().unwrap_or(0.0);
        let period = harmony.scale.period_cents();
        let tones = harmony.chord.tones().iter().map(|tone| (tone - root).rem_euclid(period));
        tones
            .filter(|cents| (from..=to).contains(cents))
            .min_by(|one, other| (one - ideal).abs().total_cmp(&(other - ideal).abs()))
    };
    match tone {
        Tone::Third => home + above(250.0, 450.0, 386.0).unwrap_or(0.0) / 100.0,
        Tone::Fifth => {
            // Below the root where there is room: the deeper fifth is the usual one.
            let Some(cents) = above(600.0, 820.0, 702.0) else { return home };
            let high = home + cents / 100.0;
            let low = high - harmony.scale.period_cents() / 100.0;
            let near = last.unwrap_or(home);
            if low >= register.low && (low - near).abs() <= (high - near).abs() { low } else { high }
        }
        Tone::Octave => home + harmony.scale.period_cents() / 100.0,
        Tone::Approach => {
            let goal = next.map_or(home, |next| bass_of(next, harmony, register));
            let set = LockSet::scale(harmony);
            let from = last.unwrap_or(goal);
            let step = set.nearest_step(goal);
            let below = from <= goal && set.pitch(step - 1) >= register.low;
            set.pitch(if below { step - 1 } else { step + 1 })
        }
        _ => home,
    }
}

/// The lowest place of the chord's bass tone in the register.
fn bass_of(chord: &Chord, harmony: &Harmony, register: Register) -> Pitch {
    let period = harmony.scale.period_cents() / 100.0;
    let tone = harmony.root + chord.tones().first().copied().unwrap_or(0.0) / 100.0;
    tone + ((register.low - 0.01 - tone) / period).ceil() * period
}
