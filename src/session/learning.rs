//! Watching how far somebody moves a control, to write the fit of an axis.

use std::fmt::Write;

use crate::access::{AxisFit, LearnError};
use crate::input::{Control, Role};

/// Samples taken of a control in a second.
const SAMPLES_A_SECOND: u64 = 100;
/// Longest stretch that is watched, in seconds.
pub const LONGEST_S: f64 = 120.0;
/// Controls that are watched at once; further ones are left out.
const MOST_CONTROLS: usize = 64;

/// The movement of one control, sampled evenly from its first one.
struct Watched {
    device: String,
    control: Control,
    first_ns: u64,
    last: f32,
    samples: Vec<f32>,
}

impl Watched {
    /// The value held until `now_ns`.
    fn hold(&mut self, now_ns: u64) {
        let span_ns = now_ns.saturating_sub(self.first_ns).min((LONGEST_S * 1e9) as u64);
        let count = (span_ns * SAMPLES_A_SECOND / 1_000_000_000) as usize;
        if count > self.samples.len() {
            self.samples.resize(count, self.last);
        }
    }

    fn ends(&self) -> (f32, f32) {
        let further = |(low, high): (f32, f32), sample: &f32| (low.min(*sample), high.max(*sample));
        self.samples.iter().fold((self.last, self.last), further)
    }

    fn travel(&self) -> f32 {
        let (low, high) = self.ends();
        high - low
    }
}

/// How far a control has been moved so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Travel {
    /// The device it belongs to.
    pub device: String,
    /// The control.
    pub control: Control,
    /// Where it was furthest down and up.
    pub ends: (f32, f32),
    /// Where it is.
    pub now: f32,
}

/// Every control that moved.
#[derive(Default)]
pub struct Watch {
    controls: Vec<Watched>,
}

/// What was learned of the control that moved furthest.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The device it belongs to.
    pub device: String,
    /// The control.
    pub control: Control,
    /// Its fit.
    pub fit: AxisFit,
}

/// Why nothing was learned.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WatchError {
    /// Nothing moved at all.
    #[error(
        "Nothing moved. Plug in a joystick, gamepad, breath or MIDI controller, and move it while this runs."
    )]
    Nothing,
    /// What moved gave no fit.
    #[error("{control} of “{device}”: {error}")]
    Unfit {
        /// The device.
        device: String,
        /// The control.
        control: Control,
        /// Why.
        error: LearnError,
    },
}

impl Watch {
    /// A control of a device moved to `value` at `now_ns`, on any clock that only goes
    /// forward.
    pub fn moved(&mut self, device: &str, control: Control, value: f32, now_ns: u64) {
        let known = self.controls.iter_mut().find(|known| known.control == control && known.device == device);
        if let Some(known) = known {
            known.hold(now_ns);
            known.last = value;
        } else if self.controls.len() < MOST_CONTROLS {
            self.controls.push(Watched {
                device: device.to_owned(),
                control,
                first_ns: now_ns,
                last: value,
                samples: Vec::new(),
            });
        }
    }

    /// How far the control that moved furthest has been moved so far.
    pub fn furthest(&self) -> Option<Travel> {
        let furthest = self.controls.iter().max_by(|a, b| a.travel().total_cmp(&b.travel()))?;
        let Watched { device, control, last, .. } = furthest;
        Some(Travel { device: device.clone(), control: *control, ends: furthest.ends(), now: *last })
    }

    /// The fit of the control that moved furthest until `now_ns`.
    ///
    /// # Errors
    /// Where nothing moved, or too little or too shortly to say.
    pub fn learned(mut self, now_ns: u64) -> Result<Learned, WatchError> {
        self.controls.iter_mut().for_each(|control| control.hold(now_ns));
        let furthest = self.controls.into_iter().max_by(|a, b| a.travel().total_cmp(&b.travel()));
        let Watched { device, control, samples, .. } = furthest.ok_or(WatchError::Nothing)?;
        match AxisFit::learn(&samples) {
            Ok(fit) => Ok(Learned { device, control, fit }),
            Err(error) => Err(WatchError::Unfit { device, control, error }),
        }
    }
}

impl Learned {
    /// The lines that a person file needs so that this control plays `role` with this fit.
    pub fn lines(&self, role: Role) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = writeln!(text, "# {} of “{}”, as it was moved", self.control, self.device);
        let _ = writeln!(text, "[[bind]]\nrole = \"{role}\"\ncontrol = \"{}\"\n", self.control);
        let _ =
            writeln!(text, "[axis.{role}]\nlow = {}\nhigh = {}", round(self.fit.low), round(self.fit.high));
        let _ = writeln!(text, "rest = {}\ndead_zone = {}", round(self.fit.rest), round(self.fit.dead_zone));
        text
    }
}

/// Four digits say more than any hand repeats.
fn round(value: f32) -> f32 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::person::Person;

    fn at(ms: u64) -> u64 {
        7_000_000_000 + ms * 1_000_000
    }

    /// A stick that is moved between a tenth and three tenths, resting in between, is
    /// learned as that, and not the one that only trembles.
    #[test]
    fn the_control_that_moves_is_learned() {
        let stick: Control = "pad:lstick.x".parse().unwrap();
        let still: Control = "pad:lstick.y".parse().unwrap();
        let mut watch = Watch::default();
        for round in 0..5_u64 {
            for (ms, value) in [(0, 0.1), (300, 0.2), (500, 0.3), (800, 0.2), (900, 0.1)] {
                watch.moved("Pad", stick, value, at(round * 2000 + ms));
                watch.moved("Pad", still, value / 100.0, at(round * 2000 + ms));
            }
        }
        let learned = watch.learned(at(10_000)).unwrap();
        assert_eq!((learned.control, learned.device.as_str()), (stick, "Pad"));
        assert!((learned.fit.low - 0.1).abs() < 1e-3 && (learned.fit.high - 0.3).abs() < 1e-3);
        assert_eq!(learned.fit.rest, 0.0);

        // The lines are a person file's.
        let text = format!("format = 1\nname = \"X\"\nabout = \"Y.\"\n\n{}", learned.lines(Role::Axis(0)));
        let document = Document::new("x.person.toml", text.clone());
        let person = Person::read(&document).unwrap();
        assert!((person.body.axes[0].high - 0.3).abs() < 1e-3, "{text}");
    }

    /// Without movement nothing is made up.
    #[test]
    fn no_movement_is_said() {
        assert_eq!(Watch::default().learned(at(5000)), Err(WatchError::Nothing));
        let mut watch = Watch::default();
        watch.moved("Pad", "pad:ltrigger".parse().unwrap(), 0.0, at(0));
        assert!(matches!(watch.learned(at(5000)), Err(WatchError::Unfit { .. })));
    }
}
