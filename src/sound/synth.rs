//! The voices of all parts, of all engines.

use super::bank::Voices;
use super::voice::CONTROL_FRAMES;
use super::{Bus, Patch};
use crate::play::{NoteId, Velocity};
use crate::time::BLOCK_FRAMES;

/// Voices that can sound at once.
pub const MAX_VOICES: usize = 128;

/// Voices that can sound or fade after they were stolen.
pub(super) const MAX_LANES: usize = 2 * MAX_VOICES;

/// Most parts that a synth plays: those of players, a leader's and a band's.
pub(super) const MAX_PARTS: usize = 13;

/// Time in which a stolen voice fades, in ms: as steep as the guard lets an attack be.
const STEAL_MS: f32 = 5.0;

/// Tuning of percussion keys: they are names, not pitches, and follow no other A4.
const KEYS_A4_HZ: f32 = 440.0;

/// How many voices there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// That sound or ring out.
    pub sounding: usize,
    /// That were stolen and fade.
    pub fading: usize,
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(counts: I) -> Self {
        counts.fold(Counts::default(), |sum, counts| Counts {
            sounding: sum.sounding + counts.sounding,
            fading: sum.fading + counts.fading,
        })
    }
}

/// All voices of one piece of music: built once, then free of allocation.
#[derive(Debug)]
pub struct Synth {
    rate_hz: f32,
    /// The voices of each part.
    banks: Vec<Box<dyn Voices>>,
    /// Whether each part plays percussion keys.
    percussion: Vec<bool>,
    /// Notes started so far, wrapping.
    count: u32,
    counts: Counts,
}

impl Clone for Synth {
    fn clone(&self) -> Self {
        Synth {
            banks: self.banks.iter().map(|bank| bank.boxed()).collect(),
            percussion: self.percussion.clone(),
            ..*self
        }
    }
}

impl Synth {
    /// A synth at `rate_hz` with one patch a part. Allocates; never call it on the audio thread.
    ///
    /// Patches after the thirteenth are left out. Each part has a bank of its own, so that it can
    /// be exchanged while the others sound; all share the budget of voices.
    pub fn new(rate_hz: f32, patches: &[Patch]) -> Self {
        let patches = &patches[..patches.len().min(MAX_PARTS)];
        let bank = |(bus, patch): (usize, &Patch)| (patch.engine.row().build)(rate_hz, patch, bus);
        Synth {
            rate_hz,
            banks: patches.iter().enumerate().map(bank).collect(),
            percussion: patches.iter().map(|patch| !patch.engine.is_pitched()).collect(),
            count: 0,
            counts: Counts::default(),
        }
    }

    /// Starts a note of `part` on the next rendered frame. With all voices taken, the
    /// quietest is stolen without a click.
    ///
    /// A pitch that is no positive number and parts that do not exist are ignored. So is a
    /// note where 128 stolen voices are still fading: more than 128 new notes within 5 ms.
    pub fn note_on(&mut self, part: u8, note: NoteId, hz: f32, velocity: Velocity) {
        let part = usize::from(part);
        if part >= self.banks.len() || !(hz > 0.0 && hz.is_finite()) {
            return;
        }
        let velocity = if velocity.is_nan() { 80.0 } else { velocity };
        self.banks[part].note_off(note);
        if self.counts.sounding >= MAX_VOICES {
            self.steal();
        }
        if self.counts.sounding + self.counts.fading >= MAX_LANES {
            return;
        }
        if self.banks[part].note_on(note, self.count, hz, velocity) {
            self.count = self.count.wrapping_add(1);
            self.counts.sounding += 1;
        }
    }

    /// Releases a note of `part`; unknown notes are ignored, and so are releases of drums.
    ///
    /// A release takes effect within 16 frames; an attack shorter than 20 ms is finished first.
    pub fn note_off(&mut self, part: u8, note: NoteId) {
        if let Some(bank) = self.banks.get_mut(usize::from(part)) {
            bank.note_off(note);
        }
    }

    /// Releases a note of `part`, and fades what is left of it within `fade_frames`, drums too.
    pub fn fade(&mut self, part: u8, note: NoteId, fade_frames: u64) {
        if let Some(bank) = self.banks.get_mut(usize::from(part)) {
            bank.fade(note, fade_steps(fade_frames));
        }
    }

    /// Sets how strongly a sounding note is played, 0 to 1, smoothed over about 10 ms.
    ///
    /// Before the note's first frame it applies at once.
    pub fn level(&mut self, part: u8, note: NoteId, level: f32) {
        if level.is_nan() {
            return;
        }
        if let Some(bank) = self.banks.get_mut(usize::from(part)) {
            bank.level(note, level.clamp(0.0, 1.0));
        }
    }

    /// Lets a sounding note of `part` glide to `hz` within `frames`, evenly in pitch; unknown
    /// notes and frequencies that are no positive number are ignored.
    ///
    /// It sets off within 16 frames, from wherever an earlier glide has come, takes 5 ms at
    /// least and ends on the exact pitch. Level and brightness go along to what they are in the
    /// new register. Drums stay what they are.
    pub fn glide(&mut self, part: u8, note: NoteId, hz: f32, frames: u64) {
        if !(hz > 0.0 && hz.is_finite()) {
            return;
        }
        let frames = (frames as f32).max(STEAL_MS / 1000.0 * self.rate_hz);
        if let Some(bank) = self.banks.get_mut(usize::from(part)) {
            bank.glide(note, hz, frames / CONTROL_FRAMES as f32);
        }
    }

    /// Fades everything that sounds within `fade_frames` and frees the voices.
    pub fn silence(&mut self, fade_frames: u64) {
        for bank in &mut self.banks {
            if fade_frames < 2 * CONTROL_FRAMES as u64 {
                bank.stop(&mut self.counts);
            } else {
                bank.fade_out(fade_steps(fade_frames));
            }
        }
    }

    /// Adds frames `from..to` of this block to each part's bus.
    pub fn render(&mut self, from: usize, to: usize, buses: &mut [Bus]) {
        let to = to.min(BLOCK_FRAMES);
        let mut at = from;
        while at < to {
            let start = at - at % CONTROL_FRAMES;
            let end = to.min(start + CONTROL_FRAMES);
            for bank in &mut self.banks {
                if at == start {
                    bank.control(&mut self.counts);
                }
                bank.render(start, at, end, buses);
            }
            at = end;
        }
    }

    /// Tuning of A4 for notes of `part`: `a4_hz`, but 440 Hz where they are percussion keys.
    pub fn a4_of(&self, part: u8, a4_hz: f32) -> f32 {
        let percussion = self.percussion.get(usize::from(part)).copied().unwrap_or(false);
        if percussion { KEYS_A4_HZ } else { a4_hz }
    }

    /// Voices that sound or ring out.
    pub fn sounding(&self) -> usize {
        self.counts.sounding
    }

    /// Exchanges the voices of its part `own` for those of `part` of another synth, which go on
    /// sounding on its buses.
    pub fn exchange(&mut self, own: u8, other: &mut Synth, part: u8) {
        let (own, part) = (usize::from(own), usize::from(part));
        let (Some(bank), Some(theirs)) = (self.banks.get_mut(own), other.banks.get_mut(part)) else { return };
        std::mem::swap(bank, theirs);
        bank.set_bus(own);
        theirs.set_bus(part);
        std::mem::swap(&mut self.percussion[own], &mut other.percussion[part]);
        // The age of a voice counts from the notes of the synth that it is in.
        self.count = self.count.max(other.count);
        for synth in [self, other] {
            synth.counts = synth.banks.iter().map(|bank| bank.counts()).sum();
        }
    }

    /// Makes room: the quietest voice fades, the oldest among equals.
    fn steal(&mut self) {
        let least = self.banks.iter().map(|bank| bank.quietest()).fold(f32::INFINITY, f32::min);
        if !least.is_finite() {
            return;
        }
        let steps = STEAL_MS / 1000.0 * self.rate_hz / CONTROL_FRAMES as f32;
        let count = self.count;
        let found = self.banks.iter_mut().filter_map(|bank| Some((bank.oldest(least, count)?, bank)));
        if let Some(((_, place), bank)) = found.max_by_key(|((age, _), _)| *age) {
            bank.steal(place, steps, &mut self.counts);
        }
    }
}

/// Control steps of a fade that is over within `frames`: one less than there are, because it
/// starts at the next.
fn fade_steps(frames: u64) -> f32 {
    (frames / CONTROL_FRAMES as u64).saturating_sub(1).max(1) as f32
}
