//! The person file as it is written. Its schema is the table of fields and ranges.
//!
//! Ranges and defaults are those of [`crate::access`]; a test holds the defaults to it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use toml::Spanned;

use super::menu::MenuTable;
use crate::input::Role;

/// How somebody moves: which switch, its timing, the range of a joystick, how to scan, how
/// loud it may get. Any person plays any preset.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cantus person")]
pub(super) struct PersonFile {
    /// Version of the file format, 1.
    #[allow(dead_code)]
    #[schemars(range(min = 1, max = 1))]
    format: i64,
    /// Name for people.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// Whom it fits, in one sentence.
    #[schemars(length(min = 1, max = 300))]
    pub about: String,
    /// Words to find them by, such as one switch, joystick, monday.
    #[serde(default)]
    #[schemars(length(max = 12))]
    pub tags: Vec<String>,
    /// A picture or photo that stands beside their name: a PNG, JPEG or plain SVG file, its path
    /// from the folder of the person.
    #[schemars(length(min = 1, max = 4096))]
    pub picture: Option<String>,
    /// Loudest output allowed, in dBFS (sample peak), -40 to -9.
    #[schemars(range(min = -40, max = -9), extend("default" = -9))]
    pub loudest_db: Option<f64>,
    /// Softest attack that onsets are held to, in ms, 5 to 500: larger startles less.
    #[schemars(range(min = 5, max = 500), extend("default" = 5))]
    pub softest_attack_ms: Option<f64>,
    /// Softest velocity that the rhythm of presses gives, 1 to 127.
    #[schemars(with = "Option<f64>", range(min = 1, max = 127), extend("default" = 30))]
    pub softest_velocity: Option<Spanned<f64>>,
    /// Loudest velocity that the rhythm of presses or a MIDI key gives, 1 to 127.
    #[schemars(range(min = 1, max = 127), extend("default" = 120))]
    pub loudest_velocity: Option<f64>,
    /// A switch held longer than this fades and waits for its release, in ms, 1000 to
    /// 600000: an arm may lie on it.
    #[schemars(range(min = 1000, max = 600_000), extend("default" = 30_000))]
    pub max_hold_ms: Option<f64>,
    /// Keyboards that are switch boxes in truth, as `cantus list devices` shows them
    /// ("usb:1234:5678:Name"): they play without focus, in whatever window one works.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub switch_boxes: Vec<String>,
    /// Which controls play which roles, at least one.
    #[schemars(length(min = 1, max = 200))]
    pub bind: Vec<BindTable>,
    /// Timing of the switches: `[switch.default]` for all, `[switch.a]` to `[switch.p]` for one.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"enum": switch_headings()}))]
    pub switch: BTreeMap<String, SwitchTable>,
    /// Fit of the axes: `[axis.default]` for all, `[axis.axis1]` to `[axis.axis8]` for one.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, AxisTable>", extend("propertyNames" = {"enum": axis_headings()}))]
    pub axis: BTreeMap<String, Spanned<AxisTable>>,
    /// How somebody scans.
    #[serde(default)]
    pub scan: ScanTable,
    /// The player's own menu.
    #[serde(default)]
    pub menu: MenuTable,
    /// How somebody goes on to the next piece of a set list. Without it a helper does.
    pub next: Option<NextTable>,
}

/// Heading that means every role.
pub(super) const DEFAULT_HEADING: &str = "default";

fn switch_headings() -> Vec<String> {
    headings(|role| matches!(role, Role::Switch(_)))
}

fn axis_headings() -> Vec<String> {
    headings(|role| matches!(role, Role::Axis(_)))
}

fn headings(wanted: fn(&Role) -> bool) -> Vec<String> {
    let roles = Role::all().filter(wanted).map(|role| role.to_string());
    std::iter::once(DEFAULT_HEADING.to_owned()).chain(roles).collect()
}

/// A control, or several, and the role they play.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BindTable {
    /// One control, such as "key:space", "pad:south", "midi:any" or
    /// "pad[Xbox Adaptive Controller]:south".
    #[schemars(with = "Option<String>")]
    pub control: Option<Spanned<String>>,
    /// Several controls that do the same.
    #[schemars(with = "Option<Vec<String>>", length(min = 1, max = 256))]
    pub controls: Option<Vec<Spanned<String>>>,
    /// The role: a switch `a` to `p`, or an axis `axis1` to `axis8`.
    #[schemars(with = "String")]
    pub role: Spanned<String>,
    /// For a stick, trigger or controller that plays a switch: where it counts as pressed,
    /// -1 to 1. Below zero it is pressed in the other direction.
    #[schemars(with = "Option<f64>", range(min = -1, max = 1), extend("default" = 0.5))]
    pub threshold: Option<Spanned<f64>>,
    /// How far back from the threshold it must come to count as released, 0.01 to 0.9.
    #[schemars(with = "Option<f64>", range(min = 0.01, max = 0.9), extend("default" = 0.1))]
    pub hysteresis: Option<Spanned<f64>>,
    /// These controls give a short pulse whatever the hand does (piezo, auto-release box):
    /// length comes from rhythm.
    #[serde(default)]
    pub pulse: bool,
}

/// Timing of one switch, or of all.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchTable {
    /// How long a press must last before it counts, in ms, 0 to 5000. Costs exactly this much
    /// latency.
    #[schemars(range(min = 0, max = 5000), extend("default" = 0))]
    pub acceptance_ms: Option<f64>,
    /// How long after an accepted press further presses are ignored, in ms, 0 to 5000.
    #[schemars(range(min = 0, max = 5000), extend("default" = 60))]
    pub lockout_ms: Option<f64>,
    /// How long a release must last before it counts, in ms, 0 to 1000.
    #[schemars(range(min = 0, max = 1000), extend("default" = 20))]
    pub release_debounce_ms: Option<f64>,
    /// After how long a hold is a long press, which opens the player's menu, in ms, 300 to
    /// 10000, or "off".
    #[schemars(extend("default" = "off", "minimum" = 300, "maximum" = 10_000))]
    pub long_press_ms: Option<MsOrOff>,
    /// A second press within this time is a double press, in ms, 100 to 2000, or "off".
    #[schemars(extend("default" = "off", "minimum" = 100, "maximum" = 2000))]
    pub double_press_ms: Option<MsOrOff>,
    /// What a press does after it is let go: nothing ("off"), it sounds until the next press
    /// ("toggle"), or it sounds for `latch_ms` ("timed").
    #[schemars(extend("default" = "off"))]
    pub latch: Option<LatchName>,
    /// How long a press sounds where `latch` is "timed", in ms, 100 to 60000.
    #[schemars(range(min = 100, max = 60_000), extend("default" = 2000))]
    pub latch_ms: Option<f64>,
    /// Presses again at this interval while held, in ms, 100 to 10000, or "off".
    #[schemars(extend("default" = "off", "minimum" = 100, "maximum" = 10_000))]
    pub repeat_ms: Option<MsOrOff>,
    /// The switch gives a short pulse whatever the hand does (piezo, auto-release box):
    /// length comes from rhythm.
    #[schemars(extend("default" = false))]
    pub pulse: Option<bool>,
}

impl SwitchTable {
    /// This table, and `below` where it says nothing.
    pub fn over(self, below: SwitchTable) -> SwitchTable {
        SwitchTable {
            acceptance_ms: self.acceptance_ms.or(below.acceptance_ms),
            lockout_ms: self.lockout_ms.or(below.lockout_ms),
            release_debounce_ms: self.release_debounce_ms.or(below.release_debounce_ms),
            long_press_ms: self.long_press_ms.or(below.long_press_ms),
            double_press_ms: self.double_press_ms.or(below.double_press_ms),
            latch: self.latch.or(below.latch),
            latch_ms: self.latch_ms.or(below.latch_ms),
            repeat_ms: self.repeat_ms.or(below.repeat_ms),
            pulse: self.pulse.or(below.pulse),
        }
    }
}

/// What a press does after it is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum LatchName {
    Off,
    Toggle,
    Timed,
}

/// Fit of one axis, or of all.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AxisTable {
    /// Where the used travel begins, in the control's own range (sticks and bend -1 to 1,
    /// others 0 to 1). Without it, the end of the control's travel.
    #[schemars(range(min = -1, max = 1))]
    pub low: Option<f64>,
    /// Where the used travel ends, at least 0.005 above `low`. Without it, the end of the
    /// control's travel.
    #[schemars(range(min = -1, max = 1))]
    pub high: Option<f64>,
    /// Resting place within the used travel, 0 to 1. Without it 0.5 for sticks and bend, 0
    /// for the others.
    #[schemars(range(min = 0, max = 1))]
    pub rest: Option<f64>,
    /// Part of the used travel around the resting place that counts as rest, 0 to 0.5.
    #[schemars(range(min = 0, max = 0.5), extend("default" = 0))]
    pub dead_zone: Option<f64>,
    /// Exponent of the response, 0.2 to 5: below 1 small movements do more.
    #[schemars(range(min = 0.2, max = 5), extend("default" = 1))]
    pub curve: Option<f64>,
    /// Turns the axis round.
    #[schemars(extend("default" = false))]
    pub invert: Option<bool>,
    /// Smoothing at rest, as the cutoff of a One Euro filter in Hz, 0.1 to 50 (lower is
    /// calmer and later); 0 for none.
    #[schemars(range(min = 0, max = 50), extend("default" = 5))]
    pub smoothing_hz: Option<f64>,
    /// How far it must move to count as moved, 0 to 0.2 of the used travel.
    #[schemars(range(min = 0, max = 0.2), extend("default" = 0.005))]
    pub hysteresis: Option<f64>,
}

impl AxisTable {
    /// This table, and `below` where it says nothing.
    pub fn over(self, below: AxisTable) -> AxisTable {
        AxisTable {
            low: self.low.or(below.low),
            high: self.high.or(below.high),
            rest: self.rest.or(below.rest),
            dead_zone: self.dead_zone.or(below.dead_zone),
            curve: self.curve.or(below.curve),
            invert: self.invert.or(below.invert),
            smoothing_hz: self.smoothing_hz.or(below.smoothing_hz),
            hysteresis: self.hysteresis.or(below.hysteresis),
        }
    }
}

/// How somebody scans.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScanTable {
    /// Who moves the light: it moves by itself and a press takes ("auto"), a press moves it
    /// and resting takes ("step"), or it moves while held and letting go takes ("inverse").
    #[schemars(extend("default" = "auto"))]
    pub style: Option<ScanStyleName>,
    /// How long an item stays lit, in ms, 100 to 10000.
    #[schemars(range(min = 100, max = 10_000), extend("default" = 1000))]
    pub interval_ms: Option<f64>,
    /// Extra time for the first item, in ms, 0 to 10000.
    #[schemars(range(min = 0, max = 10_000), extend("default" = 500))]
    pub first_extra_ms: Option<f64>,
    /// Rounds before the scan rests, 0 to 20; 0 for no end.
    #[schemars(range(min = 0, max = 20), extend("default" = 0))]
    pub loops: Option<u8>,
    /// Whether a dark item follows the last one: taking it lets the scan rest and takes
    /// nothing.
    #[serde(default)]
    pub escape: bool,
}

/// Who moves the light in scanning.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum ScanStyleName {
    Auto,
    Step,
    Inverse,
}

/// How somebody goes on to the next piece of a set list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NextTable {
    /// The switch, `a` to `p`.
    #[schemars(with = "String")]
    pub switch: Spanned<String>,
    /// What is done with it: a press ("press": the switch plays nothing then), a double press
    /// ("double_press") or a long press ("long_press"), which have sounded before.
    #[schemars(with = "Option<NextName>", extend("default" = "press"))]
    pub by: Option<Spanned<NextName>>,
}

/// What is done to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum NextName {
    Press,
    DoublePress,
    LongPress,
}

/// A time in ms, or "off".
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MsOrOff {
    Ms(f64),
    Off,
}

const MS_OR_OFF: &str = "a time in ms, or \"off\"";

impl<'de> Deserialize<'de> for MsOrOff {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl Visitor<'_> for Written {
            type Value = MsOrOff;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(MS_OR_OFF)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<MsOrOff, E> {
                Ok(MsOrOff::Ms(number as f64))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<MsOrOff, E> {
                Ok(MsOrOff::Ms(number))
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<MsOrOff, E> {
                match word {
                    "off" => Ok(MsOrOff::Off),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }
        }

        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for MsOrOff {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "MsOrOff".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "title": MS_OR_OFF, "type": ["number", "string"] })
    }
}
