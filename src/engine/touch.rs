//! How hard notes are struck: gentler or fiercer, darker or brighter, for the whole music.

use super::{Engine, Music};
use crate::play::Velocity;

/// Steps from what the music says to its gentlest and its fiercest.
const MOST_STEPS: i8 = 3;
/// MIDI velocity of a step: about 1.5 to 3 dB and the brightness that the sound gives to it.
const STEP: Velocity = 12.0;
/// How much what lies high is brought forward with a step, in dB, beside what the sound itself gives to velocity.
const BRIGHTER_DB: f32 = 2.5;

/// What is added to every velocity, within what the person allows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Touch {
    by: Velocity,
    brighter_db: f32,
    softest: Velocity,
    loudest: Velocity,
}

impl Touch {
    /// So many steps from what the music says, between these velocities.
    pub(super) fn new(steps: i8, softest: Velocity, loudest: Velocity) -> Self {
        let steps = steps.clamp(-MOST_STEPS, MOST_STEPS);
        let brighter_db = f32::from(steps) * BRIGHTER_DB;
        Touch { by: Velocity::from(steps) * STEP, brighter_db, softest, loudest }
    }

    /// The velocity as it is struck.
    pub(super) fn of(self, velocity: Velocity) -> Velocity {
        if self.by == 0.0 {
            return velocity;
        }
        (velocity + self.by).min(self.loudest.max(velocity)).max(self.softest.min(velocity))
    }
}

impl Music {
    /// Notes of players and band are struck so from now on.
    fn set_touch(&mut self, touch: Touch) {
        for part in &mut self.parts {
            part.touch = touch;
            part.lane.shade.set(touch.brighter_db);
        }
        if let Some(backing) = &mut self.backing {
            backing.touch = touch;
            backing.lanes_mut().for_each(|lane| lane.shade.set(touch.brighter_db));
        }
    }
}

impl Engine {
    /// Gentler or fiercer, in steps from what the music says.
    pub(super) fn set_fierceness(&mut self, steps: i8) {
        self.fierceness = steps.clamp(-MOST_STEPS, MOST_STEPS);
        self.touch();
    }

    /// The music is struck as hard as it is set.
    pub(super) fn touch(&mut self) {
        let body = self.body.setup();
        self.music.set_touch(Touch::new(self.fierceness, body.softest_velocity, body.loudest_velocity));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step is a step, the person's limits hold and move nobody who is past them already, and
    /// none changes nothing, not even what lies outside.
    #[test]
    fn within_limits() {
        let touch = |steps, velocity| Touch::new(steps, 30.0, 100.0).of(velocity);
        assert_eq!([-1, 0, 1, 9].map(|steps| touch(steps, 60.0)), [48.0, 60.0, 72.0, 96.0]);
        assert_eq!((touch(-3, 40.0), touch(3, 90.0)), (30.0, 100.0));
        assert_eq!((touch(-1, 20.0), touch(1, 110.0), touch(0, 127.0)), (20.0, 110.0, 127.0));
    }
}
