//! A stage to try a mode on: acts in, intents out, the laws of every mode held on the way.

use proptest::prelude::*;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Edit, Heard, Intent, Intents, ModeStatus, NoteId, OptionValue, Options, PlayMode,
    ScanTiming,
};
use crate::access::ScanStyle;
use crate::input::{Role, Slot};
use crate::music::{Chord, Harmony, Lock, LockSet, Pitch, Register, Scale};
use crate::time::{BeatPosition, Frames, Metre, Swing, ms_to_frames};

/// Frames per second on stage.
pub const RATE_HZ: f64 = 48_000.0;

/// Most notes that any mode may sound at once.
const MAX_NOTES: usize = 24;

/// A mode with everything it plays in, which may be changed at any time.
pub struct Rehearsal {
    mode: Box<dyn PlayMode>,
    unpitched: bool,
    /// Root, scale and chord: C major at first.
    pub harmony: Harmony,
    /// The part's lock: the scale at first.
    pub lock: Lock,
    /// The part's register: 48 to 84 at first.
    pub register: Register,
    /// How the person scans: auto, 1000 ms, no extra, no end, 100 ms of grace at first.
    pub scan: ScanTiming,
    /// Now, in frames.
    pub now: Frames,
    sounding: Vec<(NoteId, Pitch)>,
    log: Vec<(Frames, Intent)>,
}

impl Rehearsal {
    /// Builds the mode of `row` with some options set.
    pub fn new(row: &ModeRow, set: &[(&str, OptionValue)]) -> Self {
        let mut options = Options::defaults(row.options);
        for (name, value) in set {
            options.set(name, value.clone()).unwrap();
        }
        Rehearsal {
            mode: (row.build)(&options, Build { rate_hz: RATE_HZ, seed: 7 }),
            unpitched: row.unpitched,
            harmony: Harmony::default(),
            lock: Lock::Scale,
            register: Register::default(),
            scan: ScanTiming {
                style: ScanStyle::Auto,
                interval_frames: ms(1000),
                first_extra_frames: 0,
                loops: 0,
                escape: false,
                grace_frames: ms(100),
            },
            now: 0,
            sounding: Vec::new(),
            log: Vec::new(),
        }
    }

    /// Presses a switch (0 is `a`), which is also the slot.
    pub fn press(&mut self, switch: u8) {
        self.act(Act::Press { role: Role::Switch(switch), slot: switch, velocity: 72.0, note: None });
    }

    /// Releases a switch.
    pub fn release(&mut self, switch: u8) {
        self.act(Act::Release { role: Role::Switch(switch), slot: switch });
    }

    /// Presses a key of a MIDI keyboard.
    pub fn key(&mut self, key: u8) {
        self.act(Act::Press { role: Role::A, slot: key, velocity: 72.0, note: Some(key) });
    }

    /// Moves an axis (0 is `axis1`).
    pub fn axis(&mut self, axis: u8, value: f32) {
        self.act(Act::Axis { role: Role::Axis(axis), value });
    }

    /// Lets the mode answer an act, now.
    pub fn act(&mut self, act: Act) {
        self.call(|mode, now, context, out| mode.handle(now, act, context, out));
    }

    /// Lets the mode hear a note of the leader start or end, now.
    pub fn hear(&mut self, on: bool, note: NoteId, pitch: Pitch) {
        let heard = Heard { lane: 8, on, note, pitch, velocity: if on { 80.0 } else { 0.0 } };
        self.call(|mode, now, context, out| mode.hear(now, heard, context, out));
    }

    /// Changes what the mode has recorded.
    pub fn edit(&mut self, edit: Edit) {
        self.call(|mode, now, context, out| mode.edit(now, edit, context, out));
    }

    /// Lets time pass, waking the mode whenever it asks for it.
    pub fn wait_ms(&mut self, span_ms: u64) {
        let end = self.now + ms(span_ms);
        let mut stalled = 0;
        while let Some(due) = self.mode.next_deadline().filter(|&due| due <= end) {
            stalled = if due > self.now { 0 } else { stalled + 1 };
            assert!(stalled < 100, "the mode asks to be woken without end at {}", self.now);
            self.now = self.now.max(due);
            self.call(|mode, now, context, out| mode.wake(now, context, out));
        }
        self.now = end;
    }

    /// Silences the part, as the engine does.
    pub fn silence(&mut self) {
        self.mode.silence();
        self.sounding.clear();
    }

    /// Asks the mode to lead home.
    pub fn finish(&mut self) {
        self.mode.finish();
    }

    /// What the screen would show.
    pub fn status(&self) -> ModeStatus {
        self.mode.status()
    }

    /// Pitches that sound now, oldest first.
    pub fn sounding(&self) -> Vec<Pitch> {
        self.sounding.iter().map(|&(_, pitch)| pitch).collect()
    }

    /// Pitches of all notes so far.
    pub fn pitches(&self) -> Vec<Pitch> {
        let started = |(_, intent): &(Frames, Intent)| match intent {
            Intent::On { pitch, .. } => Some(*pitch),
            _ => None,
        };
        self.log.iter().filter_map(started).collect()
    }

    /// All intents so far, with their frames.
    pub fn log(&self) -> &[(Frames, Intent)] {
        &self.log
    }

    fn call(&mut self, call: impl FnOnce(&mut dyn PlayMode, Frames, &Context<'_>, &mut Intents)) {
        let metre = Metre::default();
        let tempo_bpm = 90.0;
        let beat = BeatPosition::new(self.now as f64 / RATE_HZ * tempo_bpm / 60.0, metre);
        let (lock, register) =
            if self.unpitched { (Lock::Off, Register::ALL) } else { (self.lock, self.register) };
        let lock = LockSet::new(&self.harmony, lock, beat.is_strong(metre));
        let context = Context {
            rate_hz: RATE_HZ,
            harmony: &self.harmony,
            lock: &lock,
            register,
            beat,
            tempo_bpm,
            metre,
            swing: Swing::default(),
            scan: &self.scan,
        };
        let mut out = Intents::new();
        call(self.mode.as_mut(), self.now, &context, &mut out);
        for &intent in &out {
            self.judge(intent, &lock, register);
            self.log.push((self.now, intent));
        }
    }

    /// The laws of every mode, held for each intent.
    fn judge(&mut self, intent: Intent, lock: &LockSet, register: Register) {
        let place = |note: NoteId| self.sounding.iter().position(|&(id, _)| id == note);
        match intent {
            Intent::On { note, pitch, velocity } => {
                assert!(place(note).is_none(), "note {note} sounds already");
                assert!(lock.contains(pitch), "{pitch} is not in the lock");
                let (first, last) = lock.steps_in(register);
                assert!(first > last || register.contains(pitch), "{pitch} leaves the register");
                assert!((1.0..=127.0).contains(&velocity), "velocity {velocity}");
                self.sounding.push((note, pitch));
                assert!(self.sounding.len() <= MAX_NOTES, "too many notes");
            }
            Intent::Off { note } => {
                let place = place(note).unwrap_or_else(|| panic!("note {note} does not sound"));
                self.sounding.remove(place);
            }
            Intent::Level { note, level } => {
                assert!(place(note).is_some(), "note {note} does not sound");
                assert!((0.0..=1.0).contains(&level), "level {level}");
            }
            Intent::Glide { note, pitch, glide_ms } => {
                assert!(place(note).is_some(), "note {note} does not sound");
                assert!(lock.contains(pitch), "{pitch} is not in the lock");
                assert!(glide_ms.is_finite() && glide_ms >= 0.0, "glide of {glide_ms} ms");
            }
            Intent::Seek { note, .. } => assert!(place(note).is_some(), "note {note} does not sound"),
        }
    }
}

fn ms(span_ms: u64) -> Frames {
    ms_to_frames(span_ms as f64, RATE_HZ)
}

/// One thing that happens on stage, after a pause in ms.
#[derive(Clone, Copy, Debug)]
pub enum Happening {
    /// The player does something.
    Act(Act),
    /// A note of the leader starts or ends.
    Hear(bool, u8),
    /// The lock, register, harmony or scan style becomes another one.
    Change(u8),
    /// The leader silences the part.
    Silence,
    /// The leader asks for an end.
    Finish,
}

/// Anything a player and a leader may do, each with the pause before it in ms.
pub fn random_acts() -> impl Strategy<Value = Vec<(u64, Happening)>> {
    let slot = 0u8..20;
    let value = prop_oneof![10 => 0.0f32..=1.0, 1 => any::<f32>(), 1 => Just(f32::NAN)];
    let note = prop_oneof![2 => Just(None), 1 => (0u8..128).prop_map(Some)];
    let press = (slot.clone(), value.clone(), note).prop_map(|(slot, velocity, note)| {
        let velocity = velocity * 127.0;
        Happening::Act(Act::Press { role: Role::Switch(slot % 16), slot, velocity, note })
    });
    let release = slot.prop_map(|slot| Happening::Act(Act::Release { role: Role::Switch(slot % 16), slot }));
    let axis = (0u8..8, value)
        .prop_map(|(axis, value)| Happening::Act(Act::Axis { role: Role::Axis(axis % 3), value }));
    let happening = prop_oneof![
        6 => press,
        6 => release,
        8 => axis,
        1 => (0u8..16).prop_map(Happening::Change),
        6 => (any::<bool>(), 0u8..128).prop_map(|(on, note)| Happening::Hear(on, note)),
        1 => Just(Happening::Silence),
        1 => Just(Happening::Finish),
    ];
    proptest::collection::vec((prop_oneof![Just(0u64), 1u64..50, 0u64..2500], happening), 0..120)
}

/// Plays it all, then releases every control and waits: nothing may sound any more, and
/// nothing may have broken a law on the way.
pub fn keeps_the_laws(row: &ModeRow, set: &[(&str, OptionValue)], acts: &[(u64, Happening)]) {
    let mut stage = Rehearsal::new(row, set);
    for &(pause_ms, happening) in acts {
        stage.wait_ms(pause_ms);
        match happening {
            Happening::Act(act) => stage.act(act),
            Happening::Hear(on, note) => stage.hear(on, NoteId::from(note % 8), f32::from(note)),
            Happening::Silence => stage.silence(),
            Happening::Finish => stage.finish(),
            Happening::Change(to) => {
                stage.lock = [Lock::Scale, Lock::Chord, Lock::ChordOnBeat, Lock::Off][usize::from(to % 4)];
                stage.scan.style =
                    [ScanStyle::Auto, ScanStyle::Step, ScanStyle::Inverse][usize::from(to % 3)];
                stage.scan.loops = to % 5;
                stage.register.high = stage.register.low + if to < 12 { 36.0 } else { f32::from(to) - 11.0 };
                let slendro = [0.0, 231.0, 474.0, 717.0, 955.0];
                if to % 2 == 0 {
                    stage.harmony.scale = Scale::new(&slendro, 1208.0).unwrap();
                    stage.harmony.chord = Chord::stacked(&stage.harmony.scale, i32::from(to), 3);
                    stage.harmony.root = 55.0 + f32::from(to);
                } else {
                    stage.harmony = Harmony::default();
                }
            }
        }
    }
    for slot in 0..20 as Slot {
        stage.act(Act::Release { role: Role::Switch(slot % 16), slot });
    }
    for axis in 0..3 {
        stage.act(Act::Axis { role: Role::Axis(axis), value: 0.0 });
    }
    stage.wait_ms(120_000);
    // What was recorded plays on until it is cleared.
    stage.edit(Edit::Clear);
    assert_eq!(stage.sounding(), [0.0; 0], "something still sounds");
}
