//! `swell`: hold to sound and grow, let go to fade.
//!
//! Every hold is the next step of a slow line that rises through an octave and comes
//! down again, alone or with further voices above it, so holding and letting go is a
//! piece of music. Those who cannot hold use a latch (person file): one press starts the
//! swell, the next lets it fade.

use arrayvec::ArrayVec;

use super::registry::ModeRow;
use super::{
    Act, Build, Context, Intent, Intents, ModeStatus, NoteId, OptionKind, OptionSpec, Options, PlayMode,
    playable,
};
use crate::input::{Role, Slot};
use crate::music::{LockSet, Pitch};
use crate::time::{Frames, ms_to_frames};

/// Most voices in a swell.
const MAX_VOICES: usize = 4;
/// Most swells that sound or fade at once; a further one ends the oldest.
const MAX_SWELLS: usize = 4;
/// Levels are sent at this interval: finer than an ear tells apart in a slow ramp.
const TICK_MS: f64 = 10.0;

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "swell",
    label: "Swell",
    about: "Hold to sound and grow, let go to fade; every hold is the next step of a slow melody.",
    roles: &[("a … p", "sound and grow for as long as they are held, fade when let go")],
    options: &[
        OptionSpec {
            name: "takes",
            about: "What each hold plays: the next tone of the chord, the next degree of the scale, or always \
                    the whole chord from its root.",
            kind: OptionKind::Choice { values: &["chord_tone", "degree", "chord"], default: "chord_tone" },
        },
        OptionSpec {
            name: "voices",
            about: "How many notes sound together.",
            kind: OptionKind::Number { min: 1.0, max: MAX_VOICES as f64, default: 1.0, unit: "" },
        },
        OptionSpec {
            name: "grow_ms",
            about: "How long it takes to grow to its full strength.",
            kind: OptionKind::Number { min: 20.0, max: 20_000.0, default: 2500.0, unit: "ms" },
        },
        OptionSpec {
            name: "fade_ms",
            about: "How long it takes to fade after it is let go.",
            kind: OptionKind::Number { min: 20.0, max: 20_000.0, default: 1500.0, unit: "ms" },
        },
        OptionSpec {
            name: "start_level",
            about: "How strong it starts, 1 is its full strength: a press should be heard at once.",
            kind: OptionKind::Number { min: 0.0, max: 1.0, default: 0.25, unit: "" },
        },
    ],
    holds: true,
    unpitched: false,
    build: |options, build| Box::new(Swell::new(options, build)),
};

#[derive(Clone, Copy)]
enum Takes {
    ChordTone,
    Degree,
    Chord,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Growing,
    Full,
    Fading,
}

/// The notes of one hold.
struct Hold {
    slot: Slot,
    notes: ArrayVec<NoteId, MAX_VOICES>,
    phase: Phase,
    /// When the phase began, and the level it began with.
    since: Frames,
    from: f32,
    level: f32,
    due: Option<Frames>,
}

struct Swell {
    takes: Takes,
    voices: usize,
    grow_frames: Frames,
    fade_frames: Frames,
    tick_frames: Frames,
    start_level: f32,
    holds: ArrayVec<Hold, MAX_SWELLS>,
    /// Holds so far: the place in the slow melody.
    place: u32,
    home: bool,
    last_id: NoteId,
    lit: Option<Pitch>,
}

impl Swell {
    fn new(options: &Options, build: Build) -> Self {
        let frames = |ms: f64| ms_to_frames(ms, build.rate_hz).max(1);
        Swell {
            takes: match options.choice("takes") {
                "degree" => Takes::Degree,
                "chord" => Takes::Chord,
                _ => Takes::ChordTone,
            },
            voices: (options.number("voices") as usize).clamp(1, MAX_VOICES),
            grow_frames: frames(options.number("grow_ms")),
            fade_frames: frames(options.number("fade_ms")),
            tick_frames: frames(TICK_MS),
            start_level: options.number("start_level") as f32,
            holds: ArrayVec::new(),
            place: 0,
            home: false,
            last_id: 0,
            lit: None,
        }
    }

    /// The pitches of the next hold, lowest first.
    fn next_pitches(&mut self, context: &Context<'_>) -> ArrayVec<Pitch, MAX_VOICES> {
        let (set, stride) = match self.takes {
            // Further voices stand on every other degree: thirds of a scale of seven.
            Takes::Degree => (*context.lock, 2),
            Takes::ChordTone | Takes::Chord => (LockSet::chord(context.harmony), 1),
        };
        let period = set.len() as i32;
        let mut base = set.nearest_step(context.register.centre()).div_euclid(period) * period;
        if set.pitch(base) < context.register.low - 0.01 {
            base += period;
        }
        if matches!(self.takes, Takes::Chord) || std::mem::take(&mut self.home) {
            self.place = 0;
        }
        // Up through a period and down again: 0 1 2 3 2 1 0 …
        let at = (self.place % (2 * period as u32)) as i32;
        let lowest = base + at.min(2 * period - at);
        self.place = self.place.wrapping_add(1);
        let mut pitches = ArrayVec::new();
        for voice in 0..self.voices as i32 {
            let pitch = context.lock.snap_within(set.pitch(lowest + voice * stride), context.register);
            if !pitches.iter().any(|other: &Pitch| (other - pitch).abs() < 0.01) {
                pitches.push(pitch);
            }
        }
        pitches
    }

    fn press(&mut self, now: Frames, slot: Slot, velocity: f32, context: &Context<'_>, out: &mut Intents) {
        self.release(now, slot);
        if self.holds.is_full() {
            let oldest = self.holds.remove(0);
            oldest.end(out);
        }
        let velocity = playable(velocity);
        let mut notes = ArrayVec::new();
        for pitch in self.next_pitches(context) {
            self.last_id = self.last_id.wrapping_add(1);
            let note = self.last_id;
            let _ = out.try_push(Intent::On { note, pitch, velocity });
            let _ = out.try_push(Intent::Level { note, level: self.start_level });
            if notes.is_empty() {
                self.lit = Some(pitch);
            }
            notes.push(note);
        }
        self.holds.push(Hold {
            slot,
            notes,
            phase: Phase::Growing,
            since: now,
            from: self.start_level,
            level: self.start_level,
            due: Some(now + self.tick_frames),
        });
    }

    fn release(&mut self, now: Frames, slot: Slot) {
        for hold in &mut self.holds {
            if hold.slot == slot && hold.phase != Phase::Fading {
                (hold.phase, hold.since, hold.from) = (Phase::Fading, now, hold.level);
                hold.due = Some(now + self.tick_frames.min(self.fade_frames));
            }
        }
    }
}

impl Hold {
    /// Moves the level to where it is now; whether the hold has faded away.
    fn tick(&mut self, now: Frames, swell: (Frames, Frames, Frames), out: &mut Intents) -> bool {
        let (tick_frames, grow_frames, fade_frames) = swell;
        let (span, target) =
            if self.phase == Phase::Fading { (fade_frames, 0.0) } else { (grow_frames, 1.0) };
        let elapsed = now.saturating_sub(self.since);
        if elapsed >= span {
            if self.phase == Phase::Fading {
                return true;
            }
            (self.phase, self.due) = (Phase::Full, None);
        } else {
            self.due = Some((now + tick_frames).min(self.since + span));
        }
        let part = (elapsed as f32 / span as f32).min(1.0);
        self.level = (self.from + (target - self.from) * part).clamp(0.0, 1.0);
        for &note in &self.notes {
            let _ = out.try_push(Intent::Level { note, level: self.level });
        }
        false
    }

    fn end(&self, out: &mut Intents) {
        for &note in &self.notes {
            let _ = out.try_push(Intent::Off { note });
        }
    }
}

impl PlayMode for Swell {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        match act {
            Act::Press { role: Role::Switch(_), slot, velocity, .. } => {
                self.press(now, slot, velocity, context, out);
            }
            Act::Release { slot, .. } => self.release(now, slot),
            _ => {}
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.holds.iter().filter_map(|hold| hold.due).min()
    }

    fn wake(&mut self, now: Frames, _context: &Context<'_>, out: &mut Intents) {
        let swell = (self.tick_frames, self.grow_frames, self.fade_frames);
        self.holds.retain(|hold| {
            let faded = hold.due.is_some_and(|due| due <= now) && hold.tick(now, swell, out);
            if faded {
                hold.end(out);
            }
            !faded
        });
    }

    fn silence(&mut self) {
        self.holds.clear();
    }

    fn finish(&mut self) {
        self.home = true;
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.lit, place: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::OptionValue;
    use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

    fn levels(stage: &Rehearsal) -> Vec<f32> {
        let level = |(_, intent): &(Frames, Intent)| match intent {
            Intent::Level { level, .. } => Some(*level),
            _ => None,
        };
        stage.log().iter().filter_map(level).collect()
    }

    fn hold(stage: &mut Rehearsal, ms: u64) {
        stage.press(0);
        stage.wait_ms(ms);
        stage.release(0);
        stage.wait_ms(3000);
    }

    /// Held, it grows evenly to its full strength in `grow_ms`; let go, it fades in
    /// `fade_ms` and ends on the frame.
    #[test]
    fn grows_and_fades() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        stage.press(0);
        stage.wait_ms(5000);
        let grown = levels(&stage);
        assert_eq!((grown[0], grown.len(), grown[250]), (0.25, 251, 1.0));
        assert!(grown.windows(2).all(|pair| pair[0] < pair[1] && pair[1] - pair[0] < 0.004));
        stage.release(0);
        stage.wait_ms(1499);
        assert_eq!(stage.sounding().len(), 1);
        stage.wait_ms(1);
        assert!(stage.sounding().is_empty());
        assert!(levels(&stage)[251..].windows(2).all(|pair| pair[0] > pair[1] && pair[0] - pair[1] < 0.01));
        assert_eq!(stage.log().last().map(|(at, _)| *at), Some(6500 * 48));
    }

    /// Let go early, it fades from where it was.
    #[test]
    fn fades_from_where_it_was() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        hold(&mut stage, 500);
        let loudest = levels(&stage).into_iter().fold(0.0, f32::max);
        assert!((loudest - 0.4).abs() < 1e-3, "{loudest}");
        assert!(stage.sounding().is_empty());
    }

    /// Holds walk up through the chord and down again; *finish* brings the root next.
    #[test]
    fn slow_melody() {
        let mut stage = Rehearsal::new(&ROW, &[]);
        (0..8).for_each(|_| hold(&mut stage, 100));
        assert_eq!(stage.pitches(), [60.0, 64.0, 67.0, 72.0, 67.0, 64.0, 60.0, 64.0]);
        stage.finish();
        hold(&mut stage, 100);
        assert_eq!(stage.pitches().last(), Some(&60.0));
    }

    /// With voices, a hold is a chord; `takes = "chord"` is always the one from the root.
    #[test]
    fn chords() {
        let voices = || ("voices", OptionValue::Number(3.0));
        let mut stage = Rehearsal::new(&ROW, &[voices()]);
        (0..2).for_each(|_| hold(&mut stage, 100));
        assert_eq!(stage.pitches(), [60.0, 64.0, 67.0, 64.0, 67.0, 72.0]);
        for (takes, second) in [("chord", [60.0, 64.0, 67.0]), ("degree", [62.0, 65.0, 69.0])] {
            let takes = ("takes", OptionValue::Choice(takes.to_owned()));
            let mut stage = Rehearsal::new(&ROW, &[voices(), takes]);
            (0..2).for_each(|_| hold(&mut stage, 100));
            assert_eq!(stage.pitches()[3..], second);
        }
    }

    /// A new hold sounds while the last one fades; a fifth at once ends the oldest.
    #[test]
    fn holds_overlap() {
        let mut stage = Rehearsal::new(&ROW, &[("voices", OptionValue::Number(4.0))]);
        for _ in 0..5 {
            stage.press(0);
            stage.release(0);
        }
        assert_eq!(stage.sounding().len(), 16);
        stage.silence();
        stage.wait_ms(10_000);
        assert_eq!(stage.log().iter().filter(|(_, i)| matches!(i, Intent::Off { .. })).count(), 4);
    }

    proptest::proptest! {
        /// Notes are in the lock and the register, and all end, whatever is played.
        #[test]
        fn laws(acts in random_acts(), takes in 0usize..3, voices in 1u8..=4, grow_ms in 20u32..20_000) {
            let options = [
                ("takes", OptionValue::Choice(["chord_tone", "degree", "chord"][takes].to_owned())),
                ("voices", OptionValue::Number(f64::from(voices))),
                ("grow_ms", OptionValue::Number(f64::from(grow_ms))),
                ("fade_ms", OptionValue::Number(f64::from(20_020 - grow_ms))),
            ];
            keeps_the_laws(&ROW, &options, &acts);
        }
    }
}
