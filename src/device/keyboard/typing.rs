//! The desktop's typing aids that swallow or delay key presses: slow keys and bounce
//! keys. They act on what the terminal and windows get, never on what is read from the
//! kernel.

use std::process::{Command, Stdio};

/// What is known about the desktop's typing aids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypingAids {
    /// Keys count only after being held: on, off, or not known.
    pub slow_keys: Option<bool>,
    /// Quick repeats of a key are swallowed: on, off, or not known.
    pub bounce_keys: Option<bool>,
    /// Where this was read.
    pub source: &'static str,
}

impl TypingAids {
    /// What to do about it; empty where nothing needs to be done.
    pub fn advice(&self) -> &'static str {
        if self.slow_keys == Some(true) || self.bounce_keys == Some(true) {
            "The desktop's slow keys or bounce keys are on and act before the instrument: switch them off \
             and set acceptance time and lockout in the person file instead."
        } else if self.slow_keys.is_none() && self.bounce_keys.is_none() {
            "Whether slow keys or bounce keys are on cannot be read on this desktop: look in its \
             accessibility settings if presses come late or get lost."
        } else {
            ""
        }
    }
}

/// Reads the typing aids as far as the desktop tells: GNOME's and its relatives' through
/// `gsettings`, KDE's from its file; and what an X server itself has on, whoever set it.
pub fn typing_aids() -> TypingAids {
    if let Some((slow, bounce)) = x_server() {
        return TypingAids { slow_keys: Some(slow), bounce_keys: Some(bounce), source: "X server" };
    }
    if let Some(aids) = kde() {
        return aids;
    }
    let slow_keys = gsettings("slowkeys-enable");
    if slow_keys.is_none() {
        return TypingAids { source: "nowhere to read it from", ..TypingAids::default() };
    }
    TypingAids { slow_keys, bounce_keys: gsettings("bouncekeys-enable"), source: "gsettings" }
}

/// Slow keys and bounce keys of the X server that shows us, by its keyboard extension. The one
/// that a Wayland session keeps for old programs says nothing of the session.
fn x_server() -> Option<(bool, bool)> {
    use x11rb::protocol::xkb::{BoolCtrl, ConnectionExt as _, ID};
    if std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty()) {
        return None;
    }
    let (connection, _) = x11rb::connect(None).ok()?;
    connection.xkb_use_extension(1, 0).ok()?.reply().ok().filter(|reply| reply.supported)?;
    let core_keyboard = u16::from(ID::USE_CORE_KBD);
    let on = connection.xkb_get_controls(core_keyboard).ok()?.reply().ok()?.enabled_controls;
    Some((on.contains(BoolCtrl::SLOW_KEYS), on.contains(BoolCtrl::BOUNCE_KEYS)))
}

fn gsettings(key: &str) -> Option<bool> {
    let output = Command::new("gsettings")
        .args(["get", "org.gnome.desktop.a11y.keyboard", key])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    match output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())?.as_str()
    {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn kde() -> Option<TypingAids> {
    if !std::env::var("XDG_CURRENT_DESKTOP").is_ok_and(|desktop| desktop.to_lowercase().contains("kde")) {
        return None;
    }
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| Some(std::path::Path::new(&std::env::var_os("HOME")?).join(".config")))?;
    Some(read_kde(&std::fs::read_to_string(folder.join("kaccessrc")).unwrap_or_default()))
}

/// KDE writes only what differs from its default, which is off.
fn read_kde(text: &str) -> TypingAids {
    let mut in_keyboard = false;
    let (mut slow, mut bounce) = (false, false);
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_keyboard = line == "[Keyboard]";
        } else if in_keyboard && let Some((key, value)) = line.split_once('=') {
            let on = value.trim().eq_ignore_ascii_case("true");
            match key.trim() {
                "SlowKeys" => slow = on,
                "BounceKeys" => bounce = on,
                _ => {}
            }
        }
    }
    TypingAids { slow_keys: Some(slow), bounce_keys: Some(bounce), source: "kaccessrc" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What KDE does not write is off; other groups' keys do not count.
    #[test]
    fn kde_settings_are_read() {
        assert_eq!(read_kde("").slow_keys, Some(false));
        let aids = read_kde("[Mouse]\nSlowKeys=true\n[Keyboard]\nBounceKeys=true\n");
        assert_eq!((aids.slow_keys, aids.bounce_keys), (Some(false), Some(true)));
        assert!(!aids.advice().is_empty());
    }

    /// Nothing known is said as such.
    #[test]
    fn unknown_is_said() {
        assert!(TypingAids::default().advice().contains("cannot be read"));
    }
}
