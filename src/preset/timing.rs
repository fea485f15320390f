//! What a preset says of time: who taps the tempo, where presses are pulled to.

use toml::Spanned;

use super::file::{GridName, PartTable};
use crate::document::Findings;
use crate::engine::{AssistSetup, Grid};
use crate::input::Role;

/// The switch that taps the tempo.
pub(super) fn tap(written: Option<&Spanned<String>>, findings: &mut Findings<'_>) -> Option<Role> {
    let written = written?;
    match written.get_ref().parse::<Role>() {
        Ok(role @ Role::Switch(_)) => Some(role),
        Ok(Role::Axis(_) | Role::Leader(_)) => {
            findings.add(written.span(), "a tempo is tapped with a switch, `a` to `p`");
            None
        }
        Err(error) => {
            findings.add(written.span(), error.to_string());
            None
        }
    }
}

/// How presses of a part are pulled to the grid.
pub(super) fn assist(table: &PartTable) -> AssistSetup {
    let default = AssistSetup::default();
    AssistSetup {
        strength: table.assist.map_or(default.strength, |percent| percent / 100.0),
        grid: match table.grid {
            Some(GridName::Quarter) => Grid::Quarter,
            Some(GridName::Eighth) => Grid::Eighth,
            Some(GridName::EighthTriplet) => Grid::EighthTriplet,
            Some(GridName::Sixteenth) => Grid::Sixteenth,
            None => default.grid,
        },
        max_ms: table.assist_max_ms.unwrap_or(default.max_ms),
    }
}
