//! Sounds that go round when a player wants another one.

use super::file::PartTable;
use super::read::Reading;
use super::{FileKind, read_patch};
use crate::play::registry;
use crate::sound::Patch;

/// Families of shipped patches. A sound is followed by its kin, so that what is played stays what it
/// is: what rings is struck again, what sings is held.
const FAMILIES: [&[&str]; 6] = [
    &[
        "kalimba",
        "soft_piano",
        "marimba",
        "music_box",
        "harp",
        "nylon_guitar",
        "electric_piano",
        "koto",
        "oud",
        "steel_pan",
    ],
    &["flute", "bowed_string", "clarinet", "ocarina", "accordion", "saxophone", "bright_lead", "storm"],
    &["warm_pad", "choir", "crystal", "singing_bowl"],
    &["bass", "plucked_bass"],
    &["bells", "singing_bowl", "crystal"],
    &["kit_soft", "kit_hands", "kit_full"],
];

impl Reading<'_> {
    /// The sounds that go round in a part, its own first; only that one where none fits: a sound
    /// without kin, or recorded sounds.
    pub(super) fn sound_ring(&mut self, table: &PartTable) -> Vec<String> {
        let own = table.patch.get_ref().clone();
        let mut ring = vec![own.clone()];
        if let Some(written) = &table.sounds {
            for sound in written {
                let unpitched = registry::find(table.mode.get_ref()).is_some_and(|row| row.unpitched);
                let patch: Option<Patch> = self.named(FileKind::Patch, sound, read_patch);
                if patch.is_some_and(|patch| patch.engine.is_pitched() == unpitched) {
                    let message = if unpitched {
                        format!("this part plays drums, and `{}` is no kit", sound.get_ref())
                    } else {
                        format!("`{}` is a drum kit, and this part plays pitches", sound.get_ref())
                    };
                    self.findings.add(sound.span(), message);
                } else if !ring.contains(sound.get_ref()) {
                    ring.push(sound.get_ref().clone());
                }
            }
        } else if table.clips.is_none()
            && let Some(family) = FAMILIES.iter().find(|family| family.contains(&own.as_str()))
        {
            let place = family.iter().position(|id| *id == own).unwrap_or(0);
            let others = family[place + 1..].iter().chain(&family[..place]);
            ring.extend(others.map(|id| (*id).to_owned()));
        }
        ring
    }
}
