//! A change of music that plays: made ready elsewhere, carried out within a block.
//!
//! What is only a number, a level, a register, a tempo, is told to the music that plays. Where a
//! part needs another mode or another sound, or the chords another source, the music is built
//! anew elsewhere, and takes over from the old one everything that has not changed, with the
//! notes that sound in it.

use super::carry::{Carried, PartCarried};
use super::part::Playing;
use super::{
    BAND_LANE, Engine, LEADER_LANE, LeaderSetup, MAX_LANES, Music, MusicSetup, PartSetup, Retired,
    SetupError, Sink,
};
use crate::band::Follow;
use crate::music::{Pitch, Scale};
use crate::sound::Source;
use crate::time::{Frames, Metre, Swing};

/// Music as it is arranged at the desk.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The music.
    pub setup: MusicSetup,
    /// Lanes that somebody muted.
    pub muted: [bool; MAX_LANES],
    /// Lanes that alone are to sound, where there are any.
    pub solo: [bool; MAX_LANES],
    /// How much the band plays, where somebody has said it.
    pub intensity: Option<u8>,
    /// Master level, −60 to 0 dB.
    pub master_db: f32,
}

impl Arrangement {
    /// Music as its preset has it, at a master level.
    pub fn new(setup: MusicSetup, master_db: f32) -> Self {
        let fixed = setup.band.as_ref().filter(|band| band.follow == Follow::Fixed);
        let intensity = fixed.map(|band| band.intensity);
        Arrangement { setup, muted: [false; MAX_LANES], solo: [false; MAX_LANES], intensity, master_db }
    }

    /// Whether a lane is not heard, muted or for another's solo.
    pub fn is_silent(&self, lane: u8) -> bool {
        let lane = usize::from(lane) % MAX_LANES;
        self.muted[lane] || (self.solo.contains(&true) && !self.solo[lane])
    }

    /// Level and side of a lane; none where there is no such lane.
    pub fn mixed(&self, lane: u8) -> Option<(f32, f32)> {
        if let Some(part) = self.setup.parts.get(usize::from(lane)) {
            return Some((part.level_db, part.pan));
        }
        if lane == LEADER_LANE {
            return self.setup.leader.as_ref().map(|leader| (leader.level_db, leader.pan));
        }
        let band = self.setup.band.as_ref()?;
        let number = usize::from(lane.checked_sub(BAND_LANE)?);
        let sound = band.style.instruments.get(number)?.as_ref()?;
        Some(((sound.level_db + band.level_db).clamp(-60.0, 12.0), sound.pan))
    }
}

/// A change from one arrangement to another.
pub struct Revision {
    rate_hz: f64,
    parts: Vec<Playing>,
    /// Number, level, side and silence of the lanes that change.
    lanes: Vec<(u8, f32, f32, bool)>,
    tempo_bpm: Option<f64>,
    root: Option<Pitch>,
    scale: Option<Scale>,
    swing: Option<Swing>,
    metre: Option<Metre>,
    intensity: Option<Option<u8>>,
    master_db: Option<f32>,
    rebuilt: Option<(Box<Music>, Carried)>,
}

fn changed<T: PartialEq + Copy>(old: T, new: T) -> Option<T> {
    (old != new).then_some(new)
}

impl Revision {
    /// What makes `new` of `old`, for an engine at `rate_hz`. Both have the same parts and band.
    /// Allocates.
    ///
    /// # Errors
    /// Where the new music cannot be built.
    pub fn between(old: &Arrangement, new: &Arrangement, rate_hz: f64) -> Result<Box<Self>, SetupError> {
        let (was, will) = (&old.setup, &new.setup);
        let lanes = (0..MAX_LANES as u8).filter_map(|lane| {
            let (level_db, pan) = new.mixed(lane)?;
            let now = (level_db, pan, new.is_silent(lane));
            let before = old.mixed(lane).map(|(level_db, pan)| (level_db, pan, old.is_silent(lane)));
            (before != Some(now)).then_some((lane, now.0, now.1, now.2))
        });
        let carried = Carried {
            parts: was.parts.iter().zip(&will.parts).map(carried_of).collect(),
            leader: same_leader(was.leader.as_ref(), will.leader.as_ref()),
            chords: was.progression == will.progression && was.progression_by == will.progression_by,
            timing: was.metre == will.metre,
        };
        let rebuilt =
            if carried.is_everything() { None } else { Some((Music::build(rate_hz, will)?, carried)) };
        Ok(Box::new(Revision {
            rate_hz,
            parts: will.parts.iter().map(Playing::of).collect(),
            lanes: lanes.collect(),
            tempo_bpm: changed(was.tempo_bpm, will.tempo_bpm),
            root: changed(was.root, will.root),
            scale: changed(was.scale, will.scale),
            swing: changed(was.swing, will.swing),
            metre: changed(was.metre, will.metre),
            intensity: changed(old.intensity, new.intensity),
            master_db: changed(old.master_db, new.master_db),
            rebuilt,
        }))
    }

    /// Whether it exchanges sounds, modes or lanes.
    pub fn rebuilds(&self) -> bool {
        self.rebuilt.is_some()
    }
}

fn carried_of((old, new): (&PartSetup, &PartSetup)) -> PartCarried {
    PartCarried {
        mode: old.mode == new.mode
            && old.options == new.options
            && old.assist == new.assist
            && old.listens == new.listens
            && old.expression == new.expression
            && old.seed == new.seed
            && old.leads == new.leads,
        sound: old.patch == new.patch
            && old.effects == new.effects
            && old.room_db == new.room_db
            && same_source(&old.source, &new.source),
    }
}

fn same_source(old: &Source, new: &Source) -> bool {
    match (old, new) {
        (Source::Patch, Source::Patch) => true,
        (Source::Font(old), Source::Font(new)) => std::sync::Arc::ptr_eq(old, new),
        (Source::Clips(old), Source::Clips(new)) => std::sync::Arc::ptr_eq(old, new),
        _ => false,
    }
}

fn same_leader(old: Option<&LeaderSetup>, new: Option<&LeaderSetup>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            old.patch == new.patch
                && old.lock == new.lock
                && (old.follows_chords, old.follows_key) == (new.follows_chords, new.follows_key)
                && (old.glide_ms, old.room_db) == (new.glide_ms, new.room_db)
        }
        _ => false,
    }
}

impl Engine {
    /// Makes a revision; one that was made for other music is left out.
    pub(super) fn revise(&mut self, now: Frames, mut revision: Box<Revision>, sink: &mut dyn Sink) {
        if revision.rate_hz != self.rate_hz() || revision.parts.len() != self.music.part_count() {
            return self.retire(Retired::Revision(revision), sink);
        }
        if let Some(root) = revision.root {
            self.music.set_root(root);
        }
        if let Some(scale) = revision.scale {
            // Before chords are exchanged: those that come are in it as they were written.
            self.music.set_scale(scale);
        }
        if let Some((mut fresh, carried)) = revision.rebuilt.take() {
            fresh.take_over(now, &mut self.music, &carried, sink);
            fresh.begin_block();
            let old = std::mem::replace(&mut self.music, fresh);
            self.leave(old, sink);
        }
        self.touch();
        let music = &mut self.music;
        music.play_by(now, &revision.parts, sink);
        self.body.set_holding(music.held_roles());
        for &(number, level_db, pan, silent) in &revision.lanes {
            if let Some(lane) = music.lane_mut(number) {
                lane.mix.set_level_db(level_db);
                lane.mix.set_pan(pan);
                lane.mix.set_muted(silent);
            }
        }
        if let Some(intensity) = revision.intensity {
            music.command_band(now, crate::input::BandCommand::Intensity(intensity));
        }
        let scan = self.scan;
        music.change_time(now, &scan, (revision.tempo_bpm, revision.swing, revision.metre), sink);
        if let Some(master_db) = revision.master_db {
            self.master.set_level_db(master_db);
        }
        self.retire(Retired::Revision(revision), sink);
    }
}
