//! The example of "add a device": what a source tells its port.
#![cfg(feature = "app")]

#[path = "../docs/example_device.rs"]
mod example_device;

use std::sync::mpsc::{Sender, channel};

use cantus::input::{Control, ControlValue};
use cantus::live::{Alert, DeviceId, DeviceKind, Port};

/// A port that hands on what it hears.
struct Heard(Sender<String>);

impl Port for Heard {
    fn arrived(&mut self, _: DeviceKind, name: &str, identity: &str) -> DeviceId {
        let _ = self.0.send(format!("arrived {name} {identity}"));
        7
    }
    fn gone(&mut self, device: DeviceId) {
        let _ = self.0.send(format!("gone {device}"));
    }
    fn event(&mut self, device: DeviceId, stamp_ns: u64, control: Control, value: ControlValue) {
        let is_down = matches!(value, ControlValue::Down { .. });
        let _ = self.0.send(format!("{device} {stamp_ns} {control} {is_down}"));
    }
    fn wants(&self, _: DeviceId, _: Control) -> bool {
        true
    }
    fn alert(&mut self, _: Alert) {}
    fn stopping(&self) -> bool {
        false
    }
}

/// A source says that its device is there, every press with its own stamp and its release,
/// and that the device is gone.
#[test]
fn example_speaks_to_its_port() {
    let (heard, told) = channel();
    example_device::run(Box::new(Heard(heard)), &b"1000\nrubbish\n90000000\n"[..]);
    let told: Vec<String> = told.iter().collect();
    assert_eq!(
        told,
        [
            "arrived Line box text/line-box",
            "7 1000 pad:south true",
            "7 50001000 pad:south false",
            "7 90000000 pad:south true",
            "7 140000000 pad:south false",
            "gone 7",
        ]
    );
}
