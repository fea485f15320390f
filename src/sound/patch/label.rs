//! What a patch is called by: its family and its temper, to choose it by.

use serde::{Deserialize, Serialize};

/// What a sound is like.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Pianos, organs, accordions.
    Keys,
    /// Guitars, harps, lutes.
    Strings,
    /// Violins, cellos.
    Bowed,
    /// Flutes and reeds.
    Winds,
    /// Trumpets and horns.
    Brass,
    /// Singing.
    Voices,
    /// Bars, bells, bowls, gongs, and drums that have a pitch.
    Struck,
    /// What carries the music from below.
    Basses,
    /// What no acoustic instrument sounds like: pads, leads.
    #[default]
    Synths,
    /// Drum kits: notes are percussion keys.
    Kits,
}

/// How a sound feels, from tender to fierce.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Temper {
    /// For lullabies and for who startles easily.
    Tender,
    /// Round and near.
    #[default]
    Warm,
    /// Clear and awake.
    Clear,
    /// Stands in front: for joy and for pride.
    Bold,
    /// For anger, storm and dance: as loud as the others, and it does not feel so.
    Fierce,
}

/// All families, in the order of lists.
pub const FAMILIES: [Family; 10] = [
    Family::Keys,
    Family::Strings,
    Family::Bowed,
    Family::Winds,
    Family::Brass,
    Family::Voices,
    Family::Struck,
    Family::Basses,
    Family::Synths,
    Family::Kits,
];
