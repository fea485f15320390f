//! Phrases, and the verses they make: what comes when, what comes back.

use super::contour::Contour;
use super::ground::{Ground, Tone, window};
use super::memory::{LETTERS, Memory, Motif};
use crate::chance::Chance;
use crate::music::{Pitch, Register};

/// Most notes in a phrase.
pub(super) const MAX_NOTES: usize = 24;

/// Forms of a verse, as songs have them; a letter that comes again brings its motif back.
const FORMS: [[u8; 4]; 6] =
    [[0, 1, 0, 1], [0, 0, 1, 0], [0, 1, 2, 3], [0, 1, 0, 2], [0, 1, 2, 1], [0, 0, 1, 2]];
const FORM_WEIGHTS: [f32; 6] = [1.0, 1.5, 2.5, 2.0, 2.0, 1.5];

/// How far a phrase's length strays from the usual one, and how often. Phrases of the
/// Essen collection have 6 to 11 notes between the 10th and the 90th percentile, 8 at
/// the median.
const LENGTHS: [(i32, f32); 7] =
    [(-3, 0.5), (-2, 1.5), (-1, 2.5), (0, 3.0), (1, 2.0), (2, 1.5), (3, 1.0)];

/// How often a phrase ends on tonic, third and fifth: one that stays open (the first of
/// a pair) and one that closes. Together they make the table's 71, 18 and 6 %, the
/// remaining 5 % shared out among them.
const OPEN_ENDS: [f32; 3] = [0.54, 0.32, 0.14];
const CLOSED_ENDS: [f32; 3] = [0.93, 0.05, 0.02];
const ENDS: [Tone; 3] = [Tone::Tonic, Tone::Third, Tone::Fifth];

/// Spans of a verse as parts of the usual one.
const SPANS: [(f32, f32); 5] = [(0.75, 1.0), (0.9, 2.0), (1.0, 3.0), (1.1, 2.0), (1.4, 1.0)];

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
}

impl Default for Verse {
    fn default() -> Self {
        Verse { form: FORMS[2], next: 4, window: None }
    }
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
    /// It brings its motif back, moved by this many semitones.
    pub(super) recalls: Option<Pitch>,
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
        let motif = &memory.motifs[letter];
        let mut recalls = None;
        if motif.len() >= 3 && chance.happens(habits.recall) {
            len = motif.len();
            recalls = Some(shift(motif, window, chance));
        } else {
            memory.motifs[letter].clear();
        }
        let ends = if closes { &CLOSED_ENDS } else { &OPEN_ENDS };
        Phrase {
            len,
            played: 0,
            letter,
            recalls,
            contour,
            end: Some(ENDS[chance.weighted(ends)]),
            window: Some(window),
        }
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
        let kept = usize::from(chance.happens(0.25));
        for motif in &mut memory.motifs[kept..] {
            motif.clear();
        }
        let span = habits.span * SPANS[chance.weighted(&SPANS.map(|row| row.1))].0;
        // Where the tonic lies in the window: at its foot (authentic) or a fourth
        // above it (plagal).
        let below = if chance.happens(0.6) { 1.0 } else { 5.0 };
        let centre = match self.window {
            Some(kept) if chance.happens(0.75) => kept.centre(),
            _ => {
                let free = (register.high - register.low - span).max(0.0) * 0.3;
                register.centre() + chance.between(-free, free)
            }
        };
        let home = ground.home(centre - span / 2.0 + below);
        self.window = Some(window(register, ground.pitch(home) - below, span));
    }
}

/// How far a motif moves when it comes back: not at all, or by about a second or third,
/// as far as the window has room.
fn shift(motif: &Motif, window: Register, chance: &mut Chance) -> Pitch {
    let low = motif.iter().copied().fold(f32::INFINITY, f32::min);
    let high = motif.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let wanted: Pitch = [0.0, -2.0, 2.0, -3.5, 3.5][chance.weighted(&[4.0, 1.5, 1.5, 0.7, 0.7])];
    let (down, up) = (window.low - low, window.high - high);
    if down <= up { wanted.clamp(down, up) } else { (down + up) / 2.0 }
}
