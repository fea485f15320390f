//! The voices of all parts.

use arrayvec::ArrayVec;
use wide::f32x8;

use super::voice::pack::Pack;
use super::voice::timbre::Timbre;
use super::voice::{CONTROL_FRAMES, LANES, Sums};
use super::{Bus, Patch};
use crate::play::{NoteId, Velocity};
use crate::time::BLOCK_FRAMES;

/// Voices that can sound at once.
pub const MAX_VOICES: usize = 128;

/// Voices that can sound or fade after they were stolen.
const MAX_LANES: usize = 2 * MAX_VOICES;

/// Most parts that a synth plays: those of players, a leader's and a band's.
const MAX_PARTS: usize = 13;

/// Packs that all lanes need where every part's last pack is part full.
const PACKS: usize = MAX_LANES / LANES + MAX_PARTS - 1;

/// Time in which a stolen voice fades, in ms: as steep as the guard lets an attack be.
const STEAL_MS: f32 = 5.0;

/// The voices of one part, packed without gaps: voice `i` is lane `i % 8` of the
/// part's pack `i / 8`.
#[derive(Clone, Debug)]
struct Part {
    timbre: Timbre,
    packs: ArrayVec<u8, PACKS>,
    voices: usize,
}

/// All voices of one piece of music: built once, then free of allocation.
#[derive(Clone, Debug)]
pub struct Synth {
    rate_hz: f32,
    parts: Vec<Part>,
    packs: Vec<Pack>,
    free: ArrayVec<u8, PACKS>,
    /// Notes started so far, wrapping.
    count: u32,
    sounding: usize,
    fading: usize,
}

impl Synth {
    /// A bank at `rate_hz` with one patch a part. Allocates; never call it on the audio thread.
    ///
    /// Patches after the thirteenth are left out.
    pub fn new(rate_hz: f32, patches: &[Patch]) -> Self {
        let parts: Vec<Part> = patches
            .iter()
            .take(MAX_PARTS)
            .map(|patch| Part { timbre: Timbre::new(rate_hz, patch), packs: ArrayVec::new(), voices: 0 })
            .collect();
        let packs = match parts.first() {
            Some(part) => vec![Pack::new(&part.timbre); PACKS],
            None => Vec::new(),
        };
        let free = (0..packs.len() as u8).rev().collect();
        Synth { rate_hz, parts, packs, free, count: 0, sounding: 0, fading: 0 }
    }

    /// Starts a note of `part` on the next rendered frame. With all voices taken, the
    /// quietest is stolen without a click.
    ///
    /// A pitch that is no positive number and parts that do not exist are ignored. So is a
    /// note where 128 stolen voices are still fading: more than 128 new notes within 5 ms.
    pub fn note_on(&mut self, part: u8, note: NoteId, hz: f32, velocity: Velocity) {
        let index = usize::from(part);
        if index >= self.parts.len() || !(hz > 0.0 && hz.is_finite()) {
            return;
        }
        let velocity = if velocity.is_nan() { 80.0 } else { velocity };
        self.note_off(part, note);
        if self.sounding >= MAX_VOICES {
            self.steal();
        }
        if self.sounding + self.fading >= MAX_LANES {
            return;
        }
        let Part { timbre, packs, voices } = &mut self.parts[index];
        if *voices == packs.len() * LANES {
            let Some(pack) = self.free.pop() else { return };
            packs.push(pack);
        }
        let (pack, lane) = (packs[*voices / LANES], *voices % LANES);
        self.packs[usize::from(pack)].start(lane, timbre, note, self.count, hz, velocity);
        *voices += 1;
        self.count = self.count.wrapping_add(1);
        self.sounding += 1;
    }

    /// Releases a note of `part`; unknown notes are ignored.
    ///
    /// A release takes effect within 16 frames; an attack shorter than 20 ms is finished first.
    pub fn note_off(&mut self, part: u8, note: NoteId) {
        if let Some((pack, lane)) = self.find(part, note) {
            self.packs[pack].release(lane, &self.parts[usize::from(part)].timbre);
        }
    }

    /// Sets how strongly a sounding note is played, 0 to 1, smoothed over about 10 ms.
    ///
    /// Before the note's first frame it applies at once.
    pub fn level(&mut self, part: u8, note: NoteId, level: f32) {
        if level.is_nan() {
            return;
        }
        if let Some((pack, lane)) = self.find(part, note) {
            self.packs[pack].set_level(lane, level.clamp(0.0, 1.0));
        }
    }

    /// Lets a sounding note of `part` glide to `hz` within `frames`, evenly in pitch; unknown
    /// notes and frequencies that are no positive number are ignored.
    ///
    /// It sets off within 16 frames, from wherever an earlier glide has come, takes 5 ms at
    /// least and ends on the exact pitch. Level and brightness go along to what they are in the
    /// new register.
    pub fn glide(&mut self, part: u8, note: NoteId, hz: f32, frames: u64) {
        if !(hz > 0.0 && hz.is_finite()) {
            return;
        }
        if let Some((pack, lane)) = self.find(part, note) {
            let frames = (frames as f32).max(STEAL_MS / 1000.0 * self.rate_hz);
            let steps = frames / CONTROL_FRAMES as f32;
            self.packs[pack].glide_to(lane, &self.parts[usize::from(part)].timbre, hz, steps);
        }
    }

    /// Fades everything that sounds within `fade_frames` and frees the voices.
    pub fn silence(&mut self, fade_frames: u64) {
        let steps = fade_frames / CONTROL_FRAMES as u64;
        if steps < 2 {
            self.stop();
            return;
        }
        // One step less: a fade starts at the next control step.
        let steps = (steps - 1) as f32;
        for part in &self.parts {
            for voice in 0..part.voices {
                let pack = usize::from(part.packs[voice / LANES]);
                self.packs[pack].fade_out(voice % LANES, steps);
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
            if at == start {
                self.control();
            }
            self.render_period(start, at, end, buses);
            at = end;
        }
    }

    /// Voices that sound or ring out.
    pub fn sounding(&self) -> usize {
        self.sounding
    }

    /// Frees finished voices and moves the others on by a control step.
    fn control(&mut self) {
        for index in 0..self.parts.len() {
            // Backwards, so that the voice that fills a gap has been looked at.
            for pack in (0..self.parts[index].packs.len()).rev() {
                let finished = self.packs[usize::from(self.parts[index].packs[pack])].finished();
                for lane in (0..LANES).rev().filter(|lane| finished >> lane & 1 == 1) {
                    if pack * LANES + lane < self.parts[index].voices {
                        self.remove(index, pack * LANES + lane);
                    }
                }
            }
            let part = &self.parts[index];
            for &pack in &part.packs {
                self.packs[usize::from(pack)].control(&part.timbre);
            }
        }
    }

    /// Renders `from..to`, which lie in the control period that begins at `start`.
    fn render_period(&mut self, start: usize, from: usize, to: usize, buses: &mut [Bus]) {
        for (part, bus) in self.parts.iter().zip(buses.iter_mut()) {
            if part.voices == 0 {
                continue;
            }
            let mut sums = Sums::SILENT;
            for &pack in &part.packs {
                let pack = &mut self.packs[usize::from(pack)];
                if pack.fresh != 0 {
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

    /// Pack and lane of a note that has not been released.
    fn find(&self, part: u8, note: NoteId) -> Option<(usize, usize)> {
        let part = self.parts.get(usize::from(part))?;
        for &pack in &part.packs {
            let held = self.packs[usize::from(pack)].holding(note);
            if held != 0 {
                return Some((usize::from(pack), held.trailing_zeros() as usize));
            }
        }
        None
    }

    /// Makes room: the quietest voice fades, the oldest among equals.
    fn steal(&mut self) {
        let mut least = f32x8::splat(f32::INFINITY);
        for part in &self.parts {
            for &pack in &part.packs {
                least = least.fast_min(self.packs[usize::from(pack)].loudness);
            }
        }
        let least = least.to_array().into_iter().fold(f32::INFINITY, f32::min);
        let mut quietest = None;
        let mut oldest = 0;
        for (index, part) in self.parts.iter().enumerate() {
            for (number, &pack) in part.packs.iter().enumerate() {
                let pack = &self.packs[usize::from(pack)];
                let mut lanes = pack.loudness.simd_le(f32x8::splat(least)).to_bitmask();
                while lanes != 0 {
                    let lane = lanes.trailing_zeros() as usize;
                    lanes &= lanes - 1;
                    let age = self.count.wrapping_sub(pack.born[lane]);
                    if age > oldest && least.is_finite() {
                        (oldest, quietest) = (age, Some((index, number * LANES + lane)));
                    }
                }
            }
        }
        let Some((index, voice)) = quietest else { return };
        let pack = usize::from(self.parts[index].packs[voice / LANES]);
        let (pack, lane) = (&mut self.packs[pack], voice % LANES);
        if pack.fresh >> lane & 1 == 1 {
            self.remove(index, voice);
        } else if self.fading < MAX_LANES - MAX_VOICES {
            pack.fade_out(lane, STEAL_MS / 1000.0 * self.rate_hz / CONTROL_FRAMES as f32);
            pack.mark_stolen(lane);
            self.sounding -= 1;
            self.fading += 1;
        }
    }

    /// Frees a voice of part `index`; the part's last voice takes its place.
    fn remove(&mut self, index: usize, voice: usize) {
        let part = &mut self.parts[index];
        let last = part.voices - 1;
        let (to, from) = (part.packs[voice / LANES], part.packs[last / LANES]);
        if self.packs[usize::from(to)].stolen >> (voice % LANES) & 1 == 1 {
            self.fading -= 1;
        } else {
            self.sounding -= 1;
        }
        if to == from {
            let pack = &mut self.packs[usize::from(to)];
            let same = pack.clone();
            pack.copy_lane(voice % LANES, &same, last % LANES);
        } else if let Ok([to, from]) = self.packs.get_disjoint_mut([usize::from(to), usize::from(from)]) {
            to.copy_lane(voice % LANES, from, last % LANES);
        }
        self.packs[usize::from(from)].clear(last % LANES);
        part.voices = last;
        if last.is_multiple_of(LANES)
            && let Some(pack) = part.packs.pop()
        {
            self.free.push(pack);
        }
    }

    /// Frees all voices at once.
    fn stop(&mut self) {
        for index in 0..self.parts.len() {
            while self.parts[index].voices > 0 {
                let last = self.parts[index].voices - 1;
                self.remove(index, last);
            }
        }
    }
}

/// Sum of the lanes, always in the same order.
#[inline]
fn sum(lanes: f32x8) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes.to_array();
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
