//! What an event device is, and which source reads it: one owner for each.

use super::switches;
use crate::input::{Control, MouseButton, PadControl};
use crate::live::DeviceKind;

const BTN_MISC: u16 = 0x100;
const BTN_LEFT: u16 = 0x110;
const BTN_TASK: u16 = 0x117;
const BTN_JOYSTICK: u16 = 0x120;
const BTN_DIGI: u16 = 0x140;
const BTN_TOUCH: u16 = 0x14a;
const BTN_WHEEL: u16 = 0x150;
const KEY_OK: u16 = 0x160;
const BTN_DPAD_UP: u16 = 0x220;
const BTN_DPAD_RIGHT: u16 = 0x223;
const BTN_TRIGGER_HAPPY: u16 = 0x2c0;
const BTN_TRIGGER_HAPPY40: u16 = 0x2e7;

/// What the kernel and udev say about an event device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Bus number (3 is USB, 5 Bluetooth, 6 virtual).
    pub bus: u16,
    /// Vendor number.
    pub vendor: u16,
    /// Product number.
    pub product: u16,
    /// Version number.
    pub version: u16,
    /// Name.
    pub name: String,
    /// Codes of keys and buttons it has, ascending.
    pub keys: Vec<u16>,
    /// How many absolute axes it has.
    pub axes: usize,
    /// Whether it says that touching is on what it shows (a touch screen, not a pad).
    pub direct: bool,
    /// Whether udev calls it a joystick; none where there is no udev to ask.
    pub udev_joystick: Option<bool>,
}

impl Facts {
    /// What stays the same when it is unplugged and plugged in again.
    pub fn identity(&self) -> String {
        format!("{:04x}:{:04x}:{:04x}:{}", self.bus, self.vendor, self.product, self.name)
    }

    fn has(&self, code: u16) -> bool {
        self.keys.binary_search(&code).is_ok()
    }

    fn has_any(&self, codes: std::ops::RangeInclusive<u16>) -> bool {
        self.keys.iter().any(|key| codes.contains(key))
    }

    fn is_joystick_like(&self) -> bool {
        self.has_any(BTN_JOYSTICK..=BTN_DIGI - 1)
            || self.has_any(BTN_TRIGGER_HAPPY..=BTN_TRIGGER_HAPPY40)
            || self.has_any(BTN_DPAD_UP..=BTN_DPAD_RIGHT)
    }
}

/// Who reads a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The gamepad source.
    Pads,
    /// The keyboard reader, as this kind of device.
    Reader(DeviceKind),
    /// Nobody: power buttons, lids, sensors.
    Nobody,
}

/// Who reads a device. `confirmed` are the identities the person file confirms as switch
/// boxes.
///
/// Gamepads are what the gamepad library takes: a joystick to udev, with one button and
/// two axes at least. A joystick with fewer axes is a box of buttons and is read here.
pub fn owner(facts: &Facts, confirmed: &[String]) -> Owner {
    if facts.keys.is_empty() {
        return Owner::Nobody;
    }
    let joystick = facts.udev_joystick.unwrap_or_else(|| facts.is_joystick_like());
    if joystick && facts.axes >= 2 {
        return Owner::Pads;
    }
    let identity = facts.identity();
    let usable = facts.keys.iter().any(|key| control(*key).is_some());
    if !usable {
        return Owner::Nobody;
    }
    let is_switch_box = switches::by_number(facts.vendor, facts.product).is_some()
        || switches::by_name(&facts.name)
        || confirmed.contains(&identity);
    let kind = if is_switch_box {
        DeviceKind::SwitchBox
    } else if facts.is_joystick_like() || facts.has_any(BTN_MISC..=BTN_LEFT - 1) && !facts.has(BTN_LEFT) {
        DeviceKind::Pad
    } else if facts.has(BTN_LEFT) {
        DeviceKind::Mouse
    } else if facts.has(BTN_TOUCH) && facts.direct {
        DeviceKind::Touch
    } else if facts.keys.iter().any(|key| is_typing_key(*key)) {
        DeviceKind::Keyboard
    } else {
        return Owner::Nobody;
    };
    Owner::Reader(kind)
}

/// A key that somebody might press on purpose; not power, sleep, lid or hot keys.
fn is_typing_key(code: u16) -> bool {
    matches!(code, 1..=111 | 113..=115 | 117..=127 | 163..=165 | 183..=194)
}

/// Whether a device of this kind is read only while the terminal or the stage has focus.
pub fn needs_focus(kind: DeviceKind) -> bool {
    matches!(kind, DeviceKind::Keyboard | DeviceKind::Mouse | DeviceKind::Touch)
}

/// The control that a key code stands for.
pub fn control(code: u16) -> Option<Control> {
    match code {
        // Reported by many boxes and remotes for no key at all.
        0 | 240 => None,
        1..BTN_MISC => Some(Control::Key(code)),
        BTN_LEFT => Some(Control::Mouse(MouseButton::Left)),
        0x111 => Some(Control::Mouse(MouseButton::Right)),
        0x112 => Some(Control::Mouse(MouseButton::Middle)),
        0x113..=BTN_TASK => None,
        BTN_MISC..BTN_LEFT | BTN_JOYSTICK..BTN_DIGI | BTN_TRIGGER_HAPPY..=BTN_TRIGGER_HAPPY40 => {
            Some(Control::Pad(PadControl::from_code(code)))
        }
        BTN_DPAD_UP..=BTN_DPAD_RIGHT => Some(Control::Pad(PadControl::from_code(code))),
        BTN_TOUCH => Some(Control::Touch),
        BTN_DIGI..BTN_WHEEL => None,
        KEY_OK..BTN_TRIGGER_HAPPY => Some(Control::Key(code)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(name: &str, keys: &[u16], axes: usize) -> Facts {
        Facts {
            bus: 3,
            vendor: 0x1209,
            product: 1,
            name: name.into(),
            keys: keys.into(),
            axes,
            ..Facts::default()
        }
    }

    /// One owner for each device, by what it has and what udev calls it.
    #[test]
    fn every_device_has_one_owner() {
        let letters: Vec<u16> = (1..127).collect();
        let none: &[String] = &[];
        assert_eq!(owner(&device("Keyboard", &letters, 0), none), Owner::Reader(DeviceKind::Keyboard));
        assert_eq!(owner(&device("Mouse", &[0x110, 0x111], 0), none), Owner::Reader(DeviceKind::Mouse));
        assert_eq!(owner(&device("Pad", &[304, 305], 6), none), Owner::Pads);
        assert_eq!(owner(&device("Power Button", &[116], 0), none), Owner::Nobody);
        assert_eq!(owner(&device("Sensor", &[], 3), none), Owner::Nobody);
        let box_of_buttons = device("Buttons", &[288, 289], 0);
        assert_eq!(owner(&box_of_buttons, none), Owner::Reader(DeviceKind::Pad));
        let one_axis = device("Buttons", &[288], 1);
        assert_eq!(owner(&one_axis, none), Owner::Reader(DeviceKind::Pad), "the pad source wants two axes");
        let screen = Facts { direct: true, ..device("Screen", &[0x14a], 4) };
        assert_eq!(owner(&screen, none), Owner::Reader(DeviceKind::Touch));
        let touch_pad = device("Touchpad", &[0x110, 0x145, 0x14a], 4);
        assert_eq!(owner(&touch_pad, none), Owner::Reader(DeviceKind::Mouse));
    }

    /// What udev says decides about gamepads: a keyboard with a joystick's key codes that
    /// udev does not call a joystick is nobody's gamepad.
    #[test]
    fn udev_decides_what_is_a_joystick() {
        let none: &[String] = &[];
        let odd = Facts { udev_joystick: Some(false), ..device("Odd", &[30, 304], 2) };
        assert!(matches!(owner(&odd, none), Owner::Reader(_)));
        let pedals = Facts { udev_joystick: Some(true), ..device("Pedals", &[256], 2) };
        assert_eq!(owner(&pedals, none), Owner::Pads);
    }

    /// A switch box is one that is known by number, tells by name, or is confirmed by
    /// identity; it needs no focus, and a keyboard that is none of these does.
    #[test]
    fn switch_boxes_are_known_told_or_confirmed() {
        let none: &[String] = &[];
        let boxed = Owner::Reader(DeviceKind::SwitchBox);
        let known = Facts { vendor: 0x05f3, product: 0x00ff, ..device("VEC USB Footpedal", &[256, 257], 0) };
        assert_eq!(owner(&known, none), boxed);
        assert_eq!(owner(&device("AbleNet Hook+", &[57], 0), none), boxed);
        let plain = device("HID 1209:0001", &[57, 28], 0);
        assert_eq!(owner(&plain, none), Owner::Reader(DeviceKind::Keyboard));
        assert_eq!(owner(&plain, &["0003:1209:0001:HID 1209:0001".into()]), boxed);
        assert!(needs_focus(DeviceKind::Keyboard) && !needs_focus(DeviceKind::SwitchBox));
    }

    /// Every code that stands for a control stands for one of its own.
    #[test]
    fn codes_map_to_controls() {
        assert_eq!(control(57).map(|c| c.to_string()).as_deref(), Some("key:space"));
        assert_eq!(control(288).map(|c| c.to_string()).as_deref(), Some("pad:code288"));
        assert_eq!(control(304).map(|c| c.to_string()).as_deref(), Some("pad:south"));
        assert_eq!(control(0x110).map(|c| c.to_string()).as_deref(), Some("mouse:left"));
        assert_eq!(control(0x14a).map(|c| c.to_string()).as_deref(), Some("touch:any"));
        assert_eq!(control(546).map(|c| c.to_string()).as_deref(), Some("pad:dpad_left"));
        assert_eq!(control(0), None);
        let all: Vec<_> = (0..0x300).filter_map(control).collect();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), distinct.len());
    }
}
