//! The last seconds of music as it flows away.

use std::collections::VecDeque;

use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2, pos2};

use super::layout::Layout;
use super::shape;
use super::view::View;
use crate::engine::{BAND_LANE, NoteRecord, Snapshot};
use crate::music::Pitch;
use crate::time::Frames;

/// How long a note is seen after it ended, in seconds.
pub const SEEN_S: f64 = 8.0;
/// Most notes that are remembered.
const MOST: usize = 600;
/// Notes of a part that follow each other within this time are joined by a thin line.
const JOINED_S: f64 = 1.5;
/// Of notes that follow each other faster than the first of these, in seconds, lines are not drawn,
/// and from the second on they are drawn in full: many lines that flow by would flicker.
const QUICK_S: [f64; 2] = [0.17, 0.4];
/// A gap shorter than this between two notes of the same pitch is not drawn: a fast repetition
/// flows as one band and does not flicker.
const CLOSED_GAP_S: f64 = 0.3;
/// How fast a shown pitch follows a glide, per second.
const FOLLOWS: f64 = 18.0;
/// Steepest age in the fading of a note: it is half as strong after three seconds.
const FADE_POWER: f32 = 1.6;
/// Width of a note at its end, as a share of that at its onset.
const TAPER: f32 = 0.4;

/// A note as it is drawn.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its lane.
    pub part: u8,
    note: u32,
    /// Velocity, 1 to 127.
    pub velocity: f32,
    /// When it began.
    pub began: Frames,
    /// When it was released.
    pub ended: Option<Frames>,
    /// Where it was, from when on; glides have several.
    path: Vec<(Frames, Pitch)>,
}

impl Trace {
    /// The pitch at which it is shown now.
    pub fn pitch(&self) -> Pitch {
        self.path.last().map_or(60.0, |(_, pitch)| *pitch)
    }

    fn pitch_at_onset(&self) -> Pitch {
        self.path.first().map_or(60.0, |(_, pitch)| *pitch)
    }
}

/// Notes of the last seconds, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    traces: VecDeque<Trace>,
    /// The moment of the last picture.
    seen: Frames,
}

impl Trail {
    /// Notes began or ended.
    pub fn hear(&mut self, notes: &[NoteRecord]) {
        for note in notes {
            if note.on {
                self.traces.push_back(Trace {
                    part: note.part,
                    note: note.note,
                    velocity: note.velocity,
                    began: note.at,
                    ended: None,
                    path: vec![(note.at, note.pitch)],
                });
            } else {
                let open = self.traces.iter_mut().rev();
                let mut same = open.filter(|trace| (trace.part, trace.note) == (note.part, note.note));
                if let Some(trace) = same.next() {
                    trace.ended.get_or_insert(note.at);
                }
            }
        }
        let over = self.traces.len().saturating_sub(MOST);
        self.traces.drain(..over);
    }

    /// Moves on to the moment of `snapshot`: what is too old goes, glides are followed.
    pub fn move_on(&mut self, snapshot: &Snapshot, rate_hz: f64) {
        let now = snapshot.frame;
        if now < self.seen {
            // An engine built anew counts from 0.
            self.traces.clear();
        }
        let passed_s = now.saturating_sub(self.seen) as f64 / rate_hz;
        self.seen = now;
        let oldest = now.saturating_sub((SEEN_S * rate_hz) as Frames);
        self.traces.retain(|trace| trace.ended.is_none_or(|ended| ended >= oldest));
        let share = (1.0 - (-passed_s * FOLLOWS).exp()) as f32;
        for (lane, part) in snapshot.parts.iter().enumerate() {
            let open = |trace: &&mut Trace| usize::from(trace.part) == lane && trace.ended.is_none();
            let sounding = part.sounding();
            if self.traces.iter_mut().filter(open).count() != sounding.len() {
                continue;
            }
            for (trace, pitch) in self.traces.iter_mut().filter(open).zip(sounding) {
                let shown = trace.pitch();
                let left = pitch - shown;
                if left != 0.0 {
                    let next = if left.abs() < 0.02 { *pitch } else { shown + left * share };
                    if trace.path.len() == 1 {
                        trace.path.push((now, shown));
                    }
                    trace.path.push((now, next));
                }
            }
        }
    }

    /// All of them, the oldest first.
    pub fn traces(&self) -> impl DoubleEndedIterator<Item = &Trace> {
        self.traces.iter()
    }

    /// Whether nothing is seen any more.
    pub fn is_empty(&self) -> bool {
        self.traces.is_empty()
    }

    /// Seconds since the last note ended; 0 while one sounds, none where none is seen any more.
    pub fn quiet_s(&self, rate_hz: f64) -> Option<f64> {
        let ended = self.traces.iter().map(|trace| trace.ended.unwrap_or(self.seen)).max()?;
        Some(self.seen.saturating_sub(ended) as f64 / rate_hz)
    }

    /// Draws them.
    pub fn draw(&self, painter: &Painter, view: &View<'_>, layout: &Layout) {
        let rate_hz = view.rate_hz();
        let mut before: [Option<&Trace>; 16] = [None; 16];
        for trace in
            self.traces.iter().filter(|trace| trace.part < BAND_LANE && layout.has_height(trace.part))
        {
            let lane = usize::from(trace.part) % before.len();
            let joins = before[lane].replace(trace);
            let mut ribbon = Ribbon { painter, view, layout, trace, rate_hz, now: self.seen };
            if let Some(before) = joins {
                ribbon.join(before);
            }
            ribbon.draw();
        }
    }
}

struct Ribbon<'a> {
    painter: &'a Painter,
    view: &'a View<'a>,
    layout: &'a Layout,
    trace: &'a Trace,
    rate_hz: f64,
    now: Frames,
}

impl Ribbon<'_> {
    fn age_s(&self, at: Frames) -> f64 {
        self.now.saturating_sub(at) as f64 / self.rate_hz
    }

    fn x(&self, at: Frames) -> f32 {
        self.layout.now_x(self.trace.part) - (self.age_s(at) as f32) * self.layout.speed
    }

    fn colour(&self, at: Frames, most: f32) -> Color32 {
        let left = (1.0 - self.age_s(at) / SEEN_S).max(0.0) as f32;
        // Mixed and opaque, so that what lies over each other is one surface.
        self.view.look.tint(usize::from(self.trace.part), most * left.powf(FADE_POWER))
    }

    fn half_width(&self) -> f32 {
        self.layout.unit * (0.14 + 0.22 * self.trace.velocity / 127.0)
    }

    /// A note narrows towards its end.
    fn taper(&self, at: Frames) -> f32 {
        let Some(ended) = self.trace.ended else { return 1.0 };
        let length = ended.saturating_sub(self.trace.began).max(1) as f32;
        1.0 - (1.0 - TAPER) * at.saturating_sub(self.trace.began) as f32 / length
    }

    fn draw(&self) {
        let end = self.trace.ended.unwrap_or(self.now);
        let mut spine: Vec<(Frames, Pitch)> = self.trace.path.clone();
        spine.push((end.max(self.trace.began), self.trace.pitch()));
        // Long notes fade along their length.
        let mut points = Vec::new();
        for pair in spine.windows(2) {
            let steps = (self.age_s(pair[0].0) - self.age_s(pair[1].0)).max(0.0) * 4.0;
            let steps = (steps.ceil() as u64).clamp(1, 40);
            for step in 0..steps {
                let share = step as f64 / steps as f64;
                let at = pair[0].0 + ((pair[1].0 - pair[0].0) as f64 * share) as Frames;
                points.push((at, pair[0].1 + (pair[1].1 - pair[0].1) * share as f32));
            }
        }
        points.extend(spine.last());
        let spine: Vec<(Pos2, Color32, f32)> = points
            .iter()
            .map(|(at, pitch)| {
                (
                    self.layout.space.at(self.x(*at), *pitch),
                    self.colour(*at, 0.7),
                    self.half_width() * self.taper(*at),
                )
            })
            .collect();
        self.painter.add(Shape::mesh(band(&spine)));
        let onset = self.layout.space.at(self.x(self.trace.began), self.trace.pitch_at_onset());
        let colour = self.colour(self.trace.began, 0.7);
        let ground = self.view.look.palette.ground;
        shape::fill(
            self.painter,
            usize::from(self.trace.part),
            onset,
            self.half_width() * 1.15,
            colour,
            ground,
        );
    }

    /// A thin line from the note before, so that the melody is one line.
    fn join(&mut self, before: &Trace) {
        let Some(ended) = before.ended else { return };
        let gap_s = self.age_s(ended) - self.age_s(self.trace.began);
        if ended > self.trace.began || gap_s > JOINED_S {
            return;
        }
        let from = self.layout.space.at(self.x(ended), before.pitch());
        let to = self.layout.space.at(self.x(self.trace.began), self.trace.pitch_at_onset());
        let apart_s = self.age_s(before.began) - self.age_s(self.trace.began);
        let calm = ((apart_s - QUICK_S[0]) / (QUICK_S[1] - QUICK_S[0])).clamp(0.0, 1.0) as f32;
        let colour = self.colour(ended, 0.5);
        if before.pitch() == self.trace.pitch_at_onset() && gap_s < CLOSED_GAP_S {
            let thin = self.half_width() * TAPER;
            self.painter.add(Shape::mesh(band(&[(from, colour, thin), (to, colour, thin)])));
            return;
        }
        if calm == 0.0 {
            return;
        }
        let colour = colour.gamma_multiply(calm);
        let bend = Vec2::new((to.x - from.x) * 0.5, 0.0);
        let points = (0..=12).map(|step| {
            let share = step as f32 / 12.0;
            let [a, b, c, d] = [
                (1.0 - share).powi(3),
                3.0 * share * (1.0 - share).powi(2),
                3.0 * share * share * (1.0 - share),
                share.powi(3),
            ];
            let (one, two) = (from + bend, to - bend);
            pos2(a * from.x + b * one.x + c * two.x + d * to.x, a * from.y + b * one.y + c * two.y + d * to.y)
        });
        self.painter.add(Shape::line(points.collect(), Stroke::new(self.layout.unit * 0.06, colour)));
    }
}

/// A soft-edged band along `spine`.
fn band(spine: &[(Pos2, Color32, f32)]) -> Mesh {
    let mut mesh = Mesh::default();
    for (place, (at, colour, half_width)) in spine.iter().enumerate() {
        let before = spine[place.saturating_sub(1)].0;
        let after = spine[(place + 1).min(spine.len() - 1)].0;
        let along = (after - before).normalized();
        let across = if along == Vec2::ZERO { Vec2::DOWN } else { along.rot90() };
        for (offset, colour) in [
            (-*half_width - 1.0, Color32::TRANSPARENT),
            (-*half_width, *colour),
            (*half_width, *colour),
            (*half_width + 1.0, Color32::TRANSPARENT),
        ] {
            mesh.vertices.push(Vertex { pos: *at + across * offset, uv: WHITE_UV, color: colour });
        }
        if place > 0 {
            let first = (place as u32 - 1) * 4;
            for lane in 0..3 {
                let corner = first + lane;
                mesh.add_triangle(corner, corner + 1, corner + 4);
                mesh.add_triangle(corner + 1, corner + 4, corner + 5);
            }
        }
    }
    mesh
}
