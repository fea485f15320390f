//! What the screen may show of the engine.

use super::{Engine, MAX_LANES, PartSnapshot, Snapshot};

impl Engine {
    /// The state after the last block.
    pub fn snapshot(&self) -> Snapshot {
        let mut parts = [PartSnapshot::default(); MAX_LANES];
        self.music.snapshot_lanes(&mut parts);
        Snapshot {
            frame: self.block_at,
            peak: self.peak,
            voices: self.music.sounding() as u16,
            parts,
            leader: self.music.heard(),
            part_count: self.music.part_count() as u8,
            harmony: self.music.harmony,
            beat: self.music.position_at(self.block_at),
            tempo_bpm: self.music.tempo_bpm(),
            band: self.music.band_snapshot(),
            switches: self.pressed.switches(&self.body),
            axes: self.pressed.axes,
            late_events: self.pressed.late_events,
            last_press: self.pressed.last,
            menu: self.menu.snapshot(self.body.long_press_share(self.block_at)),
            calling: self.menu.is_calling(),
            resting: self.music.resting.is_some(),
            fierceness: self.fierceness,
        }
    }
}
