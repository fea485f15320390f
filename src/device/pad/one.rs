//! One gamepad: what it is, what is held on it, and how that is told.

use super::held::Held;
use super::kernel::Model;
use super::names::Source;
use crate::input::{Control, ControlValue, PadControl};
use crate::live::{DeviceId, Port};

/// A gamepad that has arrived.
pub(super) struct Pad {
    /// The library's number, until it is started anew.
    pub number: usize,
    pub model: Model,
    pub identity: String,
    pub device: DeviceId,
    pub held: Held,
    pub kernel_names: bool,
    pub z_are_triggers: bool,
    /// Events were lost: nothing is believed until the queue is empty.
    pub doubtful: bool,
    /// Names of key codes, as the library gave them.
    pub names: Vec<(u16, PadControl)>,
}

impl Pad {
    /// A button went down or up.
    pub fn button(
        &mut self,
        control: PadControl,
        source: Source,
        down: bool,
        stamp_ns: u64,
        port: &mut dyn Port,
    ) {
        if let Source::Key(code) = source
            && !self.names.iter().any(|name| name.0 == code)
        {
            self.names.push((code, control));
        }
        if self.doubtful || down && !port.wants(self.device, Control::Pad(control)) {
            return;
        }
        if self.held.set(control, source, down) {
            let value = if down { ControlValue::Down { velocity: None } } else { ControlValue::Up };
            port.event(self.device, stamp_ns, Control::Pad(control), value);
        }
    }

    /// A stick, trigger or axis moved.
    pub fn moved(&self, control: PadControl, value: f32, stamp_ns: u64, port: &mut dyn Port) {
        if port.wants(self.device, Control::Pad(control)) {
            port.event(self.device, stamp_ns, Control::Pad(control), ControlValue::Moved(value));
        }
    }

    /// Releases what the kernel says is up: see [`Held::compare`].
    pub fn let_go(
        &mut self,
        now_ns: u64,
        certain: bool,
        is_down: impl Fn(Source) -> Option<bool>,
        port: &mut dyn Port,
    ) {
        for control in self.held.compare(now_ns, certain, is_down) {
            port.event(self.device, now_ns, Control::Pad(control), ControlValue::Up);
        }
    }
}
