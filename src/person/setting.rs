//! What of a person can be changed by turning a number: a row a setting.
//!
//! The rows say where a setting stands in the file, what it is and may be; window and fit both go
//! by them. Ranges are those of [`crate::access`].

use super::Person;
use crate::access::{BodySetup, Latch, ScanSetup, ScanStyle, SwitchTiming};
use crate::input::{PersonEdit, Role};

/// What a setting is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// dB below full scale.
    Db,
    /// A number without a unit.
    Plain,
}

/// What values a setting has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number.
    Number {
        /// Least and most.
        range: (f32, f32),
        /// What one step changes.
        step: f32,
        /// Its unit.
        unit: Unit,
        /// The value that switching on begins with, where it may be off.
        off: Option<f32>,
    },
    /// Yes or no.
    Flag,
    /// One of several words.
    Choice(&'static [&'static str]),
}

/// The value of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f32),
    /// Nothing.
    Off,
    /// Yes or no.
    Flag(bool),
    /// A word.
    Choice(&'static str),
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct PersonSetting {
    /// Where it stands: `lockout_ms` under a switch, `scan.interval_ms` of the whole person.
    pub id: &'static str,
    /// Each switch has its own.
    pub of_switch: bool,
    /// What values it has.
    pub kind: Kind,
    value: fn(&BodySetup, &SwitchTiming) -> Value,
}

impl PersonSetting {
    /// The setting that stands there.
    pub fn find(id: &str) -> Option<&'static PersonSetting> {
        PERSON_SETTINGS.iter().find(|row| row.id == id)
    }

    /// Its key in the file, for this switch where each has its own.
    pub fn key(&self, role: Role) -> String {
        if self.of_switch { format!("switch.{role}.{}", self.id) } else { self.id.to_owned() }
    }

    /// Its value now.
    pub fn value(&self, person: &Person, role: Role) -> Value {
        let number = match role {
            Role::Switch(number) => usize::from(number),
            Role::Axis(_) | Role::Leader(_) => 0,
        };
        let timing = person.body.switches.get(number).copied().unwrap_or_default();
        (self.value)(&person.body, &timing)
    }

    /// The edit that makes it `value`; a number is kept within its range.
    pub fn edit(&self, role: Role, value: Value) -> PersonEdit {
        let value = match (value, self.kind) {
            (Value::Number(number), Kind::Number { range: (least, most), .. }) => {
                // A thousandth says more than any hand repeats.
                format!("{}", (number.clamp(least, most) * 1000.0).round() / 1000.0)
            }
            (Value::Number(number), _) => format!("{number}"),
            (Value::Flag(on), _) => format!("{on}"),
            (Value::Choice(word), _) => format!("\"{word}\""),
            (Value::Off, _) => "\"off\"".to_owned(),
        };
        PersonEdit::Set { key: self.key(role), value }
    }
}

const fn ms(range: &std::ops::RangeInclusive<f32>, step: f32, off: Option<f32>) -> Kind {
    Kind::Number { range: (*range.start(), *range.end()), step, unit: Unit::Ms, off }
}

fn or_off(value: Option<f32>) -> Value {
    value.map_or(Value::Off, Value::Number)
}

/// What a row begins with.
const fn switch(
    id: &'static str,
    kind: Kind,
    value: fn(&BodySetup, &SwitchTiming) -> Value,
) -> PersonSetting {
    PersonSetting { id, of_switch: true, kind, value }
}

const fn person(
    id: &'static str,
    kind: Kind,
    value: fn(&BodySetup, &SwitchTiming) -> Value,
) -> PersonSetting {
    PersonSetting { id, of_switch: false, kind, value }
}

const VELOCITY: Kind = Kind::Number { range: (1.0, 127.0), step: 1.0, unit: Unit::Plain, off: None };

/// Every setting, those of a switch first, in the order in which they are shown.
pub const PERSON_SETTINGS: [PersonSetting; 18] = [
    switch("acceptance_ms", ms(&SwitchTiming::ACCEPTANCE_MS, 10.0, None), |_, own| {
        Value::Number(own.acceptance_ms)
    }),
    switch("lockout_ms", ms(&SwitchTiming::LOCKOUT_MS, 10.0, None), |_, own| Value::Number(own.lockout_ms)),
    switch("release_debounce_ms", ms(&SwitchTiming::RELEASE_DEBOUNCE_MS, 5.0, None), |_, own| {
        Value::Number(own.release_debounce_ms)
    }),
    switch("long_press_ms", ms(&SwitchTiming::LONG_PRESS_MS, 100.0, Some(1500.0)), |_, own| {
        or_off(own.long_press_ms)
    }),
    switch("double_press_ms", ms(&SwitchTiming::DOUBLE_PRESS_MS, 50.0, Some(400.0)), |_, own| {
        or_off(own.double_press_ms)
    }),
    switch("latch", Kind::Choice(&["off", "toggle", "timed"]), |_, own| {
        Value::Choice(match own.latch {
            Latch::Off => "off",
            Latch::Toggle => "toggle",
            Latch::Timed(_) => "timed",
        })
    }),
    switch("latch_ms", ms(&Latch::TIMED_MS, 100.0, None), |_, own| match own.latch {
        Latch::Timed(ms) => Value::Number(ms),
        Latch::Off | Latch::Toggle => Value::Off,
    }),
    switch("repeat_ms", ms(&SwitchTiming::REPEAT_MS, 50.0, Some(500.0)), |_, own| or_off(own.repeat_ms)),
    switch("pulse", Kind::Flag, |_, own| Value::Flag(own.pulse)),
    person("scan.style", Kind::Choice(&["auto", "step", "inverse"]), |body, _| {
        Value::Choice(match body.scan.style {
            ScanStyle::Auto => "auto",
            ScanStyle::Step => "step",
            ScanStyle::Inverse => "inverse",
        })
    }),
    person("scan.interval_ms", ms(&ScanSetup::INTERVAL_MS, 50.0, None), |body, _| {
        Value::Number(body.scan.interval_ms)
    }),
    person("scan.first_extra_ms", ms(&ScanSetup::FIRST_EXTRA_MS, 50.0, None), |body, _| {
        Value::Number(body.scan.first_extra_ms)
    }),
    person(
        "scan.loops",
        Kind::Number { range: (0.0, 20.0), step: 1.0, unit: Unit::Plain, off: None },
        |body, _| Value::Number(f32::from(body.scan.loops)),
    ),
    person("max_hold_ms", ms(&BodySetup::MAX_HOLD_MS, 1000.0, None), |body, _| {
        Value::Number(body.max_hold_ms)
    }),
    person("softest_velocity", VELOCITY, |body, _| Value::Number(body.softest_velocity)),
    person("loudest_velocity", VELOCITY, |body, _| Value::Number(body.loudest_velocity)),
    person(
        "loudest_db",
        Kind::Number {
            range: (*BodySetup::LOUDEST_DB.start(), *BodySetup::LOUDEST_DB.end()),
            step: 1.0,
            unit: Unit::Db,
            off: None,
        },
        |body, _| Value::Number(body.loudest_db),
    ),
    person("softest_attack_ms", ms(&BodySetup::SOFTEST_ATTACK_MS, 5.0, None), |body, _| {
        Value::Number(body.softest_attack_ms)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::person::PersonSheet;

    const TEXT: &str = "\
format = 1
name = \"Kim\"
about = \"One switch.\"

[[bind]]
role = \"a\"
control = \"key:space\"

[switch.a]
latch = \"timed\"
";

    /// Every setting can be set to every end of its range, says what it is then, and is where the
    /// file has it.
    #[test]
    fn settings_are_what_they_are_set_to() {
        let sheet = PersonSheet::read(Document::new("kim.person.toml", TEXT)).unwrap();
        for row in PERSON_SETTINGS {
            let values: Vec<Value> = match row.kind {
                Kind::Number { range: (least, most), off, .. } => {
                    // The softest is at most the loudest.
                    let ends = match row.id {
                        "softest_velocity" => [least, 100.0],
                        "loudest_velocity" => [40.0, most],
                        _ => [least, most],
                    };
                    ends.map(Value::Number).into_iter().chain(off.map(|_| Value::Off)).collect()
                }
                Kind::Flag => vec![Value::Flag(true), Value::Flag(false)],
                Kind::Choice(words) => words.iter().map(|word| Value::Choice(word)).collect(),
            };
            for value in values {
                let edited = sheet.edited(&row.edit(Role::A, value));
                let edited = edited.unwrap_or_else(|error| panic!("{} {value:?}: {error}", row.id));
                assert_eq!(row.value(edited.person(), Role::A), value, "{}", row.id);
                assert_eq!(PersonSetting::find(row.id).unwrap().key(Role::A), row.key(Role::A));
            }
        }
    }
}
