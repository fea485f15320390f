//! Somebody else plays, while everything else plays on.

use super::scanning::scan_timing;
use super::{Engine, Retired, Sink};
use crate::access::{Body, BodySetup};
use crate::input::{Role, RoleEvent, RoleValue, Slot};
use crate::play::RhythmVelocity;
use crate::sound::GuardSetup;
use crate::time::Frames;

/// What the guard holds to for a body.
pub(super) fn guard_setup(body: &BodySetup) -> GuardSetup {
    GuardSetup { ceiling_db: body.loudest_db, softest_attack_ms: body.softest_attack_ms }
}

impl Engine {
    /// From now on `body` plays. What the one before held is let go, as if their devices were
    /// gone; one that was made for another rate is left out.
    pub(super) fn change_body(&mut self, now: Frames, mut body: Box<Body>, sink: &mut dyn Sink) {
        let rate_hz = self.rate_hz();
        if body.rate_hz() != rate_hz {
            return self.retire(Retired::Body(body), sink);
        }
        for slot in 0..=Slot::MAX {
            let lost = RoleEvent {
                at: now,
                slot,
                role: Role::A,
                value: RoleValue::Lost,
                note: None,
                pulse: false,
                yields: false,
            };
            self.body.handle(now, &lost, &mut self.gestures);
            self.play_gestures(now, sink);
        }
        std::mem::swap(&mut self.body, &mut body);
        let setup = self.body.setup();
        self.velocity = RhythmVelocity::new(rate_hz, setup.softest_velocity, setup.loudest_velocity);
        self.scan = scan_timing(setup, rate_hz);
        self.guard.set_setup(&guard_setup(setup));
        let menu = setup.menu;
        self.body.set_holding(self.music.held_roles());
        self.set_menu(menu, sink);
        self.touch();
        self.retire(Retired::Body(body), sink);
    }
}
