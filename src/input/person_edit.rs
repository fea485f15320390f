//! What is changed of the person who plays, as traces write it.

use std::fmt;
use std::str::FromStr;

use super::Role;

/// A change of a person file.
#[derive(Clone, Debug, PartialEq)]
pub enum PersonEdit {
    /// A setting: `set switch.a.lockout_ms 250`.
    Set {
        /// Where it stands in the file: `scan.interval_ms`.
        key: String,
        /// Its value as the file has it: a number, `true`, `"off"`.
        value: String,
    },
    /// A setting is as where nothing is said of it: `unset menu.opens_by`.
    Unset {
        /// Where it stands in the file.
        key: String,
    },
    /// A role is played by one control and no other: `bind a key:space`.
    Bind {
        /// The role.
        role: Role,
        /// The control as files name it: `pad[Xbox]:south`.
        control: String,
    },
    /// A role is played by one control more: `also a key:enter`.
    Also {
        /// The role.
        role: Role,
        /// The control.
        control: String,
    },
    /// A control plays a role no more: `unbind a key:enter`.
    Unbind {
        /// The role.
        role: Role,
        /// The control.
        control: String,
    },
    /// How far an axis is moved, in raw values: `fit axis1 LOW HIGH REST DEAD_ZONE`.
    Fit {
        /// The role.
        role: Role,
        /// Where the used travel begins.
        low: f32,
        /// Where it ends.
        high: f32,
        /// Where it rests within, 0 to 1.
        rest: f32,
        /// Part of it that counts as rest, 0 to 0.5.
        dead_zone: f32,
    },
}

impl fmt::Display for PersonEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PersonEdit::Set { key, value } => write!(f, "set {key} {value}"),
            PersonEdit::Unset { key } => write!(f, "unset {key}"),
            PersonEdit::Bind { role, control } => write!(f, "bind {role} {control}"),
            PersonEdit::Also { role, control } => write!(f, "also {role} {control}"),
            PersonEdit::Unbind { role, control } => write!(f, "unbind {role} {control}"),
            PersonEdit::Fit { role, low, high, rest, dead_zone } => {
                write!(f, "fit {role} {low} {high} {rest} {dead_zone}")
            }
        }
    }
}

impl FromStr for PersonEdit {
    /// A sentence for people.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(key) = text.trim().strip_prefix("unset ") {
            return Ok(PersonEdit::Unset { key: key.trim().to_owned() });
        }
        let mut words = text.trim().splitn(3, char::is_whitespace);
        let (Some(word), Some(first), Some(second)) = (words.next(), words.next(), words.next()) else {
            return Err(
                "expected `set`, `bind`, `also`, `unbind` or `fit` and two words more, or `unset` and one"
                    .to_owned(),
            );
        };
        let (first, second) = (first.to_owned(), second.trim().to_owned());
        if word == "set" {
            return Ok(PersonEdit::Set { key: first, value: second });
        }
        let role: Role = first.parse().map_err(|error| format!("{error}"))?;
        match word {
            "bind" => Ok(PersonEdit::Bind { role, control: second }),
            "also" => Ok(PersonEdit::Also { role, control: second }),
            "unbind" => Ok(PersonEdit::Unbind { role, control: second }),
            "fit" => {
                let numbers: Option<Vec<f32>> =
                    second.split_whitespace().map(|number| number.parse().ok()).collect();
                match numbers.as_deref() {
                    Some(&[low, high, rest, dead_zone]) => {
                        Ok(PersonEdit::Fit { role, low, high, rest, dead_zone })
                    }
                    _ => {
                        Err("expected where the travel begins, ends and rests, and the dead zone".to_owned())
                    }
                }
            }
            _ => Err(format!("expected `set`, `bind`, `also`, `unbind` or `fit`, found `{word}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written reads back as the same, and slips are told.
    #[test]
    fn edits_round_trip() {
        for text in [
            "set switch.a.lockout_ms 250",
            "set scan.style \"auto\"",
            "unset menu.opens_by",
            "bind a pad[Xbox Adaptive Controller]:south",
            "also axis1 pad:lstick.x",
            "unbind b key:enter",
            "fit axis1 -0.25 0.5 0 0.05",
        ] {
            assert_eq!(text.parse::<PersonEdit>().unwrap().to_string(), text);
        }
        for text in ["bind", "set x", "bind z key:space", "tie a key:space"] {
            assert!(text.parse::<PersonEdit>().is_err(), "{text}");
        }
    }
}
