//! The harmony that follows what a leader plays.

use super::LeaderSetup;
use crate::input::{LeaderRole, RoleEvent, RoleValue};
use crate::music::{
    Ear, Harmony, HeardChord, Key, KeyFinder, Pitch, Scale, chord_in, scale_of_key, scale_with,
};
use crate::time::Frames;

/// Ears for a leader, and what they do to the harmony.
pub(super) struct Following {
    ear: Ear,
    finder: KeyFinder,
    follows_chords: bool,
    follows_key: bool,
    /// The preset's own root and scale, which keys are fitted to.
    home: (Pitch, Scale),
    /// What the harmony was last set to.
    told: (Option<HeardChord>, Option<Key>),
    /// The last settled chord that sounding notes were moved to.
    moved_to: Option<HeardChord>,
}

impl Following {
    pub(super) fn new(setup: &LeaderSetup, root: Pitch, scale: Scale, rate_hz: f64) -> Self {
        let mut following = Following {
            ear: Ear::new(rate_hz),
            finder: KeyFinder::new(rate_hz),
            follows_chords: setup.follows_chords,
            follows_key: setup.follows_key,
            home: (root, scale),
            told: (None, None),
            moved_to: None,
        };
        following.tune_ear();
        following
    }

    /// The key that was heard.
    pub(super) fn key(&self) -> Option<Key> {
        self.finder.key()
    }

    /// The chord that was heard and is settled.
    pub(super) fn chord(&self) -> Option<HeardChord> {
        self.ear.settled()
    }

    /// Another root and scale of the preset: a command changed them.
    pub(super) fn set_home(&mut self, root: Pitch, scale: Scale) {
        self.home = (root, scale);
        self.told = (None, None);
        self.tune_ear();
    }

    /// Guesses are made in the key that was heard, else in the preset's scale.
    fn tune_ear(&mut self) {
        let (root, scale) = self.home;
        let class = |degree: &f32| ((root + degree / 100.0).round() as i32).rem_euclid(12);
        let own = || scale.degrees().iter().fold(0u16, |bits, degree| bits | 1 << class(degree));
        self.ear.set_scale(self.finder.key().map_or_else(own, Key::pitch_classes));
    }

    /// The leader did something on a key or a pedal.
    pub(super) fn hear(&mut self, now: Frames, role: LeaderRole, event: &RoleEvent, pedal: bool) {
        match (role, event.value, event.note) {
            (LeaderRole::Keys, RoleValue::Down { velocity }, Some(key)) => {
                self.ear.press(now, key, velocity.unwrap_or(80));
                self.finder.press(now, key);
            }
            (LeaderRole::Keys, RoleValue::Up, Some(key)) => {
                self.ear.release(now, key);
                self.finder.release(now, key);
            }
            (LeaderRole::Sustain, ..) => self.ear.pedal(now, pedal),
            _ => {}
        }
        self.tune_ear();
    }

    /// What the leader held was released or silenced.
    pub(super) fn release_all(&mut self) {
        self.ear.release_all();
        self.finder.release_all();
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        self.ear.next_deadline()
    }

    pub(super) fn wake(&mut self, now: Frames) -> bool {
        let due = self.next_deadline().is_some_and(|at| at <= now);
        if due {
            self.ear.wake(now);
        }
        due
    }

    /// Sets `harmony` to what was heard, where that is new.
    pub(super) fn lead(&mut self, harmony: &mut Harmony) {
        let chord = self.ear.chord().filter(|_| self.follows_chords);
        let key = self.finder.key().filter(|_| self.follows_key);
        if (chord, key) == self.told {
            return;
        }
        self.told = (chord, key);
        let (mut root, mut scale) = self.home;
        if let Some(key) = key {
            let home = root.round();
            let up = (f32::from(key.tonic) - home).rem_euclid(12.0);
            root += if up > 6.0 { up - 12.0 } else { up };
            scale = scale_of_key(&scale, key.minor);
        }
        harmony.root = root;
        harmony.scale = scale;
        match chord {
            Some(heard) => {
                harmony.chord = chord_in(heard, root, &scale);
                harmony.scale = scale_with(&scale, &harmony.chord);
            }
            None if key.is_some() => harmony.chord = crate::music::Chord::tonic(&scale),
            None => {}
        }
    }

    /// Whether a chord has settled that sounding notes were not moved to yet.
    pub(super) fn take_settled(&mut self) -> bool {
        let settled = self.ear.settled();
        let is_new = settled != self.moved_to;
        self.moved_to = settled;
        is_new
    }
}
