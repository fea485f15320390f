//! The voices of all parts that one engine plays.

use arrayvec::ArrayVec;
use wide::f32x8;

use super::Bus;
use super::synth::{Counts, MAX_LANES, MAX_PARTS, MAX_VOICES};
use super::voice::pack::{Pack, Sums, Tone};
use super::voice::{CONTROL_FRAMES, LANES};
use crate::play::{NoteId, Velocity};

/// Packs that all lanes need where every part's last pack is part full.
const PACKS: usize = MAX_LANES / LANES + MAX_PARTS - 1;

/// Time in which a note silenced by another of its group fades, in ms.
const CHOKE_MS: f32 = 30.0;

/// A bank of voices, whatever engine they are of. Parts are numbered within the bank.
pub trait Voices: Send + Sync + std::fmt::Debug {
    /// Starts a note. Returns whether there was room.
    fn note_on(&mut self, part: usize, note: NoteId, count: u32, hz: f32, velocity: Velocity) -> bool;
    /// Releases a note.
    fn note_off(&mut self, part: usize, note: NoteId);
    /// Releases a note and fades what is left of it within `steps` control steps.
    fn fade(&mut self, part: usize, note: NoteId, steps: f32);
    /// Sets how strongly a note is played, 0 to 1.
    fn level(&mut self, part: usize, note: NoteId, level: f32);
    /// Sends a note to `hz` within `steps` control steps.
    fn glide(&mut self, part: usize, note: NoteId, hz: f32, steps: f32);
    /// Fades everything within `steps` control steps.
    fn fade_out(&mut self, steps: f32);
    /// Frees all voices at once.
    fn stop(&mut self, counts: &mut Counts);
    /// Frees finished voices and moves the others on by a control step.
    fn control(&mut self, counts: &mut Counts);
    /// Renders `from..to` of the control period that begins at `start` into the parts' buses.
    fn render(&mut self, start: usize, from: usize, to: usize, buses: &mut [Bus]);
    /// How loud the quietest voice is; infinity where there is none.
    fn quietest(&self) -> f32;
    /// The oldest voice as loud as `loudness`: its age, and where it is.
    fn oldest(&self, loudness: f32, count: u32) -> Option<(u32, Place)>;
    /// Lets the voice at `place` fade within `steps` control steps, or goes at once where it has
    /// not sounded yet.
    fn steal(&mut self, place: Place, steps: f32, counts: &mut Counts);
    /// The same again.
    fn boxed(&self) -> Box<dyn Voices>;
}

/// Where a voice is in its bank.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    part: usize,
    voice: usize,
}

/// The voices of one part, packed without gaps: voice `i` is lane `i % 8` of the
/// part's pack `i / 8`.
#[derive(Clone, Debug)]
struct Part<T: Tone> {
    timbre: T::Timbre,
    bus: usize,
    packs: ArrayVec<u8, PACKS>,
    voices: usize,
}

/// A bank of one engine.
#[derive(Clone, Debug)]
pub struct Bank<T: Tone> {
    rate_hz: f32,
    parts: Vec<Part<T>>,
    packs: Vec<Pack<T>>,
    free: ArrayVec<u8, PACKS>,
}

impl<T: Tone> Bank<T> {
    /// A bank of parts, each a timbre and the bus it sounds on. Allocates.
    pub fn new(rate_hz: f32, timbres: Vec<(T::Timbre, usize)>) -> Self {
        let part = |(timbre, bus)| Part { timbre, bus, packs: ArrayVec::new(), voices: 0 };
        let parts: Vec<Part<T>> = timbres.into_iter().map(part).collect();
        let needed = MAX_LANES / LANES + parts.len().saturating_sub(1).min(MAX_PARTS - 1);
        let packs = match parts.first() {
            Some(part) => (0..needed).map(|_| Pack::new(&part.timbre)).collect(),
            None => Vec::new(),
        };
        let free = (0..packs.len() as u8).rev().collect();
        Bank { rate_hz, parts, packs, free }
    }

    /// Pack and lane of a note that has not been released.
    fn find(&self, part: usize, note: NoteId) -> Option<(usize, usize)> {
        for &pack in &self.parts.get(part)?.packs {
            let held = self.packs[usize::from(pack)].seats.holding(note);
            if held != 0 {
                return Some((usize::from(pack), held.trailing_zeros() as usize));
            }
        }
        None
    }

    /// Fades what sounds of `group` in a part.
    fn choke(&mut self, part: usize, group: u8) {
        let steps = CHOKE_MS / 1000.0 * self.rate_hz / CONTROL_FRAMES as f32;
        let part = &self.parts[part];
        for voice in 0..part.voices {
            let seats = &mut self.packs[usize::from(part.packs[voice / LANES])].seats;
            if seats.is_in(voice % LANES, group) {
                seats.fade_out(voice % LANES, steps);
            }
        }
    }

    /// Frees a voice of part `index`; the part's last voice takes its place.
    fn remove(&mut self, index: usize, voice: usize, counts: &mut Counts) {
        let part = &mut self.parts[index];
        let last = part.voices - 1;
        let (to, from) = (usize::from(part.packs[voice / LANES]), usize::from(part.packs[last / LANES]));
        if self.packs[to].seats.stolen >> (voice % LANES) & 1 == 1 {
            counts.fading -= 1;
        } else {
            counts.sounding -= 1;
        }
        if voice == last {
            // Nothing has to move.
        } else if to == from {
            self.packs[to].move_lane(voice % LANES, last % LANES);
        } else if let Ok([to, from]) = self.packs.get_disjoint_mut([to, from]) {
            to.copy_lane(voice % LANES, from, last % LANES);
        }
        self.packs[from].clear(last % LANES);
        part.voices = last;
        if last.is_multiple_of(LANES)
            && let Some(pack) = part.packs.pop()
        {
            self.free.push(pack);
        }
    }
}

impl<T: Tone> Voices for Bank<T> {
    fn note_on(&mut self, part: usize, note: NoteId, count: u32, hz: f32, velocity: Velocity) -> bool {
        let timbre = &self.parts[part].timbre;
        let mut onset = T::common(timbre).onset(hz, velocity, count);
        T::prepare(timbre, &mut onset);
        if onset.group != 0 {
            self.choke(part, onset.group);
        }
        let Part { timbre, packs, voices, .. } = &mut self.parts[part];
        if *voices == packs.len() * LANES {
            let Some(pack) = self.free.pop() else { return false };
            packs.push(pack);
        }
        let (pack, lane) = (packs[*voices / LANES], *voices % LANES);
        self.packs[usize::from(pack)].start(lane, timbre, note, count, &onset);
        *voices += 1;
        true
    }

    fn note_off(&mut self, part: usize, note: NoteId) {
        if let Some((pack, lane)) = self.find(part, note) {
            self.packs[pack].seats.release(lane, T::common(&self.parts[part].timbre));
        }
    }

    fn fade(&mut self, part: usize, note: NoteId, steps: f32) {
        if let Some((pack, lane)) = self.find(part, note) {
            let seats = &mut self.packs[pack].seats;
            seats.release(lane, T::common(&self.parts[part].timbre));
            seats.fade_out(lane, steps);
        }
    }

    fn level(&mut self, part: usize, note: NoteId, level: f32) {
        if let Some((pack, lane)) = self.find(part, note) {
            self.packs[pack].seats.set_level(lane, level);
        }
    }

    fn glide(&mut self, part: usize, note: NoteId, hz: f32, steps: f32) {
        if let Some((pack, lane)) = self.find(part, note) {
            self.packs[pack].glide_to(lane, &self.parts[part].timbre, hz, steps);
        }
    }

    fn fade_out(&mut self, steps: f32) {
        for part in &self.parts {
            for voice in 0..part.voices {
                let pack = usize::from(part.packs[voice / LANES]);
                self.packs[pack].seats.fade_out(voice % LANES, steps);
            }
        }
    }

    fn stop(&mut self, counts: &mut Counts) {
        for index in 0..self.parts.len() {
            while self.parts[index].voices > 0 {
                let last = self.parts[index].voices - 1;
                self.remove(index, last, counts);
            }
        }
    }

    fn control(&mut self, counts: &mut Counts) {
        for index in 0..self.parts.len() {
            // Backwards, so that the voice that fills a gap has been looked at.
            for pack in (0..self.parts[index].packs.len()).rev() {
                let finished = self.packs[usize::from(self.parts[index].packs[pack])].seats.finished();
                for lane in (0..LANES).rev().filter(|lane| finished >> lane & 1 == 1) {
                    if pack * LANES + lane < self.parts[index].voices {
                        self.remove(index, pack * LANES + lane, counts);
                    }
                }
            }
            let part = &self.parts[index];
            for &pack in &part.packs {
                self.packs[usize::from(pack)].control(&part.timbre);
            }
        }
    }

    fn render(&mut self, start: usize, from: usize, to: usize, buses: &mut [Bus]) {
        for part in &self.parts {
            let Some(bus) = buses.get_mut(part.bus).filter(|_| part.voices > 0) else { continue };
            let mut sums = Sums::SILENT;
            for &pack in &part.packs {
                let pack = &mut self.packs[usize::from(pack)];
                if pack.seats.fresh != 0 {
                    pack.begin(&part.timbre, start + CONTROL_FRAMES - from);
                }
                pack.render(&part.timbre, from - start, to - start, &mut sums);
            }
            for frame in from..to {
                bus.left[frame] += sum(sums.left[frame - start]);
                bus.right[frame] += sum(sums.right[frame - start]);
            }
        }
    }

    fn quietest(&self) -> f32 {
        let mut least = f32x8::splat(f32::INFINITY);
        for &pack in self.parts.iter().flat_map(|part| &part.packs) {
            least = least.fast_min(self.packs[usize::from(pack)].seats.loudness);
        }
        least.to_array().into_iter().fold(f32::INFINITY, f32::min)
    }

    fn oldest(&self, loudness: f32, count: u32) -> Option<(u32, Place)> {
        let mut found: Option<(u32, Place)> = None;
        for (index, part) in self.parts.iter().enumerate() {
            for (number, &pack) in part.packs.iter().enumerate() {
                let seats = &self.packs[usize::from(pack)].seats;
                let mut lanes = seats.loudness.simd_le(f32x8::splat(loudness)).to_bitmask();
                while lanes != 0 {
                    let lane = lanes.trailing_zeros() as usize;
                    lanes &= lanes - 1;
                    let age = count.wrapping_sub(seats.born[lane]);
                    if age > found.map_or(0, |(oldest, _)| oldest) {
                        found = Some((age, Place { part: index, voice: number * LANES + lane }));
                    }
                }
            }
        }
        found
    }

    fn steal(&mut self, place: Place, steps: f32, counts: &mut Counts) {
        let pack = usize::from(self.parts[place.part].packs[place.voice / LANES]);
        let (seats, lane) = (&mut self.packs[pack].seats, place.voice % LANES);
        if seats.fresh >> lane & 1 == 1 {
            self.remove(place.part, place.voice, counts);
        } else if counts.fading < MAX_LANES - MAX_VOICES {
            seats.fade_out(lane, steps);
            seats.mark_stolen(lane);
            counts.sounding -= 1;
            counts.fading += 1;
        }
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
