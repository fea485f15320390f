//! How right a recogniser is.

use std::collections::BTreeMap;

use super::performances::{Deed, MS, Performance, STYLES, performance};
use cantus::music::{Ear, HeardChord};

/// Frames in a block.
const BLOCK: u64 = 64;
/// Frames after the second of two keys from which on no third is waited for.
const GUESSED: u64 = 250 * MS;

/// Something that hears chords.
pub trait Ears {
    fn deed(&mut self, now: u64, deed: Deed);
    /// The scale that is played in, as key finding gives it.
    fn scale(&mut self, pitch_classes: u16);
    /// Time passes up to `now`.
    fn wait(&mut self, now: u64);
    fn chord(&self) -> Option<HeardChord>;
    fn settled(&self) -> Option<HeardChord>;
}

impl Ears for Ear {
    fn deed(&mut self, now: u64, deed: Deed) {
        match deed {
            Deed::Press { key, velocity } => self.press(now, key, velocity),
            Deed::Release { key } => self.release(now, key),
            Deed::Pedal { down } => self.pedal(now, down),
        }
    }

    fn scale(&mut self, pitch_classes: u16) {
        self.set_scale(pitch_classes);
    }

    fn wait(&mut self, now: u64) {
        while let Some(at) = self.next_deadline().filter(|at| *at <= now) {
            self.wake(at);
        }
    }

    fn chord(&self) -> Option<HeardChord> {
        Ear::chord(self)
    }

    fn settled(&self) -> Option<HeardChord> {
        Ear::settled(self)
    }
}

/// A recogniser as one writes it first: what is held is the chord, the lowest key its bass.
#[derive(Default)]
pub struct Naive {
    held: u128,
    chord: Option<HeardChord>,
}

impl Ears for Naive {
    fn deed(&mut self, _: u64, deed: Deed) {
        match deed {
            Deed::Press { key, .. } => self.held |= 1 << key,
            Deed::Release { key } => self.held &= !(1 << key),
            Deed::Pedal { .. } => return,
        }
        let keys = (0..128u8).filter(|key| self.held >> key & 1 == 1);
        let pitch_classes = keys.clone().fold(0u16, |bits, key| bits | 1 << (key % 12));
        if pitch_classes.count_ones() >= 2 {
            let bass = keys.clone().next().map_or(0, |key| key % 12);
            self.chord = Some(HeardChord { pitch_classes, bass });
        }
    }

    fn scale(&mut self, _: u16) {}

    fn wait(&mut self, _: u64) {}

    fn chord(&self) -> Option<HeardChord> {
        self.chord
    }

    fn settled(&self) -> Option<HeardChord> {
        self.chord
    }
}

/// How right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Chords that were held.
    pub chords: u32,
    /// Right when they could first be known and when let go.
    pub right: u32,
    /// Recognised changes that settled, and all that a press could have met.
    pub changes: u32,
    pub all_changes: u32,
}

impl Score {
    pub fn right_share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.chords.max(1))
    }

    pub fn changes_per_change(&self) -> f64 {
        f64::from(self.changes) / f64::from(self.chords.max(1))
    }

    fn add(&mut self, other: &Score) {
        self.chords += other.chords;
        self.right += other.right;
        self.changes += other.changes;
        self.all_changes += other.all_changes;
    }
}

/// What `ears` make of a performance; what went wrong is told to `tell`.
pub fn score(ears: &mut dyn Ears, performance: &Performance, tell: &mut dyn FnMut(String)) -> Score {
    let mut score = Score { chords: performance.meant.len() as u32, ..Score::default() };
    ears.scale(performance.scale);
    let mut deeds = performance.deeds.iter().peekable();
    let (mut chord, mut settled) = (ears.chord(), ears.settled());
    let mut count = |ears: &dyn Ears, score: &mut Score| {
        score.all_changes += u32::from(chord != ears.chord());
        score.changes += u32::from(settled != ears.settled());
        (chord, settled) = (ears.chord(), ears.settled());
    };
    for meant in &performance.meant {
        let mut right = true;
        let first = if meant.is_guess { GUESSED } else { BLOCK };
        for until in [meant.last_key + first, meant.until - 1] {
            while let Some((at, deed)) = deeds.next_if(|deed| deed.0 <= until) {
                ears.wait(*at);
                count(ears, &mut score);
                ears.deed(*at, *deed);
                count(ears, &mut score);
            }
            ears.wait(until);
            count(ears, &mut score);
            let heard = ears
                .chord()
                .is_some_and(|heard| heard.pitch_classes == meant.pitch_classes && heard.bass == meant.bass);
            if !heard {
                right = false;
                tell(format!(
                    "{:?} at {}: meant {:012b} over {}, heard {:?}",
                    performance.style,
                    until,
                    meant.pitch_classes,
                    meant.bass,
                    ears.chord().map(|heard| (format!("{:012b}", heard.pitch_classes), heard.bass)),
                ));
            }
        }
        score.right += u32::from(right);
    }
    ears.wait(u64::MAX);
    count(ears, &mut score);
    score
}

/// The score of all performances from 0, by style, and of all together.
pub fn measure(
    count: u64,
    mut ears: impl FnMut() -> Box<dyn Ears>,
    tell: &mut dyn FnMut(u64, String),
) -> (BTreeMap<String, Score>, Score) {
    let mut styles: BTreeMap<String, Score> = BTreeMap::new();
    let mut all = Score::default();
    for seed in 0..count {
        let performance = performance(seed);
        let one = score(ears().as_mut(), &performance, &mut |text| tell(seed, text));
        styles.entry(format!("{:?}", performance.style)).or_default().add(&one);
        all.add(&one);
    }
    assert_eq!(styles.len(), STYLES.len());
    (styles, all)
}
