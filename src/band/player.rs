//! The band as it plays: bars, cells and their moments.

use super::activity::Activity;
use super::form::{Form, Playing};
use super::grid::{Accent, Hit, Tone};
use super::hits::{BandIntents, Coming, Hits};
use super::style::{Instrument, Row, Section};
use super::{BandSetup, Follow, Start};
use crate::chance::Chance;
use crate::music::{Chord, Harmony, Pitch, drum};
use crate::time::{Frames, ms_to_frames, seconds_to_frames};

/// Velocity of soft, plain and strong hits.
const VELOCITIES: [f32; 3] = [52.0, 78.0, 100.0];
/// Loudness of a hit by intensity.
const BY_INTENSITY: [f32; 4] = [0.84, 0.92, 1.0, 1.06];
/// Loudness of hits on the first beat, on other beats, between beats.
const BY_PLACE: [f32; 3] = [1.0, 0.94, 0.88];
/// Chance in loudness, either way.
const UNEVEN: f32 = 0.06;
/// After an ending, presses within this time belong to it and begin nothing, in s.
const AFTER_END_S: f64 = 1.5;
/// Weight of an axis going from one end to the other, beside a press.
const MOVE_WEIGHT: f32 = 1.0;

/// Where beats fall: the transport.
pub trait Beats {
    /// Beats since the transport started at `frame`.
    fn beat_at(&self, frame: Frames) -> f64;
    /// The first frame on which `beat` has come.
    fn frame_of(&self, beat: f64) -> Frames;
    /// Beats per minute.
    fn tempo_bpm(&self) -> f64;
}

/// What the band sees when it is called.
#[derive(Clone, Copy)]
pub struct BandView<'a> {
    /// Root, scale and chord.
    pub harmony: &'a Harmony,
    /// The chord that follows, where that is known.
    pub next: Option<&'a Chord>,
    /// The transport.
    pub beats: &'a dyn Beats,
}

/// The band as the screen shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BandSnapshot {
    /// What it is doing.
    pub playing: Playing,
    /// Bar of the section, from 0.
    pub bar: u16,
    /// How much plays, 0 to 3.
    pub intensity: u8,
}

/// A band, built to play.
pub struct Band {
    rate_hz: f64,
    setup: BandSetup,
    chance: Chance,
    form: Form,
    activity: Activity,
    intensity: u8,
    /// Intensity that somebody asked for.
    asked: Option<u8>,
    /// The beat on which this bar began.
    bar_beat: f64,
    /// Bars since the band began.
    bars: u64,
    next_cell: u32,
    /// When the player last did something.
    active_at: Frames,
    /// From when a press may begin the band.
    ready_at: Frames,
    hits: Hits,
    seen: (Chord, Pitch),
}

impl Band {
    /// A band at `rate_hz`. Allocates.
    pub fn new(rate_hz: f64, setup: BandSetup, seed: u64) -> Self {
        let asked = (setup.follow == Follow::Fixed).then_some(setup.intensity);
        Band {
            rate_hz,
            intensity: setup.intensity.min(3),
            asked,
            chance: Chance::new(seed),
            form: Form::default(),
            activity: Activity::default(),
            bar_beat: 0.0,
            bars: 0,
            next_cell: 0,
            active_at: 0,
            ready_at: 0,
            hits: Hits::default(),
            seen: (Chord::default(), Pitch::NAN),
            setup,
        }
    }

    /// Whether a press at `now` would begin the music.
    pub fn begins_on_press(&self, now: Frames) -> bool {
        self.setup.start == Start::Press && self.is_waiting() && now >= self.ready_at
    }

    /// Whether it waits for its beginning.
    pub fn is_waiting(&self) -> bool {
        self.form.playing == Playing::Waiting
    }

    /// Whether it plays its ending, for which the harmony is home.
    pub fn is_ending(&self) -> bool {
        self.form.playing == Playing::Ending
    }

    /// Begins on `bar_beat`, the beat of a bar line that is not over. What it still sounds of an earlier
    /// piece ends there.
    pub fn start(&mut self, now: Frames, bar_beat: f64) {
        self.hits.end_all_on(bar_beat);
        self.form.begin(&self.setup.style, self.setup.lead_in);
        self.intensity = self.asked.unwrap_or(self.setup.intensity).min(3);
        (self.bar_beat, self.bars, self.next_cell) = (bar_beat, 0, 0);
        self.active_at = now;
    }

    /// The place is `beat` now: what sounds ends there, and bars begin again on `bar_beat`.
    pub fn realign(&mut self, bar_beat: f64, beat: f64) {
        self.hits.end_all_on(beat);
        (self.bar_beat, self.next_cell) = (bar_beat, 0);
    }

    /// The place is held at `beat`: what sounds ends, and nothing starts until it moves on.
    pub fn hold(&mut self, beat: f64) {
        self.hits.end_all_on(beat);
    }

    /// Leads to the end: the ending begins with the next bar.
    pub fn finish(&mut self) {
        self.form.end = !self.is_waiting();
    }

    /// A fill in the next bar.
    pub fn fill(&mut self) {
        self.form.fill = true;
    }

    /// So much plays from the next bar on; none follows the player.
    pub fn set_intensity(&mut self, intensity: Option<u8>) {
        self.asked = intensity.map(|intensity| intensity.min(3));
    }

    /// The player pressed.
    pub fn pressed(&mut self, now: Frames) {
        self.active_at = now;
        self.activity.add(now, self.rate_hz, 1.0);
    }

    /// The player moved, or let go.
    pub fn moved(&mut self, now: Frames, by: f32) {
        self.active_at = now;
        if by.is_finite() {
            self.activity.add(now, self.rate_hz, MOVE_WEIGHT * by.abs().min(1.0));
        }
    }

    /// Everything was silenced; it waits for its beginning.
    pub fn silence(&mut self) {
        self.hits.forget();
        self.form = Form::default();
        self.ready_at = 0;
    }

    /// When something is due by itself.
    pub fn next_deadline(&self, view: &BandView<'_>) -> Option<Frames> {
        let cell = (!self.is_waiting()).then(|| view.beats.frame_of(self.next_beat()));
        let end = self.hits.next_end().map(|beat| view.beats.frame_of(beat));
        let chord = (end.is_some() && self.seen != seen(view.harmony)).then_some(0);
        [cell, end, chord, self.hits.next_hit()].into_iter().flatten().min()
    }

    /// Does a step of what is due at `now`; says whether anything was.
    pub fn wake(&mut self, now: Frames, view: &BandView<'_>, out: &mut BandIntents) -> bool {
        if self.next_deadline(view).is_none_or(|at| at > now) {
            return false;
        }
        if self.hits.next_end().is_some_and(|beat| view.beats.frame_of(beat) <= now) {
            // Half a frame of slack, so that what is due by its frame is due by its beat.
            let beat = view.beats.beat_at(now) + 1e-6;
            self.hits.end_due(beat, out);
        }
        if !self.is_waiting() && view.beats.frame_of(self.next_beat()) <= now {
            self.step(now, view);
            return true;
        }
        if self.seen != seen(view.harmony) {
            self.seen = seen(view.harmony);
            let soon = ms_to_frames(40.0, self.rate_hz);
            let beat = view.beats.beat_at(now);
            self.hits.follow(now, beat, soon, &self.setup.style.instruments, view.harmony, out);
        }
        while out.remaining_capacity() >= 32
            && self.hits.play_due(now, &self.setup.style.instruments, view.harmony, view.next, out)
        {}
        true
    }

    /// The beat of the next cell, or of the next bar.
    fn next_beat(&self) -> f64 {
        let style = &self.setup.style;
        if self.next_cell >= style.cells_a_bar() {
            return self.bar_beat + f64::from(style.metre.beats);
        }
        self.bar_beat + style.beat_of(self.next_cell)
    }

    /// Plays the next cell, or begins the next bar.
    fn step(&mut self, now: Frames, view: &BandView<'_>) {
        if self.next_cell < self.setup.style.cells_a_bar() {
            self.cell(now, self.next_cell);
            self.next_cell += 1;
            return;
        }
        self.bar_beat += f64::from(self.setup.style.metre.beats);
        self.next_cell = 0;
        self.bars += 1;
        let tempo_bpm = view.beats.tempo_bpm();
        let felt = self.activity.next_bar(now, self.rate_hz, tempo_bpm, self.intensity);
        self.intensity = self.asked.unwrap_or(felt.max(self.setup.intensity)).min(3);
        let rest_frames = seconds_to_frames(self.setup.rest_s, self.rate_hz);
        self.form.end |= now.saturating_sub(self.active_at) > rest_frames;
        self.form.next_bar(&self.setup.style, self.intensity);
        if self.is_waiting() {
            self.ready_at = now + seconds_to_frames(AFTER_END_S, self.rate_hz);
        }
    }

    /// Plans what starts in a cell.
    fn cell(&mut self, now: Frames, cell: u32) {
        let style = &self.setup.style;
        let cells_a_bar = style.cells_a_bar();
        let place = match cell {
            0 => 0,
            cell if cell.is_multiple_of(u32::from(style.cells_a_beat)) => 1,
            _ => 2,
        };
        let loudness = BY_INTENSITY[usize::from(self.intensity.min(3))] * BY_PLACE[place];
        let bar_chance = self.chance.fork(self.bars);
        let spread_ms = if self.bars == 0 && cell == 0 { 0.0 } else { style.humanise_ms };
        for instrument in Instrument::ALL {
            let Some(sound) = &style.instruments[instrument.index()] else { continue };
            for (number, (drum, hit)) in self.hits_of(instrument, cell).enumerate() {
                let mut chance =
                    bar_chance.fork(u64::from(cell) * 256 + instrument.index() as u64 * 64 + number as u64);
                let late_ms = spread_ms * (chance.unit() + chance.unit()) / 2.0 + sound.late_ms;
                let uneven = 1.0 + UNEVEN * chance.between(-1.0, 1.0);
                let end = cell + u32::from(hit.cells);
                let end_beat = self.bar_beat
                    + f64::from(end / cells_a_bar) * f64::from(style.metre.beats)
                    + style.beat_of(end % cells_a_bar);
                let velocity = (VELOCITIES[hit.accent as usize] * loudness * uneven).clamp(1.0, 127.0);
                let at = now + ms_to_frames(f64::from(late_ms), self.rate_hz);
                self.hits.plan(Coming { at, instrument, drum, hit, velocity, end_beat });
            }
        }
    }

    /// What `instrument` starts in a cell of this bar.
    fn hits_of(&self, instrument: Instrument, cell: u32) -> impl Iterator<Item = (Pitch, Hit)> + use<> {
        let mut found: arrayvec::ArrayVec<(Pitch, Hit), 12> = arrayvec::ArrayVec::new();
        let style = &self.setup.style;
        if self.form.playing == Playing::Count {
            if instrument == Instrument::Drums && cell.is_multiple_of(u32::from(style.cells_a_beat)) {
                let hit = Hit { tone: Tone::All, accent: Accent::Soft, cells: 1 };
                found.push((drum("stick").unwrap_or(37.0), hit));
            }
            return found.into_iter();
        }
        let cells_a_bar = style.cells_a_bar() as usize;
        for row in self.rows(instrument).iter().filter(|row| row.plays_at(self.intensity)) {
            let bars = (row.cells.len() / cells_a_bar).max(1);
            let bar = self.form.row_bar() as usize % bars;
            if let Some(Some(hit)) = row.cells.get(bar * cells_a_bar + cell as usize) {
                let _ = found.try_push((row.drum, *hit));
            }
        }
        found.into_iter()
    }

    fn rows(&self, instrument: Instrument) -> &[Row] {
        let style = &self.setup.style;
        let rests = |section: &Section| section.rows[instrument.index()].is_empty();
        let section = match self.form.playing {
            Playing::Waiting | Playing::Count => return &[],
            Playing::Intro => &style.intro,
            Playing::Fill(_) if !rests(&style.fill) => &style.fill,
            Playing::Variation(number) | Playing::Fill(number) => {
                &style.variations[usize::from(number.min(1))]
            }
            Playing::Ending => &style.ending,
        };
        &section.rows[instrument.index()]
    }

    /// What the screen may show.
    pub fn snapshot(&self) -> BandSnapshot {
        BandSnapshot {
            playing: self.form.playing,
            bar: self.form.row_bar() as u16,
            intensity: self.intensity,
        }
    }
}

fn seen(harmony: &Harmony) -> (Chord, Pitch) {
    (harmony.chord, harmony.root)
}
