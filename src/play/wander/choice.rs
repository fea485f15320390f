//! Choosing the next note: everything a melody wants, weighed together.

use arrayvec::ArrayVec;

use super::contour::Span;
use super::ground::{Ground, SIZES, Size};
use super::lean::Lean;
use super::memory::{Echoes, heard};
use super::phrase::Phrase;
use crate::chance::Chance;
use crate::math;
use crate::music::Pitch;

/// Shares of repeats, steps, thirds, fourths to fifths and wider intervals. The folk
/// songs have 23, 48, 18, 8 and 2.4 %; some of the repeats are given to the others,
/// since every press ought to be heard as a change.
const SHARES: [f32; SIZES] = [0.16, 0.51, 0.205, 0.10, 0.025];
/// After a step the next moving interval keeps the direction (62 % of the songs).
const KEEPS: [f32; 2] = [0.62, 0.38];
/// After a leap the next interval turns back (53 % of the songs).
const TURNS: [f32; 2] = [0.53, 0.47];
/// Notes on a strong beat that are chord tones (67 % of the songs' downbeats).
const STRONG: [f32; 2] = [0.67, 0.33];

/// Shapes of spans of eight notes: arch, rising, dipping, falling (28, 24, 23 and 23 % of
/// the songs' spans; the 1 % that are flat are shared out),
/// told by the edges of the span and by its thirds.
const SPAN_SHAPES: [f32; 4] = [0.285, 0.245, 0.235, 0.235];

/// How much likelier than elsewhere each kind of interval is after a leap, which asks to
/// be filled, not heaped.
const AFTER_LEAP: [f32; SIZES] = [1.0, 1.5, 1.0, 0.4, 0.2];
/// And between two phrases, where songs breathe and begin anew.
const BETWEEN_PHRASES: [f32; SIZES] = [0.7, 0.7, 1.0, 2.0, 6.0];

/// How much rarer a note is heard a third time in a row: a press ought to change something.
const THIRD_TIME: f32 = 0.2;

/// Most that leaning may add to wide leaps.
const WIDE_BIAS: f32 = 4.0;

/// How much likelier a recalled motif's own note is: more than all others together, mostly.
const RECALLED: f32 = 60.0;

/// Most notes to choose from: an octave of semitones up and down, and the same note.
const CANDIDATES: usize = 32;
/// Widest interval, in semitones.
const WIDEST: Pitch = 12.0;

/// A note that could come next.
#[derive(Clone, Copy)]
struct Candidate {
    step: i32,
    pitch: Pitch,
    size: Size,
    /// −1 down, 0 the same, 1 up.
    direction: i32,
}

/// What a choice is made for.
pub(super) struct Want<'a> {
    /// The phrase that the note belongs to.
    pub(super) phrase: &'a Phrase,
    /// Pitch that the melody comes from.
    pub(super) here: Pitch,
    /// Step that the phrase ends on.
    pub(super) goal: i32,
    /// Pitch that the motif has here, where the phrase recalls one.
    pub(super) motif: Option<Pitch>,
    /// Whether the note falls on a strong beat.
    pub(super) strong: bool,
    /// The last seven notes, once there are seven.
    pub(super) span: Option<Span>,
    /// Intervals that would make a pattern recur.
    pub(super) echoes: &'a Echoes,
}

/// The habits of the melody's motion, and the interval it came by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Motion {
    sizes: Lean<SIZES>,
    shares: [f32; SIZES],
    keeps: Lean<2>,
    turns: Lean<2>,
    strong: Lean<2>,
    edges: Lean<4>,
    thirds: Lean<4>,
    last_size: Size,
    last_direction: i32,
    moving_size: Size,
    moving_direction: i32,
}

impl Motion {
    /// Motion with more or fewer leaps: 0 calm, 0.5 as in folk songs, 1 adventurous.
    pub(super) fn new(leaps: f32) -> Self {
        let daring = math::exp2((leaps - 0.5) * 4.0);
        let mut shares = SHARES;
        shares[Size::Third as usize] *= math::exp2((leaps - 0.5) * 2.0);
        shares[Size::Fourth as usize] *= daring;
        shares[Size::Wide as usize] *= daring;
        let total: f32 = shares.iter().sum();
        for share in &mut shares {
            *share /= total;
        }
        // The leans start near where they settle, so that the first tune is as good as the tenth.
        Motion {
            sizes: Lean::new(shares, 0.06).starting([0.3, 1.0, 1.2, 2.5, 4.0]),
            shares,
            keeps: Lean::new(KEEPS, 0.1).starting([3.0, 0.3]),
            turns: Lean::new(TURNS, 0.15).starting([0.5, 2.0]),
            strong: Lean::new(STRONG, 0.1),
            edges: Lean::new(SPAN_SHAPES, 0.05),
            thirds: Lean::new(SPAN_SHAPES, 0.05),
            last_size: Size::Repeat,
            last_direction: 0,
            moving_size: Size::Repeat,
            moving_direction: 0,
        }
    }

    /// The next step after `at`.
    pub(super) fn choose(
        &mut self,
        ground: &Ground<'_>,
        at: i32,
        want: &Want<'_>,
        chance: &mut Chance,
    ) -> i32 {
        let candidates = candidates(ground, at, chance);
        let mut members = [0.0f32; SIZES];
        for candidate in &candidates {
            members[candidate.size as usize] += 1.0;
        }
        let mut weights = [0.0f32; CANDIDATES];
        for (weight, candidate) in weights.iter_mut().zip(&candidates) {
            *weight = self.moves(candidate) / members[candidate.size as usize]
                * fits(ground, candidate, want)
                * self.stresses(ground, candidate, want.strong)
                * fresh(candidate, want)
                * self.shapes(candidate.pitch, want);
        }
        let chosen = candidates.get(chance.weighted(&weights)).map_or(at, |candidate| candidate.step);
        self.moved(ground, at, chosen, want.strong);
        if let Some(span) = want.span {
            self.edges.note(span.by_edges(ground.pitch(chosen)) as usize);
            self.thirds.note(span.by_thirds(ground.pitch(chosen)) as usize);
        }
        chosen
    }

    /// Remembers a move that was not chosen here, too.
    pub(super) fn moved(&mut self, ground: &Ground<'_>, from: i32, to: i32, strong: bool) {
        let (size, direction) = (ground.size(from, to), (to - from).signum());
        self.sizes.note(size as usize);
        if direction != 0 && self.moving_size == Size::Step {
            self.keeps.note(usize::from(direction != self.moving_direction));
        }
        if matches!(self.last_size, Size::Fourth | Size::Wide) {
            self.turns.note(usize::from(direction != -self.last_direction));
        }
        if strong {
            self.strong.note(usize::from(!ground.in_chord(to)));
        }
        (self.last_size, self.last_direction) = (size, direction);
        if direction != 0 {
            (self.moving_size, self.moving_direction) = (size, direction);
        }
    }

    /// How well a candidate's interval follows the one before.
    fn moves(&self, candidate: &Candidate) -> f32 {
        let size = candidate.size as usize;
        // A wide leap is never forced where the window has no room for it.
        let most = if candidate.size == Size::Wide { WIDE_BIAS } else { f32::INFINITY };
        let mut weight = self.shares[size] * self.sizes.bias(size).min(most);
        if self.last_size == Size::Repeat && candidate.size == Size::Repeat {
            weight *= THIRD_TIME;
        }
        if matches!(self.last_size, Size::Fourth | Size::Wide) {
            let kind = usize::from(candidate.direction != -self.last_direction);
            weight *= self.turns.bias(kind) * AFTER_LEAP[size];
        } else if self.moving_size == Size::Step && candidate.direction != 0 {
            let kind = usize::from(candidate.direction != self.moving_direction);
            weight *= 2.0 * KEEPS[kind] * self.keeps.bias(kind);
        }
        weight
    }

    /// How well the eight notes are shaped that `last` completes.
    fn shapes(&self, last: Pitch, want: &Want<'_>) -> f32 {
        want.span.map_or(1.0, |span| {
            self.edges.bias(span.by_edges(last) as usize) * self.thirds.bias(span.by_thirds(last) as usize)
        })
    }

    /// How well a candidate stands on its beat.
    fn stresses(&self, ground: &Ground<'_>, candidate: &Candidate, strong: bool) -> f32 {
        if !strong {
            return 1.0;
        }
        let kind = usize::from(!ground.in_chord(candidate.step));
        2.0 * STRONG[kind] * self.strong.bias(kind)
    }
}

/// The steps within an octave; in dense scales one near every semitone, so that each
/// kind of interval has about as many as in others.
fn candidates(ground: &Ground<'_>, at: i32, chance: &mut Chance) -> ArrayVec<Candidate, CANDIDATES> {
    let here = ground.pitch(at);
    let mut found = ArrayVec::new();
    let mut add = |step: i32| {
        let full = found.is_full();
        if !full && found.last().is_none_or(|last: &Candidate| last.step < step) {
            let size = ground.size(at, step);
            found.push(Candidate { step, pitch: ground.pitch(step), size, direction: (step - at).signum() });
        }
    };
    if ground.is_dense() {
        let shade = chance.between(-0.5, 0.5);
        for semitones in -12i16..=12 {
            let shade = if semitones == 0 { 0.0 } else { shade };
            add(ground.step(here + f32::from(semitones) + shade));
        }
    } else {
        let reach = |step: i32| (ground.pitch(step) - here).abs() <= WIDEST + 0.1;
        let near = |step: i32| reach(step) || (step - at).abs() <= 1;
        for step in (at - 12).max(ground.low)..=(at + 12).min(ground.high) {
            if near(step) {
                add(step);
            }
        }
    }
    found
}

/// How well a candidate fits phrase, window, motif and the way to the end.
fn fits(ground: &Ground<'_>, candidate: &Candidate, want: &Want<'_>) -> f32 {
    let phrase = want.phrase;
    let left = phrase.len - 1 - phrase.played.min(phrase.len - 1);
    if left == 0 {
        // Another end only where this one would loop.
        let ends = ground.tone(candidate.step).is_some() && ground.in_chord(candidate.step);
        return match candidate.step == want.goal {
            true => 1.0,
            false if ends => 1e-5,
            false => 1e-9,
        };
    }
    let mut weight = 1.0;
    if let Some(window) = phrase.window {
        let outside = (window.low - candidate.pitch).max(candidate.pitch - window.high).max(0.0);
        // Far outside (the register moved) the way back still counts, without underflow.
        let steep = (3.0 * outside).min(30.0 + outside);
        weight *= if outside > 0.01 { math::exp2(-10.0 - steep) } else { 1.0 };
        let part = phrase.played as f32 / (phrase.len - 1).max(1) as f32;
        let pull = if want.motif.is_some() { 0.5 } else { 1.0 };
        let away = (candidate.pitch - phrase.contour.at(part)) / (0.3 * (window.high - window.low)).max(2.0);
        weight *= math::exp(-0.5 * pull * (away * away).min(25.0));
    }
    if phrase.played == 0 {
        weight *= BETWEEN_PHRASES[candidate.size as usize];
        weight *= if ground.in_chord(candidate.step) { 3.0 } else { 1.0 };
    }
    if want.motif.is_some_and(|motif| candidate.step == ground.step(motif)) {
        weight *= RECALLED;
    }
    if is_rough((candidate.pitch - want.here).abs()) {
        weight *= 0.1;
    }
    if left <= 2 && matches!(candidate.size, Size::Fourth | Size::Wide) {
        weight *= 0.2;
    }
    weight * approaches(ground.distance(candidate.step, want.goal), left)
}

/// How well `distance` melodic steps to the goal suit with `left` notes to go: the end is
/// reached by step more often than not, and not waited for on its own pitch.
fn approaches(distance: i32, left: usize) -> f32 {
    match (left, distance) {
        (1, 0) => 0.2,
        (1, 1) => 1.0,
        (1, 2) => 0.25,
        (1, _) => 0.1 / distance as f32,
        (2, 0..=2) | (3, 0..=3) => 1.0,
        (2, _) => 0.6 / distance as f32,
        (3, _) => 2.0 / distance as f32,
        _ => 1.0,
    }
}

/// Tritones and sevenths, which are hard to sing.
fn is_rough(width: Pitch) -> bool {
    (width - 6.0).abs() < 0.4 || (9.6..11.5).contains(&width)
}

/// Whether a candidate avoids making a pattern of eight notes come again: a second time
/// is a reminder, where a motif is recalled; a fourth would be a loop.
fn fresh(candidate: &Candidate, want: &Want<'_>) -> f32 {
    match heard(want.echoes, candidate.pitch - want.here) {
        0 => 1.0,
        1 if want.motif.is_some() => 1.0,
        1 => 0.2,
        2 => 0.01,
        _ => 1e-8,
    }
}
