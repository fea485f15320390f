//! Whom the parts of a preset hear.

use super::file::{Listens, PartTable};
use crate::document::Findings;
use crate::engine::{LEADER_LANE, hears_itself};
use crate::nearest::nearest;
use crate::play::registry;

/// The lane that each part of the file hears.
pub(super) fn lanes(parts: &[PartTable], findings: &mut Findings<'_>) -> Vec<Option<u8>> {
    let names: Vec<&str> = parts.iter().map(name).collect();
    let mut lanes = Vec::with_capacity(parts.len());
    for part in parts {
        lanes.push(part.listens.as_ref().and_then(|written| match lane(written.get_ref(), &names) {
            Ok(lane) => Some(lane),
            Err(message) => {
                findings.add(written.span(), message);
                None
            }
        }));
    }
    for (number, part) in parts.iter().enumerate() {
        if let Some(written) = &part.listens
            && hears_itself(number, &lanes)
        {
            let message = "a part cannot hear itself, nor can two parts hear each other: let one of them \
                           listen to the leader or to nobody";
            findings.add(written.span(), message);
        }
    }
    lanes
}

/// The name of a part, as people know it.
fn name(part: &PartTable) -> &str {
    match (&part.name, registry::find(part.mode.get_ref())) {
        (Some(name), _) => name,
        (None, Some(row)) => row.label,
        (None, None) => "",
    }
}

fn lane(listens: &Listens, names: &[&str]) -> Result<u8, String> {
    match listens {
        Listens::Number(number) if usize::from(*number) < names.len() => Ok(*number),
        Listens::Number(number) => Err(format!(
            "there is no part {number}: parts are counted from 0, the last is {}",
            names.len() - 1
        )),
        Listens::Name(name) if name == "leader" => Ok(LEADER_LANE),
        Listens::Name(name) => {
            let mut found = names.iter().enumerate().filter(|(_, other)| *other == name);
            match (found.next(), found.next()) {
                (Some((place, _)), None) => Ok(place as u8),
                (Some((place, _)), Some(_)) => {
                    Err(format!("several parts are called `{name}`: say the number, such as {place}"))
                }
                (None, _) => Err(match nearest(name, names.iter().copied().chain(["leader"])) {
                    Some(near) => format!("there is no part `{name}`: did you mean `{near}`?"),
                    None => format!("there is no part `{name}`; \"leader\" hears the leader"),
                }),
            }
        }
    }
}
