//! A device that is a text of numbers: each line is one press of a button.

use std::io::BufRead;

use cantus::input::{Control, ControlValue};
use cantus::live::{DeviceKind, Port};

/// Reads `lines` until they end or the program does. Each is the moment of a press, in ns
/// on the system's monotonic clock.
pub fn run(mut port: Box<dyn Port>, lines: impl BufRead) {
    let Ok(button) = "pad:south".parse::<Control>() else { return };
    let device = port.arrived(DeviceKind::Pad, "Line box", "text/line-box");
    for line in lines.lines() {
        if port.stopping() {
            break;
        }
        let Some(stamp_ns) = line.ok().and_then(|line| line.trim().parse().ok()) else { continue };
        if port.wants(device, button) {
            port.event(device, stamp_ns, button, ControlValue::Down { velocity: None });
            port.event(device, stamp_ns + 50_000_000, button, ControlValue::Up);
        }
    }
    port.gone(device);
}
