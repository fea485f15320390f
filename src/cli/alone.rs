//! Taking switch boxes for the instrument alone, from the terminal.

use std::sync::mpsc::Sender;

#[cfg(target_os = "linux")]
pub(super) use crate::device::keyboard::Request;
use crate::live::{DeviceId, DeviceKind};

/// Where devices cannot be taken, nobody takes these.
#[cfg(not(target_os = "linux"))]
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Request {
    Grab(DeviceId),
    KeepGrab(DeviceId),
    Release(DeviceId),
}

/// Linux event codes of the keys that ask.
const KEY_R: u16 = 19;
const KEY_G: u16 = 34;
const KEY_K: u16 = 37;

/// Asks the keyboard reader, on somebody's key alone.
pub(super) struct Alone {
    requests: Sender<Request>,
}

impl Alone {
    pub(super) fn new(requests: Sender<Request>) -> Self {
        Alone { requests }
    }

    /// Does what a key asks for, with the devices that are there, and says what was asked.
    /// What came of it the reader tells.
    pub(super) fn key(&self, key: u16, devices: &[(DeviceId, DeviceKind, String)]) -> Option<String> {
        let request = match key {
            KEY_G => Request::Grab,
            KEY_K => Request::KeepGrab,
            KEY_R => Request::Release,
            _ => return None,
        };
        let boxes: Vec<_> = devices.iter().filter(|(_, kind, _)| *kind == DeviceKind::SwitchBox).collect();
        if boxes.is_empty() {
            return Some(
                "No switch box is plugged in. A keyboard that is one in truth is named in the person file \
                 (switch_boxes)."
                    .to_owned(),
            );
        }
        for (device, _, _) in &boxes {
            // A reader that has ended has told so.
            let _ = self.requests.send(request(*device));
        }
        (key == KEY_G).then(|| {
            let names: Vec<String> = boxes.iter().map(|(_, _, name)| format!("“{name}”")).collect();
            format!("Taking {} for the instrument alone.   keep it k   give it back r", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn devices() -> Vec<(DeviceId, DeviceKind, String)> {
        vec![
            (3, DeviceKind::Keyboard, "Keys".to_owned()),
            (4, DeviceKind::SwitchBox, "FootSwitch".to_owned()),
            (5, DeviceKind::Pad, "Pad".to_owned()),
        ]
    }

    /// Switch boxes alone are asked for, never a keyboard, and only by their keys.
    #[test]
    fn only_switch_boxes_are_taken() {
        let (send, asked) = channel();
        let alone = Alone::new(send);
        for (key, request) in
            [(KEY_G, Request::Grab(4)), (KEY_K, Request::KeepGrab(4)), (KEY_R, Request::Release(4))]
        {
            let said = alone.key(key, &devices());
            assert_eq!(said.is_some_and(|said| said.contains("FootSwitch")), key == KEY_G);
            assert_eq!(asked.try_iter().collect::<Vec<_>>(), [request]);
        }
        assert_eq!(alone.key(57, &devices()), None);
        assert!(asked.try_recv().is_err());
    }

    /// Without a switch box nothing is asked, and it is said how a box is made known.
    #[test]
    fn without_a_box_it_says_so() {
        let (send, asked) = channel();
        let said = Alone::new(send).key(KEY_G, &devices()[..1]).unwrap();
        assert!(said.contains("switch_boxes"), "{said}");
        assert!(asked.try_recv().is_err());
    }
}
