//! The leader: somebody who plays along on a MIDI keyboard.

use super::following::Following;
use super::lane::{LEADER_LANE, Lane, Sounding};
use super::{LeaderSetup, LeaderSnapshot, PartSnapshot, Sink};
use crate::input::{LeaderRole, RoleEvent, RoleValue, Slot};
use crate::music::{Lock, LockSet, Pitch, Scale};
use crate::play::NoteId;
use crate::sound::{Effects, EffectsSetup, PartMix};
use crate::time::Frames;

/// Keys of a MIDI keyboard.
const KEYS: usize = 128;
/// Velocity where a key has none.
const VELOCITY: u8 = 80;
/// From here on a pedal counts as down, as the MIDI specification has it (64 of 127).
const PEDAL_DOWN: f32 = 64.0 / 127.0;

/// How far the pitch bend wheel bends, in semitones: what keyboards send it for unless told
/// otherwise (the bend range of General MIDI).
const BEND_SEMITONES: Pitch = 2.0;
/// How long a move of the wheel glides, in ms: wheels tell every few ms, in steps.
const BEND_MS: f32 = 10.0;

/// A key of the leader's.
#[derive(Clone, Copy, Default)]
struct Key {
    /// The control that holds it down.
    held_by: Option<Slot>,
    /// What it sounds: as long as it is held, or the pedal is.
    note: Option<NoteId>,
    /// Its pitch without the wheel.
    pitch: Pitch,
}

/// The leader, built to play.
pub(super) struct Leader {
    pub(super) lock: Lock,
    pub(super) lane: Lane,
    pub(super) following: Following,
    pub(super) glide_ms: Option<f32>,
    keys: Box<[Key; KEYS]>,
    /// The pedals that are down, by control.
    pedals: [u64; 4],
    /// The wheel that was moved last, by control, and how far it bends, in semitones.
    bend: Option<(Slot, Pitch)>,
    /// Notes started so far, wrapping.
    count: NoteId,
}

impl Leader {
    /// A leader of the music of `root` and `scale`, whose notes are voice `voice`.
    pub(super) fn build(setup: &LeaderSetup, root: Pitch, scale: Scale, voice: usize, rate_hz: f64) -> Self {
        let mix = PartMix::new(rate_hz as f32, setup.level_db, setup.pan, setup.room_db);
        let effects = Effects::new(rate_hz as f32, &EffectsSetup::default());
        Leader {
            lock: setup.lock,
            lane: Lane::new(LEADER_LANE, voice, mix, effects, rate_hz),
            following: Following::new(setup, root, scale, rate_hz),
            glide_ms: setup.glide_ms,
            keys: Box::new([Key::default(); KEYS]),
            pedals: [0; 4],
            bend: None,
            count: 0,
        }
    }

    /// Hears what is played; it sounds by [`handle`](Self::handle).
    pub(super) fn hear(&mut self, now: Frames, role: LeaderRole, event: &RoleEvent) {
        let other = self.pedals.iter().enumerate().any(|(word, bits)| {
            let own = if usize::from(event.slot / 64) == word { 1 << (event.slot % 64) } else { 0 };
            bits & !own != 0
        });
        self.following.hear(now, role, event, other || pedal_is_down(event.value));
    }

    /// A key or a pedal of the leader's did something.
    pub(super) fn handle(
        &mut self,
        now: Frames,
        role: LeaderRole,
        event: &RoleEvent,
        lock: &LockSet,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        match (role, event.value, event.note) {
            (_, RoleValue::Lost, _) => self.lose(now, event.slot, sound, sink),
            (LeaderRole::Keys, RoleValue::Down { velocity }, Some(key)) => {
                let velocity = velocity.unwrap_or(VELOCITY);
                self.press(now, (key, event.slot, velocity), lock, sound, sink);
            }
            (LeaderRole::Keys, RoleValue::Up, Some(key)) => self.release(now, key, event.slot, sound, sink),
            (LeaderRole::Keys, ..) => {}
            (LeaderRole::Sustain, value, _) => self.pedal(now, event.slot, pedal_is_down(value), sound, sink),
            (LeaderRole::Bend, RoleValue::Moved(place), _) => self.bend(now, event.slot, place, sound, sink),
            (LeaderRole::Bend, ..) => {}
        }
    }

    fn press(
        &mut self,
        now: Frames,
        (number, slot, velocity): (u8, Slot, u8),
        lock: &LockSet,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        let Some(key) = self.keys.get_mut(usize::from(number)) else { return };
        if let Some(note) = key.note.take() {
            self.lane.end(now, note, sound, sink);
        }
        let note = self.count;
        self.count = self.count.wrapping_add(1);
        let pitch = lock.snap(Pitch::from(number));
        *key = Key { held_by: Some(slot), note: Some(note), pitch };
        let bent = pitch + self.bend.map_or(0.0, |bend| bend.1);
        self.lane.start(now, (note, bent, f32::from(velocity)), sound, sink);
    }

    fn release(
        &mut self,
        now: Frames,
        number: u8,
        slot: Slot,
        sound: &mut Sounding<'_>,
        sink: &mut dyn Sink,
    ) {
        let pedal = self.pedal_is_down();
        let Some(key) = self.keys.get_mut(usize::from(number)) else { return };
        if key.held_by != Some(slot) {
            return;
        }
        key.held_by = None;
        if !pedal && let Some(note) = key.note.take() {
            self.lane.end(now, note, sound, sink);
        }
    }

    /// The wheel bends what sounds, and what starts while it is away from its rest: free of the
    /// lock, from the pitch that the lock gave.
    fn bend(&mut self, now: Frames, slot: Slot, place: f32, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        let semitones = if place.is_finite() { place.clamp(-1.0, 1.0) * BEND_SEMITONES } else { 0.0 };
        self.bend = Some((slot, semitones));
        for key in self.keys.iter() {
            if let Some(note) = key.note {
                self.lane.glide(now, (note, key.pitch + semitones, BEND_MS), sound, sink);
            }
        }
    }

    fn pedal_is_down(&self) -> bool {
        self.pedals != [0; 4]
    }

    fn pedal(&mut self, now: Frames, slot: Slot, down: bool, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        let (word, bit) = (usize::from(slot / 64), 1 << (slot % 64));
        self.pedals[word] = if down { self.pedals[word] | bit } else { self.pedals[word] & !bit };
        if self.pedal_is_down() {
            return;
        }
        for key in self.keys.iter_mut().filter(|key| key.held_by.is_none()) {
            if let Some(note) = key.note.take() {
                self.lane.end(now, note, sound, sink);
            }
        }
    }

    /// The control of `slot` is gone: what it held is released, what its pedal held too.
    pub(super) fn lose(&mut self, now: Frames, slot: Slot, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.pedal(now, slot, false, sound, sink);
        for number in 0..KEYS as u8 {
            self.release(now, number, slot, sound, sink);
        }
        if self.bend.is_some_and(|bend| bend.0 == slot) {
            self.bend(now, slot, 0.0, sound, sink);
        }
        if self.keys.iter().all(|key| key.held_by.is_none()) {
            self.following.release_all();
        }
    }

    /// Ends all notes and forgets what was held. The chord stays.
    pub(super) fn silence(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        *self.keys = [Key::default(); KEYS];
        self.pedals = [0; 4];
        self.following.release_all();
        self.lane.silence(now, sound, sink);
    }

    /// What it is heard to play.
    pub(super) fn heard(&self) -> LeaderSnapshot {
        LeaderSnapshot { chord: self.following.chord(), key: self.following.key() }
    }

    pub(super) fn snapshot(&self) -> PartSnapshot {
        self.lane.snapshot()
    }
}

fn pedal_is_down(value: RoleValue) -> bool {
    match value {
        RoleValue::Moved(place) => place >= PEDAL_DOWN,
        RoleValue::Down { .. } => true,
        RoleValue::Up | RoleValue::Lost | RoleValue::Clock(_) => false,
    }
}
