//! The voices of one part, of whatever engine.

use wide::f32x8;

use super::Bus;
use super::synth::{Counts, MAX_LANES, MAX_VOICES};
use super::voice::pack::{Pack, Sums, Tone};
use super::voice::{CONTROL_FRAMES, LANES};
use crate::play::{NoteId, Velocity};

/// Packs that hold every lane there can be.
const PACKS: usize = MAX_LANES / LANES;

/// Time in which a note silenced by another of its group fades, in ms.
const CHOKE_MS: f32 = 30.0;

/// The voices of one part, whatever engine they are of.
pub trait Voices: Send + Sync + std::fmt::Debug {
    /// Starts a note. Returns whether there was room.
    fn note_on(&mut self, note: NoteId, count: u32, hz: f32, velocity: Velocity) -> bool;
    /// Releases a note.
    fn note_off(&mut self, note: NoteId);
    /// Releases a note and fades what is left of it within `steps` control steps.
    fn fade(&mut self, note: NoteId, steps: f32);
    /// Sets how strongly a note is played, 0 to 1.
    fn level(&mut self, note: NoteId, level: f32);
    /// Sends a note to `hz` within `steps` control steps.
    fn glide(&mut self, note: NoteId, hz: f32, steps: f32);
    /// Fades everything within `steps` control steps.
    fn fade_out(&mut self, steps: f32);
    /// Frees all voices at once.
    fn stop(&mut self, counts: &mut Counts);
    /// Frees finished voices and moves the others on by a control step.
    fn control(&mut self, counts: &mut Counts);
    /// Renders `from..to` of the control period that begins at `start` into the part's bus.
    fn render(&mut self, start: usize, from: usize, to: usize, buses: &mut [Bus]);
    /// How loud the quietest voice is; infinity where there is none.
    fn quietest(&self) -> f32;
    /// The oldest voice as loud as `loudness`: its age, and where it is.
    fn oldest(&self, loudness: f32, count: u32) -> Option<(u32, usize)>;
    /// Lets this voice fade within `steps` control steps, or goes at once where it has
    /// not sounded yet.
    fn steal(&mut self, voice: usize, steps: f32, counts: &mut Counts);
    /// It sounds on another bus from now on.
    fn set_bus(&mut self, bus: usize);
    /// Its voices.
    fn counts(&self) -> Counts;
    /// The same again.
    fn boxed(&self) -> Box<dyn Voices>;
}

/// A bank of one engine, packed without gaps: voice `i` is lane `i % 8` of pack `i / 8` of
/// those in use.
#[derive(Clone, Debug)]
pub struct Bank<T: Tone> {
    rate_hz: f32,
    timbre: T::Timbre,
    bus: usize,
    voices: usize,
    packs: Vec<Pack<T>>,
}

impl<T: Tone> Bank<T> {
    /// A bank that sounds on `bus`. Allocates.
    pub fn new(rate_hz: f32, timbre: T::Timbre, bus: usize) -> Self {
        let packs = (0..PACKS).map(|_| Pack::new(&timbre)).collect();
        Bank { rate_hz, timbre, bus, voices: 0, packs }
    }

    /// The packs in use.
    fn used(&self) -> &[Pack<T>] {
        &self.packs[..self.voices.div_ceil(LANES)]
    }

    /// Pack and lane of a note that has not been released.
    fn find(&self, note: NoteId) -> Option<(usize, usize)> {
        let held = self.used().iter().map(|pack| pack.seats.holding(note)).enumerate();
        let (pack, held) = held.into_iter().find(|(_, held)| *held != 0)?;
        Some((pack, held.trailing_zeros() as usize))
    }

    /// Fades what sounds of `group`.
    fn choke(&mut self, group: u8) {
        let steps = CHOKE_MS / 1000.0 * self.rate_hz / CONTROL_FRAMES as f32;
        for voice in 0..self.voices {
            let seats = &mut self.packs[voice / LANES].seats;
            if seats.is_in(voice % LANES, group) {
                seats.fade_out(voice % LANES, steps);
            }
        }
    }

    fn is_stolen(&self, voice: usize) -> bool {
        self.packs[voice / LANES].seats.stolen >> (voice % LANES) & 1 == 1
    }

    /// Frees a voice; the last one takes its place.
    fn remove(&mut self, voice: usize, counts: &mut Counts) {
        if self.is_stolen(voice) {
            counts.fading -= 1;
        } else {
            counts.sounding -= 1;
        }
        let last = self.voices - 1;
        let (to, from) = (voice / LANES, last / LANES);
        if voice == last {
            // Nothing has to move.
        } else if to == from {
            self.packs[to].move_lane(voice % LANES, last % LANES);
        } else if let Ok([to, from]) = self.packs.get_disjoint_mut([to, from]) {
            to.copy_lane(voice % LANES, from, last % LANES);
        }
        self.packs[from].clear(last % LANES);
        self.voices = last;
    }
}

impl<T: Tone> Voices for Bank<T> {
    fn note_on(&mut self, note: NoteId, count: u32, hz: f32, velocity: Velocity) -> bool {
        let mut onset = T::common(&self.timbre).onset(hz, velocity, count);
        T::prepare(&self.timbre, &mut onset);
        if onset.group != 0 {
            self.choke(onset.group);
        }
        let Some(pack) = self.packs.get_mut(self.voices / LANES) else { return false };
        pack.start(self.voices % LANES, &self.timbre, note, count, &onset);
        self.voices += 1;
        true
    }

    fn note_off(&mut self, note: NoteId) {
        if let Some((pack, lane)) = self.find(note) {
            self.packs[pack].seats.release(lane, T::common(&self.timbre));
        }
    }

    fn fade(&mut self, note: NoteId, steps: f32) {
        if let Some((pack, lane)) = self.find(note) {
            let seats = &mut self.packs[pack].seats;
            seats.release(lane, T::common(&self.timbre));
            seats.fade_out(lane, steps);
        }
    }

    fn level(&mut self, note: NoteId, level: f32) {
        if let Some((pack, lane)) = self.find(note) {
            self.packs[pack].seats.set_level(lane, level);
        }
    }

    fn glide(&mut self, note: NoteId, hz: f32, steps: f32) {
        if let Some((pack, lane)) = self.find(note) {
            self.packs[pack].glide_to(lane, &self.timbre, hz, steps);
        }
    }

    fn fade_out(&mut self, steps: f32) {
        for voice in 0..self.voices {
            self.packs[voice / LANES].seats.fade_out(voice % LANES, steps);
        }
    }

    fn stop(&mut self, counts: &mut Counts) {
        while self.voices > 0 {
            self.remove(self.voices - 1, counts);
        }
    }

    fn control(&mut self, counts: &mut Counts) {
        // Backwards, so that the voice that fills a gap has been looked at.
        for pack in (0..self.voices.div_ceil(LANES)).rev() {
            let finished = self.packs[pack].seats.finished();
            for lane in (0..LANES).rev().filter(|lane| finished >> lane & 1 == 1) {
                if pack * LANES + lane < self.voices {
                    self.remove(pack * LANES + lane, counts);
                }
            }
        }
        let used = self.voices.div_ceil(LANES);
        for pack in &mut self.packs[..used] {
            pack.control(&self.timbre);
        }
    }

    fn render(&mut self, start: usize, from: usize, to: usize, buses: &mut [Bus]) {
        let Some(bus) = buses.get_mut(self.bus).filter(|_| self.voices > 0) else { return };
        let mut sums = Sums::SILENT;
        let used = self.voices.div_ceil(LANES);
        for pack in &mut self.packs[..used] {
            if pack.seats.fresh != 0 {
                pack.begin(&self.timbre, start + CONTROL_FRAMES - from);
            }
            pack.render(&self.timbre, from - start, to - start, &mut sums);
        }
        for frame in from..to {
            bus.left[frame] += sum(sums.left[frame - start]);
            bus.right[frame] += sum(sums.right[frame - start]);
        }
    }

    fn quietest(&self) -> f32 {
        let mut least = f32x8::splat(f32::INFINITY);
        for pack in self.used() {
            least = least.fast_min(pack.seats.loudness);
        }
        least.to_array().into_iter().fold(f32::INFINITY, f32::min)
    }

    fn oldest(&self, loudness: f32, count: u32) -> Option<(u32, usize)> {
        let mut found: Option<(u32, usize)> = None;
        for (number, pack) in self.used().iter().enumerate() {
            let mut lanes = pack.seats.loudness.simd_le(f32x8::splat(loudness)).to_bitmask();
            while lanes != 0 {
                let lane = lanes.trailing_zeros() as usize;
                lanes &= lanes - 1;
                let age = count.wrapping_sub(pack.seats.born[lane]);
                if age > found.map_or(0, |(oldest, _)| oldest) {
                    found = Some((age, number * LANES + lane));
                }
            }
        }
        found
    }

    fn steal(&mut self, voice: usize, steps: f32, counts: &mut Counts) {
        let (seats, lane) = (&mut self.packs[voice / LANES].seats, voice % LANES);
        if seats.fresh >> lane & 1 == 1 {
            self.remove(voice, counts);
        } else if counts.fading < MAX_LANES - MAX_VOICES {
            seats.fade_out(lane, steps);
            seats.mark_stolen(lane);
            counts.sounding -= 1;
            counts.fading += 1;
        }
    }

    fn set_bus(&mut self, bus: usize) {
        self.bus = bus;
    }

    fn counts(&self) -> Counts {
        let fading = (0..self.voices).filter(|voice| self.is_stolen(*voice)).count();
        Counts { sounding: self.voices - fading, fading }
    }

    fn boxed(&self) -> Box<dyn Voices> {
        Box::new(self.clone())
    }
}

/// Sum of the lanes, always in the same order.
#[inline]
fn sum(lanes: f32x8) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes.to_array();
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
