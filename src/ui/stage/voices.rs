//! What sounds now: a shape a voice, as high as its pitch, as large as it is loud.

use eframe::egui::{Painter, Stroke};

use super::layout::Layout;
use super::shape;
use super::trail::{Trace, Trail};
use super::view::View;
use crate::engine::{BAND_LANE, LEADER_LANE, MAX_LANES, Snapshot};
use crate::music::{Pitch, Register};
use crate::time::Frames;

/// How fast a voice swells after its onset and shrinks after its release, in seconds. Sizes change
/// slowly enough that twelve presses a second do not flicker.
const SWELL_S: f64 = 0.05;
const SHRINK_S: f64 = 0.35;
/// How fast a shown loudness follows one that rises and one that falls, in seconds.
const LOUDER_S: f64 = 0.04;
const SOFTER_S: f64 = 0.5;
/// Softest loudness that makes a difference, in dB of the peak of a part.
const SOFTEST_DB: f32 = -42.0;
/// Loudest.
const LOUDEST_DB: f32 = -12.0;
/// Size at rest, where nothing of a part sounds.
const REST: f32 = 0.26;
/// A shape that is left over from a note is at rest after this many seconds.
const OVER_S: f64 = 2.0;

/// How loud parts are shown to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Levels {
    shown: [f32; MAX_LANES],
    seen: Frames,
}

impl Levels {
    /// Moves on to the moment of `snapshot`.
    pub fn move_on(&mut self, snapshot: &Snapshot, rate_hz: f64) {
        let passed_s = snapshot.frame.saturating_sub(self.seen) as f64 / rate_hz;
        self.seen = snapshot.frame;
        for (shown, part) in self.shown.iter_mut().zip(&snapshot.parts) {
            let level_db = 20.0 * part.peak.max(1.0e-6).log10();
            let level = ((level_db - SOFTEST_DB) / (LOUDEST_DB - SOFTEST_DB)).clamp(0.0, 1.0);
            let time_s = if level > *shown { LOUDER_S } else { SOFTER_S };
            *shown += (level - *shown) * (1.0 - (-passed_s / time_s).exp()) as f32;
        }
    }

    /// Of a lane, 0 to 1.
    pub fn of(&self, lane: u8) -> f32 {
        self.shown.get(usize::from(lane)).copied().unwrap_or(0.0)
    }
}

/// Draws what sounds, and where a part that rests will sound.
pub fn draw(painter: &Painter, view: &View<'_>, layout: &Layout, trail: &Trail, levels: &Levels) {
    band(painter, view, layout, levels);
    let (now, rate_hz) = (view.snapshot.frame, view.rate_hz());
    for lane in layout.lanes() {
        let mut shown: Vec<(Pitch, f32)> = Vec::new();
        for trace in trail.traces().filter(|trace| trace.part == lane) {
            let size = size(trace, now, rate_hz, levels.of(lane));
            // Repetitions of a pitch are one shape.
            match shown.iter_mut().find(|(pitch, _)| (pitch - trace.pitch()).abs() < 0.05) {
                Some((_, known)) => *known = known.max(size),
                None => shown.push((trace.pitch(), size)),
            }
        }
        shown.retain(|(_, size)| *size > REST);
        if shown.is_empty() {
            shown.push((resting_pitch(view, lane), REST));
        }
        // The largest first, so that a small one lies on top of it.
        shown.sort_by(|one, other| other.1.total_cmp(&one.1));
        for (pitch, size) in shown {
            let at = layout.space.at(layout.now_x(lane), pitch);
            let radius = layout.unit * size;
            let colour = view.look.part(usize::from(lane));
            let ground = view.look.palette.ground;
            let halo = Stroke::new(layout.unit * 0.05, view.look.tint(usize::from(lane), 0.45));
            if size > REST {
                shape::outline(painter, usize::from(lane), at, radius * 1.22, halo);
            }
            shape::fill(painter, usize::from(lane), at, radius, colour, ground);
        }
    }
}

/// Size of a voice, as a share of the layout's unit.
fn size(trace: &Trace, now: Frames, rate_hz: f64, level: f32) -> f32 {
    let since = |at: Frames| now.saturating_sub(at) as f64 / rate_hz;
    let swell = 1.0 - (-since(trace.began) / SWELL_S).exp();
    let shrink = match trace.ended {
        Some(ended) if since(ended) > OVER_S => 0.0,
        Some(ended) => (-since(ended) / SHRINK_S).exp(),
        None => 1.0,
    };
    let struck = 0.55 + 0.45 * trace.velocity / 127.0;
    (swell * shrink) as f32 * struck * (0.5 + 0.65 * level)
}

/// Where a lane waits: at its last pitch, at first in the middle of its register.
fn resting_pitch(view: &View<'_>, lane: u8) -> Pitch {
    let register = view.music.parts.get(usize::from(lane)).map_or(Register::default(), |part| part.register);
    let last = view.snapshot.parts[usize::from(lane).min(MAX_LANES - 1)].last_pitch;
    last.unwrap_or_else(|| {
        let root = view.snapshot.harmony.root;
        let octaves = ((register.centre() - root) / 12.0).round();
        if lane == LEADER_LANE { register.centre() } else { root + 12.0 * octaves }
    })
}

/// The band plays small and grey behind: dots for what has a pitch.
fn band(painter: &Painter, view: &View<'_>, layout: &Layout, levels: &Levels) {
    for lane in BAND_LANE + 1..MAX_LANES as u8 {
        let level = levels.of(lane);
        for (place, pitch) in view.snapshot.parts[usize::from(lane)].sounding().iter().enumerate() {
            let x = layout.space.rect.right() - layout.unit * (0.6 + 0.5 * (place % 3) as f32);
            let radius = layout.unit * (0.12 + 0.16 * level);
            painter.circle_filled(layout.space.at(x, *pitch), radius, view.look.faint(0.6));
        }
    }
}
