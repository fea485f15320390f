//! The audio thread never allocates or frees, whatever is played.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::access::{Body, MenuItem, MenuItems, ScanStyle};
use cantus::chance::Chance;
use cantus::engine::{Command, Engine, Music, MusicSetup, Notice, OtherSound, Retired, Sink, Stems};
use cantus::input::trace::TraceCommand;
use cantus::input::{BandCommand, ClockMessage, LeaderRole, Role, RoleEvent, RoleValue};
use cantus::music::Scale;
use cantus::play::Edit;
use cantus::preset::Catalogue;
use cantus::session::open_music::OpenMusic;
use common::{RATE_HZ, person, preset, preset_ids};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// Takes retired music without dropping it, as the ring of live play does.
#[derive(Default)]
struct Shelf {
    retired: [Option<Retired>; 32],
    menus: usize,
    notes: usize,
    stems: usize,
}

impl Sink for Shelf {
    fn note(&mut self, _note: cantus::engine::NoteRecord) {
        self.notes += 1;
    }

    fn stems(&mut self, stems: &Stems) {
        self.stems += usize::from(stems.mix.left[0] != 0.0);
    }

    fn retired(&mut self, retired: Retired) -> Result<(), Retired> {
        match self.retired.iter_mut().find(|place| place.is_none()) {
            Some(place) => {
                *place = Some(retired);
                Ok(())
            }
            None => Err(retired),
        }
    }

    fn notice(&mut self, notice: Notice) {
        self.menus += usize::from(matches!(notice, Notice::MenuTaken(_)));
    }
}

fn sound(patch: &str) -> Box<OtherSound> {
    cantus::session::opening::sound(&cantus::preset::Catalogue::shipped(), patch, RATE_HZ).unwrap()
}

fn event(chance: &mut Chance, at: u64) -> RoleEvent {
    let switch = chance.below(8) as u8;
    let (role, value) = match chance.below(10) {
        0..=3 => (Role::Switch(switch), RoleValue::Down { velocity: None }),
        4 => (Role::Switch(switch), RoleValue::Down { velocity: Some(1 + chance.below(127) as u8) }),
        5..=7 => (Role::Switch(switch), RoleValue::Up),
        8 => (Role::Switch(switch), RoleValue::Lost),
        _ => (Role::Axis(switch % 2), RoleValue::Moved(chance.between(-1.0, 1.0))),
    };
    if chance.happens(0.2) {
        let (role, note) = match chance.below(5) {
            0 => (LeaderRole::Sustain, None),
            _ => (LeaderRole::Keys, Some(40 + chance.below(40) as u8)),
        };
        return RoleEvent {
            at,
            slot: switch,
            role: Role::Leader(role),
            value,
            note,
            pulse: false,
            yields: false,
        };
    }
    let note = chance.happens(0.3).then(|| 40 + chance.below(50) as u8);
    RoleEvent { at, slot: switch, role, value, note, pulse: chance.happens(0.2), yields: false }
}

/// Edits of every kind that this music takes, made ready beforehand.
fn edits(setup: &MusicSetup) -> Vec<Command> {
    let mut music = OpenMusic::new(Catalogue::shipped(), setup.clone(), 0.0);
    let wanted = [
        "patch 0 flute",
        "patch 0 kit_full",
        "pan 0 0.5",
        "undo",
        "mode 0 wander",
        "mode 0 beat",
        "register 0 40 60",
        "roles 0 c d",
        "chords |I|V|",
        "metre 3 4",
        "scale dorian",
        "chords leader",
        "swing 30",
        "tempo 77",
        "undo",
        "solo 0",
        "unsolo 0",
        "undo",
        "intensity 1",
        "master -9",
    ];
    let made = wanted.map(|text| music.command(&TraceCommand::Desk(text.parse().unwrap()), RATE_HZ));
    let made: Vec<Command> = made.into_iter().flatten().collect();
    assert!(made.len() > 12);
    made
}

/// Every preset, played wildly, steered by every command, replaced by other music, its stems kept: no call
/// of `event`, `command`, `render` or `snapshot` allocates or frees.
#[test]
fn the_engine_never_allocates() {
    for id in preset_ids() {
        let setup = preset(&id);
        let music = Music::build(RATE_HZ, &setup).unwrap();
        let mut engine = Engine::new(RATE_HZ, person("anyone").body, music);
        engine.keep_stems();
        let mut other = Some(Music::build(RATE_HZ, &setup).unwrap());
        let mut somebody = Some(Box::new(Body::new(RATE_HZ, person("piezo-pulse").body)));
        let mut edits = edits(&setup).into_iter();
        let mut sounds = ["harp", "flute"].map(|patch| Some(sound(patch)));
        let mut shelf = Shelf::default();
        let mut chance = Chance::new(99);
        let mut out = [0.0f32; 2 * 480];
        let mut loudest = 0.0f32;
        assert_no_alloc(|| {
            for round in 0..600u64 {
                for _ in 0..chance.below(6) {
                    let at = engine.frame() + chance.below(600) as u64;
                    engine.event(event(&mut chance, at));
                }
                let command = match round {
                    50 => Some(Command::ClockOut(true)),
                    60 | 64 | 68 => Some(Command::Tap),
                    80 => Some(Command::CountIn(1)),
                    100 => Some(Command::Tempo(140.0)),
                    150 => Some(Command::Root(55.0)),
                    200 => Some(Command::Scale(Scale::major())),
                    180 => Some(Command::Band(BandCommand::Intensity(Some(3)))),
                    210 => Some(Command::Band(BandCommand::Fill)),
                    220 => Some(Command::Finish),
                    320 => Some(Command::Band(BandCommand::Start)),
                    250 => Some(Command::PartLevel { part: 0, level_db: -6.0 }),
                    260 => Some(Command::PartMute { part: 0, muted: true }),
                    270 => Some(Command::PartMute { part: 0, muted: false }),
                    280 => Some(Command::Edit { part: None, edit: Edit::Undo }),
                    290 => Some(Command::Edit { part: Some(0), edit: Edit::Clear }),
                    300 => Some(Command::Silence),
                    350 => Some(Command::MasterLevel(-3.0)),
                    360 => Some(Command::SoftStart),
                    90 | 330 => Some(Command::Rest),
                    110 => Some(Command::Call),
                    340 => Some(Command::Bell),
                    310 => Some(Command::Acknowledge),
                    120 => Some(Command::Fierceness(2)),
                    140 => sounds[0].take().map(|sound| Command::Sound { part: 0, sound }),
                    190 => sounds[1].take().map(|sound| Command::Sound { part: 0, sound }),
                    130 => somebody.take().map(Command::Body),
                    400 => other.take().map(Command::Music),
                    // They come at odd places: whatever sounds then is taken along.
                    _ if round % 23 == 7 && round < 390 => edits.next(),
                    _ => None,
                };
                if round > 450 {
                    let message = if round % 40 == 0 { ClockMessage::Start } else { ClockMessage::Tick };
                    engine.event(RoleEvent::clock(engine.frame() + chance.below(400) as u64, message));
                }
                if let Some(command) = command {
                    assert!(engine.command(engine.frame(), command).is_ok());
                }
                engine.render(&mut out, &mut shelf);
                loudest = out.iter().fold(loudest, |peak, sample| peak.max(sample.abs()));
                assert!(engine.snapshot().frame > 0);
            }
        });
        assert!(shelf.notes > 0 && shelf.stems > 0 && loudest > 0.001, "{id} never sounded");
        let music = shelf.retired.iter().flatten().filter(|retired| matches!(retired, Retired::Music(_)));
        assert!(music.count() > 3, "{id}: old music never came back");
    }
}

/// A menu that is opened, scanned, taken from and left, with every cue that it has, a call and
/// another sound beside it: nothing is allocated or freed.
#[test]
fn the_menu_never_allocates() {
    for style in [ScanStyle::Auto, ScanStyle::Step, ScanStyle::Inverse] {
        let mut body = person("anyone").body;
        (body.scan.style, body.scan.interval_ms, body.scan.loops) = (style, 200.0, 2);
        body.menu.items = MenuItems::new(MenuItem::choices());
        let mut engine = Engine::new(RATE_HZ, body, Music::build(RATE_HZ, &preset("first-notes")).unwrap());
        let mut shelf = Shelf::default();
        let mut sounds = ["harp", "flute", "choir"].map(|patch| Some(sound(patch)));
        let mut out = [0.0f32; 2 * 480];
        let key = |at, down| RoleEvent {
            at,
            slot: 0,
            role: Role::A,
            value: if down { RoleValue::Down { velocity: None } } else { RoleValue::Up },
            note: None,
            pulse: false,
            yields: false,
        };
        assert_no_alloc(|| {
            for round in 0..6000u64 {
                // Held for 5.5 s, then pressed every now and then until it has closed.
                match round % 1500 {
                    0 => drop(engine.event(key(engine.frame(), true))),
                    550 => drop(engine.event(key(engine.frame(), false))),
                    700 | 790 | 900 => drop(engine.event(key(engine.frame(), true))),
                    730 | 850 | 930 => drop(engine.event(key(engine.frame(), false))),
                    _ => {}
                }
                let command = match round {
                    1000 => Some(Command::Call),
                    5000 => Some(Command::Acknowledge),
                    1100 | 2600 | 4100 => sounds
                        .iter_mut()
                        .find_map(Option::take)
                        .map(|sound| Command::Sound { part: 0, sound }),
                    _ => None,
                };
                if let Some(command) = command {
                    assert!(engine.command(engine.frame(), command).is_ok());
                }
                engine.render(&mut out, &mut shelf);
                assert!(engine.snapshot().menu.is_some());
            }
        });
        assert!(shelf.menus >= 3, "{style:?}: {} items taken", shelf.menus);
        let sounds = shelf.retired.iter().flatten().filter(|retired| matches!(retired, Retired::Sound(_)));
        assert!(sounds.count() > 0, "{style:?}: no sound came back");
    }
}
