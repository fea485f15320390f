//! What `cantus bench` times: voices, a full preset, a band, a burst of notes.

use std::hint::black_box;

use super::super::{CommandError, load};
use super::{RATE_HZ, cpu_us};
use crate::band::{BandSetup, Follow, LeadIn, Start};
use crate::engine::{Command, Engine, Music, MusicSetup};
use crate::input::BandCommand;
use crate::person::DEFAULT_PERSON;
use crate::preset::Catalogue;
use crate::session::offline::Kept;
use crate::sound::effects::{ChorusSetup, DelaySetup, ToneSetup};
use crate::sound::engines::ENGINES;
use crate::sound::patch::{DriveSetup, Patch};
use crate::sound::reference::{bench_patch, bench_patch_of};
use crate::sound::{
    Bus, Effects, EffectsSetup, Guard, GuardSetup, MAX_VOICES, PartMix, Room, RoomSetup, Synth,
};
use crate::time::BLOCK_FRAMES;

/// All voices sounding.
pub(super) fn sounding(patch: &Patch) -> Synth {
    let mut bank = Synth::new(RATE_HZ, std::slice::from_ref(patch));
    for note in 0..MAX_VOICES as u32 {
        bank.note_on(0, note, crate::music::pitch_to_hz(36.0 + (note % 48) as f32, 440.0), 80.0);
    }
    bank
}

/// Everything that a large preset asks of the audio thread beside its modes.
pub(super) struct Full {
    synth: Synth,
    effects: Vec<Effects>,
    mixes: Vec<PartMix>,
    buses: Vec<Bus>,
    send: Bus,
    room: Room,
    guard: Guard,
}

/// Parts of a full preset, those of players among them, and its voices.
const FULL_PARTS: usize = 12;
const FULL_PLAYERS: usize = 8;
const FULL_VOICES: usize = 64;

impl Full {
    pub(super) fn new() -> Self {
        let patch = |part: usize| bench_patch_of(ENGINES[part % ENGINES.len()].id);
        let patches: Vec<_> = (0..FULL_PARTS).map(patch).collect();
        Full {
            synth: Synth::new(RATE_HZ, &patches),
            effects: vec![Effects::new(RATE_HZ, &every_effect()); FULL_PLAYERS],
            mixes: vec![PartMix::new(RATE_HZ, -6.0, 0.2, -12.0); FULL_PARTS],
            buses: vec![Bus::silent(); FULL_PARTS],
            send: Bus::silent(),
            room: Room::new(RATE_HZ, &RoomSetup::default()),
            guard: Guard::new(RATE_HZ, &GuardSetup::default()),
        }
    }

    /// Fills up to all voices: what has died away starts anew.
    pub(super) fn start(&mut self) {
        self.synth.silence(0);
        for note in 0..FULL_VOICES as u32 {
            let hz = crate::music::pitch_to_hz(36.0 + (note % 48) as f32, 440.0);
            self.synth.note_on((note as usize % FULL_PARTS) as u8, note, hz, 80.0);
        }
    }

    pub(super) fn render(&mut self, out: &mut Bus) {
        self.buses.iter_mut().for_each(Bus::clear);
        self.send.clear();
        self.synth.render(0, BLOCK_FRAMES, &mut self.buses);
        for (effects, bus) in self.effects.iter_mut().zip(&mut self.buses) {
            effects.render(0, BLOCK_FRAMES, bus);
        }
        for (mix, bus) in self.mixes.iter_mut().zip(&mut self.buses) {
            mix.render(0, BLOCK_FRAMES, bus, out, &mut self.send);
        }
        self.room.render(0, BLOCK_FRAMES, &self.send, out);
        black_box(self.guard.process(0, BLOCK_FRAMES, out));
    }
}

/// Tone, chorus and delay, each with all it can do.
pub(super) fn every_effect() -> EffectsSetup {
    EffectsSetup {
        tone: Some(ToneSetup { tilt_db: 3.0, low_db: 3.0, high_db: 3.0 }),
        chorus: Some(ChorusSetup::default()),
        delay: Some(DelaySetup::default()),
    }
}

/// A quiet, wide signal that keeps every stage at work.
pub(super) fn noise() -> Bus {
    let mut chance = crate::chance::Chance::new(1);
    let mut bus = Bus::silent();
    for frame in 0..BLOCK_FRAMES {
        bus.left[frame] = chance.between(-0.05, 0.05);
        bus.right[frame] = chance.between(-0.05, 0.05);
    }
    bus
}

/// A patch whose voices are driven as well.
pub(super) fn driven() -> Patch {
    Patch { drive: DriveSetup { drive_db: 24.0, ..DriveSetup::default() }, ..bench_patch() }
}

/// CPU time of a block in which all voices start, in µs: from silence, or in place of as many
/// that sound.
pub(super) fn burst(patch: &Patch, steals: bool) -> f64 {
    let mut bank = if steals { sounding(patch) } else { Synth::new(RATE_HZ, std::slice::from_ref(patch)) };
    let mut bus = Bus::silent();
    bank.render(0, BLOCK_FRAMES, std::slice::from_mut(&mut bus));
    let start_us = cpu_us();
    for note in 0..MAX_VOICES as u32 {
        bank.note_on(0, 1000 + note, 110.0 + note as f32, 80.0);
    }
    bank.render(0, BLOCK_FRAMES, std::slice::from_mut(&mut bus));
    black_box(&bus);
    cpu_us() - start_us
}

/// The preset whose band is timed: all four play.
const WITH_BAND: &str = "backroom-shuffle";

/// The same music with its band at its fullest and without one; nobody presses.
pub(super) struct Bands {
    with: Engine,
    without: Engine,
}

impl Bands {
    pub(super) fn new() -> Result<Self, CommandError> {
        let catalogue = Catalogue::shipped();
        let mut setup = load::preset(&catalogue, WITH_BAND)?.content.setup;
        let band = setup.band.take();
        let without = engine(&catalogue, &setup)?;
        setup.band = band.map(|band| BandSetup {
            intensity: 3,
            follow: Follow::Fixed,
            start: Start::Command,
            lead_in: LeadIn::None,
            rest_s: 1.0e9,
            ..band
        });
        let mut with = engine(&catalogue, &setup)?;
        if with.command(0, Command::Band(BandCommand::Start)).is_err() {
            return Err(CommandError::new("the band did not begin"));
        }
        Ok(Bands { with, without })
    }

    /// Plays the next block of both; the band's own share is the difference of their times.
    pub(super) fn render(&mut self, with_band: bool) {
        let mut out = [0.0; 2 * BLOCK_FRAMES];
        let engine = if with_band { &mut self.with } else { &mut self.without };
        engine.render(&mut out, &mut Kept::default());
        black_box(&out);
    }
}

fn engine(catalogue: &Catalogue, setup: &MusicSetup) -> Result<Engine, CommandError> {
    let person = load::person(catalogue, DEFAULT_PERSON)?.content;
    let music = Music::build(f64::from(RATE_HZ), setup).map_err(CommandError::new)?;
    Ok(Engine::new(f64::from(RATE_HZ), person.body, music))
}
