//! `scan`: notes light up one after another, a press takes the lit one.

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intents, Ladder, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, ScanSwitch,
    Scanner, Sounding, Until, Velocity,
};
use crate::access::ScanStyle;
use crate::input::{Role, Slot};
use crate::music::Pitch;
use crate::time::{Frames, ms_to_frames};

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "scan",
    label: "Scan",
    about: "Notes light up one after another, a press takes the one that is lit.",
    roles: &[
        (
            "a",
            "takes the lit note; in step scanning moves the light, in inverse scanning moves it while held",
        ),
        ("b", "takes the lit note at once"),
    ],
    options: &[
        OptionSpec {
            name: "notes",
            about: "How many notes there are to choose from.",
            kind: OptionKind::Number { min: 3.0, max: 16.0, default: 5.0, unit: "" },
        },
        OptionSpec {
            name: "from",
            about: "Degree of the first note, 1 is the lowest root of the register.",
            kind: OptionKind::Number { min: 1.0, max: 64.0, default: 1.0, unit: "" },
        },
        OptionSpec {
            name: "length_ms",
            about: "How long a note sounds that was taken without holding a switch.",
            kind: OptionKind::Number { min: 100.0, max: 10_000.0, default: 800.0, unit: "ms" },
        },
    ],
    holds: false,
    unpitched: false,
    build: |options, build| Box::new(Scan::new(options, build)),
};

struct Scan {
    notes: u16,
    from: i32,
    length_frames: Frames,
    scanner: Scanner,
    started: bool,
    /// The control that moves the light in inverse scanning.
    holder: Option<Slot>,
    velocity: Velocity,
    sounding: Sounding,
    lit: Option<Pitch>,
}

impl Scan {
    fn new(options: &Options, build: Build) -> Self {
        let notes = options.number("notes") as u16;
        Scan {
            notes,
            from: options.number("from") as i32 - 1,
            length_frames: ms_to_frames(options.number("length_ms"), build.rate_hz),
            scanner: Scanner::new(notes),
            started: false,
            holder: None,
            velocity: 72.0,
            sounding: Sounding::default(),
            lit: None,
        }
    }

    /// Fits the list to what the lock and the register hold now. In auto scanning the
    /// light starts by itself, once: there is nothing to press before something is lit.
    fn prepare(&mut self, now: Frames, context: &Context<'_>) -> Ladder {
        let ladder = Ladder::new(context);
        self.scanner.set_items(self.notes.min(ladder.rungs_from(self.from)));
        if !self.started {
            self.started = true;
            if context.scan.style == ScanStyle::Auto {
                self.scanner.begin(now, context.scan);
            }
        }
        ladder
    }

    fn pitch(&self, item: u16, ladder: Ladder, context: &Context<'_>) -> Pitch {
        let first = ladder.inside_rung(self.from);
        ladder.pitch_clamped(context.lock, first + i32::from(item))
    }

    fn sound(&mut self, item: u16, until: Until, ladder: Ladder, context: &Context<'_>, out: &mut Intents) {
        let pitch = self.pitch(item, ladder, context);
        self.sounding.start(until, pitch, self.velocity, out);
    }

    fn press(&mut self, now: Frames, role: Role, slot: Slot, context: &Context<'_>, out: &mut Intents) {
        let ladder = self.prepare(now, context);
        let switch = if role == Role::Switch(1) { ScanSwitch::Second } else { ScanSwitch::First };
        if context.scan.style == ScanStyle::Inverse && switch == ScanSwitch::First {
            if self.holder.is_some_and(|holder| holder != slot) {
                return;
            }
            self.holder = Some(slot);
        }
        if let Some(item) = self.scanner.press(now, switch, context.scan) {
            self.sound(item, Until::Release(slot), ladder, context, out);
        }
    }
}

impl PlayMode for Scan {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: role @ Role::Switch(_), slot, velocity, .. } => {
                self.velocity = velocity;
                self.press(now, role, slot, context, out);
            }
            Act::Release { slot, .. } => {
                self.sounding.release(slot, out);
                if self.holder == Some(slot) {
                    self.holder = None;
                    let ladder = self.prepare(now, context);
                    if let Some(item) = self.scanner.release(now, context.scan) {
                        let until = Until::Time(now + self.length_frames);
                        self.sound(item, until, ladder, context, out);
                    }
                }
            }
            _ => return,
        }
        self.show(context);
    }

    fn next_deadline(&self) -> Option<Frames> {
        if !self.started {
            return Some(0);
        }
        [self.scanner.next_deadline(), self.sounding.next_deadline()].into_iter().flatten().min()
    }

    /// Its light moves without end, and makes no sound.
    fn plays_on(&self) -> bool {
        self.sounding.next_deadline().is_some()
    }

    fn wake(&mut self, now: Frames, context: &Context<'_>, out: &mut Intents) {
        let ladder = self.prepare(now, context);
        self.sounding.wake(now, out);
        if let Some(item) = self.scanner.wake(now, context.scan) {
            self.sound(item, Until::Time(now + self.length_frames), ladder, context, out);
        }
        self.show(context);
    }

    fn silence(&mut self) {
        self.sounding.forget();
        if self.holder.take().is_some() {
            self.scanner.rest();
        }
    }

    fn status(&self) -> ModeStatus {
        let place = self.scanner.lit().map(|item| (item, self.scanner.items()));
        ModeStatus { lit: self.lit, place }
    }
}

impl Scan {
    fn show(&mut self, context: &Context<'_>) {
        let ladder = Ladder::new(context);
        self.lit = self.scanner.lit().map(|item| self.pitch(item, ladder, context));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::Lock;
    use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};
    use crate::play::{Intent, OptionValue};

    fn stage(style: ScanStyle) -> Rehearsal {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.scan.style = style;
        stage.wait_ms(0);
        stage
    }

    /// The light starts by itself; a press takes the lit note, which sounds until release,
    /// and the round starts anew.
    #[test]
    fn auto() {
        let mut stage = stage(ScanStyle::Auto);
        assert_eq!(stage.status(), ModeStatus { lit: Some(48.0), place: Some((0, 5)) });
        stage.wait_ms(2500);
        assert_eq!(stage.status(), ModeStatus { lit: Some(52.0), place: Some((2, 5)) });
        stage.press(0);
        assert_eq!(stage.sounding(), [52.0]);
        assert_eq!(stage.status().place, Some((0, 5)));
        stage.wait_ms(1500);
        assert_eq!(stage.sounding(), [52.0]);
        stage.release(0);
        assert!(stage.sounding().is_empty());
        stage.wait_ms(549);
        stage.press(0);
        assert_eq!(stage.pitches(), [52.0, 50.0], "49 ms after a step takes the note before it");
    }

    /// In a chord lock the notes are the chord's, as many as the register holds.
    #[test]
    fn follows_the_lock() {
        let options = [("notes", OptionValue::Number(16.0)), ("from", OptionValue::Number(2.0))];
        let mut stage = Rehearsal::new(&ROW, &options);
        stage.lock = Lock::Chord;
        stage.wait_ms(0);
        assert_eq!(stage.status(), ModeStatus { lit: Some(52.0), place: Some((0, 9)) });
    }

    /// Step: presses move without a sound, resting takes, for the set length; `b` takes at once.
    #[test]
    fn step() {
        let mut stage = stage(ScanStyle::Step);
        assert_eq!(stage.status().lit, None);
        for _ in 0..3 {
            stage.press(0);
            stage.release(0);
        }
        assert_eq!((stage.status().lit, stage.pitches().len()), (Some(52.0), 0));
        stage.wait_ms(1000);
        assert_eq!(stage.sounding(), [52.0]);
        stage.wait_ms(800);
        assert!(stage.sounding().is_empty());
        let frames: Vec<Frames> = stage.log().iter().map(|(at, _)| *at).collect();
        assert_eq!(frames, [48_000, 48_000 + 38_400]);
        stage.press(0);
        stage.press(1);
        assert_eq!(stage.sounding(), [48.0]);
        stage.release(1);
        assert!(matches!(stage.log().last(), Some((_, Intent::Off { .. }))));
    }

    /// Inverse: it moves while held, letting go takes.
    #[test]
    fn inverse() {
        let mut stage = stage(ScanStyle::Inverse);
        stage.press(3);
        stage.wait_ms(3500);
        stage.release(3);
        assert_eq!(stage.sounding(), [53.0]);
        stage.wait_ms(800);
        assert!(stage.sounding().is_empty());
        stage.press(0);
        stage.silence();
        stage.release(0);
        assert_eq!(stage.pitches(), [53.0], "silence forgets who held the light");
    }

    proptest::proptest! {
        /// Notes are in the lock and the register, and all end, whatever is played.
        #[test]
        fn laws(acts in random_acts(), notes in 3u8..=16, from in 1u8..20) {
            let options = [
                ("notes", OptionValue::Number(f64::from(notes))),
                ("from", OptionValue::Number(f64::from(from))),
            ];
            keeps_the_laws(&ROW, &options, &acts);
        }
    }
}
