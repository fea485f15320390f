//! Music that somebody leads: their notes sound, and the harmony follows them.

use super::Sink;
use super::lane::Sounding;
use super::leader::Leader;
use super::{LeaderSnapshot, Music};
use crate::input::{LeaderRole, RoleEvent, Slot};
use crate::music::{Lock, LockSet, Pitch, Scale};
use crate::play::ScanTiming;
use crate::time::Frames;

impl Music {
    /// Whether somebody leads: then MIDI keys that nobody bound on purpose are theirs.
    pub(super) fn has_leader(&self) -> bool {
        self.leader.is_some()
    }

    /// The leader did something.
    pub(super) fn lead(
        &mut self,
        now: Frames,
        scan: &ScanTiming,
        (role, event): (LeaderRole, &RoleEvent),
        sink: &mut dyn Sink,
    ) {
        if let Some(leader) = &mut self.leader {
            leader.hear(now, role, event);
        }
        self.follow(now, sink);
        let Some(leader) = &mut self.leader else { return };
        let strong = self.transport.position_at(now).is_strong(self.transport.metre());
        let lock = LockSet::new(&self.harmony, leader.lock, strong);
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        leader.handle(now, role, event, &lock, &mut sound, &mut self.hearing.tapping(sink));
        self.tell_listeners(now, scan, sink);
    }

    /// Sets the harmony to what the leader is heard to play; sounding notes follow as chosen.
    pub(super) fn follow(&mut self, now: Frames, sink: &mut dyn Sink) {
        let Some(leader) = &mut self.leader else { return };
        leader.following.lead(&mut self.harmony);
        let Some(glide_ms) = leader.glide_ms.filter(|_| leader.following.take_settled()) else { return };
        let strong = self.transport.position_at(now).is_strong(self.transport.metre());
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        for part in self.parts.iter_mut().filter(|part| part.lock != Lock::Off) {
            let lock = LockSet::new(&self.harmony, part.lock, strong);
            part.lane.glide_into(now, &lock, part.register, glide_ms, &mut sound, sink);
        }
    }

    /// What the leader is heard to play.
    pub(super) fn heard(&self) -> Option<LeaderSnapshot> {
        self.leader.as_ref().map(Leader::heard)
    }

    /// The control of `slot` is gone: what the leader held on it is released.
    pub(super) fn lose(&mut self, now: Frames, scan: &ScanTiming, slot: Slot, sink: &mut dyn Sink) {
        let Some(leader) = &mut self.leader else { return };
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        leader.lose(now, slot, &mut sound, &mut self.hearing.tapping(sink));
        self.tell_listeners(now, scan, sink);
    }

    /// A leader's chords are heard in another root and scale from now on.
    pub(super) fn come_home(&mut self, root: Pitch, scale: Scale) {
        if let Some(leader) = &mut self.leader {
            leader.following.set_home(root, scale);
        }
    }
}
