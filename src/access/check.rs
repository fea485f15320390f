//! Whether figures about a body are in range, and what to say where they are not.

use std::fmt;
use std::ops::RangeInclusive;

use super::{AxisFit, BodySetup, Latch, MenuSetup, ScanSetup, SwitchTiming};
use crate::input::Role;

/// A figure about a body: its name in the person file and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The switch or axis, none where it is about the whole body.
    pub role: Option<Role>,
    /// Name of the field.
    pub field: &'static str,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.role {
            Some(role) => write!(f, "`{}` of `{role}`", self.field),
            None => write!(f, "`{}`", self.field),
        }
    }
}

/// What is wrong with figures about a body.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AccessError {
    /// A figure out of its range, or no number at all.
    #[error("{setting} is {value}{unit}; it goes from {low} to {high}{unit}")]
    Range {
        /// Which figure.
        setting: Setting,
        /// What it is.
        value: f32,
        /// Lowest allowed.
        low: f32,
        /// Highest allowed.
        high: f32,
        /// Unit with a space in front, empty where it has none.
        unit: &'static str,
    },
    /// An axis whose ends are too near each other to tell movement from noise.
    #[error(
        "`low` and `high` of `{role}` are {low} and {high}: they need to be {} apart; learn the range again",
        AxisFit::LEAST_TRAVEL
    )]
    Travel {
        /// The axis.
        role: Role,
        /// Its low end.
        low: f32,
        /// Its high end.
        high: f32,
    },
    /// An axis whose dead zone leaves nothing to play with.
    #[error(
        "`dead_zone` of `{role}` is {dead_zone} and covers the whole way to both sides of `rest` {rest}; \
         make it smaller"
    )]
    AllDead {
        /// The axis.
        role: Role,
        /// Its dead zone.
        dead_zone: f32,
        /// Its resting place.
        rest: f32,
    },
    /// The softest velocity is above the loudest.
    #[error("`softest_velocity` is {softest}, above `loudest_velocity` {loudest}; swap them")]
    Velocities {
        /// Softest.
        softest: f32,
        /// Loudest.
        loudest: f32,
    },
}

fn range(
    role: Option<Role>,
    field: &'static str,
    value: f32,
    range: RangeInclusive<f32>,
    unit: &'static str,
) -> Result<(), AccessError> {
    // NaN is in no range.
    if range.contains(&value) {
        return Ok(());
    }
    let setting = Setting { role, field };
    Err(AccessError::Range { setting, value, low: *range.start(), high: *range.end(), unit })
}

impl SwitchTiming {
    /// Whether all figures of the switch `role` are in range.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self, role: Role) -> Result<(), AccessError> {
        let role = Some(role);
        let ms = " ms";
        range(role, "acceptance_ms", self.acceptance_ms, Self::ACCEPTANCE_MS, ms)?;
        range(role, "lockout_ms", self.lockout_ms, Self::LOCKOUT_MS, ms)?;
        range(role, "release_debounce_ms", self.release_debounce_ms, Self::RELEASE_DEBOUNCE_MS, ms)?;
        if let Some(value) = self.long_press_ms {
            range(role, "long_press_ms", value, Self::LONG_PRESS_MS, ms)?;
        }
        if let Some(value) = self.double_press_ms {
            range(role, "double_press_ms", value, Self::DOUBLE_PRESS_MS, ms)?;
        }
        if let Latch::Timed(value) = self.latch {
            range(role, "latch", value, Latch::TIMED_MS, ms)?;
        }
        if let Some(value) = self.repeat_ms {
            range(role, "repeat_ms", value, Self::REPEAT_MS, ms)?;
        }
        Ok(())
    }
}

impl AxisFit {
    /// Whether all figures of the axis `role` are in range and leave it a way to go.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self, role: Role) -> Result<(), AccessError> {
        let whose = Some(role);
        range(whose, "low", self.low, Self::RAW, "")?;
        range(whose, "high", self.high, Self::RAW, "")?;
        range(whose, "dead_zone", self.dead_zone, Self::DEAD_ZONE, "")?;
        range(whose, "rest", self.rest, Self::REST, "")?;
        range(whose, "curve", self.curve, Self::CURVE, "")?;
        if self.smoothing_hz != 0.0 {
            range(whose, "smoothing_hz", self.smoothing_hz, Self::SMOOTHING_HZ, " Hz")?;
        }
        range(whose, "hysteresis", self.hysteresis, Self::HYSTERESIS, "")?;
        if (self.high - self.low).abs() < Self::LEAST_TRAVEL {
            return Err(AccessError::Travel { role, low: self.low, high: self.high });
        }
        if self.dead_zone >= self.rest.max(1.0 - self.rest) {
            return Err(AccessError::AllDead { role, dead_zone: self.dead_zone, rest: self.rest });
        }
        Ok(())
    }
}

impl ScanSetup {
    /// Whether all figures of the scan are in range.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), AccessError> {
        range(None, "interval_ms", self.interval_ms, Self::INTERVAL_MS, " ms")?;
        range(None, "first_extra_ms", self.first_extra_ms, Self::FIRST_EXTRA_MS, " ms")?;
        let loops = f32::from(*Self::LOOPS.start())..=f32::from(*Self::LOOPS.end());
        range(None, "loops", f32::from(self.loops), loops, "")
    }
}

impl BodySetup {
    /// Whether all figures about this body are in range and go together.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), AccessError> {
        for (number, switch) in self.switches.iter().enumerate() {
            switch.check(Role::Switch(number as u8))?;
        }
        for (number, axis) in self.axes.iter().enumerate() {
            axis.check(Role::Axis(number as u8))?;
        }
        self.scan.check()?;
        range(None, "cue_db", self.menu.cue_db, MenuSetup::CUE_DB, " dB")?;
        range(None, "loudest_db", self.loudest_db, Self::LOUDEST_DB, " dB")?;
        range(None, "softest_attack_ms", self.softest_attack_ms, Self::SOFTEST_ATTACK_MS, " ms")?;
        range(None, "softest_velocity", self.softest_velocity, Self::VELOCITY, "")?;
        range(None, "loudest_velocity", self.loudest_velocity, Self::VELOCITY, "")?;
        range(None, "max_hold_ms", self.max_hold_ms, Self::MAX_HOLD_MS, " ms")?;
        if self.softest_velocity > self.loudest_velocity {
            return Err(AccessError::Velocities {
                softest: self.softest_velocity,
                loudest: self.loudest_velocity,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The defaults are in range.
    #[test]
    fn defaults_are_in_range() {
        assert_eq!(BodySetup::default().check(), Ok(()));
    }

    /// Whatever is out of range is named with its switch, value, range and unit.
    #[test]
    fn says_what_is_wrong() {
        let said = |change: &dyn Fn(&mut BodySetup)| {
            let mut setup = BodySetup::default();
            change(&mut setup);
            setup.check().unwrap_err().to_string()
        };
        assert_eq!(
            said(&|s| s.switches[1].lockout_ms = 9000.0),
            "`lockout_ms` of `b` is 9000 ms; it goes from 0 to 5000 ms"
        );
        assert_eq!(
            said(&|s| s.switches[0].acceptance_ms = f32::NAN),
            "`acceptance_ms` of `a` is NaN ms; it goes from 0 to 5000 ms"
        );
        assert_eq!(
            said(&|s| s.switches[0].latch = Latch::Timed(5.0)),
            "`latch` of `a` is 5 ms; it goes from 100 to 60000 ms"
        );
        assert_eq!(
            said(&|s| s.axes[2].smoothing_hz = 0.01),
            "`smoothing_hz` of `axis3` is 0.01 Hz; it goes from 0.1 to 50 Hz"
        );
        assert_eq!(said(&|s| s.scan.loops = 21), "`loops` is 21; it goes from 0 to 20");
        assert!(said(&|s| (s.axes[0].low, s.axes[0].high) = (0.1, 0.101)).contains("0.005 apart"));
        assert!(said(&|s| s.axes[0].dead_zone = 0.5).contains("make it smaller"));
        assert!(said(&|s| s.softest_velocity = 125.0).contains("swap them"));
    }

    /// Every end of every range is itself allowed, and smoothing may be off.
    #[test]
    fn ends_are_allowed() {
        let mut setup = BodySetup::default();
        let switch = &mut setup.switches[0];
        switch.acceptance_ms = *SwitchTiming::ACCEPTANCE_MS.end();
        switch.lockout_ms = *SwitchTiming::LOCKOUT_MS.start();
        switch.release_debounce_ms = *SwitchTiming::RELEASE_DEBOUNCE_MS.end();
        switch.long_press_ms = Some(*SwitchTiming::LONG_PRESS_MS.start());
        switch.double_press_ms = Some(*SwitchTiming::DOUBLE_PRESS_MS.end());
        switch.repeat_ms = Some(*SwitchTiming::REPEAT_MS.start());
        switch.latch = Latch::Timed(*Latch::TIMED_MS.end());
        setup.axes[0].smoothing_hz = 0.0;
        setup.loudest_db = *BodySetup::LOUDEST_DB.start();
        assert_eq!(setup.check(), Ok(()));
    }
}
