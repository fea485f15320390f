//! What a preset says about its band.

use super::Style;

/// What decides how much plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// The more the player plays, the more the band does; never less than the preset says.
    #[default]
    Player,
    /// What the preset or a command says.
    Fixed,
}

/// What makes the band begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The first press.
    #[default]
    Press,
    /// A command.
    Command,
}

/// What comes before the first variation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeadIn {
    /// The style's intro, where it has one.
    #[default]
    Intro,
    /// A bar of stick clicks.
    Count,
    /// Nothing.
    None,
}

/// A band, checked.
#[derive(Clone, Debug)]
pub struct BandSetup {
    /// What it plays.
    pub style: Style,
    /// How much plays, 0 to 3; the least, where it follows the player.
    pub intensity: u8,
    /// What decides how much plays.
    pub follow: Follow,
    /// What makes it begin.
    pub start: Start,
    /// What comes before the first variation.
    pub lead_in: LeadIn,
    /// Level of all of it beside what the style says, −60 to 12 dB.
    pub level_db: f32,
    /// It ends by itself after this long without a press, in s.
    pub rest_s: f64,
}
