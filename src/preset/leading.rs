//! Who moves the chords, and how loud a part is: fields of a preset that hang together.

use super::file::{ExpressionName, PartTable, PresetFile, ProgressionByName};
use crate::document::Findings;
use crate::engine::{Expression, ProgressionBy};

/// Velocity of `expression = "fixed"` where the file names none.
const VELOCITY: f32 = 80.0;

/// What moves the progression on; a progression by presses needs chords and a part that leads,
/// and a part that leads such a progression.
pub(super) fn progression_by(file: &PresetFile, findings: &mut Findings<'_>) -> ProgressionBy {
    let leading = || file.part.iter().filter_map(|part| part.leads.as_ref()).filter(|leads| *leads.get_ref());
    let Some(by) = file.progression_by.as_ref().filter(|by| *by.get_ref() == ProgressionByName::Presses)
    else {
        if let Some(leads) = leading().next() {
            findings.add(leads.span(), "a part leads only with progression_by = \"presses\"");
        }
        return ProgressionBy::Bars;
    };
    if file.progression.is_none() {
        findings.add(by.span(), "with progression_by = \"presses\" there is a `progression`");
    } else if leading().next().is_none() {
        findings.add(by.span(), "with progression_by = \"presses\" a part has `leads = true`");
    }
    ProgressionBy::Presses
}

/// Where the loudness of a part comes from.
pub(super) fn expression(table: &PartTable, findings: &mut Findings<'_>) -> Expression {
    match (table.expression, &table.velocity) {
        (Some(ExpressionName::Fixed), velocity) => {
            Expression::Fixed(velocity.as_ref().map_or(VELOCITY, |velocity| *velocity.get_ref() as f32))
        }
        (expression, velocity) => {
            if let Some(velocity) = velocity {
                findings.add(velocity.span(), "a part has a `velocity` only with expression = \"fixed\"");
            }
            match expression {
                Some(ExpressionName::Rhythm) => Expression::Rhythm,
                _ => Expression::Control,
            }
        }
    }
}
