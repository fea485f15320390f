//! The room check: what was seen, as findings that a carer can act on.
//!
//! One list, made here from plain facts, for `cantus doctor` and the window alike. Each finding says
//! what is, what still works and what to do. Nothing to find is an empty list.

use crate::device::audio::Bluetooth;
use crate::device::awake::Kept;
use crate::device::room::RoomFacts;
use crate::live::{Alert, AlertLevel};

/// From here on the delay between press and sound is felt by who plays, in ms.
const FELT_MS: f64 = 30.0;

/// How the sound stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SoundFacts {
    /// Name of the output; empty where there is none.
    pub output: String,
    /// From a press to its sound, in ms, as far as the device tells.
    pub latency_ms: f64,
    /// The output is away: nothing is heard.
    pub is_away: bool,
}

/// Everything that is known of the room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// How the sound stands.
    pub sound: SoundFacts,
    /// What was seen of the system.
    pub room: RoomFacts,
    /// A switch box presses again by itself while it is held.
    pub self_repeats: bool,
}

/// What is to be known and done, the most important first; empty where all is well.
pub fn findings(facts: &Facts) -> Vec<Alert> {
    let mut found: Vec<Alert> = [
        sound(&facts.sound),
        permission(&facts.room.unreadable),
        bluetooth(&facts.room.bluetooth),
        typing(facts),
        repeats(facts.self_repeats),
        slow(&facts.sound, &facts.room.bluetooth),
        power(facts.room.saves_power),
        awake(facts.room.awake),
        midi(facts.room.no_midi),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.sort_by_key(|alert| std::cmp::Reverse(alert.level));
    found
}

fn finding(level: AlertLevel, what: String, still: &str, advice: &str) -> Option<Alert> {
    Some(Alert { level, what, still: still.to_owned(), advice: advice.to_owned() })
}

fn sound(sound: &SoundFacts) -> Option<Alert> {
    if !sound.is_away {
        return None;
    }
    finding(
        AlertLevel::Severe,
        "There is no sound output: nothing is heard.".to_owned(),
        "Everything else works, and the sound comes as soon as there is an output.",
        "Plug in headphones, a loudspeaker or a USB sound card, and see that it is switched on.",
    )
}

fn bluetooth(bluetooth: &Bluetooth) -> Option<Alert> {
    match bluetooth {
        Bluetooth::Output(name) => finding(
            AlertLevel::Warning,
            format!("The sound goes through Bluetooth ({name}): it comes 100 to 300 ms after the press."),
            "Everything plays, only late.",
            "Use a cable or the built-in loudspeaker.",
        ),
        Bluetooth::Connected(_) => finding(
            AlertLevel::Note,
            "Something is connected by Bluetooth. If it is the loudspeaker, the sound comes late.".to_owned(),
            "Everything plays.",
            "If the sound comes late, use a cable.",
        ),
        Bluetooth::NotSeen => None,
    }
}

fn slow(sound: &SoundFacts, bluetooth: &Bluetooth) -> Option<Alert> {
    let known_why = sound.is_away || matches!(bluetooth, Bluetooth::Output(_));
    if known_why || sound.latency_ms <= FELT_MS {
        return None;
    }
    finding(
        AlertLevel::Note,
        format!("The sound comes {:.0} ms after the press.", sound.latency_ms),
        "Everything plays; the buffer is as large as this output needs.",
        "Close other programs. A USB sound card is often quicker.",
    )
}

fn permission(unreadable: &[String]) -> Option<Alert> {
    let names = unreadable.join(", ");
    if names.is_empty() {
        return None;
    }
    finding(
        AlertLevel::Warning,
        format!("The system does not let Cantus read {names}."),
        "Keys and clicks play while this window is in front.",
        "Copy docs/linux/70-cantus-switches.rules to /etc/udev/rules.d/, then unplug it and plug it in again. \
         docs/inputs.md says how.",
    )
}

fn typing(facts: &Facts) -> Option<Alert> {
    let room = &facts.room;
    let what = match (room.slow_keys == Some(true), room.bounce_keys == Some(true)) {
        (true, true) => "Slow keys and bounce keys are on: presses of keys come late or not at all.",
        (true, false) => "Slow keys are on: presses of keys come late or not at all.",
        (false, true) => "Bounce keys are on: quick presses of keys get lost.",
        (false, false) => return None,
    };
    finding(
        AlertLevel::Warning,
        what.to_owned(),
        "Switch boxes and gamepads that are read directly are not touched by it.",
        "Switch them off in the desktop's accessibility settings, and set “Press counts after” and \
         “Ignore repeats for” at the desk instead.",
    )
}

fn repeats(self_repeats: bool) -> Option<Alert> {
    if !self_repeats {
        return None;
    }
    finding(
        AlertLevel::Warning,
        "A switch box presses again and again by itself while it is held.".to_owned(),
        "It plays; every repeat counts as a press.",
        "Switch its repeat off, or set “Ignore repeats for” longer than the time between the repeats.",
    )
}

fn power(saves_power: Option<bool>) -> Option<Alert> {
    if saves_power != Some(true) {
        return None;
    }
    finding(
        AlertLevel::Note,
        "This computer saves power: the sound may crackle.".to_owned(),
        "Everything plays.",
        "If it crackles, plug the computer in and choose the balanced power mode.",
    )
}

fn awake(kept: Kept) -> Option<Alert> {
    if kept != Kept::No {
        return None;
    }
    finding(
        AlertLevel::Note,
        "The screen may go dark while somebody plays: this system cannot be asked to stay awake.".to_owned(),
        "Everything plays.",
        "Switch off the screen saver and sleep in the system's settings.",
    )
}

fn midi(no_midi: Option<&'static str>) -> Option<Alert> {
    finding(
        AlertLevel::Note,
        "This system has no MIDI.".to_owned(),
        "Everything but MIDI keyboards plays.",
        no_midi?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A room where all is well has no findings, and what is not known is no finding either.
    #[test]
    fn nothing_is_made_up() {
        assert_eq!(findings(&Facts::default()), []);
        let room = RoomFacts { saves_power: Some(false), awake: Kept::Yes, ..RoomFacts::default() };
        assert_eq!(findings(&Facts { room, ..Facts::default() }), []);
    }

    /// Each fact that matters is one finding, which says what is, what still works and what to do;
    /// what keeps people from playing comes first.
    #[test]
    fn every_fact_is_told_once() {
        let facts = Facts {
            sound: SoundFacts { output: "Card".to_owned(), latency_ms: 80.0, is_away: false },
            room: RoomFacts {
                bluetooth: Bluetooth::Connected(1),
                slow_keys: Some(true),
                bounce_keys: Some(true),
                unreadable: vec!["VEC pedal".to_owned()],
                no_midi: Some("Load snd-seq."),
                saves_power: Some(true),
                awake: Kept::No,
            },
            self_repeats: true,
        };
        let found = findings(&facts);
        assert_eq!(found.len(), 8, "{found:#?}");
        for (place, alert) in found.iter().enumerate() {
            assert!(
                !alert.what.is_empty() && !alert.still.is_empty() && !alert.advice.is_empty(),
                "{alert:?}"
            );
            assert!(found[..place].iter().all(|other| other.what != alert.what));
        }
        assert!(found.windows(2).all(|pair| pair[0].level >= pair[1].level));
        assert!(found[0].what.contains("VEC pedal") && found[0].advice.contains("70-cantus-switches.rules"));
    }

    /// Bluetooth is told as the reason for its delay, not the delay beside it; without an output
    /// that comes first and the delay means nothing.
    #[test]
    fn one_cause_is_one_finding() {
        let late = SoundFacts { output: "Headset".to_owned(), latency_ms: 200.0, is_away: false };
        let room = RoomFacts { bluetooth: Bluetooth::Output("Headset".to_owned()), ..RoomFacts::default() };
        let facts = Facts { sound: late.clone(), room, ..Facts::default() };
        assert_eq!(findings(&facts).len(), 1);
        let facts = Facts { sound: SoundFacts { is_away: true, ..late }, ..Facts::default() };
        let found = findings(&facts);
        assert_eq!((found.len(), found[0].level), (1, AlertLevel::Severe));
    }
}
