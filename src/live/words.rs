//! What happened, what still works, what to try: the words of the supervisor.

use super::audio::{AudioError, OutputInfo};
use super::device_memory::MemoryError;
use super::{Alert, AlertLevel};
use crate::engine::Notice;

fn alert(level: AlertLevel, what: String, still: &str, advice: &str) -> Alert {
    Alert { level, what, still: still.to_owned(), advice: advice.to_owned() }
}

/// A sentence out of an error's words.
fn sentence(error: &AudioError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// How much later a press sounds with a period of `frames`, in ms: the lead and the
/// device's own period.
fn period_ms(frames: u32, rate_hz: u32) -> f64 {
    f64::from(frames) * 1000.0 / f64::from(rate_hz.max(1))
}

pub(super) fn no_sound(error: &AudioError) -> Alert {
    alert(
        AlertLevel::Severe,
        format!("There is no sound: {error}."),
        "Everything else works, silently; the sound starts by itself once there is an output.",
        error.advice(),
    )
}

pub(super) fn lost(error: &AudioError) -> Alert {
    alert(
        AlertLevel::Severe,
        sentence(error),
        "The music goes on silently, nothing that was played is lost, and the sound comes back by itself.",
        error.advice(),
    )
}

pub(super) fn back(info: &OutputInfo) -> Alert {
    alert(AlertLevel::Note, format!("There is sound now, from {}.", info.name), "It fades in softly.", "")
}

pub(super) fn enlarged(before: &OutputInfo, after: &OutputInfo, memory: Option<&MemoryError>) -> Alert {
    let more_ms = 2.0
        * (period_ms(after.buffer_frames, after.rate_hz) - period_ms(before.buffer_frames, before.rate_hz));
    let kept = match memory {
        None => "It is remembered for this device.".to_owned(),
        Some(error) => format!("It could not be remembered for the next time ({error})."),
    };
    Alert {
        level: AlertLevel::Note,
        what: format!(
            "The sound broke off several times, so its buffer was made larger: from {} to {} frames.",
            before.buffer_frames, after.buffer_frames
        ),
        still: format!("Everything plays on; a press sounds {more_ms:.0} ms later than before. {kept}"),
        advice: "Close other programs if that is too slow, or fix a size with --buffer.".to_owned(),
    }
}

pub(super) fn xruns(info: &OutputInfo, fixed: bool) -> Alert {
    alert(
        AlertLevel::Warning,
        format!("The sound breaks off again and again with a buffer of {} frames.", info.buffer_frames),
        "Everything plays on, with clicks.",
        if fixed {
            "Leave out --buffer, so that the buffer may grow, or close other programs."
        } else {
            "Close other programs, or try another output with --audio."
        },
    )
}

pub(super) fn no_realtime() -> Alert {
    alert(
        AlertLevel::Note,
        "The system gave the sound no real-time priority.".to_owned(),
        "Everything works; under load the sound may break off more easily.",
        "Install `rtkit`, or let this user have real-time priority (group `audio` or `pipewire`).",
    )
}

pub(super) fn no_thread() -> Alert {
    alert(
        AlertLevel::Severe,
        "The system has no room for another thread.".to_owned(),
        "The instrument stands still until there is.",
        "Close other programs.",
    )
}

pub(super) fn engine_failed() -> Alert {
    alert(
        AlertLevel::Severe,
        "The instrument met an error of its own and was started anew.".to_owned(),
        "It plays on; what was sounding has stopped.",
        "Please report it, with the journal if there is one.",
    )
}

pub(super) fn of_notice(notice: &Notice) -> Option<Alert> {
    match notice {
        Notice::StuckSwitch { role } => Some(alert(
            AlertLevel::Warning,
            format!(
                "Switch `{role}` was held for longer than the person file allows; its sound was faded out."
            ),
            "The other switches play on; this one plays again after it was let go.",
            "See whether something lies on it.",
        )),
        Notice::NotFinite => Some(alert(
            AlertLevel::Warning,
            "The sound met a calculation error and was silenced for a moment.".to_owned(),
            "It plays on.",
            "Please report it, with the preset and the journal if there is one.",
        )),
        Notice::Lost { events, .. } => Some(alert(
            AlertLevel::Warning,
            format!("More was played at once than fits: {events} events were left out."),
            "Releases are never left out, so nothing hangs.",
            "A MIDI device or a stick may be sending without end: unplug it to see.",
        )),
        _ => None,
    }
}
