//! `beat`: a drum with every press.
//!
//! `plays = "groove"` chooses the drum so that whatever is pressed grooves (see [`groove`]);
//! `"kit"` gives each switch a drum of its own, and a MIDI keyboard the drums of General
//! MIDI; the name of a drum plays that drum alone. Every press sounds at once.

mod groove;

use self::groove::{Groove, Piece};
use super::registry::ModeRow;
use super::{Act, Context, Intents, ModeStatus, OptionKind, OptionSpec, Options, PlayMode, Sounding, Until};
use crate::input::Role;
use crate::music::{DRUMS, Pitch, drum};
use crate::time::{Frames, ms_to_frames};

/// The row of this mode.
pub const ROW: ModeRow = ModeRow {
    id: "beat",
    label: "Beat",
    about: "Every press is a drum, and whatever is pressed becomes a groove.",
    roles: &[
        (
            "a … p",
            "play the next drum of the groove; with a kit, each its own drum; else the one drum chosen",
        ),
        ("keys of a MIDI keyboard", "with a kit, the drums of General MIDI; else as a switch"),
    ],
    options: &[
        OptionSpec {
            name: "plays",
            about: "What presses play: a groove that fits the beat and the player, a drum for each switch, or \
                    one drum.",
            kind: OptionKind::Choice {
                values: &[
                    "groove",
                    "kit",
                    "kick",
                    "stick",
                    "snare",
                    "clap",
                    "floor_tom",
                    "closed_hat",
                    "open_hat",
                    "high_tom",
                    "crash",
                    "ride",
                    "tambourine",
                    "cowbell",
                    "high_conga",
                    "low_conga",
                    "shaker",
                    "claves",
                    "wood_block",
                    "triangle",
                ],
                default: "groove",
            },
        },
        OptionSpec {
            name: "hats",
            about: "A soft hat goes along with kick and snare of the groove, so that slow presses sound full.",
            kind: OptionKind::Flag { default: true },
        },
    ],
    holds: false,
    unpitched: true,
    build: |options, _| Box::new(Beat::new(options)),
};

/// Drums of the kit, for switches `a` to `p`.
const KIT: [&str; 16] = [
    "kick",
    "snare",
    "closed_hat",
    "open_hat",
    "floor_tom",
    "high_tom",
    "ride",
    "crash",
    "clap",
    "stick",
    "tambourine",
    "cowbell",
    "high_conga",
    "low_conga",
    "shaker",
    "claves",
];

/// How long a note of a drum lasts, in ms: long enough for a kit that stops at the note's end.
const NOTE_MS: f64 = 250.0;
/// Loudness of the hat that goes along, beside the drum's.
const HAT_ALONG: f32 = 0.55;

enum Plays {
    Groove,
    Kit,
    One(Pitch),
}

struct Beat {
    plays: Plays,
    hats: bool,
    groove: Groove,
    sounding: Sounding,
    last: Option<Pitch>,
}

impl Beat {
    fn new(options: &Options) -> Self {
        Beat {
            plays: match options.choice("plays") {
                "kit" => Plays::Kit,
                one => drum(one).map_or(Plays::Groove, Plays::One),
            },
            hats: options.flag("hats"),
            groove: Groove::default(),
            sounding: Sounding::default(),
            last: None,
        }
    }

    /// The drum of a press, and a second one that goes along with the given loudness.
    fn drums(&mut self, now: Frames, place: u8, key: Option<u8>, context: &Context<'_>) -> Struck {
        match (&self.plays, key) {
            (Plays::One(drum), _) => (*drum, None),
            (Plays::Kit, Some(key)) if DRUMS.iter().any(|(_, drum)| *drum == key) => (Pitch::from(key), None),
            (Plays::Kit, Some(key)) => (of_kit(usize::from(key)), None),
            (Plays::Kit, None) => (of_kit(usize::from(place)), None),
            (Plays::Groove, _) => {
                let beat_in_bar = context.beat.beat_in_bar;
                let piece = self.groove.press(now, context.rate_hz, beat_in_bar, context.metre);
                self.piece(piece)
            }
        }
    }

    fn piece(&self, piece: Piece) -> Struck {
        let hat = self.hats.then_some((named("closed_hat"), HAT_ALONG));
        match piece {
            Piece::Kick => (named("kick"), hat),
            Piece::Snare => (named("snare"), hat),
            Piece::Hat => (named("closed_hat"), None),
            Piece::OpenHat => (named("open_hat"), None),
            Piece::Tom(tom) => {
                let toms = ["high_tom", "mid_tom", "low_tom", "floor_tom"];
                (named(toms[usize::from(tom) % toms.len()]), None)
            }
            Piece::Landing => (named("kick"), Some((named("crash"), HAT_ALONG))),
        }
    }
}

/// A drum, and one that goes along with it, as loud as this part of it.
type Struck = (Pitch, Option<(Pitch, f32)>);

fn named(name: &str) -> Pitch {
    drum(name).unwrap_or(38.0)
}

fn of_kit(place: usize) -> Pitch {
    named(KIT[place % KIT.len()])
}

impl PlayMode for Beat {
    fn handle(&mut self, now: Frames, act: Act, context: &Context<'_>, out: &mut Intents) {
        let Act::Press { role: Role::Switch(place), velocity, note, .. } = act else { return };
        let (drum, along) = self.drums(now, place, note, context);
        let until = Until::Time(now + ms_to_frames(NOTE_MS, context.rate_hz));
        self.last = Some(drum);
        self.sounding.start(until, drum, velocity, out);
        if let Some((other, part)) = along {
            self.sounding.start(until, other, velocity * part, out);
        }
    }

    fn next_deadline(&self) -> Option<Frames> {
        self.sounding.next_deadline()
    }

    fn wake(&mut self, now: Frames, _context: &Context<'_>, out: &mut Intents) {
        self.sounding.wake(now, out);
    }

    fn silence(&mut self) {
        self.sounding.forget();
        self.groove.forget();
    }

    fn status(&self) -> ModeStatus {
        ModeStatus { lit: self.last, place: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::OptionValue;
    use crate::play::rehearsal::{Rehearsal, keeps_the_laws, random_acts};

    fn stage(plays: &str) -> Rehearsal {
        Rehearsal::new(&ROW, &[("plays", OptionValue::Choice(plays.to_owned()))])
    }

    /// Every choice of the option is a drum, or one of the two ways to play them all; so is
    /// every drum of the kit.
    #[test]
    fn every_choice_is_a_drum() {
        let OptionKind::Choice { values, .. } = ROW.options[0].kind else { panic!("a choice") };
        for value in values.iter().filter(|value| !["groove", "kit"].contains(value)) {
            assert!(drum(value).is_ok(), "{value}");
        }
        assert!(KIT.iter().all(|name| drum(name).is_ok()));
    }

    /// One drum is the same whatever is pressed; with a kit, switches differ, and keys are
    /// the drums of General MIDI. Nothing waits for a beat.
    #[test]
    fn presses_are_drums() {
        let mut one = stage("clap");
        (0..3).for_each(|switch| one.press(switch));
        assert_eq!(one.pitches(), [39.0, 39.0, 39.0]);
        let mut kit = stage("kit");
        (0..4).for_each(|switch| kit.press(switch));
        kit.key(51);
        assert_eq!(kit.pitches(), [36.0, 38.0, 42.0, 46.0, 51.0]);
    }

    /// On the beat, the groove is kick and snare, each with a soft hat, and all end.
    #[test]
    fn the_groove_follows_the_beat() {
        let mut stage = stage("groove");
        for _ in 0..4 {
            stage.press(0);
            stage.wait_ms(667);
        }
        assert_eq!(stage.pitches(), [36.0, 42.0, 38.0, 42.0, 36.0, 42.0, 38.0, 42.0]);
        assert_eq!(stage.sounding(), [0.0; 0]);
    }

    proptest::proptest! {
        /// Whatever is played, every drum ends.
        #[test]
        fn laws(acts in random_acts(), plays in 0usize..3) {
            let plays = ["groove", "kit", "snare"][plays];
            keeps_the_laws(&ROW, &[("plays", OptionValue::Choice(plays.to_owned()))], &acts);
        }
    }
}
