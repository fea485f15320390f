//! Plays events to a body, holding it to the laws of time.

use cantus::access::{Body, BodySetup, Gesture, Gestures};
use cantus::input::{Role, RoleEvent, RoleValue, Slot};
use cantus::time::Frames;

/// One frame is one millisecond.
pub const RATE_HZ: f64 = 1000.0;

pub type Told = Vec<(Frames, Gesture)>;

pub fn event(at: Frames, slot: Slot, role: Role, value: RoleValue, pulse: bool) -> RoleEvent {
    RoleEvent { at, slot, role, value, note: None, pulse, yields: false }
}

/// Plays events and wakes the body when it asks; holds the laws of time.
pub struct Player {
    pub body: Body,
    pub told: Told,
}

impl Player {
    pub fn new(setup: BodySetup) -> Self {
        Player { body: Body::new(RATE_HZ, setup), told: Told::new() }
    }

    fn take(&mut self, at: Frames, out: &Gestures) {
        self.told.extend(out.iter().map(|&gesture| (at, gesture)));
    }

    /// Wakes for all that is due until `end`; at most `most` times.
    pub fn run(&mut self, end: Frames, most: usize) {
        for _ in 0..most {
            let Some(at) = self.body.next_deadline().filter(|&at| at <= end) else { return };
            let last = self.told.last().map_or(0, |&(at, _)| at);
            assert!(at >= last, "a deadline in the past");
            loop {
                let mut out = Gestures::new();
                self.body.wake(at, &mut out);
                self.take(at, &out);
                if self.body.next_deadline().is_none_or(|next| next > at) {
                    break;
                }
                assert!(out.remaining_capacity() < 8, "due at {at}, with room, and not done");
            }
        }
        panic!("it never comes to rest");
    }

    pub fn handle(&mut self, event: RoleEvent) {
        self.run(event.at, 100_000);
        let mut out = Gestures::new();
        self.body.handle(event.at, &event, &mut out);
        self.take(event.at, &out);
        assert!(self.body.next_deadline().is_none_or(|next| next > event.at));
    }
}
