//! Messages of a MIDI clock as traces write them.

use super::What;
use super::parse::{Fault, Word, nothing_more};
use crate::input::ClockMessage;
use crate::nearest::nearest;

/// The words for the messages.
const MESSAGES: [&str; 5] = ["tick", "start", "continue", "stop", "position"];

/// What stands behind `clock`.
pub(super) fn message(subject: Word<'_>, rest: &[Word<'_>]) -> Result<What, Fault> {
    let expected = "expected `tick`, `start`, `continue`, `stop` or `position` behind `clock`";
    let (word, behind) = rest.split_first().ok_or_else(|| subject.fault(expected))?;
    let (message, behind) = match word.text {
        "tick" => (ClockMessage::Tick, behind),
        "start" => (ClockMessage::Start, behind),
        "continue" => (ClockMessage::Continue, behind),
        "stop" => (ClockMessage::Stop, behind),
        "position" => {
            let (number, behind) =
                behind.split_first().ok_or_else(|| word.fault("`position` needs a number of sixteenths"))?;
            let sixteenths: u16 = number.number("a number of sixteenths")?;
            if sixteenths > 0x3fff {
                return Err(number.fault("a position is 0 to 16383 sixteenths"));
            }
            (ClockMessage::Position(sixteenths), behind)
        }
        other => {
            let near = nearest(other, MESSAGES).map(|near| format!(": did you mean `{near}`?"));
            return Err(
                word.fault(near.map_or_else(|| expected.to_owned(), |near| format!("{expected}{near}")))
            );
        }
    };
    nothing_more(behind)?;
    Ok(What::Clock(message))
}

/// `on` or `off`.
pub(super) fn on_or_off(word: Word<'_>) -> Result<bool, Fault> {
    match word.text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(word.fault("expected `on` or `off`")),
    }
}
