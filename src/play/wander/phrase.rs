//! Phrases, and the verses they make: what comes when, what comes back.

use super::contour::Contour;
use super::ground::{Ground, Tone, window};
use super::lean::Lean;
use super::memory::{LETTERS, Memory, Motif};
use crate::chance::Chance;
use crate::music::{Pitch, Register};

/// Most notes in a phrase.
pub(super) const MAX_NOTES: usize = 24;

/// Forms of a verse, as songs have them; a letter that comes again brings its motif back.
const FORMS: [[u8; 4]; 6] =
    [[0, 1, 0, 1], [0, 0, 1, 0], [0, 1, 2, 3], [0, 1, 0, 2], [0, 1, 2, 1], [0, 0, 1, 2]];
const FORM_WEIGHTS: [f32; 6] = [2.0, 3.0, 1.0, 2.0, 2.0, 2.0];

/// How far a phrase's length strays from the usual one, and how often. Phrases of the
/// Essen collection have 6 to 11 notes between the 10th and the 90th percentile, 8 at
/// the median.
const LENGTHS: [(i32, f32); 7] = [(-3, 0.5), (-2, 1.5), (-1, 2.5), (0, 3.0), (1, 2.0), (2, 1.5), (3, 1.0)];

/// How often a phrase ends on tonic, third and fifth: one that stays open (the first of
/// a pair) and one that closes. Together they make the table's 71, 18 and 6 %, the
/// remaining 5 % shared out among them.
const OPEN_ENDS: [f32; 3] = [0.55, 0.31, 0.14];
const CLOSED_ENDS: [f32; 3] = [0.93, 0.05, 0.02];
const ALL_ENDS: [f32; 3] = [0.725, 0.20, 0.075];
const ENDS: [Tone; 3] = [Tone::Tonic, Tone::Third, Tone::Fifth];

/// Spans of a verse as parts of the usual one.
const SPANS: [(f32, f32); 5] = [(0.6, 0.12), (0.7, 0.22), (0.8, 0.32), (0.9, 0.22), (1.1, 0.12)];

/// How often a new phrase takes up the head of the first, where motifs are always recalled.
const HEADS: f32 = 0.5;
/// Notes of a head.
const HEAD: usize = 5;

/// Melodic steps above the tonic that a verse has at least.
const LEAST_STEPS: i32 = 4;

/// How often a verse stays where the one before was.
const STAYS: f32 = 0.65;
/// How far it goes else, in semitones.
const DRIFT: Pitch = 6.0;
/// Farther than this, in semitones, the melody would seem to jump: it stays.
const FARTHEST: Pitch = 8.1;

/// What the player may set about phrases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// Usual notes in a phrase.
    pub(super) phrase_notes: i32,
    /// Usual span of a verse, in semitones.
    pub(super) span: Pitch,
    /// How gladly motifs come back, 0 to 1.
    pub(super) recall: f32,
}

/// Four phrases that belong together, and where they move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verse {
    form: [u8; 4],
    next: usize,
    window: Option<Register>,
    /// How each motif ended: whether it closed, and on what tone.
    ended: [Option<(bool, Tone)>; LETTERS],
    ends: Lean<3>,
    spans: Lean<5>,
}

impl Default for Verse {
    fn default() -> Self {
        Verse {
            form: FORMS[2],
            next: 4,
            window: None,
            ended: [None; LETTERS],
            ends: Lean::new(ALL_ENDS, 0.08),
            spans: Lean::new(SPANS.map(|row| row.1), 0.25),
        }
    }
}

/// A motif that comes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recall {
    /// Which motif.
    pub(super) letter: usize,
    /// Moved by this many semitones.
    pub(super) shift: Pitch,
    /// How many of its notes.
    pub(super) notes: usize,
}

/// The phrase that is being played.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Phrase {
    /// Notes it has.
    pub(super) len: usize,
    /// Notes of it that were played.
    pub(super) played: usize,
    /// Which motif it is.
    pub(super) letter: usize,
    /// What it brings back.
    pub(super) recalls: Option<Recall>,
    /// How high it wants to be.
    pub(super) contour: Contour,
    /// What it ends on.
    pub(super) end: Option<Tone>,
    /// The tune's window.
    pub(super) window: Option<Register>,
}

impl Verse {
    /// Begins anew with the next phrase.
    pub(super) fn end(&mut self) {
        self.next = self.form.len();
    }

    /// The next phrase.
    pub(super) fn phrase(
        &mut self,
        ground: &Ground<'_>,
        register: Register,
        habits: &Habits,
        memory: &mut Memory,
        chance: &mut Chance,
    ) -> Phrase {
        if self.next >= self.form.len() {
            self.begin(ground, register, habits, memory, chance);
        }
        let window = match self.window {
            Some(kept) => window(register, kept.low, kept.high - kept.low),
            None => register,
        };
        let letter = usize::from(self.form[self.next]).min(LETTERS - 1);
        let closes = self.next % 2 == 1;
        self.next += 1;

        let contour = Contour::draw(window, closes, chance);
        let stray = LENGTHS[chance.weighted(&LENGTHS.map(|row| row.1))].0;
        let mut len = (habits.phrase_notes + stray).clamp(3, MAX_NOTES as i32) as usize;
        let known = memory.motifs[letter].len() >= 3;
        let mut recalls = None;
        if known && chance.happens(habits.recall) {
            let motif = &memory.motifs[letter];
            len = motif.len();
            recalls = Some(Recall { letter, shift: shift(motif, window, chance), notes: len });
        } else {
            memory.motifs[letter].clear();
            // A new phrase may begin with the head of the verse's first, a little higher or
            // lower, and go its own way.
            let first = &memory.motifs[0];
            if first.len() >= HEAD && chance.happens(habits.recall * HEADS) {
                recalls = Some(Recall { letter: 0, shift: shift(first, window, chance), notes: HEAD });
            }
        }
        let whole = recalls.is_some_and(|recall| recall.letter == letter);
        // A motif in the same place of its pair comes to the same end, else to its own.
        let end = match self.ended[letter] {
            Some((closed, tone)) if whole && closed == closes => tone,
            _ => {
                let ends = if closes { CLOSED_ENDS } else { OPEN_ENDS };
                let weights: [f32; 3] = std::array::from_fn(|end| ends[end] * self.ends.bias(end));
                ENDS[chance.weighted(&weights)]
            }
        };
        self.ends.note(end as usize);
        if !whole {
            self.ended[letter] = Some((closes, end));
        }
        Phrase { len, played: 0, letter, recalls, contour, end: Some(end), window: Some(window) }
    }

    fn begin(
        &mut self,
        ground: &Ground<'_>,
        register: Register,
        habits: &Habits,
        memory: &mut Memory,
        chance: &mut Chance,
    ) {
        self.form = FORMS[chance.weighted(&FORM_WEIGHTS)];
        self.next = 0;
        // The first motif may outlive its verse; the others are forgotten.
        let kept = usize::from(chance.happens(0.5));
        for motif in &mut memory.motifs[kept..] {
            motif.clear();
        }
        let weights: [f32; 5] = std::array::from_fn(|span| SPANS[span].1 * self.spans.bias(span));
        let drawn = chance.weighted(&weights);
        self.spans.note(drawn);
        let span = habits.span * SPANS[drawn].0;
        // Where the tonic lies in the window: at its foot (authentic) or a fourth
        // above it (plagal).
        let below = if chance.happens(0.6) { 1.0 } else { 5.0 };
        let centre = match self.window {
            Some(kept) if chance.happens(STAYS) => kept.centre(),
            Some(kept) => {
                // Drawn half way back to the middle, so that the register's edges are seldom left over.
                let middle = (kept.centre() + register.centre()) / 2.0;
                middle + chance.between(-DRIFT, DRIFT)
            }
            None => register.centre(),
        };
        let home = ground.home(centre - span / 2.0 + below);
        // Gapped scales and chords need more room for as many notes.
        let least = ground.pitch(ground.walk(home, LEAST_STEPS)) - ground.pitch(home);
        let mut low = ground.pitch(home) - below;
        if let Some(kept) = self.window
            && (low - kept.low).abs() > FARTHEST
            && register.contains(kept.low)
        {
            low = kept.low;
        }
        self.window = Some(window(register, low, span.max(least)));
    }
}

/// How far a motif moves when it comes back: not at all, or by about a second or third,
/// as far as the window has room.
fn shift(motif: &Motif, window: Register, chance: &mut Chance) -> Pitch {
    let low = motif.iter().copied().fold(f32::INFINITY, f32::min);
    let high = motif.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let wanted: Pitch = [0.0, -2.0, 2.0, -3.5, 3.5][chance.weighted(&[6.0, 1.2, 1.2, 0.6, 0.6])];
    let (down, up) = (window.low - low, window.high - high);
    if down <= up { wanted.clamp(down, up) } else { (down + up) / 2.0 }
}
