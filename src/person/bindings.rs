//! What a person file binds: which controls of which devices play which roles.

use std::str::FromStr;
use std::sync::Arc;

use arrayvec::ArrayVec;

use crate::input::{Control, ControlError, ControlName, MidiControl, PadControl, Role};

/// Controller number of the sustain pedal.
pub(super) const SUSTAIN: u8 = 64;

/// Roles that one control may play at once.
pub const MAX_ROLES_OF_CONTROL: usize = 4;

/// What a binding listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// One control.
    One(Control),
    /// `pad:any`: any button of a gamepad or of a box of buttons.
    AnyPadButton,
    /// `midi:any`: any key of a MIDI keyboard.
    AnyMidiNote,
    /// `mouse:any`: any button of a mouse.
    AnyMouseButton,
}

impl Pattern {
    /// Whether `control` is one of those meant.
    pub fn matches(self, control: Control) -> bool {
        match self {
            Pattern::One(one) => one == control,
            Pattern::AnyPadButton => {
                matches!(control, Control::Pad(PadControl::Button(_) | PadControl::Code(_)))
            }
            Pattern::AnyMidiNote => matches!(control, Control::Midi(MidiControl::Note(_))),
            Pattern::AnyMouseButton => matches!(control, Control::Mouse(_)),
        }
    }
}

/// One control, or one wildcard, and the role it plays.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Part of the device's name, in lower case, where the file gives one.
    pub device: Option<String>,
    /// Which control.
    pub pattern: Pattern,
    /// What it plays.
    pub role: Role,
    /// Where a continuous control counts as pressed, −1 to 1; below zero it is pressed in
    /// the other direction.
    pub threshold: f32,
    /// How far back from the threshold it counts as released.
    pub hysteresis: f32,
    /// The control has no meaningful release.
    pub pulse: bool,
}

impl Binding {
    /// Explicit beats wildcard; of two alike, the one with a device selector beats the other.
    fn rank(&self) -> u8 {
        2 * u8::from(matches!(self.pattern, Pattern::One(_))) + u8::from(self.device.is_some())
    }

    /// Whether a leader comes first where the music has one: a binding that means every MIDI
    /// key, or the pedal, of every device was not made for this one.
    pub(super) fn yields(&self) -> bool {
        let pedal = Pattern::One(Control::Midi(MidiControl::Cc(SUSTAIN)));
        self.device.is_none() && (self.pattern == Pattern::AnyMidiNote || self.pattern == pedal)
    }

    fn matches_device(&self, device_name: &str) -> bool {
        self.device.as_ref().is_none_or(|part| device_name.to_lowercase().contains(part))
    }
}

/// A control as a person file names it: `key:space`, `pad[Xbox]:any`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PatternName {
    pub device: Option<String>,
    pub pattern: Pattern,
}

impl FromStr for PatternName {
    type Err = ControlError;

    fn from_str(text: &str) -> Result<Self, ControlError> {
        // A wildcard has the same selector as any control of its kind.
        let wildcards = [
            ("pad", "south", Pattern::AnyPadButton),
            ("midi", "bend", Pattern::AnyMidiNote),
            ("mouse", "left", Pattern::AnyMouseButton),
        ];
        let (name, wildcard) = match text.strip_suffix(":any") {
            Some(front) => match wildcards.iter().find(|row| front.split('[').next() == Some(row.0)) {
                Some((_, any, pattern)) => (format!("{front}:{any}").parse()?, Some(*pattern)),
                None => (text.parse::<ControlName>()?, None),
            },
            None => (text.parse()?, None),
        };
        Ok(PatternName {
            device: name.device.map(|device: String| device.to_lowercase()),
            pattern: wildcard.unwrap_or(Pattern::One(name.control)),
        })
    }
}

/// All bindings of a person; cheap to copy to every thread that reads a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Bindings {
    rows: Arc<[Binding]>,
}

impl Bindings {
    pub(super) fn new(rows: Vec<Binding>) -> Self {
        Bindings { rows: rows.into() }
    }

    /// Every binding, in the order of the file.
    pub fn rows(&self) -> &[Binding] {
        &self.rows
    }

    /// Whether any binding uses `control` of a device of this name.
    pub fn wants(&self, device_name: &str, control: Control) -> bool {
        self.rows.iter().any(|row| row.pattern.matches(control) && row.matches_device(device_name))
    }

    /// Whether any binding uses `control`, of whatever device.
    pub fn uses(&self, control: Control) -> bool {
        self.rows.iter().any(|row| row.pattern.matches(control))
    }

    /// The bindings that hold for `control` of a device of this name: those of the highest
    /// rank, one a role.
    pub fn of(&self, device_name: &str, control: Control) -> ArrayVec<&Binding, MAX_ROLES_OF_CONTROL> {
        let fits = |row: &&Binding| row.pattern.matches(control) && row.matches_device(device_name);
        let best = self.rows.iter().filter(fits).map(Binding::rank).max();
        let mut found: ArrayVec<&Binding, MAX_ROLES_OF_CONTROL> = ArrayVec::new();
        for row in self.rows.iter().filter(fits).filter(|row| Some(row.rank()) == best) {
            if !found.is_full() && found.iter().all(|other| other.role != row.role) {
                found.push(row);
            }
        }
        found
    }

    /// Event codes of all keys that are bound, ascending. No other key is ever looked at.
    pub fn keys(&self) -> Vec<u16> {
        let mut keys: Vec<u16> = self
            .rows
            .iter()
            .filter_map(|row| match row.pattern {
                Pattern::One(Control::Key(code)) => Some(code),
                _ => None,
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}
