//! The band of a preset.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::file::PresetFile;
use super::read::Reading;
use super::{FileKind, read_style};
use crate::band::{BandSetup, Follow, LeadIn, Start};
use crate::document::{Document, Findings};
use crate::time::{Metre, Swing};

/// A band that plays along.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BandTable {
    /// Style: the id of a shipped style or of one's own (`cantus list styles`), or the path of a
    /// .style.toml file, from the folder of the preset.
    #[schemars(with = "String")]
    style: Spanned<String>,
    /// How much plays, 0 (hardly anything) to 3 (everything); the least, where it follows
    /// the player.
    #[schemars(range(min = 0, max = 3), extend("default" = 0))]
    intensity: Option<u8>,
    /// What decides how much plays: how densely the player plays, or `intensity` alone.
    #[schemars(extend("default" = "player"))]
    follow: Option<FollowName>,
    /// What makes it begin: the first press, or a command.
    #[schemars(extend("default" = "press"))]
    start: Option<StartName>,
    /// What comes before the first variation: the style's intro, a bar of clicks, or nothing.
    #[schemars(extend("default" = "intro"))]
    lead_in: Option<LeadInName>,
    /// Level in dB, -60 to 12, beside the levels that the style says.
    #[schemars(range(min = -60, max = 12), extend("default" = 0))]
    level_db: Option<f64>,
    /// It ends by itself after this long without a press, 5 to 3600 s.
    #[schemars(range(min = 5, max = 3600), extend("default" = 30))]
    rest_s: Option<f64>,
}

/// How long without a press the band plays on, in s: three or four phrases, and longer than
/// most pauses of somebody who is still with the music.
const REST_S: f64 = 30.0;

/// What decides how much plays.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum FollowName {
    Player,
    Fixed,
}

/// What makes the band begin.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum StartName {
    Press,
    Command,
}

/// What comes before the first variation.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum LeadInName {
    Intro,
    Count,
    None,
}

impl Reading<'_> {
    /// The band that `table` describes.
    pub(super) fn band(&mut self, table: &BandTable) -> Option<BandSetup> {
        let catalogue = self.catalogue;
        let style = self.named(FileKind::Style, &table.style, |document| read_style(document, catalogue))?;
        Some(BandSetup {
            style,
            intensity: table.intensity.unwrap_or(0),
            follow: match table.follow {
                Some(FollowName::Player) | None => Follow::Player,
                Some(FollowName::Fixed) => Follow::Fixed,
            },
            start: match table.start {
                Some(StartName::Press) | None => Start::Press,
                Some(StartName::Command) => Start::Command,
            },
            lead_in: match table.lead_in {
                Some(LeadInName::Intro) | None => LeadIn::Intro,
                Some(LeadInName::Count) => LeadIn::Count,
                Some(LeadInName::None) => LeadIn::None,
            },
            level_db: table.level_db.unwrap_or(0.0) as f32,
            rest_s: table.rest_s.unwrap_or(REST_S),
        })
    }
}

/// Tempo and swing of a preset, its band considered.
pub(super) struct Fit {
    pub tempo_bpm: Option<f64>,
    pub swing: Swing,
}

/// Tempo and swing that the file says, or the band's style; tells where the two do not fit.
pub(super) fn fit(
    findings: &mut Findings<'_>,
    document: &Document,
    file: &PresetFile,
    metre: Metre,
    band: &mut Option<BandSetup>,
) -> Fit {
    let written = file.swing.map(|percent| Swing::new(percent / 100.0));
    let Some(BandSetup { style, .. }) = band else {
        return Fit { tempo_bpm: file.tempo_bpm, swing: written.unwrap_or_default() };
    };
    if metre != style.metre {
        let place = if file.metre.is_some() { "metre" } else { "band.style" };
        let Metre { beats, unit } = style.metre;
        let message = format!("the style of the band, {}, is in {beats}/{unit}", style.name);
        findings.add(document.span_of(place), message);
    }
    let [slowest, fastest] = style.tempo_bpm;
    if file.tempo_bpm.is_some_and(|tempo_bpm| !(slowest..=fastest).contains(&tempo_bpm)) {
        let message = format!("the style of the band, {}, is {slowest} to {fastest} BPM", style.name);
        findings.add(document.span_of("tempo_bpm"), message);
    }
    let swing = match style.cells_a_beat {
        // Eighths swing as the preset says, or as the style does.
        2 => {
            let swing = written.unwrap_or(Swing::new(style.swing * 2.0 - 1.0));
            style.swing = 0.5 + swing.share() / 2.0;
            swing
        }
        3 => written.unwrap_or(Swing::new(1.0 / 3.0)),
        _ => written.unwrap_or_default(),
    };
    Fit { tempo_bpm: file.tempo_bpm.or(Some((slowest * fastest).sqrt().round())), swing }
}
