//! What goes on without anybody: parts that play by themselves, and a switch that is stuck,
//! because an arm lies on it or the box is broken.

use super::part::Part;
use super::{Music, Sink};
use crate::input::{Role, Slot};
use crate::play::{Act, ScanTiming};
use crate::time::Frames;

impl Music {
    /// Whether a part goes on by itself if nobody does anything more. A band does not count.
    pub(super) fn plays_on(&self) -> bool {
        self.parts.iter().any(Part::plays_on)
    }

    /// A switch is stuck: what it held fades within a time of its own, however long its sounds
    /// or its mode would take.
    pub(super) fn let_go(
        &mut self,
        now: Frames,
        scan: &ScanTiming,
        (role, slot): (Role, Slot),
        sink: &mut dyn Sink,
    ) {
        for number in 0..self.parts.len() {
            if self.parts[number].plays(role) {
                self.with_part(number, now, scan, sink, |part, _, sound, sink| {
                    part.lane.let_go(now, slot, sound, sink);
                    part.lane.letting_go = true;
                });
            }
        }
        self.act(now, scan, Act::Release { role, slot }, sink);
        self.parts.iter_mut().for_each(|part| part.lane.letting_go = false);
    }
}
