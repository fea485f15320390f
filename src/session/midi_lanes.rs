//! Which channel and sound each lane of a piece of music has elsewhere.

use super::general_midi::program_of;
use crate::band::BandSetup;
use crate::engine::{BAND_LANE, LEADER_LANE, MusicSetup};
use crate::play::registry;

/// Channel of the drums of General MIDI, from 0.
pub const DRUM_CHANNEL: u8 = 9;

/// How one lane is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanePlan {
    /// Number of the lane.
    pub lane: u8,
    /// Its name for people.
    pub name: String,
    /// Its channel, from 0.
    pub channel: u8,
    /// Its sound, from 0; none leaves what the receiver has.
    pub program: Option<u8>,
}

/// Lanes of this music: a channel each, in their order, past that of the drums, which unpitched
/// parts and those of a band have; and the sound of General MIDI that is nearest to what its patch is called.
pub fn plan(setup: &MusicSetup) -> Vec<LanePlan> {
    let plan = |(lane, name): (u8, String)| {
        let part = setup.parts.get(usize::from(lane));
        let unpitched = part.and_then(|part| registry::find(part.mode)).is_some_and(|row| row.unpitched);
        let is_drums = unpitched || lane == BAND_LANE;
        let leader = setup.leader.as_ref().filter(|_| lane == LEADER_LANE);
        let patch = part
            .map(|part| part.patch.name.as_str())
            .or_else(|| leader.map(|leader| leader.patch.name.as_str()))
            .or_else(|| setup.band.as_ref().and_then(|band| band_patch(band, lane)));
        LanePlan {
            lane,
            name,
            channel: if is_drums { DRUM_CHANNEL } else { default_channel(lane) },
            program: patch.filter(|_| !is_drums).and_then(program_of),
        }
    };
    setup.lanes().into_iter().map(plan).collect()
}

/// What the patch of a band's lane is called.
fn band_patch(band: &BandSetup, lane: u8) -> Option<&str> {
    let instrument = usize::from(lane.checked_sub(BAND_LANE)?);
    band.style.instruments.get(instrument)?.as_ref().map(|instrument| instrument.patch.name.as_str())
}

/// The channel of a lane that nobody planned: by its number, past the drums.
pub fn default_channel(lane: u8) -> u8 {
    let channel = lane & 0x0F;
    if channel >= DRUM_CHANNEL { (channel + 1) & 0x0F } else { channel }
}
