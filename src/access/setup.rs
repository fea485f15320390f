//! How somebody moves: the checked contents of a person file, in milliseconds.
//!
//! The ranges are constants here, so that a reader of person files, the schema and
//! [`BodySetup::check`] agree on them.

use std::ops::RangeInclusive;

use super::{Gesture, GestureKind, MenuSetup};
use crate::input::Role;

/// `value` within `range`; the start of the range where it is not a number.
pub(super) fn bounded(value: f32, range: RangeInclusive<f32>) -> f32 {
    value.max(*range.start()).min(*range.end())
}

/// What a switch does while it is held and after it is let go.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Latch {
    /// It sounds while it is held.
    #[default]
    Off,
    /// A press starts, the next press stops.
    Toggle,
    /// A press sounds for this long, in ms (100 to 60 000).
    Timed(f32),
}

impl Latch {
    /// Range of the length of [`Latch::Timed`].
    pub const TIMED_MS: RangeInclusive<f32> = 100.0..=60_000.0;
}

/// Timing of one switch role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SwitchTiming {
    /// How long a press must last before it counts, 0 to 5000 ms. Costs exactly this
    /// much latency.
    pub acceptance_ms: f32,
    /// How long after an accepted press further presses are ignored, 0 to 5000 ms.
    pub lockout_ms: f32,
    /// How long a release must last before it counts, 0 to 1000 ms.
    pub release_debounce_ms: f32,
    /// How long a hold becomes a long press, 300 to 10 000 ms; none for off.
    pub long_press_ms: Option<f32>,
    /// Second press within this time is a double press, 100 to 2000 ms; none for off.
    pub double_press_ms: Option<f32>,
    /// What a press does after it is let go.
    pub latch: Latch,
    /// Presses again at this interval while held, 100 to 10 000 ms; none for off.
    pub repeat_ms: Option<f32>,
    /// The switch gives a short pulse whatever the hand does: length comes from rhythm.
    pub pulse: bool,
}

impl SwitchTiming {
    /// Range of `acceptance_ms`.
    pub const ACCEPTANCE_MS: RangeInclusive<f32> = 0.0..=5000.0;
    /// Range of `lockout_ms`.
    pub const LOCKOUT_MS: RangeInclusive<f32> = 0.0..=5000.0;
    /// Range of `release_debounce_ms`.
    pub const RELEASE_DEBOUNCE_MS: RangeInclusive<f32> = 0.0..=1000.0;
    /// Range of `long_press_ms`, where it is on.
    pub const LONG_PRESS_MS: RangeInclusive<f32> = 300.0..=10_000.0;
    /// Range of `double_press_ms`, where it is on.
    pub const DOUBLE_PRESS_MS: RangeInclusive<f32> = 100.0..=2000.0;
    /// Range of `repeat_ms`, where it is on.
    pub const REPEAT_MS: RangeInclusive<f32> = 100.0..=10_000.0;
}

impl Default for SwitchTiming {
    fn default() -> Self {
        SwitchTiming {
            acceptance_ms: 0.0,
            lockout_ms: 60.0,
            release_debounce_ms: 20.0,
            long_press_ms: None,
            double_press_ms: None,
            latch: Latch::Off,
            repeat_ms: None,
            pulse: false,
        }
    }
}

/// Fit of one axis role: what part of its travel somebody uses, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisFit {
    /// Raw value that becomes 0 (before `invert`).
    pub low: f32,
    /// Raw value that becomes 1; at least 0.005 from `low`.
    pub high: f32,
    /// Part of the fitted range, to either side of the resting place, that counts as
    /// rest, 0 to 0.5.
    pub dead_zone: f32,
    /// Resting place within the fitted range, 0 to 1: 0.5 for a stick, 0 for breath.
    pub rest: f32,
    /// Exponent of the response away from rest, 0.2 to 5: below 1 small movements do more.
    pub curve: f32,
    /// Turns the axis round.
    pub invert: bool,
    /// Cutoff of the smoothing at rest, 0.1 to 50 Hz (One Euro filter); 0 for none.
    pub smoothing_hz: f32,
    /// How far the value must move before it counts as moved, 0 to 0.2 of the fitted range.
    pub hysteresis: f32,
}

impl AxisFit {
    /// Range of `low` and `high`, which is that of the controls.
    pub const RAW: RangeInclusive<f32> = -1.0..=1.0;
    /// Least distance between `low` and `high`: an eighth of 2 % of a stick's travel.
    pub const LEAST_TRAVEL: f32 = 0.005;
    /// Range of `dead_zone`.
    pub const DEAD_ZONE: RangeInclusive<f32> = 0.0..=0.5;
    /// Range of `rest`.
    pub const REST: RangeInclusive<f32> = 0.0..=1.0;
    /// Range of `curve`.
    pub const CURVE: RangeInclusive<f32> = 0.2..=5.0;
    /// Range of `smoothing_hz`, where it is not 0 for none.
    pub const SMOOTHING_HZ: RangeInclusive<f32> = 0.1..=50.0;
    /// Range of `hysteresis`.
    pub const HYSTERESIS: RangeInclusive<f32> = 0.0..=0.2;
}

impl Default for AxisFit {
    fn default() -> Self {
        AxisFit {
            low: -1.0,
            high: 1.0,
            dead_zone: 0.0,
            rest: 0.5,
            curve: 1.0,
            invert: false,
            smoothing_hz: 5.0,
            hysteresis: 0.005,
        }
    }
}

/// Who moves the light in scanning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScanStyle {
    /// It moves by itself, a press takes the lit item.
    #[default]
    Auto,
    /// A press moves it; resting for the interval takes the lit item (with a second
    /// switch, role `b` takes it at once).
    Step,
    /// It moves while the switch is held, letting go takes the lit item.
    Inverse,
}

/// How somebody scans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScanSetup {
    /// Who moves the light.
    pub style: ScanStyle,
    /// Time an item stays lit, 100 to 10 000 ms.
    pub interval_ms: f32,
    /// Extra time for the first item, 0 to 10 000 ms.
    pub first_extra_ms: f32,
    /// Rounds before the scan rests, 0 to 20; 0 for no end.
    pub loops: u8,
    /// A dark item behind the last one: taking it lets the scan rest and takes nothing.
    pub escape: bool,
}

impl ScanSetup {
    /// Range of `interval_ms`.
    pub const INTERVAL_MS: RangeInclusive<f32> = 100.0..=10_000.0;
    /// Range of `first_extra_ms`.
    pub const FIRST_EXTRA_MS: RangeInclusive<f32> = 0.0..=10_000.0;
    /// Range of `loops`.
    pub const LOOPS: RangeInclusive<u8> = 0..=20;
}

impl Default for ScanSetup {
    fn default() -> Self {
        ScanSetup {
            style: ScanStyle::Auto,
            interval_ms: 1000.0,
            first_extra_ms: 500.0,
            loops: 0,
            escape: false,
        }
    }
}

/// What brings the next piece of a set list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextBy {
    /// A press: the switch plays nothing.
    #[default]
    Press,
    /// A double press; both presses have sounded.
    DoublePress,
    /// A long press; it has sounded.
    LongPress,
}

/// The gesture that brings the next piece of a set list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextGesture {
    /// The switch.
    pub role: Role,
    /// What is done with it.
    pub by: NextBy,
}

impl NextGesture {
    /// Whether this is it.
    pub fn is(&self, gesture: &Gesture) -> bool {
        let is_kind = matches!(
            (self.by, gesture.kind),
            (NextBy::Press, GestureKind::Press { .. })
                | (NextBy::DoublePress, GestureKind::DoublePress)
                | (NextBy::LongPress, GestureKind::LongPress)
        );
        is_kind && gesture.role == self.role
    }

    /// Whether a switch is there for this alone and plays nothing.
    pub fn keeps(&self, role: Role) -> bool {
        self.by == NextBy::Press && self.role == role
    }
}

/// Everything about a body that the engine needs.
#[derive(Clone, Debug, PartialEq)]
pub struct BodySetup {
    /// Timing of each switch role, `a` first.
    pub switches: [SwitchTiming; crate::input::MAX_SWITCHES],
    /// Fit of each axis role, `axis1` first.
    pub axes: [AxisFit; crate::input::MAX_AXES],
    /// How somebody scans.
    pub scan: ScanSetup,
    /// Their own menu.
    pub menu: MenuSetup,
    /// Loudest output allowed, −40 to −9 dBFS sample peak.
    pub loudest_db: f32,
    /// Softest attack that onsets are held to, 5 to 500 ms.
    pub softest_attack_ms: f32,
    /// Softest velocity that rhythm gives, 1 to 127.
    pub softest_velocity: f32,
    /// Loudest velocity that rhythm or a MIDI key gives, 1 to 127.
    pub loudest_velocity: f32,
    /// A switch held longer than this fades and waits for its release, 1000 to 600 000 ms.
    pub max_hold_ms: f32,
    /// What brings the next piece of a set list; none where nothing does.
    pub next: Option<NextGesture>,
}

impl BodySetup {
    /// Range of `loudest_db`.
    pub const LOUDEST_DB: RangeInclusive<f32> = -40.0..=-9.0;
    /// Range of `softest_attack_ms`.
    pub const SOFTEST_ATTACK_MS: RangeInclusive<f32> = 5.0..=500.0;
    /// Range of `softest_velocity` and `loudest_velocity`.
    pub const VELOCITY: RangeInclusive<f32> = 1.0..=127.0;
    /// Range of `max_hold_ms`.
    pub const MAX_HOLD_MS: RangeInclusive<f32> = 1000.0..=600_000.0;
}

impl Default for BodySetup {
    fn default() -> Self {
        BodySetup {
            switches: [SwitchTiming::default(); crate::input::MAX_SWITCHES],
            axes: [AxisFit::default(); crate::input::MAX_AXES],
            scan: ScanSetup::default(),
            menu: MenuSetup::default(),
            loudest_db: -9.0,
            softest_attack_ms: 5.0,
            softest_velocity: 30.0,
            loudest_velocity: 120.0,
            max_hold_ms: 30_000.0,
            next: None,
        }
    }
}
