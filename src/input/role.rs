//! Roles: the switches and axes that presets speak of.

use std::fmt;
use std::str::FromStr;

/// Switch roles there are: `a` to `p`.
pub const MAX_SWITCHES: usize = 16;
/// Axis roles there are: `axis1` to `axis8`.
pub const MAX_AXES: usize = 8;

/// What a control is to the music: a switch (`a` … `p`) or an axis (`axis1` … `axis8`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A switch, 0 (`a`) to 15 (`p`).
    Switch(u8),
    /// A continuous control, 0 (`axis1`) to 7 (`axis8`).
    Axis(u8),
    /// What a leader plays on: no role of a part, and none that a person file gives.
    Leader(LeaderRole),
}

/// What a leader plays on: the keyboard of somebody who plays along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeaderRole {
    /// Its keys (`leader` in traces); the event says which.
    Keys,
    /// Its sustain pedal (`leader.sustain`).
    Sustain,
    /// Its pitch bend wheel (`leader.bend`), -1 to 1.
    Bend,
}

impl LeaderRole {
    /// Every such role with its name in traces.
    pub const ALL: [(LeaderRole, &str); 3] = [
        (LeaderRole::Keys, "leader"),
        (LeaderRole::Sustain, "leader.sustain"),
        (LeaderRole::Bend, "leader.bend"),
    ];
}

impl Role {
    /// The first switch, the one that everybody has.
    pub const A: Role = Role::Switch(0);

    /// Every role that a preset may speak of, switches first.
    pub fn all() -> impl Iterator<Item = Role> {
        (0..MAX_SWITCHES as u8).map(Role::Switch).chain((0..MAX_AXES as u8).map(Role::Axis))
    }

    /// Whether parts are played by it.
    pub fn is_players(self) -> bool {
        !matches!(self, Role::Leader(_))
    }

    /// Place among all roles, from 0, switches first, the leader's last.
    pub fn index(self) -> usize {
        match self {
            Role::Switch(n) => usize::from(n),
            Role::Axis(n) => MAX_SWITCHES + usize::from(n),
            Role::Leader(role) => MAX_SWITCHES + MAX_AXES + role as usize,
        }
    }
}

/// A word that is no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role: use `a` to `p` for switches, `axis1` to `axis8` for axes")]
pub struct RoleError(pub String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        if let Some(number) = text.strip_prefix("axis")
            && let Ok(number) = number.parse::<u8>()
            && (1..=MAX_AXES as u8).contains(&number)
        {
            return Ok(Role::Axis(number - 1));
        }
        match text.as_bytes() {
            [letter @ b'a'..=b'p'] => Ok(Role::Switch(letter - b'a')),
            _ => Err(RoleError(text.to_owned())),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Role::Switch(n) => write!(f, "{}", char::from(b'a' + n)),
            Role::Axis(n) => write!(f, "axis{}", n + 1),
            Role::Leader(role) => {
                f.write_str(LeaderRole::ALL.iter().find(|row| row.0 == *role).map_or("leader", |row| row.1))
            }
        }
    }
}
