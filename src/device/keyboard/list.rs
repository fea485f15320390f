//! The input devices there are, for whoever asks what can be used and what to do.

use std::io::ErrorKind;

use super::classify::{Owner, owner};
use super::{OpenDevice, facts, list_nodes, udev_record};
use crate::live::DeviceKind;

/// Whether a device can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readable {
    /// It can.
    Yes,
    /// The system does not let this user read it.
    NoPermission,
    /// It cannot be opened for another reason.
    Broken,
}

/// An input device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputDevice {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: DeviceKind,
    /// What stays the same when it is plugged in again; what a person file confirms.
    pub identity: String,
    /// Where it is: `/dev/input/event3`.
    pub node: String,
    /// Whether it can be read.
    pub readable: Readable,
    /// What to do about it; empty where nothing needs to be done.
    pub advice: &'static str,
}

/// All input devices that could play. `confirmed` are the identities of the person file.
pub fn list_devices(confirmed: &[String]) -> Vec<InputDevice> {
    let mut devices = Vec::new();
    for node in list_nodes() {
        let record = udev_record(node.rdev);
        let Some(facts) = facts(&node, record.as_ref()) else { continue };
        let kind = match owner(&facts, confirmed) {
            Owner::Nobody => continue,
            Owner::Pads => DeviceKind::Pad,
            Owner::Reader(kind) => kind,
        };
        let readable = match OpenDevice::open(&node.path) {
            Ok(_) => Readable::Yes,
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Readable::NoPermission,
            Err(_) => Readable::Broken,
        };
        devices.push(InputDevice {
            identity: facts.identity(),
            name: facts.name,
            kind,
            node: node.path.display().to_string(),
            readable,
            advice: advice(kind, readable),
        });
    }
    devices
}

fn advice(kind: DeviceKind, readable: Readable) -> &'static str {
    match (readable, kind) {
        (Readable::Yes, _) => "",
        (Readable::Broken, _) => "Unplug it and plug it in again.",
        (Readable::NoPermission, DeviceKind::Keyboard | DeviceKind::Mouse | DeviceKind::Touch) => {
            "Nothing: keys and clicks reach the instrument through the terminal. If it is a switch box, \
             see docs/inputs.md, “A switch box that is not known”."
        }
        (Readable::NoPermission, DeviceKind::Pad) => {
            "Log in at the machine itself; over the network the system gives no access to gamepads."
        }
        (Readable::NoPermission, _) => {
            "Install docs/linux/70-cantus-switches.rules (docs/inputs.md says how), then plug it in again."
        }
    }
}
