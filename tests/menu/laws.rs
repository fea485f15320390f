//! What holds of every menu.

use cantus::access::{MenuItem, MenuItems};
use cantus::engine::{BAND_LANE, Command, Engine, Music};
use cantus::input::RoleValue;

use crate::common::{RATE_HZ, preset, preset_ids};
use crate::stage::{Stage, body};

const DOWN: RoleValue = RoleValue::Down { velocity: None };

/// Notes of players that started and never ended.
fn hanging(stage: &Stage) -> isize {
    let own = stage.log.notes.iter().filter(|note| note.part < BAND_LANE);
    own.map(|note| if note.on { 1 } else { -1 }).sum()
}

/// The first preset that has each mode.
fn one_of_each_mode() -> Vec<String> {
    let mut met: Vec<&str> = Vec::new();
    let with_new_modes = |id: &String| {
        let modes: Vec<&str> = preset(id).parts.iter().map(|part| part.mode).collect();
        let new = modes.iter().any(|mode| !met.contains(mode));
        met.extend(modes);
        new
    };
    preset_ids().into_iter().filter(with_new_modes).collect()
}

/// Opening and using the menu leaves no note hanging and changes no note: what a long hold plays is
/// the same with a menu and without, in every mode.
#[test]
fn the_music_never_notices() {
    for id in one_of_each_mode() {
        let notes = |opens: &str| {
            let mut stage = Stage::of(&format!("preset={id} {opens}"));
            stage.hand(0.0, 0, DOWN);
            stage.hand(6.0, 0, RoleValue::Up);
            stage.run(9.0);
            let opened = stage.log.notices.contains(&cantus::engine::Notice::MenuOpened);
            assert_eq!(opened, opens.is_empty(), "{id}");
            stage.log.notes
        };
        assert_eq!(notes(""), notes("opens=off"), "{id}");
    }
}

/// Choosing in the menu plays nothing, and every note has ended once the hand is off the switch.
#[test]
fn nothing_hangs() {
    for id in ["first-notes", "hold-to-play", "music-box", "sky-slide", "safe-piano"] {
        for style in ["auto", "step", "inverse"] {
            let mut stage = Stage::of(&format!("preset={id} style={style}"));
            stage.hand(0.0, 0, DOWN);
            stage.hand(6.0, 0, RoleValue::Up);
            let played = |stage: &Stage| {
                stage.log.notes.iter().filter(|note| note.on && note.part < BAND_LANE).count()
            };
            stage.run(6.4);
            let before = played(&stage);
            for press in 0..3u8 {
                let at = 6.5 + f64::from(press) * 0.4;
                stage.hand(at, 0, DOWN);
                stage.hand(at + 0.1, 0, RoleValue::Up);
                stage.run(at + 0.3);
                if !stage.snapshot().menu.unwrap().open {
                    break;
                }
            }
            assert_eq!(played(&stage), before, "{id} {style}");
            stage.run(20.0);
            assert_eq!(hanging(&stage), 0, "{id} {style}");
        }
    }
}

/// The menu's sound is all that it adds: under it the music sounds as it would without one, sample
/// for sample, once its cues have ended.
#[test]
fn only_cues_are_added() {
    let sound = |opens: &str| {
        let mut stage = Stage::of(&format!("preset=first-notes {opens}"));
        stage.hand(0.0, 0, DOWN);
        stage.hand(5.5, 0, RoleValue::Up);
        stage.run(11.0);
        stage.sound
    };
    let (with, without) = (sound(""), sound("opens=off"));
    let frame = |seconds: f64| (seconds * RATE_HZ) as usize * 2;
    assert_eq!(with[..frame(2.9)], without[..frame(2.9)]);
    assert_ne!(with[frame(5.0)..frame(5.3)], without[frame(5.0)..frame(5.3)]);
    let cue: f32 =
        with.iter().zip(&without).map(|(with, without)| (with - without).abs()).fold(0.0, f32::max);
    assert!(cue < 0.12, "a cue adds {cue}");
}

/// How far a hold has come is shown while it is held, and where the menu waits for its release.
#[test]
fn the_hold_is_shown() {
    let mut stage = Stage::of("");
    stage.hand(0.0, 0, DOWN);
    let menu = |stage: &Stage| stage.snapshot().menu.unwrap();
    stage.run(0.75);
    assert!((menu(&stage).long_press - 0.5).abs() < 0.01 && !menu(&stage).open);
    stage.run(1.6);
    assert!(menu(&stage).open && menu(&stage).waits_for_release && menu(&stage).lit.is_none());
    stage.hand(1.7, 0, RoleValue::Up);
    stage.run(1.8);
    assert_eq!((menu(&stage).waits_for_release, menu(&stage).lit), (false, Some(MenuItem::Louder)));
    assert_eq!(Stage::of("opens=off").snapshot().menu, None);
}

/// Gentler and fiercer are heard in every note, stay when the piece changes, and come back to
/// exactly what was.
#[test]
fn touch_stays() {
    let mut stage = Stage::of("preset=first-notes");
    let press = |stage: &mut Stage, at: f64| {
        stage.hand(at, 0, DOWN);
        stage.hand(at + 0.2, 0, RoleValue::Up);
        stage.run(at + 0.5);
        stage.log.notes.iter().rfind(|note| note.on).unwrap().velocity
    };
    let plain = press(&mut stage, 0.0);
    stage.command(3.4, Command::Fierceness(-2));
    let gentle = press(&mut stage, 4.0);
    stage.command(7.4, Command::Music(Music::build(RATE_HZ, &preset("first-notes")).unwrap()));
    assert_eq!(press(&mut stage, 8.0), gentle);
    stage.command(11.4, Command::Fierceness(3));
    let fierce = press(&mut stage, 12.0);
    stage.command(15.4, Command::Fierceness(0));
    assert_eq!(press(&mut stage, 16.0), plain);
    assert!(gentle < plain - 12.0 && fierce > plain + 12.0, "{gentle} {plain} {fierce}");
}

/// A part that is given another sound plays on: held notes end, no sample jumps, and what it was
/// before is handed back.
#[test]
fn another_sound_is_smooth() {
    let catalogue = cantus::preset::Catalogue::shipped();
    let mut stage = Stage::of("preset=hold-to-play opens=off");
    stage.hand(0.0, 0, DOWN);
    for (change, patch) in ["flute", "choir", "warm_pad"].into_iter().enumerate() {
        let sound = cantus::session::opening::sound(&catalogue, patch, RATE_HZ).unwrap();
        stage.command(1.0 + change as f64, Command::Sound { part: 0, sound });
        stage.hand(1.5 + change as f64, 0, RoleValue::Up);
        stage.hand(1.6 + change as f64, 0, DOWN);
    }
    stage.hand(6.0, 0, RoleValue::Up);
    stage.run(20.0);
    assert_eq!(hanging(&stage), 0);
    let steepest = stage.sound.chunks_exact(2).map(|frame| frame[0]).collect::<Vec<_>>();
    let steepest = steepest.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.05, "{steepest}");
    assert_eq!(stage.snapshot().voices, 0);
}

/// Rest: within 300 ms nobody starts a note any more, whatever plays by itself; what was recorded
/// comes back with the next press.
#[test]
fn rest_rests() {
    for id in one_of_each_mode() {
        let mut stage = Stage::of(&format!("preset={id} opens=off"));
        for press in 0..8 {
            stage.hand(f64::from(press) * 0.6, (press % 2) as u8, DOWN);
            stage.hand(f64::from(press) * 0.6 + 0.4, (press % 2) as u8, RoleValue::Up);
        }
        stage.command(6.0, Command::Rest);
        stage.run(10.0);
        let late = |note: &&cantus::engine::NoteRecord| note.on && note.at > (6.3 * RATE_HZ) as u64;
        assert_eq!(stage.log.notes.iter().filter(late).count(), 0, "{id}");
        assert!(stage.snapshot().resting, "{id}");
        let sounding: isize = stage.log.notes.iter().map(|note| if note.on { 1 } else { -1 }).sum();
        assert_eq!(sounding, 0, "{id}");
        stage.hand(10.1, 0, DOWN);
        stage.run(10.5);
        assert!(!stage.snapshot().resting, "{id}");
    }
}

/// Whatever the menu holds, a person reaches every item of it with one switch in every style.
#[test]
fn everything_is_reached() {
    for style in ["auto", "step", "inverse"] {
        for (place, item) in MenuItem::choices().enumerate().filter(|(_, item)| *item != MenuItem::Leave) {
            let mut setup = body(&format!("style={style}"));
            setup.menu.items = MenuItems::new(MenuItem::choices());
            let mut stage = Stage::of("");
            stage.engine = Engine::new(RATE_HZ, setup, Music::build(RATE_HZ, &preset("scan-choir")).unwrap());
            stage.hand(0.0, 0, DOWN);
            stage.hand(2.0, 0, RoleValue::Up);
            let at = 2.5 + place as f64;
            match style {
                "step" => (0..=place).for_each(|press| {
                    stage.run(2.9 + press as f64 * 0.5);
                    stage.hand(3.0 + press as f64 * 0.5, 0, DOWN);
                    stage.hand(3.2 + press as f64 * 0.5, 0, RoleValue::Up);
                }),
                "inverse" => {
                    stage.hand(3.0, 0, DOWN);
                    stage.hand(3.5 + place as f64, 0, RoleValue::Up);
                }
                _ => {
                    stage.hand(at, 0, DOWN);
                    stage.hand(at + 0.1, 0, RoleValue::Up);
                }
            }
            stage.run(22.0);
            assert!(stage.log.notices.contains(&cantus::engine::Notice::MenuTaken(item)), "{style} {item:?}");
        }
    }
}
