//! `drone`: a press starts a long low note, the next press stops it.

use super::registry::ModeRow;
use super::{
    Act, Context, Intents, Ladder, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding, Until,
};
use crate::time::Frames;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "drone",
    label: "Drone",
    about: "A press starts a long note, the next press stops it.",
    roles: &[("a … p", "start the note and stop it")],
    options: &[OptionSpec {
        name: "degree",
        about: "Degree that sounds, 1 is the lowest root of the register.",
        kind: OptionKind::Number { min: 1.0, max: 12.0, default: 1.0, unit: "" },
    }],
    holds: false,
    unpitched: false,
    build: |options, _| Box::new(Drone::new(options)),
};

struct Drone {
    degree: i32,
    sounding: Sounding,
}

impl Drone {
    fn new(options: &Options) -> Self {
        Drone { degree: options.number("degree") as i32 - 1, sounding: Sounding::default() }
    }
}

impl PlayMode for Drone {
    fn handle(&mut self, _now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        let Act::Press { velocity, .. } = act else { return };
        if self.sounding.newest().is_some() {
            self.sounding.end_all(out);
        } else {
            let pitch = Ladder::new(context).pitch(context.lock, self.degree);
            self.sounding.start(Until::Told, pitch, velocity, out);
        }
    }

    fn silence(&mut self) {
        self.sounding.forget();
    }

    fn status(&self) -> ModeStatus {
        ModeStatus::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::rehearsal::Rehearsal;

    /// The first press starts the root, the second stops it, holding matters to neither.
    #[test]
    fn starts_and_stops() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.press(0);
        stage.release(0);
        assert_eq!(stage.sounding(), [48.0]);
        stage.wait_ms(60_000);
        stage.press(0);
        assert!(stage.sounding().is_empty());
    }
}
