//! What of the room around the instrument can be seen from here: what may keep a press from
//! sounding at once. Only looked at, never changed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::audio::{Bluetooth, bluetooth_now};
use super::awake::Kept;
use super::midi::{MidiPorts, list_ports};

/// The kernel's name for how much power may be used.
const PROFILE: &str = "/sys/firmware/acpi/platform_profile";

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomFacts {
    /// Whether the sound may go through Bluetooth.
    pub bluetooth: Bluetooth,
    /// The desktop lets keys count only after they were held; none where it does not tell.
    pub slow_keys: Option<bool>,
    /// The desktop swallows quick repeats of a key; none where it does not tell.
    pub bounce_keys: Option<bool>,
    /// Switch boxes that this user may not read.
    pub unreadable: Vec<String>,
    /// Why there is no MIDI; none where there is.
    pub no_midi: Option<&'static str>,
    /// The machine saves power at the cost of speed; none where it does not tell.
    pub saves_power: Option<bool>,
    /// Whether the screen stays on while somebody plays.
    pub awake: Kept,
}

/// Looks round. `confirmed` are the switch boxes of the person file. Asks other programs, so it
/// may take a second.
pub fn look_round(confirmed: &[String]) -> RoomFacts {
    let (slow_keys, bounce_keys) = typing();
    RoomFacts {
        bluetooth: bluetooth_now(),
        slow_keys,
        bounce_keys,
        unreadable: unreadable(confirmed),
        no_midi: match list_ports() {
            MidiPorts::Found(_) => None,
            MidiPorts::NoMidi(advice) => Some(advice),
        },
        saves_power: saves_power(),
        awake: Kept::could(),
    }
}

#[cfg(target_os = "linux")]
fn typing() -> (Option<bool>, Option<bool>) {
    let aids = super::keyboard::typing_aids();
    (aids.slow_keys, aids.bounce_keys)
}

#[cfg(not(target_os = "linux"))]
fn typing() -> (Option<bool>, Option<bool>) {
    (None, None)
}

/// Ordinary keyboards are never read without asking: keys come through the window.
#[cfg(target_os = "linux")]
fn unreadable(confirmed: &[String]) -> Vec<String> {
    use super::keyboard::{Readable, list_devices};
    use crate::live::DeviceKind::{Pad, SwitchBox};
    let devices = list_devices(confirmed).into_iter();
    devices
        .filter(|device| device.readable == Readable::NoPermission && matches!(device.kind, SwitchBox | Pad))
        .map(|device| device.name)
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn unreadable(_confirmed: &[String]) -> Vec<String> {
    Vec::new()
}

/// By the kernel's profile, else by what the desktop's power service says.
fn saves_power() -> Option<bool> {
    if let Ok(profile) = std::fs::read_to_string(Path::new(PROFILE)) {
        return Some(is_saving(&profile));
    }
    let output = Command::new("powerprofilesctl")
        .arg("get")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(is_saving(&String::from_utf8_lossy(&output.stdout)))
}

fn is_saving(profile: &str) -> bool {
    matches!(profile.trim(), "low-power" | "power-saver" | "quiet")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both names of saving are known, and no other profile is taken for it.
    #[test]
    fn profiles_are_read() {
        for (profile, saves) in
            [("low-power\n", true), ("power-saver", true), ("balanced", false), ("", false)]
        {
            assert_eq!(is_saving(profile), saves, "{profile}");
        }
    }
}
