//! From one preset to another while notes sound: nothing is allocated, nothing clicks, the guard
//! holds nothing down, and the new music plays from the next block on.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::engine::{Command, Engine, Music, NoteRecord, Retired, Sink};
use cantus::input::{BandCommand, Role, RoleEvent, RoleValue};
use cantus::sound::engines::ENGINES;
use cantus::sound::guard::GuardReport;
use cantus::time::BLOCK_FRAMES;
use common::{RATE_HZ, person, preset, preset_ids};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// Keeps what an engine hands out in memory taken beforehand.
struct Shelf {
    notes: Vec<NoteRecord>,
    retired: Vec<Retired>,
}

impl Shelf {
    fn new() -> Self {
        Shelf { notes: Vec::with_capacity(20_000), retired: Vec::with_capacity(64) }
    }
}

impl Sink for Shelf {
    fn note(&mut self, note: NoteRecord) {
        if self.notes.len() < self.notes.capacity() {
            self.notes.push(note);
        }
    }

    fn retired(&mut self, retired: Retired) -> Result<(), Retired> {
        self.retired.push(retired);
        Ok(())
    }
}

/// How the switches of the first two roles move, at the next frame.
fn switches(engine: &mut Engine, value: RoleValue) {
    for slot in 0..2 {
        let at = engine.frame();
        let role = Role::Switch(slot);
        engine.event(RoleEvent { at, slot, role, value, note: None, pulse: false, yields: false });
    }
}

fn down(engine: &mut Engine) {
    switches(engine, RoleValue::Down { velocity: Some(80) });
}

/// Renders `seconds` of sound, block by block; returns it and what the guard had to do.
fn play(engine: &mut Engine, seconds: f64, shelf: &mut Shelf) -> (Vec<f32>, GuardReport) {
    let mut sound = vec![0.0; (seconds * RATE_HZ) as usize / BLOCK_FRAMES * BLOCK_FRAMES * 2];
    let mut guarded = GuardReport::default();
    assert_no_alloc(|| {
        for out in sound.chunks_mut(2 * BLOCK_FRAMES) {
            engine.render(out, shelf);
            guarded.add(engine.guarded());
        }
    });
    (sound, guarded)
}

/// The largest step from one sample of a side to its next.
fn step(sound: &[f32]) -> f32 {
    sound.windows(3).fold(0.0, |most, three| most.max((three[2] - three[0]).abs()))
}

/// Somebody in the middle of a preset: two presses, the second held.
fn in_the_middle(id: &str, shelf: &mut Shelf) -> (Engine, Vec<f32>) {
    let music = Music::build(RATE_HZ, &preset(id)).unwrap();
    let mut engine = Engine::new(RATE_HZ, person("anyone").body, music);
    down(&mut engine);
    play(&mut engine, 0.4, shelf);
    switches(&mut engine, RoleValue::Up);
    play(&mut engine, 0.3, shelf);
    down(&mut engine);
    let (sound, _) = play(&mut engine, 1.2, shelf);
    (engine, sound)
}

fn change(engine: &mut Engine, music: Box<Music>) {
    let at = engine.frame();
    assert!(engine.command(at, Command::Music(music)).is_ok());
    // A band that begins by itself is not what this is about.
    assert!(engine.command(at, Command::Band(BandCommand::Stop)).is_ok());
}

/// Every shipped preset is changed for its neighbour in the catalogue while its notes sound, and
/// every voice engine is left and come to. No allocation; no step steeper than those of the music
/// itself; the guard holds nothing down until the next press; a press in the block after the command
/// sounds in the new music, in that very block.
#[test]
fn presets_change_without_a_click() {
    let ids = preset_ids();
    let mut left = std::collections::BTreeSet::new();
    for (place, id) in ids.iter().enumerate() {
        let next = &ids[(place + 1) % ids.len()];
        let setup = preset(id);
        let band = setup.band.iter().flat_map(|band| band.style.sounds());
        left.extend(
            setup.parts.iter().map(|part| &part.patch).chain(band).map(|patch| patch.engine.row().name),
        );
        let mut shelf = Shelf::new();
        let (mut engine, before) = in_the_middle(id, &mut shelf);
        let sounded = before[before.len() * 3 / 4..].iter().any(|sample| *sample != 0.0);
        change(&mut engine, Music::build(RATE_HZ, &preset(next)).unwrap());
        let at = engine.frame();
        let (fade, guarded) = play(&mut engine, 0.4, &mut shelf);
        assert!(!guarded.limited && !guarded.not_finite, "{id} to {next}: {guarded:?}");
        let (steepest, own) = (step(&[&before[before.len() - 2..], &fade].concat()), step(&before));
        assert!(steepest <= own * 1.05 + 1e-4, "{id} to {next}: a step of {steepest}, within it {own}");
        assert!(
            shelf.notes.iter().all(|note| !note.on || note.at < at),
            "{id} to {next}: a held switch plays"
        );
        assert_eq!(shelf.retired.len(), 1, "{id} to {next}: the old music has not come back");
        assert!(sounded, "{id} was silent");

        // Once more, with a press in the block after the command, and the same without it.
        let mut sounds = [Vec::new(), Vec::new()];
        for (press, sound) in sounds.iter_mut().enumerate() {
            let mut shelf = Shelf::new();
            let (mut engine, _) = in_the_middle(id, &mut shelf);
            switches(&mut engine, RoleValue::Up);
            play(&mut engine, 0.1, &mut shelf);
            change(&mut engine, Music::build(RATE_HZ, &preset(next)).unwrap());
            play(&mut engine, BLOCK_FRAMES as f64 / RATE_HZ + 1e-9, &mut shelf);
            if press == 1 {
                down(&mut engine);
            }
            *sound = play(&mut engine, 4.0 * BLOCK_FRAMES as f64 / RATE_HZ + 1e-9, &mut shelf).0;
        }
        let first = sounds[0].iter().zip(&sounds[1]).position(|(without, with)| without != with);
        let waits = preset(next).parts.iter().all(|part| ["scan", "loop"].contains(&part.mode));
        println!("{id} to {next}: sounds after {first:?} samples");
        assert!(waits || first.is_some_and(|first| first < 2 * BLOCK_FRAMES), "{id} to {next}: {first:?}");
    }
    for row in &ENGINES {
        assert!(left.contains(row.name), "no shipped preset sounds with the engine {}", row.name);
    }
}

/// The first nine presets, each left for the next after `pace_s`, from `engine`.
fn leaf(engine: &mut Engine, pace_s: f64, shelf: &mut Shelf) -> Vec<f32> {
    let mut sound = Vec::new();
    for id in preset_ids().iter().take(9) {
        change(engine, Music::build(RATE_HZ, &preset(id)).unwrap());
        let (fade, guarded) = play(engine, pace_s, shelf);
        assert!(!guarded.limited && !guarded.not_finite, "{id}: {guarded:?}");
        sound.extend(fade);
    }
    sound.extend(play(engine, 0.4, shelf).0);
    sound
}

/// Leafing through presets, slower and faster than they fade, cuts nothing off: nothing that comes up
/// plays by itself here, and no step from sample to sample is steeper than in the last moment
/// before, when the music that fades away was held.
#[test]
fn leafing_through_presets_makes_no_click() {
    for pace_s in [0.4, 0.1, 0.033, 0.01, 0.0014] {
        let mut shelf = Shelf::new();
        let music = Music::build(RATE_HZ, &preset("tide")).unwrap();
        let mut quiet = Engine::new(RATE_HZ, person("anyone").body, music);
        let coming_up = leaf(&mut quiet, pace_s, &mut Shelf::new());
        assert!(coming_up.iter().all(|sample| *sample == 0.0));

        let (mut engine, before) = in_the_middle("tide", &mut shelf);
        let sound = [&before[before.len() - 2..], &leaf(&mut engine, pace_s, &mut shelf)].concat();
        let (steepest, own) = (step(&sound), step(&before[before.len() * 3 / 4..]));
        println!("{pace_s} s: a step of {steepest}, {own} before");
        assert!(steepest <= own * 1.05, "{pace_s} s: a step of {steepest}, {own} before");
        assert_eq!(shelf.retired.len(), 9);
        assert_eq!(sound[sound.len() - 2..], [0.0, 0.0]);
    }
}
