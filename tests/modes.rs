//! Laws of every play mode in the registry: its row is complete, and it plays without
//! allocating, in tune, letting go of everything.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cantus::access::ScanStyle;
use cantus::chance::Chance;
use cantus::input::Role;
use cantus::music::{Harmony, Lock, LockSet, Register, Song};
use cantus::play::registry::{MODES, ModeRow, find};
use cantus::play::{
    Act, Build, Context, Edit, Heard, Intent, Intents, NoteId, OptionKind, OptionValue, Options, PlayMode,
    ScanTiming,
};
use cantus::time::{BeatPosition, Frames, Metre, Swing};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// Rows have what docs and preset files need: one id each, sentences, defaults in range.
#[test]
fn rows_are_complete() {
    for row in MODES {
        assert!(row.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", row.id);
        let named = MODES.iter().filter(|other| other.id == row.id).count();
        assert_eq!(named, 1, "two modes are called {}", row.id);
        assert!(!row.label.is_empty() && row.about.ends_with('.') && !row.roles.is_empty(), "{}", row.id);
        for (place, option) in row.options.iter().enumerate() {
            let name = option.name;
            assert!(option.about.ends_with('.'), "{}: {name}", row.id);
            assert!(row.options[..place].iter().all(|other| other.name != name), "{}: {name}", row.id);
            let default = match option.kind {
                OptionKind::Number { default, .. } => OptionValue::Number(default),
                OptionKind::Choice { default, .. } => OptionValue::Choice(default.to_owned()),
                OptionKind::Flag { default } => OptionValue::Flag(default),
                OptionKind::Song => OptionValue::Song(Arc::new(Song::five_notes())),
            };
            Options::defaults(row.options).set(name, default).unwrap();
        }
    }
    for id in ["keys", "scan", "zones", "swell", "beat", "song"] {
        assert!(find(id).is_some(), "{id} is missing");
    }
}

/// Every way to set one option of a mode to an end of its range, and the defaults.
fn settings(row: &ModeRow) -> Vec<Options> {
    let mut all = vec![Options::defaults(row.options)];
    for option in row.options {
        let values: Vec<OptionValue> = match option.kind {
            OptionKind::Number { min, max, .. } => vec![OptionValue::Number(min), OptionValue::Number(max)],
            OptionKind::Choice { values, .. } => {
                values.iter().map(|word| OptionValue::Choice((*word).to_owned())).collect()
            }
            OptionKind::Flag { .. } => vec![OptionValue::Flag(false), OptionValue::Flag(true)],
            OptionKind::Song => vec![],
        };
        for value in values {
            let mut options = Options::defaults(row.options);
            options.set(option.name, value).unwrap();
            all.push(options);
        }
    }
    all
}

fn act(chance: &mut Chance) -> Act {
    let slot = chance.below(20) as u8;
    let role = Role::Switch(slot % 16);
    match chance.below(3) {
        0 => {
            let note = chance.happens(0.3).then(|| chance.below(128) as u8);
            Act::Press { role, slot, velocity: chance.between(1.0, 127.0), note }
        }
        1 => Act::Release { role, slot },
        _ => Act::Axis { role: Role::Axis(chance.below(3) as u8), value: chance.unit() },
    }
}

/// Who listens: the notes that sound now, in fixed room.
struct Listener {
    sounding: [Option<NoteId>; 24],
    notes: u32,
}

impl Listener {
    fn hear(&mut self, out: &mut Intents, lock: &LockSet, register: Register) {
        for intent in out.drain(..) {
            let find = |note: Option<NoteId>| self.sounding.iter().position(|&sounds| sounds == note);
            match intent {
                Intent::On { note, pitch, .. } => {
                    assert!(lock.contains(pitch) && register.contains(pitch));
                    assert!(find(Some(note)).is_none());
                    let place = find(None).unwrap();
                    self.sounding[place] = Some(note);
                    self.notes += 1;
                }
                Intent::Off { note } => {
                    let place = find(Some(note)).unwrap();
                    self.sounding[place] = None;
                }
                Intent::Level { note, level } => {
                    assert!(find(Some(note)).is_some() && (0.0..=1.0).contains(&level));
                }
                Intent::Glide { note, pitch, .. } => {
                    assert!(find(Some(note)).is_some() && lock.contains(pitch));
                }
                Intent::Seek { note, .. } => assert!(find(Some(note)).is_some()),
            }
        }
    }
}

/// A mode on stage, where a player plays anything.
struct Stage {
    mode: Box<dyn PlayMode>,
    harmony: Harmony,
    lock: LockSet,
    register: Register,
    scan: ScanTiming,
    now: Frames,
    out: Intents,
    listener: Listener,
}

impl Stage {
    fn call(&mut self, call: impl FnOnce(&mut dyn PlayMode, Frames, &Context<'_>, &mut Intents)) {
        let metre = Metre::default();
        let context = Context {
            rate_hz: RATE_HZ,
            harmony: &self.harmony,
            lock: &self.lock,
            register: self.register,
            beat: BeatPosition::new(self.now as f64 / 32_000.0, metre),
            tempo_bpm: 90.0,
            metre,
            swing: Swing::default(),
            scan: &self.scan,
        };
        call(self.mode.as_mut(), self.now, &context, &mut self.out);
        self.listener.hear(&mut self.out, &self.lock, self.register);
    }

    fn act(&mut self, act: Act) {
        self.call(|mode, now, context, out| mode.handle(now, act, context, out));
    }

    fn hear(&mut self, chance: &mut Chance) {
        let note = chance.below(6) as NoteId;
        let heard = Heard {
            lane: 8,
            on: chance.happens(0.5),
            note,
            pitch: chance.between(30.0, 90.0),
            velocity: 80.0,
        };
        self.call(|mode, now, context, out| mode.hear(now, heard, context, out));
    }

    fn wait(&mut self, frames: Frames) {
        let end = self.now + frames;
        while let Some(due) = self.mode.next_deadline().filter(|&due| due <= end) {
            self.now = self.now.max(due);
            self.call(|mode, now, context, out| mode.wake(now, context, out));
        }
        self.now = end;
    }
}

const RATE_HZ: f64 = 48_000.0;

/// With every option at both ends of its range and every scan style, ten minutes of random
/// playing allocate nothing, sound nothing out of the lock or the register, and leave
/// nothing sounding once all switches are released.
#[test]
fn modes_play_in_tune_without_allocating() {
    let harmony = Harmony::default();
    let set = |lock| LockSet::new(&harmony, lock, false);
    let styles = [ScanStyle::Auto, ScanStyle::Step, ScanStyle::Inverse];
    for row in MODES {
        let (locks, register) = match row.unpitched {
            true => ([set(Lock::Off); 2], Register::ALL),
            false => ([set(Lock::Scale), set(Lock::Chord)], Register::default()),
        };
        for (place, options) in settings(row).iter().enumerate() {
            let mut chance = Chance::new(place as u64);
            let mut stage = Stage {
                mode: (row.build)(options, Build { rate_hz: RATE_HZ, seed: 1 }),
                harmony,
                lock: locks[0],
                register,
                scan: ScanTiming {
                    style: styles[place % 3],
                    interval_frames: 24_000,
                    first_extra_frames: 12_000,
                    loops: (place % 4) as u8,
                    escape: false,
                    grace_frames: 4_800,
                },
                now: 0,
                out: Intents::new(),
                listener: Listener { sounding: [None; 24], notes: 0 },
            };
            assert_no_alloc(|| {
                for turn in 0..2_000 {
                    stage.lock = locks[turn / 100 % 2];
                    stage.wait(chance.below(28_800) as Frames);
                    stage.act(act(&mut chance));
                    stage.hear(&mut chance);
                }
                for slot in 0..20 {
                    stage.act(Act::Release { role: Role::Switch(slot % 16), slot });
                }
                for axis in 0..3 {
                    stage.act(Act::Axis { role: Role::Axis(axis), value: 0.0 });
                }
                stage.wait(240 * 48_000);
                // What was recorded plays on until it is cleared.
                stage.call(|mode, now, context, out| mode.edit(now, Edit::Clear, context, out));
            });
            assert!(stage.listener.sounding.iter().all(Option::is_none), "{}: setting {place}", row.id);
            assert!(stage.listener.notes > 5, "{}: setting {place} hardly plays", row.id);
        }
    }
}

/// The docs show the example that the tests compile, to the letter.
#[test]
fn documented_mode_is_the_tested_one() {
    let doc = include_str!("../docs/add-a-mode.md");
    assert!(doc.contains(include_str!("../docs/example_mode.rs")));
}
