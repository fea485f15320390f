//! How somebody goes on to the next piece, checked.

use super::bindings::Binding;
use super::file::{NextName, PersonFile};
use crate::access::{NextBy, NextGesture, SwitchTiming};
use crate::document::Findings;
use crate::input::Role;

/// The gesture of the file, where there is one. A gesture that nobody can make is refused.
pub(super) fn next(
    file: &PersonFile,
    switches: &[SwitchTiming],
    rows: &[Binding],
    findings: &mut Findings<'_>,
) -> Option<NextGesture> {
    let table = file.next.as_ref()?;
    let place = table.switch.span();
    let role = match table.switch.get_ref().parse::<Role>() {
        Ok(role) => role,
        Err(error) => {
            findings.add(place, error.to_string());
            return None;
        }
    };
    let Role::Switch(number) = role else {
        findings.add(place, format!("`{role}` is no switch: give a role from `a` to `p`"));
        return None;
    };
    let by = match table.by.as_ref().map(|by| *by.get_ref()) {
        Some(NextName::Press) | None => NextBy::Press,
        Some(NextName::DoublePress) => NextBy::DoublePress,
        Some(NextName::LongPress) => NextBy::LongPress,
    };
    let others_play = rows.iter().any(|row| row.role != role);
    if !rows.iter().any(|row| row.role == role) {
        findings.add(place, format!("no control plays `{role}`: bind one with [[bind]]"));
    } else if by == NextBy::Press && !others_play {
        let message = "a switch whose press goes on plays nothing, and there is no other: go on \
                       by = \"long_press\" or \"double_press\", or bind a second switch";
        findings.add(place, message);
    }
    let timing = &switches[usize::from(number)];
    let (setting, is_off) = match by {
        NextBy::Press => ("", false),
        NextBy::DoublePress => ("double_press_ms", timing.double_press_ms.is_none()),
        NextBy::LongPress => ("long_press_ms", timing.long_press_ms.is_none()),
    };
    if is_off {
        let place = table.by.as_ref().map_or(table.switch.span(), toml::Spanned::span);
        findings.add(place, format!("this gesture is off: set {setting} under [switch.{role}]"));
    }
    Some(NextGesture { role, by })
}
