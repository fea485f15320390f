//! Finding the key from what is played.
//!
//! How long each pitch class sounded lately is compared with the profiles of the 24 keys: the
//! one that correlates best is the key (Krumhansl and Schmuckler, in Krumhansl, *Cognitive
//! Foundations of Musical Pitch*, 1990). The profiles are Krumhansl and Kessler's as revised by
//! Temperley (*What's Key for Key?*, Music Perception 17, 1999), where a leading tone tells a
//! key from its neighbours. What was played fades by half every [`HALF_LIFE_S`]. A key is told
//! when no other is near it, and holds until another has been clearly better for a while, so
//! that a passing chord changes nothing.

use crate::math::exp2;
use crate::time::Frames;

/// After how long a note counts for half, in seconds: a bar or two.
const HALF_LIFE_S: f32 = 5.0;
/// What a stroke counts beside its length, in seconds.
const STROKE_S: f32 = 0.15;
/// Longest stretch that a held note counts at once, in seconds: a pedal point is no key.
const LONGEST_S: f32 = 2.0;
/// By how much a first key has to correlate better than all others.
const FIRST: f32 = 0.15;
/// By how much another key has to correlate better afterwards.
const BETTER: f32 = 0.12;
/// For how long, in seconds.
const BETTER_S: f64 = 2.0;
/// Strokes and pitch classes before a first key is told.
const STROKES: u32 = 5;
const CLASSES: usize = 3;

const MAJOR: [f32; 12] = [5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0];
const MINOR: [f32; 12] = [5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0];

/// A major or minor key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Pitch class of the tonic, 0 (C) to 11.
    pub tonic: u8,
    /// Minor, not major.
    pub minor: bool,
}

impl Key {
    /// The pitch classes of its scale (natural minor), one bit each.
    pub fn pitch_classes(self) -> u16 {
        let shape: u32 = if self.minor { 0b0101_1010_1101 } else { 0b1010_1011_0101 };
        let wide = shape << (self.tonic % 12);
        ((wide | wide >> 12) & 0xFFF) as u16
    }
}

/// Finds the key of what is played.
#[derive(Clone, Debug)]
pub struct KeyFinder {
    rate_hz: f64,
    weights: [f32; 12],
    held: u128,
    at: Frames,
    strokes: u32,
    key: Option<Key>,
    /// A key that is better, and since when.
    rival: Option<(Key, Frames)>,
}

impl KeyFinder {
    /// Nothing was played yet; frames at `rate_hz`.
    pub fn new(rate_hz: f64) -> Self {
        KeyFinder { rate_hz, weights: [0.0; 12], held: 0, at: 0, strokes: 0, key: None, rival: None }
    }

    /// The key, where enough was played to tell.
    pub fn key(&self) -> Option<Key> {
        self.key
    }

    /// A key of the keyboard was struck.
    pub fn press(&mut self, now: Frames, key: u8) {
        self.pass(now);
        let key = key & 127;
        self.held |= 1 << key;
        self.weights[usize::from(key % 12)] += STROKE_S;
        self.strokes = self.strokes.saturating_add(1);
        self.find(now);
    }

    /// A key of the keyboard was let go.
    pub fn release(&mut self, now: Frames, key: u8) {
        self.pass(now);
        self.held &= !(1 << (key & 127));
        self.find(now);
    }

    /// All keys of the keyboard were let go.
    pub fn release_all(&mut self) {
        self.held = 0;
    }

    /// Lets time pass: what sounded fades, what is held counts.
    fn pass(&mut self, now: Frames) {
        let seconds = now.saturating_sub(self.at) as f64 / self.rate_hz;
        self.at = now.max(self.at);
        let seconds = seconds.min(60.0) as f32;
        let fade = exp2(-seconds / HALF_LIFE_S);
        self.weights.iter_mut().for_each(|weight| *weight *= fade);
        let mut held = self.held;
        while held != 0 {
            self.weights[held.trailing_zeros() as usize % 12] += seconds.min(LONGEST_S);
            held &= held - 1;
        }
    }

    fn find(&mut self, now: Frames) {
        let classes = self.weights.iter().filter(|weight| **weight > 0.01).count();
        if self.strokes < STROKES || classes < CLASSES {
            return;
        }
        let mut best = (f32::NEG_INFINITY, Key { tonic: 0, minor: false });
        let mut second = f32::NEG_INFINITY;
        let mut current = f32::NEG_INFINITY;
        for minor in [false, true] {
            for tonic in 0..12 {
                let key = Key { tonic, minor };
                let fit = self.fit(key);
                second = second.max(fit.min(best.0));
                if fit > best.0 {
                    best = (fit, key);
                }
                if self.key == Some(key) {
                    current = fit;
                }
            }
        }
        let (fit, key) = best;
        if self.key.is_none() {
            self.key = (fit > second + FIRST).then_some(key);
        } else if self.key == Some(key) || fit < current + BETTER {
            self.rival = None;
        } else {
            let since = self.rival.filter(|rival| rival.0 == key).map_or(now, |rival| rival.1);
            self.rival = Some((key, since));
            if now.saturating_sub(since) as f64 >= BETTER_S * self.rate_hz {
                (self.key, self.rival) = (Some(key), None);
            }
        }
    }

    /// Correlation of what sounded with the profile of `key`.
    fn fit(&self, key: Key) -> f32 {
        let profile = if key.minor { &MINOR } else { &MAJOR };
        let mean = |values: &[f32; 12]| values.iter().sum::<f32>() / 12.0;
        let (ours, theirs) = (mean(&self.weights), mean(profile));
        let (mut both, mut one, mut other) = (0.0f32, 0.0f32, 0.0f32);
        for (class, weight) in self.weights.iter().enumerate() {
            let away = weight - ours;
            let usual = profile[(class + 12 - usize::from(key.tonic)) % 12] - theirs;
            both += away * usual;
            one += away * away;
            other += usual * usual;
        }
        both / (one * other).sqrt().max(1e-6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    const RATE_HZ: f64 = 48_000.0;

    /// Degrees of four bars as accompanists play them.
    const PHRASES: [[usize; 4]; 6] =
        [[0, 3, 4, 0], [0, 5, 3, 4], [0, 3, 0, 4], [1, 4, 0, 0], [0, 4, 5, 3], [0, 0, 4, 0]];

    /// Somebody who accompanies a song.
    struct Player {
        chance: Chance,
        finder: KeyFinder,
        now: Frames,
        /// Frames of a beat: 60 to 131 bpm.
        beat: Frames,
    }

    impl Player {
        /// Plays four bars of chords and a melody in `key`; what the finder says after each.
        fn play(&mut self, key: Key) -> [Option<Key>; 4] {
            let scale: [u8; 7] = if key.minor { [0, 2, 3, 5, 7, 8, 10] } else { [0, 2, 4, 5, 7, 9, 11] };
            PHRASES[self.chance.below(PHRASES.len())].map(|degree| {
                let tone = |steps: usize| {
                    48 + key.tonic + scale[(degree + steps) % 7] + 12 * ((degree + steps) / 7) as u8
                };
                let mut chord = [tone(0), tone(2), tone(4)];
                // The dominant of a minor key has its leading tone.
                if key.minor && degree == 4 {
                    chord[1] += 1;
                }
                chord.iter().for_each(|note| self.finder.press(self.now, *note));
                for _ in 0..4 {
                    let melody = match self.chance.below(20) {
                        0 => 72 + self.chance.below(12) as u8,
                        1..=7 => 72 + key.tonic + scale[self.chance.below(7)],
                        _ => chord[self.chance.below(3)] + 24,
                    };
                    self.finder.press(self.now, melody);
                    self.now += self.beat;
                    self.finder.release(self.now - 1000, melody);
                }
                chord.iter().for_each(|note| self.finder.release(self.now, *note));
                self.finder.key()
            })
        }
    }

    /// In every key, eight bars of chords with a melody tell it (99 % of passages), and once it is
    /// told it is left for no other (but in 2 % of passages). A modulation to a near or far key is
    /// followed within twelve bars (98 %), in the fifth on average.
    #[test]
    fn all_keys_and_modulations() {
        const PASSAGES: u64 = 480;
        let (mut right, mut left, mut corrected) = (0, 0, 0);
        let (mut followed, mut bars) = (0, 0);
        for seed in 0..PASSAGES {
            let mut chance = Chance::new(seed);
            let key = Key { tonic: (seed % 12) as u8, minor: seed / 12 % 2 == 1 };
            let away = [5, 7, 2, 10, 3, 6][chance.below(6)];
            let next = Key { tonic: (key.tonic + away) % 12, minor: key.minor };
            let beat = 22_000 + 1000 * chance.below(27) as Frames;
            let mut player = Player { chance, finder: KeyFinder::new(RATE_HZ), now: 0, beat };
            let told: Vec<_> = (0..2).flat_map(|_| player.play(key)).collect();
            for pair in told.windows(2).filter(|pair| pair[0].is_some() && pair[0] != pair[1]) {
                left += u32::from(pair[1] != Some(key));
                corrected += u32::from(pair[1] == Some(key));
            }
            right += u32::from(told.last() == Some(&Some(key)));
            let told: Vec<_> = (0..3).flat_map(|_| player.play(next)).collect();
            followed += u32::from(told.last() == Some(&Some(next)));
            bars += told.iter().position(|told| *told == Some(next)).map_or(12, |bar| bar + 1);
        }
        let bars = bars as f64 / PASSAGES as f64;
        println!(
            "{right} right, {left} left without reason, {corrected} corrected, \
             {followed} modulations followed after {bars:.2} bars, of {PASSAGES}"
        );
        assert!(right >= 475 && left <= 10, "{right} {left}");
        assert!(followed >= 470 && bars <= 4.5, "{followed} {bars}");
    }

    /// Scales are the keys' own.
    #[test]
    fn scales_of_keys() {
        assert_eq!(
            Key { tonic: 0, minor: false }.pitch_classes(),
            Key { tonic: 9, minor: true }.pitch_classes()
        );
        assert_eq!(Key { tonic: 7, minor: false }.pitch_classes() >> 6 & 1, 1);
    }
}
