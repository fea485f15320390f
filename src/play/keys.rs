//! `keys`: each switch is a note of its own, or a MIDI keyboard that cannot go wrong.
//!
//! Switches: role `a` sounds degree `first_degree`, counted from the lowest root in the
//! register, `b` the degree `step` above it, and so on; what would leave the register is
//! played in its nearest period inside.
//!
//! A MIDI keyboard keeps contour, a higher key never sounds lower. There are fewer notes
//! in a scale than keys, so either octaves or neighbours have to give way:
//!
//! - `nearest`: every key sounds the allowed pitch nearest to it. Keys sound where they
//!   are written; neighbours may share a pitch.
//! - `white_keys`: the C nearest to the root is the root, and each white key one degree
//!   more than the last, so white neighbours always differ. A black key sounds as the
//!   white key below it.
//! - `every_key`: middle C is the root nearest to it, and every key, white or black, one
//!   degree more than the last, so all neighbours differ and the scale spreads out.

use super::registry::ModeRow;
use super::stroll::Stroll;
use super::{
    Act, Build, Context, Intents, Ladder, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding,
    Until,
};
use crate::chance::Chance;
use crate::input::{MAX_SWITCHES, Role};
use crate::music::Pitch;
use crate::time::{Frames, seconds_to_frames};

/// A switch that was not pressed for this long plays its own note again.
const REST_S: f64 = 3.0;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "keys",
    label: "Keys",
    about: "Every switch is a note of its own; a MIDI keyboard plays only what is in tune.",
    roles: &[
        ("a … p", "each plays its own note for as long as it is held, `a` the lowest"),
        ("keys of a MIDI keyboard", "play the notes of the scale, low to high"),
    ],
    options: &[
        OptionSpec {
            name: "first_degree",
            about: "Degree that the first switch plays, 1 is the root.",
            kind: OptionKind::Number { min: 1.0, max: 64.0, default: 1.0, unit: "" },
        },
        OptionSpec {
            name: "step",
            about: "Degrees from one switch to the next: 1 for a scale, 2 for thirds.",
            kind: OptionKind::Number { min: 1.0, max: 12.0, default: 1.0, unit: "" },
        },
        OptionSpec {
            name: "keyboard",
            about: "What a MIDI keyboard plays: the nearest pitch in tune, a degree for each white key, or a \
                    degree for every key.",
            kind: OptionKind::Choice { values: &["nearest", "white_keys", "every_key"], default: "nearest" },
        },
        OptionSpec {
            name: "walk",
            about: "How far a switch pressed again and again strays from its own note, in degrees; after a rest of \
                    3 s it plays its own again. 0 is always its own.",
            kind: OptionKind::Number { min: 0.0, max: 7.0, default: 0.0, unit: "degrees" },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Keys::new(options, build)),
};

#[derive(Clone, Copy)]
enum Keyboard {
    Nearest,
    WhiteKeys,
    EveryKey,
}

struct Keys {
    first: i32,
    step: i32,
    keyboard: Keyboard,
    walk: i32,
    /// The walk of each switch, and when it was pressed last.
    walks: [(Stroll, Option<Frames>); MAX_SWITCHES],
    rest_frames: Frames,
    sounding: Sounding,
    last: Option<Pitch>,
}

impl Keys {
    fn new(options: &Options, build: Build) -> Self {
        let chance = Chance::new(build.seed);
        let walk = |switch: usize| (Stroll::new(chance.fork(switch as u64).bits()), None);
        Keys {
            first: options.number("first_degree") as i32 - 1,
            step: options.number("step") as i32,
            keyboard: match options.choice("keyboard") {
                "white_keys" => Keyboard::WhiteKeys,
                "every_key" => Keyboard::EveryKey,
                _ => Keyboard::Nearest,
            },
            walk: options.number("walk") as i32,
            walks: std::array::from_fn(walk),
            rest_frames: seconds_to_frames(REST_S, build.rate_hz),
            sounding: Sounding::default(),
            last: None,
        }
    }

    /// How far switch `place` strays from its own note at this press.
    fn stray(&mut self, place: usize, now: Frames) -> i32 {
        let (walk, rest) = (self.walk, self.rest_frames);
        let Some((stroll, last)) = self.walks.get_mut(place).filter(|_| walk > 0) else { return 0 };
        let rested = last.replace(now).is_none_or(|last| now.saturating_sub(last) > rest);
        if rested { stroll.start(0) } else { stroll.next(-walk, walk) }
    }

    fn key_pitch(&self, key: u8, context: &Context<'_>) -> Pitch {
        const MIDDLE_C: i32 = 60;
        let lock = context.lock;
        let ladder = Ladder::new(context);
        let key = i32::from(key);
        match self.keyboard {
            Keyboard::Nearest => lock.snap_within(key as Pitch, context.register),
            Keyboard::WhiteKeys => {
                // The C nearest to the harmony's root, between its home in the register.
                let root = context.harmony.root;
                let octave = if root.is_finite() { (root / 12.0).round() as i32 } else { 5 };
                let home = ladder.root_near(lock, root);
                ladder.pitch_clamped(lock, home + white_keys_below(key) - 7 * octave)
            }
            Keyboard::EveryKey => {
                let home = ladder.root_near(lock, MIDDLE_C as Pitch);
                ladder.pitch_clamped(lock, home + key - MIDDLE_C)
            }
        }
    }
}

/// White keys below `key`, or below the white key under it where it is black.
fn white_keys_below(key: i32) -> i32 {
    const IN_OCTAVE: [i32; 12] = [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6];
    key.div_euclid(12) * 7 + IN_OCTAVE[key.rem_euclid(12) as usize]
}

impl PlayMode for Keys {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role, slot, velocity, note } => {
                let pitch = match (note, role) {
                    (Some(key), _) => self.key_pitch(key, context),
                    (None, Role::Switch(place)) => {
                        let own = self.first + i32::from(place) * self.step;
                        // Below the lowest note it strays upward.
                        let rung = (own + self.stray(usize::from(place), now)).abs();
                        Ladder::new(context).pitch(context.lock, rung)
                    }
                    (None, Role::Axis(_) | Role::Leader(_)) => return,
                };
                self.last = Some(pitch);
                self.sounding.start(Until::Release(slot), pitch, velocity, out);
            }
            Act::Release { slot, .. } => self.sounding.release(slot, out),
            Act::Axis { .. } => {}
        }
    }

    fn silence(&mut self) {
        self.sounding.forget();
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.last, place: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::{Lock, Register};
    use crate::play::OptionValue;
    use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

    fn keyboard(kind: &str) -> Rehearsal {
        Rehearsal::new(&ROW, &[("keyboard", OptionValue::Choice(kind.to_owned()))])
    }

    /// Switches are the degrees of the scale from the lowest root up, each until its release.
    #[test]
    fn switches_are_degrees() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        for switch in 0..4 {
            stage.press(switch);
        }
        assert_eq!(stage.pitches(), [48.0, 50.0, 52.0, 53.0]);
        stage.release(1);
        stage.release(1);
        assert_eq!(stage.sounding(), [48.0, 52.0, 53.0]);
        stage.press(0);
        assert_eq!(stage.sounding(), [52.0, 53.0, 48.0], "the same control again releases its old note");
    }

    /// With `walk` a switch strays from its own note when it is pressed again, never to the
    /// same note twice, and comes back to it after a rest.
    #[test]
    fn walks_about() {
        let mut stage = Rehearsal::new(&ROW, &[("walk", OptionValue::Number(3.0))]);
        for _ in 0..40 {
            stage.press(2);
            stage.release(2);
            stage.wait_ms(500);
        }
        let pitches = stage.pitches();
        assert_eq!(pitches[0], 52.0);
        assert!(pitches.windows(2).all(|pair| pair[0] != pair[1]), "{pitches:?}");
        assert!(pitches.iter().all(|pitch| (48.0..=57.0).contains(pitch)), "{pitches:?}");
        stage.wait_ms(3000);
        stage.press(2);
        assert_eq!(stage.pitches()[40], 52.0);
    }

    /// Thirds from the third degree; what leaves the register is played inside it.
    #[test]
    fn steps_and_register() {
        let options = [("first_degree", OptionValue::Number(3.0)), ("step", OptionValue::Number(2.0))];
        let mut stage = Rehearsal::new(&ROW, &options);
        stage.register = Register { low: 60.0, high: 72.0 };
        (0..6).for_each(|switch| stage.press(switch));
        assert_eq!(stage.pitches(), [64.0, 67.0, 71.0, 62.0, 65.0, 69.0]);
    }

    /// Locked to the chord, the switches are its tones.
    #[test]
    fn chord_tones() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.lock = Lock::Chord;
        (0..4).for_each(|switch| stage.press(switch));
        assert_eq!(stage.pitches(), [48.0, 52.0, 55.0, 60.0]);
    }

    /// White keys walk through the scale, octaves stay octaves, black keys join the key below.
    #[test]
    fn white_keys_walk_the_scale() {
        let mut stage = keyboard("white_keys");
        stage.harmony.root = 62.0;
        [60, 61, 62, 64, 65, 67, 69, 71, 72].into_iter().for_each(|key| stage.key(key));
        assert_eq!(stage.pitches(), [62.0, 62.0, 64.0, 66.0, 67.0, 69.0, 71.0, 73.0, 74.0]);
    }

    /// Whatever the keyboard and the harmony, a higher key never sounds lower; with
    /// `every_key` neighbours differ until the register ends.
    #[test]
    fn contour_is_kept() {
        for kind in ["nearest", "white_keys", "every_key"] {
            for (lock, root) in
                [(Lock::Scale, 60.0), (Lock::Chord, 55.5), (Lock::Off, 66.0), (Lock::Scale, 71.0)]
            {
                let mut stage = keyboard(kind);
                (stage.lock, stage.harmony.root) = (lock, root);
                (0..=127).for_each(|key| stage.key(key));
                let pitches = stage.pitches();
                assert!(pitches.windows(2).all(|pair| pair[0] <= pair[1]), "{kind} {lock:?} {root}");
                let inside = pitches.windows(2).filter(|pair| pair[0] > pitches[0] && pair[1] < pitches[127]);
                if kind == "every_key" {
                    assert!(inside.clone().all(|pair| pair[0] < pair[1]), "{lock:?} {root}");
                }
            }
        }
    }

    proptest::proptest! {
        /// Notes are in the lock and the register, and all end, whatever is played.
        #[test]
        fn laws(acts in random_acts(), kind in 0usize..3) {
            let kind = ["nearest", "white_keys", "every_key"][kind];
            keeps_the_laws(&ROW, &[("keyboard", OptionValue::Choice(kind.to_owned()))], &acts);
        }
    }
}
